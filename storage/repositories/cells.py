"""Atoms and cells as they were cut."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import bindparam, func, select

from bot.domain.batches import batches
from bot.domain.disclosure.atoms import Atom, BlockAtoms, kept_atom
from bot.domain.disclosure.bands import Band
from bot.domain.disclosure.cells import CellDecision, kept_cell
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, UnitId, intern_id
from bot.domain.iso_weeks import IsoWeek
from bot.repositories.cells import ReadyAtoms
from storage.codecs.json_text import dumps, loads
from storage.repositories.base import Repository
from storage.schema.tables import atom_cuts, atoms, participation_cells
from storage.sql.columns import Week
from storage.sql.statements import add_missing
from storage.sql.transaction import AnyRow

_A_PART = 500
"""So many atoms are read or written at a time: those of a large hospital at once would hold up everybody else."""
_NEWEST_CUT = select(func.max(atom_cuts.c.since, type_=Week())).where(
    atom_cuts.c.since <= bindparam("week", type_=Week())
)
_SOME_ATOMS = (
    select(atoms)
    .where(atoms.c.since == bindparam("of", type_=Week()), atoms.c.team > bindparam("last"))
    .order_by(atoms.c.team)
    .limit(_A_PART)
)
_REACH = (
    select(participation_cells.c.week, participation_cells.c.n)
    .where(
        participation_cells.c.team == bindparam("team"),
        participation_cells.c.week >= bindparam("first", type_=Week()),
        participation_cells.c.week <= bindparam("last", type_=Week()),
        participation_cells.c.withheld == "",
    )
    .order_by(participation_cells.c.week)
)


class StoredCells(Repository):
    __slots__ = ()

    async def atoms(self, week: IsoWeek) -> BlockAtoms | None:
        since: IsoWeek | None = await self._transaction.scalar(_NEWEST_CUT, {"week": week})
        if since is None:
            return None
        found: list[Atom] = []
        last = ""
        while rows := await self._transaction.rows(_SOME_ATOMS, {"of": since, "last": last}):
            found += map(_atom, rows)
            last = rows[-1].team
        return BlockAtoms(since=since, atoms=found)

    async def launched(self) -> IsoWeek | None:
        week: IsoWeek | None = await self._transaction.scalar(select(func.min(atom_cuts.c.since, type_=Week())))
        return week

    async def ready_atoms(self, atoms: BlockAtoms) -> ReadyAtoms:
        return ReadyAtoms((atoms.since, await asyncio.to_thread(_atom_rows, atoms)))

    async def add_atoms(self, atoms: ReadyAtoms) -> None:
        since, rows = cast(tuple[IsoWeek, Sequence[Mapping[str, Any]]], atoms)
        dialect = self._transaction.dialect
        if await self._transaction.count(add_missing(atom_cuts, dialect), {"since": since}) == 0:
            return
        for part in batches(rows, _A_PART):
            await self._transaction.write(add_missing(_ATOMS, dialect), part)

    async def of_week(self, week: IsoWeek, atoms: BlockAtoms) -> Mapping[UnitId, CellDecision]:
        rows = await self._transaction.rows(select(participation_cells).where(participation_cells.c.week == week))
        return await asyncio.to_thread(_decided, rows, week, atoms)

    async def reach_of(self, team: UnitId, first: IsoWeek, last: IsoWeek) -> Mapping[IsoWeek, int]:
        rows = await self._transaction.rows(_REACH, {"team": team, "first": first, "last": last})
        return {row.week: row.n for row in rows}

    async def add(self, week: IsoWeek, decided: Mapping[UnitId, CellDecision]) -> None:
        if decided:
            await self._transaction.write(
                add_missing(participation_cells, self._transaction.dialect),
                [_columns(week, team, decision) for team, decision in decided.items()],
            )


_ATOMS = atoms


def _atom(row: AnyRow) -> Atom:
    return kept_atom(
        [intern_id(UnitId(team)) for team in loads(row.teams)],
        [intern_id(PersonId(person)) for person in loads(row.colleagues)],
        loads(row.names),
    )


def _atom_rows(atoms: BlockAtoms) -> Sequence[Mapping[str, object]]:
    return [
        {
            "since": atoms.since,
            "team": atom.teams[0],
            "teams": dumps(list(atom.teams)),
            "names": dumps(list(atom.names)),
            "colleagues": dumps(sorted(atom.colleagues)),
        }
        for atom in atoms.atoms
    ]


def _decided(rows: Sequence[AnyRow], week: IsoWeek, atoms: BlockAtoms) -> Mapping[UnitId, CellDecision]:
    by_team = {atom.teams[0]: atom for atom in atoms.atoms}
    return {
        row.team: Withheld(because=Withholding(row.withheld))
        if row.withheld
        else kept_cell(
            by_team[row.team],
            week,
            n=row.n,
            band=Band(low=row.low, high=row.high),
            insiders=loads(row.insiders),
        )
        for row in rows
    }


def _columns(week: IsoWeek, team: UnitId, decision: CellDecision) -> dict[str, object]:
    if isinstance(decision, Withheld):
        shown = {"n": 0, "low": 0, "high": 0, "withheld": decision.because.value, "insiders": "[]"}
    else:
        band, insiders = decision.band, dumps(sorted(decision.insiders))
        shown = {"n": decision.n, "low": band.low, "high": band.high, "withheld": "", "insiders": insiders}
    return {"week": week, "team": team, **shown}
