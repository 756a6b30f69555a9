"""Actions: what will be done, who owns it, who answers for it, and how it ends."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.identifiers import ActionId, FlagId, PersonId, UnitId, short_id
from bot.domain.organisation.people import CO_LEADS, LEADS_AND_CHAMPIONS, Consent, Role, TeamMember


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
    cannot: bool = False
    """Closed without being done, for the reason that the team was told."""
    step: str = ""
    """Code of the library: what the digest of a draft suggests; later, what was taken. Empty for one's own words."""
    moved_from: tuple[UnitId | None, ...] = ()
    """Teams that mergers have retired and through which it came, the first one first; None for one that was not kept
    yet."""

    @property
    def moved(self) -> bool:
        """Whether the list of those who were there when it was raised is no more."""
        return bool(self.moved_from)

    def moved_into(self, unit: UnitId) -> "Action":
        """As it is once its own team is merged into another."""
        return replace(self, unit=unit, moved_from=(*self.moved_from, self.unit))

    def given_back_to(self, unit: UnitId) -> "Action":
        """As it was before it left a team through which it came."""
        return replace(self, unit=unit, moved_from=self.moved_from[: self.moved_from.index(unit)])

    def age_days(self, *, now: datetime) -> int:
        return (now - self.raised_at).days


def accountable_for(action: Action, team: Collection[TeamMember], *, today: date) -> TeamMember | None:
    """Who answers for an action, whoever owns it: the co-lead who raised it, as long as they lead the team; then the
    first of its co-leads; where it has none, the champion who raised it or the first there is. Only those who are on
    the list `today`, the day in the unit's zone.
    """

    def place(member: TeamMember) -> tuple[bool, bool, int, PersonId]:
        first = min(list(Role).index(role) for role in member.roles & LEADS_AND_CHAMPIONS)
        return not member.roles & CO_LEADS, member.person.id != action.raised_by, first, member.person.id

    listed = (each for each in team if each.roles & LEADS_AND_CHAMPIONS and each.person.is_listed(today))
    return min(listed, key=place, default=None)


def may_be_asked_from(consent: Consent, *, now: datetime) -> datetime | None:
    """When somebody may be asked to own an action: after a pause and after leave; None once they have stopped.

    Whoever asks sees no difference, so that naming somebody tells nothing of what they chose.
    """
    if consent.stopped_at is not None:
        return None
    return max(each for each in (now, consent.paused_until, consent.away_until) if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamUpdate:
    """One thing told back to a team: "You said, we did"."""

    id: str
    unit: UnitId
    words: str
    at: datetime
