"""A person with a chat of Rounds on any channel: what it shows, the buttons they press and the words they write."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import httpx

from tests.support.slack.records import Posted
from tests.support.slack.server import SlackServer
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer


class Phone(Protocol):
    async def shows(self) -> Sequence[str]:
        """All messages with the labels of their buttons, oldest first, as they stand now."""

    async def look_at(self, label: str) -> None:
        """The newest button that reads so, to be pressed later."""

    async def press_it(self) -> None:
        """What was looked at, as on a screen that may be out of date by now."""

    async def write(self, words: str) -> None:
        """Into what asked for words last."""


@dataclass
class TelegramPhone:
    server: TelegramServer
    chat: int
    seen: tuple[str, int] = ("", 0)

    async def shows(self) -> Sequence[str]:
        return [f"{sent.text} {sent.rows}" for sent in self.server.shown_in(self.chat)]

    async def look_at(self, label: str) -> None:
        sent = self._with(label)
        self.seen = sent.data(label), sent.message_id

    async def press_it(self) -> None:
        self.server.tap_stale(self.chat, *self.seen)

    async def write(self, words: str) -> None:
        shown = reversed(self.server.shown_in(self.chat))
        asks = next(each for each in shown if (each.markup or {}).get("force_reply"))
        self.server.say(self.chat, words, reply_to=asks.message_id)

    def _with(self, label: str) -> Sent:
        shown = reversed(self.server.shown_in(self.chat))
        return next(each for each in shown if any(label in row for row in each.rows))


@dataclass
class SlackPhone:
    server: SlackServer
    user: str
    seen: Posted | None = None
    label: str = ""

    async def shows(self) -> Sequence[str]:
        return [str(each.blocks) for each in self.server.person(self.user).inbox]

    async def look_at(self, label: str) -> None:
        inbox = self.server.person(self.user).inbox
        message = next(each for each in reversed(inbox) if f"'{label}'" in str(each.blocks))
        self.seen, self.label = replace(message), label

    async def press_it(self) -> None:
        assert self.seen is not None
        await self.server.person(self.user).press(self.label, on=self.seen)

    async def write(self, words: str) -> None:
        await self.look_at("Write")
        await self.press_it()
        person = self.server.person(self.user)
        await self.server.until(lambda: person.modal is not None)
        await person.submit({"Your words": words})


@dataclass
class WebPhone:
    browser: httpx.AsyncClient
    token: str
    seen: tuple[str, str] = ("", "")

    async def shows(self) -> Sequence[str]:
        return [html.unescape(text) for _, text in await self._messages()]

    async def look_at(self, label: str) -> None:
        self.seen = "", ""
        if any(f"<summary>{label}</summary>" in text for _, text in await self._messages()):
            return  # it opens by itself
        for number, text in reversed(await self._messages()):
            found = re.search(rf'name="press" value="([^"]+)"[^>]*>{re.escape(html.escape(label))}<', text)
            if found:
                self.seen = html.unescape(found[1]), number
                return
        raise LookupError(f"no button {label!r}")

    async def press_it(self) -> None:
        press, number = self.seen
        if press:
            await self._act(press=press, message=number)

    async def write(self, words: str) -> None:
        number = next(number for number, text in reversed(await self._messages()) if 'name="text"' in text)
        await self._act(text=words, message=number)

    async def _messages(self) -> list[tuple[str, str]]:
        chat = (await self.browser.get(f"/c/{self.token}/messages")).json()
        found = sorted((int(each["id"]), each["html"]) for each in chat["messages"])
        return [(str(number), text) for number, text in found]

    async def _act(self, **fields: str) -> None:
        answer = await self.browser.post(f"/c/{self.token}/act", json=fields)
        assert answer.json()["saved"], answer.text
