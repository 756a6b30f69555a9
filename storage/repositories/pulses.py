"""Pulses, their states, and which messages show them. Holds whether people answered, never what."""

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import datetime
from functools import cache, lru_cache

from sqlalchemy import (
    BindParameter,
    Text,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.domain.asking.pulses import (
    Pulse,
    PulseOutcome,
    PulseState,
)
from bot.domain.identifiers import MessageRef, PersonId, PulseId, RoundId, ScheduleId, intern_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState
from bot.domain.organisation.people import Channel
from bot.domain.programme.questions import QuestionRef
from storage.repositories.base import Repository
from storage.repositories.queries.unsent import NOTE_OPENED, UNSENT_OF
from storage.schema import tables
from storage.schema.tables import (
    IN_DOUBT,
    SENT,
    TO_REMIND,
    UNHEARD,
    UNSENT,
    addresses,
    deliveries,
    introductions,
    pulse_messages,
    pulses,
    rounds,
    shadow_plans,
)
from storage.sql.columns import UtcDateTime
from storage.sql.statements import Insert, add_missing, among, insert
from storage.sql.transaction import AnyRow

_NOW = bindparam("now", type_=UtcDateTime())
_LIMIT: BindParameter[int] = bindparam("limit")
_MAY_STILL_CHANGE = (
    PulseState.PLANNED.value,
    PulseState.SENT.value,
    PulseState.ANSWERED.value,
    PulseState.SKIPPED.value,
)

_MANY = select(pulses).where(among(pulses.c.id, "pulses"))
_MANY_LOCKED = _MANY.order_by(pulses.c.id).with_for_update()
_SAVE = (
    update(pulses)
    .where(pulses.c.id == bindparam("pulse"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=pulses.c[name].type)
            for name in (
                "due_at",
                "closes_at",
                "state",
                "sent_at",
                "remind_at",
                "reminded",
                "excused",
                "sequence",
            )
        }
    )
)
_MARK_SENT = (
    update(pulses)
    .where(among(pulses.c.id, "pulses"))
    .values(
        sent_at=func.coalesce(pulses.c.sent_at, bindparam("at", type_=UtcDateTime())),
        state=case((pulses.c.state == PulseState.PLANNED.value, PulseState.SENT.value), else_=pulses.c.state),
    )
)
_UNSURE_QUESTIONS = select(deliveries.c.pulse).where(
    IN_DOUBT,
    deliveries.c.state == DeliveryState.UNSURE.value,
    deliveries.c.kind == DeliveryKind.QUESTION.value,
)
# No order among those of one moment, which may be a whole hospital: the index gives some at once, but sorting any would
# read them all for every batch.
_TO_REMIND = (
    select(pulses)
    .where(
        TO_REMIND,
        # A reminder repeats its question, so it heals one of which nobody knows whether it arrived.
        or_(pulses.c.state == PulseState.SENT.value, pulses.c.id.in_(_UNSURE_QUESTIONS)),
        pulses.c.remind_at <= _NOW,
        pulses.c.closes_at > _NOW,
    )
    .order_by(pulses.c.remind_at)
    .limit(_LIMIT)
)
_TO_EXPIRE = select(pulses).where(UNHEARD, pulses.c.closes_at <= _NOW).order_by(pulses.c.closes_at).limit(_LIMIT)
# Each round by its key: joined, PostgreSQL would read through all rounds of all years to find a few.
_SCHEDULE = select(rounds.c.schedule).where(rounds.c.id == pulses.c.round).scalar_subquery()
_SHADOW_SCHEDULE = select(rounds.c.schedule).where(rounds.c.id == shadow_plans.c.round).scalar_subquery()
_WEEK = bindparam("week", type_=pulses.c.week.type)
_PLANNED_IN = union_all(
    select(pulses.c.person, _SCHEDULE.label("schedule"), func.count().label("questions"))
    .where(among(pulses.c.person, "people"), pulses.c.budget_week == _WEEK)
    .group_by(pulses.c.person, pulses.c.round),
    select(shadow_plans.c.person, _SHADOW_SCHEDULE.label("schedule"), shadow_plans.c.questions).where(
        among(shadow_plans.c.person, "people"), shadow_plans.c.budget_week == _WEEK
    ),
)
_LAST_DUE = (
    select(pulses.c.person, func.max(pulses.c.due_at, type_=UtcDateTime()))
    .where(among(pulses.c.person, "people"), among(pulses.c.budget_week, "weeks"))
    .group_by(pulses.c.person)
)
# Each part by an index of its own.
_CURRENT_OF = union_all(
    select(pulses.c.id).where(among(pulses.c.person, "people"), UNSENT),
    select(pulses.c.id).where(among(pulses.c.person, "people"), SENT, pulses.c.closes_at > _NOW),
)
_TO_EXCUSE = and_(pulses.c.id.in_(_CURRENT_OF), UNHEARD, pulses.c.closes_at > _NOW)
_EXCUSE_LOCK = select(pulses.c.id).where(_TO_EXCUSE).order_by(pulses.c.id).with_for_update()
_EXCUSE = update(pulses).where(_TO_EXCUSE).values(excused=True)
_OPEN_OF = (
    select(pulses)
    .where(
        pulses.c.id.in_(_CURRENT_OF),
        pulses.c.state.in_(_MAY_STILL_CHANGE),
        pulses.c.closes_at > _NOW,
    )
    .order_by(pulses.c.due_at.desc(), pulses.c.position.desc(), pulses.c.id.desc())
)

