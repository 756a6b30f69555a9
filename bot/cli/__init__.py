"""The command line."""

import os
import signal


def main() -> None:
    """The console script. Until a command decides otherwise, SIGINT ends it as quietly as SIGTERM does.

    Whatever any command writes is for its owner alone, however the shell it was started from has it.
    """
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.cli.commands import cli  # loads a lot, and may be stopped meanwhile

    cli()
