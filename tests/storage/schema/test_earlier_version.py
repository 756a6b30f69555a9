"""A database of the first version migrates in the middle of a quarter and goes on as that version would have done.

What lies in `earlier/`, and how it was made, is said in the README there.
"""

import tarfile
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy.engine import make_url

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.answers.epochs import EpochState
from bot.domain.answers.workings import OrganisationHabits, QuestionSums, TeamBlock, TeamQuarter
from bot.domain.asking.pulses import Pulse
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import EpochId, PersonId, QuestionId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer, DigestPress, DigestRef, OnDigest
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.delivery_keys import new_rule_key
from bot.domain.messaging.inbound import Command, Commanded, Event, Inbound, Opened, Pressed
from bot.domain.organisation.people import CO_LEADS, Address, Membership, Person, Role
from bot.domain.programme.programme import Programme
from bot.domain.programme.quarters import Quarter
from storage.backup import table_copy
from storage.database import Database
from tests.support.channels import TELEGRAM, WEB
from tests.support.epochs import epoch_named, newest_epoch
from tests.support.messages import words_of

EARLIER = Path(__file__).parent / "earlier"
REVISION = "0006"
QUARTER = EpochId("2026-W02")
OPEN, NEXT = IsoWeek.parse("2026-W14"), IsoWeek.parse("2026-W15")
"""The last week of the quarter, whose round was open on the Thursday when the database was left, and the week after."""
TELLING = "A new rule for your answers"
LAST_DAY, GONE_BY = "Sunday, 5 April 2026", "Monday, 13 April 2026"
"""Of the quarter; and when its key is destroyed at the latest."""
WARD = UnitId("surgical-ward-4")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.drill])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A file of SQLite, or an empty database of PostgreSQL."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'rounds.db'}"


