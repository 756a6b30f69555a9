"""Anybody on the team's list may own an action; one lead answers for it and is told of every turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.follow_up.actions import ActionState
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import (
    ActionPress,
    DuePress,
    Intent,
    MemberPress,
    OnAction,
    OnDigest,
    OnFlag,
    OwnerPress,
    TeamListPress,
)
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.organisation.people import Person, Role, Roster
from bot.flows.follow_up.choose_owner import NAMES_ON_PAGE
from bot.flows.follow_up.return_actions import LOOK_AGAIN, ReturnActions
from bot.ports import Storage
from tests.support.channels import WEB
from tests.support.leads import (
    BOSS,
    CHAMPION,
    DOCTOR,
    FLAG,
    MEMBER,
    MONDAY,
    NIGHT,
    NURSE,
    TUESDAY,
    Leads,
    buttons,
    labelled,
    texts,
)
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

YESTERDAY = MONDAY.date()
ANYBODY = "Somebody on the team’s list"
WORDS = "Second trolley for the night drug round"


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    held = Leads(storage)
    await held.furnish()
    async with storage.writing() as work:
        for person in the_roster({WARD: 6, CLINIC: 2}).people:
            consent = await work.rosters.consent(person)
            await work.rosters.set_consent(person, replace(consent, joined_at=TUESDAY - timedelta(days=99)))
    return held


async def listed(leads: Leads) -> Sequence[Delivery]:
    """The nurse has written what will be done, and looks at the team's list."""
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    asked = await leads.sends(NURSE, WORDS)
    return await leads.press(NURSE, labelled(asked, ANYBODY))


async def asks(leads: Leads, who: str = MEMBER) -> Sequence[Delivery]:
    """The nurse asks somebody on the list to own it within a week."""
    page = await listed(leads)
    if who not in [each.label for each in buttons(page)]:
        page = await leads.press(NURSE, labelled(page, "More names"))
    dates = await leads.press(NURSE, labelled(page, who))
    return await leads.press(NURSE, buttons(dates)[0].intent)


async def takes(leads: Leads) -> Sequence[Delivery]:
    """A member is asked, and takes it."""
    (asked,) = [each for each in await asks(leads) if each.person == MEMBER]
    return await leads.press(MEMBER, labelled([asked], "I take this"))


async def test_the_list_has_everybody_of_the_team_by_name_in_pages(leads: Leads) -> None:
    first = await listed(leads)
    names = [each.label for each in buttons(first) if isinstance(each.intent, MemberPress)]
    assert len(names) == NAMES_ON_PAGE
    second = await leads.press(NURSE, labelled(first, "More names"))
    names += [each.label for each in buttons(second) if isinstance(each.intent, MemberPress)]
    assert names == ["ward-champion", "ward-doctor", *(f"ward-m{number}" for number in range(6)), "ward-nurse"]
    assert [each.label for each in buttons(second) if isinstance(each.intent, TeamListPress)] == ["Earlier names"]
    assert first[0].edits == second[0].edits, "one message, turned over"


@pytest.mark.drill
async def test_a_list_of_two_hundred_long_names_fits_every_channel(leads: Leads) -> None:
    roster = the_roster({WARD: 200, CLINIC: 2})
    people = {each: Person(id=each, name=f"{each} " + "long " * 40, channel=WEB) for each in roster.people}
    async with leads.storage.writing() as work:
        await work.rosters.save(
            Roster(people=people, memberships=roster.memberships, addresses=roster.addresses), at=TUESDAY
        )
    page, seen = await listed(leads), 0
    while True:
        message = page[0].message
        assert message is not None
        assert len(message.buttons) <= NAMES_ON_PAGE + 1
        assert all(len(each.label) <= 75 for each in buttons(page))
        seen += sum(isinstance(each.intent, MemberPress) for each in buttons(page))
        more = [each.intent for each in buttons(page) if each.label == "More names"]
        if not more:
            break
        page = await leads.press(NURSE, more[0])
    assert seen == 203


async def test_whoever_is_asked_sees_who_asks_what_and_by_when(leads: Leads) -> None:
    said = await asks(leads)
    assert texts(said)[MEMBER] == (
        "Acute medical unit: the nursing lead asks you to own this action, by 17 March.\n\n"
        f"“{WORDS}”\n\n"
        "You can say no, and you need not say why. You are asked because you are on the team’s list, and for no other "
        "reason."
    )
    action = await leads.action()
    assert (action.state, action.owner, action.owner_role) == (ActionState.PROPOSED, MEMBER, Role.MEMBER)


