"""The demo's page: a few chats side by side and the clock above them."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.adapters.bodies import read_fields
from bot.adapters.channels.web.links import address_of, chat_path
from bot.adapters.charts import paint_chart
from bot.adapters.clock import ShiftedClock
from bot.demo.drawn import TITLES, drawn_messages, drawn_page
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestPress, Intent
from bot.domain.messaging.messages import with_picture
from bot.domain.organisation.people import Channel
from bot.flows.answering.read_chat import ReadChat
from bot.flows.digests.draw_chart import DrawChart
from bot.ports import Storage, Timer, WebMessage

WEEK = 7 * 24 * 3600
SPEEDS = ((60, "a week a minute"), (20, "a week in 20 s"), (10, "a week in 10 s"))
WAITS_AT_MOST = 60.0
"""Real seconds for which the clock waits for a visitor's answer."""
LONDON = ZoneInfo("Europe/London")
DRAWN_AT_MOST, LOOKED_AT = 12, 60
"""Messages of a chat that are drawn as another channel shows them: so many of the newest, and the newest digests
among so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChat:
    """A card of the page: whose phone it is, and what a newcomer may try there."""

    name: str
    """As it stands in addresses."""
    title: str
    tries: Sequence[str]
    token: str
    """Of the personal link."""
    you: bool = False

    @property
    def path(self) -> str:
        return chat_path(self.token)


@dataclass(slots=True, kw_only=True)
class DemoClock:
    """Pause, speed, and waiting for the visitor, on top of the product's own shifted clock."""

    clock: ShiftedClock
    speed: float
    paused: bool = False
    holding: bool = False
    _held_since: float | None = None
    _spent: set[str] = field(default_factory=set)

    def apply(self) -> None:
        wanted = 0.0 if self.paused or self.holding else self.speed
        if wanted != self.clock.speed:
            self.clock.set_speed(wanted)

    def hold_for(self, question: str, *, watching: bool, real: float) -> None:
        """Wait while `question` is open for somebody who is watching, but for each question only so long.

        `real` is monotonic seconds.
        """
        wants = bool(question) and watching and question not in self._spent
        if not wants:
            self.holding, self._held_since = False, None
        elif self._held_since is None:
            self.holding, self._held_since = True, real
        elif real - self._held_since > WAITS_AT_MOST:
            self._spent.add(question)
            self.holding, self._held_since = False, None
        self.apply()


class DemoPage:
    """Shows the hospital and lets the visitor steer its clock."""

    def __init__(
        self,
        *,
        clock: DemoClock,
        chats: Callable[[], Sequence[ShownChat]],
        past: Callable[[], float],
        open_question: Callable[[], str],
        sign_in: Callable[[], Awaitable[str]],
        read: ReadChat,
        storage: Storage,
        timer: Timer,
    ) -> None:
        """`sign_in`: a path that signs the hospital's administrator in, once."""
        self._clock, self._chats, self._past, self._open_question = clock, chats, past, open_question
        self._sign_in = sign_in
        self._read, self._storage, self._timer = read, storage, timer
        self._templates = Environment(loader=PackageLoader("bot.demo"), autoescape=True)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/", self._page),
            Route("/demo/state", self._state),
            Route("/demo/clock", self._steer, methods=["POST"]),
            Route("/demo/console", self._console),
            Route("/demo/drawn/{channel}/{name}", self._drawn),
            Route("/demo/drawn/{channel}/{name}/messages", self._drawn_messages),
            Mount("/demo/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    async def _page(self, _request: Request) -> Response:
        template = self._templates.get_template("demo.html")
        return HTMLResponse(template.render(state=self._now(), speeds=SPEEDS, chats=self._chats(), channels=TITLES))

    async def _console(self, _request: Request) -> Response:
        return RedirectResponse(await self._sign_in(), status_code=303)

    async def _drawn(self, request: Request) -> Response:
        channel, chat = self._asked(request)
        return HTMLResponse(drawn_page(channel, title=chat.title, path=chat.path))

    async def _drawn_messages(self, request: Request) -> Response:
        """The newest messages, once there is anything newer than `?after=`."""
        channel, shown = self._asked(request)
        asked = request.query_params.get("after", "0")
        after = int(asked) if asked.isascii() and asked.isdigit() else 0
        chat = await self._read(address_of(shown.token), limit=LOOKED_AT)
        if chat is None or chat.newest_change <= after:
            return JSONResponse({"newest": after})
        messages = [await self._as_sent(each) for each in drawn_of(chat.messages)]
        return JSONResponse({"newest": chat.newest_change, "html": drawn_messages(channel, messages)})

    async def _as_sent(self, shown: WebMessage) -> WebMessage:
        """With the chart in the place that its message keeps for one, as it is drawn when a chat is sent it."""
        digest = next((each.digest for each in _intents(shown) if isinstance(each, DigestPress)), None)
        if digest is None or not shown.message.awaits_picture:
            return shown
        async with self._storage.reading() as work:
            picture = await DrawChart(paint=paint_chart)(work, digest, shown.message.locale)
        return shown if picture is None else replace(shown, message=with_picture(shown.message, picture))

    def _asked(self, request: Request) -> tuple[Channel, ShownChat]:
        channel, name = Channel(request.path_params["channel"]), request.path_params["name"]
        chat = next((each for each in self._chats() if each.name == name), None)
        if channel not in TITLES or chat is None:
            raise HTTPException(404)
        return channel, chat

    async def _state(self, request: Request) -> Response:
        if request.query_params.get("watching") == "1":
            self._clock.hold_for(self._open_question(), watching=True, real=self._timer.monotonic())
        return JSONResponse(self._now())

    async def _steer(self, request: Request) -> Response:
        wish = await read_fields(request, at_most=1_000)
        if isinstance(paused := wish.get("paused"), bool):
            self._clock.paused = paused
        if isinstance(seconds := wish.get("week_seconds"), int | float):
            self._clock.speed = WEEK / min(max(float(seconds), 1.0), 3600.0)
        self._clock.apply()
        return JSONResponse(self._now())

    def _now(self) -> dict[str, object]:
        past = self._past()
        return {
            "ready": past >= 1,
            "past": past,
            "label": _label(self._clock.clock.now().astimezone(LONDON)),
            "paused": self._clock.paused,
            "week_seconds": round(WEEK / self._clock.speed),
            "hint": self._hint(ready=past >= 1),
        }

    def _hint(self, *, ready: bool) -> str:
        if not ready:
            return "One moment, please."
        if self._clock.paused:
            return "The clock stands still. Press Go on when you are ready."
        if self._clock.holding:
            return "A question has come for you, on the first phone. The clock waits a moment while you answer."
        return "Questions go out on Tuesday at 10:00. Digests for the week before follow at 12:30."


def drawn_of(messages: Sequence[WebMessage]) -> Sequence[WebMessage]:
    """The newest, and the newest digest of each unit however much has been said since; oldest first."""
    digests = {each.digest.unit: each for each in messages if each.digest is not None}
    wanted = {each.id for each in (*digests.values(), *messages[-DRAWN_AT_MOST:])}
    return [each for each in messages if each.id in wanted]


def _intents(shown: WebMessage) -> Iterator[Intent]:
    return (button.intent for row in shown.message.buttons for button in row)


def _label(local: datetime) -> str:
    week = IsoWeek.of(local.date())
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} (week {week.week})"
