"""Closed weeks in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.release_kinds import BLOCK_END_KINDS
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState
from bot.domain.organisation.people import midnight_before
from bot.domain.organisation.unit_tree import ORGANISATION, Scope
from bot.domain.retention.rules import over_in_every_zone
from bot.domain.week_close.unit_state import UnitState
from bot.repositories.week_close import ReadyDigests, ReadyReleases
from tests.support.memory.state import State

_ENDED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.EXPIRED)


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

    async def hold(self, week: IsoWeek) -> bool:
        return self._state.closed_weeks.get(week) is False

    async def unfinished(self) -> IsoWeek | None:
        return min((week for week, finished in self._state.closed_weeks.items() if not finished), default=None)

    async def not_forgotten(self) -> IsoWeek | None:
        finished = (week for week, done in self._state.closed_weeks.items() if done)
        return min((week for week in finished if week not in self._state.forgotten_weeks), default=None)

    async def skipped(self, first: IsoWeek, last: IsoWeek) -> frozenset[IsoWeek]:  # noqa: ARG002
        return frozenset()  # nothing is restored into memory

    async def note_forgotten(self, week: IsoWeek) -> None:
        self._state.forgotten_weeks[week] = None

    async def forget_late(self) -> int:
        state, newest = self._state, max(self._state.forgotten_weeks, default=None)
        rounds = {each.id for each in state.rounds.values() if newest is not None and each.week <= newest}
        pulses = {each.id for each in state.pulses.values() if each.round in rounds}
        about = {key: each.delivery for key, each in state.deliveries.items() if each.delivery.pulse in pulses}
        sent = [key for key, each in about.items() if each.state in _ENDED]
        shown = [each for each in state.pulse_messages if each[0] in pulses]
        chats = [each for each in state.web_messages if state.web_messages_about.get(each) in pulses]
        for key in sent:
            del state.deliveries[key]
        for place in shown:
            del state.pulse_messages[place]
        for number in chats:
            del state.web_messages[number]
        return len(sent) + len(shown) + len(chats) + self._without_times(newest)

    def _without_times(self, newest: IsoWeek | None) -> int:
        changed = 0
        for key, row in self._state.deliveries.items():
            each = row.delivery
            is_reply = each.sealed is not None and each.kind not in (DeliveryKind.QUESTION, DeliveryKind.REMINDER)
            if newest is None or not is_reply or each.state not in _ENDED or each.due_at >= over_in_every_zone(newest):
                continue
            days = replace(each, due_at=midnight_before(each.due_at), expires_at=midnight_before(each.expires_at))
            ended = None if row.finished_at is None else midnight_before(row.finished_at)
            if (days.due_at, ended) != (each.due_at, row.finished_at):
                coarse = replace(row, delivery=replace(days, reply_via=""), finished_at=ended, sending_since=None)
                self._state.deliveries[key] = coarse
                changed += 1
        return changed

    async def forget_asked(self, *, before: IsoWeek) -> int:
        state, newest = self._state, max(self._state.forgotten_weeks, default=None)
        old = [each for each in state.pulses.values() if each.week < before and newest and each.week <= newest]
        for pulse in old:
            del state.pulses[pulse.id]
        return len(old)

    async def forget_silences(self) -> None:
        state, asked = self._state, {each.person for each in self._state.pulses.values() if each.sent_at is not None}
        for person, consent in list(state.consents.items()):
            if person not in asked:
                state.consents[person] = replace(consent, unanswered=0)

    async def unit_states(self, units: Collection[UnitId], *, before: IsoWeek) -> Mapping[UnitId, UnitState]:
        kept = {unit: self._state.unit_states.get(unit, {}) for unit in units}
        found = {unit: _newest(states, before=before) for unit, states in kept.items()}
        return {unit: state for unit, state in found.items() if state is not None}

    async def put_unit_states(self, states: Mapping[UnitId, UnitState]) -> None:
        for unit, state in states.items():
            self._state.unit_states[unit] = _with_newest(self._state.unit_states.get(unit, {}), state)

    async def forget_retired(self, *, before: datetime) -> None:
        for unit in [unit for unit, at in self._state.retired.items() if at < before]:
            self._state.unit_states.pop(unit, None)

    async def organisation_state(self, *, before: IsoWeek) -> UnitState | None:
        return _newest(self._state.organisation_states, before=before)

    async def put_organisation_state(self, state: UnitState) -> None:
        self._state.organisation_states = _with_newest(self._state.organisation_states, state)

    async def pending_releases(self, week: IsoWeek) -> Sequence[Release]:
        return self._state.pending_releases.get(week, ())

    async def ready_to_wait(self, releases: Sequence[Release]) -> ReadyReleases:
        return ReadyReleases(tuple(releases))

    async def put_pending_releases(self, week: IsoWeek, releases: ReadyReleases) -> None:
        self._state.pending_releases[week] = cast(Sequence[Release], releases)

    async def drop_pending_releases(self, week: IsoWeek) -> None:
        for each in [each for each in self._state.pending_releases if each <= week]:
            del self._state.pending_releases[each]

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

    async def ready_digests(self, digests: Sequence[FrozenDigest]) -> ReadyDigests:
        return ReadyDigests(tuple(digests))

    async def add_digests(self, digests: ReadyDigests) -> frozenset[UnitId]:
        these = cast(Sequence[FrozenDigest], digests)
        fresh = [digest for digest in these if (digest.unit, digest.week) not in self._state.digests]
        for digest in fresh:
            self._state.digests.setdefault((digest.unit, digest.week), digest)
        return frozenset(digest.unit for digest in fresh)

    async def digest(self, unit: UnitId, week: IsoWeek | None = None) -> FrozenDigest | None:
        if week is not None:
            return self._state.digests.get((unit, week))
        found = [digest for digest in self._state.digests.values() if digest.unit == unit]
        return max(found, key=lambda digest: digest.week, default=None)

    async def digests(self, unit: UnitId, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        found = [each for each in self._state.digests.values() if each.unit == unit and each.week >= since]
        return sorted(found, key=lambda each: each.week, reverse=True)

    async def steps_suggested(self, units: Collection[UnitId], *, since: IsoWeek) -> Mapping[UnitId, frozenset[str]]:
        found: dict[UnitId, set[str]] = {}
        for digest in self._state.digests.values():
            if digest.unit in units and digest.week >= since and digest.step:
                found.setdefault(digest.unit, set()).add(digest.step)
        return {unit: frozenset(steps) for unit, steps in found.items()}

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
