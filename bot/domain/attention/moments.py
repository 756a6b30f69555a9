"""When somebody may be written to by what Rounds starts by itself: the one place that knows quiet hours and days."""

from datetime import datetime

from bot.domain.organisation.people import TeamMember
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.quiet_times import QuietTimes


def zone_for(member: TeamMember, quiet: QuietTimes) -> str:
    """The person's own zone, or that of their unit."""
    return member.person.timezone or quiet.tree.zones.get(member.unit, quiet.programme.organisation.timezone)


def next_moment(member: TeamMember, at: datetime, quiet: QuietTimes) -> datetime:
    """The first moment from `at` on that is outside somebody's quiet hours."""
    return next_allowed(at, quiet.programme.quiet, zone_for(member, quiet))


def is_left_in_peace(member: TeamMember, at: datetime, quiet: QuietTimes) -> bool:
    """Whether a halt, a quiet week or a quiet day of their unit keeps it away then; nothing that a person does."""
    return quiet.is_quiet(member.unit, at)


def has_paused(member: TeamMember, at: datetime) -> bool:
    """Whether they chose to get nothing then, or said that they are away."""
    return not member.consent.accepts(now=at)
