"""Rows that cannot be read or never be finished hold up nobody; what only has to wait is never left out."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from bot.adapters.channels.registry import longest_text
from bot.domain.errors import InboxUnavailable, KeyUnavailable, StorageUnavailable
from bot.domain.health.troubles import monitored
from bot.domain.identifiers import EpochId
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
from bot.flows.inbox.batch import InboxBatch
from bot.flows.inbox.process import SET_ASIDE_AT_MOST, ProcessInbox
from bot.flows.operations.check_readiness import can_serve
from bot.ports import Storage, UnitOfWork
from bot.repositories.inbox import WaitingUpdate
from storage.database import Database
from tests.support.databases import POSTGRES_BY_DRILLS
from tests.support.records import engine_of, put_unread_updates
from tests.support.ward import Ward

IGNORES, RAISES = "RETURN NULL", "RAISE EXCEPTION 'canary-in-an-error'"
SQLITE = {IGNORES: "RAISE(IGNORE)", RAISES: "RAISE(ABORT, 'canary-in-an-error')"}
"""What a database can do instead of finishing a row, in the words of each."""
AWAY = {"storage": StorageUnavailable("away"), "key": KeyUnavailable("away")}


@contextmanager
def rows_that_withstand(database: Database, how: str, *, to: int) -> Iterator[None]:
    """No row of the inbox up to this number can be finished while the block runs."""
    if database.is_embedded:
        begin = [f"CREATE TRIGGER withstand BEFORE UPDATE ON inbox WHEN OLD.id <= {to} BEGIN SELECT {SQLITE[how]}; END"]
        end = ["DROP TRIGGER withstand"]
    else:
        begin = [
            "CREATE FUNCTION withstand() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF OLD.id <= {to} THEN {how}; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER withstand BEFORE UPDATE ON inbox FOR EACH ROW EXECUTE FUNCTION withstand()",
        ]
        end = ["DROP TRIGGER withstand ON inbox", "DROP FUNCTION withstand"]
    _execute(database, begin)
    try:
        yield
    finally:
        _execute(database, end)


def _execute(database: Database, statements: Sequence[str]) -> None:
    engine = engine_of(database)
    try:
        with engine.begin() as connection:
            for each in statements:
                connection.execute(text(each))
    finally:
        engine.dispose()


@POSTGRES_BY_DRILLS
@pytest.mark.parametrize("payload", ["", "{", "[]", '{"from": "1"}'])
async def test_rows_that_cannot_be_read_hold_up_nobody(database: Database, tmp_path: Path, payload: str) -> None:
    """Earlier versions took any text for an id; such rows may wait in a database that is upgraded."""
    ward = Ward(database, tmp_path)
    await ward.furnish()
    put_unread_updates(database, [f"{number}\u200b" for number in range(300)], payload)
    await ward.do(ward.tap("ana", "4"))
    assert len(await ward.raw_rows(EpochId("2026-W10"))) == 1
    async with database.writing() as work:
        assert len(await work.inbox.pending(limit=1_000)) == 0


UNREADABLE = ("", "{", "[]", "3", '{"from": "1"}', "[" * 20_000, '{"from": 1, "sequence": "x", "event": "pressed"}')


@POSTGRES_BY_DRILLS
async def test_rows_that_cannot_be_read_for_different_reasons_hold_up_nobody(
    database: Database, tmp_path: Path
) -> None:
    ward = Ward(database, tmp_path)
    await ward.furnish()
    taps = [ward.tap("ben", "4") for _ in range(4)]
    async with database.writing() as work:
        moved, changed, short, of_no_key = await ward.seal(work, taps, now=ward.clock.now())
    sealed = [
        replace(moved, update_id="elsewhere"),
        replace(changed, body=changed.body[::-1]),
        replace(short, body=short.body[:3]),
        replace(of_no_key, key=None),
    ]
    for number in range(60):
        put_unread_updates(database, [f"{number}-{kind}" for kind in range(2)], UNREADABLE[number % len(UNREADABLE)])
        async with database.writing() as work:
            await work.inbox.keep([replace(each, update_id=f"{each.update_id}-{number}") for each in sealed])
    with structlog.testing.capture_logs() as logs:
        await ward.do(ward.tap("ana", "4"))
    assert {each["event"] for each in logs} == {"inbox_rows_unreadable"}, "each is known for what it is"
    assert await ward.codes() == {"ana": "4"}
    async with database.writing() as work:
        assert len(await work.inbox.pending(limit=1_000)) == 0


@pytest.mark.parametrize("how", [IGNORES, RAISES])
async def test_rows_that_can_never_be_finished_are_set_aside_and_those_behind_are_filed(
    database: Database, tmp_path: Path, how: str
) -> None:
    ward = Ward(database, tmp_path, batch_size=5)
    await ward.furnish()
    put_unread_updates(database, [f"unreadable-{number}" for number in range(12)], "unreadable")
    await ward.receive([ward.tap("ben", "2")])
    last = (await waiting(database))[-1].number
    with rows_that_withstand(database, how, to=last):
        with structlog.testing.capture_logs() as logs:
            await ward.do(ward.tap("ana", "4"))
        assert await ward.codes() == {"ana": "4"}, "and nothing is filed of what could not be finished"
        told = "updates could not be filed in three tries; see the log, look at the database, then restart Rounds"
        assert monitored(ward.health.parts) == {"updates set aside": told}
        assert can_serve(ward.health.parts), "people can still be sent here"
        assert [each["event"] for each in logs].count("update_set_aside") == 13
        assert "canary" not in repr(logs)
        with structlog.testing.capture_logs() as logs:
            await ward.do(ward.tap("cas", "3"))
        assert await ward.codes() == {"ana": "4", "cas": "3"}
        assert logs == [], "they are not tried again in this process"
        assert len(await waiting(database)) == 13
    again = Ward(database, tmp_path)
    await again.handle()
    assert await again.codes() == {"ana": "4", "ben": "2", "cas": "3"}, "another one takes what can be read"
    assert await waiting(database) == []


@pytest.mark.parametrize("how", [IGNORES, RAISES])
async def test_where_none_can_be_finished_filing_fails_and_everything_is_filed_once_it_works_again(
    database: Database, tmp_path: Path, how: str
) -> None:
    ward = Ward(database, tmp_path, batch_size=5)
    await ward.furnish()
    put_unread_updates(database, [f"unreadable-{number}" for number in range(SET_ASIDE_AT_MOST - 1)], "unreadable")
    await ward.receive([ward.tap(who, "2") for who in ("ana", "ben", "cas")])
    with rows_that_withstand(database, how, to=1_000_000):
        with pytest.raises(InboxUnavailable):
            await ward.handle()
        with structlog.testing.capture_logs() as logs, pytest.raises(InboxUnavailable) as failed:
            await ward.handle()
        assert len(await waiting(database)) == SET_ASIDE_AT_MOST + 2
        assert "canary" not in repr(logs) + str(failed.value)
        assert [each["event"] for each in logs].count("update_failed") == 1, "one is tried, and not all of them"
    await ward.handle()
    assert await ward.codes() == {"ben": "2", "cas": "2"}
    assert not any(ward.health.parts.values())
    await ward.handle()
    assert await ward.codes() == {"ana": "2", "ben": "2", "cas": "2"}, "nobody has to restart anything"
    assert await waiting(database) == []


class Away:
    """A storage that goes away and comes back."""

    def __init__(self, storage: Storage) -> None:
        self._storage, self.why = storage, None

    why: Exception | None

    def __getattr__(self, name: str) -> object:
        return getattr(self._storage, name)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        if self.why is not None:
            raise self.why
        async with self._storage.writing() as work:
            yield work


@pytest.mark.parametrize("gone", AWAY)
@pytest.mark.parametrize("tries", [1, 2], ids=["before it is tried alone", "before it is left unread"])
async def test_what_fails_while_the_database_or_a_key_is_away_is_never_set_aside(
    database: Database, tmp_path: Path, gone: str, tries: int
) -> None:
    ward, away = Ward(database, tmp_path), Away(database)
    await ward.furnish()
    tried: list[str] = []

    class Failing:
        async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None:
            if len(tried) < tries:
                tried.append(update.update_id)
                if len(tried) == tries:
                    away.why = AWAY[gone]
                raise RuntimeError
            return await ward.route(batch, update)

    handle = ProcessInbox(
        storage=away,  # type: ignore[arg-type]  # it has all the others have
        clock=ward.clock,
        queue=ward.seen,
        route=Failing(),
        greet=ward.seen.greet,
        seal=ward.seal,
        seal_messages=ward.seal_messages,
        longest_text=longest_text,
        health=ward.health,
    )
    await ward.receive([ward.tap("ana", "4"), ward.tap("ben", "2")])
    for _ in range(5):
        with pytest.raises((StorageUnavailable, KeyUnavailable), match="away"):
            await handle()
    assert len(await waiting(database)) == 2
    away.why = None
    await handle()
    assert await ward.codes() == {"ana": "4", "ben": "2"}
    assert ward.health.parts == {}


async def waiting(database: Database) -> Sequence[WaitingUpdate]:
    async with database.writing() as work:
        return await work.inbox.pending(limit=1_000)
