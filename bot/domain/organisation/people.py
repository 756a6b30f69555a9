"""People as the roster knows them: who they are, where they are reached and what they agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.identifiers import PersonId, UnitId

Channel = NewType("Channel", str)
"""The id of a channel, as rosters and databases have it. Which channels there are is known to the adapters alone."""


class Role(StrEnum):
    MEMBER = "member"
    CHAMPION = "champion"
    MEDICAL_LEAD = "medical_lead"
    NURSING_LEAD = "nursing_lead"
    OPERATIONAL_LEAD = "operational_lead"
    SPONSOR = "sponsor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    """Sees the log of administration, and nothing of people's answers or of teams."""
    GUARDIAN = "guardian"
    """Gets what is raised, where the programme says so; the role by itself opens nothing."""


CO_LEADS = frozenset({Role.MEDICAL_LEAD, Role.NURSING_LEAD, Role.OPERATIONAL_LEAD})
LEADS_AND_CHAMPIONS = CO_LEADS | {Role.CHAMPION}
READERS = LEADS_AND_CHAMPIONS | {Role.SPONSOR}
"""All who read a digest."""


class Profession(StrEnum):
    """The roster's column `group`."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    AHP = "ahp"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where one person is reached: a Slack user id, a Telegram chat id, or a web chat's hashed token."""

    channel: Channel
    value: str

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError("an address needs a value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: PersonId
    name: str
    channel: Channel
    profession: Profession | None = None
    timezone: str | None = None
    """IANA zone; None means the zone of the unit asked about."""
    locale: str | None = None
    starts: date | None = None
    ends: date | None = None
    """The last day on the list, inclusive."""

    def __post_init__(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(f"{self.id} ends on {self.ends}, before the start on {self.starts}")

    def is_listed(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    person: PersonId
    unit: UnitId
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody on the list with their roles; `addresses` holds only what the file or an enrolment gave."""

    people: Mapping[PersonId, Person]
    memberships: frozenset[Membership]
    addresses: Mapping[PersonId, Address] = field(default_factory=dict)


def joined_by(at: datetime) -> datetime:
    """What is kept of the moment of joining: the midnight after it, in UTC."""
    return midnight_before(at) + timedelta(days=1)


def midnight_before(at: datetime) -> datetime:
    """The day of a moment, in UTC."""
    return datetime.combine(at.astimezone(UTC).date(), time(0), tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person allowed us: joining, pauses and stops are theirs alone and shown to nobody.

    All of it begins and ends at a midnight: when somebody pressed is not kept.
    """

    joined_at: datetime | None = None
    """The midnight after they joined."""
    paused_until: datetime | None = None
    stopped_at: datetime | None = None
    """The midnight before they stopped."""
    away_until: datetime | None = None
    """Nights, leave: set by the person (or a rota later); outside reach, unlike a voluntary pause."""
    weeks_between: int = 1
    """Asked at most every so many weeks, by the person's wish or after four unanswered."""
    unanswered: int = 0
    """Questions in a row without an answer."""

    def accepts(self, *, now: datetime) -> bool:
        """Whether a question may be sent now."""
        return self.stopped_at is None and self.silent_until(now=now) is None

    def silent_until(self, *, now: datetime) -> datetime | None:
        """When a pause, or nights, will be over; None where there is none now."""
        return max((until for until in (self.paused_until, self.away_until) if until and now < until), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """One person in one unit, with all that planning and reading need to know."""

    person: Person
    unit: UnitId
    roles: frozenset[Role]
    address: Address | None
    """None until the person enrols or the roster gives one; also None while it is unreachable."""
    consent: Consent
    since: datetime
    """When this membership began in Rounds: the start of the person's habit in this team."""
    until: datetime | None = None
    """When the membership was taken off the list; None while it stands."""

    def roles_on(self, day: date) -> frozenset[Role]:
        """None before their first day, and none once they have left."""
        return self.roles if self.person.is_listed(day) else frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person on a unit's list, with all that a closing week needs to know: no name and no address."""

    person: PersonId
    roles: frozenset[Role]
    joined: bool
    since: datetime
    """When they came to the unit."""
    stopped_at: datetime | None = None
    paused_until: datetime | None = None
    elsewhere_since: datetime | None = None
    """When they joined Rounds, for those who came to this unit later than that; None for all others."""
