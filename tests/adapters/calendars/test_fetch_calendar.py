"""Links are called with care: against real servers on loopback that are slow, endless, broken or lead astray."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.adapters.calendars.fetch import FetchCalendar, checked_link
from bot.adapters.public_addresses import Resolve, is_public, system_addresses
from bot.domain.rota.own_calendar import CalendarFault, CalendarRefused

NAME = "rota.example.org"
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
ANY_PORT = range(1, 65_536)
Answer = Callable[[asyncio.StreamWriter], object]


def said(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@asynccontextmanager
async def a_server(*parts: bytes, pause: float = 0, endless: bool = False) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Answers each call with these parts; its port, and what it was asked."""
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
            while endless:
                writer.write(b"x" * 65_536)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], asked


def at(*addresses: str) -> Resolve:
    async def resolve(_name: str) -> Sequence[str]:
        return addresses

    return resolve


def fetching(*addresses: str, seconds: float = 30, largest: int = 100_000) -> FetchCalendar:
    """By any port, as servers on loopback have none of their own."""
    resolve = at(*(addresses or ("127.0.0.1",)))
    return FetchCalendar(resolve=resolve, seconds=seconds, largest=largest, ports_within=ANY_PORT)


async def refused(link: str, hosts: Sequence[str] = (NAME,), fetch: FetchCalendar | None = None) -> CalendarFault:
    with pytest.raises(CalendarRefused) as found:
        await (fetch or fetching())(link, hosts)
    return found.value.fault


async def test_a_server_that_the_programme_names_is_called_by_its_name() -> None:
    async with a_server(said("200 OK", body=BODY)) as (port, asked):
        assert await fetching()(f"http://{NAME}:{port}/feed.ics?key=1", [NAME]) == BODY
    assert asked[0].startswith(b"GET /feed.ics?key=1 HTTP/1.1\r\n")
    assert f"host: {NAME}:{port}".encode() in asked[0].lower()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("224.0.0.1", "fd00:ec2::254", "::"),
        *("64:ff9b:1::a00:1", "fec0::1", "::10.0.0.1", "::127.0.0.1", "::ffff:0:10.0.0.1", "5f00::1", "2001::1"),
    ],
)
async def test_no_address_of_a_network_within_is_called(address: str) -> None:
    assert not is_public(address)
    assert await refused("https://calendar.example.com/x", fetch=fetching(address)) is CalendarFault.NOT_PUBLIC
    mixed = fetching("93.184.216.34", address)
    assert await refused("https://calendar.example.com/x", fetch=mixed) is CalendarFault.NOT_PUBLIC


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "2a00:1450:4009:81f::200e"])
def test_addresses_of_the_public_net_may_be_called(address: str) -> None:
    assert is_public(address)


async def test_of_a_server_within_only_the_ports_of_the_web_are_called() -> None:
    async with a_server(said("200 OK", body=BODY)) as (port, asked):
        fetch = FetchCalendar(resolve=at("127.0.0.1"), seconds=30)
        for scheme in ("http", "https"):
            assert await refused(f"{scheme}://{NAME}:{port}/feed", fetch=fetch) is CalendarFault.NOT_PUBLIC
    assert not asked
    nowhere = FetchCalendar(resolve=at(), seconds=30)
    for link in (f"http://{NAME}/", f"http://{NAME}:80/", f"https://{NAME}:443/", f"https://{NAME}/"):
        assert await refused(link, fetch=nowhere) is CalendarFault.NOT_FOUND, "it is looked up"


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:7f00:1]"]
)
async def test_odd_spellings_of_this_machine_are_looked_up_and_refused(host: str) -> None:
    fault = await refused(f"https://{host}/feed", (), FetchCalendar(resolve=system_addresses, seconds=30))
    assert fault in (CalendarFault.NOT_PUBLIC, CalendarFault.NOT_FOUND)


async def test_a_name_is_looked_up_once_and_the_call_goes_to_what_was_looked_at() -> None:
    looked: list[str] = []

    async def rebinding(name: str) -> Sequence[str]:
        looked.append(name)
        return ["127.0.0.1"] if len(looked) == 1 else ["10.0.0.1"]

    async with a_server(said("200 OK", body=BODY)) as (port, _):
        fetch = FetchCalendar(resolve=rebinding, seconds=30, ports_within=ANY_PORT)
        assert await fetch(f"http://{NAME}:{port}/feed", [NAME]) == BODY
    assert looked == [NAME]


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("http://169.254.169.254/latest/meta-data", CalendarFault.NO_LINK),
        ("https://inside.example.com/", CalendarFault.NOT_PUBLIC),
        ("https://inside.example.com:8443/", CalendarFault.NOT_PUBLIC),
        ("file:///etc/passwd", CalendarFault.NO_LINK),
        ("/again", CalendarFault.REFUSED),
    ],
)
async def test_a_redirect_is_looked_at_like_a_link(target: str, fault: CalendarFault) -> None:
    async with a_server(said("302 Found", f"location: {target}")) as (port, asked):
        assert await refused(f"http://{NAME}:{port}/feed") is fault
    assert len(asked) <= 4


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("404 Not Found", CalendarFault.REFUSED),
        ("401 Unauthorized", CalendarFault.REFUSED),
        ("503 Service Unavailable", CalendarFault.UNREACHED),
    ],
)
async def test_what_a_server_says_is_told_apart(status: str, fault: CalendarFault) -> None:
    async with a_server(said(status)) as (port, _):
        assert await refused(f"http://{NAME}:{port}/feed") is fault


async def test_slow_endless_huge_packed_and_broken_servers_are_let_go() -> None:
    head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"
    slow = fetching(seconds=0.3)
    async with a_server(head, b"BEGIN", b":VCALENDAR", pause=5) as (port, _):
        assert await refused(f"http://{NAME}:{port}/", fetch=slow) is CalendarFault.UNREACHED
    async with a_server(head, endless=True) as (port, _):
        assert await refused(f"http://{NAME}:{port}/") is CalendarFault.TOO_LARGE
    async with a_server(said("200 OK", "content-encoding: gzip", body=b"\x1f\x8b")) as (port, _):
        assert await refused(f"http://{NAME}:{port}/") is CalendarFault.NO_CALENDAR
    async with a_server(b"no http at all\r\n\r\n") as (port, _):
        assert await refused(f"http://{NAME}:{port}/") is CalendarFault.UNREACHED
    assert await refused(f"http://{NAME}:{port}/") is CalendarFault.UNREACHED, "nobody listens any more"
    assert await refused("https://nowhere.example/", fetch=FetchCalendar(resolve=at())) is CalendarFault.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "feed",
            "ftp://a.example/x",
            "https://",
            "https://a.example:x/",
            "https://u:p@a.example/",
            "https://a b/",
        ),
        *("é://x", "javascript:alert(1)", f"https://a.example/{'x' * 3_000}"),
    ],
)
async def test_what_is_no_link_is_refused_before_any_call(text: str) -> None:
    with pytest.raises(CalendarRefused) as found:
        checked_link(text)
    assert found.value.fault is CalendarFault.NO_LINK


def test_links_of_calendars_are_those_of_https() -> None:
    assert checked_link(" webcal://a.example/x ") == "https://a.example/x"
    assert checked_link("HTTPS://A.example/x") == "https://A.example/x"
