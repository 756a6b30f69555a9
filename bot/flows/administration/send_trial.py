"""The next question of a schedule as a test, to an administrator's own channel: it proves that they arrive."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from bot.domain.administration.rights import ConsolePage, may_open
from bot.domain.asking.eligibility import microsystems_of
from bot.domain.asking.pulse_messages import compose_trial
from bot.domain.errors import ProgrammeMissing, RoundsError
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.delivery_keys import trial_key
from bot.domain.messaging.notices import REPLY_LIVES
from bot.domain.organisation.people import Channel, Role, TeamMember
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme, Schedule
from bot.domain.texts.dates import moment
from bot.flows.asking.occurrence_calendar import LOOKS_AHEAD, Calendar, ZoneOpening
from bot.flows.asking.occurrence_questions import occurrence_questions
from bot.flows.epochs.put_out import put_out
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Clock, Recurrence, Storage, UnitOfWork


class WhyNoTrial(StrEnum):
    NOT_LISTED = "not_listed"
    NOT_ADMINISTRATOR = "not_administrator"
    NOT_JOINED = "not_joined"
    """There is no address, or it was given up because it refused too often."""
    NO_SCHEDULE = "no_schedule"
    """No such schedule asks only units that they administer."""
    NO_QUESTION = "no_question"


class NoTrial(RoundsError):
    """Nothing was sent."""

    def __init__(self, why: WhyNoTrial) -> None:
        super().__init__(f"no test was sent: {why.value}")
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTrial:
    schedule: ScheduleId
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class _Next:
    schedule: Schedule
    opening: ZoneOpening


class SendTrial:
    """It takes the way of every message, row, dispatcher and all, and is asked for by its reader: so it goes out in
    quiet hours and in a halt, too. It is a notice and no pulse: no round, budget or figure knows of it."""

    def __init__(self, *, storage: Storage, clock: Clock, recurrence: Recurrence) -> None:
        self._storage, self._clock, self._calendar = storage, clock, Calendar(recurrence)

    async def __call__(self, person: PersonId, schedule: ScheduleId | None = None) -> SentTrial:
        """Of the schedule that asks next, if none is named. Raises `NoTrial` and `ProgrammeMissing`."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            programme = await work.programmes.current()
            if programme is None:
                raise ProgrammeMissing("there is no programme yet; run: rounds apply")
            held = await work.rosters.memberships_of(person)
            member = _administrator(held)
            channel = await _channel(work, person)
            tree = UnitTree.of(programme.organisation)
            roles = {each.unit: each.roles for each in held}
            schedules = [
                each
                for each in programme.schedules
                if schedule in (None, each.id) and may_open(ConsolePage.SCHEDULES, roles, tree, of=each.units)
            ]
            if not schedules:
                raise NoTrial(WhyNoTrial.NO_SCHEDULE)
            following = await self._next(work, programme, schedules, tree, now)
            questions = await occurrence_questions(work, programme, following.schedule, following.opening.occurrence)
            if not questions:
                raise NoTrial(WhyNoTrial.NO_QUESTION)
            organisation = programme.organisation
            locale = organisation.locale_for(member.person, list(roles))
            zone = member.person.timezone or organisation.timezone
            message = compose_trial(
                questions[0],
                schedule=following.schedule.id,
                when=moment(following.opening.at, now=now, zone=zone, locale=locale),
                locale=locale,
            )
            delivery = Delivery(
                key=trial_key(person, now),
                person=person,
                channel=channel,
                kind=DeliveryKind.NOTICE,
                message=message,
                due_at=now,
                expires_at=now + REPLY_LIVES,
                priority=Priority.INTERACTIVE,
            )
            await put_out(work, [delivery])
        return SentTrial(schedule=following.schedule.id, channel=channel)

    async def _next(
        self, work: UnitOfWork, programme: Programme, schedules: Collection[Schedule], tree: UnitTree, now: datetime
    ) -> _Next:
        """What opens next in a team that is not quiet then; where everything stands still, what would."""
        quiet = await quiet_times(work, programme, now=now, tree=tree)
        asked = [(schedule, microsystems_of(schedule, tree)) for schedule in schedules]
        found = [(self._calendar.next_asking(schedule, units, quiet, after=now), schedule) for schedule, units in asked]
        loud = [_Next(schedule=schedule, opening=opening) for opening, schedule in found if opening is not None]
        following = loud or [each for schedule, units in asked for each in self._first(schedule, units, tree, now)]
        if not following:
            raise NoTrial(WhyNoTrial.NO_QUESTION)
        return min(following, key=lambda each: (each.opening.at, each.schedule.id))

    def _first(self, schedule: Schedule, units: Collection[UnitId], tree: UnitTree, now: datetime) -> Iterator[_Next]:
        """The first opening, quiet or not."""
        zones = {tree.zones[unit] for unit in units}
        openings = self._calendar.openings(schedule.cadence, zones, after=now, until=now + LOOKS_AHEAD)
        yield from (_Next(schedule=schedule, opening=opening) for opening in islice(openings, 1))


def _administrator(held: Sequence[TeamMember]) -> TeamMember:
    """Who gets it."""
    if not held:
        raise NoTrial(WhyNoTrial.NOT_LISTED)
    member = next((each for each in held if Role.ADMINISTRATOR in each.roles), None)
    if member is None:
        raise NoTrial(WhyNoTrial.NOT_ADMINISTRATOR)
    return member


async def _channel(work: UnitOfWork, person: PersonId) -> Channel:
    """Where they are to be reached. Of whoever has shut the bot out nothing is told: to them it goes as to anybody."""
    address = await work.rosters.address_of(person)
    if address is None or person in {each.person for each in await work.rosters.given_up()}:
        raise NoTrial(WhyNoTrial.NOT_JOINED)
    return address.channel
