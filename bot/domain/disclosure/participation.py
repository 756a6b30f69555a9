"""Participation as it is shown: four-week means of released cells, and a function of nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from enum import StrEnum
from typing import Self

from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import UnitId
from bot.domain.indicators.windows import PARTICIPATION_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, UnitTree

TENTHS_FROM = 10
"""Colleagues within reach of every cell used, from which a share is shown in tenths; below, in words."""
FEWEST_CELLS = 2

_PASS = object()


class ShareWord(StrEnum):
    """A share in words; the ends take in none and all, so that neither is ever said."""

    FEW = "few"
    HALF = "half"
    MOST = "most"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFigure:
    """A share as shown: in words and, where every cell is large enough, in tenths from 1 to 9."""

    part: ShareWord
    tenths: int | None = None

    def __post_init__(self) -> None:
        if self.tenths is not None and not 1 <= self.tenths <= 9:
            raise ValueError("none and all are never shown")

    @classmethod
    def of(cls, hits: int, trials: int, *, in_tenths: bool) -> Self:
        """Rounded from `hits` of `trials` (at least one trial); 0 and 10 tenths are drawn in to 1 and 9."""
        part = ShareWord.FEW if 5 * hits < 2 * trials else ShareWord.HALF if 5 * hits <= 3 * trials else ShareWord.MOST
        tenths = min(9, max(1, (20 * hits + trials) // (2 * trials))) if in_tenths else None
        return cls(part=part, tenths=tenths)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCount:
    """The cells of one unit and week added up: all that later weeks need of them."""

    week: IsoWeek
    cells: int
    n: int
    doubled: int
    """Twice the middles of the bands, added up; so it is a whole number."""
    smallest: int
    """The n of the smallest cell."""

    @classmethod
    def of(cls, week: IsoWeek, cells: Sequence[ParticipationCell]) -> Self:
        """Of at least one cell."""
        return cls(
            week=week,
            cells=len(cells),
            n=sum(cell.n for cell in cells),
            doubled=sum(cell.band.low + cell.band.high for cell in cells),
            smallest=min(cell.n for cell in cells),
        )

    @property
    def share(self) -> float:
        return self.doubled / (2 * self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """What is shown of a unit's participation. Only this module can make one, and only of cells."""

    figure: ShareFigure
    together: tuple[str, ...] = ()
    """The names of the teams that are counted together, if it is not one team's or a whole unit's."""
    stamp: InitVar[object]

    def __post_init__(self, stamp: object) -> None:
        if stamp is not _PASS:
            raise TypeError("only the gate releases figures")


def week_counts(tree: UnitTree, cells: Iterable[ParticipationCell]) -> Mapping[Scope, WeekCount]:
    """The cells of one week, added up for each team, each unit above and the organisation.

    A unit's are those whose teams all lie in it; a team that is counted together with others shows their one cell.
    """
    return {scope: WeekCount.of(own[0].week, own) for scope, own in cells_by_scope(tree, cells).items()}


def cells_by_scope(tree: UnitTree, cells: Iterable[ParticipationCell]) -> Mapping[Scope, Sequence[ParticipationCell]]:
    """The cells that `week_counts` adds up."""
    found: dict[Scope, list[ParticipationCell]] = defaultdict(list)
    for cell in cells:
        for scope in _shown_to(tree, cell.atom.teams):
            found[scope].append(cell)
    return found


def _shown_to(tree: UnitTree, teams: Sequence[UnitId]) -> Iterable[Scope]:
    present = [team for team in teams if team in tree.parents]
    yield from present
    unit = tree.parents[present[0]] if present else None
    while unit is not None:
        if tree.leaves[unit].issuperset(present):
            yield unit
        unit = tree.parents[unit]
    yield ORGANISATION


def heard(counts: Iterable[WeekCount], week: IsoWeek, *, together: tuple[str, ...] = ()) -> Participation | Withheld:
    """The mean of the cells of the four weeks up to `week`, weighted by their n; from two cells on."""
    window = [count for count in counts if 0 <= week - count.week < PARTICIPATION_WEEKS]
    if sum(count.cells for count in window) < FEWEST_CELLS:
        return Withheld(because=Withholding.TOO_FEW)
    figure = ShareFigure.of(
        sum(count.doubled for count in window),
        2 * sum(count.n for count in window),
        in_tenths=min(count.smallest for count in window) >= TENTHS_FROM,
    )
    return Participation(figure=figure, together=together, stamp=_PASS)
