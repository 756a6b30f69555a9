"""A small hospital whose planning a test drives by hand."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.domain.asking.pulses import Pulse, Round
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import PersonId, RoundId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import (
    Address,
    Consent,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import (
    OnDays,
    Programme,
    Schedule,
    Weekday,
)
from bot.domain.programme.questions import Question
from bot.flows.asking.close_rounds import CloseRounds
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.asking.plan_rounds import Planned, PlanRounds
from bot.flows.asking.remind import RemindUnanswered
from bot.ports import Storage, UnitOfWork
from tests.support.builders import T0, a_question
from tests.support.channels import TELEGRAM
from tests.support.sealing import seal_messages

WEEKLY = ScheduleId("weekly-pulse")
SEAL = seal_messages()
"""Keys in memory, for all databases of a test's process."""
ENOUGH = datetime.max.replace(tzinfo=T0.tzinfo, year=9000)


class NoCron:
    """A `Recurrence` for programmes without cron expressions."""

    def times(self, expression: str, first: date, last: date) -> Sequence[tuple[date, time]]:
        raise AssertionError(f"no cron expression was expected: {expression}, {first}, {last}")


@dataclass
class Watched:
    """A storage that counts its units of work and fails when a test says so."""

    inner: Storage
    readings: int = 0
    writings: int = 0
    writings_left: int | None = None

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        self.readings += 1
        return self.inner.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        if self.writings_left == 0:
            raise StorageUnavailable("as the test wanted")
        self.writings += 1
        async with self.inner.writing() as work:
            yield work
            if self.writings_left is not None:
                self.writings_left -= 1
                if self.writings_left == 0:
                    raise StorageUnavailable("as the test wanted, and nothing of it is kept")


def a_weekly(name: str = WEEKLY, *, day: Weekday = Weekday.TUE, at: time = time(10), **changes: object) -> Schedule:
    values: dict[str, object] = {
        "id": ScheduleId(name),
        "units": (UnitId("medicine"),),
        "questions": ("core",),
        "cadence": OnDays(days=(day,), at=at),
        **changes,
    }
    return Schedule(**values)  # type: ignore[arg-type]


def a_hospital(
    *units: str,
    schedules: Sequence[Schedule] = (),
    questions: Iterable[Question] = (),
    zones: Mapping[str, str] | None = None,
) -> Programme:
    """Microsystems in London under one division, all asked on Tuesdays at ten."""
    division = Unit(id=UnitId("medicine"), name="Medicine")
    leaves = tuple(
        Unit(id=UnitId(unit), name=unit.upper(), parent=division.id, timezone=(zones or {}).get(unit))
        for unit in units or ("icu",)
    )
    bank = tuple(questions) or tuple(a_question(f"q{number}") for number in range(5))
    return Programme(
        organisation=Organisation(
            name="Riverside", timezone="Europe/London", locale="en-GB", units=(division, *leaves)
        ),
        questions={question.id: question for question in bank},
        schedules=tuple(schedules) or (a_weekly(),),
    )


def members(teams: Mapping[str, Iterable[str]], *, role: Role = Role.MEMBER) -> Roster:
    """Everybody reachable on Telegram, listed in the units that name them."""
    held = frozenset(
        Membership(person=PersonId(person), unit=UnitId(unit), role=role)
        for unit, people in teams.items()
        for person in people
    )
    names = sorted({membership.person for membership in held})
    return Roster(
        people={name: Person(id=name, name=name.title(), channel=TELEGRAM) for name in names},
        memberships=held,
        addresses={name: Address(channel=TELEGRAM, value=f"at-{name}") for name in names},
    )


@dataclass
class Hospital:
    """One database with its flows; `restart` forgets whatever a process would forget."""

    storage: Storage
    plan: PlanRounds = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.plan = PlanRounds(storage=self.storage, recurrence=NoCron())

    async def applies(self, programme: Programme, roster: Roster | None = None, *, at: datetime = T0) -> None:
        async with self.storage.writing() as work:
            await work.programmes.save(programme, at=at)
            if roster is not None:
                await work.rosters.save(roster, at=at)

    async def consents(self, person: str, **changes: object) -> None:
        async with self.storage.writing() as work:
            consent: Consent = await work.rosters.consent(PersonId(person))
            await work.rosters.set_consent(PersonId(person), replace(consent, **changes))  # type: ignore[arg-type]

    async def ticks(self, *at: datetime) -> Planned:
        planned = Planned()
        for now in at:
            planned += await self.plan(now=now)
        return planned

    async def runs(self, start: datetime, end: datetime, step: timedelta) -> Planned:
        """Tick from start to end, both included."""
        planned, now = Planned(), start
        while now <= end:
            planned += await self.plan(now=now)
            now += step
        return planned

    async def ends(self, now: datetime) -> None:
        """What a tick does about rounds whose time is over."""
        await RemindUnanswered(storage=self.storage)(now=now)
        await ExpirePulses(storage=self.storage, seal=SEAL)(now=now)
        await CloseRounds(storage=self.storage)(now=now)

    async def rounds(self, *units: str, weeks: Iterable[str] = ()) -> list[Round]:
        wanted = {UnitId(unit) for unit in units or ("icu",)}
        async with self.storage.reading() as work:
            return [round_ for week in weeks for round_ in await work.rounds.closing_in(IsoWeek.parse(week), wanted)]

    async def pulses(self, *rounds: RoundId) -> list[Pulse]:
        async with self.storage.reading() as work:
            return list(await work.pulses.of_rounds(rounds))

    async def asked(self, local_date: str, *units: str, schedule: str = WEEKLY, slot: str = "10:00") -> dict[str, str]:
        """Who was asked in the rounds of a day, and for which unit."""
        rounds = [RoundId(f"{schedule}/{local_date}/{slot}/{unit}") for unit in units or ("icu",)]
        return {pulse.person: pulse.unit for pulse in await self.pulses(*rounds)}

    async def within(self, local_date: str, *, schedule: str = WEEKLY) -> set[str]:
        """Who is within the plan of a round of intensive care: those asked, and those to whom no message went."""
        round_ = RoundId(f"{schedule}/{local_date}/10:00/icu")
        async with self.storage.reading() as work:
            shadows = await work.rounds.shadow_plans([round_])
        return {pulse.person for pulse in await self.pulses(round_)} | {plan.person for plan in shadows}

    async def due_messages(self, *, now: datetime = ENOUGH) -> dict[str, str]:
        """Messages to be sent by key, with the person they go to."""
        async with self.storage.writing() as work:
            claims = await work.deliveries.lease(TELEGRAM, owner="test", now=now, lease_until=now, limit=10_000)
        return {claim.delivery.key: claim.delivery.person for claim in claims}
