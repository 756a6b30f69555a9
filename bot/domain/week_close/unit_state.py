"""What a unit carries from one closed week to the next: participation and releases only, never an answer.

Bounded in size, so that closing a week costs the same however many years lie behind. States are kept by week, and the
one before the newest as well: a week that was interrupted is closed again from the same start, to the same end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.participation import WeekCount
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.packed_habits import NO_PARTICIPATION_HABITS, PackedParticipationHabits
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.presence import Presence

WEEKS_KEPT = 12
"""Weeks of participation: the longest window of an indicator, and how long a chosen silence counts."""
POINTS_KEPT = 56
"""Weekly figures: a year of the chart and fourteen separate four-week figures for its range."""
GONE_WEEKS = 8
"""For so many weeks the people of a team that has left the programme are looked for in other teams."""
GONE_KEPT_WEEKS = GONE_WEEKS + 4
"""For so many its state is kept: a week may be closed late, and a team that is taken back goes on as it was."""
SCORES_KEPT = 14
COUNTED_KEPT = 4
GROWTH_WEEKS = 4
_MASK = (1 << WEEKS_KEPT) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScore:
    block: BlockPeriod
    first: IsoWeek
    last: IsoWeek
    figure: ScoreFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """State at the end of `week`. Bits of `reached` and `heard`: bit 0 is that week, bit 1 the one before."""

    week: IsoWeek
    first: IsoWeek | None = None
    """The week of the team's first closed round."""
    reached: Mapping[PersonId, int] = field(default_factory=dict)
    heard: Mapping[PersonId, int] = field(default_factory=dict)
    counted: tuple[WeekCount, ...] = ()
    """The cells of the last weeks, added up."""
    atom: tuple[UnitId, ...] = ()
    """The teams with which a team was counted in them; empty for units above."""
    tenths: tuple[tuple[IsoWeek, int], ...] = ()
    """Four-week participation as it was shown in tenths, by the week it ended with."""
    listed: tuple[tuple[IsoWeek, int], ...] = ()
    """Of the last weeks, and of the newest before them: how many members were on the team's list. After weeks in which
    nothing was asked that one is older than four weeks."""
    scores: tuple[ShownScore, ...] = ()
    score_withheld: bool = False
    """The newest block's score was not released."""
    locks: tuple[LockedLimits, ...] = ()
    """The chart's locked ranges."""
    habits: PackedParticipationHabits = NO_PARTICIPATION_HABITS

    def moved_to(self, week: IsoWeek) -> "UnitState":
        """The same state seen from the end of a later week, in which nothing has happened yet."""
        step = week - self.week
        if step < 0:
            raise ValueError(f"a state of {self.week} cannot go back to {week}")
        reached = {person: bits for person, old in self.reached.items() if (bits := old << step & _MASK)}
        return replace(
            self,
            week=week,
            reached=reached,
            heard={person: bits for person, old in self.heard.items() if (bits := old << step & _MASK)},
        )

    def without_old_habits(self) -> "UnitState":
        """Of a unit above, which asks nobody: without what it remembers of people from when it was a team, once nobody
        of them was within reach in the weeks that are kept. Until then it may become a team again and go on."""
        return self if self.reached or self.heard else replace(self, habits=NO_PARTICIPATION_HABITS)

    def with_presence(self, rows: Iterable[Presence], *, planned: bool) -> "UnitState":
        """This week's participation entered; `rows` are the team's. It has begun once anybody is within a plan."""
        held = list(rows)
        if not held and not planned:
            return self
        reached, heard = dict(self.reached), dict(self.heard)
        for row in held:
            if row.reached:
                reached[row.person] = reached.get(row.person, 0) | 1
            if row.heard:
                heard[row.person] = heard.get(row.person, 0) | 1
        return replace(self, first=self.first or self.week, reached=reached, heard=heard)

    def counted_with(self, atom: Atom | None) -> Sequence[WeekCount]:
        """The weeks in which the team was counted among the same teams as now."""
        return self.counted if atom is not None and atom.teams == self.atom else ()

    def with_list_of(self, size: int) -> "UnitState":
        """The size of the team's list as the week closes."""
        earlier = [each for each in self.listed if each[0] < self.week]
        old = [each for each in earlier if self.week - each[0] >= GROWTH_WEEKS]
        newer = [each for each in earlier if self.week - each[0] < GROWTH_WEEKS]
        return replace(self, listed=(*old[-1:], *newer, (self.week, size)))

    @property
    def list_has_grown(self) -> bool:
        """Whether the list is longer by a third or more than four weeks ago, or when the team was last asked before
        that, which its members should know."""
        return bool(self.listed) and 3 * self.listed[-1][1] >= 4 * self.listed[0][1] > 0

    def reached_within(self, weeks: int) -> frozenset[PersonId]:
        wanted = (1 << weeks) - 1
        return frozenset(person for person, bits in self.reached.items() if bits & wanted)

    def heard_within(self, weeks: int) -> frozenset[PersonId]:
        wanted = (1 << weeks) - 1
        return frozenset(person for person, bits in self.heard.items() if bits & wanted)

    @property
    def weeks_observed(self) -> int:
        """Weeks since the first closed round, this one included; 0 before it."""
        return 0 if self.first is None else self.week - self.first + 1
