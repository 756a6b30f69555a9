"""The log of administration: rows are added here and nowhere else, and nothing changes or removes one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select

from bot.domain.administration.log import ERASED, Actor, AdministrationAct, Author, LogEntry, Source
from bot.repositories.administration_log import Token
from storage.codecs.revisions import SALT_LENGTH, decode_words, encode_words, salted_digest
from storage.repositories.administration.one_at_a_time import take_turn
from storage.repositories.administration.parties import actors_by_number, numbers_of
from storage.repositories.base import Repository
from storage.schema.tables import administration_log, log_words
from storage.sql.transaction import AnyRow

_NEWEST = select(func.max(administration_log.c.id))
_LAST = select(func.max(administration_log.c.at)).where(administration_log.c.act == bindparam("act"))
_WITH_WORDS = select(administration_log, log_words.c.words).outerjoin(
    log_words, log_words.c.entry == administration_log.c.id
)
_ENTRIES = _WITH_WORDS.order_by(administration_log.c.id)
_NEWEST_FIRST = _WITH_WORDS.order_by(administration_log.c.id.desc())


class StoredAdministrationLog(Repository):
    __slots__ = ()

    async def add(self, entries: Sequence[LogEntry], *, token: Token) -> None:
        if not entries:
            return
        await take_turn(self._transaction)
        actors = {entry.author.who for entry in entries if entry.author is not None}
        actors |= {entry.about for entry in entries if entry.about is not None}
        numbers = await numbers_of(self._transaction, actors, token=token)
        first = (await self._transaction.scalar(_NEWEST) or 0) + 1
        rows, words = [], []
        for number, entry in enumerate(entries, start=first):
            if entry.words is None:
                raise ValueError("an entry is written with its words")
            salt, text = token(SALT_LENGTH), encode_words(entry.words)
            about = None if entry.about is None else numbers[entry.about]
            words.append({"entry": number, "about": about, "salt": salt, "words": text})
            rows.append(
                {
                    "id": number,
                    "at": entry.at,
                    "act": entry.act.value,
                    "who": None if entry.author is None else numbers[entry.author.who],
                    "source": None if entry.author is None else entry.author.source.value,
                    "about": about,
                    "revision": entry.revision,
                    "digest": salted_digest(salt, text),
                }
            )
        await self._transaction.add_new(administration_log, rows)
        await self._transaction.add_new(log_words, words)

    async def entries(
        self, *, since: datetime | None = None, revisions: Collection[int] | None = None
    ) -> Sequence[LogEntry]:
        query = _ENTRIES
        if since is not None:
            query = query.where(administration_log.c.at >= since)
        if revisions is not None:
            query = query.where(administration_log.c.revision.in_(revisions))
        rows = await self._transaction.rows(query)
        actors = await self._actors(rows)
        return [_entry(row, actors) for row in rows]

    async def newest(self, *, since: datetime | None, before: int | None, limit: int) -> Sequence[tuple[int, LogEntry]]:
        query = _NEWEST_FIRST.limit(limit)
        if since is not None:
            query = query.where(administration_log.c.at >= since)
        if before is not None:
            query = query.where(administration_log.c.id < before)
        rows = await self._transaction.rows(query)
        actors = await self._actors(rows)
        return [(row.id, _entry(row, actors)) for row in rows]

    async def last(self, act: AdministrationAct) -> datetime | None:
        at: datetime | None = await self._transaction.scalar(_LAST, {"act": act.value})
        return at

    async def _actors(self, rows: Sequence[AnyRow]) -> Mapping[str, Actor]:
        return await actors_by_number(self._transaction, [number for row in rows for number in (row.who, row.about)])


def _entry(row: AnyRow, actors: Mapping[str, Actor]) -> LogEntry:
    return LogEntry(
        at=row.at,
        act=AdministrationAct(row.act),
        author=None if row.who is None else Author(who=actors.get(row.who, ERASED), source=Source(row.source)),
        words=None if row.words is None else decode_words(row.words),
        about=None if row.about is None else actors.get(row.about, ERASED),
        revision=row.revision,
    )
