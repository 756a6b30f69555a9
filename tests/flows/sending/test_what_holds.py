"""What asks for something that was settled while it waited is not sent any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.digests.redrawn.action_text import late_to_accountable
from bot.domain.digests.redrawn.help_text import help_message
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import FlagReply, FlagResponse, HelpReply, HelpResponse
from bot.domain.identifiers import ActionId, PersonId
from bot.domain.messaging.buttons import ActionPress, OnAction
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.nudges.lead_ask_text import date_ask, flag_ask, talk_ask, tell_ask
from bot.domain.organisation.people import Role
from bot.flows.follow_up.return_actions import returned_message
from bot.ports import Storage, UnitOfWork
from tests.support.builders import a_delivery
from tests.support.channels import WEB
from tests.support.delivery_states import delivery_states
from tests.support.leads import BOSS, DOCTOR, FLAG, NURSE, TUESDAY, Leads
from tests.support.messages import a_message
from tests.support.weeks import WARD

TODAY = TUESDAY.date()
ACTION = Action(
    id=ActionId("a1"),
    unit=WARD,
    raised_by=PersonId(NURSE),
    raised_at=TUESDAY - timedelta(days=20),
    words="Second trolley",
    owner=PersonId(DOCTOR),
    owner_role=Role.MEDICAL_LEAD,
    due=TODAY - timedelta(days=1),
    state=ActionState.OPEN,
)
PROPOSED = replace(ACTION, state=ActionState.PROPOSED)
CLOSED = replace(ACTION, state=ActionState.CLOSED, closed_at=TUESDAY)
ASK: dict[str, Any] = {"unit_name": "Acute medical unit", "locale": "en-GB"}


def said(response: FlagResponse, who: str = NURSE) -> FlagReply:
    return FlagReply(flag=FLAG.id, person=PersonId(who), response=response, at=TUESDAY)


def will_speak() -> HelpReply:
    sponsor = PersonId(BOSS)
    return HelpReply(flag=FLAG.id, person=sponsor, role=Role.SPONSOR, response=HelpResponse.WILL_SPEAK, at=TUESDAY)


def asks(*presses: OnAction, kind: MessageKind = MessageKind.ACTION_PROPOSED) -> Message:
    rows = tuple((Button(label=each.value, intent=ActionPress(action=ACTION.id, what=each)),) for each in presses)
    return replace(a_message("Will you?", kind=kind), buttons=rows)


def late(action: Action) -> Message:
    return late_to_accountable(action, (), today=TODAY, **ASK)


def returned(action: Action) -> Message:
    return returned_message(action, was=Role.CHAMPION, team=(), today=TODAY, **ASK)


OWN = asks(OnAction.ACCEPT, OnAction.DECLINE)
NEWS = asks(OnAction.TELL, kind=MessageKind.ACTION_NEWS)
HELP = help_message(FLAG, leads=(), answers=(), **ASK)
Held = Action | FlagReply | HelpReply
CASES: list[tuple[str, str, Message, list[Held], bool]] = [
    ("to own it", DOCTOR, OWN, [PROPOSED], True),
    ("somebody else was asked", DOCTOR, OWN, [replace(PROPOSED, owner=PersonId(NURSE))], False),
    ("it cannot be done", DOCTOR, OWN, [CLOSED], False),
    ("it is late", NURSE, late(ACTION), [ACTION], True),
    ("it is done", NURSE, late(ACTION), [CLOSED], False),
    ("it has another date", NURSE, late(ACTION), [replace(ACTION, due=TODAY + timedelta(days=7))], False),
    ("told, and still late", NURSE, late(ACTION), [replace(ACTION, told_at=TUESDAY)], True),
    ("nobody said yes", NURSE, late(PROPOSED), [PROPOSED], True),
    ("somebody has said yes", NURSE, late(PROPOSED), [ACTION], False),
    ("nobody had to say yes", NURSE, late(PROPOSED), [CLOSED], False),
    ("it came back", DOCTOR, returned(ACTION), [ACTION], True),
    ("it has another owner", DOCTOR, returned(ACTION), [replace(ACTION, owner=PersonId(NURSE))], False),
    ("news stay news", NURSE, NEWS, [CLOSED], True),
    ("its date", DOCTOR, date_ask(ACTION, TODAY, **ASK), [ACTION], True),
    ("its date, done", DOCTOR, date_ask(ACTION, TODAY, **ASK), [CLOSED], False),
    ("to tell the team", DOCTOR, tell_ask(ACTION, **ASK), [ACTION], True),
    ("the team was told", DOCTOR, tell_ask(ACTION, **ASK), [replace(ACTION, told_at=TUESDAY)], False),
    ("nobody answered", NURSE, flag_ask(FLAG, **ASK), [], True),
    ("somebody answered", NURSE, flag_ask(FLAG, **ASK), [said(FlagResponse.REPLYING)], False),
    ("was there a talk", NURSE, talk_ask(FLAG, **ASK), [said(FlagResponse.REPLYING)], True),
    ("no talk is needed", NURSE, talk_ask(FLAG, **ASK), [said(FlagResponse.KNOWN_REASON)], False),
    ("help", BOSS, HELP, [said(FlagResponse.HELP_FROM_ABOVE)], True),
    ("help that nobody asks for", BOSS, HELP, [said(FlagResponse.NOT_RECOGNISED)], False),
    ("help that is promised", BOSS, HELP, [said(FlagResponse.HELP_FROM_ABOVE), will_speak()], False),
]


async def keep(work: UnitOfWork, held: Held) -> None:
    match held:
        case Action():
            await work.loop.save_action(held)
        case FlagReply():
            await work.loop.put_reply(held)
        case HelpReply():
            await work.loop.put_help_reply(held)


@pytest.mark.drill
@pytest.mark.parametrize(
    ("who", "message", "held", "goes"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
async def test_what_asks_goes_out_as_long_as_it_holds(
    storage: Storage, who: str, message: Message, held: list[Held], goes: bool
) -> None:
    leads = Leads(storage)
    await leads.furnish()
    async with storage.writing() as work:
        for each in held:
            await keep(work, each)
        asked = replace(a_delivery(who, channel=WEB, due_at=TUESDAY), message=message)
        await work.deliveries.add([asked])
    assert [each.key for each in await leads.goes_out()] == ([asked.key] if goes else [])
    async with storage.reading() as work:
        assert await delivery_states(work) == ({"sent": 1} if goes else {"expired": 1})
