"""The look-ups of the hot paths find an index: none of them reads a whole table that grows."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, make_url
from sqlalchemy.engine import Engine

from bot.adapters.clock import SystemEntropy
from bot.domain.asking.pulses import PulseState, ShadowPlan
from bot.domain.identifiers import (
    ActionId,
    DeliveryKey,
    EpochId,
    FlagId,
    HeldWordsId,
    MessageRef,
    PersonId,
    PromptId,
    PulseId,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import SealedWords
from bot.domain.organisation.people import Address
from bot.domain.rota.shifts import Span
from bot.ports import NewWebMessage, SealedAnswer, UnitOfWork
from bot.repositories.inbox import InboxKey
from bot.repositories.prompts import HeldWords
from storage.database import Database
from storage.sql.transaction import Transaction
from tests.support.builders import ICU, T0, a_delivery, a_programme, a_pulse, a_roster, a_round, a_sealed_update, after
from tests.support.channels import TELEGRAM, WEB
from tests.support.databases import PostgresServer
from tests.support.filled import fill
from tests.support.messages import a_message

GROWING = {"people", "memberships", "addresses", "rounds", "pulses", "pulse_messages", "answers"}
BOT = Path(__file__).parents[3] / "bot"
AUDITED, TYPED = "once in ten minutes", "when an administrator types a command"
LANGUAGE = "when somebody chooses another language"
ROWS = 500
"""In every table: fewer than ANALYZE looks at, enough that reading them all is the dearer way."""
GROWING |= {"inbox", "deliveries", "web_messages", "releases", "flags", "told_back"}


@contextmanager
def statements() -> Iterator[list[str]]:
    """What any engine is asked meanwhile, by SQLAlchemy: see `Database(transactions=Transaction)`."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def steps(path: Path, statement: str) -> list[str]:
    connection = sqlite3.connect(path)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", [1] * statement.count("?")).fetchall()
    connection.close()
    return [step[3] for step in plan]


def whole_tables_read(path: Path, statement: str) -> list[str]:
    """Steps of the plan that go through every row of a growing table; a partial index holds only a few."""
    scans = [step.split() for step in steps(path, statement) if step.startswith("SCAN ")]
    return [" ".join(words) for words in scans if words[1] in GROWING and "INDEX" not in words]


async def open_the_ward(database: Database) -> None:
    async with database.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster(["ann", "ben"]), at=T0)


async def walk_the_keys_of_the_inbox(work: UnitOfWork) -> None:
    key = InboxKey(week=IsoWeek.parse("2026-W10"), fingerprint="f")
    await work.inbox.put_key(key)
    await work.inbox.keys()
    await work.inbox.count_sealed(key)
    await work.inbox.give_up(key, on=T0.date())
    await work.inbox.forget_key(key)


