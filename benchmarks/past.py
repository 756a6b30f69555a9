"""A hospital with years behind it, on the eve of closing a week: what `benchmarks.closing` starts from.

People and their habits are drawn once with a seed; the shipped detector then reads every week behind, and its state
stands in the database as closing week after week would have left it. The history that piles up beside it
(participation, snapshots, releases, digests, earlier answers of the running epoch) is written in bulk and has the
sizes of the real one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, create_engine, text

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain import block_sums, unit_state
from bot.domain.block_sums import OVERALL, BlockSums, ItemSums
from bot.domain.claims import WeekCount
from bot.domain.detection import LEARNING_WEEKS
from bot.domain.epochs import Epoch
from bot.domain.figures import ScoreFigure, ShareFigure
from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.indicators.detector import Rules, State, close_epoch, take_week
from bot.domain.indicators.memory import Bench, Memory, pack
from bot.domain.indicators.thresholds import Thresholds
from bot.domain.indicators.week_rows import WeekRows
from bot.domain.organisation import Organisation, Unit
from bot.domain.people import Address, Channel, Membership, Person, Role, Roster
from bot.domain.person_week_rows import question_key
from bot.domain.programme import OnDays, Programme, Schedule, Weekday
from bot.domain.pulses import Pulse, PulseState, Round, RoundState, pulse_id
from bot.domain.questions import AnswerCode, Competency, Facet, Polarity, Question, QuestionRef, Scale
from bot.domain.sealing import AnswerBody
from bot.domain.sealing import pack as packed
from bot.domain.unit_state import ShownScore, UnitState
from bot.domain.weeks import IsoWeek
from bot.flows.gather_week import AROUND, ITEMS, working_name
from bot.flows.open_epoch import HeldEpoch, OpenEpoch
from bot.ports import SealedAnswer
from storage.engine import Database

TEAM = 20
TEAMS_A_DIVISION = 100
CHUNK = 500
EPOCH_WEEKS = 13
CLOSING = IsoWeek.parse("2026-W26")
HOSPITAL = UnitId("hospital")
LEADS = (Role.CHAMPION, Role.MEDICAL_LEAD, Role.NURSING_LEAD, Role.OPERATIONAL_LEAD)
"""Of the first members of each team."""

BANK = tuple(
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
)


def asked_in(week: IsoWeek) -> Question:
    return BANK[week.index % len(BANK)]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One hospital: `teams` of `TEAM` people, `behind` weeks of past; what closes is week `of_epoch` of its epoch."""

    teams: int
    behind: int
    of_epoch: int
    units: tuple[UnitId, ...]
    reached: "np.ndarray[Any, np.dtype[np.bool_]]"
    """(weeks, people), the closing week last."""
    answered: "np.ndarray[Any, np.dtype[np.bool_]]"
    code: "np.ndarray[Any, np.dtype[np.int8]]"
    """1 to 4 where somebody answered, 0 elsewhere."""

    @classmethod
    def drawn(cls, *, teams: int, behind: int, of_epoch: int, seed: int = 7) -> "Scene":
        chance = np.random.default_rng(seed)
        people, weeks = teams * TEAM, behind + 1
        habit = np.repeat(chance.normal(0.9, 0.7, teams), TEAM) + chance.normal(0, 1.1, people)
        level = np.repeat(chance.normal(2.9, 0.25, teams), TEAM) + chance.normal(0, 0.6, people)
        reached = chance.random((weeks, people), dtype=np.float32) < 0.92
        answered = reached & (chance.random((weeks, people), dtype=np.float32) < 1 / (1 + np.exp(-habit)))
        said = np.clip(np.rint(level + chance.normal(0, 0.6, (weeks, people))), 1, 4).astype(np.int8)
        return cls(
            teams=teams,
            behind=behind,
            of_epoch=of_epoch,
            units=tuple(UnitId(f"unit-{number:05d}") for number in range(teams)),
            reached=reached,
            answered=answered,
            code=np.where(answered, said, 0).astype(np.int8),
        )

    @property
    def epoch_first(self) -> IsoWeek:
        return CLOSING - (self.of_epoch - 1)

    @property
    def first(self) -> IsoWeek:
        return CLOSING - self.behind

    def person(self, team: int, number: int) -> PersonId:
        return PersonId(f"p{team:05d}-{number:02d}")

    def write_rows(self, file: Path) -> None:
        """Every person-week of the years behind and of the closing week, as a recomputation would read it."""
        import polars as pl

        weeks, people = self.reached.shape
        week = np.repeat(np.arange(weeks, dtype=np.int32) + self.first.index, people)
        member = np.tile(np.arange(people, dtype=np.int32), weeks)
        codes = self.code.ravel()
        questions = np.array([BANK.index(asked_in(self.first + at)) for at in range(weeks)], dtype=np.int16)
        pl.DataFrame(
            {
                "week": week,
                "team": member // TEAM,
                "member": member,
                "question": np.repeat(questions, people),
                "reached": self.reached.ravel(),
                "answered": self.answered.ravel(),
                "value": np.where(codes > 0, (codes - 1) * (10 / 3), np.nan).astype(np.float32),
            }
        ).write_parquet(file, compression="zstd")


