"""What somebody without a link can do to the web server: nothing that others notice. Over real connections."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.adapters.bodies import read_body, read_fields
from bot.adapters.channels.web.chat import ASIDE_A_MINUTE, LONGEST_BODY
from bot.adapters.channels.web.hub import PAGES_A_CHAT
from bot.adapters.channels.web.links import chat_path
from bot.adapters.channels.web.serving import serving
from bot.domain.messaging.inbound import Opened
from tests.adapters.channels.web.test_chat import DRAWN, TOKEN, Site
from tests.support.callers import a_caller
from tests.support.patience import PATIENCE, until

JSON = {"content-type": "application/json"}
ACT = f"{chat_path(TOKEN)}/act"


async def _greet(_request: Request) -> Response:
    return PlainTextResponse("hello")


async def _take(request: Request) -> Response:
    return PlainTextResponse(str(len(await read_body(request, at_most=100, seconds=0.2))))


async def _fields(request: Request) -> Response:
    return PlainTextResponse(",".join(await read_fields(request, at_most=5_000_000)))


SMALL = Starlette(
    routes=[Route("/", _greet), Route("/take", _take, methods=["POST"]), Route("/fields", _fields, methods=["POST"])]
)


class Caller:
    """A connection on which bytes are sent by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def say(self, text: str) -> None:
        self._writer.write(text.encode())
        await self._writer.drain()

    async def hear(self) -> str:
        """What comes back until the other end has hung up."""
        async with asyncio.timeout(PATIENCE):
            heard = bytearray()
            try:
                while part := await self._reader.read(4096):
                    heard += part
            except ConnectionError:
                pass
        return heard.decode()

    async def hear_some(self) -> str:
        async with asyncio.timeout(PATIENCE):
            return (await self._reader.read(4096)).decode()

    @property
    def is_cut(self) -> bool:
        return self._reader.at_eof() or self._reader.exception() is not None

    @property
    def address(self) -> object:
        return self._writer.get_extra_info("sockname")

    async def hang_up(self) -> None:
        self._writer.close()


@asynccontextmanager
async def calling(root: str | httpx.URL) -> AsyncIterator[Caller]:
    url = httpx.URL(root)
    caller = Caller(*await asyncio.open_connection(url.host, url.port))
    try:
        yield caller
    finally:
        await caller.hang_up()


async def test_what_is_answered_leaves_at_once() -> None:
    """Headers and body are two writes: the second would wait for the caller to confirm the first, which takes 40 ms."""
    async with serving(SMALL, host="127.0.0.1", port=0) as root, calling(root) as caller:
        await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert "hello" in await caller.hear_some()
        ours = [is_at_once for peer, is_at_once in connections_of_this_process() if peer == caller.address]
        assert ours == [True]


def connections_of_this_process() -> Iterator[tuple[object, bool]]:
    """Who is at the other end of each, and whether what is written to them leaves at once."""
    for each in list(Path("/dev/fd").iterdir()):
        with suppress(OSError):
            if not each.is_socket():
                continue
            with socket.socket(fileno=os.dup(int(each.name))) as found:
                if found.family == socket.AF_INET:
                    yield found.getpeername(), bool(found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


async def test_connections_without_a_request_give_way_to_one_that_asks() -> None:
    async with AsyncExitStack() as stack:
        root = await stack.enter_async_context(serving(SMALL, host="127.0.0.1", port=0, connections=10))
        silent = [await stack.enter_async_context(calling(root)) for _ in range(40)]
        for caller in silent[::2]:
            await caller.say("GET / HTTP/1.1\r\nHost: ") if not caller.is_cut else None
        async with a_caller(root) as client:
            for _ in range(5):
                assert (await client.get("/")).text == "hello"
        await until(lambda: sum(not caller.is_cut for caller in silent) <= 10)


async def test_a_connection_that_asks_is_not_cut_by_those_that_do_not() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_request: Request) -> Response:
        begun.set()
        await go_on.wait()
        return PlainTextResponse("here")

    async with AsyncExitStack() as stack:
        app = Starlette(routes=[Route("/slow", slow)])
        root = await stack.enter_async_context(serving(app, host="127.0.0.1", port=0, connections=10))
        client = await stack.enter_async_context(a_caller(root))
        answer = asyncio.create_task(client.get("/slow"))
        await begun.wait()
        silent = [await stack.enter_async_context(calling(root)) for _ in range(30)]
        await until(lambda: sum(not caller.is_cut for caller in silent) < 10)
        go_on.set()
        assert (await answer).text == "here"


