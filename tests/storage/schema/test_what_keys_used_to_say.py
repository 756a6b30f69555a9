"""What was read out of keys and ids before stands in columns after an upgrade."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from bot.domain.identifiers import UnitId
from storage.database import Database

AT = "2026-03-02T10:00:00.000000+00:00"
CHAT = [
    # id, key, person; and then pulse and comment's week
    (1, "r:p1", "ana", "p1", None),
    (2, "z:p1:1772445600", "ana", "p1", None),
    (3, "w:web:77", "ana", "p1", None),  # shown by a row of its own
    (4, "r:p2", "ben", "p2", None),  # a number of hers, and his pulse by its key
    (5, "l:comment:2026-W08:told:ana", "ana", None, "2026-W08"),
    (6, "l:told:2026-W08:ana", "ana", None, None),
    (7, "n:web:q:p1", "ana", None, None),
    (8, "n:web:80", "ana", None, None),  # the reference of another channel is the same as its number
    (9, "q:p1", "ana", "p1", None),  # so is it here, and it would name another pulse
]
EDITS = {
    # key before, and after; what it edits
    "c:telegram:5": ("ec:telegram:5", "5"),
    "c:ana:1772445600000": ("c:ana:1772445600000", None),
    "k:icu:2026-W09:ana": ("sd:icu:2026-W09:ana", "6"),
    "k:behind:2026-W09:ana": ("k:behind:2026-W09:ana", None),
    "x:k:icu": ("x:k:icu", "7"),
}
A_DELIVERY = {"person": "ana", "channel": "web", "kind": "notice", "reply_via": "", "due_at": AT, "expires_at": AT}
A_ROUND = {"unit": "icu", "local_date": "2026-03-03", "slot": "10:00", "opens_at": AT, "closes_at": AT}
A_PULSE = {"round": "r", "unit": "icu", "person": "ana", "question": "q", "version": 1, "position": 0, "due_at": AT}
A_PULSE |= {"closes_at": AT, "week": "2026-W10", "budget_week": "2026-W10", "state": "sent", "sequence": 0}
A_PULSE |= {"reminded": False, "excused": False}
AN_ACTION = {"unit": "icu", "raised_by": "ana", "raised_at": AT, "words": "", "state": "open", "told_words": ""}
OF_ACTION = "action:a-1_/2026-03-03/10:00/icu"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'empty.db'}"


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg") if "postgresql" in url else parsed)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def put(connection: Connection, table: str, *rows: Mapping[str, Any]) -> None:
    for row in rows:
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608


def read(connection: Connection, query: str) -> Sequence[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(query))]


@pytest.mark.drill
async def test_what_keys_and_ids_said_stands_in_columns(url: str) -> None:
    database = Database(url)
    await database.migrate("0057")
    with connected(url) as connection:
        messages = [{"id": number, "key": key, "person": who} for number, key, who, _, _ in CHAT]
        put(connection, "web_messages", *({**each, "message": "", "change": 1, "edited": False} for each in messages))
        sent = {**A_DELIVERY, "priority": 5, "state": "sent", "attempts": 0}
        put(connection, "deliveries", *({**sent, "key": each} for each in (CHAT[4][1], CHAT[5][1])))
        asked = {**A_ROUND, "week": "2026-W10", "questions": "[]", "state": "open"}
        put(connection, "rounds", {**asked, "id": OF_ACTION, "schedule": "action:a-1_"})
        put(connection, "rounds", {**asked, "id": "weekly/2026-03-03/10:00/icu", "schedule": "weekly"})
        put(connection, "pulses", {**A_PULSE, "id": "p0", "round": OF_ACTION}, {**A_PULSE, "id": "p1"})
        put(connection, "pulses", {**A_PULSE, "id": "p2", "person": "ben"})
        put(connection, "pulse_messages", *({"pulse": "p1", "ref": ref} for ref in ("1", "2", "3", "4", "1:5", "8")))
        put(connection, "pulse_messages", {"pulse": "p0", "ref": "9"})
        edits = [
            {**A_DELIVERY, "key": key, "edits": at, "priority": 5, "attempts": 0} for key, (_, at) in EDITS.items()
        ]
        put(connection, "deliveries", *({**each, "state": "due"} for each in edits))
        ways = {"a0": "", "a1": "?", "a2": "ward clinic"}
        put(connection, "loop_actions", *({**AN_ACTION, "id": each, "moved_from": way} for each, way in ways.items()))
    await database.migrate("0061")
    with connected(url) as connection:
        assert read(connection, "SELECT id, key, person, pulse, comment_week FROM web_messages ORDER BY id") == CHAT
        quoting = read(connection, "SELECT key, comment_week FROM deliveries WHERE state = 'sent' ORDER BY key")
        assert quoting == [(CHAT[4][1], "2026-W08"), (CHAT[5][1], None)]
        renamed = read(connection, "SELECT key, edits FROM deliveries WHERE state = 'due'")
        assert sorted(renamed, key=str) == sorted(EDITS.values(), key=str)
        rounds = read(connection, "SELECT schedule, action FROM rounds ORDER BY schedule")
        assert rounds == [("action:a-1_", "a-1_"), ("weekly", None)]
        pulses = read(connection, "SELECT id, action FROM pulses ORDER BY id")
        assert pulses == [("p0", "a-1_"), ("p1", None), ("p2", None)]
    await database.migrate()
    async with database.reading() as work:
        found = await work.loop.open_actions([UnitId("icu")])
    assert {each.id: each.moved_from for each in found} == {"a0": (), "a1": (None,), "a2": ("ward", "clinic")}
    await database.migrate("0057")
    with connected(url) as connection:
        assert dict(read(connection, "SELECT id, moved_from FROM loop_actions")) == ways
        assert {key for (key,) in read(connection, "SELECT key FROM deliveries WHERE state = 'due'")} == set(EDITS)
    await database.close()
