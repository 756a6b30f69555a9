"""An answer that takes the place of an earlier one: whoever was told of that ends with the newest."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import changed_news_key, news_again_key
from bot.domain.messaging.documents import SmallPrint
from bot.domain.messaging.messages import Message
from bot.domain.texts import say
from bot.ports import UnitOfWork

TOLD_AGAIN: Final = 4
"""So often at most the same is told once more to somebody who moves between chats: later messages are not redrawn."""


def as_newest(message: Message) -> Message:
    """It says so, since another answer may stand in sight, too."""
    return _with_note(message, say("loop-newest_answer", message.locale))


def as_repeated(message: Message) -> Message:
    """What asks somebody for something says so, since the same may stand in sight, too."""
    return _with_note(message, say("loop-asked_again", message.locale))


def _with_note(message: Message, words: str) -> Message:
    note = SmallPrint(words=words)
    return replace(message, document=replace(message.document, sections=(*message.document.sections, note)))


def told_under(key: DeliveryKey) -> Sequence[DeliveryKey]:
    """The keys under which something that may have been told again is looked for."""
    keys = [key]
    for _ in range(TOLD_AGAIN):
        keys.append(news_again_key(keys[-1]))
    return keys


def _of_nothing_else(_: PersonId) -> Collection[DeliveryKey]:
    return ()


async def tell_anew(
    work: UnitOfWork,
    news: Sequence[Delivery],
    *,
    now: datetime,
    instead_of: Callable[[PersonId], Collection[DeliveryKey]] = _of_nothing_else,
    noted: Callable[[Message], Message] = as_newest,
) -> Sequence[Delivery]:
    """The same news, for each person in the place of what they were told before under its key or one of `instead_of`.

    What has arrived is edited, and what still waits is taken back. What may be on its way, may have arrived, or stands
    in another chat is tried no more; the news comes as a message of its own then, `noted` as the newest.
    """
    earlier = {each.key: {each.key, *instead_of(each.person)} for each in news}
    looked = {key: key for keys in earlier.values() for key in keys}
    # By each key under which something may have been told, the one that it goes back to.
    looked |= {news_again_key(key): key for key in looked}
    await work.deliveries.hold(looked.keys())
    shown = dict(await work.deliveries.shown(looked))
    doubtful = set(await work.deliveries.call_off(looked.keys() - shown.keys(), at=now))
    newest = {key for key in shown.keys() | doubtful if news_again_key(key) not in looked}
    while newest:
        further = {news_again_key(key): looked[key] for key in newest}
        looked |= further
        await work.deliveries.hold(further.keys())
        found = await work.deliveries.shown(further)
        called_off = await work.deliveries.call_off(further.keys() - found.keys(), at=now)
        shown, doubtful = shown | dict(found), doubtful | called_off
        newest = found.keys() | called_off
    await work.deliveries.take_back(looked.keys() - shown.keys() - doubtful)
    told: list[Delivery] = []
    for each in news:
        own = sorted(key for key, first in looked.items() if first in earlier[each.key])
        places = {key: shown[key][1] for key in own if key in shown and shown[key][0] == each.channel}
        if any(key in doubtful or (key in shown and key not in places) for key in own):
            each = replace(each, message=None if each.message is None else noted(each.message))
        key = each.key
        while key in shown or key in doubtful:
            key = news_again_key(key)
        told += [
            replace(each, key=changed_news_key(before), edits=place, due_at=now) for before, place in places.items()
        ] or [replace(each, key=key)]
    return told
