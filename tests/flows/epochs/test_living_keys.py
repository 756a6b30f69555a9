"""What the living keys open in a database and its backups: nothing that was given in a block that has perished."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.answers import block_sums
from bot.domain.answers.block_sums import NOTHING, BlockSums
from bot.domain.answers.epochs import Epoch
from bot.domain.answers.quarter_sums import PackedQuarter, ended_blocks
from bot.domain.answers.workings import OrganisationHabits, QuestionSums, TeamBlock, TeamQuarter, Working
from bot.domain.asking.pulses import Round
from bot.domain.identifiers import EpochId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.flows.epochs.close_epoch import CloseEpoch
from storage.database import Database
from tests.support.backups import ask, backup
from tests.support.builders import a_question
from tests.support.clocks import StillClock
from tests.support.databases import sqlite_copy
from tests.support.epochs import epoch_named
from tests.support.opened import OpenedFile, opened_file
from tests.support.weeks import CLINIC, FIRST, QUESTIONS, WARD, Says, Weeks, a_round_of, monday_after, the_programme

pytestmark = pytest.mark.drill
SIZES = {WARD: 20, CLINIC: 8}
"""Fewer than thirty in all: nothing of a question crosses."""
BEGINNINGS = [FIRST, FIRST + 4, FIRST + 8, FIRST + 13, FIRST + 17, FIRST + 21]
BLOCKS = {EpochId(str(first)): range(first.index, after.index) for first, after in pairwise(BEGINNINGS)}
IN_FIRST_BLOCK = a_question("asked-once")
"""A question that is asked in the first block alone."""
SILENT_LATER = frozenset(PersonId(f"ward-m{number}") for number in range(14, 20))


def says(week: IsoWeek, number: int) -> str:
    """Nobody of `SILENT_LATER` says anything after the first block."""
    if number >= 14:
        return "1" if week < BEGINNINGS[1] else ""
    return "" if (number + week.index) % 4 == 0 else str(1 + (number + week.index) % 3)


def asks(unit: UnitId, week: IsoWeek) -> Round:
    round_ = a_round_of(unit, week)
    return replace(round_, questions=(IN_FIRST_BLOCK.ref,)) if week < BEGINNINGS[1] else round_


async def lived(
    weeks: Weeks, count: int, said: Mapping[UnitId, Says] = dict.fromkeys(SIZES, says), *, first: IsoWeek = FIRST
) -> None:
    """So many weeks, each closed on its Monday, with the ends of blocks on the Wednesday after."""
    clock = StillClock(monday_after(first))
    close_epoch = CloseEpoch(storage=weeks.storage, keys=weeks.keys, clock=clock, entropy=SystemEntropy())
    for step in range(count):
        await weeks.run(1, said, first=first + step)
        clock.at = monday_after(first + step) + timedelta(days=2)
        await close_epoch()


async def test_the_living_keys_open_nothing_of_a_block_that_has_perished(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    weeks = Weeks(sqlite_storage, tmp_path)
    questions = {question.id: question for question in (*QUESTIONS, IN_FIRST_BLOCK)}
    await weeks.furnish(SIZES, the_programme(questions=questions))
    weeks.asks = asks
    await lived(weeks, 6)
    backup(sqlite_storage, tmp_path / "early")
    await lived(weeks, 6, first=FIRST + 6)
    assert told_of(await opened(weeks, tmp_path / "rounds.db")) == set(list(BLOCKS)[:3])
    for first, count, living in ((FIRST + 12, 3, list(BLOCKS)[1:4]), (FIRST + 15, 4, list(BLOCKS)[2:5])):
        await lived(weeks, count, first=first)
        assert sorted(path.stem for path in (tmp_path / "keys").iterdir()) == living
        backup(sqlite_storage, tmp_path / f"late-{first}")
        for path in (tmp_path / "rounds.db", tmp_path / f"late-{first}"):
            found = await opened(weeks, path)
            assert (found.shut, told_of(found)) == (0, set(living))
        early = await opened(weeks, tmp_path / "early")
        assert early.shut > 0
        assert told_of(early) == set(list(BLOCKS)[:2]) & set(living)


async def opened(weeks: Weeks, path: Path) -> OpenedFile:
    epochs: list[Epoch] = []
    async with weeks.storage.reading() as work:
        for name in BLOCKS:
            epoch = await epoch_named(work, name)
            epochs += [] if epoch is None else [epoch]
    return opened_file(path, weeks.folder / "keys", epochs)


def told_of(found: OpenedFile) -> set[EpochId]:
    """The blocks from which anything comes that could be opened, wherever it lies."""
    indices = {body.week.index for _, body in found.answers}
    for (_, working), body in found.workings.items():
        indices |= _weeks_in(working, body)
    return {name for name, block in BLOCKS.items() if indices & set(block)}


def _weeks_in(working: Working, body: bytes) -> set[int]:
    """The weeks of which a working tells; the first of all where it names what was asked or said only then."""
    match working:
        case TeamBlock():
            return {index for sums in _halves(body) for index in _weeks_of(sums)}
        case TeamQuarter():
            ended = ended_blocks(PackedQuarter(body), before=FIRST + 52)
            return {index for each in ended for index in _weeks_of(each.sums)}
        case OrganisationHabits():
            return {index for sums in _halves(body) for index in _weeks_of(sums)}
        case QuestionSums():
            return {FIRST.index} if IN_FIRST_BLOCK.id.encode() in body else set()


def _halves(body: bytes) -> Sequence[BlockSums]:
    """The sums after the newest week, and those that it was closed from."""
    after = block_sums.before_closing(body, closing=FIRST + 100)
    before = block_sums.before_closing(body, closing=FIRST - 100)
    return [block_sums.unpack(each, closing=FIRST) for each in (after, before) if each != NOTHING]


def _weeks_of(sums: BlockSums) -> set[int]:
    found = {sums.week.index, *(week.week.index for week in sums.weeks)}
    spoken = {person for people in sums.given.values() for person in people}
    learned = json.loads(sums.habits or b"{}").get("members", {})
    return found | ({FIRST.index} if SILENT_LATER & (spoken | set(learned)) else set())


@pytest.mark.parametrize("unit", SIZES)
async def test_two_worlds_that_differ_in_answers_of_a_perished_block_are_the_same(
    sqlite_template: Path, tmp_path: Path, unit: UnitId
) -> None:
    """One person said the same two things in the other order, so that all that crosses of ten people is equal once it
    is rounded."""
    worlds = (("a", "12"), ("b", "21"))
    one, other = [await world(sqlite_template, tmp_path / name, unit, order) for name, order in worlds]
    assert one == other


async def world(template: Path, folder: Path, unit: UnitId, order: str) -> Mapping[str, object]:
    """All that lies in the database after fifteen weeks, the sealed as it opens."""
    changed = {FIRST: order[0], FIRST + 1: order[1]}

    def in_order(week: IsoWeek, number: int) -> str:
        return changed[week] if number == 2 and week in changed else says(week, number)

    async with sqlite_copy(template, made(folder)) as database:
        weeks = Weeks(database, folder)
        questions = {question.id: question for question in (*QUESTIONS, IN_FIRST_BLOCK)}
        await weeks.furnish(SIZES, the_programme(questions=questions))
        weeks.asks = asks
        await lived(weeks, 15, {**dict.fromkeys(SIZES, says), unit: in_order})
        found = await opened(weeks, folder / "rounds.db")
        assert found.shut == 0
        assert any("anchor" in json.loads(sums.habits) for body in teams_of(found) for sums in _halves(body))
        watches = [sums for body in watches_of(found) for sums in _halves(body)]
        assert all(WARD in json.loads(sums.habits)["teams"] for sums in watches), "how far it stands from the usual"
    return {
        "answers": sorted(repr(body) for _, body in found.answers),
        "workings": found.workings,
        **{table: unsealed(folder / "rounds.db", table) for table in tables_of(folder / "rounds.db")},
    }


SEALED = {"answers": ("id", "body"), "team_workings": ("sealed",), "organisation_workings": ("sealed",)}
OF_CHANCE = {
    "epochs": ("fingerprint",),
    "administration_log": ("digest", "evidence", "previous", "hash", "signature"),
    "log_words": ("salt",),
    "page_certificates": ("body", "salt"),
    "recipient_salts": ("salt",),
}
"""What differs between any two worlds, since keys and salts are drawn by chance."""


def teams_of(found: OpenedFile) -> Sequence[bytes]:
    return [body for (_, working), body in found.workings.items() if isinstance(working, TeamBlock)]


def watches_of(found: OpenedFile) -> Sequence[bytes]:
    return [body for (_, working), body in found.workings.items() if isinstance(working, OrganisationHabits)]


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def tables_of(path: Path) -> Sequence[str]:
    return [str(name) for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def unsealed(path: Path, table: str) -> Sequence[str]:
    """The rows of a table, without its sealed columns."""
    without = {*SEALED.get(table, ()), *OF_CHANCE.get(table, ())}
    columns = [str(row[1]) for row in ask(path, f"PRAGMA table_info({table})")]
    kept = ", ".join(f'"{column}"' for column in columns if column not in without)
    return sorted(repr(row) for row in ask(path, f"SELECT {kept} FROM {table}"))  # noqa: S608 - names of our own
