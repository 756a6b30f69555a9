"""Help from above: who is asked, what they answer, and who hears of it."""

from dataclasses import replace

import pytest

from bot.domain.digests.frozen_digest import Recipients
from bot.domain.digests.page import NamedTeam
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.follow_up.flags import HelpResponse
from bot.domain.identifiers import FlagId, MessageRef, PersonId
from bot.domain.messaging.buttons import HelpPress, OnFlag, OnHelp
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import Address, Membership, Person, Role
from bot.ports import Storage
from tests.support.channels import WEB
from tests.support.freezing import freeze
from tests.support.leads import BOSS, CHIEF, DOCTOR, FLAG, MONDAY, NURSE, WEEK, Leads, labelled, texts
from tests.support.messages import words_of
from tests.support.pages import a_roll_up
from tests.support.weeks import MEDICINE

WILL, NOT_NOW = (HelpPress(flag=FLAG.id, what=what) for what in OnHelp)


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    """The ward and its sponsor have their digests, and the nursing lead has asked for help."""
    held = Leads(storage)
    await held.furnish()
    team = NamedTeam(name="Acute medical unit", kind=FLAG.kind, since=MONDAY.date(), flag=FLAG.id)
    above = write_roll_up(a_roll_up(unit=MEDICINE, week=WEEK, asking_help=(team,)), at=MONDAY)
    above = replace(above, recipients=Recipients(readers=frozenset({PersonId(BOSS)})))
    async with storage.writing() as work:
        await freeze(work, [above])
    await held.have_it()
    await held.have_it(above)
    await held.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    await held.arrive()
    return held


def call(leads: Leads) -> Delivery:
    (asked,) = [each for each in leads.sent.values() if each.person == BOSS and each.edits is None]
    return asked


def labels(message: Message | None) -> list[str]:
    return [] if message is None else [button.label for row in message.buttons for button in row]


async def test_the_sponsor_is_told_whom_to_speak_to_and_asked_for_an_answer(leads: Leads) -> None:
    asked = call(leads)
    assert texts([asked])[BOSS].endswith("You can speak to: nursing lead and medical lead.")
    assert labels(asked.message) == ["I will speak to them", "Not now, because …"]


@pytest.mark.parametrize("is_shut_out", [False, True])
async def test_whoever_asks_is_not_told_which_of_those_above_shut_rounds_out(
    storage: Storage, is_shut_out: bool
) -> None:
    held = Leads(storage)
    await held.furnish()
    lead = Person(id=PersonId("above-nurse"), name="Above", channel=WEB)
    address = Address(channel=WEB, value="at-above-nurse")
    async with storage.writing() as work:
        roster = await work.rosters.current()
        memberships = roster.memberships | {Membership(person=lead.id, unit=MEDICINE, role=Role.NURSING_LEAD)}
        await work.rosters.save(
            replace(roster, people={**roster.people, lead.id: lead}, memberships=memberships), at=MONDAY
        )
        await work.rosters.enrol(lead.id, address, at=MONDAY)
        if is_shut_out:
            await work.rosters.mark_unreachable(address, at=MONDAY)
    await held.have_it()
    said = await held.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    thanks = "".join(words_of(each.message) for each in said if each.person == NURSE and each.message is not None)
    assert "Your request is for those above you: nursing lead and sponsor." in thanks


async def test_who_asked_hears_at_once_that_somebody_will_speak_to_them(leads: Leads) -> None:
    place = MessageRef(f"at:{call(leads).key}")
    said = await leads.press(BOSS, WILL, on=place)
    echo = [each for each in said if each.person == NURSE and each.message is not None]
    assert [notification_of(each.message) for each in echo if each.message] == [
        "Acute medical unit: an answer from above"
    ]
    assert texts(echo)[NURSE] == (
        "Acute medical unit: the sponsor above you will speak to you. They said so on Tuesday."
    )
    (again,) = [each for each in said if each.person == BOSS and each.edits == place]
    assert "✓ The sponsor said on Tuesday that they will speak to the leads." in texts([again])[BOSS]
    assert labels(again.message) == []
    copies = {each.person: each for each in said if each.kind is DeliveryKind.DIGEST_REDRAW}
    assert set(copies) == {BOSS, NURSE, DOCTOR, "ward-champion"}
    above = await leads.now_shown(copies[PersonId(BOSS)])
    assert "Acute medical unit: ✓ The sponsor said on Tuesday that they will speak to the leads" in words_of(above)
    assert labels(above) == ["More"]
    assert "✓ The sponsor said on Tuesday that they will speak to the leads" in words_of(
        await leads.now_shown(copies[PersonId(DOCTOR)])
    )


