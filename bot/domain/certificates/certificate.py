"""The certificate of a frozen page: what it tells, of which cells, and what else was known of it when it was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod
from bot.domain.identifiers import Json, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedCell:
    """A participation cell behind a page, by the first of its teams and its week, as it is kept."""

    team: UnitId
    week: str
    n: int
    low: int
    high: int

    @classmethod
    def of(cls, cell: ParticipationCell) -> "UsedCell":
        return cls(team=cell.atom.teams[0], week=str(cell.week), n=cell.n, low=cell.band.low, high=cell.band.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a unit's page knows of the pages before it: only what these have shown, and ranges that follow from it."""

    tenths: tuple[tuple[str, int], ...] = ()
    """By week."""
    scores: tuple[tuple[str, str, str], ...] = ()
    """Blocks of which a word was told, each with its first and last week."""
    withheld: bool = False
    """Of the newest block nothing was told."""
    locks: tuple[tuple[str | None, float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What no cell tells: rounds, dated steps, flags and actions as they stood. Of words there is only the page's hash.

    Weeks and days are texts, as they are kept.
    """

    first: str | None = None
    """The week of a team's first round."""
    told_in: str | None = None
    """The week in which the newest block ended."""
    steps: tuple[str, ...] = ()
    target: int | None = None
    flag: tuple[str, str] | None = None
    """Kind and month of the one that is new."""
    earlier: tuple[str, bool] | None = None
    """Kind of the one before, and whether it was answered."""
    chart_flags: tuple[tuple[str, str | None], ...] = ()
    actions: tuple[tuple[int, int | None], ...] = ()
    """Ages of open actions, and in how many days they were due."""
    waiting: int = 0
    asking: int = 0
    lacking_room: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Made with the page, never changed."""

    unit: UnitId
    week: IsoWeek
    made_at: datetime
    document: str
    """The hash of all of it that people read, in every language, as it is stored."""
    facts: Json
    cells: tuple[UsedCell, ...]
    recorded: Recorded
    history: History
    readers: tuple[str, ...]
    """Salted digests."""
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WeekLists:
    """What certificates of a week share: the tree of units, which teams were asked, and which block ends."""

    week: IsoWeek
    parents: Mapping[UnitId, UnitId | None]
    asked: frozenset[UnitId] = frozenset()
    """Teams of which a round closed in the week."""
    block: tuple[str, str, str] | None = None
    """The one that ends with this week: its period, first and last week."""
    quarter: str | None = None
    """The quarter that ends with it."""
    scores: History = field(default_factory=History)
    """Blocks of which a word of the whole organisation was told."""

    @cached_property
    def tree(self) -> UnitTree:
        return UnitTree(parents=self.parents)

    @property
    def block_period(self) -> BlockPeriod | None:
        return None if self.block is None else BlockPeriod.parse(self.block[0])

    @property
    def quarter_period(self) -> EpochPeriod | None:
        return None if self.quarter is None else EpochPeriod(first=IsoWeek.parse(self.quarter))