def programme(scene: Scene) -> Programme:
    divisions = [UnitId(f"division-{number:03d}") for number in range(-(-scene.teams // TEAMS_A_DIVISION))]
    return Programme(
        organisation=Organisation(
            name="Riverside",
            timezone="Europe/London",
            locale="en-GB",
            units=(
                Unit(id=HOSPITAL, name="Riverside"),
                *(Unit(id=division, name=division, parent=HOSPITAL) for division in divisions),
                *(
                    Unit(id=unit, name=unit, parent=divisions[at // TEAMS_A_DIVISION])
                    for at, unit in enumerate(scene.units)
                ),
            ),
        ),
        questions={question.id: question for question in BANK},
        schedules=(
            Schedule(
                id=ScheduleId("weekly-pulse"),
                units=(HOSPITAL,),
                questions=("core",),
                cadence=OnDays(days=(Weekday.TUE,), at=time(10)),
            ),
        ),
    )


def roster(scene: Scene) -> Roster:
    """Twenty people a team, of whom four read its digest, and one sponsor."""
    names = [scene.person(team, number) for team in range(scene.teams) for number in range(TEAM)]
    held = {
        Membership(person=scene.person(team, number), unit=unit, role=role)
        for team, unit in enumerate(scene.units)
        for number in range(TEAM)
        for role in (Role.MEMBER, *LEADS[number : number + 1])
    }
    sponsor = PersonId("sponsor")
    held.add(Membership(person=sponsor, unit=HOSPITAL, role=Role.SPONSOR))
    everybody = [sponsor, *names]
    return Roster(
        people={name: Person(id=name, name=name, channel=Channel.TELEGRAM) for name in everybody},
        memberships=frozenset(held),
        addresses={name: Address(channel=Channel.TELEGRAM, value=name) for name in everybody},
    )


async def furnish(database: Database, keys_folder: Path, scene: Scene) -> None:
    """Everything up to the eve of closing `CLOSING`."""
    entropy = SystemEntropy()
    keys, sealer = FileKeys(keys_folder, entropy=entropy), AesSealer(entropy=entropy)
    start = datetime.combine(scene.first.monday(), time(), tzinfo=UTC)
    await database.migrate()
    async with database.writing() as work:
        await work.programmes.save(programme(scene), at=start)
        await work.rosters.save(roster(scene), at=start)
    async with database.writing() as work:
        key = keys.create(Epoch(first=scene.epoch_first, weeks=EPOCH_WEEKS).id)
        epoch = Epoch(first=scene.epoch_first, weeks=EPOCH_WEEKS, fingerprint=sealer.fingerprint(key))
        await work.epochs.save(epoch)
        held = await OpenEpoch(keys=keys, sealer=sealer)(work, CLOSING, weeks=EPOCH_WEEKS)
        assert held is not None
        await work.weeks.claim(CLOSING - 1, at=start)
        await work.weeks.finish(CLOSING - 1)
    await _leave_states(database, sealer, held, scene)
    await _play(database, sealer, held, scene)
    _pile_up(database, held.epoch, scene)


async def _leave_states(database: Database, sealer: AesSealer, held: HeldEpoch, scene: Scene) -> None:
    kept = _remembered(scene)
    items = _items(scene)

    def sealed(unit: UnitId, body: bytes) -> bytes:
        return sealer.seal(held.key, body=body, bound_to=working_name(held.epoch, unit))

    for start in range(0, scene.teams, CHUNK):
        teams = range(start, min(start + CHUNK, scene.teams))
        states = {scene.units[at]: _state(scene, at, kept) for at in teams}
        sums = {scene.units[at]: _sums(scene, at, kept) for at in teams}
        async with database.writing() as work:
            dumped = {unit: unit_state.dump(state, state) for unit, state in states.items()}
            await work.weeks.put_states(dumped, week=CLOSING - 1)
            bodies = {unit: sealed(unit, block_sums.dump(each, each)) for unit, each in sums.items()}
            await work.answers.put_workings(held.epoch.id, bodies)
    around = UnitState(week=CLOSING - 1, habits=kept.shared)
    async with database.writing() as work:
        await work.weeks.put_states({AROUND: unit_state.dump(around, around)}, week=CLOSING - 1)
        sums_around = BlockSums(week=CLOSING - 1, habits=kept.sealed_shared)
        body = block_sums.dump(sums_around, sums_around)
        await work.answers.put_working(held.epoch.id, AROUND, sealed(AROUND, body))
        name = working_name(held.epoch, ITEMS)
        body = sealer.seal(held.key, body=block_sums.dump_items(items, items), bound_to=name)
        await work.answers.put_working(held.epoch.id, ITEMS, body)


def _remembered(scene: Scene) -> Memory:
    """The shipped detector over every week behind."""
    people = scene.teams * TEAM
    state = State.empty(members=people, teams=scene.teams, units=1)
    rules = Rules(learning_weeks=LEARNING_WEEKS, quiet_weeks=0)
    thresholds = Thresholds.shipped(0.5)
    member = np.arange(people, dtype=np.int64)
    for at in range(scene.behind):
        if (scene.first + at - scene.epoch_first) % EPOCH_WEEKS == 0:
            state = close_epoch(state)
        rows = WeekRows(
            week=(scene.first + at).index,
            team=member // TEAM,
            member=member,
            reachable=scene.reached[at],
            answered=scene.answered[at],
            score=np.where(scene.code[at] > 0, scene.code[at], np.nan).astype(np.float64),
            unit_of_team=np.zeros(scene.teams, dtype=np.int64),
            units=1,
        )
        state, _ = take_week(state, rows, thresholds=thresholds, rules=rules)
    members = tuple(tuple(scene.person(team, number) for number in range(TEAM)) for team in range(scene.teams))
    return pack(Bench(teams=scene.units, members=members, state=state), week=(CLOSING - 1).index)


def _bits(flags: "np.ndarray[Any, np.dtype[np.bool_]]") -> list[int]:
    """Twelve weeks of everybody (weeks, people) as bits, the newest lowest."""
    newest = flags[::-1][:12]
    return [int(each) for each in sum(row.astype(np.int64) << at for at, row in enumerate(newest))]


def _state(scene: Scene, team: int, kept: Memory) -> UnitState:
    people = slice(team * TEAM, (team + 1) * TEAM)
    names = [scene.person(team, number) for number in range(TEAM)]
    reached, answered = scene.reached[:-1, people], scene.answered[:-1, people]
    share = ShareFigure.of(int(answered.sum()), int(reached.sum()), in_tenths=True)
    in_block = (scene.of_epoch - 1) % 4
    heard = np.asarray(answered[len(answered) - in_block :].any(axis=0), dtype=np.bool_)
    weeks = [CLOSING - back for back in range(min(scene.behind, 56), 0, -1)]
    blocks = [CLOSING - (in_block + 4 * back) for back in range(min(14, scene.behind // 4), 0, -1)]
    return UnitState(
        week=CLOSING - 1,
        first=scene.first,
        reached={name: bits for name, bits in zip(names, _bits(reached), strict=True) if bits},
        heard={name: bits for name, bits in zip(names, _bits(answered), strict=True) if bits},
        counted=tuple(
            WeekCount(
                week=CLOSING - back,
                asked=int(reached[-back].sum()),
                answered=int(answered[-back].sum()),
                people=int(reached[-back].sum()),
            )
            for back in (3, 2, 1)
        ),
        shown=tuple((week, share) for week in weeks),
        scores=tuple(
            ShownScore(block=f"{first}/1", first=first, last=first + 3, figure=ScoreFigure(halves=13, people_from=15))
            for first in blocks
        ),
        heard_block=frozenset(name for name, was in zip(names, heard, strict=True) if was),
        heard_before=frozenset(names[:17]),
        scored_of=frozenset({scene.units[team]}),
        not_asked=share,
        expected=tuple((CLOSING - back, 12.3, int(reached[-back].sum())) for back in (3, 2, 1)),
        habits=kept.teams[scene.units[team]],
    )


def _sums(scene: Scene, team: int, kept: Memory) -> BlockSums:
    people: dict[PersonId, dict[str, tuple[int, float]]] = {}
    for back in range((scene.of_epoch - 1) % 4, 0, -1):
        question = asked_in(CLOSING - back)
        for number in range(TEAM):
            code = int(scene.code[-1 - back, team * TEAM + number])
            if code:
                own = people.setdefault(scene.person(team, number), {})
                for name in (OVERALL, question.kind.value, str(question.competency), str(question.facet)):
                    count, total = own.get(name, (0, 0.0))
                    own[name] = (count + 1, total + (code - 1) * 10 / 3)
    return BlockSums(week=CLOSING - 1, people=people, habits=kept.sealed[scene.units[team]])


def _items(scene: Scene) -> ItemSums:
    items: dict[str, tuple[int, float]] = {}
    for at in range(scene.behind):
        codes = scene.code[at][scene.code[at] > 0].astype(np.int64)
        key = question_key(asked_in(scene.first + at))
        count, total = items.get(key, (0, 0.0))
        items[key] = (count + len(codes), total + float(((codes - 1) * 10 / 3).sum()))
    return ItemSums(week=CLOSING - 1, items=items)


async def _play(database: Database, sealer: AesSealer, held: HeldEpoch, scene: Scene) -> None:
    """The closing week itself: rounds, pulses, and answers under the real key."""
    opens_at = datetime.combine(CLOSING.monday() + timedelta(days=1), time(9), tzinfo=UTC)
    question = QuestionRef(id=asked_in(CLOSING).id, version=1)
    for start in range(0, scene.teams, CHUNK):
        pulses: list[Pulse] = []
        rounds: list[Round] = []
        answers: list[SealedAnswer] = []
        for team in range(start, min(start + CHUNK, scene.teams)):
            round_ = _round(scene.units[team], opens_at, question)
            rounds.append(round_)
            for number in range(TEAM):
                at, person = team * TEAM + number, scene.person(team, number)
                pulse = _pulse(scene, round_, person, at)
                pulses.append(pulse)
                if pulse.state is PulseState.ANSWERED:
                    answers.append(_answer(sealer, held, pulse, int(scene.code[-1, at])))
        async with database.writing() as work:
            await work.rounds.claim_many(rounds)
            await work.rounds.close([round_.id for round_ in rounds])
            await work.pulses.add(pulses)
            await work.answers.put_many(answers)


def _round(unit: UnitId, opens_at: datetime, question: QuestionRef) -> Round:
    return Round(
        schedule=ScheduleId("weekly-pulse"),
        unit=unit,
        local_date=opens_at.date(),
        slot="10:00",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=120),
        week=CLOSING,
        questions=(question,),
        state=RoundState.OPEN,
    )


def _pulse(scene: Scene, round_: Round, person: PersonId, at: int) -> Pulse:
    return Pulse(
        id=pulse_id(round_.id, person, 0),
        round=round_.id,
        unit=round_.unit,
        person=person,
        question=round_.questions[0],
        due_at=round_.opens_at,
        closes_at=round_.closes_at,
        week=round_.week,
        state=PulseState.ANSWERED if scene.answered[-1, at] else PulseState.EXPIRED,
        sent_at=round_.opens_at if scene.reached[-1, at] else None,
    )


def _answer(sealer: AesSealer, held: HeldEpoch, pulse: Pulse, code: int) -> SealedAnswer:
    identity = sealer.answer_id(held.key, person=pulse.person, round_id=pulse.round, question=pulse.question.id)
    body = AnswerBody(
        person=pulse.person,
        round=pulse.round,
        question=pulse.question,
        week=pulse.week,
        code=AnswerCode(str(code)),
    )
    sealed = sealer.seal(held.key, body=packed(body), bound_to=identity)
    return SealedAnswer(id=identity, epoch=held.epoch.id, unit=pulse.unit, body=sealed)


# --- what has piled up -------------------------------------------------------------------------------------------

_PILES = (
    """
    INSERT INTO presences (unit, week, person, asked, reached, heard)
    SELECT memberships.unit, bench_weeks.week, memberships.person, 1, 1, memberships.id % 2
    FROM memberships CROSS JOIN bench_weeks WHERE memberships.role = 'member'
    ORDER BY memberships.unit, bench_weeks.week, memberships.person
    """,
    """
    INSERT INTO snapshots (unit, week, figures)
    SELECT units.id, bench_weeks.week, :figures FROM units CROSS JOIN bench_weeks
    WHERE units.id LIKE 'unit-%' ORDER BY units.id, bench_weeks.week
    """,
    """
    INSERT INTO releases (unit, kind, period, week, shown, people, withheld)
    SELECT units.id, 'participation', bench_weeks.week, bench_weeks.week, :shown, :people, ''
    FROM units CROSS JOIN bench_weeks WHERE units.id LIKE 'unit-%' ORDER BY units.id, bench_weeks.week
    """,
    """
    INSERT INTO digests (unit, week, text, needs_conversation, made_at, buttons, chart, handed_over)
    SELECT units.id, bench_weeks.week, :text, {no}, :at, '[]', :chart, {yes}
    FROM units CROSS JOIN bench_weeks WHERE units.id LIKE 'unit-%' ORDER BY units.id, bench_weeks.week
    """,
)
_BYTES = {"sqlite": "randomblob({size})", "postgresql": "decode(repeat(md5(random()::text), {size} / 16), 'hex')"}


def _pile_up(database: Database, epoch: Epoch, scene: Scene) -> None:
    """Rows of the weeks behind that closing must not read, and must not be slowed by."""
    url = database.url if database.is_embedded else database.url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    embedded = database.is_embedded
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if embedded:
            connection.execute(text("PRAGMA synchronous=OFF"))
        connection.execute(text("CREATE TABLE bench_weeks (week text)"))
        weeks = [{"week": str(scene.first + at)} for at in range(scene.behind)]
        connection.execute(text("INSERT INTO bench_weeks (week) VALUES (:week)"), weeks)
        values: dict[str, object] = {
            "figures": "x" * 420,
            "shown": '{"part":"two_thirds","tenths":6}',
            "people": "[" + ",".join(['"p00000-00"'] * TEAM) + "]",
            "text": "x" * 700,
            "chart": "x" * 1200,
            "at": "2025-01-01T00:00:00.000000+00:00" if embedded else datetime(2025, 1, 1, tzinfo=UTC),
        }
        yes, no = ("1", "0") if embedded else ("true", "false")
        for pile in _PILES:
            statement = text(pile.format(yes=yes, no=no))
            connection.execute(statement, {name: values[name] for name in statement.compile().params})
            if embedded:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        for _ in range(min(scene.of_epoch - 1, scene.behind)):
            _earlier_answers(connection, epoch, "sqlite" if embedded else "postgresql")
        connection.execute(text("DROP TABLE bench_weeks"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if embedded else "ANALYZE"))
    engine.dispose()


def _earlier_answers(connection: Connection, epoch: Epoch, dialect: str) -> None:
    """As many sealed answers as a week leaves, which nobody will open."""
    some = _BYTES[dialect]
    connection.execute(
        text(
            f"INSERT INTO answers (id, epoch, unit, body) "  # noqa: S608 - literals of this file
            f"SELECT {some.format(size=32)}, :epoch, unit, {some.format(size=544)} FROM memberships "
            f"WHERE role = 'member' AND id % 3 < 2"
        ),
        {"epoch": epoch.id},
    )
