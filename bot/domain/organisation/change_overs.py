"""Dated steps that an administrator writes down: trainees change over, teams merge, rotas change, a chart is re-based.

What each kind restarts (docs/programme.md tells administrators, docs/adr/0006 why):

- `trainees`: nothing but what is new by itself. Whoever joins begins at the team's habit with all the doubt of a
  newcomer; the habits of those who stay are as good as before, and no week goes unwatched.
- `merger`, `rota`: the team itself is another one. Its evidence empties, habits keep a quarter of their weight, four
  weeks are learning again, and its chart begins a new usual range.
- `rebase`: only the chart begins a new usual range; the detector goes on as it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree

LOOKED_BACK = 520
"""Weeks over which steps are looked for: ten years, further back than any range that still holds."""
_WEDNESDAY = 2


class Month(StrEnum):
    JANUARY = "January"
    FEBRUARY = "February"
    MARCH = "March"
    APRIL = "April"
    MAY = "May"
    JUNE = "June"
    JULY = "July"
    AUGUST = "August"
    SEPTEMBER = "September"
    OCTOBER = "October"
    NOVEMBER = "November"
    DECEMBER = "December"

    @property
    def number(self) -> int:
        """January is 1, as in `date.month`."""
        return list(Month).index(self) + 1


class ChangeKind(StrEnum):
    TRAINEES = "trainees"
    MERGER = "merger"
    ROTA = "rota"
    REBASE = "rebase"


RESTARTING = frozenset({ChangeKind.MERGER, ChangeKind.ROTA})
"""The detector's baseline of the whole team begins again."""
STEPS_ON_CHART = RESTARTING | {ChangeKind.REBASE}
YEARLY = frozenset({ChangeKind.TRAINEES, ChangeKind.ROTA})
"""What may come back every year; a merger or a new usual range happens once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOver:
    """One step for every microsystem at or below `units`: in one week, or every year in a month's first Wednesday's."""

    kind: ChangeKind
    units: tuple[UnitId, ...]
    reason: str
    when: IsoWeek | Month

    def __post_init__(self) -> None:
        if not self.units or not self.reason.strip():
            raise ValueError("a change-over names units and a reason")
        if isinstance(self.when, Month) and self.kind not in YEARLY:
            raise ValueError(f"a {self.kind.value} happens once; give its week instead of a month")

    def weeks(self, after: IsoWeek, last: IsoWeek) -> Iterator[IsoWeek]:
        """The weeks in which it takes place, later than `after` and up to `last`, in order."""
        if isinstance(self.when, IsoWeek):
            if after < self.when <= last:
                yield self.when
            return
        for year in range(after.year, last.year + 1):
            week = first_wednesday(year, self.when)
            if after < week <= last:
                yield week


def first_wednesday(year: int, month: Month) -> IsoWeek:
    """The week of a month's first Wednesday, on which doctors in training change over in the United Kingdom."""
    first = date(year, month.number, 1)
    return IsoWeek.of(first + timedelta(days=(_WEDNESDAY - first.weekday()) % 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarts:
    """What the change-overs of a closing week mean, by microsystem."""

    baselines: frozenset[UnitId] = frozenset()
    """Baselines that begin again."""
    announced: Mapping[UnitId, Sequence[ChangeOver]] = field(default_factory=dict)
    """All change-overs that take place, to be told to the team."""
    steps: Mapping[UnitId, Sequence[IsoWeek]] = field(default_factory=dict)
    """The weeks of all steps of every unit's chart so far, in order."""


def restarts_in(
    week: IsoWeek, counted: Mapping[UnitId, IsoWeek], change_overs: Sequence[ChangeOver], tree: UnitTree
) -> Restarts:
    """What takes place in `week`, or before it since the week that was counted last of a team.

    `counted` names that week for every team that is watched: a step in a week without any question is taken with the
    next one, and none is taken twice.
    """
    announced: dict[UnitId, list[ChangeOver]] = {}
    for change in change_overs:
        begins: dict[IsoWeek, bool] = {}
        for team in teams_of(change, tree):
            after = counted.get(team)
            if after is None:
                continue
            if after not in begins:
                begins[after] = any(change.weeks(after, week))
            if begins[after]:
                announced.setdefault(team, []).append(change)
    return Restarts(
        baselines=frozenset(
            team for team, changes in announced.items() if any(change.kind in RESTARTING for change in changes)
        ),
        announced=announced,
        steps=steps_on_charts(week, change_overs, tree),
    )


def teams_of(change: ChangeOver, tree: UnitTree) -> frozenset[UnitId]:
    """The microsystems at or below the units of a change-over; units that have been retired since have none."""
    return frozenset[UnitId]().union(*(tree.leaves.get(unit, ()) for unit in change.units))


def steps_on_charts(
    week: IsoWeek, change_overs: Iterable[ChangeOver], tree: UnitTree
) -> Mapping[UnitId, tuple[IsoWeek, ...]]:
    """The weeks up to `week` at which each unit's chart begins a new usual range, in order.

    A unit above microsystems takes only the steps that all of its teams take.
    """
    found: dict[UnitId, set[IsoWeek]] = {}
    for change in change_overs:
        weeks = list(change.weeks(week - LOOKED_BACK, week)) if change.kind in STEPS_ON_CHART else []
        for unit in _wholly_in(teams_of(change, tree), tree) if weeks else ():
            found.setdefault(unit, set()).update(weeks)
    return {unit: tuple(sorted(steps)) for unit, steps in found.items()}


def _wholly_in(teams: frozenset[UnitId], tree: UnitTree) -> set[UnitId]:
    """Those teams, and every unit all of whose teams are among them."""
    inside: set[UnitId] = set()
    for unit in tree.bottom_up:
        below = tree.children.get(unit, ())
        if all(child in inside for child in below) if below else unit in teams:
            inside.add(unit)
    return inside