@pytest.fixture
async def hospital(url: str, tmp_path: Path) -> AsyncIterator["Hospital"]:
    """The hospital of the first version in a database of either kind, as it was left."""
    with tarfile.open(EARLIER / "hospital.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    (tmp_path / "keys").chmod(0o700)
    database = Database(url)
    if not database.is_embedded:
        await database.migrate(REVISION)
        copy_rows(tmp_path / "rounds.db", url)
    clock = ShiftedClock(start=at(OPEN, day=3, hour=9), speed=0)
    app = App(World(storage=database, keys_folder=tmp_path / "keys", clock=clock))
    yield Hospital(database=database, folder=tmp_path, clock=clock, app=app)
    await database.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    database: Database
    folder: Path
    clock: ShiftedClock
    app: App

    async def tick(self, *moments: datetime) -> None:
        """The next moments, in which nothing goes wrong."""
        with structlog.testing.capture_logs() as said:
            for moment in moments:
                self.clock.jump(moment)
                await self.app.tick()
                await self.app.graph.post_web.drain()
        assert [each for each in said if each["log_level"] == "error"] == []

    async def programme(self) -> Programme:
        async with self.database.reading() as work:
            programme = await work.programmes.current()
        assert programme is not None
        return programme

    async def units(self) -> Sequence[UnitId]:
        return [unit.id for unit in (await self.programme()).organisation.units]

    async def pulses(self, week: IsoWeek) -> Sequence[Pulse]:
        units = await self.units()
        async with self.database.reading() as work:
            rounds = await work.rounds.closing_in(week, units)
            found = await work.pulses.of_rounds([round_.id for round_ in rounds])
        return sorted(found, key=lambda pulse: pulse.id)

    async def answer(self, pulses: Sequence[Pulse]) -> None:
        """Two of three people open their question and answer it, each in the same way at every run."""
        questions, updates = (await self.programme()).questions, list[Inbound]()
        async with self.database.reading() as work:
            for number, pulse in enumerate(pulses):
                sender = await work.rosters.address_of(pulse.person)
                if number % 3 == 0 or sender is None:
                    continue
                code = questions[QuestionId(pulse.question.id)].codes[number % 4]
                events: tuple[Event, ...] = (Opened(), Pressed(intent=Answer(pulse=pulse.id, code=code)))
                for step, event in enumerate(events, start=1):
                    sequence = 2 * number + step
                    updates.append(Inbound(sender=sender, update_id=f"u{sequence}", sequence=sequence, event=event))
        await self.app.graph.inbox.receive(updates)
        await self.app.graph.inbox.work_off()
        await self.app.graph.post_web.drain()

    async def chat(self, person: PersonId) -> Sequence[str]:
        async with self.database.reading() as work:
            address = await work.rosters.address_of(person)
        assert address is not None
        shown = await self.app.graph.read_chat(address, limit=1_000)
        return [] if shown is None else [words_of(each.message) for each in shown.messages]

    async def join(self, name: str, *, at: datetime) -> None:
        """Somebody comes to the ward's list and joins."""
        who = PersonId(name)
        async with self.database.writing() as work:
            roster = await work.rosters.current()
            people = {**roster.people, who: Person(id=who, name=name, channel=WEB)}
            lists = roster.memberships | {Membership(person=who, unit=WARD, role=Role.MEMBER)}
            await work.rosters.save(replace(roster, people=people, memberships=lists), at=at)
            await work.rosters.enrol(who, Address(channel=WEB, value=name), at=at)

    async def said_to(self, person: PersonId, event: Event) -> str:
        """What somebody is told at once for what they did, on the web."""
        before = await self.chat(person)
        async with self.database.reading() as work:
            sender = await work.rosters.address_of(person)
        assert sender is not None
        number = len(before)
        await self.app.graph.inbox.receive(
            [Inbound(sender=sender, update_id=f"said{number}", sequence=number, event=event)]
        )
        await self.app.graph.inbox.work_off()
        await self.app.graph.post_web.drain()
        return "\n".join((await self.chat(person))[len(before) :])

    async def live(self, week: IsoWeek) -> None:
        """A week after the upgrade, asked, answered and closed."""
        await self.tick(at(week, day=1, hour=9))
        pulses = await self.pulses(week)
        await self.tick(at(week, day=2, hour=12))
        await self.answer(pulses)
        await self.tick(at(week, day=3, hour=12), at(week, day=6, hour=9, minute=2), at(week, day=7, hour=6))

    async def released(self, first: IsoWeek) -> Sequence[Release]:
        """Everything that was decided since a week."""
        units = await self.units()
        async with self.database.reading() as work:
            whole = await work.weeks.organisation_releases(first, first + 52)
            return [*whole, *await work.weeks.releases(units, first, first + 52)]


@pytest.mark.drill
async def test_an_open_quarter_of_the_first_version_ends_as_that_version_would_have_ended_it(
    hospital: Hospital,
) -> None:
    database = hospital.database
    assert await database.schema_revision() == REVISION
    await database.migrate()
    units = await hospital.units()
    async with database.reading() as work:
        assert await work.weeks.newest_closed() == OPEN - 1
        states = await work.weeks.unit_states(units, before=OPEN)
        assert {unit: state.week for unit, state in states.items()} == dict.fromkeys(units, OPEN - 1)
        workings = [OrganisationHabits(), QuestionSums(), *(of(unit=WARD) for of in (TeamBlock, TeamQuarter))]
        assert set(await work.answers.workings(QUARTER, workings)) == set(workings)

    await hospital.tick(at(OPEN, day=6, hour=9, minute=2), at(NEXT, day=0, hour=3), at(NEXT, day=0, hour=6))
    async with database.reading() as work:
        assert await work.weeks.newest_closed() == OPEN
        assert all([await work.weeks.digest(unit, OPEN) is not None for unit in units])

    await hospital.live(NEXT)
    async with database.reading() as work:
        assert await work.weeks.newest_closed() == NEXT
        ended, running = await epoch_named(work, QUARTER), await newest_epoch(work)
        assert await work.answers.workings(QUARTER, workings) == {}
    async with database.writing() as work:
        assert await work.answers.delete_epoch(QUARTER) == 0, "nothing was left to delete"
    assert ended is not None
    assert running is not None
    assert (ended.state, running.first) == (EpochState.CLOSED, NEXT)
    assert sorted(path.stem for path in (hospital.folder / "keys").glob("*.key")) == [running.id]

    released = await hospital.released(OPEN)
    assert {each.kind for each in released} >= {ReleaseKind.ORGANISATION}
    async with database.reading() as work:
        atoms = await work.cells.atoms(NEXT)
        assert atoms is not None
        assert [set(await work.cells.of_week(week, atoms)) for week in (OPEN - 1, OPEN)] == [
            set(),
            {atom.teams[0] for atom in atoms.atoms},
        ]


@pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.soak])], indirect=True
)
@pytest.mark.drill
async def test_the_quarter_that_was_open_at_the_upgrade_ends_whole_and_blocks_follow(hospital: Hospital) -> None:
    """Its key goes with its own end, as was promised when it began; those of the blocks live on through two more."""
    database, keys = hospital.database, hospital.folder / "keys"
    await database.migrate()
    async with database.reading() as work:
        (whole,) = await work.epochs.not_closed()
    assert (whole.id, whole.weeks, whole.lives_through, len(whole.blocks)) == (QUARTER, 13, OPEN, 3)

    await hospital.tick(at(OPEN, day=6, hour=9, minute=2), at(NEXT, day=0, hour=3), at(NEXT, day=0, hour=6))
    assert (keys / f"{QUARTER}.key").exists()
    await hospital.tick(at(NEXT, day=1, hour=11, minute=59))
    assert (keys / f"{QUARTER}.key").exists()
    await hospital.tick(at(NEXT, day=1, hour=12))
    assert not (keys / f"{QUARTER}.key").exists()

    for step in range(5):
        await hospital.live(NEXT + step)
    async with database.reading() as work:
        ended, living = await epoch_named(work, QUARTER), await work.epochs.not_closed()
    assert ended is not None
    assert ended.state is EpochState.CLOSED
    assert [(each.first, each.weeks, each.number, each.lives_through, each.state) for each in living] == [
        (NEXT, 4, 0, NEXT + 12, EpochState.FINISHED),
        (NEXT + 4, 4, 1, NEXT + 16, EpochState.OPEN),
    ]
    assert {each.quarter for each in living} == {Quarter(first=NEXT, weeks=13)}
    assert sorted(path.stem for path in keys.glob("*.key")) == [each.id for each in living]


