"""All that is kept under one person's id, found by the columns that name people; read, and taken away."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy import Column, ColumnElement, Select, Table, Text, and_, false, or_, select, text, true, update

from bot.domain.administration.log import ActorKind
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.repositories.own_data import KeptRow, KeptTable, KeptValue
from storage.codecs.unit_states import own_part
from storage.repositories.base import Repository
from storage.repositories.erasing.naming import is_said
from storage.repositories.erasing.person import drop_erased, erase_person
from storage.repositories.erasing.renaming import KEYS, PACKED, in_key
from storage.repositories.pulses import pulse_of
from storage.repositories.queries.forgetting import (
    FORGOTTEN,
    PLANNED_WEEKS,
    forgetting,
    forgetting_participation,
    own_pulses,
)
from storage.schema.tables import (
    addresses,
    administration_log,
    attention,
    code_attempts,
    deliveries,
    held_words,
    log_people,
    log_words,
    loop_actions,
    metadata,
    nudges,
    people,
    prompts,
    pulse_messages,
    pulses,
    revision_people,
    revision_rows,
    revisions,
    shadow_plans,
    unit_states,
    web_chats,
    web_messages,
)
from storage.sql.columns import Switch
from storage.sql.transaction import AnyRow

log = structlog.get_logger()

Read = TypeVar("Read")

_BY_OTHER_WAYS: Final = frozenset(
    {"people", "loop_actions", "code_attempts", "pulses", "pulse_messages", "log_people", "log_words"}
    | {"administration_log", "revisions", "revision_people", "revision_rows"}
)


_NOT_OF_ASKING: Final = frozenset(
    {"memberships", "addresses", "codes", "console_sessions", "sign_in_links", "bells", "recipient_salts"}
    | {"own_calendars", "rotas", "nudge_days", "introductions", "flag_replies", "help_replies"}
)
"""Tables that say nothing of what somebody was asked and said as one of their team."""


_OF_BEFORE: Final = frozenset({people.c.unanswered})
"""What tells a chat that was linked later how somebody was asked before."""
_NUMBERS_OF_THE_LOG: Final = frozenset({administration_log.c.id, log_words.c.entry})


_GIVE_WAY: Final = text("SET LOCAL lock_timeout = '500ms'")
"""Less than the second after which a server looks, by default, who waits for whom, and ends one of them."""


class StoredOwnData(Repository):
    __slots__ = ()

    async def chat_since(self, person: PersonId) -> datetime | None:
        since: datetime | None = await self._transaction.scalar(
            select(addresses.c.since).where(addresses.c.person == person)
        )
        return since

    async def set_locale(self, person: PersonId, locale: str) -> None:
        await self._transaction.run(update(people).where(people.c.id == person).values(locale=locale))

    async def pulses_of(self, person: PersonId) -> Sequence[Pulse]:
        newest_first = select(pulses).where(await self._own(person)).order_by(pulses.c.due_at.desc(), pulses.c.id)
        return [pulse_of(row) for row in await self._transaction.rows(newest_first)]

    async def rows_of(self, person: PersonId, *, since: datetime | None) -> Mapping[str, KeptTable]:
        own = await self._conditions(person, None)
        conditions = own if since is None else await self._conditions(person, since)
        found: dict[str, KeptTable] = {}
        for table in metadata.sorted_tables:
            if table.name in conditions:
                rows = await self._transaction.rows(select(table).where(conditions[table.name]))
                left_out = _OF_BEFORE if since is not None else frozenset()
                found[table.name] = KeptTable(rows=[_plain(table, row, left_out) for row in rows])
            if table is unit_states:
                of_one = partial(own_part, person=person, since=None if since is None else IsoWeek.of(since.date()))
                parts = [(row, part) async for row, part in self._packed(unit_states.c.state, of_one)]
                found[table.name] = KeptTable(rows=[{**_keys_of(table, row), **part} for row, part in parts if part])
            elif rows := await self._among(table, person, own.get(table.name)):
                name = f"{table.name}, of others" if table.name in found else table.name
                found[name] = KeptTable(rows=[_keys_of(table, row) for row in rows], is_own=False)
        return {name: table for name, table in found.items() if table.rows}

    async def _among(self, table: Table, person: PersonId, own: Any) -> Sequence[AnyRow]:
        """The keys of rows about others, or about many, that name somebody among them."""
        keys, found = list(table.primary_key.columns), list[AnyRow]()
        about_others = true() if own is None else ~own
        if own is None and (named := _naming(table, person)):
            found += await self._transaction.rows(select(*keys).where(or_(*named)))
        if table is log_words:
            query = select(log_words).where(log_words.c.words.contains(person, autoescape=True), about_others)
            found += [row for row in await self._transaction.rows(query) if is_said(person, row.words)]
        for column in (each for each in KEYS if each.table is table):
            query = select(*keys, column.label("holds")).where(column.contains(person, autoescape=True), about_others)
            rows = await self._transaction.rows(query)
            found += [row for row in rows if in_key(row.holds, person, "") != row.holds]
        for column in (each for each in PACKED if each.table is table):
            found += [row async for row, is_named in self._packed(column, partial(_names, column, person)) if is_named]
        return found

    async def _packed(self, column: Column[Any], read: Callable[[bytes], Read]) -> AsyncIterator[tuple[AnyRow, Read]]:
        """The keys of all rows, and what is read out of their bytes: one row after another and beside everything else,
        for there are many, and long ones. One that cannot be read is left out, and keeps nobody from their file."""
        keys = list(column.table.primary_key.columns)
        for row in await self._transaction.rows(select(*keys)):
            is_it = and_(*(key == row._mapping[key.name] for key in keys))
            holds = await self._transaction.scalar(select(column).where(is_it))
            if holds is None:
                continue
            try:
                yield row, await asyncio.to_thread(read, bytes(holds))
            except (ValueError, LookupError, TypeError, AttributeError, zlib.error) as error:
                log.warning("own_data_row_left_out", table=column.table.name, fault=type(error).__name__)

    async def give_way(self) -> None:
        if self._transaction.dialect == "postgresql":
            await self._transaction.run(_GIVE_WAY)

    async def forget(self, person: PersonId, *, answers: Collection[bytes], closed_through: IsoWeek | None) -> None:
        own = await self._own(person)
        for each in forgetting(person, own=own, answers_given=answers, closed_through=closed_through):
            await self._transaction.run(each)

    async def forget_participation(self, week: IsoWeek) -> None:
        gone = [PersonId(row.person) for row in await self._transaction.rows(FORGOTTEN)]
        if gone:
            own = [await self._own(each) for each in gone]
            for each in forgetting_participation(own, week):
                await self._transaction.run(each)

    async def erase(self, person: PersonId, *, under: PersonId, at: datetime) -> None:
        await self._transaction.with_connection(lambda connection: erase_person(connection, person, under=under, at=at))

    async def drop_erased(self, *, before: datetime) -> int:
        return await self._transaction.with_connection(lambda connection: drop_erased(connection, before=before))

    async def _own(self, person: PersonId) -> Any:
        first, last = (await self._transaction.rows(PLANNED_WEEKS))[0]
        return own_pulses(person, first, last)

    async def _conditions(self, person: PersonId, since: datetime | None) -> Mapping[str, Any]:
        """By table, which of its rows are about nobody else."""
        own = await self._own(person)
        asked = own if since is None else and_(own, pulses.c.due_at >= since)
        number = select(log_people.c.number).where(
            log_people.c.kind == ActorKind.PERSON.value, log_people.c.name == person
        )
        entries = or_(administration_log.c.who.in_(number), administration_log.c.about.in_(number))
        conditions: dict[str, Any] = {
            table.name: table.c.person == person
            for table in metadata.sorted_tables
            if "person" in table.c and table.name not in _BY_OTHER_WAYS
        }
        if since is not None:
            cut = _cut(since, asked)
            conditions = {
                name: and_(own_rows, cut.get(name, false())) if name not in _NOT_OF_ASKING else own_rows
                for name, own_rows in conditions.items()
            }
        reached = select(addresses).where(addresses.c.person == person).subquery()
        return {
            **conditions,
            people.name: people.c.id == person,
            loop_actions.name: or_(loop_actions.c.raised_by == person, loop_actions.c.owner == person),
            code_attempts.name: and_(
                code_attempts.c.channel == select(reached.c.channel).scalar_subquery(),
                code_attempts.c.value == select(reached.c.value).scalar_subquery(),
            ),
            pulses.name: asked,
            pulse_messages.name: pulse_messages.c.pulse.in_(select(pulses.c.id).where(asked)),
            log_people.name: log_people.c.number.in_(number),
            administration_log.name: entries,
            log_words.name: log_words.c.entry.in_(select(administration_log.c.id).where(entries)),
            revisions.name: revisions.c.who.in_(number),
            revision_people.name: revision_people.c.about.in_(number),
            revision_rows.name: revision_rows.c.about.in_(number),
        }


def _cut(since: datetime, asked: ColumnElement[bool]) -> Mapping[str, ColumnElement[bool]]:
    """By table, what is told of it to a chat that was linked later; of all others that speak of what somebody was asked
    and said there is nothing. What lies sealed keeps only its week, and the week of the linking began before it."""
    week, of_then = IsoWeek.of(since.date()), select(pulses.c.id).where(asked)
    posted = or_(web_messages.c.posted_at >= since, web_messages.c.sealed_under > week)
    return {
        **{table.name: table.c.week >= week for table in (shadow_plans, attention, nudges)},
        **{table.name: table.c.asked_at >= since for table in (prompts, held_words)},
        deliveries.name: and_(deliveries.c.due_at >= since, _of_none_or(deliveries.c.pulse, of_then)),
        web_chats.name: true(),  # its number stands on the page in any case
        web_messages.name: and_(posted, _of_none_or(web_messages.c.pulse, of_then)),
    }


def _of_none_or(pulse: Column[Any], some: Select[Any]) -> ColumnElement[bool]:
    return or_(pulse.is_(None), pulse.in_(some))


def _naming(table: Table, person: PersonId) -> list[Any]:
    """Whether a text of a row, which is about others as well, holds the id of a person as a word of its own."""
    spellings = {json.dumps(person), json.dumps(person, ensure_ascii=False)}
    texts = [each for each in table.columns if type(each.type) is Text and not each.primary_key]
    return [column.contains(spelt, autoescape=True) for column in texts for spelt in spellings]


def _keys_of(table: Table, row: AnyRow) -> KeptRow:
    return {key.name: _value(row._mapping[key.name], key.type) for key in table.primary_key if not _is_counted(key)}


def _names(column: Column[Any], person: PersonId, holds: bytes) -> bool:
    return PACKED[column](holds, person, "") != holds


def _plain(table: Table, row: AnyRow, left_out: Collection[Column[Any]]) -> KeptRow:
    columns = {each.name: each for each in table.columns if not _is_counted(each) and each not in left_out}
    return {name: _value(row._mapping[name], column.type) for name, column in columns.items()}


def _is_counted(column: Column[Any]) -> bool:
    """Whether it is numbered for all together: the gap between two numbers of one's own would tell how many rows others
    got in between."""
    is_numbered: bool = column.table.dialect_options["sqlite"]["autoincrement"]
    return (is_numbered and column.primary_key) or column in _NUMBERS_OF_THE_LOG


def _value(value: Any, kind: Any) -> KeptValue:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    if isinstance(value, int):
        return bool(value) if isinstance(kind, Switch) else value
    return value.isoformat() if isinstance(value, date) else str(value)
