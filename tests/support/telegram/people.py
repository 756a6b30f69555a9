"""The people of the loopback Telegram: what their phones hold and the updates that their doings cause."""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.telegram.records import Json, Sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A press on a button: the update it caused and the query that the bot should answer."""

    update_id: int
    query_id: str


class People(ABC):
    """Chats and what people do in them; every doing returns the number of the update it caused."""

    def __init__(self) -> None:
        self.me: Json = {}
        self.messages: dict[tuple[int, int], Sent] = {}
        self.said: dict[tuple[int, int], str] = {}
        """What people wrote and the bot did not delete."""
        self.blocked: set[int] = set()
        self.known: set[int] = set()
        self.open_queries: set[str] = set()
        self._started = time.monotonic()
        self._last_update = 81_000_000
        self._last_message = 0
        self._last_query = 4_000_000_000_000

    @abstractmethod
    def push(self, update: Mapping[str, Any]) -> int: ...

    def start(self, chat_id: int, payload: str = "") -> int:
        """Open the bot's link and press Start; lets a blocked bot in again, as on a phone."""
        if chat_id in self.blocked:
            self.unblock(chat_id)
        self.known.add(chat_id)
        return self.say(chat_id, f"/start {payload}".strip())

    def say(self, chat_id: int, text: str, *, reply_to: int | None = None) -> int:
        message = self._written(chat_id, text)
        if reply_to is not None:
            answered = self.messages.get((chat_id, reply_to))
            message["reply_to_message"] = (
                self.as_message(answered) if answered else {"message_id": reply_to, "date": 0, "chat": message["chat"]}
            )
        if found := re.match(r"/\w+(@\w+)?", text):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": found.end()}]
        self.said[chat_id, message["message_id"]] = text
        return self.push({"message": message})

    def say_in_group(self, group_id: int, person_id: int, text: str) -> int:
        message = self._written(person_id, text) | {
            "chat": {"id": group_id, "type": "supergroup", "title": "Ward chat"}
        }
        return self.push({"message": message})

    def sends(self, chat_id: int, **what: Any) -> int:
        """A person sends something that is not plain words."""
        message = self._written(chat_id, "")
        del message["text"]
        return self.push({"message": message | what})

    def edits(self, chat_id: int, message_id: int, text: str = "", **what: Any) -> int:
        """A person changes a message of theirs."""
        message = self._written(chat_id, text) | {"message_id": message_id, "edit_date": self.date()} | what
        if not text:
            del message["text"]
        return self.push({"edited_message": message})

    def tap(self, chat_id: int, callback_data: str, message_id: int | None = None) -> Tap:
        """Press a button of this message, or of the newest one that still offers it; LookupError if none does."""
        sent = self._holding(chat_id, callback_data, message_id)
        return self._pressed(chat_id, callback_data, self.as_message(sent))

    def tap_stale(self, chat_id: int, callback_data: str, message_id: int) -> Tap:
        """Press a button of a message so old that Telegram no longer shows it to the bot (date 0)."""
        return self._pressed(chat_id, callback_data, {"chat": _chat(chat_id), "message_id": message_id, "date": 0})

    def block(self, chat_id: int) -> int:
        self.blocked.add(chat_id)
        return self._standing(chat_id, was="member", now="kicked")

    def unblock(self, chat_id: int) -> int:
        self.blocked.discard(chat_id)
        return self._standing(chat_id, was="kicked", now="member")

    def shown_in(self, chat_id: int) -> list[Sent]:
        """The bot's messages that this person's chat shows now, oldest first."""
        return [sent for (chat, _), sent in sorted(self.messages.items()) if chat == chat_id]

    # --- shapes ---------------------------------------------------------------------------------------------------

    def next_update_id(self) -> int:
        self._last_update += 1
        return self._last_update

    def next_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def date(self) -> int:
        """Unix seconds from 1 March 2026 that move with the monotonic clock."""
        return 1_772_323_200 + int(time.monotonic() - self._started)

    def as_message(self, sent: Sent) -> Json:
        """A message of the bot as the API shows it."""
        message: Json = {
            "message_id": sent.message_id,
            "from": {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")},
            "chat": _chat(sent.chat_id),
            "date": self.date(),
        }
        if sent.document is not None:
            message |= {"document": {"file_id": f"d{sent.message_id}", "file_unique_id": f"u{sent.message_id}"}}
            message |= {"caption": sent.text} if sent.text else {}
        elif sent.photo is None:
            message |= {"text": sent.text} | ({"entities": sent.entities} if sent.entities else {})
        else:
            size = {"file_id": f"photo{sent.message_id}", "file_unique_id": f"u{sent.message_id}"}
            message |= {"photo": [size | {"width": 800, "height": 400, "file_size": len(sent.photo)}]}
            message |= {"caption": sent.text} if sent.text else {}
        if sent.markup and "inline_keyboard" in sent.markup:
            message["reply_markup"] = sent.markup
        return message

    def _written(self, chat_id: int, text: str) -> Json:
        return {
            "message_id": self.next_message_id(),
            "from": _person(chat_id),
            "chat": _chat(chat_id),
            "date": self.date(),
            "text": text,
        }

    def _holding(self, chat_id: int, data: str, message_id: int | None) -> Sent:
        for sent in reversed(self.shown_in(chat_id)):
            if (message_id is None or sent.message_id == message_id) and sent.offers(data):
                return sent
        raise LookupError(f"chat {chat_id} shows no button with {data!r}")

    def _pressed(self, chat_id: int, data: str, message: Json) -> Tap:
        self._last_query += 1
        query_id = str(self._last_query)
        self.open_queries.add(query_id)
        query = {
            "id": query_id,
            "from": _person(chat_id),
            "message": message,
            "chat_instance": f"-{chat_id}77",
            "data": data,
        }
        return Tap(update_id=self.push({"callback_query": query}), query_id=query_id)

    def _standing(self, chat_id: int, *, was: str, now: str) -> int:
        def member(status: str) -> Json:
            until = {"until_date": 0} if status == "kicked" else {}
            bot = {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}
            return {"user": bot, "status": status, **until}

        change = {
            "chat": _chat(chat_id),
            "from": _person(chat_id),
            "date": self.date(),
            "old_chat_member": member(was),
            "new_chat_member": member(now),
        }
        return self.push({"my_chat_member": change})


def _person(chat_id: int) -> Json:
    return {"id": chat_id, "is_bot": False, "first_name": f"Person {chat_id}", "language_code": "en"}


def _chat(chat_id: int) -> Json:
    return {"id": chat_id, "type": "private", "first_name": f"Person {chat_id}"}