async def walk_the_hot_paths(work: UnitOfWork) -> None:
    """Every look-up that is made for each press, message or tick."""
    ann, key, pulse = PersonId("ann"), DeliveryKey("q"), PulseId("p")
    address = Address(channel=TELEGRAM, value="1")
    week = IsoWeek.parse("2026-W10")
    await work.inbox.keep([a_sealed_update("1")])
    await work.inbox.known([(TELEGRAM, "1")])
    await work.inbox.pending(limit=9)
    await work.inbox.hold()
    await work.rosters.at_address(address)
    await work.rosters.listed_at([address])
    await work.rosters.lock_addresses({ann: address})
    await work.rosters.hold([ann])
    await work.rosters.members([ann])
    await work.rosters.team([ICU])
    await work.rosters.in_several_units([ann])
    await work.pulses.many([pulse])
    await work.pulses.save_many([a_pulse("ann")])
    await work.pulses.open_of(ann, now=T0)
    await work.pulses.open_locked([ann], now=T0)
    await work.pulses.pulse_at(MessageRef("1:1"))
    await work.pulses.message_of(pulse)
    await work.pulses.planned_in(week, [ann])
    await work.pulses.last_due([ann], [week])
    await work.pulses.introduced([ann])
    await work.pulses.note_opened([ann], channel=WEB, now=T0)
    await work.pulses.excuse(ann, now=T0)
    await work.attention.hold()
    await work.pulses.to_remind(now=T0, limit=9)
    await work.pulses.to_expire(now=T0, limit=9)
    await work.pulses.of_rounds([a_round().id])
    await work.answers.put_many([SealedAnswer(id=b"a", epoch=EpochId("2026-W01"), unit=ICU, body=b"b")])
    await work.answers.many([b"a"])
    await work.deliveries.put_redraws([a_delivery("ann")])
    await work.deliveries.move_redraw(key, since=T0, before=MessageRef("1:1"), to=MessageRef("1:2"), at=T0)
    await work.deliveries.expire_keys([key])
    await work.deliveries.mark_shown([a_delivery("ann", edits="1:1")], at=T0)
    await work.deliveries.expire(now=T0)
    leases = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
    await work.deliveries.mark_sent(leases[0], None, at=T0)
    await work.deliveries.unsure(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
    await work.deliveries.next_due_at(TELEGRAM)
    await work.deliveries.last_ref(ann, TELEGRAM)
    await work.rounds.to_close(now=T0)
    await work.weeks.releases([ICU], week, week)
    await work.weeks.skipped(week, week)
    await work.loop.news([(ann, ICU)], since=week)
    await work.loop.actions([ActionId("a")])
    await work.loop.action(ActionId("a"))
    await work.web_chats.since(ann, 3, limit=9)
    await work.inbox.finish([1], on=T0.date())
    await work.inbox.purge(before=T0.date())
    await work.deliveries.forget_of_pulses([a_round().id])
    await work.web_chats.forget_of_pulses([a_round().id])
    await work.web_chats.forget_sealed(before=week)
    await work.web_chats.forget_old(now=week, before=week)
    await work.web_chats.forget_comments(before=week)
    await work.deliveries.forget_comments(before=week)
    await work.deliveries.forget_passed(before=T0)
    await work.deliveries.hold([DeliveryKey("k")])
    await work.deliveries.call_off([DeliveryKey("k")], at=T0)
    await work.pulses.forget_presses([a_round().id])
    await work.rounds.ids_in(week)
    await work.rounds.first_opening(week, week)
    await work.rounds.add_shadow_plans([])
    await walk_the_keys_of_the_inbox(work)
    await walk_what_asks(work)
    await walk_what_sends(work)
    await walk_what_answers(work)


async def walk_what_asks(work: UnitOfWork) -> None:
    ann, round_, pulse = PersonId("ann"), a_round(), a_pulse("ben")
    await work.programmes.current()
    await work.programmes.unit_name(ICU)
    await work.programmes.wordings([pulse.question])
    await work.rounds.horizons(round_.schedule)
    await work.rounds.set_horizon(round_.schedule, [ICU], T0)
    await work.rounds.claim_many([round_])
    await work.rounds.close([round_.id])
    await work.rounds.questions_on(round_.schedule, round_.local_date, round_.slot)
    await work.rounds.questions_before(round_.schedule, round_.local_date, round_.slot)
    await work.pulses.add([pulse])
    week = round_.week
    shadow = ShadowPlan(round=round_.id, unit=ICU, person=ann, questions=1, week=week, budget_week=week)
    await work.rounds.add_shadow_plans([shadow])
    await work.pulses.set_state([pulse.id], PulseState.EXPIRED)
    await work.pulses.set_reminded([pulse.id])
    await work.deliveries.add([a_delivery("ben", key="n:1")])
    await work.deliveries.add_new([a_delivery("ben", key="n:2")])
    await work.rotas.of([ann], Span(starts=T0, ends=after(hours=1)))
    await work.pulses.unsent_of([ann], now=T0)
    await work.rosters.count_unanswered([ann])
    await work.rosters.ask_less_often([ann], weeks_between=4)
    await work.rosters.set_consent(ann, await work.rosters.consent(ann))


async def walk_what_sends(work: UnitOfWork) -> None:
    pulse, message = PulseId("pulse-ben"), MessageRef("1:2")
    await work.deliveries.release_leases(TELEGRAM, owner="me")
    leases = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
    await work.deliveries.renew(leases, lease_until=after(hours=2), now=T0)
    await work.deliveries.mark_sending(leases[0], at=T0)
    await work.deliveries.goes_to(leases[0].delivery)
    await work.deliveries.mark_unsure(leases[0], at=T0)
    await work.deliveries.mark_failed(leases[0], "rejected", at=T0)
    await work.deliveries.mark_many_sent([(leases[0], message)], at=T0)
    await work.deliveries.mark_expired(leases[1], at=T0)
    await work.deliveries.put_back(leases[1], due_at=T0)
    await work.deliveries.blocked_until(TELEGRAM)
    await work.deliveries.block(TELEGRAM, T0)
    await work.pulses.mark_sent([pulse], channel=TELEGRAM, at=T0)
    await work.pulses.set_message(pulse, message)
    await work.pulses.set_messages([(pulse, message)])
    await work.rosters.note_refused(Address(channel=TELEGRAM, value="1"), at=T0)
    await work.rosters.mark_unreachable(Address(channel=TELEGRAM, value="1"), at=T0)
    hello = NewWebMessage(person=PersonId("ann"), words=a_message("Hello."), key=DeliveryKey("w"))
    (number,) = await work.web_chats.post_many([hello], token=SystemEntropy().token)
    await work.web_chats.edit(PersonId("ann"), MessageRef(str(number)), a_message("Recorded."))
    await work.loop.replies_to([FlagId("f")])
    await work.loop.help_replies_to([FlagId("f")])
    await work.web_chats.bells_of([PersonId("ann")])
    await work.web_chats.take_down_bells(["https://push.example/1"])


async def walk_what_answers(work: UnitOfWork) -> None:
    ann, address = PersonId("ann"), Address(channel=TELEGRAM, value="1")
    await work.pulses.many_locked([PulseId("pulse-ben")])
    await work.pulses.next_in_round(a_pulse("ben"))
    await work.rosters.person(ann)
    await work.rosters.listed([ICU])
    await work.rosters.memberships_of(ann)
    await work.rosters.enrol(ann, address, at=T0)
    await work.rosters.mark_reachable(address)
    await work.rosters.forget_unanswered([ann])
    await work.codes.holder(b"digest", at=T0)
    await work.codes.redeem(b"digest", at=T0)
    await work.codes.note_attempt(address, at=T0)
    await work.codes.recent_attempts(address, at=T0)
    await work.codes.recent_attempts(TELEGRAM, at=T0)
    await work.epochs.not_closed()
    await work.prompts.open_of(ann, now=T0)
    await work.prompts.purge(before=T0)
    await work.prompts.forget([PromptId("p")])
    sealed = SealedWords(key=IsoWeek.parse("2026-W10"), body=b"sealed")
    held = HeldWords(id=HeldWordsId("h"), person=ann, sealed=sealed, asked_at=T0)
    await work.prompts.hold(held)
    await work.prompts.held(ann)
    await work.prompts.let_go(ann)
    await work.prompts.forget_of([ann])
    await work.web_chats.begin_anew([ann])
    await work.deliveries.leave_chat([ann])
    await work.prompts.let_old_go(before=T0)
    await work.deliveries.key_of(ann, TELEGRAM, MessageRef("1:2"))
    await work.deliveries.ref_of(DeliveryKey("k"), TELEGRAM)
    await work.loop.mark_shown(ann, "told")
    await work.loop.forget_shown([ann])
    await work.deliveries.take_back([DeliveryKey("k")])
    await work.weeks.closed_through()
    await work.weeks.digest(ICU)
    await work.weeks.digests(ICU, since=IsoWeek.parse("2026-W10"))


CALL = re.compile(r"\bwork\.(\w+)\.(\w+)\(")
HOT_FLOWS = ("inbox", "answering", "asking", "sending")
NOT_HOT = {
    ("administration_log", "add"): TYPED,
    **{("audits", each): AUDITED for each in ("missing", "unclosed", "unsettled", "waiting")},
    ("codes", "replace"): TYPED,
    ("web_chats", "hang_bell"): "once a browser; it writes one row by its key",
    ("codes", "without_address"): TYPED,
    ("codes", "waiting"): TYPED,
    ("loop", "done_between"): "once an hour, and a hospital has few actions",
    ("own_data", "give_way"): "when somebody is forgotten or erased; it looks nothing up",
    **{("own_data", each): "when somebody asks for their own answers" for each in ("chat_since", "pulses_of")},
    ("own_data", "set_locale"): LANGUAGE,
    **{("rosters", each): TYPED for each in ("current", "given_up", "address_of")},
    ("rounds", "shadow_plans"): TYPED,
    ("rounds", "closing_in"): TYPED,
}


class Walked:
    """A unit of work that remembers what it was asked, repository and method."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work, self.calls = work, set[tuple[str, str]]()

    def __getattr__(self, repository: str) -> "_Repository":
        return _Repository(getattr(self._work, repository), repository, self.calls)


class _Repository:
    def __init__(self, real: object, name: str, calls: set[tuple[str, str]]) -> None:
        self._real, self._name, self._calls = real, name, calls

    def __getattr__(self, method: str) -> Any:
        self._calls.add((self._name, method))
        return getattr(self._real, method)


async def test_the_walk_is_what_the_flows_ask_for(sqlite_storage: Database) -> None:
    """Whoever adds a look-up adds it to the walk, or says why it is not a hot one."""
    await open_the_ward(sqlite_storage)
    async with sqlite_storage.writing() as work:
        walked = Walked(work)
        await walk_the_hot_paths(walked)
    asked = {folder: set[tuple[str, str]]() for folder in ("", *HOT_FLOWS)}
    for path in sorted(BOT.rglob("*.py")):
        found = CALL.findall(path.read_text("utf-8"))
        asked[next((part for part in path.parts if part in HOT_FLOWS), "")] |= set(found)
    assert set().union(*(asked[folder] for folder in HOT_FLOWS)) - walked.calls == NOT_HOT.keys()
    assert walked.calls - set().union(*asked.values()) == set(), "production asks none of these"


async def test_no_hot_path_reads_a_whole_table(sqlite_path: Path) -> None:
    database = Database(f"sqlite:///{sqlite_path}", transactions=Transaction)
    await open_the_ward(database)
    with statements() as asked:
        async with database.writing() as work:
            await walk_the_hot_paths(work)
    await database.close()

    looked_up = {each for each in asked if each.startswith(("SELECT", "UPDATE", "DELETE"))}
    assert len(looked_up) > 30
    assert {each: found for each in looked_up if (found := whole_tables_read(sqlite_path, each))} == {}


@pytest.mark.drill
@pytest.mark.postgres
async def test_no_hot_path_reads_a_whole_table_on_postgresql(postgres_server: PostgresServer) -> None:
    name = postgres_server.create()
    url = postgres_server.url(name)
    database = Database(url, transactions=Transaction)
    await open_the_ward(database)
    with statements() as asked:
        async with database.writing() as work:
            await walk_the_hot_paths(work)
    await database.close()
    looked_up = {each for each in asked if each.startswith(("SELECT", "UPDATE", "DELETE"))}
    assert len(looked_up) > 30
    full = postgres_server.create()
    await asyncio.to_thread(fill, make_url(postgres_server.url(full)), rows=ROWS)
    async with await psycopg.AsyncConnection.connect(postgres_server.url(full)) as connection:
        # The planner's statistics are those of all rows, taken here and now: the server gathers none by itself.
        await connection.execute("ANALYZE")
        await connection.execute("SET enable_seqscan = off")  # tables are small: say whether there is a better way
        partial = await connection.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL")
        few = {name.strip('"') for (name,) in await partial.fetchall()}
        found = {each: read for each in looked_up if (read := await whole_reads(connection, each, few))}
    postgres_server.drop(name)
    postgres_server.drop(full)
    assert found == {}


async def whole_reads(connection: psycopg.AsyncConnection[Any], statement: str, few: set[str]) -> list[str]:
    """Growing tables that PostgreSQL would go through from end to end; an index of `few` holds only a few rows."""
    names: dict[str, str] = {}
    generic = re.sub(r"%\((\w+)\)s", lambda match: names.setdefault(match[1], f"${len(names) + 1}"), statement)
    answer = await connection.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {generic}".encode())
    row = await answer.fetchone()
    assert row is not None
    return [
        f"{node['Node Type']} of {node['Relation Name']}"
        for node in nodes(row[0][0]["Plan"])
        if node.get("Relation Name") in GROWING
        and (node["Node Type"] == "Seq Scan" or ("Index Name" in node and not conditioned(node, few)))
    ]


def conditioned(node: dict[str, Any], few: set[str]) -> bool:
    return "Index Cond" in node or node["Index Name"] in few


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


async def test_batches_of_a_whole_hospital_are_not_sorted_anew(sqlite_path: Path) -> None:
    """Everybody's reminder is due, and everybody's question over, at one moment: each batch would read them all."""
    database = Database(f"sqlite:///{sqlite_path}", transactions=Transaction)
    with statements() as asked:
        async with database.reading() as work:
            await work.pulses.to_remind(now=T0, limit=9)
            await work.pulses.to_expire(now=T0, limit=9)
    await database.close()
    plans = [steps(sqlite_path, each) for each in asked if each.startswith("SELECT")]
    assert len(plans) == 2
    assert [step for plan in plans for step in plan if "TEMP B-TREE" in step] == []


async def test_what_planning_looks_up_stands_together_for_a_week(sqlite_path: Path) -> None:
    """By person first, everybody planned would touch a page of their own in an index that grows with the years."""
    database = Database(f"sqlite:///{sqlite_path}", transactions=Transaction)
    week, ann = IsoWeek.parse("2026-W10"), PersonId("ann")
    with statements() as asked:
        async with database.reading() as work:
            await work.pulses.planned_in(week, [ann])
            await work.pulses.last_due([ann], [week, week - 1])
    await database.close()
    plans = [steps(sqlite_path, each) for each in asked if each.startswith("SELECT")]
    found = [step for plan in plans for step in plan if step.startswith("SEARCH pulses")]
    assert found == ["SEARCH pulses USING INDEX ix_pulses_budget_week_person (budget_week=? AND person=?)"] * 2
