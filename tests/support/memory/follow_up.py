"""Flags, actions and what was told back, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.follow_up.actions import (
    Action,
    ActionState,
    TeamUpdate,
)
from bot.domain.follow_up.flags import (
    AnsweredFlag,
    Flag,
    FlagReply,
    HelpReply,
)
from bot.domain.follow_up.prompts import STAYS_OPEN, Prompt
from bot.domain.identifiers import ActionId, FlagId, PersonId, PromptId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.repositories.prompts import HeldWords
from tests.support.memory.state import State


class MemoryLoop:
    def __init__(self, state: State) -> None:
        self._state = state

    async def add_flag(self, flag: Flag) -> None:
        self._state.flags.setdefault(flag.id, flag)

    async def flag(self, flag: FlagId) -> Flag | None:
        return self._state.flags.get(flag)

    async def flags(self, units: Collection[UnitId], since: IsoWeek) -> Sequence[Flag]:
        found = [flag for flag in self._state.flags.values() if flag.unit in units and flag.week >= since]
        return sorted(found, key=lambda flag: (flag.week, flag.unit, flag.id))

    async def judged(self, since: IsoWeek) -> Sequence[AnsweredFlag]:
        found = []
        for flag in sorted(self._state.flags.values(), key=lambda each: (each.week, each.id)):
            replies = await self.replies(flag.id)
            response = max(replies, key=lambda each: (each.at, each.response.value)).response if replies else None
            if flag.week >= since:
                found.append(AnsweredFlag(kind=flag.kind, unit=flag.unit, response=response))
        return found

    async def put_reply(self, reply: FlagReply) -> bool:
        said = self._state.flag_replies
        for key in [key for key in said if key[:2] == (reply.flag, reply.person) and reply.response.replaces(key[2])]:
            del said[key]
        key = (reply.flag, reply.person, reply.response)
        if key in said:
            return False
        said[key] = reply
        return True

    async def set_reply_words(self, reply: FlagReply) -> None:
        key = (reply.flag, reply.person, reply.response)
        if key in self._state.flag_replies:
            self._state.flag_replies[key] = replace(self._state.flag_replies[key], words=reply.words)

    async def replies(self, flag: FlagId) -> Sequence[FlagReply]:
        found = [reply for reply in self._state.flag_replies.values() if reply.flag == flag]
        return sorted(found, key=lambda reply: (reply.at, reply.person, reply.response))

    async def replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[FlagReply]]:
        found = {flag: await self.replies(flag) for flag in flags}
        return {flag: replies for flag, replies in found.items() if replies}

    async def put_help_reply(self, reply: HelpReply) -> None:
        self._state.help_replies[reply.flag, reply.person] = reply

    async def help_replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[HelpReply]]:
        said = sorted(self._state.help_replies.values(), key=lambda reply: (reply.at, reply.person))
        found = {flag: [reply for reply in said if reply.flag == flag] for flag in flags}
        return {flag: replies for flag, replies in found.items() if replies}

    async def save_action(self, action: Action) -> None:
        self._state.actions[action.id] = action

    async def action(self, action: ActionId) -> Action | None:
        return self._state.actions.get(action)

    async def open_actions(self, units: Collection[UnitId]) -> Sequence[Action]:
        found = [
            action
            for action in self._state.actions.values()
            if action.unit in units and action.state in (ActionState.PROPOSED, ActionState.OPEN)
        ]
        return sorted(found, key=lambda action: (action.raised_at, action.id))

    async def unowned_actions(self, today: date) -> Sequence[Action]:
        state = self._state
        found = [
            action
            for action in state.actions.values()
            if action.owner is not None
            and action.state in (ActionState.PROPOSED, ActionState.OPEN)
            and not (
                any(place[:2] == (action.owner, action.unit) for place in state.standing)
                and ((ends := state.people[action.owner].ends) is None or ends >= today)
            )
        ]
        return sorted(found, key=lambda action: (action.unit, action.raised_at, action.id))

    async def done_between(self, first: datetime, end: datetime) -> Sequence[Action]:
        found = [
            (action.closed_at, action.id, action)
            for action in self._state.actions.values()
            if action.state is ActionState.CLOSED
            and not action.cannot
            and action.closed_at is not None
            and first <= action.closed_at < end
        ]
        return [action for _, _, action in sorted(found, key=lambda each: each[:2])]

    async def actions(self, wanted: Collection[ActionId]) -> Mapping[ActionId, Action]:
        return {each: self._state.actions[each] for each in wanted if each in self._state.actions}

    async def move_actions(self, unit: UnitId, into: UnitId) -> None:
        for action in [*self._state.actions.values()]:
            if action.unit == unit:
                self._state.actions[action.id] = action.moved_into(into)

    async def give_back_actions(self, unit: UnitId) -> None:
        for action in [*self._state.actions.values()]:
            if unit in action.moved_from:
                self._state.actions[action.id] = action.given_back_to(unit)

    async def closed_actions(self, units: Collection[UnitId], since: datetime) -> Sequence[Action]:
        found = [
            (action.closed_at, action.id, action)
            for action in self._state.actions.values()
            if action.unit in units and action.state is ActionState.CLOSED
            if action.closed_at is not None and action.closed_at >= since
        ]
        return [action for _, _, action in sorted(found, key=lambda each: each[:2])]

    async def add_told(self, told: TeamUpdate) -> None:
        self._state.told.setdefault(told.id, told)

    async def news(
        self, wanted: Collection[tuple[PersonId, UnitId]], *, since: IsoWeek
    ) -> Mapping[tuple[PersonId, UnitId], TeamUpdate]:
        found = {(person, unit): self._news_for(person, unit, since) for person, unit in wanted}
        return {place: told for place, told in found.items() if told is not None}

    def _news_for(self, person: PersonId, unit: UnitId, since: IsoWeek) -> TeamUpdate | None:
        unseen = [
            told
            for told in self._state.told.values()
            if told.unit == unit and (person, told.id) not in self._state.shown
            if IsoWeek.of(told.at.date()) >= since
        ]
        return max(unseen, key=lambda told: (told.at, told.id), default=None)

    async def mark_shown(self, person: PersonId, told: str) -> None:
        self._state.shown[person, told] = True

    async def forget_shown(self, people: Collection[PersonId]) -> None:
        for each in [each for each in self._state.shown if each[0] in people]:
            del self._state.shown[each]

    async def forget_shown_before(self, week: IsoWeek) -> None:
        old = {told.id for told in self._state.told.values() if IsoWeek.of(told.at.date()) < week}
        for each in [each for each in self._state.shown if each[1] in old]:
            del self._state.shown[each]


class MemoryPrompts:
    def __init__(self, state: State) -> None:
        self._prompts, self._held = state.prompts, state.held_words

    async def open(self, prompt: Prompt) -> None:
        self._prompts.setdefault(prompt.id, prompt)

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Prompt]:
        found = [each for each in self._prompts.values() if each.person == person and now < each.asked_at + STAYS_OPEN]
        return sorted(sorted(found, key=lambda each: each.id), key=lambda each: each.asked_at, reverse=True)

    async def forget(self, prompts: Collection[PromptId]) -> None:
        for each in prompts:
            self._prompts.pop(each, None)

    async def forget_of(self, people: Collection[PersonId]) -> None:
        await self.forget([each.id for each in self._prompts.values() if each.person in people])
        for person in people:
            await self.let_go(person)

    async def purge(self, *, before: datetime) -> int:
        old = [each.id for each in self._prompts.values() if each.asked_at < before]
        await self.forget(old)
        return len(old)

    async def hold(self, words: HeldWords) -> None:
        self._held[words.person] = words

    async def held(self, person: PersonId) -> HeldWords | None:
        return self._held.get(person)

    async def let_go(self, person: PersonId) -> None:
        self._held.pop(person, None)

    async def let_old_go(self, *, before: datetime) -> int:
        old = [person for person, words in self._held.items() if words.asked_at < before]
        for person in old:
            del self._held[person]
        return len(old)
