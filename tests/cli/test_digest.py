"""`rounds digest` prints what was frozen; a wrong name gets one line and exit 2."""

import os
import pwd
from contextlib import AbstractAsyncContextManager
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.clock import SystemEntropy
from bot.cli.digest import run_digest
from bot.cli.ending import exit_code_of
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.errors import StorageUnavailable
from bot.ports import Storage, UnitOfWork
from tests.support.builders import T0, a_programme
from tests.support.clocks import StillClock
from tests.support.memory import MemoryStorage
from tests.support.messages import details_of, words_of
from tests.support.records import administration_log_of
from tests.support.weeks import FIRST, WARD, Weeks


class Terminal:
    def __init__(self) -> None:
        self.out, self.err = StringIO(), StringIO()

    async def digest(self, weeks: Weeks, unit: str, week: str | None = None, *, full: bool = False) -> int:
        out, err = (Console(file=each, width=80) for each in (self.out, self.err))
        command = run_digest(
            unit, week, full=full, storage=weeks.storage, clock=StillClock(T0), entropy=SystemEntropy(), out=out
        )
        return await exit_code_of(command, err=err)


class ReadOnly:
    """A database that cannot be written to."""

    def __init__(self, storage: Storage) -> None:
        self.reading = storage.reading

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        raise StorageUnavailable("the database is read-only")


@pytest.fixture
async def weeks(tmp_path: Path) -> Weeks:
    played = Weeks(MemoryStorage(), tmp_path)
    await played.furnish({WARD: 12})
    await played.run(2)
    return played


async def test_the_newest_digest_is_printed_as_it_was_frozen(weeks: Weeks) -> None:
    terminal = Terminal()
    assert await terminal.digest(weeks, WARD) == 0
    assert terminal.out.getvalue() == words_of(await weeks.digest(WARD, FIRST + 1)) + "\n"


async def test_it_is_noted_who_was_shown_which_digest_and_when_and_nothing_of_it(weeks: Weeks) -> None:
    terminal = Terminal()
    await terminal.digest(weeks, WARD, str(FIRST))
    await terminal.digest(weeks, WARD)
    await terminal.digest(weeks, "nowhere")
    author = Author(who=Actor.user(pwd.getpwuid(os.getuid()).pw_name), source=RevisionSource.SHELL)
    act = AdministrationAct.DIGEST_SHOWN
    shown = [
        LogWords(what="digest shown", after=f"{WARD} {week}", units=frozenset({WARD})) for week in (FIRST, FIRST + 1)
    ]
    noted = [entry for entry in await administration_log_of(weeks.storage) if entry.act is act]
    assert noted == [LogEntry(at=T0, act=act, author=author, words=words) for words in shown]


async def test_nothing_is_shown_that_cannot_be_noted(weeks: Weeks) -> None:
    terminal, storage = Terminal(), ReadOnly(weeks.storage)
    out, err = (Console(file=each, width=80) for each in (terminal.out, terminal.err))
    assert (
        await exit_code_of(
            run_digest(WARD, storage=storage, clock=StillClock(T0), entropy=SystemEntropy(), out=out), err=err
        )
        == 1
    )
    assert terminal.out.getvalue() == ""


async def test_a_week_may_be_named(weeks: Weeks) -> None:
    terminal = Terminal()
    assert await terminal.digest(weeks, WARD, str(FIRST)) == 0
    assert "Week 1 of 8" in terminal.out.getvalue()


async def test_what_is_one_tap_away_is_printed_when_it_is_asked_for(weeks: Weeks) -> None:
    terminal = Terminal()
    assert await terminal.digest(weeks, WARD, full=True) == 0
    digest = await weeks.digest(WARD, FIRST + 1)
    assert terminal.out.getvalue() == f"{words_of(digest)}\n\n{details_of(digest)}\n"


async def test_a_wrong_name_is_answered_with_the_right_ones_and_how_many_more_there_are() -> None:
    storage = MemoryStorage()
    units = [(f"ward-{number:02}", f"Ward {number}") for number in range(1, 14)]
    async with storage.writing() as work:
        await work.programmes.save(a_programme(units=units), at=T0)
    err = StringIO()
    command = run_digest(
        "q", storage=storage, clock=StillClock(T0), entropy=SystemEntropy(), out=Console(file=StringIO())
    )
    assert await exit_code_of(command, err=Console(file=err)) == 2
    shown = ", ".join(["medicine", *(unit for unit, _ in units[:11])])
    assert err.getvalue() == f"UNIT: no unit is called 'q'; there are {shown} and 2 more\n"


@pytest.mark.parametrize(
    ("unit", "week", "code", "line"),
    [
        ("wrad", None, 2, "UNIT: no unit is called 'wrad'; did you mean 'ward'?"),
        ("ward", "last", 2, "--week: an ISO week is written like 2026-W10, not 'last'"),
        (
            "ward",
            "2026-09-28",
            2,
            "--week: an ISO week is written like 2026-W10, not '2026-09-28'; did you mean 2026-W40?",
        ),
        ("ward", "2026-W40", 1, "ward: no digest covers 2026-W40; the newest covers 2026-W03"),
        ("clinic", None, 1, "clinic: no digest yet; the first comes after the first week with a round"),
    ],
)
async def test_what_is_wrong_is_one_line(weeks: Weeks, unit: str, week: str | None, code: int, line: str) -> None:
    terminal = Terminal()
    assert await terminal.digest(weeks, unit, week) == code
    assert terminal.err.getvalue() == line + "\n"
    assert terminal.out.getvalue() == ""
