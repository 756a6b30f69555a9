"""Atoms and cells as they were cut: what all participation that is ever shown is made of."""

from collections.abc import Mapping
from typing import NewType, Protocol

from bot.domain.disclosure.atoms import BlockAtoms
from bot.domain.disclosure.cells import CellDecision
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek

ReadyAtoms = NewType("ReadyAtoms", object)
"""Atoms as a storage is going to keep them; only that storage knows what is in them."""


class Cells(Protocol):
    async def atoms(self, week: IsoWeek) -> BlockAtoms | None:
        """How teams were cut when that was last done in this week or before it; None before the first time."""

    async def launched(self) -> IsoWeek | None:
        """From which week on teams were cut for the first time."""

    async def ready_atoms(self, atoms: BlockAtoms) -> ReadyAtoms:
        """Made while nobody waits to write: those of ten thousand teams take a fifth of a second."""

    async def add_atoms(self, atoms: ReadyAtoms) -> None:
        """Once for each `since`; what was cut before stays as it is."""

    async def of_week(self, week: IsoWeek, atoms: BlockAtoms) -> Mapping[UnitId, CellDecision]:
        """What was decided on a week of these atoms, by the first team of each."""

    async def reach_of(self, team: UnitId, first: IsoWeek, last: IsoWeek) -> Mapping[IsoWeek, int]:
        """How many colleagues were within reach in these weeks, in order, where a cell was made; for a team that is
        counted alone."""

    async def add(self, week: IsoWeek, decided: Mapping[UnitId, CellDecision]) -> None:
        """What was decided before for an atom and week stays as it is."""
