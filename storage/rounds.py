"""Rounds, claimed once by their key, and how far each unit's occurrences have been looked at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.domain.identifiers import RoundId, ScheduleId, UnitId
from bot.domain.pulses import Round, RoundState
from bot.domain.weeks import IsoWeek
from storage.codec import decode_refs, encode_refs
from storage.repository import Repository
from storage.statements import add_missing, among, put
from storage.tables import OPEN, horizons, rounds
from storage.transaction import AnyRow

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


class StoredRounds(Repository):
    __slots__ = ()

    async def horizons(self, schedule: ScheduleId) -> Mapping[UnitId, datetime]:
        rows = await self._transaction.rows(
            select(horizons.c.unit, horizons.c.until).where(horizons.c.schedule == schedule)
        )
        return {row.unit: row.until for row in rows}

    async def set_horizon(self, schedule: ScheduleId, units: Collection[UnitId], until: datetime) -> None:
        if units:
            await self._transaction.run(
                put(horizons, self._transaction.dialect),
                [{"schedule": schedule, "unit": unit, "until": until} for unit in units],
            )

    async def claim(self, round_: Round) -> bool:
        claimed = await self._transaction.count(
            add_missing(rounds, self._transaction.dialect),
            {
                "id": round_.id,
                "schedule": round_.schedule,
                "unit": round_.unit,
                "local_date": round_.local_date,
                "slot": round_.slot,
                "opens_at": round_.opens_at,
                "closes_at": round_.closes_at,
                "week": round_.week,
                "questions": encode_refs(round_.questions),
                "state": round_.state.value,
            },
        )
        return claimed == 1

    async def get(self, round_id: RoundId) -> Round | None:
        row = await self._transaction.row(select(rounds).where(rounds.c.id == round_id))
        return None if row is None else _round(row)

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

    async def closing_in(self, week: IsoWeek, units: Collection[UnitId]) -> Sequence[Round]:
        rows = await self._transaction.rows(
            select(rounds).where(rounds.c.week == week, among(rounds.c.unit, units)).order_by(rounds.c.id)
        )
        return [_round(row) for row in rows]


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
        state=RoundState(row.state),
    )
