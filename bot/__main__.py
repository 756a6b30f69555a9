"""The command `rounds`, also as `python -m bot`."""

import signal


def main() -> None:
    """The console script. While it is loaded, SIGINT ends it as quietly as SIGTERM does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.cli import cli

    signal.signal(signal.SIGINT, signal.default_int_handler)
    cli()


if __name__ == "__main__":
    main()
