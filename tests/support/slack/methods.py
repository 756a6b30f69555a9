"""The Web API methods of the loopback Slack: arguments in, the official answer out."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.support.patience import PATIENCE
from tests.support.slack import blockkit
from tests.support.slack.records import (
    Edit,
    File,
    Posted,
)

if TYPE_CHECKING:
    from tests.support.slack.server import SlackServer

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
TRIGGER_SECONDS = PATIENCE
"""Slack gives three seconds; what came too late is told by a fault, never by how busy a machine is."""
SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "conversations.history": "im:history",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "users.info": "users:read",
}
"""What each method needs, from its page under docs.slack.dev/reference/methods; the others need none."""


class RefusedError(Exception):
    """The method answers `ok: false` with this code."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.answer: Answer = {"ok": False, "error": code, **more}


class Methods:
    """Carries methods out on the server's records."""

    def __init__(self, server: "SlackServer") -> None:
        self._server = server
        self._by_name: dict[str, Callable[[Arguments], Awaitable[Answer]]] = {
            "auth.test": self.auth_test,
            "chat.postMessage": self.chat_post_message,
            "chat.update": self.chat_update,
            "conversations.open": self.conversations_open,
            "conversations.history": self.conversations_history,
            "views.open": self.views_open,
            "views.update": self.views_update,
            "views.publish": self.views_publish,
            "users.info": self.users_info,
            "files.getUploadURLExternal": self.files_get_upload_url,
            "files.completeUploadExternal": self.files_complete_upload,
            "apps.connections.open": self.apps_connections_open,
        }

    async def __call__(self, name: str, arguments: Arguments, token: str) -> Answer:
        server = self._server
        if name not in self._by_name:
            return {"ok": False, "error": "unknown_method", "req_method": name}
        if not token:
            return {"ok": False, "error": "not_authed"}
        if token != (server.app_token if name == "apps.connections.open" else server.bot_token):
            return {"ok": False, "error": "invalid_auth"}
        needed = SCOPES.get(name)
        if needed is not None and needed not in server.scopes:
            return {
                "ok": False,
                "error": "missing_scope",
                "needed": needed,
                "provided": ",".join(sorted(server.scopes)),
            }
        try:
            return await self._by_name[name](arguments)
        except RefusedError as refused:
            return refused.answer

    async def auth_test(self, _: Arguments) -> Answer:
        server = self._server
        return {
            "ok": True,
            "url": "https://riverside.slack.com/",
            "team": "Riverside",
            "user": "rounds",
            "team_id": server.team_id,
            "user_id": server.bot_user_id,
            "bot_id": "B0ROUNDS0",
            "is_enterprise_install": False,
        }

    async def chat_post_message(self, arguments: Arguments) -> Answer:
        server = self._server
        channel = self._channel(arguments["channel"])
        blocks = self._blocks(arguments)
        text = arguments.get("text", "")
        if not text and not blocks:
            raise RefusedError("no_text")
        if len(text) > 40_000:
            raise RefusedError("msg_too_long")
        metadata = arguments.get("metadata")
        message = Posted(
            channel=channel,
            ts=server.next_ts(),
            to=server.person_in(channel),
            text=text,
            blocks=blocks,
            metadata=json.loads(metadata) if isinstance(metadata, str) else metadata,
            at=server.monotonic(),
            arguments=arguments,
        )
        server.messages.append(message)
        server.announce()
        return {
            "ok": True,
            "channel": channel,
            "ts": message.ts,
            "message": message.as_payload(bot=server.bot_user_id),
        }

    async def chat_update(self, arguments: Arguments) -> Answer:
        server = self._server
        if arguments["channel"] not in server.channels.values():
            raise RefusedError("channel_not_found")
        message = server.message(arguments["channel"], arguments["ts"])
        if message is None:
            raise RefusedError("message_not_found")
        self.replace(message, arguments, by="chat.update")
        return {"ok": True, "channel": message.channel, "ts": message.ts, "text": message.text}

    def replace(self, message: Posted, arguments: Arguments, *, by: str) -> None:
        """Give a message a new form; metadata stays under `chat.update` and is lost under a response_url."""
        message.blocks = self._blocks(arguments)
        message.text = arguments.get("text", "")
        if "metadata" in arguments:
            message.metadata = arguments["metadata"] or None
        elif by == "response_url":
            message.metadata = None
        at = self._server.monotonic()
        message.edits.append(Edit(by=by, at=at, text=message.text, blocks=message.blocks))
        self._server.announce()

    async def conversations_open(self, arguments: Arguments) -> Answer:
        users = str(arguments.get("users", ""))
        if not users:
            raise RefusedError("users_list_not_supplied")
        if users == self._server.bot_user_id:
            raise RefusedError("cannot_dm_bot")
        if users in self._server.missing:
            raise RefusedError("user_not_found")
        channel = self._server.channel_of(users)
        return {"ok": True, "no_op": True, "already_open": True, "channel": {"id": channel}}

    async def conversations_history(self, arguments: Arguments) -> Answer:
        server = self._server
        channel = arguments["channel"]
        if channel not in server.channels.values():
            raise RefusedError("channel_not_found")
        oldest = float(arguments.get("oldest") or 0)
        limit = int(arguments.get("limit") or 100)
        whole = str(arguments.get("include_all_metadata", "0")) in {"1", "true", "True"}
        inside = [each for each in server.messages if each.channel == channel and float(each.ts) > oldest]
        newest_first = sorted(inside, key=lambda each: float(each.ts), reverse=True)
        start = int(arguments.get("cursor") or 0)
        page = newest_first[start : start + limit]
        payloads = [each.as_payload(bot=server.bot_user_id, with_metadata=whole) for each in page]
        more = len(inside) > start + limit
        follows = {"response_metadata": {"next_cursor": str(start + limit)}} if more else {}
        return {"ok": True, "messages": payloads, "has_more": more, "pin_count": 0} | follows

    async def views_open(self, arguments: Arguments) -> Answer:
        server = self._server
        made = server.triggers.pop(arguments.get("trigger_id", ""), None)
        if made is None:
            raise RefusedError("invalid_arguments", response_metadata={"messages": ["[ERROR] invalid trigger"]})
        user, at = made
        if server.monotonic() - at > TRIGGER_SECONDS:
            raise RefusedError("expired_trigger_id")
        view = server.stamped_view(self._view(arguments))
        server.open_views[user] = view
        server.announce()
        return {"ok": True, "view": view}

    async def views_update(self, arguments: Arguments) -> Answer:
        server = self._server
        for user, view in server.open_views.items():
            if view["id"] == arguments.get("view_id"):
                updated = {**server.stamped_view(self._view(arguments)), "id": view["id"]}
                server.open_views[user] = updated
                server.announce()
                return {"ok": True, "view": updated}
        raise RefusedError("not_found")

    async def views_publish(self, arguments: Arguments) -> Answer:
        server = self._server
        user = arguments["user_id"]
        if user in server.missing:
            raise RefusedError("invalid_arguments")
        view = server.stamped_view(self._view(arguments))
        server.homes.setdefault(user, []).append(view)
        server.announce()
        return {"ok": True, "view": view}

    async def users_info(self, arguments: Arguments) -> Answer:
        if arguments.get("user") in self._server.missing:
            raise RefusedError("user_not_found")
        return {"ok": True, "user": {"id": arguments.get("user"), "deleted": False, "tz": "Europe/London"}}

    async def files_get_upload_url(self, arguments: Arguments) -> Answer:
        server = self._server
        file = File(id=server.next_id("F"), name=arguments["filename"], length=int(arguments["length"]))
        server.files[file.id] = file
        return {"ok": True, "upload_url": f"{server.root}/upload/v1/{file.id}", "file_id": file.id}

    async def files_complete_upload(self, arguments: Arguments) -> Answer:
        server = self._server
        listed = json.loads(arguments["files"])
        for entry in listed:
            file = server.files.get(entry["id"])
            if file is None or file.completed_at is not None or len(file.data) != file.length:
                raise RefusedError("file_not_found")
            file.completed_at = server.monotonic()
            file.title = entry.get("title", file.name)
            file.shared_to = arguments.get("channel_id") or arguments.get("channels")
            file.comment = arguments.get("initial_comment", "")
        return {"ok": True, "files": [{"id": each["id"], "title": each.get("title", "")} for each in listed]}

    async def apps_connections_open(self, _: Arguments) -> Answer:
        return {"ok": True, "url": self._server.new_link()}

    def _channel(self, to: str) -> str:
        server = self._server
        if to in server.missing:
            raise RefusedError("channel_not_found")
        if to == server.bot_user_id:
            raise RefusedError("cannot_dm_bot")
        if to[:1] in {"U", "W"}:
            return server.channel_of(to)
        if to not in server.channels.values():
            raise RefusedError("channel_not_found")
        return to

    def _blocks(self, arguments: Arguments) -> list[dict[str, Any]]:
        given = arguments.get("blocks") or []
        blocks: list[dict[str, Any]] = json.loads(given) if isinstance(given, str) else list(given)
        faults = blockkit.message_faults(blocks)
        for identity in blockkit.file_ids(blocks):
            file = self._server.files.get(identity)
            done = file.completed_at if file is not None else None
            if done is None or self._server.monotonic() < done + self._server.file_seconds:
                faults.append("invalid slack file [json-pointer:/blocks/0/slack_file]")
        if faults:
            messages = [f"[ERROR] {fault}" for fault in faults]
            raise RefusedError("invalid_blocks", errors=faults, response_metadata={"messages": messages})
        return _named(blocks)

    def _view(self, arguments: Arguments) -> dict[str, Any]:
        given = arguments["view"]
        view: dict[str, Any] = json.loads(given) if isinstance(given, str) else dict(given)
        faults = blockkit.view_faults(view)
        if faults:
            raise RefusedError("invalid_arguments", response_metadata={"messages": faults})
        return view | {"blocks": _named(view["blocks"])}


def _named(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Slack gives every block an id that has none."""
    return [{**block, "block_id": block.get("block_id", f"auto{index}")} for index, block in enumerate(blocks)]
