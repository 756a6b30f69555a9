"""Rings are empty, signed, and go to public addresses alone; what wants no more is forgotten."""

import base64
import json
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.adapters.channels.web.links import address_of, chat_path
from bot.adapters.channels.web.push import (
    Destination,
    PublicOnly,
    ServerKey,
    WebPush,
    is_endpoint,
)
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import SystemEntropy
from bot.adapters.public_addresses import is_public, system_addresses
from bot.domain.errors import KeyUnavailable
from bot.flows.operations.health import HealthBoard
from bot.flows.sending.ring_bells import RingBells, Rung
from tests.adapters.channels.web.test_chat import ADA, TOKEN, Site
from tests.support.builders import T0
from tests.support.clocks import StillClock

CONTACT = "https://rounds.example"


@dataclass
class PushService:
    """A push service on the loopback."""

    root: str = ""
    answer: int = 201
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.calls.append((request.url.path, dict(request.headers), await request.body()))
        return Response(status_code=self.answer, headers={"location": f"{self.root}/elsewhere"})

    async def find(self, endpoint: str) -> Destination:
        return Destination(url=endpoint, name="push.example", origin="https://push.example")


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    service = PushService()
    app = Starlette(routes=[Route("/{rest:path}", service.take, methods=["GET", "POST"])])
    async with serving(app, host="127.0.0.1", port=0) as service.root:
        yield service


def a_key(folder: Path) -> ServerKey:
    return ServerKey(folder, entropy=SystemEntropy())


def ringing(service: PushService, key: ServerKey) -> WebPush:
    return WebPush(key=key, contact=CONTACT, clock=StillClock(T0), find=service.find)


def plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def test_a_ring_is_empty_and_signed_by_the_key_that_browsers_were_given(
    service: PushService, tmp_path: Path
) -> None:
    key = a_key(tmp_path / "keys")
    assert await ringing(service, key)(f"{service.root}/send/1") is Rung.RUNG
    ((path, headers, body),) = service.calls
    assert (path, body, headers["content-length"], headers["host"]) == ("/send/1", b"", "0", "push.example")
    assert int(headers["ttl"]) > 0
    token, public = headers["authorization"].removeprefix("vapid t=").split(", k=")
    assert public == key.public()
    head, claims, signature = token.split(".")
    assert json.loads(plain(head)) == {"typ": "JWT", "alg": "ES256"}
    told = json.loads(plain(claims))
    assert (told["aud"], told["sub"]) == ("https://push.example", CONTACT)
    assert T0.timestamp() < told["exp"] <= T0.timestamp() + 24 * 3600
    signs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), plain(public))
    raw = plain(signature)
    proof = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    signs.verify(proof, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        signs.verify(proof, f"{head}.{claims}x".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("answer", "rung"),
    [
        (201, Rung.RUNG),
        (410, Rung.GONE),
        (404, Rung.GONE),
        (307, Rung.NOT_NOW),
        (429, Rung.NOT_NOW),
        (500, Rung.NOT_NOW),
    ],
)
async def test_what_a_push_service_says_is_understood_and_never_followed(
    service: PushService, tmp_path: Path, answer: int, rung: Rung
) -> None:
    service.answer = answer
    assert await ringing(service, a_key(tmp_path))(f"{service.root}/send/1") is rung
    assert [path for path, _, _ in service.calls] == ["/send/1"]


async def test_a_service_that_cannot_be_reached_is_not_now(service: PushService, tmp_path: Path) -> None:
    assert await ringing(service, a_key(tmp_path))("http://127.0.0.1:1/send") is Rung.NOT_NOW


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = a_key(tmp_path / "keys").public()
    assert a_key(tmp_path / "keys").public() == first
    assert len(plain(first)) == 65
    (file,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("spoilt")
    with pytest.raises(KeyUnavailable, match="not a key"):
        a_key(tmp_path / "keys").public()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/1",
        "https://127.0.0.1/1",
        "https://[::1]/1",
        "https://localhost/1",
        "https://push.example:8080/1",
        "https://ada@push.example/1",
        "https:///1",
        "https://push.example/ 1",
        "https://push.example/\x01",
        "https://push.example/" + "x" * 1000,
        "ftp://push.example",
        "https://[",
        "",
    ],
)
def test_what_is_no_address_of_a_push_service_is_refused(endpoint: str) -> None:
    assert not is_endpoint(endpoint)
    assert is_endpoint("https://push.example/send/abc?d=1")


