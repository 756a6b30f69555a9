"""Who may be asked in one microsystem's round, and when: a pure decision for each person, with its reason.

The plan is made as if nobody had paused, stopped, asked for less or pressed anything: it is the **shadow plan**, and
whatever is counted or shown is counted by it, so that no figure tells what a person has chosen. It has two steps,
because budgets are counted by the week in which a question would be sent: `candidate` says whether and when a person
could be asked as far as lists and the clock go, `admit` whether what is planned for them already leaves room. Only then
does `held_back` say whether a message goes out. The reasons are never shown with a person.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import (
    CO_LEADS,
    Role,
    TeamMember,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import (
    LONGEST_OPEN_HOURS,
    QuietHours,
    Schedule,
)
from bot.domain.programme.questions import Audience, Question
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.wall_clock import local_date, week_of
from bot.domain.rota.moments import first_moment
from bot.domain.rota.shifts import PersonRota, Rota, Span

_ASKED_ROLES = CO_LEADS | {Role.MEMBER}
_PUT_OFF_WEEKS = -(-LONGEST_OPEN_HOURS // (24 * 7)) + 1
"""How many weeks after the one whose budget it used a question can be due at most, and one for the zones."""


class Unasked(StrEnum):
    """Why somebody is not asked in a round."""

    OTHER_AUDIENCE = "other_audience"
    NOT_LISTED = "not_listed"
    NOT_JOINED = "not_joined"
    NO_ADDRESS = "no_address"
    STOPPED = "stopped"
    PAUSED = "paused"
    AWAY = "away"
    NO_TIME_LEFT = "no_time_left"
    """Their quiet hours last until the round closes."""
    OFF_SHIFT = "off_shift"
    """The hospital's rota has no moment for it while the round is open."""
    OWN_ROTA = "own_rota"
    """Their own calendar has none: no message goes out, and they stay within reach."""
    OTHER_TEAM = "other_team"
    """They are in several microsystems, and this week another one asks them, or has asked them."""
    LESS_OFTEN = "less_often"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person who could be asked at `due_at`, if the week has room for it."""

    member: TeamMember
    questions: tuple[Question, ...]
    """Those of the round that are meant for them, in order; at least one."""
    due_at: datetime
    zone: str
    """Their own zone, or the unit's."""

    @property
    def week(self) -> IsoWeek:
        """The budget's week: the ISO week, on their own calendar, in which they would be asked."""
        return week_of(self.due_at, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHistory:
    """What is planned for a candidate already."""

    this_week: int = 0
    """Questions over all schedules in the budget's week."""
    by_schedule: int = 0
    """Of these, how many by the schedule that wants to ask now."""
    last_asked: datetime | None = None
    """When they were last asked anything; needed only for those who want to be asked less often."""
    team: UnitId | None = None
    """Which microsystem asks this week, for a person in several microsystems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuestions:
    """One person is asked: these questions of the round, one after the other, the first at `due_at`."""

    member: TeamMember
    questions: tuple[Question, ...]
    due_at: datetime
    zone: str
    week: IsoWeek
    """Whose budget they use up."""


def microsystems_of(schedule: Schedule, tree: UnitTree) -> tuple[UnitId, ...]:
    """Every microsystem that a schedule asks, in file order."""
    wanted = frozenset[UnitId]().union(*(tree.leaves.get(unit, ()) for unit in schedule.units))
    return tuple(unit for unit in tree.microsystems if unit in wanted)


def questions_for(roles: Collection[Role], questions: Sequence[Question]) -> tuple[Question, ...]:
    """Which questions a person with these roles gets: members, co-leads, or both; a champion is asked as a member."""
    audiences = {Audience.BOTH} if Role.MEMBER in roles or CO_LEADS.intersection(roles) else set()
    if Role.MEMBER in roles:
        audiences.add(Audience.MEMBERS)
    if CO_LEADS.intersection(roles):
        audiences.add(Audience.CO_LEADS)
    return tuple(question for question in questions if question.audience in audiences)


def candidate(
    member: TeamMember,
    theirs: tuple[Question, ...],
    *,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    quiet: QuietHours,
    unit_zone: str,
    rota: Rota | None = None,
) -> Candidate | Unasked:
    """Whether and when a person could be asked: at the opening (now, if that is past), when their quiet hours end, or
    on their first shift.

    `theirs` are the questions of the round that `questions_for` gives them; `rota` what the hospital says of their
    shifts. Of their own calendar nothing is asked here.
    """
    if not theirs:
        return Unasked.OTHER_AUDIENCE
    zone = member.person.timezone or unit_zone
    starts = max(opens_at, now)
    due_at = next_allowed(starts, quiet, zone)
    on_shift = due_at if rota is None else _on_shift(rota, starts, closes_at, quiet, zone)
    if not member.person.is_listed(local_date(on_shift or due_at, zone)):
        return Unasked.NOT_LISTED
    if member.consent.joined_at is None:
        return Unasked.NOT_JOINED
    if on_shift is None:
        return Unasked.OFF_SHIFT
    due_at = on_shift
    if due_at >= closes_at:
        return Unasked.NO_TIME_LEFT
    return Candidate(member=member, questions=theirs, due_at=due_at, zone=zone)


def _on_shift(
    rota: Rota, starts: datetime, closes_at: datetime, quiet: QuietHours, zone: str, wished_hour: int | None = None
) -> datetime | None:
    if starts >= closes_at:
        return None
    span = Span(starts=starts, ends=closes_at)
    return first_moment(rota, span, quiet=quiet, zone=zone, wished_hour=wished_hour)


def admit(candidate: Candidate, history: AskHistory, *, questions_per_week: int) -> DueQuestions | Unasked:
    """Whether the week has room for a candidate; of several questions as many as the budget leaves."""
    if history.team is not None and (history.team != candidate.member.unit or history.by_schedule):
        return Unasked.OTHER_TEAM
    room = questions_per_week - history.this_week
    if room < 1:
        return Unasked.BUDGET
    return DueQuestions(
        member=candidate.member,
        questions=candidate.questions[:room],
        due_at=candidate.due_at,
        zone=candidate.zone,
        week=candidate.week,
    )


def held_back(ask: DueQuestions, last_asked: datetime | None) -> Unasked | None:
    """Why no message goes out to somebody of the plan: what they chose, or that they cannot be written to."""
    consent, at = ask.member.consent, ask.due_at
    if consent.stopped_at is not None:
        return Unasked.STOPPED
    if consent.paused_until is not None and at < consent.paused_until:
        return Unasked.PAUSED
    if consent.away_until is not None and at < consent.away_until:
        return Unasked.AWAY
    if ask.member.address is None:
        return Unasked.NO_ADDRESS
    if consent.weeks_between > 1 and last_asked is not None:
        weeks_since = ask.week - week_of(last_asked, ask.zone)
        # A last question in the future means that the clock was wrong; it is ignored.
        if 0 <= weeks_since < consent.weeks_between:
            return Unasked.LESS_OFTEN
    return None


def suited(
    ask: DueQuestions, rota: PersonRota, *, opens_at: datetime, closes_at: datetime, now: datetime, quiet: QuietHours
) -> DueQuestions | Unasked:
    """The same at the moment that suits its person: by their own calendar and their own wish.

    It decides only when a message goes out, and whether: whose budget it uses up, and who is within reach, was decided
    without it.
    """
    known = rota.both
    if known is None or (rota.own is None and rota.wished_hour is None):
        return ask
    at = _on_shift(known, max(opens_at, now), closes_at, quiet, ask.zone, rota.wished_hour)
    if at is None or not ask.member.person.is_listed(local_date(at, ask.zone)):
        return Unasked.OWN_ROTA
    return replace(ask, due_at=at)


def weeks_looked_back(candidates: Collection[Candidate]) -> frozenset[IsoWeek]:
    """The weeks whose budgets hold every question that could keep one of these from being asked again so soon.

    A question may be put off until its round closes, so it may be due some weeks after the one whose budget it used.
    """
    found: set[IsoWeek] = set()
    for week, between in {(each.week, each.member.consent.weeks_between) for each in candidates}:
        found.update(week - back for back in range(between + _PUT_OFF_WEEKS))
    return frozenset(found)


def rotating_team(
    person: PersonId,
    roles: Mapping[UnitId, Collection[Role]],
    questions: Sequence[Question],
    *,
    microsystems: Collection[UnitId],
    asked: Collection[UnitId],
    week: IsoWeek,
) -> UnitId | None:
    """Which microsystem asks a person in several of a schedule's microsystems; None for a person in just one.

    Of the microsystems that are `asked` this time (the others have a quiet time) those take turns that have a question
    for the person, in an order drawn again for each cycle of weeks from the person's id. So over time each comes
    equally often, whatever rhythm the schedule has, and every process draws the same.
    """
    theirs = [
        unit for unit, unit_roles in roles.items() if unit in microsystems and _ASKED_ROLES.intersection(unit_roles)
    ]
    if len(theirs) < 2:
        return None
    asking = sorted(unit for unit in theirs if unit in asked and questions_for(roles[unit], questions))
    if not asking:
        return None
    cycle, place = divmod(week.index, len(asking))
    return sorted(asking, key=lambda unit: sha256(f"{person}\x1f{cycle}\x1f{unit}".encode()).digest())[place]


@lru_cache(maxsize=1024)  # a round asks it of thousands of people in a few zones
def reminder_at(
    due_at: datetime, *, after_hours: int, closes_at: datetime, quiet: QuietHours, zone: str, rota: Rota | None = None
) -> datetime | None:
    """When the one reminder is due, outside quiet hours or on a shift; None if there is none, or no time for it."""
    if after_hours == 0:
        return None
    starts = due_at + timedelta(hours=after_hours)
    if rota is not None:
        return _on_shift(rota, starts, closes_at, quiet, zone)
    at = next_allowed(starts, quiet, zone)
    return at if at < closes_at else None