async def test_why_not_now_is_shown_first_and_then_goes_to_whoever_asked(leads: Leads) -> None:
    (prompt, *others) = await leads.press(BOSS, NOT_NOW)
    assert others == []
    assert prompt.message is not None
    assert prompt.message.asks_reply
    assert words_of(prompt.message).startswith("Acute medical unit: why not now?"), "which of the teams below"
    shown = await leads.writes(BOSS, "The board meets on Friday")
    assert texts(shown[:1])[BOSS].startswith("This goes to the leads who asked for help, with your role:")
    said = await leads.press(BOSS, labelled(shown, "Send"))
    echo = [each for each in said if each.person == NURSE and each.message is not None]
    assert texts(echo)[NURSE] == (
        "Acute medical unit: the sponsor above you cannot help now. They wrote on Tuesday:\n\n"
        "“The board meets on Friday”"
    )
    async with leads.storage.reading() as work:
        ((kept,),) = (await work.loop.help_replies_to([FLAG.id])).values()
    assert (kept.role, kept.response, kept.words) == (
        Role.SPONSOR,
        HelpResponse.NOT_NOW,
        "The board meets on Friday",
    )


@pytest.mark.parametrize("is_read", [True, False])
async def test_a_mind_may_be_changed_and_whoever_asked_is_told_once(leads: Leads, is_read: bool) -> None:
    await leads.press(BOSS, NOT_NOW)
    said = await leads.press(BOSS, labelled(await leads.writes(BOSS, "The board meets on Friday"), "Send"))
    (echo,) = [each for each in said if each.person == NURSE and each.message is not None]
    if is_read:
        await leads.arrive()
    await leads.press(BOSS, WILL)
    (told,) = [each for each in await leads.goes_out() if each.person == NURSE and each.message is not None]
    assert told.message is not None
    assert "will speak to you" in words_of(told.message)
    assert told.edits == (f"at:{echo.key}" if is_read else None), "in the place of the first, or instead of it"


async def test_an_answer_that_nobody_waits_for_changes_nothing(leads: Leads) -> None:
    """Whoever promised it is not told that they need not do anything more."""
    await leads.have_another_sponsor()
    await leads.press(BOSS, WILL)
    for who, told in (
        (CHIEF, "The sponsor said on Tuesday that they will speak to the leads. You need not do anything more."),
        (BOSS, "You said on Tuesday that you will speak to the leads. They have been told."),
    ):
        for press in (WILL, NOT_NOW):
            late = await leads.press(who, press)
            assert texts(late[:1])[who] == told
            assert not [each for each in late if each.person == NURSE and each.message is not None]


async def test_whoever_said_why_not_now_is_told_that_it_was_they(leads: Leads) -> None:
    await leads.press(BOSS, NOT_NOW)
    await leads.press(BOSS, labelled(await leads.writes(BOSS, "The board meets on Friday"), "Send"))
    late = await leads.press(BOSS, NOT_NOW)
    assert texts(late[:1])[BOSS] == "You answered on Tuesday. The leads have been told."


async def test_leads_who_no_longer_ask_are_not_told(leads: Leads) -> None:
    await leads.on_flag(NURSE, OnFlag.NOT_RECOGNISED)
    late = await leads.press(BOSS, WILL)
    assert texts(late[:1])[BOSS] == "The leads do not ask for help any more. You need not do anything."


async def test_a_draft_that_comes_too_late_is_given_back(leads: Leads) -> None:
    await leads.press(BOSS, NOT_NOW)
    shown = await leads.writes(BOSS, "The board meets on Friday")
    await leads.press(BOSS, WILL)
    late = texts(await leads.press(BOSS, labelled(shown, "Send")))[BOSS]
    assert late.startswith("No words are needed here any more: why you cannot help now.")
    assert "The board meets on Friday" in late


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        (NURSE, "This was made before you had your present role here, or it is over by now."),
        ("ward-m1", "There is nothing left to do here: it is done already, or it is no longer open."),
        ("clinic-nurse", "This was made before you had your present role here, or it is over by now."),
    ],
)
async def test_only_those_above_may_answer(leads: Leads, who: str, answer: str) -> None:
    said = texts(await leads.press(who, WILL))
    assert said.keys() == {who}
    assert said[who].startswith(answer)


async def test_nobody_above_learns_of_a_flag_for_which_no_help_was_asked(storage: Storage) -> None:
    leads = Leads(storage)
    await leads.furnish()
    for press in (WILL, NOT_NOW, replace(WILL, week=WEEK)):
        unknown = replace(press, flag=FlagId("unknown"))
        said = [texts(await leads.press(BOSS, each))[BOSS] for each in (press, unknown)]
        assert said[0] == said[1], "as if there were no flag"
        assert "or it is over by now" in said[0]