@pytest.mark.parametrize("wish", ["stopped", "paused", "unreachable", "nothing"])
async def test_asking_tells_nothing_of_what_somebody_has_chosen(leads: Leads, wish: str) -> None:
    until = TUESDAY + timedelta(days=3)
    async with leads.storage.writing() as work:
        consent = await work.rosters.consent(PersonId(MEMBER))
        if wish == "stopped":
            await work.rosters.set_consent(PersonId(MEMBER), replace(consent, stopped_at=TUESDAY))
        elif wish == "paused":
            await work.rosters.set_consent(PersonId(MEMBER), replace(consent, paused_until=until))
        elif wish == "unreachable":
            await work.rosters.mark_unreachable(the_roster({WARD: 6}).addresses[PersonId(MEMBER)], at=TUESDAY)
    said = await asks(leads)
    assert texts(said)[NURSE] == (
        f"“{WORDS}”\n\nThe team member is asked to own it, by 17 March. The digest shows it from now on."
    )
    asked = [each for each in said if each.person == MEMBER]
    assert len(asked) == (wish in ("paused", "nothing"))
    assert all(each.due_at >= until for each in asked if wish == "paused")


async def test_a_member_takes_it_and_the_leads_are_told(leads: Leads) -> None:
    said = await takes(leads)
    assert (await leads.action()).state is ActionState.OPEN
    assert texts(said)[NURSE] == (f"Acute medical unit: the team member owns this action, by 17 March.\n\n“{WORDS}”")
    assert [each.label for each in buttons(said)] == ["It is done", "I cannot any more"]


async def test_a_member_says_no_and_whoever_answers_for_it_asks_somebody_else(leads: Leads) -> None:
    (asked,) = [each for each in await asks(leads) if each.person == MEMBER]
    said = await leads.press(MEMBER, labelled([asked], "Cannot"))
    assert "The team member cannot take it. Who else will own it?" in texts(said)[NURSE]
    assert MEMBER not in texts(said)[NURSE]


async def test_a_member_says_that_it_is_done_and_the_leads_tell_the_team(leads: Leads) -> None:
    done = await leads.press(MEMBER, labelled(await takes(leads), "It is done"))
    assert (await leads.action()).state is ActionState.CLOSED
    assert "The leads are told that it is done" in texts(done)[MEMBER]
    assert buttons(done) == []
    (news,) = [each for each in done if each.person == NURSE]
    told = await leads.press(NURSE, labelled([news], "Tell the team"))
    assert "what should the team read?" in texts(told)[NURSE]


async def test_a_member_hands_it_back_to_whoever_answers_for_it(leads: Leads) -> None:
    said = await leads.press(MEMBER, labelled(await takes(leads), "I cannot any more"))
    action = await leads.action()
    assert (action.state, action.owner, action.owner_role) == (ActionState.OPEN, NURSE, Role.NURSING_LEAD)
    (back,) = [each for each in said if each.person == NURSE]
    assert "the team member does not own this action any more, so it has come back to you" in texts([back])[NURSE]
    page = await leads.press(NURSE, labelled([back], ANYBODY))
    asked = await leads.press(NURSE, labelled(page, "ward-m2"))
    assert set(texts(asked)) == {NURSE, "ward-m2"}, "its date is still to come, so it stays"
    action = await leads.action()
    assert (action.state, action.owner) == (ActionState.PROPOSED, "ward-m2")


async def test_nobody_else_may_do_what_its_owner_may(leads: Leads) -> None:
    said = await takes(leads)
    for button in buttons(said):
        stranger = await leads.press("ward-m2", button.intent)
        assert "nothing left to do here" in texts(stranger)["ward-m2"]
    action = (await leads.action()).id
    by_lead: list[Intent] = [OwnerPress(action=action, role=Role.CHAMPION), TeamListPress(action=action)]
    for intent in by_lead:
        for who in (MEMBER, "ward-m2"):
            assert "nothing left to do here" in texts(await leads.press(who, intent))[who], "the list is for leads"


