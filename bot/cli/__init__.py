"""The command line."""

import signal


def main() -> None:
    """The console script. Until a command decides otherwise, SIGINT ends it as quietly as SIGTERM does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.cli.commands import cli  # loads a lot, and may be stopped meanwhile

    cli()
