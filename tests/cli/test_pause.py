"""`rounds pause` and `rounds resume` say in plain lines what stands still and until when."""

from io import StringIO

import pytest
from rich.console import Console

from bot.cli.ending import exit_code_of
from bot.cli.pause import run_pause, run_resume
from storage.database import Database
from tests.support.builders import T0, a_programme
from tests.support.clocks import StillClock


class Terminal:
    def __init__(self, storage: Database) -> None:
        self.storage, self.out, self.err = storage, StringIO(), StringIO()

    async def pause(
        self, unit: str | None = None, *, until: str | None = None, reason: str = "Flood", tell: bool = False
    ) -> int:
        clock, out = StillClock(T0), Console(file=self.out, width=200)
        work = run_pause(unit, until=until, reason=reason, tell=tell, database=self.storage, clock=clock, out=out)
        return await exit_code_of(work, err=Console(file=self.err))

    async def resume(self, unit: str | None = None) -> int:
        work = run_resume(unit, database=self.storage, clock=StillClock(T0), out=Console(file=self.out))
        return await exit_code_of(work, err=Console(file=self.err))


@pytest.fixture
async def terminal(sqlite_storage: Database) -> Terminal:
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
    return Terminal(sqlite_storage)


async def test_what_is_paused_and_how_long(terminal: Terminal) -> None:
    assert await terminal.pause() == 0
    assert await terminal.pause("icu", until="2026-03-09") == 0
    assert await terminal.resume() == 0
    lines = terminal.out.getvalue().splitlines()
    assert lines[0] == "Paused: the whole organisation, until you run: rounds resume."
    assert lines[2] == "Paused: icu and all below it, until 2026-03-09, 00:00 there."
    assert lines[-1] == (
        "Still paused: icu and all below it, since 2026-03-03 10:00 UTC, until 2026-03-09 00:00 UTC (Flood)."
    )


async def test_that_people_are_told_is_said(terminal: Terminal) -> None:
    assert await terminal.pause(tell=True) == 0
    last = terminal.out.getvalue().splitlines()[-1]
    assert last == "Everybody whom it concerns is told once, with the reason, outside their quiet hours."


@pytest.mark.parametrize(
    ("unit", "until", "reason", "words"),
    [
        ("intensive", None, "Flood", 'UNIT: there is no unit "intensive"; see the units in programme.toml'),
        (None, "9 March", "Flood", '--until: "9 March" is no date'),
        (None, "2026-03-01", "Flood", "pause: 2026-03-01 is not in the future"),
        (None, None, "", "pause: a reason is one line of at most 80 characters"),
    ],
)
async def test_a_mistake_is_one_line_and_exit_2(
    terminal: Terminal, unit: str | None, until: str | None, reason: str, words: str
) -> None:
    assert await terminal.pause(unit, until=until, reason=reason) == 2
    assert terminal.err.getvalue().startswith(words)
    assert await terminal.resume() == 2, "nothing was paused"