@pytest.mark.drill
async def test_members_of_the_open_quarter_are_told_once_that_a_new_rule_follows(hospital: Hospital) -> None:
    """Everybody on their own channel, also who has stopped; and also if a process starts again in between."""
    database, asked = hospital.database, {Role.MEMBER, *CO_LEADS}
    await database.migrate()
    async with database.writing() as work:
        roster = await work.rosters.current()
        expected = {each.person for each in roster.memberships if each.role in asked} & set(roster.addresses)
        on_telegram, stopped, away, *_ = sorted(expected)
        await work.rosters.enrol(on_telegram, Address(channel=TELEGRAM, value="4711"), at=hospital.clock.now())
        consent = await work.rosters.consent(stopped)
        await work.rosters.set_consent(stopped, replace(consent, stopped_at=hospital.clock.now()))
        blocked = roster.addresses[away]
        await work.rosters.mark_unreachable(blocked, at=hospital.clock.now())
    assert len(expected) > 50

    noon = at(OPEN, day=3, hour=12)
    await hospital.tick(noon, noon + timedelta(minutes=1))
    for _start in range(2):
        again = App(World(storage=database, keys_folder=hospital.folder / "keys", clock=hospital.clock))
        await again.tick()
        await again.graph.post_web.drain()
    assert not any(TELLING in said for said in await hospital.chat(away))
    await hospital.join("latecomer", at=hospital.clock.now())
    async with database.writing() as work:
        await work.rosters.mark_reachable(blocked)
    await hospital.tick(*(at(OPEN, day=day, hour=12) for day in (4, 5)), at(OPEN, day=6, hour=9, minute=2))
    await hospital.tick(at(NEXT, day=0, hour=12), at(NEXT, day=1, hour=13), at(NEXT, day=2, hour=13))

    assert not any(TELLING in said for said in await hospital.chat(PersonId("latecomer"))), "told when joining"
    for person in expected - {on_telegram}:
        told = [said for said in await hospital.chat(person) if TELLING in said]
        assert len(told) == 1, person
        assert f"questions that close by {LAST_DAY} are destroyed by {GONE_BY}. This was promised" in told[0]
        assert "Each answer is destroyed at most 14 weeks after you gave it" in told[0]
    async with database.writing() as work:
        assert await work.deliveries.ref_of(new_rule_key(QUARTER, on_telegram), WEB) is None
        waiting = await work.deliveries.lease(
            TELEGRAM, owner="test", now=hospital.clock.now(), lease_until=hospital.clock.now(), limit=99
        )
    notices = [each.delivery.key for each in waiting if each.delivery.kind is DeliveryKind.NOTICE]
    assert [key for key in notices if key.startswith("n:rule:")] == [new_rule_key(QUARTER, on_telegram)]


@pytest.mark.drill
async def test_until_the_open_quarter_has_ended_people_are_told_the_rule_it_ends_by(hospital: Hospital) -> None:
    database = hospital.database
    await database.migrate()
    async with database.reading() as work:
        roster = await work.rosters.current()
    lead = min(each.person for each in roster.memberships if each.role is Role.NURSING_LEAD and each.unit == WARD)
    privacy = Commanded(command=Command.PRIVACY)
    why = Pressed(intent=DigestPress(digest=DigestRef(unit=WARD, week=OPEN - 1), what=OnDigest.WHY_NO_FIGURES))

    said = await hospital.said_to(lead, privacy)
    assert f"close by {LAST_DAY} are destroyed by {GONE_BY}. This was promised when the quarter began" in said
    assert "Later answers are destroyed at most 14 weeks after you gave them" in said
    assert "Each answer is destroyed at most" not in said
    assert "closed by the earlier rules" in await hospital.said_to(lead, why)

    await hospital.tick(at(OPEN, day=6, hour=9, minute=2), at(NEXT, day=0, hour=3), at(NEXT, day=0, hour=12))
    said = await hospital.said_to(lead, privacy)
    assert "Each answer is destroyed at most 14 weeks after you gave it" in said
    assert LAST_DAY not in said
    said = await hospital.said_to(lead, why)
    assert said
    assert "closed by the earlier rules" not in said


def at(week: IsoWeek, *, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(week.monday() + timedelta(days=day), time(hour, minute), tzinfo=UTC)


def copy_rows(path: Path, url: str) -> None:
    """Every row of a SQLite file into an empty PostgreSQL database of the same schema."""
    with table_copy.file(path, "read") as source, table_copy.loading(make_url(url)) as target:
        names = table_copy.names_of(source) - {"alembic_version"}
        there, here = (table_copy.described(each, names, revision=REVISION) for each in (source, target))
        for table in here.sorted_tables:
            with closing(table_copy.rows(source, there.tables[table.name])) as rows:
                table_copy.write(target, table, rows)
        table_copy.set_last_numbers(target, here, table_copy.last_numbers(source, there))
