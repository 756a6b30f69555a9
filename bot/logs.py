"""Logs: event names and ids in one line each; names, handles, answers, free text and tokens never come through."""

import logging
import sys
import time
import traceback
from collections.abc import Callable, Collection, MutableMapping
from typing import TextIO

import structlog
from structlog.typing import ExcInfo

from bot.adapters.channels.registry import CHANNELS

NEVER_LOGGED = frozenset(
    {"name", "text", "words", "answer", "code", "token", "secret", "address", "message", "payload"}
)
"""Keys that are dropped whoever logs them: a mistake in one place must not become a leak."""
HIDDEN = "[hidden]"
BURST_SECONDS = 60.0
"""How long like warnings and errors are held back after the first; then one says about how many there were."""
KINDS_REMEMBERED = 1_000
CAUSES_TOLD = 5
_SHAPES = tuple(shape for channel in CHANNELS for shape in channel.secret_shapes)
_NOISY = (
    "httpx",
    "httpcore",
    "apscheduler",
    "aiosqlite",
    "procrastinate",
    "alembic",
    *(logger for channel in CHANNELS for logger in channel.noisy_loggers),
)


class Redaction:
    """Removes known secrets, and anything shaped like a token or a personal link, from finished text."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern in _SHAPES:
            text = pattern.sub(HIDDEN, text)
        return text


def drop_personal(_logger: object, _method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    """A structlog processor: keys that could carry something personal never reach a renderer."""
    for key in NEVER_LOGGED & event.keys():
        event[key] = HIDDEN
    return event


class OneOfABurst(logging.Filter):
    """Lets the first of many like warnings or errors through, and after a while one that says roughly how many.

    What outsiders cause they can cause without end, and a log must not fill a disk.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._bursts: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        now, kind = self._clock(), _kind(record)
        began, held_back = self._bursts.get(kind, (-BURST_SECONDS, 0))
        if now - began < BURST_SECONDS:
            self._bursts[kind] = began, held_back + 1
            return False
        while len(self._bursts) >= KINDS_REMEMBERED:
            del self._bursts[next(iter(self._bursts))]
        self._bursts.pop(kind, None)
        self._bursts[kind] = now, 0
        record.held_back = _up_to(held_back)
        return True


def _up_to(held_back: int) -> int:
    """The next power of ten: an exact number would count what people did while something failed."""
    return 10 ** len(str(held_back - 1)) if held_back > 1 else 10 * held_back


def _kind(record: logging.LogRecord) -> tuple[str, int, str]:
    """What makes two records alike: of ours all they say, of a library's the first line before it is filled in."""
    if isinstance(record.msg, dict):
        said = {key: value for key, value in record.msg.items() if key != "timestamp"}
        return record.name, record.levelno, repr(said)
    return record.name, record.levelno, str(record.msg).partition("\n")[0]


def _places(exc_info: ExcInfo) -> str:
    """Where an error arose and of what kind it and its causes are. What it says may be words of somebody outside."""
    error: BaseException | None = exc_info[1]
    told: list[str] = []
    while error is not None and len(told) < CAUSES_TOLD:
        told.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhile dealing with\n".join(reversed(told))


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats one record, tracebacks included, and redacts the finished line."""

    def __init__(self, redact: Redaction, processors: list[structlog.types.Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=_SHARED)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        if record.name == "asyncio":  # below its first line stand tasks and what they ended with
            record = logging.makeLogRecord(
                record.__dict__ | {"msg": record.getMessage().partition("\n")[0], "args": ()}
            )
        held_back = getattr(record, "held_back", 0)
        line = self._redact(super().format(record))
        return f"{line} held_back_up_to={held_back}" if held_back else line


_SHARED: list[structlog.types.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    drop_personal,
]


def set_up_logging(*, level: str = "INFO", secrets: Collection[str] = (), stream: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', through one redacting handler, as logfmt for machines and eyes."""
    formatter = _RedactingFormatter(
        Redaction(secrets),
        [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(_places),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False),
        ],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(OneOfABurst())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for noisy in _NOISY:
        logger = logging.getLogger(noisy)  # httpx would log every address, and with it tokens
        logger.setLevel(max(logger.level, logging.WARNING))  # a channel may have silenced it altogether
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that was still running is no news
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
