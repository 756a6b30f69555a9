"""The folder of an administrator's files, read together: programme, questions and roster that fit each other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.channel_port import Channels
from bot.domain.identifiers import QuestionId
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme
from bot.domain.texts.sentences import Sentence, Wording
from bot.ports import Recurrence
from bot.setting_fields import shown
from config.faults import Fault, InputWrong, did_you_mean
from config.files import TextFiles, in_folder
from config.programme import build_programme, old_names, read_programme_file
from config.questions import read_questions
from config.roster import read_roster
from config.toml_files import TomlFile
from config.units import KnownUnits

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    programme: Programme
    roster: Roster
    questions_file: str
    cautions: Sequence[Fault]
    """What stops nothing and is worth telling, that only the files themselves can show."""
    revision: int | None
    """Which revision the files are based on; None where they do not say."""
    version_lines: Mapping[QuestionId, int]
    """Where each question's version is written, for faults that only the database can show."""

    def version_fault(self, question: QuestionId, what: Wording) -> Fault:
        """A fault at the version of a question."""
        line = self.version_lines.get(question, 1)
        return Fault.saying(what, file=self.questions_file, line=line, key="question.version")


def read_folder(directory: Path, *, recurrence: Recurrence, channels: Channels) -> Folder:
    """Read the three files of a folder; raises InputWrong with the faults of all of them."""
    return read_files(in_folder(directory), recurrence=recurrence, channels=channels)


def read_files(files: TextFiles, *, recurrence: Recurrence, channels: Channels) -> Folder:
    """The same of files from anywhere."""
    faults: list[Fault] = []

    def attempt(read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except InputWrong as error:
            faults.extend(error.faults)
            return None

    source = attempt(lambda: read_programme_file(files))
    bank = attempt(lambda: read_questions(files))
    programme = attempt(lambda: build_programme(source, bank, recurrence=recurrence)) if source else None
    units_are_sound = source is not None and not any(fault.key.partition(".")[0] == "unit" for fault in faults)
    units = KnownUnits.in_file(source) if source and units_are_sound else None
    roster = attempt(lambda: read_roster(files, units, channels=channels))
    if source is not None and programme is not None and roster is not None:
        faults.extend(_unlisted_guardians(source, programme, roster))
    if faults or source is None or programme is None or bank is None or roster is None:
        raise InputWrong(faults)
    return Folder(
        programme=programme,
        roster=roster,
        questions_file=bank.file,
        cautions=(*old_names(source), *bank.cautions),
        revision=source.tables["organisation"].get("revision"),
        version_lines=bank.version_lines,
    )


def _unlisted_guardians(source: TomlFile, programme: Programme, roster: Roster) -> Iterator[Fault]:
    """A guardian is reached like everybody else, so they have a place on the list. An empty list has faults or
    warnings of its own."""
    if not roster.people:
        return
    for number, guardian in enumerate(programme.guardians):
        if guardian.person not in roster.people:
            mend = did_you_mean(guardian.person, list(roster.people)) or Sentence.of("fault-guardian_row")
            yield Fault.saying(
                Sentence.of("fault-not_listed", person=shown(guardian.person), mend=mend),
                file=source.file,
                line=source.line(("guardian", number, "person")),
                key="guardian.person",
            )
