"""What people change about being asked, and what is explained to them, by command and by button."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import (
    OnPulse,
    OnSelf,
    SelfPress,
)
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.inbound import Command, Commanded
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Consent
from bot.flows.answering.show_home import ShowHome
from bot.flows.follow_up.digest_now import newest_digest
from bot.ports import Storage
from tests.support.builders import T0, a_programme
from tests.support.channels import WEB
from tests.support.messages import words_of
from tests.support.ward import Ward


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


async def consent(ward: Ward, who: str) -> Consent:
    async with ward.storage.reading() as work:
        return await work.rosters.consent(PersonId(who))


async def command(ward: Ward, who: str, what: Command) -> Message:
    update = ward.update(who, Commanded(command=what))
    await ward.do(update)
    message = (await ward.deliveries())[reply_key(await ward.taken_in(update))].message
    assert message is not None
    return message


def wishes(message: Message) -> list[OnSelf]:
    return [button.intent.what for row in message.buttons for button in row if isinstance(button.intent, SelfPress)]


async def test_a_pause_asks_how_long_and_keeps_to_it(ward: Ward) -> None:
    asked = await command(ward, "ana", Command.PAUSE)
    assert wishes(asked) == [OnSelf.PAUSE_1_WEEK, OnSelf.PAUSE_2_WEEKS, OnSelf.PAUSE_4_WEEKS]
    assert (await consent(ward, "ana")).paused_until is None
    await ward.do(ward.on_self("ana", OnSelf.PAUSE_2_WEEKS))
    assert (await consent(ward, "ana")).paused_until == T0.replace(day=18, hour=0), "to a midnight"
    shown = await ward.shown("ana")
    assert words_of(shown) == "Paused until the end of Tuesday 17 March. No list shows anyone who has paused."
    assert wishes(shown) == [OnSelf.RESUME]


async def test_the_page_of_settings_names_the_same_day_where_a_unit_has_a_zone_of_its_own(
    storage: Storage, tmp_path: Path
) -> None:
    ward, programme = Ward(storage, tmp_path), a_programme()
    units = tuple(replace(unit, timezone="Pacific/Auckland") for unit in programme.organisation.units)
    await ward.furnish(
        programme=replace(programme, organisation=replace(programme.organisation, units=units)), channel=WEB
    )
    pressed = ward.on_self("ana", OnSelf.PAUSE_2_WEEKS, message="")
    pressed = replace(pressed, sender=Address(channel=WEB, value="at-ana"))
    ward.clock.at = T0.replace(hour=11)  # past midnight in Auckland
    await ward.do(pressed)
    assert "until the end of Wednesday 18 March." in await ward.said()
    (settings, *_) = await ShowHome(storage=storage, clock=ward.clock, newest_digest=newest_digest)(pressed.sender)
    assert "No questions until the end of Wednesday 18 March." in words_of(settings)


@pytest.mark.parametrize("wish", [OnSelf.PAUSE_1_WEEK, OnSelf.ON_NIGHTS, OnSelf.STOP_NOW])
async def test_nobody_waits_for_an_answer_of_somebody_who_is_away(ward: Ward, wish: OnSelf) -> None:
    await ward.do(ward.on_self("ana", wish))
    assert (await ward.pulse("ana")).excused
    assert not (await ward.pulse("ben")).excused


async def test_an_answer_may_still_come_after_a_stop(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.STOP_NOW), ward.tap("ana", "4"))
    assert await ward.codes() == {"ana": "4"}
    assert (await consent(ward, "ana")).stopped_at is not None


async def test_nights_last_until_monday(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.ON_NIGHTS))
    assert (await consent(ward, "ana")).away_until == T0.replace(day=9, hour=0)
    assert "No question until the end of Sunday 8 March." in words_of(await ward.shown("ana"))


async def test_a_pressed_stop_is_asked_once_then_final_until_started_again(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.STOP))
    assert wishes(await ward.shown("ana")) == [OnSelf.STOP_NOW, OnSelf.PAUSE, OnSelf.KEEP]
    assert (await consent(ward, "ana")).stopped_at is None
    await ward.do(ward.on_self("ana", OnSelf.KEEP))
    assert (await consent(ward, "ana")).stopped_at is None
    await ward.do(ward.on_self("ana", OnSelf.STOP_NOW))
    assert (await consent(ward, "ana")).stopped_at == T0.replace(hour=0), "the day, not the time"
    assert "No list shows anyone who has stopped." in words_of(await ward.shown("ana"))
    await ward.do(ward.on_self("ana", OnSelf.PAUSE_1_WEEK))
    assert (await consent(ward, "ana")).paused_until is None
    again = await command(ward, "ana", Command.RESUME)
    assert "Welcome back" in words_of(again)
    assert (await consent(ward, "ana")).accepts(now=ward.clock.now())


async def test_a_bare_start_starts_again_who_had_stopped(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.STOP_NOW))
    for who in ("ana", "ben"):
        await ward.do(ward.words(who, "Start"))
    assert (await consent(ward, "ana")).accepts(now=ward.clock.now())
    said = await ward.said()
    assert ("Welcome back" in said, "Rounds asks Intensive care" in said) == (True, True)


@pytest.mark.parametrize("typed", ["STOP", "stop.", "Stop!", " /stop "])
async def test_whoever_writes_stop_is_stopped_and_has_not_answered(ward: Ward, typed: str) -> None:
    await ward.do(ward.replied("ana", typed, to="m-ana"))
    assert await ward.answers() == {}
    assert (await consent(ward, "ana")).stopped_at is not None
    assert "You will get no more questions" in await ward.said()
    await ward.do(ward.words("ana", "start"))
    assert (await consent(ward, "ana")).accepts(now=ward.clock.now())


async def test_less_often_and_weekly_again(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.LESS_OFTEN))
    assert wishes(await ward.shown("ana")) == [OnSelf.EVERY_2_WEEKS, OnSelf.EVERY_4_WEEKS]
    await ward.do(ward.on_self("ana", OnSelf.EVERY_4_WEEKS))
    assert (await consent(ward, "ana")).weeks_between == 4
    assert wishes(await command(ward, "ana", Command.HELP))[0] is OnSelf.WEEKLY_AGAIN
    await ward.do(ward.on_self("ana", OnSelf.WEEKLY_AGAIN))
    assert (await consent(ward, "ana")).weeks_between == 1


async def test_a_wish_from_the_question_leads_back_to_it_while_it_waits(ward: Ward) -> None:
    await ward.do(ward.on_self("ana", OnSelf.EVERY_2_WEEKS))
    assert (await ward.shown("ana")).buttons[-1][0].label == "Back to the question"
    await ward.do(ward.on_pulse("ana", OnPulse.BACK))
    assert "Wording of" in words_of(await ward.shown("ana"))
    await ward.do(ward.on_self("ben", OnSelf.STOP_NOW))
    assert (await ward.shown("ben")).buttons[-1][0].label == "Start again"


async def test_a_button_on_no_question_is_answered_where_it_was_pressed(ward: Ward) -> None:
    update = ward.on_self("ana", OnSelf.PRIVACY, message="m-settings")
    await ward.do(update)
    delivery = (await ward.deliveries())[reply_key(await ward.taken_in(update))]
    assert delivery.edits == "m-settings"
    home = ward.on_self("ben", OnSelf.PAUSE, message="")
    await ward.do(home)
    assert (await ward.deliveries())[reply_key(await ward.taken_in(home))].edits is None


async def test_two_wishes_at_once_both_count(ward: Ward) -> None:
    await ward.do(
        ward.tap("ana", "4"), ward.on_self("ana", OnSelf.EVERY_2_WEEKS), ward.on_self("ana", OnSelf.PAUSE_1_WEEK)
    )
    found = await consent(ward, "ana")
    assert (found.weeks_between, found.paused_until is not None, found.unanswered) == (2, True, 0)


async def test_privacy_names_the_figures_and_the_date_of_the_programme_in_force(ward: Ward) -> None:
    before = await command(ward, "ana", Command.PRIVACY)
    assert "at most 14 weeks after you gave it" in words_of(before)
    await ward.do(ward.tap("ana", "4"))
    message = await command(ward, "ana", Command.PRIVACY)
    for promise in (
        "at least 5 people",
        "at least 10 people",
        "destroyed by Monday, 8 June 2026",
        "whether you answered, goes at most 14 weeks after that week. It may take two days more.",
        "up to three days",
        "chat provider can see which button you press",
        "Without a key they can read whether you answered",
    ):
        assert promise in words_of(message)


async def test_why_and_help_name_the_team(ward: Ward) -> None:
    assert "on the list of Intensive care" in words_of(await command(ward, "ana", Command.WHY))
    shown = await command(ward, "ana", Command.HELP)
    assert "Rounds asks Intensive care" in words_of(shown)
    assert OnSelf.STOP in wishes(shown)


async def test_everybody_sees_who_is_on_their_own_team_s_list_and_nothing_else(ward: Ward) -> None:
    await ward.do(ward.on_self("ben", OnSelf.STOP_NOW))
    listed = words_of(await command(ward, "ana", Command.TEAM))
    assert "On the list of Intensive care" in listed
    for name in ("Ana", "Ben", "Cas", "Dee", "Eve", "Fay"):
        assert f"{name}: team member" in listed, "and nobody can tell who has stopped"
    await ward.do(ward.on_self("cas", OnSelf.TEAM))
    assert "Ben: team member" in words_of(await ward.shown("cas"))
