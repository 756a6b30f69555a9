"""What is raised in confidence waits for readers on leave and while units, or Rounds itself, stand still."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import RaisePress
from bot.domain.programme.halts import Halt
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from tests.storage.test_raising_on_disk import (
    ANSWERED,
    GUARDIAN,
    OTHER_LEAD,
    RAISED,
    a_day_on,
    chats,
    is_raised,
    later,
    newest,
    notes,
    writes,
)
from tests.storage.test_words_on_disk import LEAD, MEMBER, Chats
from tests.support.weeks import WARD

__all__ = ["chats"]


async def on_leave(chats: Chats, *who: str, days: int) -> None:
    now = chats.clock.now()
    span = Span(starts=now - timedelta(days=1), ends=now + timedelta(days=days))
    away = Rota.of([Shift(starts=span.starts, ends=span.ends, kind=ShiftKind.LEAVE)], [span])
    async with chats.database.writing() as work:
        await work.rotas.put(RotaSource.OWN, {PersonId(each): away for each in who})


@pytest.mark.drill
async def test_a_letter_waits_while_its_reader_is_on_leave(chats: Chats) -> None:
    await is_raised(chats)
    await on_leave(chats, LEAD, days=2)
    await a_day_on(chats)
    assert RAISED not in await chats.said(LEAD)
    await a_day_on(chats)
    await a_day_on(chats)
    assert (await chats.said(LEAD)).count(RAISED) == 1


@pytest.mark.drill
@pytest.mark.parametrize("away", [[LEAD], [LEAD, OTHER_LEAD]], ids=["one of the leads", "all of them"])
async def test_leads_on_leave_do_not_keep_it_from_the_guardian(chats: Chats, tmp_path: Path, away: list[str]) -> None:
    await is_raised(chats)
    await on_leave(chats, *away, days=20)
    for _ in range(6):
        await a_day_on(chats)
    assert RAISED not in await chats.said(GUARDIAN)
    for _ in range(4):
        await a_day_on(chats)
    assert "It was not answered in 7 days" in await chats.said(GUARDIAN)
    assert RAISED in await chats.said(GUARDIAN)
    assert (RAISED in await chats.said(OTHER_LEAD)) == (OTHER_LEAD not in away)
    assert "It has gone to a guardian now" in await chats.said(MEMBER)
    await later(chats, days=26)
    assert notes(tmp_path), "thirty days begin with the guardian's letter"
    assert RAISED not in await chats.said(LEAD), "who has come back since finds that it is the guardian's"
    await later(chats, days=3)
    assert notes(tmp_path) == []


@pytest.mark.drill
async def test_nothing_is_destroyed_unread_because_rounds_stood_still(chats: Chats, tmp_path: Path) -> None:
    await is_raised(chats)
    await on_leave(chats, LEAD, OTHER_LEAD, days=60)
    await later(chats, days=31)
    assert notes(tmp_path)
    for _ in range(6):
        await a_day_on(chats)
    assert RAISED not in await chats.said(GUARDIAN), "the week begins anew"
    for _ in range(3):
        await a_day_on(chats)
    assert RAISED in await chats.said(GUARDIAN)


async def halted(chats: Chats, *, days: float) -> None:
    now = chats.clock.now()
    halt = Halt(unit=WARD, since=now, until=now + timedelta(days=days), reason="Moving house")
    async with chats.database.writing() as work:
        await work.halts.add(halt)


async def test_leads_of_a_unit_that_stood_still_have_their_week_afterwards(chats: Chats, tmp_path: Path) -> None:
    await is_raised(chats)
    await halted(chats, days=40)
    for _ in range(5):
        await later(chats, days=8)
    assert notes(tmp_path), "nothing is destroyed unread"
    assert "It has gone to a guardian now" not in await chats.said(MEMBER)
    for _ in range(2):
        await a_day_on(chats)
    assert RAISED in await chats.said(LEAD)
    await chats.press(LEAD, await newest(chats, LEAD, RaisePress))  # type: ignore[arg-type]
    await writes(chats, LEAD, ANSWERED)
    for _ in range(8):
        await a_day_on(chats)
    assert ANSWERED in await chats.said(MEMBER)
    assert RAISED not in await chats.said(GUARDIAN)


async def test_what_leads_had_before_a_halt_is_passed_on_a_week_after_it(chats: Chats) -> None:
    await is_raised(chats)
    await a_day_on(chats)
    assert RAISED in await chats.said(LEAD)
    await halted(chats, days=9)
    for _ in range(4):
        await later(chats, days=2.2)
    for _ in range(6):
        await a_day_on(chats)
    assert RAISED not in await chats.said(GUARDIAN)
    for _ in range(3):
        await a_day_on(chats)
    assert "It was not answered in 7 days" in await chats.said(GUARDIAN)


@pytest.mark.parametrize("hour", [2, 11], ids=["in quiet hours", "by day"])
async def test_leads_have_their_week_after_rounds_itself_stood_still(chats: Chats, hour: int) -> None:
    await is_raised(chats)
    back = (chats.clock.now() + timedelta(days=8)).replace(hour=hour)
    chats.clock.jump(back)
    for _ in range(2):
        await later(chats, minutes=1)
    assert "It has gone to a guardian now" not in await chats.said(MEMBER)
    for _ in range(6):
        await a_day_on(chats)
    assert RAISED in await chats.said(LEAD)
    assert RAISED not in await chats.said(GUARDIAN)
    for _ in range(3):
        await a_day_on(chats)
    assert RAISED in await chats.said(GUARDIAN)
