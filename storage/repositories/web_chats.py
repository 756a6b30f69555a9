"""Web chats: the messages on a person's own page, with a counter by which the page asks for what is new."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Insert, bindparam, delete, insert, or_, select, update

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.messages import Message, SealedWords
from bot.repositories.administration_log import Token
from bot.repositories.sending import KeptWebMessage, NewWebMessage
from storage.codecs.messages import decode_message, encode_message
from storage.repositories.base import Repository
from storage.repositories.queries.left_chats import lock_of_people
from storage.schema.tables import (
    ASKING,
    IN_DOUBT,
    UNDER_WAY,
    bells,
    deliveries,
    pulse_messages,
    pulses,
    web_chats,
    web_messages,
)
from storage.sql.columns import Week
from storage.sql.statements import among, put
from storage.sql.statements import insert as insert_into
from storage.sql.transaction import AnyRow

_SINCE = (
    select(web_messages)
    .where(web_messages.c.person == bindparam("who"), web_messages.c.change > bindparam("after"))
    .order_by(web_messages.c.change)
    .limit(bindparam("limit"))
)
_NEWEST = (
    select(web_messages)
    .where(web_messages.c.person == bindparam("who"))
    .order_by(web_messages.c.id.desc())
    .limit(bindparam("limit"))
)
_NUMBERS = select(web_messages.c.id, web_messages.c.key).where(among(web_messages.c.key, "wanted"))
_ABOUT = select(web_messages.c.person, web_messages.c.pulse).where(web_messages.c.id == bindparam("id"))
_CHATS = select(web_chats).where(among(web_chats.c.person, "wanted"))
_TAKEN = select(web_chats.c.base).where(among(web_chats.c.base, "wanted"))
_BEGIN = update(web_chats).where(web_chats.c.person == bindparam("who")).values(base=bindparam("drawn"))


_FORGET = delete(web_messages).where(
    ASKING, web_messages.c.pulse.in_(select(pulses.c.id).where(among(pulses.c.round, "rounds")))
)
_OWN = among(web_messages.c.person, "people")
_TAKE_BACK_OWN = [
    delete(deliveries).where(
        among(deliveries.c.person, "people"),
        on_its_way,
        or_(deliveries.c.sealed.is_not(None), deliveries.c.edits.is_not(None) & deliveries.c.pulse.is_not(None)),
    )
    for on_its_way in (UNDER_WAY, IN_DOUBT)  # what is in doubt may be sent once more
]
_ASKED = select(web_messages.c.pulse).where(_OWN, ASKING)
_FORGET_PLACES = delete(pulse_messages).where(pulse_messages.c.pulse.in_(_ASKED))
_FORGET_OWN = delete(web_messages).where(
    _OWN, or_(web_messages.c.sealed_under.is_not(None), ASKING, web_messages.c.unit.is_(None))
)
_BELLS = select(bells.c.endpoint).where(among(bells.c.person, "people")).order_by(bells.c.endpoint)
_TAKE_DOWN = delete(bells).where(among(bells.c.endpoint, "endpoints"))
_FORGET_SEALED = delete(web_messages).where(web_messages.c.sealed_under < bindparam("before", type_=Week()))
_NOTE_FOUND = (
    update(web_messages).where(web_messages.c.found_in.is_(None)).values(found_in=bindparam("found", type_=Week()))
)
_FORGET_OLD = delete(web_messages).where(
    web_messages.c.sealed_under.is_(None), web_messages.c.found_in < bindparam("before", type_=Week())
)

_FORGET_COMMENTS = delete(web_messages).where(web_messages.c.comment_week < bindparam("before", type_=Week()))

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
"""The reference of a web message: its row's number."""

