"""A test on the channel of an administrator: through the real libraries, over real HTTP, and nothing of it is kept."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.channels.slack.likeness import slack_payload
from bot.adapters.channels.telegram.likeness import telegram_payload
from bot.adapters.recurrence import CronRecurrence
from bot.callback_text import LONGEST
from bot.cli.ending import exit_code_of
from bot.cli.send_test import run_send_test
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.asking.pulse_messages import compose_trial
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.organisation.people import Address, Membership, Role, Roster
from bot.domain.programme.questions import Kind, Question, Scale
from bot.flows.administration.send_trial import SendTrial
from bot.flows.operations.pause_everything import PauseEverything
from storage.database import Database
from tests.acceptance.test_words_on_every_channel import BEFORE, Scene, scene
from tests.support.builders import ICU, a_person, a_programme, a_question
from tests.support.channels import WEB
from tests.support.clocks import StillClock

SHELL = Author(who=Actor.user("root"), source=RevisionSource.SHELL)
NURSE, MEDICINE = PersonId("nurse"), UnitId("medicine")


async def send(storage: Database, person: str = NURSE, schedule: str | None = None) -> tuple[int, str]:
    out = StringIO()
    trial = SendTrial(storage=storage, clock=StillClock(BEFORE), recurrence=CronRecurrence())
    console = Console(file=out, width=200)
    command = run_send_test(person, schedule, send=trial, database=storage, out=console)
    return await exit_code_of(command, err=console), out.getvalue()


async def administered(at: Scene) -> None:
    """The nurse runs Rounds, and is asked as all others are."""
    async with at.storage.writing() as work:
        address = await work.rosters.address_of(NURSE)
        assert address is not None
        roster = Roster(
            people={NURSE: a_person(NURSE, channel=address.channel)},
            memberships=frozenset(
                {
                    Membership(person=NURSE, unit=MEDICINE, role=Role.ADMINISTRATOR),
                    Membership(person=NURSE, unit=ICU, role=Role.MEMBER),
                }
            ),
            addresses={NURSE: address},
        )
        await work.programmes.save(a_programme(), at=BEFORE)
        await work.rosters.save(roster, at=BEFORE)


@pytest.mark.drill
@pytest.mark.parametrize("channel", ["telegram", "slack", WEB])
async def test_a_test_arrives_and_answers_kindly(sqlite_storage: Database, tmp_path: Path, channel: str) -> None:
    async with scene(sqlite_storage, tmp_path, channel) as at:
        await administered(at)
        assert await send(sqlite_storage) == (
            0,
            f"A test of weekly-pulse goes to nurse on {channel} as soon as `rounds run` runs. Nothing is stored.\n",
        )
        await at.nurse.reads("This is a test. Next question of “weekly-pulse”")
        await at.nurse.press("Agree")
        await at.nurse.reads_last("This was a test. Nothing is stored.")
        await at.app.tick()
        async with sqlite_storage.reading() as work:
            assert await work.pulses.open_of(NURSE, now=at.clock.now()) == []
            assert await work.epochs.not_closed() == []
            assert await work.pulses.introduced([NURSE]) == frozenset()


@pytest.mark.drill
async def test_only_administrators_get_one(sqlite_storage: Database) -> None:
    people = {each: a_person(each, channel=WEB) for each in map(PersonId, ("adm", "lead", "else"))}
    held = {("adm", MEDICINE, Role.ADMINISTRATOR), ("lead", ICU, Role.MEDICAL_LEAD), ("else", ICU, Role.ADMINISTRATOR)}
    members = frozenset(Membership(person=PersonId(who), unit=unit, role=role) for who, unit, role in held)
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=BEFORE)
        await work.rosters.save(Roster(people=people, memberships=members), at=BEFORE)
    not_sent = [await send(sqlite_storage, who) for who in ("lead", "nobody", "adm")]
    assert not_sent == [
        (2, "lead: Nothing was sent: only administrators get a test, each on their own channel.\n"),
        (2, "nobody: Nothing was sent: nobody on the list has this id.\n"),
        (2, "adm: Nothing was sent: there is no chat yet, or its address refuses. Join first; then try again.\n"),
    ]


async def test_whether_somebody_has_shut_the_bot_out_is_not_told(sqlite_storage: Database) -> None:
    address = Address(channel=WEB, value="adm")
    adm = PersonId("adm")
    async with sqlite_storage.writing() as work:
        roster = Roster(
            people={adm: a_person(adm, channel=WEB)},
            memberships=frozenset({Membership(person=adm, unit=MEDICINE, role=Role.ADMINISTRATOR)}),
            addresses={adm: address},
        )
        await work.programmes.save(a_programme(), at=BEFORE)
        await work.rosters.save(roster, at=BEFORE)
        await work.rosters.mark_unreachable(address, at=BEFORE)
    goes = (0, "A test of weekly-pulse goes to adm on web as soon as `rounds run` runs. Nothing is stored.\n")
    assert await send(sqlite_storage, "adm") == goes
    async with sqlite_storage.writing() as work:
        for hours in (0, 1, 7):
            await work.rosters.note_refused(address, at=BEFORE + timedelta(hours=hours))
    assert (await send(sqlite_storage, "adm"))[0] == 2, "that the address refuses is nobody's wish"


async def test_a_pause_of_everything_holds_no_test_back(sqlite_storage: Database, tmp_path: Path) -> None:
    async with scene(sqlite_storage, tmp_path, WEB) as at:
        await administered(at)
        pause = PauseEverything(storage=sqlite_storage, clock=at.clock, entropy=at.app.world.entropy)
        await pause(None, until=None, reason="Flood", author=SHELL)
        assert (await send(sqlite_storage))[0] == 0
        assert (await send(sqlite_storage, schedule="no-such"))[0] == 2
        await at.nurse.reads("This is a test.")


@pytest.mark.parametrize(
    "question",
    [
        a_question(),
        a_question(scale=Scale.RATING10),
        a_question(scale=Scale.YES_NO),
        a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None),
    ],
    ids=lambda question: question.scale,
)
def test_every_channel_can_carry_it(question: Question) -> None:
    message = compose_trial(question, schedule=ScheduleId("s" * 40), when="Tuesday 10:00", locale="en-GB")
    keyboard = telegram_payload(message)["reply_markup"]["inline_keyboard"]
    data = [button["callback_data"] for row in keyboard for button in row]
    assert len(data) == len(question.codes) + 3
    assert all(0 < len(each.encode()) <= LONGEST for each in data)
    rows = [block["elements"] for block in slack_payload(message)["blocks"] if block["type"] == "actions"]
    assert sorted(button["value"] for row in rows for button in row) == sorted(data)
    assert all(len({button["action_id"] for button in row}) == len(row) for row in rows)
