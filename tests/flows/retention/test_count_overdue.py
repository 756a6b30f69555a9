"""For every rule by which a job takes rows away: old ones are counted, and are gone once the job has run."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Table, insert, make_url

from bot.adapters.clock import SystemEntropy
from bot.domain.answers.epochs import EpochState
from bot.domain.attention.budget import Counted
from bot.domain.health.jobs import RetentionJob
from bot.domain.health.troubles import line_of
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.retention import tables as rules
from bot.domain.retention.rules import GRACE, RetentionByJob
from bot.domain.rota.shifts import Rota, RotaSource, Span
from bot.flows.administration.sign_in import SignIn
from bot.flows.operations.check_readiness import RETENTION, OverdueTable
from bot.flows.operations.tidy import Tidy
from bot.flows.retention.count_overdue import AGAIN, FIRST_AFTER, CountOverdue
from bot.flows.rota.tidy_rotas import TidyRotas
from bot.flows.week_close.forget_presses import ForgetPresses
from storage.backup import table_copy
from storage.database import Database
from storage.schema import tables
from storage.sql.columns import Day, Switch, UtcDateTime, Week
from tests.support.builders import T0, a_programme
from tests.support.clocks import StillClock
from tests.support.readiness import readiness_of
from tests.support.ward import Ward

WEEK = IsoWeek.of(T0.date()) - 1
"""Closed when everything here begins."""
LATER = T0 + timedelta(days=400)
OVER = IsoWeek.of(LATER.date()) - 1
MINUTE = timedelta(minutes=1)


def a_row(table: Table, **given: object) -> dict[str, object]:
    """With something in every column that needs it."""
    return {
        column.name: given.get(column.name, None if column.nullable else _anything(column.type))
        for column in table.columns
        if not (column.autoincrement is True or (column.name == "id" and table.name in _NUMBERED))
    }


_NUMBERED = {"inbox", "deliveries", "code_attempts", "pulse_messages", "web_messages", "memberships"}


def _anything(kind: Any) -> object:
    if isinstance(kind, UtcDateTime):
        return LATER
    if isinstance(kind, Day):
        return LATER.date()
    if isinstance(kind, Week):
        return IsoWeek.of(LATER.date())
    if isinstance(kind, Switch):
        return False
    if isinstance(kind, LargeBinary):
        return b"x"
    return "x" if kind.python_type is str else 0


def put(storage: Database, *rows: tuple[Table, Mapping[str, object]]) -> None:
    with table_copy.loading(make_url(storage.url)) as connection:
        for table, given in rows:
            connection.execute(insert(table).values(a_row(table, **given)))


Rows = Sequence[tuple[Table, Mapping[str, object]]]
BEFORE: Rows = [(tables.closed_weeks, {"week": OVER, "finished": True, "forgotten": False, "claimed_at": T0})]
A_PULSE: Rows = [
    (tables.rounds, {"id": "r", "week": OVER}),
    (tables.pulses, {"id": "p", "round": "r", "week": OVER, "person": "ana"}),
]
ANA: Rows = [(tables.people, {"id": "gone", "name": "", "left_at": T0})]
SOMEBODY = (tables.people, {"id": "ana", "name": "Ana"})
AN_EPOCH: Rows = [
    (tables.epochs, {"id": "2026-W10", "state": EpochState.CLOSED.value, "first": WEEK, "last": WEEK, "quarter": WEEK})
]

OLD: Mapping[RetentionByJob, Rows] = {
    rules.UPDATE_IDS: [(tables.inbox, {"filed_on": T0.date()})],
    rules.INBOX_KEYS: [(tables.inbox_keys, {"week": WEEK})],
    rules.LOOSE_WORDS: [(tables.held_words, {"asked_at": T0})],
    rules.PROMPTS: [(tables.prompts, {"asked_at": T0})],
    rules.PASSED_MESSAGES: [(tables.deliveries, {"kind": "notice", "state": "sent", "expires_at": T0})],
    rules.TRIES: [(tables.code_attempts, {"at": T0})],
    rules.ATTENTION: [(tables.attention, {"week": WEEK, "kind": Counted.NUDGE.value})],
    rules.SPREADS: [(tables.attention_spreads, {"week": WEEK})],
    rules.NAMES_ON_NUDGES: [(tables.nudges, {"week": OVER - 3, "person": "ana"})],
    rules.NUDGES: [(tables.nudges, {"week": WEEK})],
    rules.COMMENTS: [(tables.comments, {"week": WEEK})],
    rules.COMMENT_ANSWERS: [(tables.comments, {"id": "c", "week": WEEK}), (tables.comment_answers, {"comment": "c"})],
    rules.QUOTES_IN_CHATS: [(tables.web_messages, {"comment_week": WEEK})],
    rules.QUOTES_SENT: [(tables.deliveries, {"comment_week": WEEK, "kind": "notice", "state": "sent"})],
    rules.SEALED_IN_CHATS: [(tables.web_messages, {"sealed_under": WEEK})],
    rules.CHATS: [(tables.web_messages, {"found_in": WEEK})],
    rules.ERASED: ANA,
    rules.ROLES_OF_ERASED: [*ANA, (tables.memberships, {"person": "gone"})],
    rules.STATES_OF_RETIRED: [
        (tables.closed_weeks, {"week": OVER, "finished": True, "forgotten": True, "claimed_at": T0}),
        (tables.units, {"id": "clinic", "retired_at": T0}),
        (tables.unit_states, {"unit": "clinic", "week": WEEK}),
    ],
    rules.UPLOADS: [(tables.uploads, {"expires_at": T0})],
    rules.LINKS: [
        (tables.people, {"id": "ana", "name": "Ana"}),
        (tables.sign_in_links, {"person": "ana", "expires_at": T0}),
    ],
    rules.SESSIONS: [
        (tables.people, {"id": "ana", "name": "Ana"}),
        (tables.console_sessions, {"person": "ana", "seen_at": T0}),
    ],
    rules.PRESSES: [*BEFORE, *A_PULSE],
    rules.ASKED: [
        (tables.closed_weeks, {"week": OVER, "finished": True, "forgotten": True, "claimed_at": T0}),
        (tables.pulses, {"id": "p", "week": WEEK, "budget_week": WEEK - 2, "person": "ana"}),
    ],
    rules.TOLD: [
        (tables.told_back, {"id": "t", "at": T0}),
        (tables.told_shown, {"person": "ana", "told": "t"}),
    ],
    rules.SHOWN_IN: [*BEFORE, *A_PULSE, (tables.pulse_messages, {"pulse": "p"})],
    rules.QUESTIONS_SENT: [
        *(*BEFORE, *A_PULSE),
        (tables.deliveries, {"kind": "question", "pulse": "p", "state": "sent"}),
    ],
    rules.REPLY_MOMENTS: [
        *BEFORE,
        (
            tables.deliveries,
            {"kind": "notice", "state": "sent", "sealed_under": OVER, "due_at": LATER - timedelta(days=5)},
        ),
    ],
    rules.REMINDERS: [*BEFORE, (tables.attention, {"week": OVER, "kind": Counted.REMINDER.value})],
    rules.QUESTIONS_IN_CHATS: [
        *(*BEFORE, *A_PULSE),
        (tables.pulse_messages, {"pulse": "p", "ref": "1"}),
        (tables.web_messages, {"pulse": "p", "person": "ana"}),
    ],
    rules.PAUSES: [*BEFORE, (tables.people, {"id": "ana", "name": "Ana", "paused_until": T0})],
    rules.ASKED_TO_GO: [*BEFORE, (tables.forgotten, {"through": OVER})],
    rules.SHADOW_PLANS: [*BEFORE, (tables.shadow_plans, {"week": OVER})],
    rules.PENDING_RELEASES: [*BEFORE, (tables.pending_releases, {"week": OVER})],
    rules.ANSWERS: [*AN_EPOCH, (tables.answers, {"epoch": "2026-W10"})],
    rules.TEAM_WORKINGS: [*AN_EPOCH, (tables.team_workings, {"epoch": "2026-W10"})],
    rules.ORGANISATION_WORKINGS: [*AN_EPOCH, (tables.organisation_workings, {"epoch": "2026-W10"})],
    rules.SHIFTS: [SOMEBODY],
}


async def counted(ward: Ward) -> Mapping[str, OverdueTable]:
    async with ward.storage.reading() as work:
        return await CountOverdue(clock=ward.clock, real_clock=ward.clock)(work)


async def late(ward: Ward) -> dict[str, int]:
    return {table: each.rows for table, each in (await counted(ward)).items() if each.rows}


async def work_off(job: RetentionJob, ward: Ward) -> None:
    """What the product does in that step."""
    storage, now = ward.storage, ward.clock.now()

    async def nothing() -> None:
        """Answers stay linked."""

    match job:
        case RetentionJob.TIDY | RetentionJob.TIDY_DAILY:
            tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing)
            for _ in range(2):  # a start leaves some of it to the next tick
                await tidy(now=now)
        case RetentionJob.FORGET_PRESSES:
            await ForgetPresses(storage=storage)()
        case RetentionJob.FORGET_SHIFTS:
            await TidyRotas(storage=storage)(now=now)
        case RetentionJob.FORGET_UPLOADS:
            async with storage.writing() as work:
                await work.uploads.forget(until=now)
        case RetentionJob.FORGET_SIGN_INS:
            await SignIn(storage=storage, clock=ward.clock, entropy=SystemEntropy()).forget_old()
        case RetentionJob.CLOSE_WEEK:
            async with storage.writing() as work:
                await work.rounds.drop_shadow_plans(OVER)
                await work.weeks.drop_pending_releases(OVER)
        case RetentionJob.CLOSE_BLOCK:
            async with storage.writing() as work:
                for epoch in AN_EPOCH:
                    await work.answers.delete_epoch(epoch[1]["id"])  # type: ignore[arg-type]
        case _:
            raise AssertionError(f"no rule that is counted is worked off by {job}")


def test_every_rule_whose_rows_can_be_overdue_has_such_rows_here() -> None:
    assert set(OLD) == {*rules.TIMED, *rules.COUNTED_EVENTS}


@pytest.mark.drill
@pytest.mark.parametrize("rule", OLD, ids=lambda rule: f"{rule.table} {rule.rows}".strip())
async def test_old_rows_are_counted_until_their_job_has_run(
    rule: RetentionByJob, sqlite_storage: Database, tmp_path: Path
) -> None:
    ward = Ward(sqlite_storage, tmp_path, clock=StillClock(LATER))
    await asyncio.to_thread(put, sqlite_storage, *OLD[rule])
    if rule in (rules.ASKED, rules.TOLD):
        async with sqlite_storage.writing() as work:
            await work.programmes.save(a_programme(), at=T0)
    if rule is rules.SHIFTS:
        was_off = Rota(known=(Span(starts=T0, ends=T0 + timedelta(days=1)),))
        async with sqlite_storage.writing() as work:
            await work.rotas.put(RotaSource.IMPORT, {PersonId("ana"): was_off})
    found = await counted(ward)
    assert found[rule.table].rows >= 10
    assert rule.job in found[rule.table].jobs
    await work_off(rule.job, ward)
    assert await late(ward) == {}


async def test_what_is_late_is_said_after_a_day_and_looked_at_again_until_it_is_gone(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    ward = Ward(sqlite_storage, tmp_path, clock=StillClock(LATER))
    due = LATER - rules.TRIES.kept
    await asyncio.to_thread(put, sqlite_storage, *[(tables.code_attempts, {"at": due}) for _ in range(11)])
    readiness = readiness_of(ward)
    ward.clock.at = LATER + GRACE - MINUTE
    assert (await readiness()).parts[RETENTION] == (), "the job has a day"
    ward.clock.at = LATER + GRACE
    assert (await readiness()).parts[RETENTION] == (), "the day's look was before"
    fresh = readiness_of(ward)
    found = await fresh()
    assert found.overdue[rules.TRIES.table].rows == 20, "in tens, rounded up"
    assert "code_attempts (up to 20 rows; tidying, every half minute)" in line_of(RETENTION, found.parts[RETENTION])
    await work_off(RetentionJob.TIDY, ward)
    ward.clock.at += AGAIN - timedelta(seconds=1)
    assert (await fresh()).parts[RETENTION]
    ward.clock.at += timedelta(seconds=1)
    assert (await fresh()).parts[RETENTION] == ()


async def test_a_process_that_has_just_started_counts_after_it_could_tidy(sqlite_storage: Database) -> None:
    await asyncio.to_thread(put, sqlite_storage, *OLD[rules.TRIES])
    clock = StillClock(LATER)
    count = CountOverdue(clock=clock, real_clock=clock, first_after=FIRST_AFTER)
    for minutes, tables_told in ((0, False), (FIRST_AFTER // MINUTE, True)):
        clock.at = LATER + minutes * MINUTE
        async with sqlite_storage.reading() as work:
            assert bool(await count(work)) is tables_told


@pytest.mark.drill
async def test_after_a_leap_of_the_clock_it_counts_after_it_could_tidy(sqlite_storage: Database) -> None:
    """As after a machine slept, or in the demo, where a week can pass at once."""
    await asyncio.to_thread(put, sqlite_storage, *OLD[rules.TRIES])
    clock = StillClock(T0)
    count = CountOverdue(clock=clock, real_clock=clock, first_after=FIRST_AFTER)
    for at, is_told in ((T0, False), (T0 + FIRST_AFTER, False), (LATER, False), (LATER + FIRST_AFTER, True)):
        clock.at = at
        async with sqlite_storage.reading() as work:
            assert any(each.rows for each in (await count(work)).values()) is is_told, at


async def test_the_state_of_a_closed_unit_is_not_overdue_while_weeks_are_closed_late(sqlite_storage: Database) -> None:
    _, *of_clinic = OLD[rules.STATES_OF_RETIRED]
    of_weeks = [{"week": week, "finished": True, "forgotten": True, "claimed_at": T0} for week in (WEEK, OVER)]
    for closed, rows in (
        (of_clinic, 0),
        ([(tables.closed_weeks, of_weeks[0])], 0),
        ([(tables.closed_weeks, of_weeks[1])], 10),
    ):
        await asyncio.to_thread(put, sqlite_storage, *closed)
        async with sqlite_storage.reading() as work:
            found = await CountOverdue(clock=StillClock(LATER), real_clock=StillClock(LATER))(work)
        assert found["unit_states"].rows == rows


async def test_uploads_end_by_the_clock_on_the_wall(sqlite_storage: Database) -> None:
    """A drill whose clock runs ahead makes none of them old."""
    await asyncio.to_thread(put, sqlite_storage, (tables.uploads, {"expires_at": T0}))
    for real, rows in ((T0, 0), (T0 + GRACE, 10)):
        async with sqlite_storage.reading() as work:
            found = await CountOverdue(clock=StillClock(LATER), real_clock=StillClock(real))(work)
        assert found["uploads"].rows == rows


async def test_both_databases_count_alike(database: Database) -> None:
    both = [*OLD[rules.SHOWN_IN], *OLD[rules.ROLES_OF_ERASED], *OLD[rules.QUOTES_IN_CHATS], *OLD[rules.INBOX_KEYS]]
    both += OLD[rules.STATES_OF_RETIRED][1:]
    await asyncio.to_thread(put, database, *both)
    async with database.reading() as work:
        found = await CountOverdue(clock=StillClock(LATER), real_clock=StillClock(LATER))(work)
    assert {table: each.rows for table, each in found.items() if each.rows} == dict.fromkeys(
        ["inbox_keys", "memberships", "people", "pulse_messages", "pulses", "unit_states", "web_messages"], 10
    )
