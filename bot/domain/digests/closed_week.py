"""What the digests of a closed week are made of: the gate's decision, and what follows from digests before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.answers.epochs import Epoch
from bot.domain.disclosure.gate import GateDecision
from bot.domain.disclosure.ledger import Release
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag, FlagReply, HelpReply
from bot.domain.identifiers import FlagId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import Restarts
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import Scope, UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import QuestionRef
from bot.domain.week_close.unit_state import UnitState


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
    suggested: Mapping[UnitId, frozenset[str]] = field(default_factory=dict)
    """The steps of the action library that were suggested lately."""
    questions: Mapping[UnitId, Sequence[QuestionRef]] = field(default_factory=dict)
    """What was asked in the weeks that a team's newest score counts."""
    releases: Mapping[Scope, Sequence[Release]] = field(default_factory=dict)
    """What was shown of a unit when the newest block ended (`BLOCK_END_KINDS`)."""


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