_BASE_BYTES: Final = 4
_LOWEST_BASE: Final = 2**12
_ROOM: Final = 2**20
"""A message is numbered by its chat alone: the chat's base, times this, and the change that brought it. One counter for
everybody would tell each of them, by the gap between two numbers of their own, how much others got in between. So
numbers stay above those that such a counter gave out, and below 2**53, up to which browsers count."""
_STEP: Final = 2**6
"""Presses are counted within a step alone. What stays for long begins the next one, and so does each closed week: else
the gap between two numbers that stay would tell how often somebody pressed in between."""
_SOME_CHATS = (
    select(web_chats.c.person)
    .where(web_chats.c.person > bindparam("after"))
    .order_by(web_chats.c.person)
    .limit(bindparam("limit"))
)
_NEXT_STEP = (web_chats.c.change - web_chats.c.change % _STEP) + _STEP
_STEP_ON = update(web_chats).where(web_chats.c.person == bindparam("who")).values(change=_NEXT_STEP)
_COUNTED = update(web_chats).where(web_chats.c.person == bindparam("who")).values(change=bindparam("counted"))


class StoredWebChats(Repository):
    __slots__ = ()

    async def post_many(self, posts: Sequence[NewWebMessage], *, token: Token) -> Sequence[int]:
        keys = [post.key for post in posts]
        there = await self._numbers(keys)
        new = {post.key: post for post in posts if post.key not in there}
        changes, bases = await self._next_changes([post.person for post in new.values()])
        stepped = {post.person for post in new.values() if _is_kept(post.words, post.pulse)}
        bases |= await self._begin([person for person in changes if person not in bases], token)
        numbers, rows = dict(there), list[dict[str, object]]()
        for key, post in new.items():
            changes[post.person] = _after(changes[post.person], is_kept=_is_kept(post.words, post.pulse))
            numbers[key] = bases[post.person] * _ROOM + changes[post.person]
            rows.append(
                {
                    "id": numbers[key],
                    "person": post.person,
                    "key": key,
                    **_kept(post.words),
                    "change": changes[post.person],
                    "edited": False,
                    "posted_at": post.posted_at,
                    "unit": None if post.digest is None else post.digest.unit,
                    "week": None if post.digest is None else post.digest.week,
                    "pulse": post.pulse,
                    "comment_week": post.comment_week,
                }
            )
        await self._transaction.write(insert(web_messages), rows)
        await self._count({person: changes[person] for person in stepped})
        return [numbers[key] for key in keys]

    async def _numbers(self, keys: Sequence[DeliveryKey]) -> Mapping[DeliveryKey, int]:
        if not keys:
            return {}
        return {row.key: row.id for row in await self._transaction.rows(_NUMBERS, {"wanted": list(keys)})}

    async def edit(self, person: PersonId, ref: MessageRef, words: Message | SealedWords) -> bool:
        if not _NUMBER.fullmatch(ref):
            return False
        message_id = int(ref)
        found = await self._transaction.rows(_ABOUT, {"id": message_id})
        if [row.person for row in found] != [person]:
            return False
        changes, _ = await self._next_changes([person])
        change = _after(changes[person], is_kept=_is_kept(words, found[0].pulse))
        await self._count({person: change})
        await self._transaction.run(
            update(web_messages)
            .where(web_messages.c.id == message_id)
            .values(**_kept(words), change=change, edited=True)
        )
        return True

    async def since(self, person: PersonId, change: int, *, limit: int) -> Sequence[KeptWebMessage]:
        if change == 0:
            rows = (await self._transaction.rows(_NEWEST, {"who": person, "limit": limit}))[::-1]
        else:
            rows = await self._transaction.rows(_SINCE, {"who": person, "after": change, "limit": limit})
        return [
            KeptWebMessage(
                id=row.id,
                person=row.person,
                words=_words(row),
                change=row.change,
                key=row.key,
                edited=row.edited,
                posted_at=row.posted_at,
                digest=None if row.unit is None or row.week is None else DigestRef(unit=row.unit, week=row.week),
            )
            for row in rows
        ]

    async def forget_of_pulses(self, rounds: Collection[RoundId]) -> None:
        await self._transaction.run(_FORGET, {"rounds": list(rounds)})

    async def forget_sealed(self, *, before: IsoWeek) -> int:
        return await self._transaction.count(_FORGET_SEALED, {"before": before})

    async def forget_comments(self, *, before: IsoWeek) -> int:
        return await self._transaction.count(_FORGET_COMMENTS, {"before": before})

    async def forget_old(self, *, now: IsoWeek, before: IsoWeek) -> int:
        await self._transaction.run(_NOTE_FOUND, {"found": now})
        return await self._transaction.count(_FORGET_OLD, {"before": before})

    async def begin_anew(self, people: Collection[PersonId]) -> None:
        theirs = {"people": list(people)}
        await lock_of_people(self._transaction, people)
        for take_back in _TAKE_BACK_OWN:
            await self._transaction.run(take_back, theirs)
        # Whoever posts into one now has done so, or finds it as it is then. Its number tells no press from before.
        changes, _ = await self._next_changes(list(people))
        await self._count({person: _after(change, is_kept=True) for person, change in changes.items()})
        for forget in (_FORGET_PLACES, _FORGET_OWN):
            await self._transaction.run(forget, theirs)

    async def hang_bell(self, person: PersonId, endpoint: str) -> None:
        await self._transaction.write(put(bells, self._transaction.dialect), [{"endpoint": endpoint, "person": person}])

    async def bells_of(self, people: Collection[PersonId]) -> Sequence[str]:
        return [row.endpoint for row in await self._transaction.rows(_BELLS, {"people": list(people)})]

    async def take_down_bells(self, endpoints: Collection[str]) -> None:
        await self._transaction.run(_TAKE_DOWN, {"endpoints": list(endpoints)})

    async def step_on(self, *, after: str, limit: int) -> str | None:
        rows = await self._transaction.rows(_SOME_CHATS, {"after": after, "limit": limit})
        await self._transaction.write(_STEP_ON, [{"who": row.person} for row in rows])
        return rows[-1].person if rows else None

    async def _count(self, changes: Mapping[PersonId, int]) -> None:
        await self._transaction.write(_COUNTED, [{"who": who, "counted": at} for who, at in sorted(changes.items())])

    async def _next_changes(self, people: Sequence[PersonId]) -> tuple[dict[PersonId, int], dict[PersonId, int]]:
        """Take one change for each mention and say for each person the number before the first of them, and the base of
        their chat where it has one.

        Also holds the chats until the commit, so that changes become visible in their order.
        """
        taken = Counter(people)
        if not taken:
            return {}, {}
        rows = [{"person": person, "change": count} for person, count in sorted(taken.items())]
        await self._transaction.write(_count_up(self._transaction.dialect), rows)
        now = await self._transaction.rows(_CHATS, {"wanted": list(taken)})
        changes = {row.person: row.change - taken[row.person] for row in now}
        return changes, {row.person: row.base for row in now if row.base is not None}

    async def _begin(self, people: Sequence[PersonId], token: Token) -> dict[PersonId, int]:
        """Draw the bases of chats that have none; one that is taken is drawn again."""
        drawn: dict[PersonId, int] = {}
        while waiting := [person for person in people if person not in drawn]:
            tries = {int.from_bytes(token(_BASE_BYTES)): person for person in waiting}
            taken = {row.base for row in await self._transaction.rows(_TAKEN, {"wanted": list(tries)})}
            taken.update(drawn.values())
            drawn |= {person: base for base, person in tries.items() if base >= _LOWEST_BASE and base not in taken}
        await self._transaction.write(_BEGIN, [{"who": person, "drawn": base} for person, base in drawn.items()])
        return drawn


def _is_kept(words: Message | SealedWords, pulse: PulseId | None) -> bool:
    """Questions go when their week is closed, and what is sealed with its key."""
    return pulse is None and not isinstance(words, SealedWords)


def _after(change: int, *, is_kept: bool) -> int:
    return (change // _STEP + 1) * _STEP if is_kept else change + 1


def _kept(words: Message | SealedWords) -> dict[str, object]:
    if isinstance(words, SealedWords):
        return {"message": "", "sealed_under": words.key, "sealed": words.body}
    return {"message": encode_message(words), "sealed_under": None, "sealed": None}


def _words(row: AnyRow) -> Message | SealedWords:
    if row.sealed is not None:
        return SealedWords(key=row.sealed_under, body=bytes(row.sealed))
    return decode_message(row.message)


@cache
def _count_up(dialect: str) -> Insert:
    statement = insert_into(web_chats, dialect)
    return statement.on_conflict_do_update(
        index_elements=["person"], set_={"change": web_chats.c.change + statement.excluded.change}
    )
