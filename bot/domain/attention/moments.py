"""When somebody may be written to by what Rounds starts by itself: the one place that knows quiet hours and days."""

from datetime import datetime, timedelta

from bot.domain.organisation.people import TeamMember
from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import local_date, to_utc
from bot.domain.rota.moments import first_moment
from bot.domain.rota.shifts import PersonRota, Span


def zone_for(member: TeamMember, quiet: QuietTimes) -> str:
    """The person's own zone, or that of their unit."""
    return member.person.timezone or quiet.tree.zones.get(member.unit, quiet.programme.organisation.timezone)


def next_moment(member: TeamMember, at: datetime, quiet: QuietTimes) -> datetime:
    """The first moment from `at` on that is outside somebody's quiet hours."""
    return next_allowed(at, quiet.programme.quiet, zone_for(member, quiet))


def is_here(member: TeamMember, at: datetime, quiet: QuietTimes) -> bool:
    """Whether they have begun and not left by then, as the list gives their dates."""
    return is_here_in(member, at, zone_for(member, quiet))


def is_here_in(member: TeamMember, at: datetime, zone: str) -> bool:
    """The same, for somebody without a zone of their own in this one."""
    return member.person.is_listed(local_date(at, member.person.timezone or zone))


def is_left_in_peace(member: TeamMember, at: datetime, quiet: QuietTimes) -> bool:
    """Whether a halt, a quiet week or a quiet day of their unit keeps it away then; nothing that a person does."""
    return quiet.is_quiet(member.unit, at)


def has_paused(member: TeamMember, at: datetime) -> bool:
    """Whether they chose to get nothing then, or said that they are away."""
    return not member.consent.accepts(now=at)


def quiet_from(member: TeamMember, at: datetime, quiet: QuietTimes) -> datetime:
    """When their quiet hours begin next, or a day later where there are none: what waits until then never goes out."""
    hours, zone = quiet.programme.quiet, zone_for(member, quiet)
    if hours.starts == hours.ends:
        return at + timedelta(days=1)
    today = local_date(at, zone)
    begins = (to_utc(day, hours.starts, zone) for day in (today, today + timedelta(days=1)))
    return next(each for each in begins if each > at)


def moment_at_work(
    rota: PersonRota | None, span: Span, *, quiet: QuietHours, zone: str
) -> tuple[datetime, bool] | None:
    """When in that time something goes out to somebody, and whether it is held back like in a pause.

    None where the hospital's rota has no moment for it: that decides like a list. Held back where only the person's own
    calendar has none: what they do changes no count.
    """
    listed = first_moment(None if rota is None else rota.imported, span, quiet=quiet, zone=zone)
    if listed is None:
        return None
    at = first_moment(None if rota is None else rota.both, span, quiet=quiet, zone=zone)
    return (listed, True) if at is None else (at, False)
