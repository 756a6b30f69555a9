"""Rounds and pulses in memory."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime

from bot.domain.asking.pulses import (
    Pulse,
    PulseOutcome,
    PulseState,
    Round,
    RoundState,
    ShadowPlan,
)
from bot.domain.identifiers import MessageRef, PersonId, PulseId, RoundId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.organisation.people import Channel
from bot.domain.programme.questions import QuestionRef
from tests.support.memory.state import State


class MemoryRounds:
    def __init__(self, state: State) -> None:
        self._state = state

    async def horizons(self, schedule: ScheduleId) -> Mapping[UnitId, datetime]:
        return {unit: until for (its, unit), until in self._state.horizons.items() if its == schedule}

    async def set_horizon(self, schedule: ScheduleId, units: Collection[UnitId], until: datetime) -> None:
        self._state.horizons.update({(schedule, unit): until for unit in units})

    async def restored_at(self) -> datetime | None:
        return None  # nothing is restored into memory

    async def claim_many(self, rounds: Sequence[Round]) -> frozenset[RoundId]:
        claimed = []
        for round_ in rounds:
            earlier = self._state.rounds.get(round_.id)
            if earlier is None or (earlier.state is RoundState.MISSED and round_.state is RoundState.OPEN):
                self._state.rounds[round_.id] = round_
                claimed.append(round_.id)
        return frozenset(claimed)

    async def questions_on(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        return next((round_.questions for round_ in self._planned(schedule) if _when(round_) == (local_date, slot)), ())

    async def questions_before(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        earlier = [round_ for round_ in self._planned(schedule) if _when(round_) < (local_date, slot)]
        return max(earlier, key=_when).questions if earlier else ()

    async def schedules_of(self, rounds: Collection[RoundId]) -> Mapping[RoundId, ScheduleId]:
        known = self._state.rounds
        return {each: known[each].schedule for each in rounds if each in known}

    async def to_close(self, *, now: datetime) -> Sequence[Round]:
        due = [each for each in self._state.rounds.values() if each.state is RoundState.OPEN and each.closes_at <= now]
        return sorted(due, key=lambda each: (each.closes_at, each.id))

    async def close(self, rounds: Collection[RoundId]) -> None:
        for identity in rounds:
            if self._state.rounds[identity].state is RoundState.OPEN:
                self._state.rounds[identity] = replace(self._state.rounds[identity], state=RoundState.CLOSED)

    async def open_in_week(self, week: IsoWeek) -> bool:
        return any(each.week == week and each.state is RoundState.OPEN for each in self._state.rounds.values())

    async def add_shadow_plans(self, plans: Sequence[ShadowPlan]) -> None:
        for plan in plans:
            self._state.shadow_plans.setdefault((plan.round, plan.person), plan)

    async def shadow_plans(self, rounds: Collection[RoundId]) -> Sequence[ShadowPlan]:
        return [plan for _, plan in sorted(self._state.shadow_plans.items()) if plan.round in rounds]

    async def drop_shadow_plans(self, week: IsoWeek) -> None:
        for key in [key for key, plan in self._state.shadow_plans.items() if plan.week <= week]:
            del self._state.shadow_plans[key]

    async def ids_in(self, week: IsoWeek) -> Sequence[RoundId]:
        return sorted(each.id for each in self._state.rounds.values() if each.week == week)

    async def first_opening(self, first: IsoWeek, last: IsoWeek) -> datetime | None:
        return min((each.opens_at for each in self._state.rounds.values() if first <= each.week <= last), default=None)

    async def closing_in(self, week: IsoWeek, units: Collection[UnitId]) -> Sequence[Round]:
        found = [each for each in self._state.rounds.values() if each.week == week and each.unit in units]
        return sorted(found, key=lambda each: each.id)

    async def questions_of(
        self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek
    ) -> Mapping[UnitId, Sequence[QuestionRef]]:
        found: dict[UnitId, list[QuestionRef]] = {}
        for each in sorted(self._state.rounds.values(), key=lambda each: (each.week, each.opens_at, each.id)):
            if first <= each.week <= last and each.unit in units and each.state is not RoundState.MISSED:
                found.setdefault(each.unit, []).extend(each.questions)
        return found

    def _planned(self, schedule: ScheduleId) -> Sequence[Round]:
        return [
            round_
            for round_ in self._state.rounds.values()
            if round_.schedule == schedule and round_.state is not RoundState.MISSED
        ]


def _when(round_: Round) -> tuple[date, str]:
    return round_.local_date, round_.slot


class MemoryPulses:
    def __init__(self, state: State) -> None:
        self._state = state
        self._pulses = state.pulses

    async def add(self, pulses: Sequence[Pulse]) -> None:
        for pulse in pulses:
            if pulse.id in self._pulses:
                raise ValueError(f"there is a pulse {pulse.id} already")
            self._pulses[pulse.id] = pulse

    async def many(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]:
        return {identity: self._pulses[identity] for identity in pulses if identity in self._pulses}

    async def many_locked(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]:
        return await self.many(pulses)

    async def save_many(self, pulses: Sequence[Pulse]) -> None:
        for pulse in pulses:
            if pulse.id in self._pulses:
                self._pulses[pulse.id] = pulse

    async def mark_sent(self, pulses: Collection[PulseId], *, channel: Channel, at: datetime) -> None:
        for pulse in (await self.many(pulses)).values():
            state = PulseState.SENT if pulse.state is PulseState.PLANNED else pulse.state
            self._pulses[pulse.id] = replace(pulse, state=state, sent_at=pulse.sent_at or at)
            if pulse.person in self._state.addresses:
                self._state.introductions[pulse.person, channel] = True

    async def planned_in(
        self, week: IsoWeek, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[ScheduleId, int]]:
        planned: dict[PersonId, Counter[ScheduleId]] = defaultdict(Counter)
        for pulse in self._of(people):
            if pulse.budget_week == week:
                planned[pulse.person][self._state.rounds[pulse.round].schedule] += 1
        for plan in self._state.shadow_plans.values():
            if plan.budget_week == week and plan.person in people:
                planned[plan.person][self._state.rounds[plan.round].schedule] += plan.questions
        return dict(planned)

    async def last_due(self, people: Collection[PersonId], weeks: Collection[IsoWeek]) -> Mapping[PersonId, datetime]:
        last: dict[PersonId, datetime] = {}
        for pulse in self._of(people):
            if pulse.budget_week in weeks:
                last[pulse.person] = max(pulse.due_at, last.get(pulse.person, pulse.due_at))
        return last

    async def to_remind(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        unsure = {
            carried.delivery.pulse
            for carried in self._state.deliveries.values()
            if carried.delivery.state is DeliveryState.UNSURE and carried.delivery.kind is DeliveryKind.QUESTION
        }
        due = [
            (pulse.remind_at, pulse.id, pulse)
            for pulse in self._pulses.values()
            if pulse.state is PulseState.SENT or (pulse.state is PulseState.PLANNED and pulse.id in unsure)
            if not pulse.reminded and not pulse.excused
            if pulse.remind_at is not None and pulse.remind_at <= now < pulse.closes_at
        ]
        return [pulse for _, _, pulse in sorted(due, key=lambda each: each[:2])][:limit]

    async def to_expire(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        over = [pulse for pulse in self._pulses.values() if _is_unheard(pulse) and pulse.closes_at <= now]
        return sorted(over, key=lambda pulse: (pulse.closes_at, pulse.id))[:limit]

    async def set_state(self, pulses: Collection[PulseId], state: str) -> None:
        for pulse in (await self.many(pulses)).values():
            self._pulses[pulse.id] = replace(pulse, state=PulseState(state))

    async def set_reminded(self, pulses: Collection[PulseId]) -> None:
        for pulse in (await self.many(pulses)).values():
            self._pulses[pulse.id] = replace(pulse, reminded=True)

    async def forget_presses(self, rounds: Collection[RoundId]) -> None:
        for pulse in list(self._state.pulses.values()):
            if pulse.round in rounds:
                missed = pulse.sent_at is None or (pulse.excused and not pulse.heard)
                self._state.pulses[pulse.id] = replace(
                    pulse,
                    state=PulseState.ANSWERED if pulse.heard else pulse.state,
                    sequence=min(pulse.sequence, 0),
                    remind_at=None,
                    reminded=False,
                    excused=False,
                    sent_at=None if missed else pulse.closes_at,
                )
        for shown in [each for each in self._state.pulse_messages if self._state.pulses[each[0]].round in rounds]:
            del self._state.pulse_messages[shown]

    async def excuse(self, person: PersonId, *, now: datetime) -> None:
        for pulse in self._of([person]):
            if _is_unheard(pulse) and pulse.closes_at > now:
                self._pulses[pulse.id] = replace(pulse, excused=True)

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Pulse]:
        found = [
            pulse for pulse in self._of([person]) if pulse.state is not PulseState.EXPIRED and pulse.closes_at > now
        ]
        return sorted(found, key=lambda pulse: (pulse.due_at, pulse.position, pulse.id), reverse=True)

    async def open_locked(self, people: Collection[PersonId], *, now: datetime) -> Sequence[Pulse]:
        found = [each for person in people for each in await self.open_of(person, now=now)]
        return sorted(found, key=lambda pulse: pulse.id)

    async def unsent_of(self, people: Collection[PersonId], *, now: datetime) -> Sequence[Pulse]:
        posted = {pulse for pulse, _ in self._state.pulse_messages}
        found = [
            pulse
            for pulse in self._of(people)
            if pulse.state is PulseState.PLANNED and pulse.sent_at is None
            if pulse.position == 0 and pulse.closes_at > now
            if pulse.id not in posted and self._is_due(pulse)
        ]
        return sorted(found, key=lambda pulse: (pulse.person, pulse.id))

    async def of_rounds(self, rounds: Collection[RoundId]) -> Sequence[Pulse]:
        wanted = set(rounds)
        found = [pulse for pulse in self._pulses.values() if pulse.round in wanted]
        return sorted(found, key=lambda pulse: (pulse.round, pulse.person, pulse.position))

    async def outcomes(self, rounds: Collection[RoundId]) -> Sequence[PulseOutcome]:
        return [
            PulseOutcome(
                round=pulse.round,
                unit=pulse.unit,
                person=pulse.person,
                question=pulse.question,
                state=pulse.state,
                delivered=pulse.sent_at is not None,
                excused=pulse.excused,
            )
            for pulse in await self.of_rounds(rounds)
        ]

    async def next_in_round(self, pulse: Pulse) -> Pulse | None:
        place = (pulse.round, pulse.position + 1)
        return next((each for each in self._of([pulse.person]) if (each.round, each.position) == place), None)

    async def introduced(self, people: Collection[PersonId]) -> Set[tuple[PersonId, Channel]]:
        return {(person, channel) for person, channel in self._state.introductions if person in set(people)}

    async def message_of(self, pulse: PulseId) -> MessageRef | None:
        return next((ref for shown, ref in reversed(self._state.pulse_messages) if shown == pulse), None)

    async def pulse_at(self, ref: MessageRef) -> PulseId | None:
        return next((pulse for pulse, where in reversed(self._state.pulse_messages) if where == ref), None)

    async def set_message(self, pulse: PulseId, ref: MessageRef) -> None:
        self._state.pulse_messages.setdefault((pulse, ref))

    async def set_messages(self, shown: Sequence[tuple[PulseId, MessageRef]]) -> None:
        for pulse, ref in shown:
            await self.set_message(pulse, ref)

    async def note_opened(self, people: Collection[PersonId], *, channel: Channel, now: datetime) -> None:
        posted = {pulse for pulse, _ in self._state.pulse_messages}
        waiting = [
            pulse.id
            for pulse in self._of(people)
            if pulse.id in posted
            and pulse.sent_at is None
            and pulse.closes_at > now
            and pulse.state is not PulseState.EXPIRED
        ]
        await self.mark_sent(waiting, channel=channel, at=now)

    def _of(self, people: Collection[PersonId]) -> Sequence[Pulse]:
        wanted = set(people)
        return [pulse for pulse in self._pulses.values() if pulse.person in wanted]

    def _is_due(self, pulse: Pulse) -> bool:
        carried = self._state.deliveries.get(question_key(pulse.id))
        return carried is not None and carried.delivery.state is DeliveryState.DUE


def _is_unheard(pulse: Pulse) -> bool:
    return pulse.state in (PulseState.PLANNED, PulseState.SENT)
