"""Revisions: what each changed, kept beside a digest of it that stays; rows are added, and nothing changes one."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from bot.domain.administration.log import ERASED, Actor, ActorKind, Author, RevisionSource
from bot.domain.administration.revisions import PersonSides, ProgrammeSides, Revision, RevisionParts
from bot.domain.identifiers import PersonId
from bot.domain.proof.chain import RevisionRecord, instant_text
from bot.repositories.administration_log import Token
from storage.codecs.revisions import (
    SALT_LENGTH,
    decode_row,
    decode_whole,
    encode_row,
    encode_whole,
    salted_digest,
)
from storage.repositories.administration.one_at_a_time import take_turn
from storage.repositories.administration.parties import actors_by_number, gone_of, numbers_of
from storage.repositories.base import Repository
from storage.schema.tables import (
    log_people,
    programmes,
    revision_people,
    revision_programmes,
    revision_rows,
    revisions,
)
from storage.sql.transaction import Transaction

_NEWEST = select(programmes.c.revision)
_RECORDED = select(revisions).order_by(revisions.c.number)


class StoredRevisions(Repository):
    __slots__ = ()

    async def claim(self) -> None:
        await take_turn(self._transaction)

    async def newest(self) -> int:
        found: int | None = await self._transaction.scalar(_NEWEST)
        return found or 0

    async def add(self, revision: Revision, parts: RevisionParts, *, token: Token) -> None:
        people = {person: Actor.person(person) for person in parts.people}
        author = revision.author.who
        gone = await gone_of(self._transaction, {author} - set(people.values()))
        numbers = await numbers_of(self._transaction, {author, *people.values()}, token=token, gone=gone)
        digest = None
        if parts.programme is not None:
            salt = token(SALT_LENGTH)
            before, after = encode_whole(parts.programme.before), encode_whole(parts.programme.after)
            digest = salted_digest(salt, before, after)
            row = {"revision": revision.number, "salt": salt, "before": before, "after": after}
            await self._transaction.add_new(revision_programmes, [row])
        await self._transaction.add_new(
            revisions,
            [
                {
                    "number": revision.number,
                    "at": revision.at,
                    "who": numbers[revision.author.who],
                    "source": revision.author.source.value,
                    "based_on": revision.based_on,
                    "undoes": revision.undoes,
                    "digest": digest,
                }
            ],
        )
        kept, rows = [], []
        for person, sides in parts.people.items():
            which = {"revision": revision.number, "about": numbers[people[person]]}
            salt, before, after = token(SALT_LENGTH), encode_row(sides.before), encode_row(sides.after)
            kept.append({**which, "digest": salted_digest(salt, before, after)})
            rows.append({**which, "salt": salt, "before": before, "after": after})
        await self._transaction.add_new(revision_people, kept)
        await self._transaction.add_new(revision_rows, rows)

    async def recorded(self) -> Sequence[Revision]:
        rows = await self._transaction.rows(_RECORDED)
        actors = await actors_by_number(self._transaction, [row.who for row in rows])
        return [
            Revision(
                number=row.number,
                at=row.at,
                author=Author(who=actors.get(row.who, ERASED), source=RevisionSource(row.source)),
                based_on=row.based_on,
                undoes=row.undoes,
            )
            for row in rows
        ]

    async def parts(self, number: int) -> RevisionParts | None:
        revision = await self._transaction.row(select(revisions.c.digest).where(revisions.c.number == number))
        if revision is None:
            return None
        programme = await self._transaction.row(
            select(revision_programmes).where(revision_programmes.c.revision == number)
        )
        people = await self._transaction.rows(
            select(log_people.c.name, revision_rows.c.before, revision_rows.c.after)
            .join(log_people, log_people.c.number == revision_rows.c.about)
            .where(revision_rows.c.revision == number, log_people.c.kind == ActorKind.PERSON.value)
        )
        try:
            sides = None
            if programme is not None:
                before, after = decode_whole(programme.before), decode_whole(programme.after)
                sides = None if after is None else ProgrammeSides(before=before, after=after)
            if sides is None and revision.digest is not None:
                return None
            rows = {
                PersonId(row.name): PersonSides(before=decode_row(row.before), after=decode_row(row.after))
                for row in people
            }
        except ValueError:
            return None
        return RevisionParts(programme=sides, people=rows)


async def revision_records(transaction: Transaction, numbers: Collection[int]) -> Sequence[RevisionRecord]:
    """What stays of these revisions."""
    people = defaultdict[int, list[tuple[str, bytes]]](list)
    for row in await transaction.rows(select(revision_people).where(revision_people.c.revision.in_(numbers))):
        people[row.revision].append((row.about, row.digest))
    return [
        RevisionRecord(
            number=row.number,
            at=instant_text(row.at),
            who=row.who,
            source=row.source,
            based_on=row.based_on,
            undoes=row.undoes,
            digest=row.digest,
            people=tuple(people[row.number]),
        )
        for row in await transaction.rows(select(revisions).where(revisions.c.number.in_(numbers)))
    ]
