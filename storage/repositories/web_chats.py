"""Web chats: the messages on a person's own page, with a counter by which the page asks for what is new."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Insert, bindparam, insert, select, update

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.messaging.messages import Message
from bot.ports import WebMessage
from storage.codecs.messages import decode_message, encode_message
from storage.repositories.base import Repository
from storage.schema.tables import web_chats, web_messages
from storage.sql.statements import among
from storage.sql.statements import insert as insert_into

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
_CHANGES = select(web_chats.c.person, web_chats.c.change).where(among(web_chats.c.person, "wanted"))


_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
"""The reference of a web message: its row's number."""


class StoredWebChats(Repository):
    __slots__ = ()

    async def post_many(self, posts: Sequence[tuple[PersonId, Message, DeliveryKey]]) -> Sequence[int]:
        keys = [key for _, _, key in posts]
        there = await self._numbers(keys)
        new = {key: (person, message) for person, message, key in posts if key not in there}
        changes = await self._next_changes([person for person, _ in new.values()])
        rows = []
        for key, (person, message) in new.items():
            changes[person] += 1
            rows.append(
                {
                    "person": person,
                    "key": key,
                    "message": encode_message(message),
                    "change": changes[person],
                    "edited": False,
                }
            )
        await self._transaction.write(insert(web_messages), rows)
        numbers = await self._numbers(keys) if rows else there
        return [numbers[key] for key in keys]

    async def _numbers(self, keys: Sequence[DeliveryKey]) -> Mapping[DeliveryKey, int]:
        if not keys:
            return {}
        return {row.key: row.id for row in await self._transaction.rows(_NUMBERS, {"wanted": list(keys)})}

    async def edit(self, person: PersonId, ref: MessageRef, message: Message) -> bool:
        if not _NUMBER.fullmatch(ref):
            return False
        message_id = int(ref)
        owner = await self._transaction.scalar(select(web_messages.c.person).where(web_messages.c.id == message_id))
        if owner != person:
            return False
        change = await self._next_change(person)
        await self._transaction.run(
            update(web_messages)
            .where(web_messages.c.id == message_id)
            .values(message=encode_message(message), change=change, edited=True)
        )
        return True

    async def since(self, person: PersonId, change: int, *, limit: int) -> Sequence[WebMessage]:
        if change == 0:
            rows = (await self._transaction.rows(_NEWEST, {"who": person, "limit": limit}))[::-1]
        else:
            rows = await self._transaction.rows(_SINCE, {"who": person, "after": change, "limit": limit})
        return [
            WebMessage(
                id=row.id,
                person=row.person,
                message=decode_message(row.message),
                change=row.change,
                key=row.key,
                edited=row.edited,
            )
            for row in rows
        ]

    async def _next_change(self, person: PersonId) -> int:
        return (await self._next_changes([person]))[person] + 1

    async def _next_changes(self, people: Sequence[PersonId]) -> dict[PersonId, int]:
        """Take one change for each mention and say for each person the number before the first of them.

        Also holds the chats until the commit, so that changes become visible in their order.
        """
        taken = Counter(people)
        if not taken:
            return {}
        rows = [{"person": person, "change": count} for person, count in sorted(taken.items())]
        await self._transaction.write(_count_up(self._transaction.dialect), rows)
        now = await self._transaction.rows(_CHANGES, {"wanted": list(taken)})
        return {row.person: row.change - taken[row.person] for row in now}


@cache
def _count_up(dialect: str) -> Insert:
    statement = insert_into(web_chats, dialect)
    return statement.on_conflict_do_update(
        index_elements=["person"], set_={"change": web_chats.c.change + statement.excluded.change}
    )
