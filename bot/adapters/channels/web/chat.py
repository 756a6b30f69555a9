"""The chat page and its three ways in: reading, pressing a button, writing a line."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from hashlib import sha256
from typing import Any, Final, TypeVar

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.adapters.bodies import is_json, read_fields
from bot.adapters.channels.web.bell import Bell
from bot.adapters.channels.web.hub import Hub
from bot.adapters.channels.web.links import address_of, chat_path
from bot.adapters.channels.web.pages import page, show_message, state_of
from bot.adapters.channels.web.posted import event_of, message_number, number, plain_id
from bot.adapters.channels.web.seen import STYLE, SeenLately, is_in_sight
from bot.adapters.channels.web.throttle import PerMinute, WrongTries
from bot.channel_port import ReceiveUpdates
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.inbound import MENU, Event, Inbound, Opened, Receipt, Refusal, Typed
from bot.domain.texts import say
from bot.flows.answering.read_chat import ON_A_PAGE, Chat, Place, ReadChat
from bot.flows.inbox.choose_locale import LocaleOf
from bot.ports import Entropy, Timer

log = structlog.get_logger()

LOOK_AGAIN = 2.0
"""Seconds after which an open page looks for itself: a notice from another process may get lost."""
LONGEST_BODY = 16_384
_Result = TypeVar("_Result")
TOLD_WITHIN = 2.5
"""Seconds after which whoever waits for the database hears that nothing is saved yet."""
WRONG_LINKS, WRONG_LINKS_OF_ALL, WRONG_SECONDS = 60, 3_000, 600.0
"""Unknown links that one address, and all together, may ask for within so many seconds."""
ASIDE_A_MINUTE = 10
"""How often one chat may ask for a way into the console, and change its bells: neither goes through the inbox."""
_OUTCOMES: Final = {
    None: "saved",
    Refusal.PATIENT_TEXT: "refused",
    Refusal.TOO_LONG: "refused",
    Refusal.TOO_MANY: "too_many",
}
"""What a page drawn without a script is asked to say after an act."""
_TOLD: Final = {
    "saved": "web-up_to_date",
    "refused": "web-refused",
    "too_many": "chat-too_many",
    "not_saved": "web-not_saved",
}
"""The text for each of them."""


class ChatPages:
    """Serves personal chats. It decides nothing: every act goes to the inbox and is answered in the chat."""

    def __init__(
        self,
        *,
        read: ReadChat,
        receive: ReceiveUpdates,
        locale_of: LocaleOf,
        hub: Hub,
        entropy: Entropy,
        timer: Timer,
        bell: Bell,
        offer_console: Callable[[PersonId], Awaitable[str | None]],
        look_again: float = LOOK_AGAIN,
        told_within: float = TOLD_WITHIN,
    ) -> None:
        self._read, self._receive, self._hub, self._entropy = read, receive, hub, entropy
        self._locale_of, self._bell = locale_of, bell
        self._offer_console = offer_console
        self._look_again, self._told_within = look_again, told_within
        self._wrong = WrongTries(
            timer=timer, per_address=WRONG_LINKS, overall=WRONG_LINKS_OF_ALL, seconds=WRONG_SECONDS
        )
        self._seen_lately = SeenLately(timer)
        self._aside = PerMinute(timer=timer, at_most=ASIDE_A_MINUTE)

    def routes(self) -> list[Route]:
        return [
            Route("/c/{token}", self.show, methods=["GET"]),
            Route("/c/{token}/", self.show, methods=["GET"]),
            Route("/c/{token}/messages", self.messages, methods=["GET"]),
            Route("/c/{token}/events", self.events, methods=["GET"]),
            Route("/c/{token}/act", self.act, methods=["POST"]),
            Route("/c/{token}/seen.css", self.seen_style, methods=["GET"]),
            Route("/c/{token}/seen", self.seen, methods=["GET"]),
            Route("/c/{token}/console", self.console, methods=["POST"]),
            Route("/c/{token}/bell", self.bell, methods=["POST"]),
            Route("/c/{token}/bell.js", self.bell_worker, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        chat = await self._chat(request)
        if chat is None:
            return page("unknown.html", await self._locale_of(), status=404)
        return self._drawn(chat, request, said=request.query_params.get("said", ""), at=request.query_params.get("at"))

    def _drawn(
        self, chat: Chat, request: Request, *, said: str, at: object, told: str = "", words: str = "", status: int = 200
    ) -> Response:
        """The whole page. `said`: what became of an act on the message with the number `at`; `told`: the same in words,
        where there are others than usual; `words`: what was written there and is not saved, which go back into their
        box."""
        path, locale, at = chat_path(request.path_params["token"]), chat.locale, number(at)
        told = told or (say(_TOLD[said], locale) if said in _TOLD else "")
        is_there = any(each.id == at for each in chat.messages)
        drawn = [
            (
                each.place,
                show_message(
                    each,
                    locale=locale,
                    path=path,
                    told=told if each.message.id == at else "",
                    words=words if each.message.id == at else "",
                    form_id=self._entropy.token(12).hex(),
                ),
            )
            for each in chat.in_order()
        ]
        return page(
            "chat.html",
            locale,
            chat=chat,
            in_sight=[html for place, html in drawn if place is not Place.EARLIER],
            earlier=[html for place, html in drawn if place is Place.EARLIER],
            path=path,
            commands=MENU,
            pages=say("web-console" if chat.runs_rounds else "web-units", locale),
            bell_key=self._bell.public_key(),
            told="" if is_there else told,
            status=status,
        )

    async def messages(self, request: Request) -> Response:
        """The page, and what is new on it since `?after=`, as JSON; what programs read."""
        after = number(request.query_params.get("after"))
        chat = await self._chat(request, after=after)
        if chat is None:
            return JSONResponse({"error": "unknown link"}, status_code=404)
        known = {each.message.id: state_of(each) for each in chat.page if each.message.change <= after}
        return JSONResponse(_payload(chat, chat_path(request.path_params["token"]), known))

    async def events(self, request: Request) -> Response:
        chat = await self._chat(request)
        if chat is None:
            return JSONResponse({"error": "unknown link"}, status_code=404)
        after = number(request.headers.get("last-event-id") or request.query_params.get("after"))
        changed = self._hub.enter(chat.person)
        if changed is None:
            return JSONResponse({"error": "open on too many pages"}, status_code=429)
        return _Stream(self._news(request, changed, after), at_end=lambda: self._hub.leave(chat.person, changed))

    async def _news(self, request: Request, changed: asyncio.Event, after: int) -> AsyncGenerator[str, None]:
        path, states = chat_path(request.path_params["token"]), dict[int, str]()
        yield "retry: 2000\n\n"
        while not (await request.is_disconnected() or self._hub.is_closed):
            changed.clear()
            try:
                fresh = await self._chat(request, after=after)
            except StorageUnavailable:
                return  # the page comes back by itself
            if fresh is None:
                return
            if fresh.newest_change > after:
                after = fresh.newest_change
                yield f"id: {after}\ndata: {json.dumps(_payload(fresh, path, states))}\n\n"
            try:
                async with asyncio.timeout(self._look_again):
                    await changed.wait()
            except TimeoutError:
                yield ": still here\n\n"

    async def console(self, request: Request) -> Response:
        """From an administrator's own chat to the page that signs them in."""
        chat = await self._chat_aside(request)
        path = await self._offer_console(chat.person) if chat is not None else None
        if path is None:
            return page("unknown.html", await self._locale_of(), status=404)
        return RedirectResponse(path, status_code=303)

    async def bell(self, request: Request) -> Response:
        if await self._chat_aside(request) is None:
            return JSONResponse({"error": "unknown link"}, status_code=404)
        return await self._bell.change(request)

    async def bell_worker(self, request: Request) -> Response:
        chat = await self._chat(request)
        if chat is None:
            return JSONResponse({"error": "unknown link"}, status_code=404)
        return self._bell.worker(request, chat.locale)

    async def seen_style(self, _request: Request) -> Response:
        """What a page without a script uses instead, to say that a person has it before their eyes."""
        return Response(STYLE, media_type="text/css")

    async def seen(self, request: Request) -> Response:
        """A page without a script was touched, or was in sight for a while. Only a browser asks for this as a picture:
        whoever follows links, looks ahead, or asks for heads does not."""
        chat = await self._chat(request, limit=0)
        if chat is None:
            return JSONResponse({"error": "unknown link"}, status_code=404)
        if is_in_sight(request):
            await self._take(self._looks(request, chat.newest_change))
        return Response(status_code=204)

    async def act(self, request: Request) -> Response:
        """A press, a line of text, a command, or that the page was seen by a person.

        From a script: JSON in and out; from a plain form: back to the page.
        """
        wants_json, said, status, at, newest = is_json(request), "", 200, "", 0
        fields: dict[str, object] = {}
        refused: Refusal | None = None
        told_by = asyncio.get_running_loop().time() + self._told_within
        try:
            chat = await _by(told_by, self._chat(request, limit=0))  # a long page must not hold up what is done on it
            if chat is None:
                return JSONResponse({"error": "unknown link"}, status_code=404)
            newest = chat.newest_change
            fields = await read_fields(request, at_most=LONGEST_BODY)
            event, update_id, at = event_of(fields), plain_id(fields, "id"), message_number(fields)
            if event is None or update_id is None:
                return JSONResponse({"error": "nothing to do"}, status_code=400)
            if isinstance(event, Typed):
                chat = await _by(told_by, self._chat(request)) or chat
            if said := _too_long(chat, event, at):
                refused = Refusal.TOO_LONG
            elif isinstance(event, Opened):
                await _by(told_by, self._take(self._looks(request, newest, update_id=update_id)))
            else:
                done = self._update(
                    request, event, update_id=update_id, sequence=number(fields.get("sequence")), message=at
                )
                # Whoever acts has the page before their eyes, which comes first; its script says it by itself.
                looks = [] if wants_json else self._looks(request, newest)
                *_, receipt = await _by(told_by, self._take([*looks, done]))
                said, refused = receipt.explanation, receipt.refused
        except StorageUnavailable:
            locale = self._locale_of.last_known(address_of(request.path_params["token"]))
            said, status = say("web-not_saved", locale), 503
        if wants_json:
            return JSONResponse({"said": said, "saved": status == 200 and refused is None}, status_code=status)
        outcome = "not_saved" if status != 200 else _OUTCOMES[refused]
        if outcome != "saved":
            fields = fields or await read_fields(request, at_most=LONGEST_BODY)
            at = at or message_number(fields)  # the page was not even read
            if words := str(fields.get("text", "")).strip("\r\n"):
                return await self._given_back(request, outcome, at, words, told=said)
        await asyncio.sleep(0.4)  # without a script the page is drawn once; let the answer be filed first
        box = await self._opened_since(request, newest) if outcome == "saved" and "press" in fields else ""
        where = f"{chat_path(request.path_params['token'])}?said={outcome}"
        return RedirectResponse(f"{where}&at={at}#m{box or at}" if at else where, status_code=303)

    async def _opened_since(self, request: Request, change: int) -> str:
        """The number of a message that has asked for words since this change; "" if none has."""
        try:
            chat = await self._chat(request, after=change)
        except StorageUnavailable:
            return ""
        boxes = [each for each in chat.messages if each.change > change and each.message.asks_reply] if chat else []
        return str(boxes[-1].id) if boxes else ""

    async def _given_back(self, request: Request, outcome: str, at: str, words: str, *, told: str) -> Response:
        """The page with words that were not saved, in their box again: a redirect would lose them, and no address may
        hold them. While the page cannot be read either, the words alone."""
        try:
            chat = await self._chat(request)
        except StorageUnavailable:
            chat = None
        if chat is None:
            locale = self._locale_of.last_known(address_of(request.path_params["token"]))
            return page("later.html", locale, status=503, words=words)
        status = 503 if outcome == "not_saved" else 422
        return self._drawn(chat, request, said=outcome, at=at, told=told, words=words, status=status)

    async def _chat(self, request: Request, after: int = 0, limit: int = ON_A_PAGE) -> Chat | None:
        """The chat behind the link; None for one that is not in use. Raises HTTPException where too many were tried.

        A right one never waits: nobody can guess it, and else whoever tries many would shut everybody out.
        """
        chat = await self._read(address_of(request.path_params["token"]), after=after, limit=limit)
        if chat is None:
            if self._wrong.are_too_many(request):
                raise HTTPException(429)
            self._wrong.note(request)
        return chat

    async def _chat_aside(self, request: Request) -> Chat | None:
        """The same, for what writes without the inbox. Raises HTTPException where it is done too often."""
        chat = await self._chat(request, limit=0)
        if chat is not None and not self._aside.allows(chat.person):
            raise HTTPException(429)
        return chat

    def _looks(self, request: Request, newest: int, *, update_id: str = "") -> Sequence[Inbound]:
        """That a person has the page before their eyes; nothing where it is noted already."""
        is_news = self._seen_lately.is_to_be_noted(address_of(request.path_params["token"]), newest=newest)
        return [self._update(request, Opened(), update_id=update_id)] if is_news else []

    async def _take(self, updates: Sequence[Inbound]) -> Sequence[Receipt]:
        try:
            return await self._receive(updates)
        except StorageUnavailable:
            for update in updates:
                self._seen_lately.forget(update.sender)
            raise

    def _update(
        self, request: Request, event: Event, *, update_id: str = "", sequence: int = 0, message: str = ""
    ) -> Inbound:
        sender = address_of(request.path_params["token"])
        # Two chats may name what they do alike, and neither may take the place of the other's.
        named = sha256(f"{sender.value} {update_id}".encode()).hexdigest()[:24]
        return Inbound(
            sender=sender,
            update_id=named if update_id else self._entropy.token(12).hex(),
            sequence=sequence,
            event=event,
            message=MessageRef(message) if message else None,
        )


