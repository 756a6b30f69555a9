"""Rounds, claimed once by their key, and how far each unit's occurrences have been looked at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import Executable, and_, bindparam, delete, select, text, tuple_, update

from bot.domain.asking.pulses import Round, RoundState, ShadowPlan
from bot.domain.identifiers import RoundId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import QuestionRef
from storage.codecs.programmes import decode_refs, encode_refs
from storage.repositories.base import Repository
from storage.schema.tables import (
    OPEN,
    horizons,
    restores,
    rounds,
    shadow_plans,
)
from storage.sql.lock_numbers import PLANNING
from storage.sql.statements import (
    add_missing,
    among,
    insert,
    put,
)
from storage.sql.transaction import AnyRow

_CLOSE = (
    update(rounds)
    .where(among(rounds.c.id, "rounds"), rounds.c.state == RoundState.OPEN.value)
    .values(state=RoundState.CLOSED.value)
)
_TO_CLOSE = (
    select(rounds)
    .where(OPEN, rounds.c.closes_at <= bindparam("now", type_=rounds.c.closes_at.type))
    .order_by(rounds.c.closes_at, rounds.c.id)
)


ONE_PLANNER = text(f"SELECT pg_advisory_xact_lock({PLANNING})")
_MISSED = RoundState.MISSED.value
_PLANNED = select(rounds.c.questions).where(rounds.c.schedule == bindparam("schedule"), rounds.c.state != _MISSED)
_DAY = bindparam("local_date", type_=rounds.c.local_date.type)
_SLOT = bindparam("slot", type_=rounds.c.slot.type)
_PLANNED_ON = _PLANNED.where(rounds.c.local_date == _DAY, rounds.c.slot == _SLOT).limit(1)
_PLANNED_BEFORE = (
    _PLANNED.where(tuple_(rounds.c.local_date, rounds.c.slot) < tuple_(_DAY, _SLOT))
    .order_by(rounds.c.local_date.desc(), rounds.c.slot.desc())
    .limit(1)
)

_SHADOW_PLANS = (
    select(shadow_plans)
    .where(among(shadow_plans.c.round, "rounds"))
    .order_by(shadow_plans.c.round, shadow_plans.c.person)
)


@cache
def _claim(dialect: str) -> Executable:
    statement = insert(rounds, dialect)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["id"],
        set_={name: new[name] for name in ("opens_at", "closes_at", "week", "questions", "state")},
        where=and_(rounds.c.state == _MISSED, new.state == RoundState.OPEN.value),
    ).returning(rounds.c.id)


_IDS_IN = select(rounds.c.id).where(rounds.c.week == bindparam("of", type_=rounds.c.week.type)).order_by(rounds.c.id)
_SCHEDULES = select(rounds.c.id, rounds.c.schedule).where(among(rounds.c.id, "rounds"))


_RESTORED_AT = select(restores.c.at).order_by(restores.c.at.desc()).limit(1)


class StoredRounds(Repository):
    __slots__ = ()

    async def horizons(self, schedule: ScheduleId) -> Mapping[UnitId, datetime]:
        rows = await self._transaction.rows(
            select(horizons.c.unit, horizons.c.until).where(horizons.c.schedule == schedule)
        )
        return {row.unit: row.until for row in rows}

    async def set_horizon(self, schedule: ScheduleId, units: Collection[UnitId], until: datetime) -> None:
        if units:
            await self._transaction.write(
                put(horizons, self._transaction.dialect),
                [{"schedule": schedule, "unit": unit, "until": until} for unit in units],
            )

    async def restored_at(self) -> datetime | None:
        at: datetime | None = await self._transaction.scalar(_RESTORED_AT, {})
        return at

    async def claim_many(self, rounds: Sequence[Round]) -> frozenset[RoundId]:
        if not rounds:
            return frozenset()
        if self._transaction.dialect == "postgresql":
            # Two at once might also meet at the other unique key, which ON CONFLICT (id) does not cover.
            await self._transaction.run(ONE_PLANNER)
        claimed = await self._transaction.run(
            _claim(self._transaction.dialect), [_columns(round_) for round_ in rounds]
        )
        return frozenset(claimed.scalars())

    async def questions_on(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        return await self._asked(_PLANNED_ON, schedule, local_date, slot)

    async def questions_before(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        return await self._asked(_PLANNED_BEFORE, schedule, local_date, slot)

    async def _asked(
        self, statement: Executable, schedule: ScheduleId, local_date: date, slot: str
    ) -> Sequence[QuestionRef]:
        found = await self._transaction.scalar(
            statement, {"schedule": schedule, "local_date": local_date, "slot": slot}
        )
        return () if found is None else decode_refs(found)

    async def schedules_of(self, rounds: Collection[RoundId]) -> Mapping[RoundId, ScheduleId]:
        return {row.id: row.schedule for row in await self._transaction.rows(_SCHEDULES, {"rounds": list(rounds)})}

    async def to_close(self, *, now: datetime) -> Sequence[Round]:
        return [_round(row) for row in await self._transaction.rows(_TO_CLOSE, {"now": now})]

    async def close(self, rounds: Collection[RoundId]) -> None:
        if rounds:
            await self._transaction.run(_CLOSE, {"rounds": list(rounds)})

    async def open_in_week(self, week: IsoWeek) -> bool:
        found = await self._transaction.scalar(
            select(rounds.c.id).where(rounds.c.week == week, rounds.c.state == RoundState.OPEN.value).limit(1)
        )
        return found is not None

    async def add_shadow_plans(self, plans: Sequence[ShadowPlan]) -> None:
        if plans:
            await self._transaction.write(
                add_missing(shadow_plans, self._transaction.dialect),
                [
                    {
                        "round": plan.round,
                        "person": plan.person,
                        "unit": plan.unit,
                        "questions": plan.questions,
                        "week": plan.week,
                        "budget_week": plan.budget_week,
                    }
                    for plan in plans
                ],
            )

    async def shadow_plans(self, rounds: Collection[RoundId]) -> Sequence[ShadowPlan]:
        rows = await self._transaction.rows(_SHADOW_PLANS, {"rounds": list(rounds)})
        return [ShadowPlan(**row._mapping) for row in rows]

    async def drop_shadow_plans(self, week: IsoWeek) -> None:
        await self._transaction.run(delete(shadow_plans).where(shadow_plans.c.week <= week))

    async def ids_in(self, week: IsoWeek) -> Sequence[RoundId]:
        return (await self._transaction.run(_IDS_IN, {"of": week})).scalars().all()

    async def first_opening(self, first: IsoWeek, last: IsoWeek) -> datetime | None:
        opened: datetime | None = await self._transaction.scalar(
            select(rounds.c.opens_at).where(rounds.c.week.between(first, last)).order_by(rounds.c.opens_at).limit(1)
        )
        return opened

    async def closing_in(self, week: IsoWeek, units: Collection[UnitId]) -> Sequence[Round]:
        rows = await self._transaction.rows(
            select(rounds).where(rounds.c.week == week, among(rounds.c.unit, units)).order_by(rounds.c.id)
        )
        return [_round(row) for row in rows]

    async def questions_of(
        self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek
    ) -> Mapping[UnitId, Sequence[QuestionRef]]:
        # Each week by itself: between two weeks the index would go through all units for a few.
        weeks = [str(first + number) for number in range(last - first + 1)]
        rows = await self._transaction.rows(
            select(rounds.c.unit, rounds.c.questions)
            .where(among(rounds.c.week, weeks), among(rounds.c.unit, units), rounds.c.state != _MISSED)
            .order_by(rounds.c.week, rounds.c.opens_at, rounds.c.id)
        )
        found: dict[UnitId, list[QuestionRef]] = defaultdict(list)
        for row in rows:
            found[row.unit] += decode_refs(row.questions)
        return found


def _columns(round_: Round) -> dict[str, object]:
    return {
        "id": round_.id,
        "schedule": round_.schedule,
        "unit": round_.unit,
        "local_date": round_.local_date,
        "slot": round_.slot,
        "opens_at": round_.opens_at,
        "closes_at": round_.closes_at,
        "week": round_.week,
        "questions": encode_refs(round_.questions),
        "action": round_.action,
        "state": round_.state.value,
    }


def _round(row: AnyRow) -> Round:
    return Round(
        schedule=row.schedule,
        unit=row.unit,
        local_date=row.local_date,
        slot=row.slot,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        week=row.week,
        questions=decode_refs(row.questions),
        action=row.action,
        state=RoundState(row.state),
    )
