"""How long answers live is kept with the key of their block: a later programme changes nothing of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.answers.epochs import EpochState
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import OnSelf
from bot.domain.programme.programme import LONGEST_OPEN_HOURS, Programme
from bot.flows.administration.inviting.read_invitations import ReadInvitations
from bot.flows.epochs.asked_kept_from import asked_kept_from
from bot.flows.epochs.tell_life import life_told
from bot.ports import Storage
from tests.support.builders import T0, a_programme, a_pulse, a_round
from tests.support.ward import Ward

BLOCK, NEXT = EpochId("2026-W10"), EpochId("2026-W14")


def lives(*, blocks: int = 2, weeks: int = 13, hours: int = 120) -> Programme:
    programme = a_programme()
    return replace(
        programme,
        privacy=replace(programme.privacy, answers_live_blocks=blocks, quarter_weeks=weeks),
        schedules=tuple(replace(each, open_hours=hours) for each in programme.schedules),
    )


LONG = lives(blocks=3)


async def becomes(ward: Ward, programme: Programme) -> None:
    async with ward.storage.writing() as work:
        await work.programmes.save(programme, at=ward.clock.now())


async def answered_before_its_block(ward: Ward) -> datetime:
    """When a round opened that closes in the next block; it is answered, so there is a key of that block."""
    early = replace(a_round(opens_at=T0 + timedelta(days=23)), slot="09:00", week=IsoWeek.parse(NEXT))
    early = replace(early, closes_at=early.opens_at + timedelta(days=5))
    await ward.ask(early, [replace(a_pulse("ben", identity="early", round_=early), week=early.week)])
    ward.clock.at = early.opens_at + timedelta(hours=1)
    await ward.do(ward.tap("ben", "4", pulse="early"))
    return early.opens_at


@pytest.mark.parametrize(
    "later", [{"hours": LONGEST_OPEN_HOURS}, {"blocks": 3}, {"weeks": 23}], ids=["hours", "blocks", "quarters"]
)
async def test_a_later_programme_lengthens_no_life(storage: Storage, tmp_path: Path, later: Mapping[str, int]) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    opened = await answered_before_its_block(ward)
    longer = lives(**later)
    assert longer.weeks_of_life > a_programme().weeks_of_life
    await becomes(ward, longer)
    ward.clock.at = opened + timedelta(weeks=14) - timedelta(seconds=1)
    assert NEXT not in await ward.close_epoch()
    ward.clock.at += timedelta(seconds=1)
    assert await ward.close_epoch() == [NEXT]


async def test_a_later_programme_takes_no_key_from_a_week_that_is_to_be_closed(
    storage: Storage, tmp_path: Path
) -> None:
    """The shorter life begins with the next key; until then people are told of the longer one, which holds."""
    ward = Ward(storage, tmp_path)
    await ward.furnish(programme=LONG)
    await ward.do(ward.tap("ana", "3"))
    short = a_programme()
    await becomes(ward, short)
    async with storage.reading() as work:
        told = (await life_told(work, short)).weeks
    printed = await ReadInvitations(storage=storage, clock=ward.clock).weeks_told(short)
    assert (told, printed) == (LONG.weeks_of_life, LONG.weeks_of_life) == (19, 19)
    await ward.do(ward.on_self("ana", OnSelf.PRIVACY))
    assert "19 weeks" in await ward.said()
    ward.clock.at = T0 + timedelta(weeks=short.weeks_of_life)
    assert await ward.close_epoch() == []
    assert len(await ward.raw_rows(BLOCK)) == 1
    ward.clock.at = T0 + timedelta(weeks=LONG.weeks_of_life)
    assert await ward.close_epoch() == [BLOCK]


@pytest.mark.parametrize(("before", "after"), [(a_programme(), LONG), (LONG, a_programme())])
async def test_that_somebody_was_asked_is_kept_as_was_told(
    storage: Storage, tmp_path: Path, before: Programme, after: Programme
) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish(programme=before)
    await ward.do(ward.tap("ana", "3"))
    await becomes(ward, after)
    now = ward.clock.now()
    async with storage.reading() as work:
        assert await asked_kept_from(work, now=now) == IsoWeek.of(now.date()) - before.weeks_of_life


async def test_the_longer_life_is_told_as_long_as_an_answer_has_it(storage: Storage, tmp_path: Path) -> None:
    """Also once its block has ended: who reads `/privacy` then may have answered in it."""
    ward = Ward(storage, tmp_path)
    await ward.furnish(programme=LONG)
    await ward.do(ward.tap("ana", "3"))
    short = a_programme()
    await becomes(ward, short)
    async with storage.writing() as work:
        (epoch,) = await work.epochs.not_closed()
        await work.epochs.save(replace(epoch, state=EpochState.FINISHED))
    ward.clock.at = T0 + timedelta(weeks=10)
    await ward.do(ward.on_self("ana", OnSelf.PRIVACY))
    assert "19 weeks after you gave it" in await ward.said()
    assert "goes at most 19 weeks" in await ward.said()
    ward.clock.at = T0 + timedelta(weeks=LONG.weeks_of_life)
    assert await ward.close_epoch() == [BLOCK]
    async with storage.reading() as work:
        assert (await life_told(work, short)).weeks == short.weeks_of_life