async def _by(moment: float, work: Coroutine[Any, Any, _Result]) -> _Result:
    """The result, if it is there at this moment of the loop's time. Work that takes longer goes on, but nobody is told
    that it was saved; a second tap is harmless."""
    task = asyncio.ensure_future(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # also when nobody waits any more
    await asyncio.wait({task}, timeout=moment - asyncio.get_running_loop().time())
    if not task.done():
        log.warning("web_commit_slow")
        raise StorageUnavailable("the database takes too long")
    return task.result()


class _Stream(StreamingResponse):
    """News of a chat for as long as its page is open. What makes the news ends with it: left to the collector of
    garbage, a closing loop would log it as a task that was destroyed."""

    def __init__(self, news: AsyncGenerator[str, None], *, at_end: Callable[[], None]) -> None:
        super().__init__(news, media_type="text/event-stream", headers={"x-accel-buffering": "no"})
        self._news, self._at_end = news, at_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._at_end()
            await self._news.aclose()


def _too_long(chat: Chat, event: Event, at: str) -> str:
    """What to say of more words than the box takes that they were written into; "" where they fit. They stay in it."""
    box = next((each.message for each in chat.messages if str(each.id) == at and each.message.asks_reply), None)
    length = len(" ".join(event.text.split())) if isinstance(event, Typed) else 0
    if box is None or length <= box.longest_reply:
        return ""
    return say("web-too_long", chat.locale, length=length, longest=box.longest_reply)


def _payload(chat: Chat, path: str, states: dict[int, str]) -> dict[str, object]:
    """What a page shows in which order, and the messages that look different from what it has in these `states`, oldest
    first. The states are brought up to date."""
    changed = [each for each in chat.page if states.get(each.message.id) != state_of(each)]
    states |= {each.message.id: state_of(each) for each in changed}
    numbers = {place: [each.message.id for each in chat.in_order() if each.place is place] for place in Place}
    return {
        "newest": chat.newest_change,
        "has_answered": chat.has_answered,
        "in_sight": numbers[Place.FIRST] + numbers[Place.IN_SIGHT],
        "earlier": numbers[Place.EARLIER],
        "messages": [
            {
                "id": each.message.id,
                "change": each.message.change,
                "html": show_message(each, locale=chat.locale, path=path),
            }
            for each in changed
        ],
    }
