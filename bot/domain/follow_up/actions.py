"""Actions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.identifiers import ActionId, FlagId, PersonId, UnitId, short_id
from bot.domain.organisation.people import Role


def action_id(*origin: object) -> ActionId:
    """The id of an action that grew out of one inbound update."""
    return ActionId(short_id("action", *origin))


class ActionState(StrEnum):
    DRAFT = "draft"
    """Being written in chat: words, then owner, then date."""
    PROPOSED = "proposed"
    """Waiting for its owner to accept."""
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What will be done, by whom and by when. Shown by role, never by name."""

    id: ActionId
    unit: UnitId
    raised_by: PersonId
    raised_at: datetime
    words: str = ""
    owner: PersonId | None = None
    owner_role: Role | None = None
    due: date | None = None
    state: ActionState = ActionState.DRAFT
    flag: FlagId | None = None
    told_at: datetime | None = None
    """When the team was last told about it."""
    told_words: str = ""
    closed_at: datetime | None = None
    owned_at: datetime | None = None
    """When an owner first said yes; None also for actions that were owned before this was kept."""
    first_told_at: datetime | None = None

    def age_days(self, *, now: datetime) -> int:
        return (now - self.raised_at).days


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamUpdate:
    """One thing told back to a team: "You said, we did"."""

    id: str
    unit: UnitId
    words: str
    at: datetime
