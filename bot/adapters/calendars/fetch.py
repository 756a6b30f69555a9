"""Fetching somebody's calendar from where their link leads: a link chosen by a person is called with care.

- By https alone, or to a server that the programme names; to no port but those of the web.
- The name is looked up once, each of its addresses has to be public, and the call goes to one of just these: so a name
  that means something else a moment later leads nowhere else. Numbers in odd spellings are looked up like names.
- A redirect is a new link and looked at like the first; three at most.
- Within a time and a size; what is packed is not unpacked. No cookie and no proxy has a part in it.

The link is a secret, so it is in no log and in no error.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from bot.adapters.public_addresses import Resolve, is_public, system_addresses
from bot.adapters.trust import trusted
from bot.domain.rota.own_calendar import LARGEST_CALENDAR, LONGEST_LINK, CalendarFault, CalendarRefused

SECONDS: Final = 20.0
REDIRECTS: Final = 3
PORTS_WITHIN: Final = frozenset({80, 443})
"""Those of a server that the programme names: behind others of the same machine lies what is no calendar."""
_REDIRECTED: Final = frozenset({301, 302, 303, 307, 308})
_CALENDARS: Final = {"webcal": "https", "webcals": "https"}
"""Schemes that calendars use for https."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    url: str
    """With the address in place of the name."""
    name: str
    host_header: str


class FetchCalendar:
    def __init__(
        self,
        *,
        resolve: Resolve = system_addresses,
        seconds: float = SECONDS,
        largest: int = LARGEST_CALENDAR,
        ports_within: Collection[int] = PORTS_WITHIN,
    ) -> None:
        self._resolve, self._seconds, self._largest = resolve, seconds, largest
        self._ports_within = ports_within

    async def __call__(self, link: str, hosts: Collection[str]) -> bytes:
        """`hosts`: those inside the network that may be called. Raises CalendarRefused."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._followed(link, frozenset(hosts))
        except TimeoutError:
            raise CalendarRefused(CalendarFault.UNREACHED) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise CalendarRefused(CalendarFault.UNREACHED) from None

    async def _followed(self, link: str, hosts: frozenset[str]) -> bytes:
        async with httpx.AsyncClient(
            follow_redirects=False, trust_env=False, timeout=self._seconds, verify=trusted()
        ) as client:
            for _ in range(REDIRECTS + 1):
                place = await self._place(link, hosts)
                headers = {
                    "host": place.host_header,
                    "accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
                    "accept-encoding": "identity",
                    "user-agent": "Rounds",
                }
                extensions = {"sni_hostname": place.name}
                async with client.stream("GET", place.url, headers=headers, extensions=extensions) as answer:
                    if answer.status_code in _REDIRECTED and "location" in answer.headers:
                        link = urljoin(link, answer.headers["location"])
                        client.cookies.clear()
                        continue
                    return await self._body(answer)
        raise CalendarRefused(CalendarFault.REFUSED)

    async def _body(self, answer: httpx.Response) -> bytes:
        if answer.status_code >= 500:
            raise CalendarRefused(CalendarFault.UNREACHED)
        if not answer.is_success:
            raise CalendarRefused(CalendarFault.REFUSED)
        if answer.headers.get("content-encoding", "identity").lower() != "identity":
            raise CalendarRefused(CalendarFault.NO_CALENDAR)  # it may grow without end
        body = bytearray()
        async for some in answer.aiter_raw():
            body += some
            if len(body) > self._largest:
                raise CalendarRefused(CalendarFault.TOO_LARGE)
        return bytes(body)

    async def _place(self, link: str, hosts: frozenset[str]) -> _Place:
        parts = _parts(link)
        name = str(parts.hostname).rstrip(".").lower()
        is_named = name in hosts
        if parts.scheme != "https" and not (parts.scheme == "http" and is_named):
            raise CalendarRefused(CalendarFault.NO_LINK)
        if parts.port is not None and parts.port not in (self._ports_within if is_named else (443,)):
            raise CalendarRefused(CalendarFault.NOT_PUBLIC)
        addresses = await self._resolve(name)
        if not addresses:
            raise CalendarRefused(CalendarFault.NOT_FOUND)
        if not is_named and not all(is_public(each) for each in addresses):
            raise CalendarRefused(CalendarFault.NOT_PUBLIC)
        address = addresses[0].partition("%")[0]
        host = f"[{address}]" if ":" in address else address
        port = "" if parts.port is None else f":{parts.port}"
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        return _Place(url=f"{parts.scheme}://{host}{port}{path}", name=name, host_header=f"{name}{port}")


def checked_link(text: str) -> str:
    """A link as it is called, so far as its form tells. Raises CalendarRefused."""
    link = text.strip()
    scheme, colon, rest = link.partition(":")
    link = f"{_CALENDARS.get(scheme.lower(), scheme.lower())}{colon}{rest}"
    _parts(link)
    return link


def _parts(link: str) -> SplitResult:
    try:
        parts = urlsplit(link)
        _ = parts.port
    except ValueError:
        raise CalendarRefused(CalendarFault.NO_LINK) from None
    is_plain = len(link) <= LONGEST_LINK and all("!" <= sign <= "~" for sign in link)
    if not is_plain or parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None:
        raise CalendarRefused(CalendarFault.NO_LINK)
    return parts
