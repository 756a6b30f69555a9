"""The doors of the console: signing in and out, and who may pass to which page."""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final, Protocol
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.bodies import read_away, read_posted, read_posted_file
from bot.adapters.channels.web.throttle import PerMinute, WrongTries
from bot.adapters.console.cookies import Cookie
from bot.adapters.console.provider import Provider, ProviderAway
from bot.adapters.console.rendering import page, words_page
from bot.adapters.console.single_sign_on import START, SingleSignOn
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.administration.rights import OWN, ConsolePage, may_open, opens_everything, units_open
from bot.domain.identifiers import UnitId
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.texts import say
from bot.flows.administration.sign_in import SignedIn, SignIn
from bot.flows.inbox.choose_locale import LocaleOf
from bot.ports import Entropy, Timer

WRONG_LINKS, WRONG_LINKS_OF_ALL, WRONG_SECONDS = 10, 300, 600.0
"""Links that do not work, which one address, and all together, may bring within so many seconds."""
FORMS_A_MINUTE: Final = 60
"""Forms that one person may send: more than anybody fills in, and too few to fill a disk."""
LONGEST_BODY: Final = 65_536
FIELDS_AT_MOST: Final = 1_000
FILE_SECONDS: Final = 60.0
"""How long a file may take to arrive: a few megabytes over a slow line."""
FORM_TOKEN: Final = "form"  # noqa: S105 - the name of a field
PATHS: Final[Mapping[ConsolePage, str]] = {
    ConsolePage.OVERVIEW: "/admin",
    ConsolePage.SCHEDULES: "/admin/schedules",
    ConsolePage.CALENDAR: "/admin/calendar",
    ConsolePage.QUESTIONS: "/admin/questions",
    ConsolePage.TEAMS: "/admin/teams",
    ConsolePage.PEOPLE: "/admin/people",
    ConsolePage.ROTA: "/admin/rota",
    ConsolePage.INVITATIONS: "/admin/invitations",
    ConsolePage.LOG: "/admin/log",
    ConsolePage.HEALTH: "/admin/health",
    ConsolePage.UNITS: "/units",
    ConsolePage.ME: "/me",
}
HOME: Final = "/console"
TO: Final = "to"
_OWN_PATH: Final = re.compile(r"/(?:admin|units|me)(?:/[A-Za-z0-9._-]+)*", re.ASCII)
"""Where a link may lead: to pages of ours, whatever somebody writes into it."""


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Whoever asks for a page, and what they posted."""

    who: SignedIn
    session: str
    posted: Mapping[str, Sequence[str]]
    file: bytes | None = None
    """What was uploaded, on a page that takes files."""

    @property
    def locale(self) -> str:
        return self.who.locale

    @cached_property
    def tree(self) -> UnitTree:
        return UnitTree.of(self.who.programme.organisation)

    @cached_property
    def units(self) -> frozenset[UnitId]:
        """Those that they administer."""
        return units_open(ConsolePage.PEOPLE, self.who.held, self.tree)

    @property
    def zone(self) -> str:
        """Where they are."""
        return self.who.person.timezone or self.who.programme.organisation.timezone

    @property
    def author(self) -> Author:
        return Author(who=Actor.person(self.who.person.id), source=RevisionSource.CONSOLE)

    @property
    def units_read(self) -> Sequence[UnitId]:
        """Those whose pages they may read, in the order of the tree."""
        own = units_open(ConsolePage.UNITS, self.who.held, self.tree)
        return [unit for unit in self.tree.parents if unit in own]

    @property
    def may_read_log_of(self) -> frozenset[UnitId]:
        return units_open(ConsolePage.LOG, self.who.held, self.tree)

    def may_open(self, page: ConsolePage, *, of: Sequence[UnitId] | None = None) -> bool:
        return may_open(page, self.who.held, self.tree, of=of)

    def opens_everything(self, page: ConsolePage) -> bool:
        """Whether nothing of the organisation lies outside what they see on the page."""
        return opens_everything(page, self.who.held, self.tree)

    def value(self, name: str) -> str:
        """What was posted under this name; empty if nothing was."""
        return next(iter(self.posted.get(name, ())), "")


Show = Callable[[Request, Visitor], Awaitable[Response]]
GET: Final = ("GET",)
POST: Final = ("POST",)


@dataclass(frozen=True, slots=True)
class PageRoute:
    """Where something is shown or done, for those who may open the page that it belongs to."""

    path: str
    page: ConsolePage
    show: Show
    methods: Sequence[str] = (*GET, *POST)
    file_at_most: int = 0
    """Bytes of the one file that its form may bring."""


class Pages(Protocol):
    def routes(self) -> Sequence[PageRoute]:
        """The first that fits a path is taken."""


def sign_in_link(root: str, secret: str, there: str = "") -> str:
    """`there`: the path of the page that it leads to, if it is not the first that its reader may open."""
    return f"{root.rstrip('/')}/signin/{secret}{f'?{TO}={quote(there)}' if there else ''}"


class Doors:
    """Every page of the console is behind one of these.

    A form is taken only from a page of ours: it carries a token made of the session's secret, which no other site
    knows, and a browser that says the form comes from elsewhere is believed.
    """

    def __init__(
        self,
        *,
        sign_in: SignIn,
        locale_of: LocaleOf,
        timer: Timer,
        entropy: Entropy,
        is_secure: bool,
        provider: Provider | None,
    ) -> None:
        """`is_secure`: people reach these pages by https. `provider`: where people have accounts to sign in with."""
        self._sign_in, self._locale_of, self._provider = sign_in, locale_of, provider
        self.cookie = Cookie("rounds", is_secure=is_secure)
        self._wrong = WrongTries(
            timer=timer, per_address=WRONG_LINKS, overall=WRONG_LINKS_OF_ALL, seconds=WRONG_SECONDS
        )
        self._forms = PerMinute(timer=timer, at_most=FORMS_A_MINUTE)
        self._account: Sequence[Route] = ()
        if provider is not None:
            self._account = SingleSignOn(
                provider=provider,
                sign_in=sign_in,
                opened=self._opened,
                wrong=self._wrong,
                locale_of=locale_of,
                entropy=entropy,
                is_secure=is_secure,
            ).routes()

    def routes(self) -> Sequence[Route]:
        return [
            *self._account,
            Route("/signin/{secret}", self._link, methods=["GET", "POST"]),
            Route("/signout", self.behind(None, self._sign_out), methods=["POST"]),
            Route(HOME, self.behind(None, self._home), methods=["GET"]),
        ]

    def behind(
        self, which: ConsolePage | None, show: Show, *, file_at_most: int = 0
    ) -> Callable[[Request], Awaitable[Response]]:
        """The page for those who are signed in and, with a page given, may open it.

        `file_at_most`: bytes of the one file that its form may bring; such a form has a few fields beside it.
        """

        async def opened(request: Request) -> Response:
            session = self.cookie.of(request)
            who = await self._sign_in.who(session) if session else None
            if who is None:
                return await self._please_sign_in()
            posted: Mapping[str, Sequence[str]] = {}
            file: bytes | None = None
            if request.method == "POST":
                try:
                    posted, file = await _posted(request, file_at_most=file_at_most)
                except HTTPException as error:
                    if error.status_code != 413:
                        raise
                    await read_away(request, seconds=FILE_SECONDS)
                    return words_page("too_large" if file_at_most else "too_long", who.locale, status=413)
                token = next(iter(posted.get(FORM_TOKEN, ())), "")
                if _is_from_elsewhere(request) or not _is_token(token, session):
                    return words_page("not_sent", who.locale, status=403)
                if not self._forms.allows(who.person.id):
                    return words_page("too_many", who.locale, status=429)
            visitor = Visitor(who=who, session=session, posted=posted, file=file)
            if which is not None and not visitor.may_open(which):
                return missing(visitor)
            if which in OWN and not who.origin.is_own:
                return _not_own(visitor, PATHS[which])
            return await show(request, visitor)

        return opened

    async def _link(self, request: Request) -> Response:
        """Only the page's own POST uses the link up: previews and scanners open every link."""
        if request.method != "POST":
            locale = await self._locale_of()
            return page("sign_in.html", locale, title=say("console-sign_in_title", locale))
        if _is_from_elsewhere(request):
            return words_page("not_sent", await self._locale_of(), status=403)
        session = await self._sign_in.begin(request.path_params["secret"])
        if session is None and self._wrong.are_too_many(request):
            locale = await self._locale_of()
            title, words = say("console-alone-link_over_title", locale), say("console-too_many_tries", locale)
            return page("words.html", locale, title=title, words=words, status=429)
        if session is None:
            self._wrong.note(request)
            return words_page("link_over", await self._locale_of(), status=410)
        return await self._opened(request, session)

    async def _opened(self, request: Request, session: str) -> Response:
        """A browser that has just signed in; with what it was signed in before, it is no longer."""
        if before := self.cookie.of(request):
            await self._sign_in.end(before)
        there = request.query_params.get(TO, "")
        response = RedirectResponse(there if _OWN_PATH.fullmatch(there) else HOME, status_code=303)
        self.cookie.put(response, session)
        return response

    async def _please_sign_in(self) -> Response:
        locale = await self._locale_of()
        if self._provider is None:
            return words_page("needed", locale, status=403)
        way = START, say("console-account_start", locale)
        return words_page("account_needed", locale, status=403, way=way)

    async def _sign_out(self, _request: Request, visitor: Visitor) -> Response:
        if visitor.value("where") == "everywhere":
            await self._sign_in.end_everywhere(visitor.who.person.id)
        else:
            await self._sign_in.end(visitor.session)
        response = words_page("signed_out", visitor.locale, status=200, way=await self._way_out(visitor.locale))
        self.cookie.drop(response)
        return response

    async def _way_out(self, locale: str) -> tuple[str, str] | None:
        """To the end of the account's own session, where there is one."""
        try:
            address = "" if self._provider is None else await self._provider.end_address()
        except ProviderAway:
            return None
        return (address, say("console-account_sign_out", locale)) if address else None

    async def _home(self, _request: Request, visitor: Visitor) -> Response:
        first = next((path for each, path in PATHS.items() if visitor.may_open(each)), None)
        return missing(visitor) if first is None else RedirectResponse(first, status_code=303)