async def test_more_requests_at_once_than_there_is_room_for_are_told_to_come_again() -> None:
    go_on = asyncio.Event()

    async def slow(_request: Request) -> Response:
        await go_on.wait()
        return PlainTextResponse("here")

    async with AsyncExitStack() as stack:
        app = Starlette(routes=[Route("/slow", slow)])
        root = await stack.enter_async_context(serving(app, host="127.0.0.1", port=0, connections=20))
        client = await stack.enter_async_context(a_caller(root))
        answers = [asyncio.create_task(client.get("/slow")) for _ in range(19)]
        done, others = await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED)
        assert [(each.result().status_code, each.result().headers["retry-after"]) for each in done] == [(503, "5")]
        go_on.set()
        assert {each.status_code for each in await asyncio.gather(*others)} == {200}


async def test_headers_that_do_not_come_to_an_end_are_not_waited_for() -> None:
    async with serving(SMALL, host="127.0.0.1", port=0, request_seconds=0.2) as root, calling(root) as caller:
        await caller.say("GET / HTTP/1.1\r\nHost: x\r\n")
        assert await caller.hear() == ""


async def test_not_even_on_a_connection_that_was_answered_before() -> None:
    async with serving(SMALL, host="127.0.0.1", port=0, request_seconds=0.2) as root, calling(root) as caller:
        await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert "hello" in await caller.hear_some()
        await caller.say("GET /")
        assert await caller.hear() == ""


async def test_a_body_that_does_not_come_to_an_end_is_not_waited_for() -> None:
    async with serving(SMALL, host="127.0.0.1", port=0, request_seconds=0.2) as root, calling(root) as caller:
        await caller.say("POST /take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
        heard = await caller.hear()
        assert heard.startswith("HTTP/1.1 408")


async def test_a_body_that_nobody_reads_does_not_keep_its_connection() -> None:
    async with serving(SMALL, host="127.0.0.1", port=0, request_seconds=0.2) as root, calling(root) as caller:
        await caller.say("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
        assert "hello" in await caller.hear()


@pytest.mark.parametrize("length", ["101", "9" * 4_000, "9" * 20])
async def test_a_body_that_says_it_is_too_long_is_not_read(length: str) -> None:
    async with serving(SMALL, host="127.0.0.1", port=0) as root, calling(root) as caller:
        await caller.say(f"POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n")
        assert (await caller.hear_some()).split()[1] in {"413", "400"}


async def test_whoever_has_no_link_is_refused_before_a_body_is_read(browser: httpx.AsyncClient, site: Site) -> None:
    async with calling(browser.base_url) as caller:
        await caller.say("POST /c/no-link/act HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert (await caller.hear_some()).startswith("HTTP/1.1 404")
    assert site.inbox.updates == []


async def chunks(number: int) -> AsyncIterator[bytes]:
    for _ in range(number):
        yield b"x" * LONGEST_BODY


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
async def test_a_body_of_any_kind_is_read_only_so_far(browser: httpx.AsyncClient, site: Site, kind: str) -> None:
    answer = await browser.post(ACT, content=chunks(3), headers={"content-type": kind})
    assert answer.status_code == 413
    assert site.inbox.acts == []


async def test_a_file_is_refused(browser: httpx.AsyncClient, site: Site) -> None:
    small = await browser.post(ACT, data={"command": "help"}, files={"file": b"x" * 9_000})
    large = await browser.post(ACT, data={"command": "help"}, files={"file": b"x" * 2_000_000})
    assert (small.status_code, large.status_code) == (400, 413)
    assert site.inbox.acts == []


async def test_a_file_is_refused_by_its_head_where_the_body_may_be_long() -> None:
    """A file that is accepted lands in the temporary folder from a megabyte on."""
    async with (
        serving(SMALL, host="127.0.0.1", port=0) as root,
        a_caller(root) as client,
    ):
        long_text = await client.post("/fields", data={"command": "help", "text": "x" * 900_000}, files={})
        file = await client.post("/fields", data={"command": "help"}, files={"file": b"x" * 2_000_000})
        assert (long_text.text, file.status_code) == ("command,text", 400)


async def test_a_form_in_parts_does_the_same_as_any_other(browser: httpx.AsyncClient, site: Site) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="command"\r\n\r\nhelp\r\n--b--\r\n'
    answer = await browser.post(ACT, content=body, headers={"content-type": "multipart/form-data; boundary=b"})
    assert (answer.status_code, len(site.inbox.acts)) == (303, 1)


@pytest.mark.parametrize("body", [b"[" * 16_000, b'{"a":' * 3_000, b'{"text": ' + b"9" * 5_000 + b"}", b"\xff", b"7"])
async def test_json_that_is_deep_or_strange_is_refused(browser: httpx.AsyncClient, site: Site, body: bytes) -> None:
    assert (await browser.post(ACT, content=body, headers=JSON)).status_code == 400
    assert site.inbox.acts == []


async def test_a_link_has_only_so_many_pages_that_hear_of_news_at_once(browser: httpx.AsyncClient) -> None:
    events = f"{chat_path(TOKEN)}/events?after=0"
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(browser.stream("GET", events)) for _ in range(PAGES_A_CHAT + 3)]
        assert [each.status_code for each in streams] == [200] * PAGES_A_CHAT + [429] * 3
    async with asyncio.timeout(PATIENCE):
        while True:
            async with browser.stream("GET", events) as again:
                if again.status_code == 200:
                    break
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "path", [f"{chat_path(TOKEN)}/", "/join/good-code/", "/healthz/", "/static/", "//evil.example/"]
)
async def test_no_redirect_leads_to_the_host_that_a_request_names(browser: httpx.AsyncClient, path: str) -> None:
    for method in ("GET", "POST"):
        answer = await browser.request(method, path, headers={"host": "evil.example"})
        assert "evil.example" not in answer.headers.get("location", "")


def limits(soft: int, hard: int) -> Sequence[int]:
    """How many connections a process with this limit on open files allows, and the limit that it then has."""
    program = (
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}));"
        "from bot.adapters.channels.web.connections import allowed_connections;"
        "print(allowed_connections(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def test_there_are_never_more_connections_than_open_files_allow() -> None:
    assert limits(1024, 20_000) == [4_000, 4_256]
    assert limits(1024, 1024) == [768, 1024]
    assert limits(100, 100) == [32, 100]


