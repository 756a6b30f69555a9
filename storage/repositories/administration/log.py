"""The log of administration: rows are added here and nowhere else, each chained to the one before it and signed.

Nothing changes or removes one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, select

from bot.domain.administration.log import ERASED, Actor, AdministrationAct, Author, LogEntry, RevisionSource
from bot.domain.errors import KeyUnavailable
from bot.domain.proof.chain import (
    BEFORE_THE_FIRST,
    FORM,
    ChainEnd,
    ChainHead,
    ChainLink,
    NotedHead,
    instant_text,
    key_begins,
)
from bot.repositories.administration_log import Token
from bot.repositories.chain import ChainKeeper
from storage.codecs.revisions import SALT_LENGTH, decode_words, encode_words, salted_digest
from storage.repositories.administration.one_at_a_time import take_turn
from storage.repositories.administration.parties import actors_by_number, gone_of, numbers_of
from storage.repositories.administration.revisions import revision_records
from storage.repositories.base import Repository
from storage.schema.tables import administration_log, log_words
from storage.sql.transaction import AnyRow, Transaction

_COLUMNS = administration_log.c.keys()
_END = (
    select(*(administration_log.c[each] for each in ("id", "act", "evidence", "signing_key", "hash")))
    .order_by(administration_log.c.id.desc())
    .limit(1)
)
_HASH = select(administration_log.c.hash).where(administration_log.c.id == bindparam("number"))
_LAST = select(func.max(administration_log.c.at)).where(administration_log.c.act == bindparam("act"))
_WITH_WORDS = select(administration_log, log_words.c.words).outerjoin(
    log_words, log_words.c.entry == administration_log.c.id
)
_ENTRIES = _WITH_WORDS.order_by(administration_log.c.id)
_NEWEST_FIRST = _WITH_WORDS.order_by(administration_log.c.id.desc())


class StoredAdministrationLog(Repository):
    __slots__ = ("_keeper", "to_note")

    def __init__(self, transaction: Transaction, keeper: ChainKeeper | None) -> None:
        """Without a keeper nothing is signed, and a chain that has begun to be signed takes no entry."""
        super().__init__(transaction)
        self._keeper = keeper
        self.to_note: tuple[ChainHead, NotedHead | None] | None = None
        """The newest entry, to be noted beside the keys once it is committed, and the head that a restore leaves."""

    async def add(self, entries: Sequence[LogEntry], *, token: Token) -> None:
        if not entries:
            return
        await take_turn(self._transaction)
        end = await self.end()
        key = None if end is None else end.signing_key
        if key is None and self._keeper is not None and entries[0].act is not AdministrationAct.SIGNING_KEY:
            first = key_begins(self._keeper.usable(), at=entries[0].at, author=None, is_first=True)
            entries = [first, *entries]
        actors = {entry.author.who for entry in entries if entry.author is not None}
        actors |= {entry.about for entry in entries if entry.about is not None}
        gone = await gone_of(self._transaction, actors)
        numbers = await numbers_of(self._transaction, actors, token=token, gone=gone)
        covered = await self._covered({entry.revision for entry in entries if entry.revision is not None})
        number = 0 if end is None else end.head.number
        previous = BEFORE_THE_FIRST if end is None else end.head.hash
        rows, words = [], []
        for entry in entries:
            if entry.words is None:
                raise ValueError("an entry is written with its words")
            number += 1
            salt, text = token(SALT_LENGTH), encode_words(entry.words)
            about = None if entry.about is None else numbers[entry.about]
            if entry.about not in gone:
                words.append({"entry": number, "about": about, "salt": salt, "words": text})
            link = ChainLink(
                id=number,
                at=instant_text(entry.at),
                act=entry.act.value,
                who=None if entry.author is None else numbers[entry.author.who],
                source=None if entry.author is None else entry.author.source.value,
                about=about,
                revision=entry.revision,
                covers=None if entry.revision is None else covered.get(entry.revision),
                digest=salted_digest(salt, text),
                evidence=entry.evidence,
                form=FORM,
                previous=previous,
                signing_key=self._key_for(entry, key),
            ).with_hash()
            link = self._signed(link)
            rows.append({**{column: getattr(link, column) for column in _COLUMNS}, "at": entry.at})
            previous, key = link.hash, link.key_after
        await self._transaction.add_new(administration_log, rows)
        await self._transaction.add_new(log_words, words)
        await self._will_note(ChainHead(number=number, hash=previous), end, entries)

    async def end(self) -> ChainEnd | None:
        row = await self._transaction.row(_END)
        if row is None:
            return None
        key = row.evidence if row.act == AdministrationAct.SIGNING_KEY.value else row.signing_key
        return ChainEnd(head=ChainHead(number=row.id, hash=row.hash), signing_key=key)

    def _key_for(self, entry: LogEntry, in_force: bytes | None) -> bytes | None:
        """A key begins under the one before it, where that is still there."""
        begins = entry.act is AdministrationAct.SIGNING_KEY
        if not begins or (in_force is not None and self._keeper is not None and self._keeper.can_sign(in_force)):
            return in_force
        return entry.evidence

    def _signed(self, link: ChainLink) -> ChainLink:
        if link.signing_key is None:
            return link
        if self._keeper is None:
            raise KeyUnavailable("entries of this log are signed, and no keys folder is given")
        return replace(link, signature=self._keeper.sign(link.signing_key, link.signed))

    async def _covered(self, revisions: Collection[int]) -> Mapping[int, bytes]:
        if not revisions:
            return {}
        return {each.number: each.hashed() for each in await revision_records(self._transaction, revisions)}

    async def _will_note(self, head: ChainHead, before: ChainEnd | None, entries: Sequence[LogEntry]) -> None:
        """Only what goes on from the head that is noted: entries that were lost are not to be covered up by new ones.
        A restore goes on from another, which its entry names."""
        if self._keeper is None:
            return
        try:
            noted = self._keeper.noted()
        except KeyUnavailable:  # it is told by a check, and nobody waits for it
            return
        if noted is None or await self._holds(noted.head, before):
            self.to_note = head, None
        elif any(each.act is AdministrationAct.RESTORED and each.evidence == noted.head.hash for each in entries):
            self.to_note = head, noted

    async def _holds(self, head: ChainHead, end: ChainEnd | None) -> bool:
        if end is None or head.number > end.head.number:
            return False
        if head.number == end.head.number:
            return head.hash == end.head.hash
        return bool(head.hash == await self._transaction.scalar(_HASH, {"number": head.number}))

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
        author=None if row.who is None else Author(who=actors.get(row.who, ERASED), source=RevisionSource(row.source)),
        words=None if row.words is None else decode_words(row.words),
        about=None if row.about is None else actors.get(row.about, ERASED),
        revision=row.revision,
        evidence=row.evidence,
    )
