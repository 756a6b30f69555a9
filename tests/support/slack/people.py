"""A person in the loopback Slack: presses buttons, fills in modals, types commands, opens the App Home."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.slack.blockkit import options_of, view_faults
from tests.support.slack.records import Posted, Receipt

if TYPE_CHECKING:
    from tests.support.slack.events import Signature
    from tests.support.slack.server import SlackServer

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Everything a person can do to us; each act returns how the app answered it."""

    server: "SlackServer"
    user: str

    @property
    def inbox(self) -> list[Posted]:
        return self.server.sent_to(self.user)

    @property
    def modal(self) -> Json | None:
        """The modal that stands open in front of this person."""
        return self.server.open_views.get(self.user)

    @property
    def home(self) -> Json:
        return self.server.homes[self.user][-1]

    async def press(
        self, label: str, *, on: Posted | None = None, signature: "Signature" = "right", **changes: Any
    ) -> Receipt:
        """Press the button, or choose the option, that reads `label` on a message (the newest by default)."""
        message = on if on is not None else self.inbox[-1]
        payload = self.press_payload(label, on=message)
        return await self.server.events.deliver("interactive", payload | changes, signature=signature)

    def press_payload(self, label: str, *, on: Posted) -> Json:
        server = self.server
        url = server.new_response_url(channel=on.channel, ts=on.ts, user=self.user)
        return self._common("block_actions") | {
            "container": {
                "type": "message",
                "message_ts": on.ts,
                "channel_id": on.channel,
                "is_ephemeral": False,
            },
            "trigger_id": server.new_trigger(self.user),
            "channel": {"id": on.channel, "name": "directmessage"},
            "message": on.as_payload(bot=server.bot_user_id),
            "state": {"values": {}},
            "response_url": url,
            "actions": [self._action(label, on.blocks)],
        }

    async def press_at_home(self, label: str) -> Receipt:
        view = self.home
        payload = self._common("block_actions") | {
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": self.server.new_trigger(self.user),
            "view": view,
            "actions": [self._action(label, view["blocks"])],
        }
        return await self.server.events.deliver("interactive", payload)

    async def choose(self, label: str) -> Receipt:
        """Choose this in the open menu, and send it."""
        return await self.submit({"Your choice": label})

    async def submit(self, values: Mapping[str, str | Sequence[str]], *, signature: "Signature" = "right") -> Receipt:
        """Fill in the open modal by its labels and send it; it stays open while the app names errors."""
        view = self.modal
        assert view is not None, "no modal is open"
        filled = {**view, "state": {"values": dict(self._filled(view["blocks"], values))}}
        trigger = self.server.new_trigger(self.user)
        payload = self._common("view_submission") | {
            "trigger_id": trigger,
            "view": filled,
            "response_urls": [],
        }
        receipt = await self.server.events.deliver("interactive", payload, signature=signature)
        answer = receipt.payload if isinstance(receipt.payload, dict) else {}
        match answer.get("response_action"):
            case "errors":
                self.server.open_views[self.user] = filled | {"errors": answer["errors"]}
            case "push":
                assert not view_faults(answer["view"])
                root, before = view["root_view_id"], view["previous_view_id"]
                assert before in (None, root), "Slack takes three modals on each other"
                on_top = {"root_view_id": root, "previous_view_id": view["id"]}
                self.server.open_views[self.user] = self.server.stamped_view(answer["view"]) | on_top
            case "update":
                assert not view_faults(answer["view"])
                place = {name: view[name] for name in ("id", "root_view_id", "previous_view_id")}
                self.server.open_views[self.user] = self.server.stamped_view(answer["view"]) | place
            case _:
                if receipt.acked:
                    self.server.open_views.pop(self.user, None)
        return receipt

    async def command(self, text: str, *, command: str = "/rounds", signature: "Signature" = "right") -> Receipt:
        server = self.server
        channel = server.channel_of(self.user)
        payload = {
            "token": "verification",
            "team_id": server.team_id,
            "team_domain": "riverside",
            "channel_id": channel,
            "channel_name": "directmessage",
            "user_id": self.user,
            "user_name": "someone",
            "command": command,
            "text": text,
            "api_app_id": "A0ROUNDS0",
            "is_enterprise_install": "false",
            "response_url": server.new_response_url(channel=channel, ts=None, user=self.user),
            "trigger_id": server.new_trigger(self.user),
        }
        receipt = await server.events.deliver("slash_commands", payload, signature=signature)
        text_back = receipt.payload.get("text") if isinstance(receipt.payload, dict) else receipt.payload
        if text_back:
            server.ephemerals.append((self.user, str(text_back)))
        return receipt

    async def says(self, text: str, *, signature: "Signature" = "right", **changes: Any) -> Receipt:
        """Write to the bot in the direct message channel."""
        event = {
            "type": "message",
            "user": self.user,
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "ts": self.server.next_ts(),
            "channel": self.server.channel_of(self.user),
            "channel_type": "im",
        }
        return await self._event(event | changes, signature)

    async def opens_home(self, *, signature: "Signature" = "right") -> Receipt:
        event = {
            "type": "app_home_opened",
            "user": self.user,
            "channel": self.server.channel_of(self.user),
            "tab": "home",
            "event_ts": self.server.next_ts(),
        }
        return await self._event(event, signature)

    async def _event(self, event: Json, signature: "Signature") -> Receipt:
        server = self.server
        payload = {
            "token": "verification",
            "team_id": server.team_id,
            "api_app_id": "A0ROUNDS0",
            "event": {"event_ts": event.get("ts", ""), **event},
            "type": "event_callback",
            "event_id": server.next_id("Ev"),
            "event_time": 1,
            "authorizations": [{"team_id": server.team_id, "user_id": server.bot_user_id, "is_bot": True}],
        }
        return await server.events.deliver("events_api", payload, signature=signature)

    def _common(self, kind: str) -> Json:
        server = self.server
        return {
            "type": kind,
            "user": {"id": self.user, "username": "someone", "name": "someone", "team_id": server.team_id},
            "api_app_id": "A0ROUNDS0",
            "token": "verification",
            "team": {"id": server.team_id, "domain": "riverside"},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _action(self, label: str, blocks: list[Json]) -> Json:
        for block in blocks:
            for element in [
                *block.get("elements", []),
                *([block["accessory"]] if "accessory" in block else []),
            ]:
                found = {"action_id": element.get("action_id"), "block_id": block["block_id"]}
                found |= {"type": element["type"], "action_ts": self.server.next_ts()}
                if element["type"] == "button" and element["text"]["text"] == label:
                    return found | {"text": element["text"], "value": element.get("value")}
                for option in element.get("options", []):
                    if option["text"]["text"] == label:
                        return found | {"selected_option": option}
        raise AssertionError(f"nothing reads {label!r} here: {list(labels(blocks))}")

    def _filled(self, blocks: list[Json], values: Mapping[str, str | Sequence[str]]) -> Iterator[tuple[str, Json]]:
        left = dict(values)
        for block in blocks:
            if block["type"] != "input":
                continue
            element = block["element"]
            given = left.pop(block["label"]["text"], None)
            yield block["block_id"], {element["action_id"]: _state(element, given)}
        assert not left, f"no such input: {sorted(left)}"


def labels(blocks: list[Json]) -> Iterator[str]:
    """What stands on the buttons and in the menus of these blocks, in order."""
    for block in blocks:
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            if element.get("type") == "button":
                yield element["text"]["text"]
            yield from (option["text"]["text"] for option in element.get("options", []))


def _state(element: Json, given: str | Sequence[str] | None) -> Json:
    kind = element["type"]
    match kind:
        case "checkboxes" | "multi_static_select":
            chosen = [each for each in options_of(element) if each["text"]["text"].strip() in (given or ())]
            assert given is None or len(chosen) == len(given), f"not all of {given!r} are options"
            held = chosen if given is not None else element.get("initial_options", [])
            return {"type": kind, "selected_options": held}
        case "timepicker":
            return {"type": kind, "selected_time": given if given is not None else element.get("initial_time")}
        case "plain_text_input" | "number_input":
            return {"type": kind, "value": given if given is not None else element.get("initial_value")}
        case "datepicker":
            return {
                "type": kind,
                "selected_date": given if given is not None else element.get("initial_date"),
            }
        case "static_select" | "radio_buttons":
            chosen = [each for each in options_of(element) if each["text"]["text"].strip() == given]
            assert given is None or chosen, f"no option reads {given!r}"
            return {"type": kind, "selected_option": chosen[0] if chosen else element.get("initial_option")}
        case _:
            raise AssertionError(f"cannot fill in a {kind}")
