"""Weeks of a small hospital, played straight into storage: rounds, pulses, sealed answers, and what closes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import (
    TEXT_GIVEN,
    AnswerBody,
    added_to,
    pack,
)
from bot.domain.asking.pulses import (
    Pulse,
    PulseState,
    Round,
    RoundState,
)
from bot.domain.detector.port import (
    Alarm,
    BlockWeek,
    Detector,
    DetectorMemory,
    TeamResult,
    TeamWeek,
    WeekResult,
    watch,
)
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import AnswerCode, PersonId, PulseId, ScheduleId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.packed_habits import PackedParticipationHabits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery
from bot.domain.organisation.people import (
    Address,
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
from bot.domain.programme.questions import QuestionRef
from bot.domain.week_close.unit_state import UnitState
from bot.flows.epochs.open_epoch import HeldEpoch, OpenEpoch
from bot.flows.week_close.close_week import CloseWeek
from bot.flows.week_close.gather_inputs import CHUNK
from bot.ports import Entropy, SealedAnswer, Storage, UnitOfWork
from tests.support.builders import a_programme, a_question
from tests.support.channels import WEB

FIRST = IsoWeek.parse("2026-W02")
WARD, CLINIC, MEDICINE = UnitId("ward"), UnitId("clinic"), UnitId("medicine")
QUESTIONS = tuple(a_question(f"q{number}") for number in range(3))
Says = Callable[[IsoWeek, int], str]
"""What the n-th member of a team answers in a week: a code, "" for silence, "-" for out of reach."""


def agrees(_week: IsoWeek, number: int) -> str:
    """Two of three answer, and they agree."""
    return "" if number % 3 == 0 else "3"


def the_programme(**changes: object) -> Programme:
    units = (
        Unit(id=MEDICINE, name="Medicine"),
        Unit(id=WARD, name="Acute medical unit", parent=MEDICINE),
        Unit(id=CLINIC, name="Diabetes clinic", parent=MEDICINE),
    )
    values: dict[str, object] = {
        "organisation": Organisation(name="Riverside", timezone="Europe/London", locale="en-GB", units=units),
        "questions": {question.id: question for question in QUESTIONS},
        "schedules": (
            Schedule(
                id=ScheduleId("weekly"),
                units=(MEDICINE,),
                questions=("core",),
                cadence=OnDays(days=(Weekday.TUE,), at=time(10)),
            ),
        ),
    }
    return Programme(**(values | changes))  # type: ignore[arg-type]


def the_roster(sizes: Mapping[UnitId, int]) -> Roster:
    """Members m0, m1 ... of each unit, three co-leads and a champion for each, and a sponsor above."""
    held: list[tuple[str, UnitId, Role]] = [("boss", MEDICINE, Role.SPONSOR)]
    for unit, size in sizes.items():
        held += [(f"{unit}-m{number}", unit, Role.MEMBER) for number in range(size)]
        held += [
            (f"{unit}-doctor", unit, Role.MEDICAL_LEAD),
            (f"{unit}-nurse", unit, Role.NURSING_LEAD),
            (f"{unit}-champion", unit, Role.CHAMPION),
        ]
    people = {PersonId(name): Person(id=PersonId(name), name=name, channel=WEB) for name, _, _ in held}
    return Roster(
        people=people,
        memberships=frozenset(Membership(person=PersonId(name), unit=unit, role=role) for name, unit, role in held),
        addresses={name: Address(channel=WEB, value=f"at-{name}") for name in people},
    )


class Weeks:
    def __init__(
        self, storage: Storage, folder: Path, *, detector: Detector = watch, entropy: Entropy | None = None
    ) -> None:
        self.entropy = entropy = entropy or SystemEntropy()
        self.storage, self.folder = storage, folder
        self.keys, self.sealer = FileKeys(folder / "keys", entropy=entropy), AesSealer(entropy=entropy)
        self.open_epoch = OpenEpoch(keys=self.keys, sealer=self.sealer)
        self.close = self.closing(storage, detector)
        self.sizes: dict[UnitId, int] = {}
        self.asks: Callable[[UnitId, IsoWeek], Round] = a_round_of
        self.guests: dict[UnitId, list[PersonId]] = {}
        """Members who have come from another team, beyond those that `sizes` counts."""
        self.adds: Callable[[UnitId, IsoWeek, int], str] = lambda _unit, _week, _number: ""
        """The words that the n-th member adds to their answer in a week."""

    def closing(self, storage: Storage, detector: Detector = watch, *, chunk: int = CHUNK) -> CloseWeek:
        return CloseWeek(
            storage=storage,
            keys=self.keys,
            sealer=self.sealer,
            detector=detector,
            entropy=self.entropy,
            chunk=chunk,
        )

    async def furnish(self, sizes: Mapping[UnitId, int], programme: Programme | None = None) -> None:
        self.sizes = dict(sizes)
        start = datetime(2026, 1, 1, tzinfo=UTC)
        async with self.storage.writing() as work:
            await work.programmes.save(programme or the_programme(), at=start)
            roster = the_roster(sizes)
            await work.rosters.save(roster, at=start)
            for person in roster.people:
                consent = await work.rosters.consent(person)
                await work.rosters.set_consent(person, replace(consent, joined_at=start))

    async def play(self, week: IsoWeek, says: Mapping[UnitId, Says] | None = None) -> None:
        """One round for each team, answered and over; the week is ready to be closed."""
        spoken = says or dict.fromkeys(self.sizes, agrees)
        async with self.storage.writing() as work:
            held = await self.open_epoch(work, week, programme=a_programme())
            assert held is not None
            for unit, say in spoken.items():
                round_ = self.asks(unit, week)
                await work.rounds.claim_many([round_])
                people = [PersonId(f"{unit}-m{number}") for number in range(self.sizes[unit])]
                people += self.guests.get(unit, [])
                pulses = [
                    self._pulse(round_, number, person, say(week, number)) for number, person in enumerate(people)
                ]
                await work.pulses.add(pulses)
                for number, pulse in enumerate(pulses):
                    code = say(week, number)
                    if code in ("", "-"):
                        continue
                    body = AnswerBody(
                        person=pulse.person,
                        round=round_.id,
                        question=pulse.question,
                        week=week,
                        code=AnswerCode(code),
                        text="More light." if code == TEXT_GIVEN else "",
                    )
                    identity = self.sealer.answer_id(
                        held.key, person=pulse.person, round_id=round_.id, question=pulse.question.id
                    )
                    sealed = self.sealer.seal(held.key, body=pack(body), bound_to=identity)
                    answer = SealedAnswer(id=identity, epoch=held.epoch.id, unit=unit, body=sealed)
                    await work.answers.put_many([answer])
                    if words := self.adds(unit, week, number):
                        await self._add_words(work, held, pulse, words)
            await work.rounds.close([a_round_of(unit, week).id for unit in spoken])

    async def _add_words(self, work: UnitOfWork, held: HeldEpoch, pulse: Pulse, words: str) -> None:
        under = added_to(pulse.question.id)
        identity = self.sealer.answer_id(held.key, person=pulse.person, round_id=pulse.round, question=under)
        body = AnswerBody(
            person=pulse.person,
            round=pulse.round,
            question=pulse.question,
            week=pulse.week,
            code=TEXT_GIVEN,
            text=words,
            may_be_shown=True,
        )
        sealed = self.sealer.seal(held.key, body=pack(body, takes_words=True), bound_to=identity)
        await work.answers.put_many([SealedAnswer(id=identity, epoch=held.epoch.id, unit=pulse.unit, body=sealed)])

    @staticmethod
    def _pulse(round_: Round, number: int, person: PersonId, code: str) -> Pulse:
        return Pulse(
            id=PulseId(f"{round_.id}/{number}"),
            round=round_.id,
            unit=round_.unit,
            person=person,
            question=round_.questions[0],
            due_at=round_.opens_at,
            closes_at=round_.closes_at,
            week=round_.week,
            state=PulseState.EXPIRED if code in ("", "-") else PulseState.ANSWERED,
            sent_at=None if code == "-" else round_.opens_at,
        )

    async def merge(self, gone: UnitId, into: UnitId, programme: Programme, *, at: datetime) -> None:
        """The members of one team become members of another, whose lists and programme are applied."""
        moving = [PersonId(f"{gone}-m{number}") for number in range(self.sizes.pop(gone))]
        self.guests[into] = moving
        async with self.storage.writing() as work:
            roster = await work.rosters.current()
            kept = {held for held in roster.memberships if held.unit != gone}
            moved = {Membership(person=person, unit=into, role=Role.MEMBER) for person in moving}
            await work.programmes.save(programme, at=at)
            await work.rosters.save(replace(roster, memberships=frozenset(kept | moved)), at=at)

    async def run(
        self, count: int, says: Mapping[UnitId, Says] | None = None, *, first: IsoWeek = FIRST
    ) -> Sequence[IsoWeek]:
        """Play and close so many weeks, each on the Monday after it."""
        closed: list[IsoWeek] = []
        for step in range(count):
            await self.play(first + step, says)
            closed += await self.close(now=monday_after(first + step))
        return closed

    async def digest(self, unit: UnitId, week: IsoWeek | None = None) -> FrozenDigest:
        async with self.storage.reading() as work:
            digest = await work.weeks.digest(unit, week)
        assert digest is not None
        return digest

    async def state(self, unit: UnitId, *, after: IsoWeek) -> UnitState:
        async with self.storage.reading() as work:
            return (await work.weeks.unit_states([unit], before=after + 1))[unit]

    async def deliveries(self) -> Mapping[str, Delivery]:
        """Everything that waits to be sent, by key."""
        far = datetime(2100, 1, 1, tzinfo=UTC)
        async with self.storage.writing() as work:
            found = await _claimed(work, far)
            await work.deliveries.release_leases(WEB)
        return found


class Alarming:
    """A detector that raises an alarm for the ward in the weeks named."""

    def __init__(self, *weeks: IsoWeek, kind: FlagKind = FlagKind.BOTH) -> None:
        self.weeks, self.kind, self.seen = weeks, kind, list[Sequence[TeamWeek]]()

    def __call__(
        self,
        week: IsoWeek,
        teams: Sequence[TeamWeek],
        *,
        organisation: DetectorMemory,
        block: BlockWeek,
        false_flags_per_team_year: float,
        minimum_group: int,
    ) -> WeekResult:
        assert (false_flags_per_team_year, minimum_group) == (0.5, 5)
        assert all(len(team.earlier) == len(block.earlier) for team in teams)
        self.seen.append(teams)
        alarm = Alarm(kind=self.kind, since=week - 3)
        results = [
            TeamResult(
                memory=DetectorMemory(voices=PackedParticipationHabits(b"v")),
                expected=8.0,
                alarm=alarm if team.team == WARD and week in self.weeks else None,
            )
            for team in teams
        ]
        return WeekResult(teams=results, organisation=organisation)


async def _claimed(work: UnitOfWork, far: datetime) -> dict[str, Delivery]:
    claims = await work.deliveries.lease(WEB, owner="test", now=far, lease_until=far, limit=10_000)
    return {claim.delivery.key: claim.delivery for claim in claims}


def a_round_of(unit: UnitId, week: IsoWeek) -> Round:
    opens_at = datetime.combine(week.monday() + timedelta(days=1), time(10), tzinfo=UTC)
    question = QUESTIONS[week.index % len(QUESTIONS)]
    return Round(
        schedule=ScheduleId("weekly"),
        unit=unit,
        local_date=opens_at.date(),
        slot="10:00",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=120),
        week=week,
        questions=(QuestionRef(id=question.id, version=1),),
        state=RoundState.OPEN,
    )


def monday_after(week: IsoWeek, *, hour: int = 2) -> datetime:
    return datetime.combine((week + 1).monday(), time(hour), tzinfo=UTC)
