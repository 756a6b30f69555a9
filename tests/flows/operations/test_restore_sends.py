"""Whatever was due by a restore counts as sent, of every kind that a clock starts, and as answered."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.asking.pulses import Pulse
from bot.domain.disclosure.figures import FlagFigure
from bot.domain.follow_up.flags import FlagReply, FlagResponse
from bot.domain.identifiers import PersonId, RoundId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import OnSelf
from bot.domain.messaging.inbound import Command, Commanded
from bot.domain.organisation.people import Membership, Role
from bot.domain.programme.programme import QuietWeek
from bot.domain.week_close.raise_flag import flag_of
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.digests.send_digests import SendDigests
from storage.database import Database
from storage.schema import tables
from tests.flows.asking import test_ask_about_actions as actions
from tests.flows.asking.planning import SEAL, Hospital, a_hospital, a_weekly, members
from tests.flows.nudging import test_ask_leads as leads
from tests.flows.nudging import test_nudges as nudges
from tests.support.backups import backup, restore
from tests.support.builders import T0, after
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock
from tests.support.databases import POSTGRES_BY_DRILLS
from tests.support.records import rows_in
from tests.support.ward import Ward
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Weeks, monday_after, the_programme, the_roster

pytestmark = POSTGRES_BY_DRILLS
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
async def lost(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """The database of a bot that was backed up, went on for a while, and is lost."""
    database = Database(f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'lost.db')}")
    yield database
    await database.close()


async def test_a_nudge_that_was_due_by_the_restore_is_not_sent_again_and_the_next_one_is(
    lost: Database, database: Database, tmp_path: Path
) -> None:
    await nudges.furnished(lost)
    backup(lost, tmp_path / "b")
    assert await nudges.sends(lost) == 1
    restore(database, tmp_path / "b", at=nudges.AT + HOUR)
    assert await nudges.sends(database, nudges.AT + 2 * HOUR) == 0
    assert await nudges.sends(database, nudges.AT + nudges.FORTNIGHT) == 1


async def test_a_lead_is_not_asked_again_after_a_restore_and_is_asked_what_comes_later(
    lost: Database, database: Database, tmp_path: Path
) -> None:
    due = leads.TOLD + 8 * DAY
    await leads.furnished(lost)
    backup(lost, tmp_path / "b")
    assert await leads.asked(lost, due)
    restore(database, tmp_path / "b", at=due + HOUR)
    assert not await leads.asked(database, due + 2 * HOUR)
    assert set(await leads.asked(database, leads.TOLD + 15 * DAY)) == {
        leads.key("talk", leads.ADA),
        leads.key("talk", leads.BEN),
    }


async def an_action_is_done(storage: Database, *quiet: QuietWeek) -> None:
    programme = replace(the_programme(), quiet_weeks=quiet)
    async with storage.writing() as work:
        await work.programmes.save(programme, at=actions.RAISED)
        roster = the_roster({WARD: 8, CLINIC: 2})
        await work.rosters.save(roster, at=actions.RAISED - 99 * DAY)
        for person in roster.people:
            consent = await work.rosters.consent(person)
            await work.rosters.set_consent(person, replace(consent, joined_at=actions.RAISED - 90 * DAY))
        await work.loop.save_action(actions.DONE)


@pytest.mark.parametrize("late", [HOUR, 6 * DAY])
async def test_nobody_is_asked_twice_whether_an_action_changed_anything(
    lost: Database, database: Database, tmp_path: Path, late: timedelta
) -> None:
    await an_action_is_done(lost)
    backup(lost, tmp_path / "b")
    assert await actions.asked(lost) == actions.MEMBERS
    restore(database, tmp_path / "b", at=actions.DUE + late)
    for at in (late + HOUR, WEEK, 2 * WEEK):
        assert await actions.asked(database, actions.DUE + at) == []


async def test_what_was_not_asked_before_a_restore_because_its_week_was_quiet_is_asked_in_the_next(
    lost: Database, database: Database, tmp_path: Path
) -> None:
    week = IsoWeek.of(actions.DUE.date())
    await an_action_is_done(lost, QuietWeek(week=week, units=(WARD,), reason="Inspection"))
    backup(lost, tmp_path / "b")
    restore(database, tmp_path / "b", at=actions.DUE + HOUR)
    assert await actions.asked(database, actions.DUE + 2 * HOUR) == []
    assert await actions.asked(database, actions.DUE + WEEK) == actions.MEMBERS


@pytest.mark.drill
async def test_administrators_are_not_told_twice_how_leads_judged_the_flags(
    lost: Database, database: Database, tmp_path: Path
) -> None:
    """Once a quarter, beside digests that a restore does not send either."""
    due = monday_after(FIRST + 12, hour=12) + DAY + timedelta(minutes=30)
    bot = Weeks(lost, tmp_path)
    await bot.furnish({WARD: 14, CLINIC: 6})
    await flags_are_judged(lost)
    await bot.run(13)
    backup(lost, tmp_path / "b")
    restore(database, tmp_path / "b", at=due + HOUR)
    for storage, told in ((lost, {"boss"}), (database, set())):
        await SendDigests(storage=storage)(now=due + 2 * HOUR)
        found = rows_in(storage, tables.deliveries)
        assert {row["person"] for row in found if row["key"].startswith("v:")} == told


async def flags_are_judged(storage: Database) -> None:
    roster = the_roster({WARD: 14, CLINIC: 6})
    admin = Membership(person=PersonId("boss"), unit=MEDICINE, role=Role.ADMINISTRATOR)
    async with storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=roster.memberships | {admin}), at=monday_after(FIRST - 2))
        for number in range(6):
            figure = FlagFigure(kind=FlagKind.BOTH, since=date(2025, 11, 1))
            flag = flag_of(UnitId(f"team-{number % 3}"), FIRST - 1 - number, figure)
            await work.loop.add_flag(flag)
            at = monday_after(FIRST - number)
            await work.loop.put_reply(
                FlagReply(flag=flag.id, person=PersonId("gone"), response=FlagResponse.REPLYING, at=at)
            )


# --- silence ------------------------------------------------------------------------------------------------------


async def asks(storage: Database, at: datetime) -> list[Pulse]:
    """The round of a Tuesday, whose question arrives at once."""
    hospital = Hospital(storage)
    await hospital.ticks(at - HOUR, at)
    pulses = await hospital.pulses(RoundId(f"weekly-pulse/{at:%Y-%m-%d}/10:00/icu"))
    async with storage.writing() as work:
        await work.pulses.mark_sent([each.id for each in pulses], channel=TELEGRAM, at=at)
    return pulses


async def unanswered(storage: Database) -> int:
    async with storage.reading() as work:
        return (await work.rosters.consent(PersonId("ada"))).unanswered


async def test_a_question_that_was_open_at_a_restore_is_no_silence_and_silence_is_counted_afresh(
    lost: Database, database: Database, tmp_path: Path
) -> None:
    """Who answered it before the restore was not silent, nor who answered one that the backup knows nothing of."""
    hospital = Hospital(lost)
    await hospital.applies(a_hospital(schedules=[a_weekly()]), members({"icu": ["ada"]}), at=after(hours=-2))
    await hospital.consents("ada", unanswered=3)
    await asks(lost, T0)
    backup(lost, tmp_path / "b")
    restore(database, tmp_path / "b", at=after(hours=30))
    assert await unanswered(database) == 0
    assert await ExpirePulses(storage=database, seal=SEAL)(now=after(days=6)) == 1
    assert await unanswered(database) == 0
    assert len(await asks(database, T0 + WEEK)) == 1
    assert await ExpirePulses(storage=database, seal=SEAL)(now=after(days=13)) == 1
    assert await unanswered(database) == 1, "a later one counts"


# --- what waited to be filed --------------------------------------------------------------------------------------


async def test_what_waited_to_be_filed_is_filed_and_nobody_is_answered_twice(
    lost: Database, database: Database, tmp_path: Path
) -> None:
    """The bot had filed it right after the backup, and answered."""
    before = Ward(lost, tmp_path)
    await before.furnish()
    asked = before.update("ben", Commanded(command=Command.HELP))
    await before.receive([before.tap("ana", "4"), asked, before.on_self("cas", OnSelf.FILE)])
    await before.receive([before.update("nobody", Commanded(command=Command.HELP))])
    backup(lost, tmp_path / "b")
    restored = restore(database, tmp_path / "b", at=T0.replace(hour=12), keys=tmp_path / "keys")
    assert restored.waiting == 4
    found = Ward(database, tmp_path, clock=StillClock(T0.replace(hour=13)))
    await found.handle()
    assert await found.codes() == {"ana": "4"}
    assert {row["edits"] for row in rows_in(database, tables.deliveries)} == {"m-ana", "m-cas"}, "edits alone"
    assert found.seen.greeted == []
    await found.do(found.update("ben", Commanded(command=Command.HELP), update_id="later"))
    assert None in {row["edits"] for row in rows_in(database, tables.deliveries)}, "what comes later is answered"
