"""Web chats: the messages on a person's own page, with a counter by which the page asks for what is new."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messages import Message
from bot.ports import WebMessage
from storage.codec import decode_message, encode_message
from storage.repository import Repository
from storage.statements import insert as insert_into
from storage.tables import web_chats, web_messages

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


class StoredWebChats(Repository):
    __slots__ = ()

    async def post(self, person: PersonId, message: Message, *, key: DeliveryKey) -> int:
        change = await self._next_change(person)
        earlier: int | None = await self._transaction.scalar(select(web_messages.c.id).where(web_messages.c.key == key))
        if earlier is not None:
            return earlier
        new: int = await self._transaction.scalar(
            insert(web_messages).returning(web_messages.c.id),
            {
                "person": person,
                "key": key,
                "message": encode_message(message),
                "change": change,
                "edited": False,
            },
        )
        return new

    async def edit(self, message_id: int, message: Message) -> bool:
        person: PersonId | None = await self._transaction.scalar(
            select(web_messages.c.person).where(web_messages.c.id == message_id)
        )
        if person is None:
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

    async def newest_change(self, person: PersonId) -> int:
        change: int | None = await self._transaction.scalar(
            select(web_chats.c.change).where(web_chats.c.person == person)
        )
        return change or 0

    async def _next_change(self, person: PersonId) -> int:
        """Also holds the chat until the commit, so that changes become visible in their order."""
        change: int = await self._transaction.scalar(
            _count_up(self._transaction.dialect), {"person": person, "change": 1}
        )
        return change


@cache
def _count_up(dialect: str) -> ReturningInsert[int]:
    statement = insert_into(web_chats, dialect)
    return statement.on_conflict_do_update(
        index_elements=["person"], set_={"change": web_chats.c.change + 1}
    ).returning(web_chats.c.change)