_SET_STATE = update(pulses).where(among(pulses.c.id, "pulses")).values(state=bindparam("new"))
_HEARD = (PulseState.ANSWERED.value, PulseState.SKIPPED.value)
_FORGET_PRESSES = (
    update(pulses)
    .where(among(pulses.c.round, "rounds"))
    .values(
        sequence=case((pulses.c.sequence < 0, pulses.c.sequence), else_=0),  # what came anew tells nothing later either
        remind_at=null(),
        reminded=False,
        excused=False,
        state=case((pulses.c.state == PulseState.SKIPPED.value, PulseState.ANSWERED.value), else_=pulses.c.state),
        # Whoever was excused and not heard is left as somebody whom the question never reached.
        sent_at=case(
            (and_(pulses.c.excused, pulses.c.state.not_in(_HEARD)), null()),
            (pulses.c.sent_at.is_not(None), pulses.c.closes_at),
            else_=null(),
        ),
    )
)
_FORGET_MESSAGES = delete(pulse_messages).where(
    pulse_messages.c.pulse.in_(select(pulses.c.id).where(among(pulses.c.round, "rounds")))
)
_SET_REMINDED = update(pulses).where(among(pulses.c.id, "pulses")).values(reminded=True)
_OF_ROUNDS = (
    select(pulses).where(among(pulses.c.round, "rounds")).order_by(pulses.c.round, pulses.c.person, pulses.c.position)
)
_OUTCOMES = (
    select(
        pulses.c.round,
        pulses.c.unit,
        pulses.c.person,
        pulses.c.question,
        pulses.c.version,
        pulses.c.state,
        pulses.c.sent_at.is_not(None).label("delivered"),
        pulses.c.excused,
    )
    .where(among(pulses.c.round, "rounds"))
    .order_by(pulses.c.round, pulses.c.person, pulses.c.position)
)
_STATES = {state.value: state for state in PulseState}
_ref = lru_cache(maxsize=1024)(QuestionRef)
_NEXT = select(pulses).where(
    pulses.c.round == bindparam("round"), pulses.c.person == bindparam("who"), pulses.c.position == bindparam("next")
)
_INTRODUCED = select(introductions.c.person, introductions.c.channel).where(among(introductions.c.person, "people"))
_MESSAGE_OF = (
    select(pulse_messages.c.ref)
    .where(pulse_messages.c.pulse == bindparam("pulse"))
    .order_by(pulse_messages.c.id.desc())
    .limit(1)
)
_PULSE_AT = (
    select(pulse_messages.c.pulse)
    .where(pulse_messages.c.ref == bindparam("ref"))
    .order_by(pulse_messages.c.id.desc())
    .limit(1)
)


