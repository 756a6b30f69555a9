"""Thousands of spoiled updates on every channel, with the right secrets, through the whole bot: nothing breaks, nobody
hears a server error, nothing of them is in a log, and whoever answers afterwards is heard."""

import asyncio
import copy
import hashlib
import hmac
import io
import json
import logging
import os
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog
from starlette.types import ASGIApp, Message

from bot.adapters.channels.slack.blocks import CHOICE, WRITE
from bot.adapters.channels.slack.blocks import WORDS as BOX
from bot.adapters.channels.slack.forms import FORM, PLAN, carrying
from bot.domain.identifiers import PersonId, PulseId
from bot.domain.messaging.buttons import (
    AdministrationPress,
    OnAdministration,
)
from bot.domain.organisation.people import Address, Membership, Role
from bot.logs import set_up_logging
from storage.database import Database
from tests.acceptance.test_main_job import ASKED, TOKEN, Ward, ward
from tests.support.builders import ICU
from tests.support.channels import SLACK, TELEGRAM
from tests.support.mutations import CANARY, garbled, mutated
from tests.support.patience import until, until_seen
from tests.support.presses import spoilable_buttons
from tests.support.slack.events import Kind

FEW, MORE, MANY = 100, 1_000, int(os.environ.get("DRILL_UPDATES", "10000"))
"""On each channel."""
HOW_MANY = pytest.mark.parametrize(
    "updates",
    [FEW, pytest.param(MORE, marks=pytest.mark.drill), pytest.param(MANY, marks=pytest.mark.soak)],
)
BATCH_SIZE = 100
MORE_LATER = timedelta(seconds=20)
"""Of the bot's clock, between a hundred updates, or almost all would be too many in a minute."""
WRONG = re.compile(
    r"Traceback|level=(error|critical)|update_failed|receiving_failed|batch_failed|never retrieved|was destroyed"
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that anybody logs, however unimportant."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.get_config()
    stream = io.StringIO()
    set_up_logging(level="DEBUG", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


@pytest.fixture
async def by_webhook(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    async with ward(sqlite_storage, tmp_path, by_webhook=True) as ready:
        await begun(ready)
        yield ready


@pytest.fixture
async def by_polling(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    async with ward(sqlite_storage, tmp_path, by_webhook=False) as ready:
        await begun(ready)
        yield ready


async def begun(ready: Ward) -> None:
    """Everybody has been asked, and whoever sends what is spoiled runs Rounds."""
    async with ready.app.world.storage.writing() as work:
        roster, found = await work.rosters.current(), []
        for sender in (Address(channel=TELEGRAM, value="101"), Address(channel=SLACK, value="U0SAMI")):
            person = await work.rosters.at_address(sender)
            assert person is not None
            found.append(Membership(person=person.id, unit=ICU, role=Role.ADMINISTRATOR))
        await work.rosters.save(replace(roster, memberships=roster.memberships | set(found)), at=ready.clock.now())
    await ready.at(ASKED)
    await until(lambda: bool(ready.telegram.shown_in(101)) and bool(ready.slack.person("U0SAMI").inbox))


async def pulse_of(ready: Ward, person: str) -> PulseId:
    async with ready.app.world.storage.reading() as work:
        (pulse,) = await work.pulses.open_of(PersonId(person), now=ready.clock.now())
    return pulse.id


WORDS = (
    f"{CANARY} more trolleys",
    f"/start {CANARY}",
    "/pause",
    f"join {CANARY}",
    "stop",
    f"ring {CANARY} 943 476 5919",
)


class Judge:
    """What was wrong, and what the log says at the end."""

    def __init__(self, ready: Ward, log: io.StringIO) -> None:
        self._ready, self._log = ready, log
        self.statuses: Counter[int] = Counter()

    async def later(self) -> None:
        self._ready.clock.jump(self._ready.clock.now() + MORE_LATER)

    async def says_all_is_well(self) -> None:
        slow = {503} if "_commit_slow" in self._log.getvalue() else set()  # on a machine that is busy with others
        assert {status for status in self.statuses if status >= 500} <= slow

        async def is_empty() -> bool:
            async with self._ready.app.world.storage.reading() as work:
                return len(await work.inbox.pending(limit=10_000)) == 0

        await until_seen(is_empty)
        telegram = self._ready.telegram
        telegram.tap(102, telegram.shown_in(102)[0].data("Agree"))
        await until(lambda: "Recorded" in telegram.shown_in(102)[0].text)
        await self._ready.all_is_well()
        said = self._log.getvalue()
        said = re.sub(r'.*event="slack library: .*\n', "", said)  # envelopes that it could not read: where, and no more
        assert [line[:600] for line in said.splitlines() if WRONG.search(line)][:5] == []
        assert [line[:600] for line in said.splitlines() if "kingfisher" in line][:5] == []


async def call(
    app: ASGIApp, path: str, body: bytes = b"", *, method: str = "POST", headers: Mapping[str, str], query: str = ""
) -> int:
    """One request, without a socket in between; its status."""
    told: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "root_path": "",
        "query_string": query.encode("utf-8", "surrogatepass"),
        "headers": [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    await app(scope, receive, send)
    return told[0]


async def storm(
    judge: Judge, one: Callable[[int, random.Random], Awaitable[int]], *, channel: str, updates: int
) -> None:
    for first in range(0, updates, BATCH_SIZE):
        await judge.later()
        numbers = range(first, min(first + BATCH_SIZE, updates))
        judge.statuses.update(
            await asyncio.gather(*(one(number, random.Random(f"{channel} {number}")) for number in numbers))
        )


@pytest.mark.drill
@HOW_MANY
async def test_on_the_web(by_webhook: Ward, log: io.StringIO, updates: int) -> None:
    app, judge = by_webhook.app.graph.web_server().application(), Judge(by_webhook, log)
    presses = spoilable_buttons(await pulse_of(by_webhook, "wren"))

    async def one(number: int, chance: random.Random) -> int:
        act = f"/c/{TOKEN}/act"
        fields = mutated(_fields(number, chance, presses), chance)
        match chance.randrange(10):
            case 0:
                query = urlencode({"after": str(fields)[:9_000]}, errors="surrogatepass")
                return await call(app, f"/c/{TOKEN}/messages", method="GET", headers={}, query=query)
            case 1:
                body = json.dumps(fields).encode()
                return await call(app, act, garbled(body, chance), headers={"content-type": "application/json"})
            case 2 | 3:
                body = urlencode(fields, errors="surrogatepass").encode()
                headers = {"content-type": "application/x-www-form-urlencoded"}
                return await call(app, act, garbled(body, chance) if chance.randrange(2) else body, headers=headers)
            case 4:
                body = _in_parts(fields)
                headers = {"content-type": "multipart/form-data; boundary=b"}
                return await call(app, act, garbled(body, chance) if chance.randrange(2) else body, headers=headers)
            case _:
                body = json.dumps(fields).encode()
                return await call(app, act, body, headers={"content-type": "application/json"})

    await storm(judge, one, channel="web", updates=updates)
    await judge.says_all_is_well()


def _fields(number: int, chance: random.Random, presses: list[str]) -> dict[str, Any]:
    common = {"id": f"w{number}", "sequence": number, "message": str(chance.randrange(1, 9))}
    what = chance.choice(
        ({"press": chance.choice(presses)}, {"text": chance.choice(WORDS)}, {"command": "pause"}, {"seen": True})
    )
    return what | common


def _in_parts(fields: Any) -> bytes:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    return ("".join(parts) + "--b--\r\n").encode("utf-8", "surrogatepass")


def _pressed_on_slack(ready: Ward) -> dict[str, Any]:
    sami = ready.slack.person("U0SAMI")
    return sami.press_payload("Agree", on=sami.inbox[0])


def _slack_payload(
    pressed: dict[str, Any], number: int, chance: random.Random, presses: list[str]
) -> tuple[Kind, dict[str, Any]]:
    channel, ts = pressed["container"]["channel_id"], pressed["container"]["message_ts"]
    trigger = {"trigger_id": f"{number}.{CANARY}"}
    match chance.randrange(7):
        case 0 | 1:
            payload = copy.deepcopy(pressed) | trigger
            payload["actions"][0]["value"] = chance.choice(presses)
            return "interactive", payload
        case 2:
            payload = copy.deepcopy(pressed) | trigger
            payload["actions"][0] |= {"action_id": WRITE}
            return "interactive", payload
        case 3 | 4:
            box, filled = chance.choice(
                (
                    (BOX, {"type": "plain_text_input", "value": chance.choice(WORDS)}),
                    (CHOICE, {"type": "radio_buttons", "selected_option": {"value": chance.choice(presses)}}),
                    (FORM, {"type": "checkboxes", "selected_options": [{"value": chance.choice(WORDS)}]}),
                    (PLAN, {}),
                )
            )
            carries = json.dumps({"message": f"{channel}:{ts}", "at": ts, "reply": ""})
            if box in (FORM, PLAN):
                what = chance.choice([OnAdministration.NEW_SCHEDULE, OnAdministration.PAUSE, OnAdministration.WHY])
                filled_in = {"unit": ("icu",), "reason": (CANARY,), "id": (f"s{number}",), "person": (CANARY,)}
                carries = carrying(AdministrationPress(what=what), filled_in, "seen")
            view = {"id": "V1", "type": "modal", "callback_id": box, "state": {"values": {box: {box: filled}}}}
            user = {"id": "U0SAMI", "name": CANARY, "team_id": "T0HOSPITAL"}
            return "interactive", trigger | {
                "type": "view_submission",
                "user": user,
                "team": {"id": "T0HOSPITAL"},
                "view": view | {"private_metadata": carries},
            }
        case 5:
            command = {"command": "/rounds", "text": chance.choice(WORDS), "user_id": "U0SAMI", "channel_id": "D1"}
            return "slash_commands", command | trigger | {"team_id": "T0HOSPITAL", "user_name": CANARY}
        case _:
            event = {"type": "message", "user": "U0SAMI", "text": chance.choice(WORDS), "channel": channel}
            event |= {"ts": f"1772532{number:06}.000100", "channel_type": "im", "thread_ts": ts}
            if chance.randrange(4) == 0:
                event = {"type": "app_home_opened", "user": "U0SAMI", "tab": "home", "channel": channel}
            callback = {"type": "event_callback", "event_id": f"Ev{number}", "team_id": "T0HOSPITAL"}
            return "events_api", callback | {"event": event, "event_time": 1}


@pytest.mark.drill
@HOW_MANY
async def test_on_slack_by_signed_http(by_webhook: Ward, log: io.StringIO, updates: int) -> None:
    app, judge = by_webhook.app.graph.web_server().application(), Judge(by_webhook, log)
    presses, pressed = spoilable_buttons(await pulse_of(by_webhook, "sami")), _pressed_on_slack(by_webhook)

    async def one(number: int, chance: random.Random) -> int:
        kind, sane = _slack_payload(pressed, number, chance, presses)
        payload, content = mutated(sane, chance), "application/x-www-form-urlencoded"
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        elif kind == "interactive":
            body = urlencode({"payload": json.dumps(payload)})
        else:
            body = urlencode(payload, errors="surrogatepass")
        raw = garbled(body.encode(), chance) if chance.randrange(10) == 0 else body.encode()
        stamp = str(time.time_ns() // 1_000_000_000)
        if chance.randrange(20) == 0:
            stamp = chance.choice(("9" * 5_000, "-1", "\u00b2", "", "1e9", f"{CANARY}", "0" * 4_000 + stamp))
        key = by_webhook.slack.signing_secret.encode()
        digest = hmac.new(key, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        if chance.randrange(20) == 0:
            digest = chance.choice(("", "zz", "\u00fc", "0" * 5_000))
        headers = {"content-type": content, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}
        return await call(app, "/slack/events", raw, headers=headers)

    await storm(judge, one, channel="slack", updates=updates)
    await judge.says_all_is_well()


@pytest.mark.drill
@HOW_MANY
async def test_on_slack_by_socket(by_polling: Ward, log: io.StringIO, updates: int) -> None:
    judge, events = Judge(by_polling, log), by_polling.slack.events
    presses = spoilable_buttons(await pulse_of(by_polling, "sami"))
    pressed = _pressed_on_slack(by_polling)
    for number in range(updates):
        chance = random.Random(f"socket {number}")
        kind, sane = _slack_payload(pressed, number, chance, presses)
        payload = mutated({"payload": sane}, chance).get("payload", {})
        envelope = {"envelope_id": f"x{number}", "type": kind, "accepts_response_payload": True, "payload": payload}
        await until(lambda: any(not each.closed for each in events.sockets))
        socket = next(each for each in events.sockets if not each.closed)
        await socket.send_str(json.dumps(envelope))
        if number % BATCH_SIZE == 0:
            await judge.later()
            assert (await by_polling.slack.person("U0MO").says("help")).acked  # the ones before have been looked at
    await judge.says_all_is_well()


def _telegram_update(ready: Ward, number: int, chance: random.Random, presses: list[str]) -> dict[str, Any]:
    telegram = ready.telegram
    person = {"id": 101, "is_bot": False, "first_name": CANARY, "username": CANARY}
    chat = {"id": 101, "type": "private", "first_name": CANARY}
    shown = telegram.as_message(telegram.shown_in(101)[0])
    match chance.randrange(5):
        case 0 | 1:
            query = {"id": str(number), "from": person, "message": shown, "chat_instance": "1"}
            return {"callback_query": query | {"data": chance.choice(presses)}}
        case 2:
            bot = {"id": 700001, "is_bot": True, "first_name": "Rounds"}
            was, now = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
            change = {"chat": chat, "from": person, "date": 1, "old_chat_member": was, "new_chat_member": now}
            return {"my_chat_member": change}
        case _:
            message = {"message_id": number + 1, "date": 1_772_532_000, "text": chance.choice(WORDS)}
            more = {"reply_to_message": shown} if chance.randrange(2) else {}
            return {"message": message | {"chat": chat, "from": person} | more}


@pytest.mark.drill
@HOW_MANY
async def test_on_telegram_by_webhook(by_webhook: Ward, log: io.StringIO, updates: int) -> None:
    app, judge = by_webhook.app.graph.web_server().application(), Judge(by_webhook, log)
    presses = spoilable_buttons(await pulse_of(by_webhook, "tess"))

    async def one(number: int, chance: random.Random) -> int:
        update = mutated(
            {"update_id": 90_000_000 + number, **_telegram_update(by_webhook, number, chance, presses)}, chance
        )
        body = json.dumps(update).encode()
        headers = {"x-telegram-bot-api-secret-token": "a-secret-of-the-ward", "content-type": "application/json"}
        if chance.randrange(10) == 0:
            body = garbled(body, chance)
        return await call(app, "/telegram/webhook", body, headers=headers)

    await storm(judge, one, channel="telegram", updates=updates)
    await judge.says_all_is_well()


@pytest.mark.drill
@HOW_MANY
async def test_on_telegram_by_polling(by_polling: Ward, log: io.StringIO, updates: int) -> None:
    judge, telegram = Judge(by_polling, log), by_polling.telegram
    presses = spoilable_buttons(await pulse_of(by_polling, "tess"))
    for first in range(0, updates, BATCH_SIZE):
        await judge.later()
        for number in range(first, min(first + BATCH_SIZE, updates)):
            chance = random.Random(f"polling {number}")
            telegram.push(mutated(_telegram_update(by_polling, number, chance, presses), chance))
        await telegram.until(lambda: not telegram.unconfirmed)
    await judge.says_all_is_well()