def show(visitor: Visitor, template: str, *, title: str, here: str, status: int = 200, **values: object) -> Response:
    """A page with the ways to the others that this visitor may open."""
    pages = [
        (path, say(f"console-page-{each}", visitor.locale)) for each, path in PATHS.items() if visitor.may_open(each)
    ]
    return page(
        template,
        visitor.locale,
        title=title,
        status=status,
        here=here,
        pages=pages,
        who=visitor.who,
        form_token=_token_of(visitor.session),
        **values,
    )


def missing(visitor: Visitor) -> Response:
    """For what is not there, and for what is not theirs: nobody can tell one from the other."""
    return words_page("missing", visitor.locale, status=404)


def _not_own(visitor: Visitor, here: str) -> Response:
    """Somebody else asked for the link and could sit here."""
    title, words = (
        say("console-alone-not_own_title", visitor.locale),
        say("console-alone-not_own_words", visitor.locale),
    )
    return show(visitor, "words.html", title=title, here=here, status=403, words=words)


async def _posted(request: Request, *, file_at_most: int) -> tuple[Mapping[str, Sequence[str]], bytes | None]:
    """The fields of a form, and its file where it may bring one. Raises HTTPException."""
    if file_at_most:
        return await read_posted_file(request, at_most=file_at_most + LONGEST_BODY, seconds=FILE_SECONDS)
    return await read_posted(request, at_most=LONGEST_BODY, fields_at_most=FIELDS_AT_MOST), None


def _token_of(session: str) -> str:
    digest = sha256(b"form of " + session.encode("utf-8", "replace")).digest()
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def _is_token(token: str, session: str) -> bool:
    return hmac.compare_digest(token.encode("utf-8", "replace"), _token_of(session).encode())


def _is_from_elsewhere(request: Request) -> bool:
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
