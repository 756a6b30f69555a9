"""A chat on the web that was numbered together with all others goes on above that."""

from sqlalchemy import insert, make_url

from bot.adapters.clock import SystemEntropy
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.repositories.sending import NewWebMessage
from storage.backup import table_copy
from storage.codecs.messages import encode_message
from storage.database import Database
from storage.schema.tables import web_chats, web_messages
from tests.support.messages import a_message

ANN = PersonId("ann")


async def test_an_earlier_chat_goes_on_above_its_old_numbers(database: Database) -> None:
    old = {"id": 190, "person": ANN, "key": "old", "message": encode_message(a_message("Old.")), "change": 3}
    with table_copy.loading(make_url(database.url)) as connection:
        connection.execute(insert(web_chats), [{"person": ANN, "change": 3}])
        connection.execute(insert(web_messages), [{**old, "edited": False}])
    for key in ("new", "newer"):
        async with database.writing() as work:
            assert await work.web_chats.edit(ANN, MessageRef("190"), a_message("Changed."))
            post = NewWebMessage(person=ANN, words=a_message("New."), key=DeliveryKey(key))
            await work.web_chats.post_many([post], token=SystemEntropy().token)
    async with database.reading() as work:
        ids = [each.id for each in await work.web_chats.since(ANN, 0, limit=9)]
    assert (ids[0], ids[2] - ids[1]) == (190, 128)
    assert 2**32 < ids[1] < ids[2] < 2**53
