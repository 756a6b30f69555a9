"""Thousands of spoiled updates on Slack, with the right secrets, through the whole bot: nothing breaks, nobody
hears a server error, nothing of them is in a log, and whoever answers afterwards is heard."""

import copy
import hashlib
import hmac
import io
import json
import random
import time
from typing import Any
from urllib.parse import urlencode

from bot.adapters.channels.slack.blocks import CHOICE, WRITE
from bot.adapters.channels.slack.blocks import WORDS as BOX
from bot.adapters.channels.slack.forms import FORM, PLAN, carrying
from bot.domain.messaging.buttons import (
    AdministrationPress,
    OnAdministration,
)
from tests.acceptance.mutated_updates.storms import BATCH_SIZE, WORDS, Judge, call, how_many, pulse_of, storm
from tests.acceptance.test_main_job import Ward
from tests.support.mutations import CANARY, garbled, mutated
from tests.support.patience import until
from tests.support.presses import spoilable_buttons
from tests.support.slack.events import Kind


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


@how_many(ways=2)
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


@how_many(ways=2)
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
        if number % BATCH_SIZE == 0 or number == updates - 1:
            await judge.later()
            assert (await by_polling.slack.person("U0MO").says("help")).acked  # the ones before have been looked at
    await judge.says_all_is_well()