@pytest.mark.drill
async def test_one_link_that_says_again_and_again_that_it_was_seen_writes_once_a_minute(
    site: Site, browser: httpx.AsyncClient
) -> None:
    async def say_it(number: int) -> None:
        """In each of the ways there are."""
        said = await browser.post(ACT, json={"seen": True} if number % 2 else {"seen": True, "id": f"s-{number}"})
        assert said.json() == {"said": "", "saved": True}
        assert (await browser.get(f"{chat_path(TOKEN)}/seen", headers=DRAWN)).status_code == 204

    await asyncio.gather(*(say_it(number) for number in range(50)))
    assert [update.event for update in site.inbox.updates] == [Opened()]
    await site.timer.sleep(60)
    await say_it(50)
    assert [update.event for update in site.inbox.updates] == [Opened()] * 2


async def test_what_comes_within_that_minute_is_noted_as_seen_at_once(site: Site, browser: httpx.AsyncClient) -> None:
    for number in range(3):
        await site.post(f"Question {number}", key=f"k{number}")
        for _ in range(2):
            await browser.post(ACT, json={"seen": True})
    assert [update.event for update in site.inbox.updates] == [Opened()] * 3


async def test_what_was_seen_and_could_not_be_written_is_no_less_news(site: Site, browser: httpx.AsyncClient) -> None:
    site.inbox.broken = True
    assert (await browser.post(ACT, json={"seen": True})).status_code == 503
    assert (await browser.get(f"{chat_path(TOKEN)}/seen", headers=DRAWN)).status_code == 503
    site.inbox.broken = False
    assert (await browser.post(ACT, json={"seen": True})).json()["saved"]
    assert [update.event for update in site.inbox.updates] == [Opened()]


@pytest.mark.parametrize(("path", "usual"), [("console", 404), ("bell", 400)])
async def test_what_goes_round_the_inbox_is_done_ten_times_a_minute(
    site: Site, browser: httpx.AsyncClient, path: str, usual: int
) -> None:
    async def asked() -> int:
        return (await browser.post(f"{chat_path(TOKEN)}/{path}")).status_code

    assert [await asked() for _ in range(ASIDE_A_MINUTE + 1)] == [usual] * ASIDE_A_MINUTE + [429]
    await site.timer.sleep(60)
    assert await asked() == usual
