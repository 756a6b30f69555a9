"""What became of a digest since it was frozen, as one of its readers is told it: roles, days and words, no names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.digests.page import ActionLine
from bot.domain.follow_up.flags import Flag, FlagResponse, HelpResponse
from bot.domain.identifiers import ActionId, FlagId
from bot.domain.organisation.people import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAnswer:
    """What one lead says to a flag."""

    role: Role
    response: FlagResponse
    on: date
    words: str = ""
    is_own: bool = False
    """Whether the reader said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswer:
    """What somebody above says to leads who ask for help."""

    role: Role
    response: HelpResponse
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionShown:
    """An action that was started or closed since the digest was frozen."""

    action: ActionId
    words: str
    owner: Role | None
    accepted: bool
    due: date | None
    closed: date | None
    cannot: bool = False
    """Closed without being done, for a reason that the team was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpShown:
    """All that followed one digest. Days are those of the reader's zone."""

    flags: Mapping[FlagId, Flag] = field(default_factory=dict)
    """Those that its buttons are about."""
    answers: Mapping[FlagId, Sequence[FlagAnswer]] = field(default_factory=dict)
    """Oldest first; of one lead several where they do not contradict each other."""
    help_answers: Mapping[FlagId, Sequence[HelpAnswer]] = field(default_factory=dict)
    teams: Mapping[FlagId, str] = field(default_factory=dict)
    """Whose flags those are about which others ask for help; empty on a team's own digest."""
    actions: Sequence[ActionShown] = ()
    open_actions: Sequence[ActionLine] = ()
    """All that are open now, those before the digest, too."""
    is_team_served: bool = False
    """Whether the team's own page has gone out."""
    is_superseded: bool = False
    """Whether a newer digest has gone out."""
    may_act: bool = True
    """Whether the reader is a lead or champion of the unit."""
    may_help: bool = True
    """Whether the reader may answer teams below who ask for help."""
