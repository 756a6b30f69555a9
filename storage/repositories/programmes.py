"""The programme in force, its units and every question version there ever was."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.domain.identifiers import UnitId
from bot.domain.organisation.units import Unit
from bot.domain.programme.own_questions import own_questions
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from storage.codecs.programmes import (
    decode_programme,
    decode_question,
    decode_schedule,
    encode_programme,
    encode_question,
    encode_schedule,
)
from storage.repositories.base import Repository
from storage.schema.tables import (
    programmes,
    question_versions,
    schedules,
    units,
)
from storage.sql.statements import among, put
from storage.sql.transaction import AnyRow, Transaction


class ProgrammeCache:
    """The programme that was read last, kept for as long as its revision stands."""

    __slots__ = ("programme", "revision")

    def __init__(self) -> None:
        self.revision = 0
        self.programme: Programme | None = None


_REVISION = select(programmes.c.revision)
_PLACES = select(units.c.id, units.c.parent, units.c.moved_at)
_MOVED = select(units.c.id, units.c.moved_at).where(units.c.moved_at.is_not(None), units.c.retired_at.is_(None))
_RETIRE_UNITS = (
    update(units)
    .where(units.c.retired_at.is_(None), ~among(units.c.id, "standing"))
    .values(retired_at=bindparam("at", type_=units.c.retired_at.type))
)
_RETIRED_SINCE = (
    select(units.c.id)
    .where(units.c.retired_at >= bindparam("since", type_=units.c.retired_at.type))
    .order_by(units.c.id)
)
_RETIRE_QUESTIONS = update(question_versions).where(question_versions.c.position.is_not(None)).values(position=None)


class StoredProgrammes(Repository):
    __slots__ = ("_cache", "_saved")

    def __init__(self, transaction: Transaction, cache: ProgrammeCache) -> None:
        super().__init__(transaction)
        self._cache = cache
        self._saved = False

    async def current(self) -> Programme | None:
        revision = await self._transaction.scalar(_REVISION)
        if revision is None:
            return None
        if self._saved:  # not committed yet: nobody else may come to see it
            return await self._read()
        if revision != self._cache.revision:
            self._cache.programme = await self._read()
            self._cache.revision = revision
        return self._cache.programme

    async def save(self, programme: Programme, *, at: datetime) -> None:
        self._saved = True
        run, dialect = self._transaction.run, self._transaction.dialect
        organisation = programme.organisation
        if organisation.units:
            before = {row.id: row for row in await self._transaction.rows(_PLACES)}
            await run(
                put(units, dialect),
                [
                    {
                        "id": unit.id,
                        "name": unit.name,
                        "parent": unit.parent,
                        "timezone": unit.timezone,
                        "locale": unit.locale,
                        "position": position,
                        "retired_at": None,
                        "moved_at": _moved_at(before.get(unit.id), unit, at=at),
                    }
                    for position, unit in enumerate(organisation.units)
                ],
            )
        await run(_RETIRE_UNITS, {"standing": [unit.id for unit in organisation.units], "at": at})
        await run(_RETIRE_QUESTIONS)
        if programme.questions:
            await run(
                put(question_versions, dialect),
                [
                    {
                        "id": question.id,
                        "version": question.version,
                        "body": encode_question(question),
                        "position": position,
                    }
                    for position, question in enumerate(programme.questions.values())
                ],
            )
        await run(delete(schedules))
        if programme.schedules:
            await run(
                put(schedules, dialect),
                [
                    {"id": schedule.id, "position": position, "body": encode_schedule(schedule)}
                    for position, schedule in enumerate(programme.schedules)
                ],
            )
        revision = await self._transaction.scalar(_REVISION) or 0
        await run(
            put(programmes, dialect),
            {"id": 1, "revision": revision + 1, "body": encode_programme(programme), "saved_at": at},
        )

    async def unit_name(self, unit: UnitId) -> str:
        name: str | None = await self._transaction.scalar(select(units.c.name).where(units.c.id == unit))
        if name is None:
            raise KeyError(unit)
        return name

    async def retired_since(self, at: datetime) -> Sequence[UnitId]:
        rows = await self._transaction.rows(_RETIRED_SINCE, {"since": at})
        return [UnitId(row.id) for row in rows]

    async def moved(self) -> Mapping[UnitId, datetime]:
        return {UnitId(row.id): row.moved_at for row in await self._transaction.rows(_MOVED)}

    async def wordings(self, questions: Collection[QuestionRef]) -> Mapping[QuestionRef, Question]:
        wanted = set(questions)
        found = await self._transaction.rows(
            select(question_versions.c.id, question_versions.c.version, question_versions.c.body).where(
                among(question_versions.c.id, {question.id for question in wanted})
            )
        )
        refs = ((QuestionRef(id=row.id, version=row.version), row.body) for row in found)
        bank = {ref: decode_question(ref.id, ref.version, body) for ref, body in refs if ref in wanted}
        return bank | {ref: own for ref, own in own_questions().items() if ref in wanted}

    async def _read(self) -> Programme:
        rows = self._transaction.rows
        body = await self._transaction.scalar(select(programmes.c.body))
        standing = await rows(select(units).where(units.c.retired_at.is_(None)).order_by(units.c.position))
        bank = await rows(
            select(question_versions)
            .where(question_versions.c.position.is_not(None))
            .order_by(question_versions.c.position)
        )
        plans = await rows(select(schedules).order_by(schedules.c.position))
        return decode_programme(
            body,
            units=units_of(standing),
            questions={row.id: decode_question(row.id, row.version, row.body) for row in bank},
            schedules=[decode_schedule(row.id, row.body) for row in plans],
        )


def _moved_at(before: AnyRow | None, unit: Unit, *, at: datetime) -> datetime | None:
    if before is None:
        return None
    found: datetime | None = before.moved_at if before.parent == unit.parent else at
    return found


def units_of(standing: Sequence[AnyRow]) -> Sequence[Unit]:
    """The rows of standing units, in order."""
    return [
        Unit(id=row.id, name=row.name, parent=row.parent, timezone=row.timezone, locale=row.locale) for row in standing
    ]
