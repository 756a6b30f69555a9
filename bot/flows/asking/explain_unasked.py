"""Why somebody got no question this week: the first rule of lists and clocks that applied, never what they chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.asking.eligibility import Candidate, Unasked, candidate, microsystems_of, questions_for, rotating_team
from bot.domain.asking.pulses import Round, RoundState, round_id
from bot.domain.errors import ProgrammeMissing, UnknownPerson
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import CO_LEADS, Role, TeamMember
from bot.domain.programme.occurrences import Occurrence
from bot.domain.programme.programme import LONGEST_OPEN_HOURS, Schedule
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import local_date
from bot.flows.asking.occurrence_calendar import Calendar
from bot.flows.operations.quiet_times import quiet_times
from bot.flows.rota.known_rotas import rotas_during
from bot.ports import Clock, Recurrence, Storage, UnitOfWork

_WEEK = timedelta(days=6)
_LATER_WEEKS = LONGEST_OPEN_HOURS // (24 * 7) + 1
_ASKED = CO_LEADS | {Role.MEMBER}


class UnaskedRule(StrEnum):
    """In the order in which they are looked at."""

    LEFT = "left"
    NOT_YET = "not_yet"
    ENDED = "ended"
    NOT_ASKED = "not_asked"
    """No role that is ever asked, or no schedule asks their teams."""
    NOT_JOINED = "not_joined"
    UNREACHABLE = "unreachable"
    """The address refuses, by no wish of theirs; or it has become somebody else's."""
    NOTHING_DUE = "nothing_due"
    PAUSED = "paused"
    """The schedule is paused; that somebody paused questions for themselves has no part in this."""
    HALTED = "halted"
    QUIET = "quiet"
    MISSED = "missed"
    NOT_OPENED = "not_opened"
    """The schedule was paused then, or it or the team was set up later."""
    CAME_LATER = "came_later"
    OTHER_AUDIENCE = "other_audience"
    NO_TIME_LEFT = "no_time_left"
    OFF_SHIFT = "off_shift"
    """The rota that the hospital imported has no moment for it. Their own calendar has no part in this."""
    OTHER_TEAM = "other_team"
    BUDGET = "budget"
    STILL_TO_COME = "still_to_come"
    NOTHING_IN_THE_WAY = "nothing_in_the_way"
    """They are within the plan of a round of this week. Whether a message went out is theirs to know."""


