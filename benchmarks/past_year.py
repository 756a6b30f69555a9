"""A hospital with a year of rounds behind it, written through the ports in the order in which it came about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from hashlib import sha256

from bot.domain.asking.eligibility import DueQuestions
from bot.domain.asking.pulses import (
    Pulse,
    PulseState,
    Round,
    RoundState,
)
from bot.domain.asking.round_plan import RoundPlan, asking
from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.messaging.deliveries import Delivery, DeliveryState
from bot.domain.organisation.people import (
    Address,
    Consent,
    Membership,
    Person,
    Role,
    Roster,
    TeamMember,
)
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.occurrences import on_days
from bot.domain.programme.programme import (
    OnDays,
    Programme,
    Schedule,
    Weekday,
)
from bot.domain.programme.questions import (
    Competency,
    Facet,
    Polarity,
    Question,
    Scale,
)
from bot.ports import Storage
from tests.support.channels import TELEGRAM

TEAM = 20
OPENS = datetime(2026, 3, 3, 10, tzinfo=UTC)
"""When the next round opens: a Tuesday in London's winter."""
WEEK = timedelta(weeks=1)
SELDOM_WEEKS = 4
_WEEKLY = OnDays(days=(Weekday.TUE,), at=wall_time(10))
_BATCH_SIZE = 100


def units_for(people: int) -> list[UnitId]:
    return [UnitId(f"unit-{number:05d}") for number in range(people // TEAM)]


def programme(units: Sequence[UnitId]) -> Programme:
    division = Unit(id=UnitId("division"), name="Division")
    bank = [
        Question(
            id=QuestionId(f"{competency.value}-{facet.value}-{item}"),
            version=1,
            scale=Scale.LIKERT4,
            polarity=Polarity.POSITIVE,
            text={"en-GB": "How is it going?"},
            competency=competency,
            facet=facet,
        )
        for competency in Competency
        for facet in Facet
        for item in range(3)
    ]
    return Programme(
        organisation=Organisation(
            name="Riverside",
            timezone="Europe/London",
            locale="en-GB",
            units=(division, *(Unit(id=unit, name=unit, parent=division.id) for unit in units)),
        ),
        questions={question.id: question for question in bank},
        schedules=(
            Schedule(id=ScheduleId("weekly-pulse"), units=(division.id,), questions=("core",), cadence=_WEEKLY),
        ),
    )


def team(place: int) -> list[PersonId]:
    """Ids as a personnel system gives them: in no order that has to do with the teams."""
    return [PersonId(sha256(f"{place}/{number}".encode()).hexdigest()[:10]) for number in range(TEAM)]


def roster(units: Sequence[UnitId]) -> Roster:
    """Twenty people a unit; one in twenty belongs to the next unit as well."""
    memberships = []
    names = []
    for place, unit in enumerate(units):
        for number, name in enumerate(team(place)):
            names.append(name)
            memberships.append(Membership(person=name, unit=unit, role=Role.MEMBER))
            if number == 0:
                other = units[(place + 1) % len(units)]
                memberships.append(Membership(person=name, unit=other, role=Role.MEMBER))
    return Roster(
        people={name: Person(id=name, name=name, channel=TELEGRAM) for name in names},
        memberships=frozenset(memberships),
        addresses={name: Address(channel=TELEGRAM, value=name) for name in names},
    )


async def found(storage: Storage, people: int, *, weeks: int) -> Programme:
    """A hospital of so many people, asked every Tuesday for so many weeks. One in ten wants to be asked every fourth
    week only, and was asked four weeks ago."""
    units = units_for(people)
    current, staff = programme(units), roster(units)
    start = OPENS - (weeks + 1) * WEEK
    async with storage.writing() as work:
        await work.programmes.save(current, at=start)
        await work.rosters.save(staff, at=start)
        for place in range(len(units)):
            for name in _seldom(place):
                await work.rosters.set_consent(name, Consent(joined_at=start, weeks_between=SELDOM_WEEKS))
    for week in range(weeks, 0, -1):
        await _ask(storage, current, units, OPENS - week * WEEK, everybody=week % SELDOM_WEEKS == 0)
    return current


def _seldom(place: int) -> list[PersonId]:
    return team(place)[1:3]


async def _ask(
    storage: Storage, current: Programme, units: Sequence[UnitId], opens_at: datetime, *, everybody: bool
) -> None:
    schedule = current.schedules[0]
    (occurrence,) = on_days(_WEEKLY, opens_at.date(), opens_at.date())
    question = list(current.questions.values())[occurrence.number % len(current.questions)]
    turn = RoundPlan(
        schedule=schedule,
        occurrence=occurrence,
        questions=(question,),
        microsystems=frozenset(units),
        quiet=frozenset(),
    )
    for start in range(0, len(units), _BATCH_SIZE):
        rounds: list[Round] = []
        pulses: list[Pulse] = []
        messages: list[Delivery] = []
        for place in range(start, min(start + _BATCH_SIZE, len(units))):
            round_ = turn.round_in(units[place], "Europe/London")
            rounds.append(replace(round_, state=RoundState.CLOSED))
            left_out = set() if everybody else set(_seldom(place))
            for name in team(place):
                if name in left_out:
                    continue
                member = TeamMember(
                    person=Person(id=name, name=name, channel=TELEGRAM),
                    unit=round_.unit,
                    roles=frozenset({Role.MEMBER}),
                    address=Address(channel=TELEGRAM, value=name),
                    consent=Consent(joined_at=opens_at),
                    since=opens_at,
                )
                ask = DueQuestions(
                    member=member, questions=(question,), due_at=opens_at, zone="Europe/London", week=turn.week
                )
                for pulse in turn.pulses(round_, ask, quiet=current.quiet):
                    pulses.append(replace(pulse, state=PulseState.ANSWERED, sent_at=opens_at))
                    messages.append(replace(asking(pulse, member), state=DeliveryState.SENT, attempts=1))
        async with storage.writing() as work:
            await work.rounds.claim_many(rounds)
            await work.pulses.add(pulses)
            await work.deliveries.add_new(messages)