INSIDE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1%eth0 fc00::1 "
    "::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 ff02::1"
)


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_of_this_machine_and_its_network_are_not_public(address: str) -> None:
    assert not is_public(address)
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1")])
async def test_a_name_that_leads_inside_is_not_called(addresses: Sequence[str]) -> None:
    assert await PublicOnly(resolved_to(addresses))("https://push.example/1") is Rung.GONE
    assert await PublicOnly(resolved_to(()))("http://push.example/1") is Rung.GONE
    found = await PublicOnly(resolved_to(("93.184.216.34",)))("https://push.example/1?a=b")
    assert found == Destination(url="https://93.184.216.34/1?a=b", name="push.example", origin="https://push.example")


async def test_a_name_that_is_not_known_for_a_while_silences_no_bell(tmp_path: Path) -> None:
    find = PublicOnly(resolved_to(()))
    push = WebPush(key=a_key(tmp_path), contact=CONTACT, clock=StillClock(T0), find=find)
    assert await push("https://push.example/1") is Rung.NOT_NOW
    assert await system_addresses("a" * 64 + ".example") == ()


def resolved_to(addresses: Sequence[str]) -> Callable[[str], Awaitable[Sequence[str]]]:
    async def resolve(_name: str) -> Sequence[str]:
        return addresses

    return resolve


async def test_a_page_hangs_its_bell_up_and_news_ring_it_until_it_is_gone(
    site: Site, browser: httpx.AsyncClient, service: PushService
) -> None:
    endpoint, path = f"{service.root}/send/ada", f"{chat_path(TOKEN)}/bell"
    bells = RingBells(storage=site.storage, ring=ringing(service, site.key), health=HealthBoard())
    assert (await browser.post(path, json={"endpoint": endpoint})).status_code == 400
    site.accepts.add(endpoint)
    assert (await browser.post(path, json={"endpoint": endpoint})).json() == {"hangs": True}
    bells([ADA])
    await bells.ring_all()
    await bells.ring_all()
    assert len(service.calls) == 1, "once for each time there are news"
    service.answer = 410
    bells([ADA])
    await bells.ring_all()
    bells([ADA])
    await bells.ring_all()
    assert len(service.calls) == 2, "who is gone is rung no more"


async def test_a_bell_is_taken_down_by_its_own_page_alone(site: Site, browser: httpx.AsyncClient) -> None:
    site.accepts.update(f"https://push.example/{number}" for number in range(9))
    path = f"{chat_path(TOKEN)}/bell"
    hung = [(await browser.post(path, json={"endpoint": each})).json()["hangs"] for each in sorted(site.accepts)]
    assert hung == [True] * 5 + [False] * 4
    off = {"endpoint": "https://push.example/0", "off": True}
    assert (await browser.post("/c/another-link/bell", json=off)).status_code == 404
    assert await bells_of(site) == [f"https://push.example/{number}" for number in range(5)]
    assert (await browser.post(path, json=off)).json() == {"hangs": False}
    assert await bells_of(site) == [f"https://push.example/{number}" for number in range(1, 5)]


async def bells_of(site: Site) -> list[str]:
    async with site.storage.reading() as work:
        assert (await work.rosters.address_of(ADA)) == address_of(TOKEN)
        return list(await work.web_chats.bells_of([ADA]))


async def test_the_worker_of_a_page_says_the_same_words_every_time(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"{chat_path(TOKEN)}/bell.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == chat_path(TOKEN)
    assert "Something new is on your page." in answer.text
    assert TOKEN not in answer.text