async def test_an_owner_who_has_said_yes_is_not_replaced_by_an_old_button(leads: Leads) -> None:
    page = await listed(leads)
    await takes(leads)
    shown, action = [each.intent for each in buttons(page)], (await leads.action()).id
    old: list[Intent] = [replace(each, action=action) for each in shown if isinstance(each, MemberPress)]
    assert old
    for intent in (*old, OwnerPress(action=action, role=Role.CHAMPION)):
        assert "the team member already owns this action" in texts(await leads.press(NURSE, intent))[NURSE]
    assert (await leads.action()).owner == MEMBER


async def test_an_owner_who_has_left_gives_it_back_to_whoever_answers_for_it(leads: Leads) -> None:
    await takes(leads)
    returning = ReturnActions(storage=leads.storage)
    assert await returning(now=leads.now) == 0, "still there"
    await leave(leads, MEMBER)
    assert await returning(now=leads.now + timedelta(minutes=5)) == 0, "looked a moment ago"
    assert await returning(now=leads.now + LOOK_AGAIN) == 1
    assert await ReturnActions(storage=leads.storage)(now=leads.now + LOOK_AGAIN) == 0, "another process finds nothing"
    action = await leads.action()
    assert (action.state, action.owner) == (ActionState.OPEN, NURSE)
    assert "it has come back to you" in await told(leads, NURSE)


async def test_it_goes_to_the_next_lead_if_whoever_raised_it_has_left_too(leads: Leads) -> None:
    await takes(leads)
    await leave(leads, MEMBER, NURSE)
    await ReturnActions(storage=leads.storage)(now=leads.now)
    assert (await leads.action()).owner == DOCTOR
    await leave(leads, MEMBER, NURSE, DOCTOR)
    await ReturnActions(storage=leads.storage)(now=leads.now)
    assert (await leads.action()).owner == CHAMPION
    await leave(leads, MEMBER, NURSE, DOCTOR, CHAMPION)
    assert await ReturnActions(storage=leads.storage)(now=leads.now) == 0, "nobody answers for it"


async def test_what_was_only_proposed_to_somebody_who_left_waits_for_a_yes(leads: Leads) -> None:
    await asks(leads)
    await leave(leads, MEMBER)
    await ReturnActions(storage=leads.storage)(now=leads.now)
    action = await leads.action()
    assert (action.state, action.owner) == (ActionState.PROPOSED, NURSE)


async def test_returning_tells_nothing_of_who_has_joined_or_asked_to_be_forgotten(leads: Leads) -> None:
    await takes(leads)
    async with leads.storage.writing() as work:
        for person in map(PersonId, (MEMBER, NURSE)):
            consent = await work.rosters.consent(person)
            await work.rosters.set_consent(person, replace(consent, joined_at=None))
    assert await ReturnActions(storage=leads.storage)(now=leads.now) == 0, "still on the list"
    assert (await leads.action()).owner == MEMBER
    await leave(leads, MEMBER)
    assert await ReturnActions(storage=leads.storage)(now=leads.now) == 1
    assert (await leads.action()).owner == NURSE, "who raised it answers for it, joined or not"


async def test_a_lead_whose_last_day_is_past_gets_nothing_back(leads: Leads) -> None:
    """Whoever raised it, owned it and led the team has left by date, and still stands on the list."""
    await takes(leads)
    await leads.press(MEMBER, ActionPress(action=(await leads.action()).id, what=OnAction.HAND_BACK))
    assert (await leads.action()).owner == NURSE
    await end(leads, NURSE)
    assert await ReturnActions(storage=leads.storage)(now=leads.now) == 1
    assert (await leads.action()).owner == DOCTOR
    await end(leads, NURSE, DOCTOR, CHAMPION)
    for hour in range(3):
        now = leads.now + hour * LOOK_AGAIN
        assert await ReturnActions(storage=leads.storage)(now=now) == 0, "nobody answers for it"


async def test_a_last_day_is_a_day_of_the_unit(leads: Leads) -> None:
    await takes(leads)
    programme = the_programme()
    far = replace(programme.organisation, timezone="America/Los_Angeles")
    async with leads.storage.writing() as work:
        await work.programmes.save(replace(programme, organisation=far), at=leads.now)
    await end(leads, MEMBER, last=NIGHT.date())
    midnight = NIGHT + timedelta(hours=1)
    assert await ReturnActions(storage=leads.storage)(now=midnight) == 0, "it is still the day before there"
    assert await ReturnActions(storage=leads.storage)(now=midnight + timedelta(hours=8)) == 1