_OF_THE_CLOCK = {Unasked.NO_TIME_LEFT: UnaskedRule.NO_TIME_LEFT, Unasked.OFF_SHIFT: UnaskedRule.OFF_SHIFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The first rule that applied, and what it is about."""

    rule: UnaskedRule
    schedule: ScheduleId | None = None
    unit: UnitId | None = None
    opens_at: datetime | None = None
    day: date | None = None
    """When the person begins, or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """One occurrence of this week in one of their teams."""

    schedule: Schedule
    occurrence: Occurrence
    member: TeamMember
    opens_at: datetime


class ExplainUnasked:
    """Say why a person got no question in the week that runs.

    What somebody has chosen (a pause, a stop, nights, less often, to answer or not, to shut the bot out) has no part in
    it: for all of them the same is said as for whoever got their question.
    """

    def __init__(self, *, storage: Storage, recurrence: Recurrence, clock: Clock) -> None:
        self._storage, self._calendar, self._clock = storage, Calendar(recurrence), clock

    async def __call__(self, person: str) -> Why:
        """Raises `UnknownPerson`, of an id that was never on the list, and `ProgrammeMissing`."""
        now, identity = self._clock.now(), PersonId(person)
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                raise ProgrammeMissing
            if await work.rosters.person(identity) is None:
                raise UnknownPerson(person)
            quiet = await quiet_times(work, programme, now=now)
            teams = await work.rosters.memberships_of(identity)
            barred = await self._barred(work, quiet, teams, now)
            if barred is not None:
                return barred
            places = self._places(quiet, teams, now)
            if not places:
                return Why(rule=UnaskedRule.NOTHING_DUE)
            return await self._first(work, quiet, places, now)

    async def _barred(
        self, work: UnitOfWork, quiet: QuietTimes, teams: Sequence[TeamMember], now: datetime
    ) -> Why | None:
        """What keeps them from every question."""
        if not teams:
            return Why(rule=UnaskedRule.LEFT)
        person, unit = teams[0].person, teams[0].unit
        today = local_date(now, person.timezone or quiet.tree.zones.get(unit, quiet.programme.organisation.timezone))
        if person.starts is not None and today < person.starts:
            return Why(rule=UnaskedRule.NOT_YET, day=person.starts)
        if person.ends is not None and person.ends < today:
            return Why(rule=UnaskedRule.ENDED, day=person.ends)
        asked = {unit for schedule in quiet.programme.schedules for unit in microsystems_of(schedule, quiet.tree)}
        if not any(team.roles & _ASKED and team.unit in asked for team in teams):
            return Why(rule=UnaskedRule.NOT_ASKED)
        address = await work.rosters.address_of(person.id)
        if teams[0].consent.joined_at is None:
            return Why(rule=UnaskedRule.NOT_JOINED)
        refuses = {each.person for each in await work.rosters.given_up()}
        if address is None or person.id in refuses:
            return Why(rule=UnaskedRule.UNREACHABLE)
        return None

    def _places(self, quiet: QuietTimes, teams: Iterable[TeamMember], now: datetime) -> Sequence[_Place]:
        """By opening."""
        found: list[_Place] = []
        for schedule in quiet.programme.schedules:
            asked = microsystems_of(schedule, quiet.tree)
            for member in teams:
                if member.unit not in asked or not member.roles & _ASKED:
                    continue
                zone = quiet.tree.zones[member.unit]
                monday = IsoWeek.of(local_date(now, zone)).monday()
                for occurrence in self._calendar.occurrences(schedule.cadence, monday, monday + _WEEK):
                    opens_at = occurrence.instant(zone)
                    found.append(_Place(schedule=schedule, occurrence=occurrence, member=member, opens_at=opens_at))
        return sorted(found, key=lambda place: (place.opens_at, place.schedule.id, place.member.unit))

    async def _first(self, work: UnitOfWork, quiet: QuietTimes, places: Sequence[_Place], now: datetime) -> Why:
        """Within the plan of any round, or why not of the first."""
        rounds = await self._rounds(work, places, now, quiet)
        whys: list[Why] = []
        for place in places:
            rule = await self._rule(work, quiet, place, rounds, now)
            why = Why(rule=rule, schedule=place.schedule.id, unit=place.member.unit, opens_at=place.opens_at)
            if rule is UnaskedRule.NOTHING_IN_THE_WAY:
                return why
            whys.append(why)
        return next((why for why in whys if why.rule is not UnaskedRule.STILL_TO_COME), whys[0])

    @staticmethod
    async def _rounds(
        work: UnitOfWork, places: Sequence[_Place], now: datetime, quiet: QuietTimes
    ) -> Mapping[str, Round]:
        units = {place.member.unit for place in places}
        week = IsoWeek.of(local_date(now, quiet.programme.organisation.timezone))
        return {
            round_.id: round_
            for closes_in in range(-1, _LATER_WEEKS + 1)
            for round_ in await work.rounds.closing_in(week + closes_in, units)
        }

    async def _rule(
        self, work: UnitOfWork, quiet: QuietTimes, place: _Place, rounds: Mapping[str, Round], now: datetime
    ) -> UnaskedRule:
        unit, occurrence = place.member.unit, place.occurrence
        round_ = rounds.get(round_id(place.schedule.id, occurrence.local_date, occurrence.slot, unit))
        if round_ is None and place.schedule.is_paused_on(occurrence.local_date):
            return UnaskedRule.PAUSED
        if quiet.is_halted(unit, place.opens_at) or quiet.held_back(unit, place.opens_at):
            return UnaskedRule.HALTED
        if quiet.closed_in(occurrence, [unit]):
            return UnaskedRule.QUIET
        if now < place.opens_at:
            return UnaskedRule.STILL_TO_COME
        if round_ is None:
            return UnaskedRule.NOT_OPENED
        if round_.state is RoundState.MISSED:
            return UnaskedRule.MISSED
        return await self._not_planned(work, quiet, place, round_)

    async def _not_planned(self, work: UnitOfWork, quiet: QuietTimes, place: _Place, round_: Round) -> UnaskedRule:
        member, person = place.member, place.member.person.id
        planned = {pulse.person for pulse in await work.pulses.of_rounds([round_.id])}
        planned |= {plan.person for plan in await work.rounds.shadow_plans([round_.id])}
        if person in planned:
            return UnaskedRule.NOTHING_IN_THE_WAY
        rotas = await rotas_during(work, [person], [round_])
        asked = await work.programmes.wordings(round_.questions)
        questions = [asked[ref] for ref in round_.questions if ref in asked]
        found = candidate(
            member,
            questions_for(member.roles, questions),
            opens_at=round_.opens_at,
            closes_at=round_.closes_at,
            now=round_.opens_at,
            quiet=quiet.programme.quiet,
            unit_zone=quiet.tree.zones[member.unit],
            rota=rotas[person].imported if person in rotas else None,
        )
        if found is Unasked.OTHER_AUDIENCE:
            return UnaskedRule.OTHER_AUDIENCE
        joined = member.consent.joined_at
        if member.since > round_.opens_at or joined is None or joined > round_.opens_at:
            return UnaskedRule.CAME_LATER
        if not isinstance(found, Candidate):
            return _OF_THE_CLOCK.get(found, UnaskedRule.CAME_LATER)
        several = await work.rosters.in_several_units([person])
        microsystems = microsystems_of(place.schedule, quiet.tree)
        team = rotating_team(
            person,
            several.get(person, {}),
            questions,
            microsystems=microsystems,
            asked=frozenset(microsystems) - quiet.closed_in(place.occurrence, microsystems, of=place.schedule),
            week=IsoWeek.of(place.occurrence.local_date),
        )
        return UnaskedRule.OTHER_TEAM if team not in (None, member.unit) else UnaskedRule.BUDGET
