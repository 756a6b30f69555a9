"""Whoever was asked about a late action is asked no more once somebody has closed it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.digests.redrawn.action_text import late_to_accountable
from bot.domain.follow_up.actions import Action
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.messaging.buttons import ActionPress, OnAction
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.delivery_keys import late_action_key, late_action_told_key
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import Role
from bot.ports import Storage
from tests.support.channels import WEB
from tests.support.leads import CHAMPION, DOCTOR, NURSE, TUESDAY, WEEK, Leads, labelled
from tests.support.messages import words_of


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    held = Leads(storage)
    await held.furnish()
    return held


async def asked_about_it(leads: Leads) -> tuple[Action, Mapping[str, MessageRef]]:
    """The doctor owns it and the nurse answers for it; both have been asked."""
    action = await leads.proposes(owner=Role.MEDICAL_LEAD)
    await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.ACCEPT))
    await leads.arrive()
    async with leads.storage.writing() as work:
        await work.loop.save_action(replace(await leads.action(), due=leads.now.date() - timedelta(days=1)))
    message = await late(leads)
    keys = {
        DOCTOR: late_action_key(action.id, WEEK),
        NURSE: late_action_told_key(action.id, WEEK, PersonId(NURSE)),
    }
    async with leads.storage.writing() as work:
        await work.deliveries.add([told(message, who, key) for who, key in keys.items()])
    return action, await leads.arrive()


async def late(leads: Leads) -> Message:
    today = leads.now.date()
    return late_to_accountable(await leads.action(), (), unit_name="Acute medical unit", locale="en-GB", today=today)


def told(message: Message, who: str, key: DeliveryKey) -> Delivery:
    return Delivery(
        key=key,
        person=PersonId(who),
        channel=WEB,
        kind=DeliveryKind.NOTICE,
        message=message,
        due_at=TUESDAY,
        expires_at=TUESDAY + timedelta(days=4),
    )


def edited(deliveries: Sequence[Delivery], ref: MessageRef) -> Message:
    (message,) = [each.message for each in deliveries if each.edits == ref and each.message is not None]
    return message


async def test_what_one_lead_says_is_done_is_asked_of_nobody_else(leads: Leads) -> None:
    action, places = await asked_about_it(leads)
    done = await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.CLOSE), on=places[DOCTOR])
    assert "Please tell the team what was done." in words_of(edited(done, places[DOCTOR]))
    other = edited(done, places[NURSE])
    assert "Acute medical unit: this action was done on 10 March." in words_of(other)
    assert notification_of(other) == "News of an action"
    assert [button.label for row in other.buttons for button in row] == ["Tell the team"]


async def test_so_it_is_with_what_cannot_be_done(leads: Leads) -> None:
    action, places = await asked_about_it(leads)
    await leads.press(CHAMPION, ActionPress(action=action.id, what=OnAction.CANNOT))
    shown = await leads.writes(CHAMPION, "There is no money for it before April")
    sent = await leads.press(CHAMPION, labelled(shown, "Send"))
    for who in (DOCTOR, NURSE):
        assert "the team was told on 10 March why this cannot be done" in words_of(edited(sent, places[who]))
        assert edited(sent, places[who]).buttons == ()


async def test_copies_of_earlier_weeks_are_closed_too(leads: Leads) -> None:
    """Each in its place, also where one person has several."""
    action, places = await asked_about_it(leads)
    message = await late(leads)
    earlier = {week: late_action_told_key(action.id, week, PersonId(NURSE)) for week in (WEEK - 1, WEEK - 9)}
    async with leads.storage.writing() as work:
        await work.deliveries.add([told(message, NURSE, key) for key in earlier.values()])
    await leads.arrive()
    done = await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.CLOSE), on=places[DOCTOR])
    for place in (places[NURSE], *(MessageRef(f"at:{key}") for key in earlier.values())):
        assert "this action was done on 10 March" in words_of(edited(done, place))
    assert len({each.key for each in done if each.person == NURSE}) == len([e for e in done if e.person == NURSE])