class StoredPulses(Repository):
    __slots__ = ()

    async def add(self, pulses: Sequence[Pulse]) -> None:
        await self._transaction.add_new(tables.pulses, [_columns(pulse) for pulse in pulses])

    async def many(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]:
        return {row.id: pulse_of(row) for row in await self._transaction.rows(_MANY, {"pulses": list(pulses)})}

    async def many_locked(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]:
        found = await self._transaction.rows(_MANY_LOCKED, {"pulses": sorted(pulses)})
        return {row.id: pulse_of(row) for row in found}

    async def save_many(self, pulses: Sequence[Pulse]) -> None:
        if pulses:
            await self._transaction.write(_SAVE, [_changes(pulse) for pulse in pulses])

    async def mark_sent(self, pulses: Collection[PulseId], *, channel: Channel, at: datetime) -> None:
        if pulses:
            await self._transaction.run(_MARK_SENT, {"pulses": list(pulses), "at": at})
            await self._introduce(pulses, channel)

    async def planned_in(
        self, week: IsoWeek, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[ScheduleId, int]]:
        found: dict[PersonId, dict[ScheduleId, int]] = {}
        for row in await self._transaction.rows(_PLANNED_IN, {"people": list(people), "week": week}):
            theirs = found.setdefault(row.person, {})
            theirs[row.schedule] = theirs.get(row.schedule, 0) + row[2]
        return found

    async def last_due(self, people: Collection[PersonId], weeks: Collection[IsoWeek]) -> Mapping[PersonId, datetime]:
        within = [str(week) for week in weeks]
        rows = await self._transaction.rows(_LAST_DUE, {"people": list(people), "weeks": within})
        return {row.person: row[1] for row in rows}

    async def to_remind(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        return [pulse_of(row) for row in await self._transaction.rows(_TO_REMIND, {"now": now, "limit": limit})]

    async def to_expire(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        return [pulse_of(row) for row in await self._transaction.rows(_TO_EXPIRE, {"now": now, "limit": limit})]

    async def set_state(self, pulses: Collection[PulseId], state: str) -> None:
        if pulses:
            await self._transaction.run(_SET_STATE, {"pulses": list(pulses), "new": PulseState(state).value})

    async def set_reminded(self, pulses: Collection[PulseId]) -> None:
        if pulses:
            await self._transaction.run(_SET_REMINDED, {"pulses": list(pulses)})

    async def forget_presses(self, rounds: Collection[RoundId]) -> None:
        await self._transaction.run(_FORGET_PRESSES, {"rounds": list(rounds)})
        await self._transaction.run(_FORGET_MESSAGES, {"rounds": list(rounds)})

    async def excuse(self, person: PersonId, *, now: datetime) -> None:
        theirs = {"people": [person], "now": now}
        await self._lock(_EXCUSE_LOCK, theirs)
        await self._transaction.run(_EXCUSE, theirs)

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Pulse]:
        return [pulse_of(row) for row in await self._transaction.rows(_OPEN_OF, {"people": [person], "now": now})]

    async def open_locked(self, people: Collection[PersonId], *, now: datetime) -> Sequence[Pulse]:
        rows = await self._transaction.rows(_OPEN_OF, {"people": list(people), "now": now})
        return list((await self.many_locked([row.id for row in rows])).values()) if rows else []

    async def unsent_of(self, people: Collection[PersonId], *, now: datetime) -> Sequence[Pulse]:
        found = await self._transaction.rows(UNSENT_OF, {"people": list(people), "now": now})
        return [pulse_of(row) for row in found]

    async def of_rounds(self, rounds: Collection[RoundId]) -> Sequence[Pulse]:
        return [pulse_of(row) for row in await self._transaction.rows(_OF_ROUNDS, {"rounds": list(rounds)})]

    async def outcomes(self, rounds: Collection[RoundId]) -> Sequence[PulseOutcome]:
        return [
            PulseOutcome(
                round=round_,
                unit=intern_id(unit),
                person=intern_id(person),
                question=_ref(id=question, version=version),
                state=_STATES[state],
                delivered=bool(delivered),
                excused=excused,
            )
            for round_, unit, person, question, version, state, delivered, excused in await self._transaction.rows(
                _OUTCOMES, {"rounds": list(rounds)}
            )
        ]

    async def next_in_round(self, pulse: Pulse) -> Pulse | None:
        row = await self._transaction.row(
            _NEXT, {"round": pulse.round, "who": pulse.person, "next": pulse.position + 1}
        )
        return None if row is None else pulse_of(row)

    async def introduced(self, people: Collection[PersonId]) -> Set[tuple[PersonId, Channel]]:
        rows = await self._transaction.rows(_INTRODUCED, {"people": list(people)})
        return {(PersonId(row.person), Channel(row.channel)) for row in rows}

    async def message_of(self, pulse: PulseId) -> MessageRef | None:
        ref: MessageRef | None = await self._transaction.scalar(_MESSAGE_OF, {"pulse": pulse})
        return ref

    async def pulse_at(self, ref: MessageRef) -> PulseId | None:
        pulse: PulseId | None = await self._transaction.scalar(_PULSE_AT, {"ref": ref})
        return pulse

    async def set_message(self, pulse: PulseId, ref: MessageRef) -> None:
        await self.set_messages([(pulse, ref)])

    async def set_messages(self, shown: Sequence[tuple[PulseId, MessageRef]]) -> None:
        await self._transaction.write(
            add_missing(pulse_messages, self._transaction.dialect),
            [{"pulse": pulse, "ref": ref} for pulse, ref in shown],
        )

    async def note_opened(self, people: Collection[PersonId], *, channel: Channel, now: datetime) -> None:
        if opened := await self._transaction.rows(NOTE_OPENED, {"people": list(people), "now": now}):
            await self._introduce([row.id for row in opened], channel)

    async def _introduce(self, pulses: Collection[PulseId], channel: Channel) -> None:
        noted = _introduction(self._transaction.dialect)
        await self._transaction.run(noted, {"pulses": list(pulses), "on": channel})


@cache
def _introduction(dialect: str) -> Insert:
    is_somebody = exists().where(addresses.c.person == pulses.c.person)  # not forgotten while it was on its way
    asked = select(pulses.c.person, bindparam("on", type_=Text()))
    found = asked.where(among(pulses.c.id, "pulses"), is_somebody).distinct()
    return insert(introductions, dialect).from_select(["person", "channel"], found).on_conflict_do_nothing()


def _columns(pulse: Pulse) -> dict[str, object]:
    return {
        "id": pulse.id,
        "round": pulse.round,
        "unit": pulse.unit,
        "person": pulse.person,
        "question": pulse.question.id,
        "version": pulse.question.version,
        "action": pulse.action,
        "position": pulse.position,
        "due_at": pulse.due_at,
        "closes_at": pulse.closes_at,
        "week": pulse.week,
        "budget_week": pulse.budget_week,
        "state": pulse.state.value,
        "sent_at": pulse.sent_at,
        "remind_at": pulse.remind_at,
        "reminded": pulse.reminded,
        "excused": pulse.excused,
        "sequence": pulse.sequence,
    }


def _changes(pulse: Pulse) -> dict[str, object]:
    return {
        "pulse": pulse.id,
        "new_due_at": pulse.due_at,
        "new_closes_at": pulse.closes_at,
        "new_state": pulse.state.value,
        "new_sent_at": pulse.sent_at,
        "new_remind_at": pulse.remind_at,
        "new_reminded": pulse.reminded,
        "new_excused": pulse.excused,
        "new_sequence": pulse.sequence,
    }


def pulse_of(row: AnyRow) -> Pulse:
    return Pulse(
        id=row.id,
        round=row.round,
        unit=row.unit,
        person=row.person,
        question=QuestionRef(id=row.question, version=row.version),
        action=row.action,
        position=row.position,
        due_at=row.due_at,
        closes_at=row.closes_at,
        week=row.week,
        budget_week=row.budget_week,
        state=PulseState(row.state),
        sent_at=row.sent_at,
        remind_at=row.remind_at,
        reminded=row.reminded,
        excused=row.excused,
        sequence=row.sequence,
    )
