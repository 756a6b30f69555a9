"""What a digest says: the figures that passed the gate, the loop, and which of its few forms it takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from bot.domain.disclosure.figures import (
    FlagFigure,
    ScoreFigure,
)
from bot.domain.disclosure.gate import Released
from bot.domain.disclosure.participation import Participation
from bot.domain.disclosure.quarter_figures import (
    CouplingFigure,
    KindsFigure,
    LevelsFigure,
    OrganisationFigure,
    WeekComparison,
)
from bot.domain.disclosure.withholding import Withheld
from bot.domain.follow_up.action_figures import ActionFigures
from bot.domain.follow_up.flags import FlagResponse
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere
from bot.domain.identifiers import ActionId, FlagId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role

USUAL_POINTS = 12
"""So many earlier figures say what is usual."""
USUAL_SPREAD = 1.5
CLEAR_CHANGE = Fraction(3, 2)
"""Points of 0-10, half a step of three words: from here on a team has clearly moved against all teams together."""
TEAM_DAYS_LATER = 2
"""The team sees the page so many days after its leads."""
NAMED_AFTER_DAYS = 28
FEWEST_TEAMS_COUNTED = 3


class Usual(StrEnum):
    USUAL = "usual"
    LOWER = "lower"
    HIGHER = "higher"
    UNKNOWN = "unknown"


class ScoreChange(StrEnum):
    LOWER = "lower"
    HIGHER = "higher"
    UNKNOWN = "unknown"
    """Nothing is said: that nothing changed would tell that nobody fell silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestScore:
    """The newest released score with the weeks it covers, and how it compares with the release before."""

    score: Released[ScoreFigure]
    first: IsoWeek
    last: IsoWeek
    change: ScoreChange

    def __post_init__(self) -> None:
        _released(self.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedNotes:
    """What was released besides participation and scores: fresh, or repeated until the next block ends."""

    organisation: Released[OrganisationFigure] | None = None
    """This very week of the whole organisation."""
    organisation_said: LatestScore | None = None
    levels: Released[LevelsFigure] | None = None
    kinds: Released[KindsFigure] | None = None
    coupling: Released[CouplingFigure] | None = None
    loop: ActionFigures | None = None
    """How actions fared: no figure about people, so nothing for the gate."""

    def __post_init__(self) -> None:
        for figure in (self.organisation, self.levels, self.kinds, self.coupling):
            if figure is not None:
                _released(figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    action: ActionId
    words: str
    owner: Role | None
    accepted: bool
    age_days: int
    due_days: int | None
    """Days from raising to the due date."""
    told: date | None

    @property
    def overdue(self) -> bool:
        return self.days_late > 0

    @property
    def days_late(self) -> int:
        """Days since its date; 0 before that, and without any."""
        return 0 if self.due_days is None else max(self.age_days - self.due_days, 0)


def longest_late(actions: Iterable[ActionLine]) -> ActionLine | None:
    """The action that has been past its date for the longest time."""
    return max((each for each in actions if each.overdue), key=lambda each: each.days_late, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedLine:
    words: str
    closed: date
    cannot: bool = False
    """Not done, for a reason that the team was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFlag:
    """A flag of the last eight weeks and what was said to it."""

    flag: FlagId
    kind: FlagKind
    week: IsoWeek
    response: FlagResponse | None
    by: Role | None = None
    words: str = ""
    """What they wrote with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything a microsystem's digest says. Figures come as releases or not at all."""

    unit: UnitId
    name: str
    week: IsoWeek
    locale: str
    asked: bool
    """Whether any round closed for the team in this week."""
    quiet_reason: str = ""
    participation: Participation | Withheld
    usual: Usual = Usual.UNKNOWN
    lower_since: IsoWeek | None = None
    """The first of several weeks running in which fewer were heard than usual; None where this is the first."""
    said: LatestScore | None = None
    score_withheld: bool = False
    """A block has closed in this epoch or the last, and its score was not released."""
    score_skipped: bool = False
    """Nothing is told of the newest block, because a restore skipped a week of it."""
    next_figures: date
    questions: Sequence[str] = ()
    """What was asked in the weeks that the newest score counts, as it was worded."""
    flag: Released[FlagFigure] | None = None
    flag_id: FlagId | None = None
    earlier: EarlierFlag | None = None
    learning_week: int | None = None
    """1 to 8 while the team is new."""
    open_actions: Sequence[ActionLine] = ()
    closed: Sequence[ClosedLine] = ()
    steps: Sequence[str] = ()
    """Codes of the action library, the best first."""
    minimum_group: int = 5
    false_flags_per_team_year: float = 0.5
    team_day: int = 3
    """The weekday, Monday 0, on which the team sees the page."""
    list_has_grown: bool = False
    """The team's list is longer by a third or more than four weeks ago."""
    has_comments: bool = False
    """People's own words can be read with it."""
    notes: ReleasedNotes = field(default_factory=ReleasedNotes)
    helped: Sequence[HelpedElsewhere] = ()
    """Of what is suggested to a flagged team, what may be told of others that tried it."""
    missing: frozenset[Role] = frozenset()
    """The co-lead roles that nobody in the team holds."""
    above: str = ""
    """The name of the unit above whose digest says, without naming the team, that its limit lies above it; also the one
    whose co-leads `notes.coupling` is about."""

    def __post_init__(self) -> None:
        _released_share(self.participation)
        if self.flag is not None:
            _released(self.flag)
        if (self.flag is None) != (self.flag_id is None):
            raise ValueError("a flag and its id come together")

    @property
    def usual_told(self) -> Usual:
        """How the share compares, unless it would seem to deny a flag: fewer of the same people may answer although
        as many are heard as is usual."""
        is_denial = self.usual is not Usual.LOWER and self._flagged & {FlagKind.FEWER_VOICES, FlagKind.BOTH}
        return Usual.UNKNOWN if is_denial else self.usual

    @property
    def said_told(self) -> LatestScore | None:
        """The newest score, without how it compares where that would seem to deny a flag."""
        if self.said is None or self.said.change is ScoreChange.LOWER:
            return self.said
        is_denial = self._flagged & {FlagKind.LOWER_SCORE, FlagKind.BOTH}
        return replace(self.said, change=ScoreChange.UNKNOWN) if is_denial else self.said

    @property
    def _flagged(self) -> frozenset[FlagKind]:
        """Kinds of the flags for which a conversation is suggested: new, or without an answer."""
        new = () if self.flag is None else (self.flag.figure.kind,)
        earlier = () if self.earlier is None or self.earlier.response is not None else (self.earlier.kind,)
        return frozenset((*new, *earlier))

    @property
    def asked_about(self) -> FlagKind | None:
        """The kind of the flag for which a conversation is suggested now: the new one, else one without an answer."""
        if self.flag is not None:
            return self.flag.figure.kind
        return self.earlier.kind if self.earlier is not None and self.earlier.response is None else None

    @property
    def is_bare(self) -> bool:
        """Too small to show: neither participation nor a score passed the gate."""
        return self.asked and isinstance(self.participation, Withheld) and self.said is None

    @property
    def is_for_the_team(self) -> bool:
        """Whether the team gets a page, too: with a flag or its own words always, else where there are figures and it
        is not new."""
        return (
            self.flag is not None
            or self.has_comments
            or (self.asked and self.learning_week is None and not self.is_bare)
        )

    @property
    def late(self) -> ActionLine | None:
        return longest_late(self.open_actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTeam:
    """A team that a sponsor may be told about: it asked, or 28 days passed."""

    name: str
    kind: FlagKind
    since: date
    flag: FlagId
    leads: tuple[Role, ...] = ()
    """The roles to speak to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp:
    """Everything the digest of a unit above microsystems says: counts and ages, no ranking."""

    unit: UnitId
    name: str
    week: IsoWeek
    locale: str
    teams: int
    teams_shown: int
    participation: Participation | Withheld | None
    usual: Usual = Usual.UNKNOWN
    lower_since: IsoWeek | None = None
    """The first of several weeks running in which fewer were heard than usual; None where this is the first."""
    said: LatestScore | None = None
    flagged_now: int = 0
    flagged_lately: Sequence[FlagKind] = ()
    asking_help: Sequence[NamedTeam] = ()
    waiting: Sequence[NamedTeam] = ()
    lacking_room: int = 0
    """How many teams are told in this week that their limit lies above them, and here; none is named."""
    room_steps: Sequence[str] = ()
    """Codes of what gives room, the first to do first; given where any team lacks it."""
    helped: Sequence[HelpedElsewhere] = ()
    """All that may be told of teams that tried something; for the top units."""
    open_count: int = 0
    open_oldest_days: int = 0
    open_overdue: int = 0
    next_figures: date
    step: str
    """Code of the action library."""
    notes: ReleasedNotes = field(default_factory=ReleasedNotes)
    is_top: bool = False
    """Whether no unit stands above it: it is told of the whole organisation in every week."""
    organisation_low_since: IsoWeek | None = None
    """The first of several weeks running in which all teams together answered less than usual; None where this is the
    first."""

    def __post_init__(self) -> None:
        if self.participation is not None:
            _released_share(self.participation)

    @property
    def is_organisation_low(self) -> bool:
        """Whether all teams together answered less than usual in this week, which is for the top alone."""
        week = self.notes.organisation
        return self.is_top and week is not None and week.figure.swing is WeekComparison.LOWER

    @property
    def usual_told(self) -> Usual:
        """How four weeks compare, unless it would seem to deny that this one was low."""
        is_denial = self.is_organisation_low and self.usual is not Usual.LOWER
        return Usual.UNKNOWN if is_denial else self.usual

    @property
    def counts_flags(self) -> bool:
        """With one or two teams a count would name them."""
        return self.teams >= FEWEST_TEAMS_COUNTED


def _released(figure: object) -> None:
    """Reject figures that the gate has not released."""
    if not isinstance(figure, Released):
        raise TypeError(f"a digest shows only what the gate released, not {type(figure).__name__}")


def _released_share(figure: object) -> None:
    if not isinstance(figure, Participation | Withheld):
        raise TypeError(f"a digest shows only what the gate released, not {type(figure).__name__}")


def usual_for(now: Participation | Withheld | None, before: Sequence[int]) -> Usual:
    """How this week's tenths compare with the mean of the last twelve shown before it; from what was shown alone."""
    if not isinstance(now, Participation) or now.figure.tenths is None:
        return Usual.UNKNOWN
    return usual_of(now.figure.tenths, before)


def usual_of(now: int, before: Sequence[int]) -> Usual:
    """How these tenths compare with the mean of the last twelve shown before them."""
    tenths = before[-USUAL_POINTS:]
    if len(tenths) < 4:
        return Usual.UNKNOWN
    off = now - sum(tenths) / len(tenths)
    if abs(off) < USUAL_SPREAD:
        return Usual.USUAL
    return Usual.LOWER if off < 0 else Usual.HIGHER


def change_between(
    now: ScoreFigure, before: ScoreFigure | None, *, everybody_now: Fraction | None, everybody_before: Fraction | None
) -> ScoreChange:
    """The direction between two released words, less that of the organisation's mean of words.

    Otherwise an easier question would look like a better team.
    """
    if before is None or everybody_now is None or everybody_before is None:
        return ScoreChange.UNKNOWN
    off = (now.value - before.value) - (everybody_now - everybody_before)
    if abs(off) < CLEAR_CHANGE:
        return ScoreChange.UNKNOWN
    return ScoreChange.LOWER if off < 0 else ScoreChange.HIGHER
