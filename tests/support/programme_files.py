"""A small folder of an administrator's files that a test may spoil, and what reading it says."""

from dataclasses import dataclass
from pathlib import Path

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from config.faults import InputWrong
from config.folder import Folder, read_folder

PROGRAMME = """\
[organisation]
name = "Riverside"
timezone = "Europe/London"

[[unit]]
id = "medicine"
name = "Medicine"

[[unit]]
id = "icu"
name = "Intensive care"
parent = "medicine"

[[schedule]]
id = "weekly-pulse"
units = ["medicine"]
questions = ["core"]
days = ["Tue"]
at = "10:00"
"""
QUESTIONS = """\
[[question]]
id = "pers-int-1"
version = 1
scale = "likert4"
polarity = "+"
competency = "personal"
facet = "intellectual"
[question.text]
en-GB = "I can name one thing here that I am trying to improve."

[[question]]
id = "infl-1"
version = 1
kind = "influence"
scale = "yes_no"
polarity = "+"
none_label = "I raised nothing"
[question.text]
en-GB = "In the past month something I raised changed how we work."
"""
ROSTER = """\
person_id,name,unit,role,channel,group,address,timezone,locale,starts,ends
p1,Ada Lowe,icu,member,telegram,nurse,4711,,,,
p1,Ada Lowe,icu,champion,telegram,nurse,4711,,,,
p2,Ben Osei,icu,medical_lead,slack,doctor,U024BE7LH,,,2026-01-05,2026-12-31
p3,Cleo Reid,medicine,sponsor,web,,,,en-GB,,
"""


@dataclass(frozen=True, slots=True)
class Files:
    """`programme`, `questions` and `roster` put a text in place of a file; `swap` spoils one spot of it."""

    directory: Path

    def write(self, name: str, text: str | bytes) -> None:
        (self.directory / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def swap(self, name: str, old: str, new: str) -> None:
        path = self.directory / name
        text = path.read_text("utf-8")
        if text.count(old) < 1:
            raise ValueError(f"{old!r} does not stand in {name}")
        path.write_text(text.replace(old, new, 1), "utf-8")

    def add(self, name: str, text: str) -> None:
        path = self.directory / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def read(self) -> Folder:
        return read_folder(self.directory, recurrence=CronRecurrence(), channels=CHANNELS)

    def faults(self) -> list[str]:
        """Every line that reading the folder would print, without the folder's own path."""
        try:
            self.read()
        except InputWrong as error:
            return [str(fault).removeprefix(f"{self.directory}/") for fault in error.faults]
        return []


def sound_files(directory: Path) -> Files:
    """A folder without a fault: one microsystem under a division, two questions, three people."""
    files = Files(directory)
    files.write("programme.toml", PROGRAMME)
    files.write("questions.toml", QUESTIONS)
    files.write("roster.csv", ROSTER)
    return files
