"""What the digests of a closed week are made of: the gate's decision, and what follows from digests before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.answers.epochs import Epoch
from bot.domain.digests.page import Usual, usual_of
from bot.domain.disclosure.figure_json import from_json
from bot.domain.disclosure.gate import GateDecision
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import WeekPeriod
from bot.domain.disclosure.quarter_figures import OrganisationFigure, WeekComparison
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag, FlagReply, HelpReply
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere
from bot.domain.identifiers import FlagId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import Restarts
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import Scope, UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import QuestionRef
from bot.domain.week_close.unit_state import UnitState

WEEKS_RUNNING = 26
"""What has been told for longer, week after week, is told since then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpState:
    """What the loop holds for some units: flags of the last weeks with their replies, and actions."""

    flags: Mapping[UnitId, Sequence[Flag]] = field(default_factory=dict)
    replies: Mapping[FlagId, Sequence[FlagReply]] = field(default_factory=dict)
    help_replies: Mapping[FlagId, Sequence[HelpReply]] = field(default_factory=dict)
    """What those above have said to leads who ask for help."""
    open_actions: Mapping[UnitId, Sequence[Action]] = field(default_factory=dict)
    closed_actions: Mapping[UnitId, Sequence[Action]] = field(default_factory=dict)
    roles: Mapping[UnitId, Mapping[PersonId, frozenset[Role]]] = field(default_factory=dict)
    languages: Mapping[UnitId, frozenset[str]] = field(default_factory=dict)
    """What people of a unit have asked to be written to in."""
    suggested: Mapping[UnitId, frozenset[str]] = field(default_factory=dict)
    """The steps of the action library that were suggested lately."""
    comments: frozenset[UnitId] = frozenset()
    """Teams whose people's words are told with this week."""
    questions: Mapping[UnitId, Sequence[QuestionRef]] = field(default_factory=dict)
    """What was asked in the weeks that a team's newest score counts."""
    releases: Mapping[Scope, Sequence[Release]] = field(default_factory=dict)
    """What was shown of a unit when the newest block ended (`BLOCK_END_KINDS`)."""
    helped: Sequence[HelpedElsewhere] = ()
    """What may be told of flagged teams of the whole organisation that tried something."""
    organisation: Sequence[Release] = ()
    """What was shown of all teams together in the weeks before; for units above teams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedWeek:
    """All that the digests of one closed week are made of."""

    week: IsoWeek
    programme: Programme
    tree: UnitTree
    epoch: Epoch | None
    decision: GateDecision
    asked: frozenset[UnitId]
    """Microsystems with a round in this week."""
    together: Mapping[UnitId, tuple[str, ...]]
    """Of microsystems that are counted with others, the names of all of them."""
    states: Mapping[UnitId, UnitState]
    """Of every unit, after this week."""
    made_at: datetime
    organisation_state: UnitState | None = None
    """The organisation's own counts and scores, after this week."""
    restarts: Restarts = field(default_factory=Restarts)
    """What change-overs restarted with this week."""
    skipped: frozenset[IsoWeek] = frozenset()
    """Weeks of the last quarter that a restore skipped; blocks with one of them have no score."""
    halts: Sequence[Halt] = ()
    """When everything was paused."""

    def in_language(self, locale: str) -> "ClosedWeek":
        """The same week, told in one language everywhere."""
        return replace(self, tree=replace(self.tree, locales=dict.fromkeys(self.tree.locales, locale)))


def lower_since(shown: Sequence[tuple[IsoWeek, int]], week: IsoWeek, *, first: IsoWeek | None) -> IsoWeek | None:
    """The first of several weeks without a gap, up to this one, in which the tenths that were `shown` were lower than
    usual; None where this is the first. Weeks before `first` were not compared with what is usual."""
    tenths = dict(shown)

    def is_lower(at: IsoWeek) -> bool:
        if at not in tenths or (first is not None and at < first):
            return False
        return usual_of(tenths[at], [value for earlier, value in shown if earlier < at]) is Usual.LOWER

    return first_of_several(week, is_lower)


def organisation_low_since(releases: Iterable[Release], week: IsoWeek) -> IsoWeek | None:
    """The same of all teams together, from the ledger; whether it holds of this week itself is its page's business."""
    low = {week}
    for each in releases:
        if each.kind is not ReleaseKind.ORGANISATION or each.withheld or not isinstance(each.period, WeekPeriod):
            continue
        figure = from_json(each.kind, each.shown)
        if isinstance(figure, OrganisationFigure) and figure.swing is WeekComparison.LOWER:
            low.add(each.period.week)
    return first_of_several(week, low.__contains__)


def first_of_several(week: IsoWeek, holds: Callable[[IsoWeek], bool]) -> IsoWeek | None:
    """The first of several weeks running, up to this one, of which something holds; None where this is the first."""
    if not holds(week):
        return None
    weeks = next((back for back in range(1, WEEKS_RUNNING) if not holds(week - back)), WEEKS_RUNNING)
    return week - (weeks - 1) if weeks > 1 else None
