"""Somebody of whom a row stands in every table that can hold one, with words that can be looked for in bytes."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, Table, insert, make_url, select

from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import parse_period
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId
from bot.domain.indicators.packed_habits import PackedParticipationHabits
from bot.domain.week_close.unit_state import UnitState
from storage.backup import table_copy
from storage.codecs.json_text import dumps
from storage.codecs.pending_releases import encode_pending_releases
from storage.codecs.unit_states import encode_unit_state
from storage.database import Database
from storage.repositories.erasing.renaming import KEYS, OF_MANY, OF_ONE, PACKED, SHOWN
from storage.schema.tables import metadata, pulse_messages, pulses
from storage.sql.columns import Day, Switch, UtcDateTime, Week
from tests.support.builders import ICU, T0, a_round

ZOE, NAME = PersonId("zoe-q77"), "Zoë Quillfeather"
ADDRESS = "at-zoe-q77"
CANARY = "marmalade-canary"
WEEK = a_round().week
HABIT_OF_ZOE, HABIT_OF_BEN = [1, 2, 2, 2, 1.5, 3.0, 0.9], [1, 2, 2, -1, 0.0, 0.0, 0.97]
HABITS = dumps({"v": 1, "members": {ZOE: HABIT_OF_ZOE, "ben": HABIT_OF_BEN}}).encode()
SOUGHT = tuple(
    each.encode() for each in (ZOE, NAME, "Quillfeather", ADDRESS, CANARY, dumps(NAME)[1:-1], "Zo\\u00eb Quillfeather")
)
_OWN_WORDS = frozenset({"words", "message", "ref", "reply_via", "endpoint", "fault", "held", "edits"})
_OTHERS_WORDS: Sequence[tuple[str, str]] = (
    ("told_back", "words"),
    ("comments", "words"),
    ("comment_answers", "words"),
    ("digests", "document"),
    ("loop_actions", "told_words"),
)
"""Columns in which others may have named her."""


def put_everywhere(storage: Database) -> None:
    """A row about her in every table that can hold one and holds none yet, beside rows that others share with her."""
    with table_copy.loading(make_url(storage.url)) as connection:
        numbers = count(900_000)

        def add(table: Table, **given: Any) -> None:
            hers = given.get("person") == ZOE
            row = {column.name: _value(table, column, next(numbers), hers=hers) for column in table.columns} | given
            connection.execute(insert(table).values(row))

        for table in metadata.sorted_tables:
            if "person" in table.c:
                known = select(table.c.person).where(table.c.person == ZOE)
                if connection.execute(known).first() is None:
                    add(table, person=ZOE)
        for column in OF_ONE:
            add(column.table, **{"raised_by": "ben", "owner": "ben", column.name: ZOE})
        for column in OF_MANY:
            people = ["ben", ZOE]
            both = {"readers": people, "members": people} if column.name == "recipients" else people
            add(column.table, **{column.name: dumps(both)})
        for column in SHOWN:
            add(column.table, shown=dumps({"insiders": ["ben", ZOE], "names": ["The ward"]}))
        for column in KEYS:
            add(column.table, **{column.name: f"l:flag:{ZOE}:ben", "person": "ben"})
        for column in PACKED:
            add(column.table, **{column.name: _packed(column)})
        for name, words in _OTHERS_WORDS:
            add(metadata.tables[name], **{words: dumps(f"Thanks to {NAME} for it.")})
        add(metadata.tables["reworded_pages"])
        theirs = connection.execute(select(pulses.c.id).where(pulses.c.person == ZOE)).scalars().first()
        add(pulse_messages, pulse=theirs, ref=CANARY)


def rows_that_hold_her(storage: Database) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, row in _all_rows(storage):
        if any(_holds(each) for each in row):
            found[name] = found.get(name, 0) + 1
    return found


def dumped(storage: Database) -> bytes:
    """Every value of every table, one after the other."""
    return b"\n".join(
        each if isinstance(each, bytes) else str(each).encode() for _, row in _all_rows(storage) for each in row
    )


def _all_rows(storage: Database) -> Iterator[tuple[str, Sequence[Any]]]:
    with table_copy.loading(make_url(storage.url)) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).all():
                yield table.name, [bytes(each) if isinstance(each, memoryview) else each for each in row]


def _holds(value: object) -> bool:
    if isinstance(value, bytes):
        return ZOE.encode() in value
    return ZOE in str(value)


def _packed(column: Column[Any]) -> bytes:
    if column.table.name == "pending_releases":
        kind = ReleaseKind.FLAG
        released = Release(
            scope=ICU,
            kind=kind,
            period=parse_period(kind, str(WEEK)),
            week=WEEK,
            shown={"insiders": ["ben", ZOE]},
            people=frozenset({ZOE, PersonId("ben")}),
        )
        return encode_pending_releases([released])
    return encode_unit_state(
        UnitState(week=WEEK, reached={ZOE: 3}, heard={ZOE: 1}, habits=PackedParticipationHabits(HABITS))
    )


def _value(table: Table, column: Column[Any], number: int, *, hers: bool) -> Any:
    match column.type:
        case UtcDateTime():
            return T0
        case Day():
            return T0.date()
        case Week():
            return WEEK
        case Switch():
            return False
        case LargeBinary():
            return f"sealed {number}".encode()
        case _ if table.name == "atoms" and column.name in ("teams", "names"):
            return dumps(["elsewhere"])
        case Integer():
            return number if column.primary_key else 1
        case _:
            return f"{CANARY}-{table.name}" if hers and column.name in _OWN_WORDS else f"{column.name}-{number}"
