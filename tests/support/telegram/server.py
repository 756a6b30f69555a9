"""A Telegram Bot API server on 127.0.0.1 that the real library cannot tell from the official one, with its own record.

It keeps what a person's phone would show, plays people, and can be told to fault. Shapes and words of errors follow
core.telegram.org/bots/api; updates stay until a getUpdates asks with a higher offset, as there.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.support.patience import PATIENCE
from tests.support.telegram.methods import METHODS, Refused
from tests.support.telegram.people import People
from tests.support.telegram.records import (
    Call,
    DropAfter,
    DropBefore,
    Fault,
    Garbled,
    Json,
    Late,
    Sent,
    Wrong,
)

TOKEN = "700001:LOOPBACK-not-a-secret"
_DEFAULT_HIDDEN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = Wrong(
    code=409,
    description="Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)
_WEBHOOK_IS_SET = Wrong(
    code=409,
    description="Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first",
)


class TelegramServer(People):
    """`async with TelegramServer() as telegram:` then point a bot at `telegram.root` with `telegram.token`."""

    def __init__(self, *, token: str = TOKEN, username: str = "rounds_loop_bot") -> None:
        super().__init__()
        self.token = token
        self.me: Json = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "Rounds",
            "username": username,
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        """Every message accepted, in order; the server's own record."""
        self.answered_queries: dict[str, str] = {}
        """Callback query id to the text shown; an entry says that the spinner stopped."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """(scope, language code) to the commands registered."""
        self.webhook: Json = {}
        self.judge: Callable[[Call], Fault | None] | None = None
        """Asked before every call when no fault is queued: for storms and drills."""
        self.unknown_chats_refused = False
        self.push_again_after = 0.05
        self.push_statuses: list[int] = []
        """HTTP statuses the webhook answered with."""
        self._pending: deque[Json] = deque()
        self._faults: dict[str, deque[Fault]] = {}
        self._allowed: frozenset[str] | None = None
        self._changed = asyncio.Event()
        self._poll_turn = 0
        self._port = 0
        self._runner: web.AppRunner | None = None
        self._pusher: asyncio.Task[None] | None = None

    # --- life -----------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.down()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def up(self) -> None:
        """Listen; after `down` on the same port, with everything remembered."""
        app = web.Application(client_max_size=20 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._pusher = asyncio.create_task(self._push())

    async def down(self) -> None:
        """Refuse connections, as a platform that is away."""
        self._poll_turn += 1
        self._notice()
        if self._pusher is not None:
            self._pusher.cancel()
            await asyncio.gather(self._pusher, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def until(self, holds: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Wait for something to become true of the record; TimeoutError otherwise."""
        async with asyncio.timeout(within):
            while not holds():
                await self._changed.wait()

    # --- faults ---------------------------------------------------------------------------------------------------

    def fault(self, fault: Fault, *, method: str = "sendMessage", times: int = 1) -> None:
        """The next `times` calls of this method meet this fault; "*" is any method."""
        self._faults.setdefault(method, deque()).extend([fault] * times)

    def _next_fault(self, call: Call) -> Fault | None:
        for name in (call.method, "*"):
            if queue := self._faults.get(name):
                return queue.popleft()
        return self.judge(call) if self.judge else None

    # --- requests -------------------------------------------------------------------------------------------------

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        params = await _params(request)
        call = Call(method=request.match_info["method"], at=time.monotonic(), params=params)
        self.calls.append(call)
        if request.match_info["token"] != self.token:
            return self._wrong(call, Wrong(code=401, description="Unauthorized"))
        match fault := self._next_fault(call):
            case Wrong():
                return self._wrong(call, fault)
            case DropBefore():
                call.outcome = "dropped before"
                return self._cut(request)
            case DropAfter():
                await self._act(call)
                self._leave_in_doubt(call, "dropped after")
                return self._cut(request)
            case Garbled(status=status):
                await self._act(call)
                self._leave_in_doubt(call, "garbled")
                return web.Response(status=status, text="<html>Bad gateway</html>")
            case Late(seconds=seconds):
                response = await self._act(call)
                self._leave_in_doubt(call, "late")
                await asyncio.sleep(seconds)
                return response
            case None:
                return await self._act(call)

    def _leave_in_doubt(self, call: Call, outcome: str) -> None:
        call.outcome = outcome
        for sent in self.sent:
            if sent.params is call.params:
                sent.in_doubt = True

    async def _act(self, call: Call) -> web.Response:
        if call.method == "getUpdates":
            return await self._get_updates(call)
        method = METHODS.get(call.method.lower())
        if method is None:
            return self._wrong(call, Wrong(code=404, description="Not Found"))
        try:
            result = method(self, call)
        except Refused as refused:
            return self._wrong(call, refused.wrong)
        finally:
            self._notice()
        return web.json_response({"ok": True, "result": result})

    def _wrong(self, call: Call, wrong: Wrong) -> web.Response:
        call.outcome = f"{wrong.code}"
        self._notice()
        body: Json = {"ok": False, "error_code": wrong.code, "description": wrong.description}
        if wrong.retry_after is not None:
            body["parameters"] = {"retry_after": wrong.retry_after}
        return web.json_response(body, status=wrong.code)

    def _cut(self, request: web.Request) -> web.StreamResponse:
        self._notice()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _notice(self) -> None:
        """Wake everybody who waits for the record to change."""
        self._changed.set()
        self._changed = asyncio.Event()

    # --- updates --------------------------------------------------------------------------------------------------

    def push(self, update: Mapping[str, Any]) -> int:
        """Queue any update, also a malformed one; its number is given unless it brings one."""
        number = update.get("update_id", self.next_update_id())
        kinds = update.keys() - {"update_id"}
        hidden = kinds & _DEFAULT_HIDDEN if self._allowed is None else kinds - self._allowed
        if not kinds or not hidden:
            self._pending.append({"update_id": number, **update})
            self._notice()
        return int(number)

    @property
    def unconfirmed(self) -> list[int]:
        """Updates that nobody has confirmed yet."""
        return [update["update_id"] for update in self._pending]

    def allow(self, kinds: list[str] | None) -> None:
        """An empty list means the default; a missing one leaves the earlier choice."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def forget_pending(self) -> None:
        self._pending.clear()

    async def _get_updates(self, call: Call) -> web.Response:
        if self.webhook.get("url"):
            return self._wrong(call, _WEBHOOK_IS_SET)
        self._poll_turn += 1
        turn = self._poll_turn
        self.allow(call.params.get("allowed_updates"))
        self._notice()  # whoever polled before is thrown out
        offset = int(call.params.get("offset", 0))
        if offset < 0:  # the newest so many; all earlier ones are forgotten
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and self._pending[0]["update_id"] < offset:
            self._pending.popleft()
        limit = min(max(int(call.params.get("limit", 100)), 1), 100)
        deadline = time.monotonic() + float(call.params.get("timeout", 0))
        while not self._pending and turn == self._poll_turn:
            changed, left = self._changed, deadline - time.monotonic()
            if left <= 0:
                break
            try:
                async with asyncio.timeout(left):
                    await changed.wait()
            except TimeoutError:
                break
        if turn != self._poll_turn:
            return self._wrong(call, _TERMINATED)
        return web.json_response({"ok": True, "result": list(self._pending)[:limit]})

    async def _push(self) -> None:
        """Post updates to the webhook one after another, repeating each until it is answered with 2xx."""
        async with ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session:
            while True:
                if not (self._pending and self.webhook.get("url")):
                    await self._changed.wait()
                    continue
                update = self._pending[0]
                if await self._post(session, update):
                    if self._pending and self._pending[0] is update:
                        self._pending.popleft()
                    self._notice()
                else:
                    await asyncio.sleep(self.push_again_after)

    async def _post(self, session: ClientSession, update: Json) -> bool:
        webhook = self.webhook  # it may be taken away meanwhile, and what befell it goes with it
        secret = webhook.get("secret_token", "")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(webhook["url"], json=update, headers=headers) as response:
                self.push_statuses.append(response.status)
                if response.ok:
                    return True
                webhook["last_error_message"] = f"Wrong response from the webhook: {response.status}"
        except (ClientError, TimeoutError):
            webhook["last_error_message"] = "Connection refused"
        return False


async def _params(request: web.Request) -> Json:
    """Parameters from the query, a form, a multipart form or JSON; values that are JSON are opened."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        return found | dict(await request.json())
    for name, value in (await request.post()).items():
        found[name] = value.file.read() if isinstance(value, web.FileField) else _opened(name, str(value))
    return found


_WORDS = frozenset({"text", "caption", "callback_query_id", "secret_token", "url", "parse_mode", "photo", "document"})


def _opened(name: str, value: str) -> object:
    if name in _WORDS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
