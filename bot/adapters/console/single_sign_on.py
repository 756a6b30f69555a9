"""Signing in with an account of the hospital: there and back, and what is said when it does not work."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.channels.web.throttle import WrongTries
from bot.adapters.console.cookies import Cookie
from bot.adapters.console.provider import Attempt, NotBelieved, Provider, ProviderAway
from bot.adapters.console.rendering import page, words_page
from bot.domain.identifiers import PersonId
from bot.domain.texts import say
from bot.domain.texts.characters import is_one_line, tidy
from bot.flows.administration.sign_in import SignIn
from bot.flows.inbox.choose_locale import LocaleOf
from bot.ports import Entropy

log = structlog.get_logger()

SIGN_IN: Final = "/signin"
START: Final = "/signin/account"
BACK: Final = "/signin/account/back"
"""The address that is registered with the provider."""
ATTEMPT_LIVES: Final = 600
"""Seconds in which somebody comes back."""
_LONGEST: Final = 200

Opened = Callable[[Request, str], Awaitable[Response]]
"""What a browser gets with the session that it begins."""


class SingleSignOn:
    """A browser takes a secret along in a cookie. State, nonce and the proof of the code are made of it, so what comes
    back to another browser, or a second time, is worth nothing; and nothing is kept here meanwhile.
    """

    def __init__(
        self,
        *,
        provider: Provider,
        sign_in: SignIn,
        opened: Opened,
        wrong: WrongTries,
        locale_of: LocaleOf,
        entropy: Entropy,
        is_secure: bool,
    ) -> None:
        self._provider, self._sign_in, self._opened = provider, sign_in, opened
        self._wrong, self._locale_of, self._entropy = wrong, locale_of, entropy
        self._cookie = Cookie("rounds-account", is_secure=is_secure, lives=ATTEMPT_LIVES)

    def routes(self) -> Sequence[Route]:
        return [
            Route(SIGN_IN, self._page, methods=["GET"]),
            Route(START, self._start, methods=["GET"]),
            Route(BACK, self._back, methods=["GET"]),
        ]

    async def _page(self, _request: Request) -> Response:
        locale = await self._locale_of()
        return page("account.html", locale, title=say("console-sign_in_title", locale), start=START)

    async def _start(self, _request: Request) -> Response:
        attempt = Attempt(secret=urlsafe_b64encode(self._entropy.token(32)).rstrip(b"=").decode())
        try:
            response = RedirectResponse(await self._provider.address(attempt), status_code=303)
        except ProviderAway as error:
            return await self._away(error)
        self._cookie.put(response, attempt.secret)
        return response

    async def _back(self, request: Request) -> Response:
        response = await self._answered(request)
        self._cookie.drop(response)
        return response

    async def _answered(self, request: Request) -> Response:
        if self._wrong.are_too_many(request):
            locale = await self._locale_of()
            title, words = say("console-alone-account_again_title", locale), say("console-too_many_tries", locale)
            return page("words.html", locale, title=title, words=words, status=429)
        asked, attempt = request.query_params, Attempt(secret=self._cookie.of(request))
        if not attempt.secret or not _same(asked.get("state", ""), attempt.state) or not asked.get("code"):
            return await self._again(request, "what came back is not of this browser, or of before")
        try:
            found = await self._provider.who(asked["code"], attempt)
        except NotBelieved as error:
            return await self._again(request, str(error))
        except ProviderAway as error:
            return await self._away(error)
        if not found:
            log.warning("account_without_claim")  # whoever runs the server has named another one than there is
        session = await self._sign_in.begin_as(PersonId(found)) if _is_an_id(found) else None
        if session is None:
            return words_page("account_unknown", await self._locale_of(), status=403)
        return await self._opened(request, session)

    async def _again(self, request: Request, why: str) -> Response:
        self._wrong.note(request)
        log.warning("account_sign_in_failed", reason=why)
        return words_page("account_again", await self._locale_of(), status=400)

    async def _away(self, error: ProviderAway) -> Response:
        log.warning("account_provider_away", reason=str(error))
        return words_page("account_away", await self._locale_of(), status=503)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _is_an_id(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and text == tidy(text) and is_one_line(text)
