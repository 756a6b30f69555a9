"""What asks to be shown when a week closes: one microsystem's requests, and the case that the gate decides at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.disclosure.participation import WeekCount
from bot.domain.disclosure.scores.score_figures import ScoreCase
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import Scope, UnitTree
from bot.domain.programme.programme import Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRequest:
    """The detector's alarm for one microsystem."""

    kind: FlagKind
    since: IsoWeek
    atom: Atom | None
    """The colleagues among whom the team is counted, if there are enough."""
    heard: frozenset[PersonId]
    """Who answered in the four weeks that end now."""
    weeks_observed: int
    """Weeks since the team's first closed round, this one included."""
    last_flag: IsoWeek | None = None
    silenced_until: IsoWeek | None = None
    """The last week for which a lead's known reason holds flags back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRequest:
    """A team that may be told, when a quarter ends, that what limits it lies above it."""

    atom: Atom | None
    weeks_observed: int
    last_flag: IsoWeek | None = None
    """Of whatever kind: one conversation at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCase:
    """Everything that asks to be shown when a week closes. Requests are per microsystem."""

    week: IsoWeek
    tree: UnitTree
    privacy: Privacy
    readers: frozenset[PersonId]
    """Everybody who reads a digest of any unit."""
    asked: frozenset[UnitId] = frozenset()
    """Microsystems of which a round closed in the week."""
    atoms: Mapping[UnitId, Atom] = field(default_factory=dict)
    """Among whom each team is counted in this block."""
    cells: Sequence[ParticipationCell] = ()
    """Those of this week."""
    counted: Mapping[Scope, Sequence[WeekCount]] = field(default_factory=dict)
    """Earlier weeks of every unit as `GateDecision.counted` gave them; at least the three before this one."""
    scores: ScoreCase | None = None
    """With the last week of a block."""
    flags: Mapping[UnitId, FlagRequest] = field(default_factory=dict)
    rooms: Mapping[UnitId, RoomRequest] = field(default_factory=dict)
    ledger: Mapping[LedgerKey, Release] = field(default_factory=dict)
    """Earlier releases of the same periods: what was decided once stays so."""
