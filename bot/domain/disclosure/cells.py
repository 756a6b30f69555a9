"""Participation cells: one atom in one week, coarsened once; whatever is shown of participation is made of these.

Every person-week of a team lies in exactly one cell, and a cell once made is never made again. Pages, charts and
figures of units above are functions of cells, so all of them together tell no more than the cells do, over any time.
"""

from collections.abc import Iterable
from dataclasses import InitVar, dataclass

from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.bands import Band, band_of, bands, fewest
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek

_PASS = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationCell:
    """Of `n` colleagues within reach so many answered as `band` says; only this module can make one."""

    atom: Atom
    week: IsoWeek
    n: int
    band: Band
    insiders: frozenset[PersonId]
    """Whose answers are not in it."""
    stamp: InitVar[object]

    def __post_init__(self, stamp: object) -> None:
        if stamp is not _PASS:
            raise TypeError("only the gate makes cells")
        if self.band not in bands(self.n):
            raise ValueError(f"{self.band} is no band of {self.n} people")
        if self.n > len(self.atom.colleagues):
            raise ValueError("nobody but an atom's colleagues is within its reach")


CellDecision = ParticipationCell | Withheld
"""An atom's week: its cell, or why it has none."""


def cut_cell(
    atom: Atom,
    week: IsoWeek,
    *,
    within: Iterable[PersonId],
    heard: Iterable[PersonId],
    insiders: frozenset[PersonId],
    delivered: bool = True,
) -> CellDecision:
    """Cut one week of an atom: who was within reach by the shadow plan, and who of these was heard."""
    reach = atom.colleagues.intersection(within) - insiders
    if len(reach) < fewest():
        return Withheld(because=Withholding.TOO_FEW)
    if not delivered:
        return Withheld(because=Withholding.UNDELIVERED)
    band = band_of(len(reach.intersection(heard)), len(reach))
    return kept_cell(atom, week, n=len(reach), band=band, insiders=insiders)


def kept_cell(atom: Atom, week: IsoWeek, *, n: int, band: Band, insiders: Iterable[PersonId]) -> ParticipationCell:
    """A cell that was made earlier, from what was kept of it."""
    return ParticipationCell(atom=atom, week=week, n=n, band=band, insiders=frozenset(insiders), stamp=_PASS)
