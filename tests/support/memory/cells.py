"""Atoms and cells in memory."""

from collections.abc import Mapping
from typing import cast

from bot.domain.disclosure.atoms import BlockAtoms
from bot.domain.disclosure.cells import CellDecision, ParticipationCell
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.repositories.cells import ReadyAtoms
from tests.support.memory.state import State


class MemoryCells:
    def __init__(self, state: State) -> None:
        self._state = state

    async def atoms(self, week: IsoWeek) -> BlockAtoms | None:
        since = max((since for since in self._state.atoms if since <= week), default=None)
        return None if since is None else self._state.atoms[since]

    async def launched(self) -> IsoWeek | None:
        return min(self._state.atoms, default=None)

    async def ready_atoms(self, atoms: BlockAtoms) -> ReadyAtoms:
        return ReadyAtoms(atoms)

    async def add_atoms(self, atoms: ReadyAtoms) -> None:
        cut = cast(BlockAtoms, atoms)
        self._state.atoms.setdefault(cut.since, cut)

    async def of_week(self, week: IsoWeek, atoms: BlockAtoms) -> Mapping[UnitId, CellDecision]:
        first_teams = {atom.teams[0] for atom in atoms.atoms}
        return {
            team: decision for (at, team), decision in self._state.cells.items() if at == week and team in first_teams
        }

    async def reach_of(self, team: UnitId, first: IsoWeek, last: IsoWeek) -> Mapping[IsoWeek, int]:
        made = [each for (at, of), each in sorted(self._state.cells.items()) if of == team and first <= at <= last]
        return {each.week: each.n for each in made if isinstance(each, ParticipationCell)}

    async def add(self, week: IsoWeek, decided: Mapping[UnitId, CellDecision]) -> None:
        for team, decision in decided.items():
            self._state.cells.setdefault((week, team), decision)
