"""Receiving by webhook: the secret is checked first, and Telegram hears 200 only after the commit."""

import hmac
import json
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.adapters.bodies import read_body
from bot.adapters.channels.telegram import PLATFORM
from bot.adapters.channels.telegram.account import ALLOWED_UPDATES, TelegramAccount
from bot.adapters.channels.telegram.errors import seconds_of
from bot.adapters.channels.telegram.intake import TelegramIntake
from bot.adapters.channels.telegram.poller import PART, PAUSES
from bot.adapters.channels.telegram.updates import read_update
from bot.cancellation import stop_if_cancelled
from bot.domain.errors import RoundsError
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import UNFORESEEN, Troubled, keep_running
from bot.ports import Timer

log = structlog.get_logger()

PATH = "/telegram/webhook"
HEADER = "x-telegram-bot-api-secret-token"
LONGEST_BODY = 1 << 20
LOOK_AGAIN = 300.0
"""Seconds between looks whether Telegram still has our address."""


class TelegramWebhook:
    """Requests without the right secret are refused unread; their values are logged nowhere.

    Whatever could not be saved is answered 503, so Telegram repeats it.
    """

    def __init__(
        self,
        *,
        account: TelegramAccount,
        intake: TelegramIntake,
        health: HealthBoard,
        timer: Timer,
        url: str,
        secret: str,
    ) -> None:
        """`url`: the public address of this route, or the root under which it stands."""
        self._account, self._intake = account, intake
        self._health, self._timer, self._secret = health, timer, secret
        self._url = webhook_address(url)
        self._told = False
        self._failures = 0

    @property
    def _bot(self) -> Bot:
        return self._account.bot

    @property
    def route(self) -> Route:
        return Route(PATH, self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        given = request.headers.get(HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self._secret.encode()):
            log.warning("telegram_webhook_refused", present=bool(given))
            return Response(status_code=403)
        body = await read_body(request, at_most=LONGEST_BODY)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        update = read_update(raw, self._bot) if isinstance(raw, dict) else None
        if update is None:
            return Response(status_code=400)
        try:
            await self._intake.take([update])
        except RoundsError as error:
            self._intake.not_saved([update])
            return self._later(Trouble(kind=TroubleKind.NOT_SAVED, platform=PLATFORM), error)
        except Exception as error:  # Telegram repeats it and gives up by itself after a while
            stop_if_cancelled()
            return self._later(UNFORESEEN, error)
        self._health.well(PART)
        return Response(status_code=200)

    async def run(self) -> None:
        """Keep Telegram told where to send; ends only by being cancelled."""
        await keep_running(PART, self._register, health=self._health, wait=self._timer.sleep, again=PAUSES[-1])

    async def _register(self) -> float:
        try:
            await self.register()
        except TelegramError as error:
            why = TroubleKind.TOKEN_REFUSED if isinstance(error, InvalidToken) else TroubleKind.PLATFORM_AWAY
            log.warning("telegram_receiving_troubled", reason=type(error).__name__)
            pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
            self._failures += 1
            raise Troubled(
                Trouble(kind=why, platform=PLATFORM), rest=seconds_of(error) if isinstance(error, RetryAfter) else pause
            ) from error
        self._failures = 0
        return LOOK_AGAIN

    async def register(self) -> None:
        """Tell Telegram our address and secret, unless it was told and still knows; what waits there is kept."""
        if not self._told:
            await self._account.introduce(await self._intake.locale_of())
        elif (await self._bot.get_webhook_info()).url == self._url:
            return
        await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)
        self._told = True
        self._health.well(PART)
        log.info("telegram_webhook_registered")

    def _later(self, trouble: Trouble, error: Exception) -> Response:
        log.warning("telegram_receiving_troubled", reason=type(error).__name__)
        self._health.troubled(PART, trouble)
        return Response(status_code=503)


def webhook_address(url: str) -> str:
    """The public address of the route; a bare root gets its path."""
    bare = not urlsplit(url).path.strip("/")
    return url.rstrip("/") + PATH if bare else url
