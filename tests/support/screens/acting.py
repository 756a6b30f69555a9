"""What leads read while they act: an action from its words to its end, whoever owns it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.identifiers import ActionId, short_id
from bot.domain.messaging.buttons import (
    ActionPress,
    Intent,
    MemberPress,
    OnAction,
    OnDigest,
    OnPrompt,
    OwnerPress,
    PromptPress,
    TeamListPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.organisation.people import Role
from tests.support.leads import DOCTOR, MEMBER, NURSE, Leads, buttons
from tests.support.screens.asking import NAME


async def written(leads: Leads) -> Sequence[Delivery]:
    """What was asked for, if anything: written, changed, written again, and sent."""
    if not await leads.prompts(NURSE):
        return ()
    shown = await leads.writes(NURSE, NAME)
    changed = await leads.press(NURSE, replace(sending(shown), what=OnPrompt.CHANGE))
    again = await leads.writes(NURSE, NAME)
    sent = await leads.press(NURSE, sending(again))
    twice = await leads.press(NURSE, sending(again))
    return [*shown, *changed, *again, *sent, *twice]


def sending(shown: Sequence[Delivery]) -> PromptPress:
    (press,) = [
        each.intent
        for each in buttons(shown)
        if isinstance(each.intent, PromptPress) and each.intent.what is OnPrompt.SEND
    ]
    return press


async def action_messages(leads: Leads) -> Sequence[Delivery]:
    """An action that is declined, proposed again to oneself, kept open, told and closed."""
    said = list(await leads.on_digest(NURSE, OnDigest.START_ACTION))

    async def pressed(who: str, intent: Intent) -> Sequence[Delivery]:
        answers = await leads.press(who, intent)
        said.extend(answers)
        return answers

    asked = await leads.press(NURSE, sending(await leads.writes(NURSE, NAME)))
    said += asked
    owners = [press.intent for press in buttons(asked) if isinstance(press.intent, OwnerPress)]
    await pressed(NURSE, replace(owners[0], role=Role.SPONSOR))
    others = next(each for each in owners if each.role is Role.MEDICAL_LEAD)
    own = next(each for each in owners if each.role is Role.NURSING_LEAD)
    await pressed(NURSE, buttons(await pressed(NURSE, others))[0].intent)
    await pressed(DOCTOR, ActionPress(action=own.action, what=OnAction.DECLINE))
    await pressed(NURSE, buttons(await pressed(NURSE, own))[0].intent)
    for what in (OnAction.STILL_OPEN, OnAction.TELL):
        await pressed(NURSE, ActionPress(action=own.action, what=what))
    said += await written(leads)
    await pressed(NURSE, ActionPress(action=own.action, what=OnAction.CLOSE))
    said += await _owned_by_a_member(leads)
    return said


async def _owned_by_a_member(leads: Leads) -> Sequence[Delivery]:
    """A member is asked, takes it, hands it back, takes it again and says that it is done; another action cannot be."""
    said: list[Delivery] = []

    async def pressed(who: str, intent: Intent) -> Sequence[Delivery]:
        answers = await leads.press(who, intent)
        said.extend(answers)
        return answers

    async def asks() -> ActionId:
        said.extend(await leads.on_digest(NURSE, OnDigest.START_ACTION))
        asked = await leads.press(NURSE, sending(await leads.writes(NURSE, NAME)))
        action = next(each.intent.action for each in buttons(asked) if isinstance(each.intent, TeamListPress))
        await pressed(NURSE, TeamListPress(action=action, page=1))
        await pressed(NURSE, TeamListPress(action=action))
        member = MemberPress(action=action, member=short_id("owner", action, MEMBER))
        await pressed(NURSE, buttons(await pressed(NURSE, member))[0].intent)
        return action

    async def does(who: str, action: ActionId, *what: OnAction) -> None:
        for each in what:
            await pressed(who, ActionPress(action=action, what=each))

    await does(MEMBER, await asks(), OnAction.ACCEPT, OnAction.HAND_BACK)
    await does(MEMBER, await asks(), OnAction.ACCEPT, OnAction.CLOSE)
    await does(MEMBER, await asks(), OnAction.DECLINE)
    begun = await leads.on_digest(NURSE, OnDigest.START_ACTION)
    said += begun
    take, *_ = [each.intent for each in buttons(begun)]
    await pressed(NURSE, take)
    refused = await asks()
    await does(NURSE, refused, OnAction.CANNOT)
    await leads.arrive()
    await does(NURSE, refused, OnAction.CANNOT)
    said += await written(leads)
    await does(NURSE, refused, OnAction.CLOSE)
    return said
