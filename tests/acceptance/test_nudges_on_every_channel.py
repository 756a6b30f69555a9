"""A champion's nudge on each channel, with its three buttons: through the real libraries, into a real database."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.nudges.library import nudge_words
from bot.domain.nudges.nudges import NUDGE_DAY, Nudge, NudgeOutcome, nudge_due, nudge_id
from bot.domain.organisation.people import Membership, Role
from bot.domain.texts.languages import DEFAULT_LOCALE
from storage.database import Database
from tests.acceptance.test_words_on_every_channel import Scene, scene
from tests.support.builders import ICU
from tests.support.channels import WEB
from tests.support.patience import until_seen

NURSE = PersonId("nurse")
WEDNESDAY = datetime(2026, 3, 4, 12, 31, tzinfo=UTC)
AT = next(
    moment
    for moment in (WEDNESDAY, WEDNESDAY + timedelta(weeks=1))
    if nudge_due(NURSE, day=NUDGE_DAY, now=moment, zone="Europe/London")
)
WEEK = nudge_due(NURSE, day=NUDGE_DAY, now=AT, zone="Europe/London")


@pytest.fixture(params=["telegram", "slack", WEB])
async def at(request: pytest.FixtureRequest, sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(sqlite_storage, tmp_path, request.param) as ready:
        async with sqlite_storage.writing() as work:
            roster = await work.rosters.current()
            held = roster.memberships | {Membership(person=NURSE, unit=ICU, role=Role.CHAMPION)}
            await work.rosters.save(replace(roster, memberships=held), at=AT)
        ready.clock.jump(AT)
        yield ready


async def kept(at: Scene) -> Nudge:
    assert WEEK is not None
    async with at.storage.reading() as work:
        nudge = await work.nudges.nudge(nudge_id(NURSE, WEEK))
    assert nudge is not None
    return nudge


@pytest.mark.drill
async def test_another_one_takes_its_place_and_done_ends_it(at: Scene) -> None:
    await at.app.tick()
    await at.nurse.reads("Five minutes this week")
    first = nudge_words((await kept(at)).code, DEFAULT_LOCALE)
    await at.nurse.reads(first)

    await at.nurse.press("Another one")
    await until_seen(lambda: _is_changed(at))
    second = nudge_words((await kept(at)).code, DEFAULT_LOCALE)
    await at.nurse.reads(second)
    await at.nurse.reads_as_often("Five minutes this week", 1)
    assert not any(first in each for each in await at.nurse.shown()), "the message itself changes"

    await at.nurse.press("Done")
    await at.nurse.reads("nothing more is asked of you")
    await at.nurse.reads_as_often("Five minutes this week", 1)
    assert (await kept(at)).outcome is NudgeOutcome.DONE


@pytest.mark.drill
async def test_one_may_be_not_for_somebody(at: Scene) -> None:
    await at.app.tick()
    await at.nurse.reads("Five minutes this week")
    await at.nurse.press("Not for me")
    await at.nurse.reads("You will get a different one")
    assert (await kept(at)).outcome is NudgeOutcome.NOT_FOR_ME
    await at.nurse.writes("nudge")
    await at.nurse.reads("On which day suits you?")


async def _is_changed(at: Scene) -> bool:
    return len((await kept(at)).codes) > 1
