"""An action from its words to its end: written in chat, owned by somebody who accepts, told, closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from bot.domain.digests.team_text import role_words
from bot.domain.follow_up.actions import (
    ActionState,
    ExpectedReply,
    LoopAction,
    Purpose,
    action_id,
)
from bot.domain.follow_up.flags import flag_id
from bot.domain.identifiers import ActionId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import ActionPress, OnAction
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import ActionClosed, ActionOpened, OwnerAsked, OwnerDeclined
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import DIGEST_READERS, Role
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts.dates import day
from bot.flows.follow_up.lead_messages import Room

WORDS_WAIT = timedelta(days=3)
WEEKS_OFFERED = (1, 2, 4)
LONGEST_WORDS = 200


class FollowAction:
    """One co-lead writes what will be done, then chooses an owner by role and a date; the owner says yes or no.

    Only its owner accepts or declines. Any reader of the unit's digest may tell the team, close it, or keep it open.
    """

    async def start(self, room: Room, week: IsoWeek) -> Delivery:
        """A draft that waits for its words; the same update starts the same draft."""
        identity = action_id(room.update.sender.channel, room.update.update_id)
        if await room.work.loop.action(identity) is None:
            flag = await room.work.loop.flag(flag_id(room.unit, week))
            await room.work.loop.save_action(
                LoopAction(
                    id=identity,
                    unit=room.unit,
                    raised_by=room.person,
                    raised_at=room.now,
                    flag=None if flag is None else flag.id,
                )
            )
        await self._expect(room, Purpose.ACTION_WORDS, identity)
        return room.answer(room.say("ask_action"), asks_reply=True)

    async def worded(self, room: Room, identity: ActionId, text: str) -> Sequence[Delivery]:
        """The words have come: who will own it?"""
        action = await room.work.loop.action(identity)
        if action is None or action.state is not ActionState.DRAFT:
            return [room.answer(room.say("stale"))]
        action = replace(action, words=" ".join(text.split())[:LONGEST_WORDS])
        await room.work.loop.save_action(action)
        return [room.answer(room.say("ask_owner", words=action.words), *_owner_rows(room, action))]

    async def told(self, room: Room, identity: ActionId, words: str) -> None:
        action = await room.work.loop.action(identity)
        if action is not None:
            await room.work.loop.save_action(
                replace(action, told_at=room.now, told_words=words, first_told_at=action.first_told_at or room.now)
            )

    async def __call__(self, room: Room, action: LoopAction, press: ActionPress) -> Sequence[Delivery]:
        match press.what:
            case OnAction.OWNER:
                return await self._own(room, action, press.argument)
            case OnAction.DUE:
                return await self._date(room, action, press.argument)
            case OnAction.ACCEPT:
                return await self._accept(room, action)
            case OnAction.DECLINE:
                return await self._decline(room, action)
            case OnAction.TELL:
                if action.state not in (ActionState.OPEN, ActionState.PROPOSED, ActionState.CLOSED):
                    return [room.answer(room.say("stale"))]
                await self._expect(room, Purpose.TEAM_WORDS, f"action:{action.id}")
                return [room.answer(room.say("ask_team_words"), asks_reply=True)]
            case OnAction.CLOSE:
                return await self._close(room, action)
            case OnAction.STILL_OPEN:
                text = room.say("action_still_open", words=action.words, age=action.age_days(now=room.now))
                is_open = action.state is ActionState.OPEN
                return [room.answer(text if is_open else room.say("stale"), in_place=is_open)]
            case _:
                assert_never(press.what)

    async def _own(self, room: Room, action: LoopAction, argument: str) -> Sequence[Delivery]:
        role = next((role for role in room.owner_roles if role.value == argument), None)
        if action.state is not ActionState.DRAFT or not action.words:
            return [room.answer(room.say("stale"))]
        holder = None if role is None else room.holder(role)
        if role is None or holder is None:
            wanted = next((role_words(each, room.locale) for each in Role if each.value == argument), argument)
            return [room.answer(room.say("no_owner", role=wanted), *_owner_rows(room, action), in_place=True)]
        await room.work.loop.save_action(replace(action, owner=holder.person.id, owner_role=role))
        dates = tuple(
            _button(room, f"due_{weeks}", ActionPress(action=action.id, what=OnAction.DUE, argument=str(weeks * 7)))
            for weeks in WEEKS_OFFERED
        )
        words = room.say("ask_due", words=action.words, role=role_words(role, room.locale))
        return [room.answer(words, dates, in_place=True)]

    async def _date(self, room: Room, action: LoopAction, argument: str) -> Sequence[Delivery]:
        offered = {str(weeks * 7) for weeks in WEEKS_OFFERED}
        if action.state is not ActionState.DRAFT or action.owner_role is None or argument not in offered:
            return [room.answer(room.say("stale"))]
        due = local_date(room.now, room.zone) + timedelta(days=int(argument))
        owner = room.team.get(action.owner) if action.owner else None
        if owner is None:
            return [room.answer(room.say("ask_owner", words=action.words), *_owner_rows(room, action), in_place=True)]
        if owner.person.id == room.person:
            return await self._opened(room, replace(action, due=due))
        action = replace(action, due=due, state=ActionState.PROPOSED)
        await room.work.loop.save_action(action)
        role, by = role_words(action.owner_role or Role.CHAMPION, room.locale), role_words(room.role, room.locale)
        asked = Message(
            text=room.say("action_asked", by=by, words=action.words, date=_day(room, due)),
            buttons=(
                (
                    _button(room, "button-take", ActionPress(action=action.id, what=OnAction.ACCEPT)),
                    _button(room, "button-cannot", ActionPress(action=action.id, what=OnAction.DECLINE)),
                ),
            ),
        )
        proposed = room.say("action_proposed", words=action.words, role=role, date=_day(room, due))
        event = OwnerAsked(action=action.id, update_id=room.update.update_id)
        return [room.answer(proposed, in_place=True), room.tell(owner, asked, event)]

    async def _accept(self, room: Room, action: LoopAction) -> Sequence[Delivery]:
        if action.owner != room.person or action.state is not ActionState.PROPOSED:
            return [room.answer(room.say("stale"))]
        return await self._opened(room, action)

    async def _opened(self, room: Room, action: LoopAction) -> Sequence[Delivery]:
        action = replace(action, state=ActionState.OPEN, owned_at=action.owned_at or room.now)
        await room.work.loop.save_action(action)
        role, due = role_words(action.owner_role or Role.CHAMPION, room.locale), _due(room, action)
        yours = room.say("action_open", words=action.words, date=due)
        others = room.say("action_open_others", role=role, words=action.words, date=due)
        return [
            room.answer(yours, follow_buttons(room, action), in_place=True),
            *room.tell_others(others, ActionOpened(action=action.id)),
        ]

    async def _decline(self, room: Room, action: LoopAction) -> Sequence[Delivery]:
        if action.owner != room.person or action.state is not ActionState.PROPOSED:
            return [room.answer(room.say("stale"))]
        role = role_words(action.owner_role or Role.CHAMPION, room.locale)
        action = replace(action, owner=None, owner_role=None, due=None, state=ActionState.DRAFT)
        await room.work.loop.save_action(action)
        thanks = room.answer(room.say("decline_thanks"), in_place=True)
        asker = room.team.get(action.raised_by)
        if asker is None or not asker.roles & DIGEST_READERS:
            return [thanks]
        again = Message(
            text=room.say("action_declined", words=action.words, role=role), buttons=_owner_rows(room, action)
        )
        event = OwnerDeclined(action=action.id, update_id=room.update.update_id)
        return [thanks, room.tell(asker, again, event)]

    async def _close(self, room: Room, action: LoopAction) -> Sequence[Delivery]:
        if action.state is not ActionState.OPEN:
            return [room.answer(room.say("stale"))]
        action = replace(action, state=ActionState.CLOSED, closed_at=room.now)
        await room.work.loop.save_action(action)
        tell = _button(room, "button-tell", ActionPress(action=action.id, what=OnAction.TELL))
        words = room.say("action_closed", words=action.words, age=action.age_days(now=room.now))
        others = room.say("action_closed_others", words=action.words)
        return [room.answer(words, (tell,), in_place=True), *room.tell_others(others, ActionClosed(action=action.id))]

    @staticmethod
    async def _expect(room: Room, purpose: Purpose, subject: str) -> None:
        await room.work.loop.expect(
            ExpectedReply(person=room.person, purpose=purpose, subject=subject, until=room.now + WORDS_WAIT)
        )


def follow_buttons(room: Room, action: LoopAction) -> tuple[Button, ...]:
    return (
        _button(room, "button-tell", ActionPress(action=action.id, what=OnAction.TELL)),
        _button(room, "button-done", ActionPress(action=action.id, what=OnAction.CLOSE)),
    )


def _owner_rows(room: Room, action: LoopAction) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (
            Button(
                label=role_words(role, room.locale).capitalize(),
                intent=ActionPress(action=action.id, what=OnAction.OWNER, argument=role.value),
            ),
        )
        for role in room.owner_roles
    )


def _button(room: Room, name: str, press: ActionPress) -> Button:
    return Button(label=room.say(name), intent=press)


def _day(room: Room, on: date) -> str:
    return day(on, room.locale)


def _due(room: Room, action: LoopAction) -> str:
    return _day(room, action.due or local_date(room.now, room.zone))
