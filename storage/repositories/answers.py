"""Sealed answers and sealed workings of open epochs: ids, bodies, an epoch and a unit, nothing else."""

from collections.abc import Collection, Mapping, Sequence
from typing import assert_never

from sqlalchemy import bindparam, delete, select

from bot.domain.answers.workings import (
    OrganisationHabits,
    QuestionSums,
    SealedWorking,
    TeamBlock,
    TeamQuarter,
    Working,
)
from bot.domain.batches import batches
from bot.domain.identifiers import EpochId, UnitId
from bot.ports import SealedAnswer
from storage.repositories.base import Repository
from storage.schema import tables
from storage.schema.tables import IN_WORDS, answers, organisation_workings, team_workings
from storage.sql.statements import among, put

_BATCH_SIZE = 5000
"""Ids are bytes, which no list parameter carries on SQLite, so they go one parameter each."""

_MANY = select(answers.c.id, answers.c.body).where(answers.c.id.in_(bindparam("ids", expanding=True)))
_IN_WORDS = select(answers.c.unit, answers.c.id, answers.c.body).where(
    answers.c.epoch == bindparam("epoch"),
    among(answers.c.unit, "units"),
    IN_WORDS,
)
_TEAM_WORKINGS = select(team_workings.c.unit, team_workings.c.sealed).where(
    team_workings.c.epoch == bindparam("epoch"),
    team_workings.c.kind == bindparam("kind"),
    among(team_workings.c.unit, "units"),
)
_ORGANISATION_WORKINGS = select(organisation_workings.c.kind, organisation_workings.c.sealed).where(
    organisation_workings.c.epoch == bindparam("epoch"), among(organisation_workings.c.kind, "kinds")
)


class StoredAnswers(Repository):
    __slots__ = ()

    async def put_many(self, answers: Sequence[SealedAnswer]) -> None:
        if answers:
            await self._transaction.write(
                put(tables.answers, self._transaction.dialect), [_columns(answer) for answer in answers]
            )

    async def many(self, ids: Collection[bytes]) -> Mapping[bytes, bytes]:
        wanted, found = list(ids), dict[bytes, bytes]()
        for some in batches(wanted, _BATCH_SIZE):
            rows = await self._transaction.rows(_MANY, {"ids": some})
            found.update((bytes(row.id), bytes(row.body)) for row in rows)
        return found

    async def in_words(self, epoch: EpochId, units: Collection[UnitId]) -> Mapping[UnitId, Mapping[bytes, bytes]]:
        found: dict[UnitId, dict[bytes, bytes]] = {}
        for row in await self._transaction.rows(_IN_WORDS, {"epoch": epoch, "units": list(units)}):
            found.setdefault(UnitId(row.unit), {})[bytes(row.id)] = bytes(row.body)
        return found

    async def delete_epoch(self, epoch: EpochId) -> int:
        await self._transaction.run(delete(team_workings).where(team_workings.c.epoch == epoch))
        await self._transaction.run(delete(organisation_workings).where(organisation_workings.c.epoch == epoch))
        return await self._transaction.count(delete(answers).where(answers.c.epoch == epoch))

    async def put_workings(self, epoch: EpochId, sealed: Mapping[Working, SealedWorking]) -> None:
        of_teams: list[dict[str, object]] = []
        of_organisation: list[dict[str, object]] = []
        for working, body in sealed.items():
            row: dict[str, object] = {"epoch": epoch, "kind": _kind(working), "sealed": body}
            match working:
                case TeamBlock(unit=unit) | TeamQuarter(unit=unit):
                    of_teams.append(row | {"unit": unit})
                case OrganisationHabits() | QuestionSums():
                    of_organisation.append(row)
                case _:
                    assert_never(working)
        await self._transaction.write(put(team_workings, self._transaction.dialect), of_teams)
        await self._transaction.write(put(organisation_workings, self._transaction.dialect), of_organisation)

    async def workings(self, epoch: EpochId, wanted: Collection[Working]) -> Mapping[Working, SealedWorking]:
        of_teams: dict[str, dict[UnitId, Working]] = {}
        of_organisation: dict[str, Working] = {}
        for working in wanted:
            match working:
                case TeamBlock(unit=unit) | TeamQuarter(unit=unit):
                    of_teams.setdefault(_kind(working), {})[unit] = working
                case OrganisationHabits() | QuestionSums():
                    of_organisation[_kind(working)] = working
                case _:
                    assert_never(working)
        found: dict[Working, SealedWorking] = {}
        for kind, units in of_teams.items():
            rows = await self._transaction.rows(_TEAM_WORKINGS, {"epoch": epoch, "kind": kind, "units": list(units)})
            found.update((units[row.unit], SealedWorking(bytes(row.sealed))) for row in rows)
        if of_organisation:
            rows = await self._transaction.rows(
                _ORGANISATION_WORKINGS, {"epoch": epoch, "kinds": list(of_organisation)}
            )
            found.update((of_organisation[row.kind], SealedWorking(bytes(row.sealed))) for row in rows)
        return found


def _kind(working: Working) -> str:
    match working:
        case TeamBlock():
            return "block"
        case TeamQuarter():
            return "quarter"
        case OrganisationHabits():
            return "habits"
        case QuestionSums():
            return "questions"
        case _:
            assert_never(working)


def _columns(answer: SealedAnswer) -> dict[str, object]:
    return {"id": answer.id, "epoch": answer.epoch, "unit": answer.unit, "body": answer.body}
