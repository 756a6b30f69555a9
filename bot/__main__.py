"""The command `rounds`, also as `python -m bot`."""

import signal


def main() -> None:
    """The console script. Until a command decides otherwise, SIGINT ends it as quietly as SIGTERM does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.cli import cli

    cli()


if __name__ == "__main__":
    main()