async def test_nobody_is_told_or_handed_back_to_after_their_last_day(leads: Leads) -> None:
    said = await takes(leads)
    await end(leads, NURSE)
    back = await leads.press(MEMBER, labelled(said, "I cannot any more"))
    assert (await leads.action()).owner == DOCTOR
    assert NURSE not in texts([each for each in back if each.kind is DeliveryKind.NOTICE])


async def test_no_turns_down_after_the_last_day_of_whoever_asked_go_to_the_next_lead(leads: Leads) -> None:
    (asked,) = [each for each in await asks(leads) if each.person == MEMBER]
    await end(leads, NURSE)
    said = await leads.press(MEMBER, labelled([asked], "Cannot"))
    assert "Who else will own it?" in texts(said)[DOCTOR]
    assert NURSE not in texts(said)


async def test_a_role_is_not_asked_through_somebody_whose_last_day_is_past(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    asked = await leads.sends(NURSE, WORDS)
    await end(leads, DOCTOR)
    (doctor,) = [each for each in intents(asked) if isinstance(each, OwnerPress) and each.role is Role.MEDICAL_LEAD]
    said = await leads.press(NURSE, doctor)
    assert not [each for each in intents(said) if isinstance(each, DuePress)], "nobody to own it, so no date"
    others = [each.role for each in intents(said) if isinstance(each, OwnerPress)]
    assert others, "somebody else is asked for"
    assert Role.MEDICAL_LEAD not in others


@pytest.mark.parametrize("role", [Role.MEDICAL_LEAD, Role.NURSING_LEAD])
async def test_a_role_is_offered_as_long_as_somebody_on_the_list_holds_it(leads: Leads, role: Role) -> None:
    await end(leads, DOCTOR)
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    offered = [each.role for each in intents(await leads.sends(NURSE, WORDS)) if isinstance(each, OwnerPress)]
    assert (role in offered) is (role is Role.NURSING_LEAD)


async def test_who_has_left_by_their_date_is_told_nothing_by_the_leads(leads: Leads) -> None:
    """Neither what the team is told nor what the other leads are, and is not counted among those who will read it."""
    await end(leads, MEMBER, DOCTOR)
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    shown = await leads.writes(NURSE, "The lift is broken")
    assert "the 6 people of" in texts(shown)[NURSE]
    said = await leads.press(NURSE, labelled(shown, "Send"))
    assert len(said) == 1 + 6
    said = [*said, *await leads.on_flag(NURSE, OnFlag.REPLY)]
    assert {each.person for each in said if each.edits is None} >= {NURSE, CHAMPION}
    assert not {each.person for each in said if each.edits is None} & {MEMBER, DOCTOR}


async def test_a_lead_who_has_left_by_their_date_acts_for_the_team_no_more(leads: Leads) -> None:
    await end(leads, DOCTOR)
    said = await leads.on_flag(DOCTOR, OnFlag.REPLY)
    assert {each.person for each in said} == {DOCTOR}
    async with leads.storage.reading() as work:
        assert await work.loop.replies_to([FLAG.id]) == {}


async def test_a_sponsor_who_has_left_by_their_date_is_not_asked_for_help(leads: Leads) -> None:
    await end(leads, BOSS)
    said = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    assert {each.person for each in said if each.edits is None} == {NURSE, DOCTOR, CHAMPION}


def intents(deliveries: Sequence[Delivery]) -> Sequence[Intent | None]:
    return [each.intent for each in buttons(deliveries)]


async def end(leads: Leads, *people: str, last: date = YESTERDAY) -> None:
    """They stay on the list, and their last day is given."""
    roster = the_roster({WARD: 6, CLINIC: 2})
    dated = {each: replace(who, ends=last) if each in people else who for each, who in roster.people.items()}
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, people=dated), at=leads.now)


async def leave(leads: Leads, *people: str) -> None:
    roster = the_roster({WARD: 6, CLINIC: 2})
    left = frozenset(each for each in roster.memberships if each.person not in people)
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=left), at=leads.now)


async def told(leads: Leads, who: str) -> str:
    """Everything that waits to be sent to somebody."""
    far = leads.now + timedelta(days=2)
    async with leads.storage.writing() as work:
        leases = await work.deliveries.lease(WEB, owner="x", now=far, lease_until=far, limit=999)
    return "\n".join(
        words_of(each.delivery.message) for each in leases if each.delivery.person == who and each.delivery.message
    )
