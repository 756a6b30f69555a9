"""Whatever can be wrong in files, forms and lists, in one language: all mistakes are made that files are tried with."""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from bot.adapters.channels.registry import CHANNELS
from bot.domain.identifiers import UnitId
from bot.domain.organisation.change_overs import ChangeKind, Month
from bot.domain.organisation.people import Profession, Role
from bot.domain.organisation.posts import LeadershipRole, SeatKind
from bot.domain.programme.programme import Weekday
from bot.domain.programme.questions import Competency, Facet
from bot.domain.texts.sentences import Sentence, Wording, elsewhere, together, worded
from bot.flows.operations.pause_everything import place
from config.faults import Fault, InputWrong, listed
from config.programme import PROGRAMME_FILE
from config.roster_rows import COLUMNS
from config.toml_schema import Table
from tests.config.test_mistakes import mistakes
from tests.support.programme_files import sound_files

_OF_WHOLE_FILES = frozenset({"syntax", "row", "header"})
"""Kinds of faults that only a file has, but for those of rows that have sentences: no form and no upload comes to them,
and the command line speaks English."""
_WORDS_OF_FILES: tuple[type[StrEnum], ...] = (ChangeKind, LeadershipRole, Month, Profession, Role, SeatKind, Weekday)
_QUOTED = re.compile(r'"[^"]*"')


def fault_lines(locale: str, name: str, folder: Path) -> Iterator[str]:
    """In this language, without what is quoted and what is the same in every one: keys and words of files."""
    spoken = {key for table in _tables(Table) for key in _keys(table)} | {*COLUMNS, "cron", "true"}
    spoken |= {each.value for words in _WORDS_OF_FILES for each in words} | {each.id for each in CHANNELS}
    spoken |= set(re.findall(r"\w+", (sound_files(folder).directory / PROGRAMME_FILE).read_text("utf-8")))
    spoken |= {"shedule", "question", "quiet_week", "quiet_day", "change_over", "leadership_role", "governance_seat"}
    spoken |= {each.value for each in (*Competency, *Facet)} | {"with en-GB"}  # an example of two lines in one
    spoken |= {"budget", "quiet", "digest", "flags", "chart", "privacy", "contact", "rota", "help", "guardian"}
    of_files = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, spoken)))})\b")
    for wording in (*_of_mistakes(folder), *_elsewhere(name)):
        yield of_files.sub("", _QUOTED.sub("", worded(wording, locale)))


def _of_mistakes(folder: Path) -> Iterator[Wording]:
    for number, mistake in enumerate(mistakes()):
        directory = folder / f"{number}"
        directory.mkdir()
        files = sound_files(directory)
        if mistake.old:
            files.swap(mistake.file, mistake.old, mistake.new)
        else:
            files.add(mistake.file, f"{mistake.new}\n")
        for fault in _faults(files.read):
            if fault.key not in _OF_WHOLE_FILES or isinstance(fault.wording, Sentence):
                yield fault.wording


def _faults(read: object) -> Iterator[Fault]:
    assert callable(read)
    try:
        read()
    except InputWrong as error:
        yield from error.faults


def _elsewhere(name: str) -> Iterator[Wording]:
    """What no mistake in files comes to."""
    yield elsewhere(name, together([name] * 9))
    yield Sentence.of("upload-outside_yours", id=name)
    for part in ("minute", "day", "month"):
        yield Sentence.of(f"fault-cron_part-{part}")
    for kind in ("date", "number", "other"):
        yield Sentence.of(f"fault-kind-{kind}", like="", value=name)
    for text in ("above_tables", "missing_units", "no_units_below", "no_units_yet", "no_wording", "weekdays"):
        yield Sentence.of(f"fault-{text}")
    for text in ("a_table", "missing_tables"):
        yield Sentence.of(f"fault-{text}", name=name)
    for text in ("reason", "too_deep"):
        yield Sentence.of(f"fault-{text}", most="9")
    yield Sentence.of("fault-too_long", length="99", most="9")
    yield Sentence.of("fault-known_tables", known=listed([name] * 99))
    for text in ("moved_on", "many_leave", "names_nobody"):
        yield Sentence.of(f"change-refused-{text}", newest="3", based_on="2", count="5")
    yield Sentence.of("change-refused-would_fall", key=name, was="6", will="5")
    yield Sentence.of("change-refused-would_live", was="14", will="19")
    yield Sentence.of("change-refused-lower_version", version="1", newest="2", next="3")
    yield Sentence.of("change-refused-same_version", keys=(name, name), version="1", next="2")
    yield Sentence.of("change-refused-not_kept", what=name, value=name)
    yield Sentence.of("change-refused-erased", people=(name, name))
    yield Sentence.of("change-refused-not_future", day="2026-03-02")
    for text in ("no_column", "no_id"):
        yield Sentence.of(f"fault-shift_{text}")
    yield Sentence.of("fault-shift_over_years", first="2026-03-02", last="2062-03-02")
    yield Sentence.of("fault-shift_nobody", id=name)
    for text in ("no_kind", "kind_empty"):
        yield Sentence.of(f"fault-shift_{text}", kind=name, words=name)
    yield Sentence.of("fault-shift_not_after", ends="1", starts="2")
    yield Sentence.of("fault-shift_too_long", hours="99")
    for text in ("moment_empty", "no_moment"):
        yield Sentence.of(f"fault-shift_{text}", moment=name, example="1")
    yield Sentence.of("fault-shift_year", day="2126-03-02")
    yield Sentence.of("caution-no_guardian")
    yield Sentence.of("caution-no_guardian_of", units=(name,))
    yield Sentence.of("caution-guardian_of_nothing", person=name)
    yield Sentence.of("change-refused-not_listed", id=name)
    places = (place(None), place(UnitId(name)))
    for standing in (
        Sentence.of("change-refused-nothing_paused"),
        Sentence.of("change-refused-paused_elsewhere", places=places),
    ):
        yield Sentence.of("change-refused-place_not_paused", place=name, now=standing)


def _tables(table: type[Table]) -> Iterator[type[Table]]:
    for each in table.__subclasses__():
        yield each
        yield from _tables(each)


def _keys(table: type[Table]) -> Iterator[str]:
    for key, field in table.model_fields.items():
        yield field.alias or key
