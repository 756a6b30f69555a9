"""Closed weeks and the loop in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.pending_releases import PackedReleases
from bot.domain.disclosure.release_kinds import BLOCK_END_KINDS
from bot.domain.follow_up.actions import (
    Action,
    ActionState,
    TeamUpdate,
)
from bot.domain.follow_up.expected_replies import ExpectedReply
from bot.domain.follow_up.flags import (
    AnsweredFlag,
    Flag,
    FlagReply,
)
from bot.domain.identifiers import ActionId, FlagId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope
from bot.domain.week_close.presence import Presence, Snapshot
from bot.domain.week_close.unit_state import UnitState
from tests.support.memory.state import State


class MemoryWeeks:
    def __init__(self, state: State) -> None:
        self._state = state

    async def newest_closed(self) -> IsoWeek | None:
        return max((week for week, finished in self._state.closed_weeks.items() if finished), default=None)

    async def closed_through(self) -> IsoWeek | None:
        return max(self._state.closed_weeks, default=None)

    async def oldest_open_week(self) -> IsoWeek | None:
        weeks = {round_.week for round_ in self._state.rounds.values()}
        return min((week for week in weeks if not self._state.closed_weeks.get(week, False)), default=None)

    async def claim(self, week: IsoWeek, *, at: datetime) -> bool:  # noqa: ARG002 - kept for operators only
        if week in self._state.closed_weeks:
            return False
        self._state.closed_weeks[week] = False
        return True

    async def finish(self, week: IsoWeek) -> None:
        if week in self._state.closed_weeks:
            self._state.closed_weeks[week] = True

    async def unfinished(self) -> IsoWeek | None:
        return min((week for week, finished in self._state.closed_weeks.items() if not finished), default=None)

    async def add_presence(self, rows: Sequence[Presence]) -> None:
        for row in rows:
            self._state.presence.setdefault((row.unit, row.week, row.person), row)

    async def unit_states(self, units: Collection[UnitId], *, before: IsoWeek) -> Mapping[UnitId, UnitState]:
        kept = {unit: self._state.unit_states.get(unit, {}) for unit in units}
        found = {unit: _newest(states, before=before) for unit, states in kept.items()}
        return {unit: state for unit, state in found.items() if state is not None}

    async def put_unit_states(self, states: Mapping[UnitId, UnitState]) -> None:
        for unit, state in states.items():
            self._state.unit_states[unit] = _with_newest(self._state.unit_states.get(unit, {}), state)

    async def organisation_state(self, *, before: IsoWeek) -> UnitState | None:
        return _newest(self._state.organisation_states, before=before)

    async def put_organisation_state(self, state: UnitState) -> None:
        self._state.organisation_states = _with_newest(self._state.organisation_states, state)

    async def pending_releases(self, week: IsoWeek) -> PackedReleases | None:
        return self._state.pending_releases.get(week)

    async def put_pending_releases(self, week: IsoWeek, releases: PackedReleases) -> None:
        self._state.pending_releases[week] = releases

    async def drop_pending_releases(self, week: IsoWeek) -> None:
        for each in [each for each in self._state.pending_releases if each <= week]:
            del self._state.pending_releases[each]

    async def put_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        self._state.snapshots.update({(snapshot.unit, snapshot.week): snapshot for snapshot in snapshots})

    async def add_releases(self, releases: Sequence[Release]) -> None:
        for release in releases:
            self._state.releases.setdefault((release.scope, release.kind, release.period), release)

    async def releases(self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek) -> Sequence[Release]:
        return self._released(units, first, last)

    async def organisation_releases(self, first: IsoWeek, last: IsoWeek) -> Sequence[Release]:
        return self._released([ORGANISATION], first, last)

    def _released(self, scopes: Collection[Scope], first: IsoWeek, last: IsoWeek) -> Sequence[Release]:
        found = [each for each in self._state.releases.values() if each.scope in scopes and first <= each.week <= last]
        return sorted(found, key=lambda each: (str(each.scope), each.week, each.kind, str(each.period)))

    async def released_in(self, units: Collection[UnitId], week: IsoWeek) -> Sequence[Release]:
        found = await self.releases(units, week, week)
        return [
            replace(each, people=frozenset()) for each in found if each.kind in BLOCK_END_KINDS and not each.withheld
        ]

    async def add_digests(self, digests: Sequence[FrozenDigest]) -> None:
        for digest in digests:
            self._state.digests.setdefault((digest.unit, digest.week), digest)

    async def digest(self, unit: UnitId, week: IsoWeek | None = None) -> FrozenDigest | None:
        if week is not None:
            return self._state.digests.get((unit, week))
        found = [digest for digest in self._state.digests.values() if digest.unit == unit]
        return max(found, key=lambda digest: digest.week, default=None)

    async def undelivered_digests(self, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        waiting = [
            digest
            for key, digest in self._state.digests.items()
            if key not in self._state.handed_over and digest.week >= since
        ]
        return sorted(waiting, key=lambda digest: (digest.week, digest.unit))

    async def mark_digest_handed_over(self, unit: UnitId, week: IsoWeek) -> None:
        self._state.handed_over[unit, week] = True


def _newest(states: Mapping[IsoWeek, UnitState], *, before: IsoWeek) -> UnitState | None:
    week = max((week for week in states if week < before), default=None)
    return None if week is None else states[week]


def _with_newest(states: Mapping[IsoWeek, UnitState], state: UnitState) -> dict[IsoWeek, UnitState]:
    together = {**states, state.week: state}
    return {week: together[week] for week in sorted(together)[-2:]}


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

    async def add_reply(self, reply: FlagReply) -> bool:
        key = (reply.flag, reply.person, reply.response)
        if key in self._state.flag_replies:
            return False
        self._state.flag_replies[key] = reply
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

    async def news(self, wanted: Collection[tuple[PersonId, UnitId]]) -> Mapping[tuple[PersonId, UnitId], TeamUpdate]:
        found = {(person, unit): self._news_for(person, unit) for person, unit in wanted}
        return {place: told for place, told in found.items() if told is not None}

    def _news_for(self, person: PersonId, unit: UnitId) -> TeamUpdate | None:
        unseen = [
            told
            for told in self._state.told.values()
            if told.unit == unit and (person, told.id) not in self._state.shown
        ]
        return max(unseen, key=lambda told: (told.at, told.id), default=None)

    async def mark_shown(self, person: PersonId, told: str) -> None:
        self._state.shown[person, told] = True

    async def expect(self, reply: ExpectedReply) -> None:
        self._state.expected[reply.person] = reply

    async def expected(self, person: PersonId, *, now: datetime) -> ExpectedReply | None:
        reply = self._state.expected.get(person)
        return reply if reply is not None and reply.until > now else None

    async def forget_expected(self, person: PersonId) -> None:
        self._state.expected.pop(person, None)
