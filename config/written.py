"""Whether a programme and its people can be written as files that are read again as the same."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channel_port import Channels
from bot.domain.organisation.people import Roster
from bot.domain.programme.diff import programme_changes, roster_changes
from bot.domain.programme.programme import Programme
from bot.ports import Recurrence
from config.faults import InputWrong
from config.folder import read_folder
from config.programme import PROGRAMME_FILE
from config.questions import QUESTIONS_FILE
from config.roster import ROSTER_FILE
from config.writers import programme_toml, questions_toml, roster_csv


def faults_as_files(
    programme: Programme, roster: Roster, *, recurrence: Recurrence, channels: Channels
) -> Sequence[str]:
    """What `rounds check` would say to them, and what would not be read back as it is."""
    with TemporaryDirectory(prefix="rounds-check-") as name:  # mode 0700
        folder = Path(name)
        (folder / PROGRAMME_FILE).write_text(programme_toml(programme), "utf-8")
        (folder / QUESTIONS_FILE).write_text(questions_toml(programme.questions.values()), "utf-8")
        (folder / ROSTER_FILE).write_text(roster_csv(roster, channels=channels), "utf-8")
        try:
            read = read_folder(folder, recurrence=recurrence, channels=channels)
        except InputWrong as error:
            return [f"{fault.key}: {fault.what}" for fault in error.faults]
    changes = programme_changes(programme, read.programme) + roster_changes(roster, read.roster)
    return [f"would not stay as it is: {change}" for change in changes]
