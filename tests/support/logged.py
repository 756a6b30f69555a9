"""How processes of tests log, where they do not set it up as the program does."""

import structlog


def log_plainly(*, level: int = 0) -> None:
    """Errors with their tracebacks and nothing more. Left to itself, structlog has rich draw every traceback with the
    values of all variables, which takes a second for each."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    before = [each for each in structlog.get_config()["processors"] if not isinstance(each, type(renderer))]
    wrapper = structlog.make_filtering_bound_logger(level)
    structlog.configure(processors=[*before, renderer], wrapper_class=wrapper)
