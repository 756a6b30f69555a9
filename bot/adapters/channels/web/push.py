"""Ringing browsers (Web Push, RFC 8030): an empty message, signed with a key of this server (VAPID, RFC 8292).

It has no content, so there is nothing to encrypt for the browser, and nothing that its maker's push service could read:
the page's own worker says the few neutral words. Whose endpoint it is, only a browser and its maker know, and its maker
chose the address: so it is called only by https, on public addresses, and no redirect is followed.
"""

import base64
import json
import os
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx
import structlog
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from bot.adapters.public_addresses import Resolve, is_address, is_public, system_addresses
from bot.adapters.trust import trusted
from bot.domain.errors import KeyUnavailable
from bot.flows.sending.ring_bells import Rung
from bot.ports import Clock, Entropy

log = structlog.get_logger()

KEY_FILE = "bell.pem"
LONGEST_ENDPOINT = 1_000
SIGNED_FOR = 12 * 3600
"""Seconds; push services refuse more than a day."""
KEPT_FOR = 24 * 3600
"""Seconds for which a push service keeps a message for a browser that is off."""
TIMEOUT = 10.0


class ServerKey:
    """The key pair by which browsers know this server: made once, a file (mode 0600) in the folder of the keys."""

    def __init__(self, folder: Path, *, entropy: Entropy) -> None:
        self._folder, self._entropy = folder, entropy
        self._key: ec.EllipticCurvePrivateKey | None = None

    def public(self) -> str:
        """As a browser wants it: the point uncompressed, base64url. Raises `KeyUnavailable`."""
        point = (
            self._private()
            .public_key()
            .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        )
        return _text(point)

    def authorization(self, origin: str, *, contact: str, now: float) -> str:
        """The header that one push service accepts for a while; `now` in seconds since 1970."""
        claims = {"aud": origin, "exp": round(now) + SIGNED_FOR, "sub": contact}
        signed = ".".join(_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
        r, s = decode_dss_signature(self._private().sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        token = f"{signed}.{_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
        return f"vapid t={token}, k={self.public()}"

    def _private(self) -> ec.EllipticCurvePrivateKey:
        if self._key is None:
            try:
                self._key = self._read_or_make()
            except OSError as error:
                raise KeyUnavailable(f"{self._path} cannot be used: {error.strerror or error}") from error
            except ValueError as error:
                raise KeyUnavailable(f"{self._path} is not a key that Rounds has written") from error
        return self._key

    @property
    def _path(self) -> Path:
        return self._folder / KEY_FILE

    def _read_or_make(self) -> ec.EllipticCurvePrivateKey:
        if not self._path.exists():
            self._make()
        key = serialization.load_pem_private_key(self._path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("a key of another kind")
        return key

    def _make(self) -> None:
        """Whole on disk before its name exists; of several processes the first one's is the key."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        draft = self._path.with_name(f".{KEY_FILE}.{self._entropy.token(8).hex()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, made)
            os.fsync(descriptor)
            with suppress(FileExistsError):
                os.link(draft, self._path)
        finally:
            os.close(descriptor)
            draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """An endpoint with the one address at which it may be called, so that its name cannot lead elsewhere meanwhile."""

    url: str
    name: str
    origin: str


_PLAIN = re.compile(r"[!-~]+")
"""No blanks and no control signs: what httpx would refuse."""


def is_endpoint(text: str) -> bool:
    """Whether this may be an address of a push service, so far as its form tells."""
    try:
        parts = urlsplit(text)
        plain = parts.scheme == "https" and parts.hostname and parts.port in (None, 443) and parts.username is None
    except ValueError:
        return False
    if not plain or len(text) > LONGEST_ENDPOINT or _PLAIN.fullmatch(text) is None:
        return False
    return "." in str(parts.hostname) and not is_address(str(parts.hostname))


Find = Callable[[str], Awaitable[Destination | Literal[Rung.GONE, Rung.NOT_NOW]]]
"""Where an endpoint may be called; or that it never may, or not as long as its name is not known."""


class PublicOnly:
    """The `Find` of real endpoints: nowhere, unless each of its name's addresses is public."""

    def __init__(self, resolve: Resolve = system_addresses) -> None:
        self._resolve = resolve

    async def __call__(self, endpoint: str) -> Destination | Literal[Rung.GONE, Rung.NOT_NOW]:
        if not is_endpoint(endpoint):
            return Rung.GONE
        parts = urlsplit(endpoint)
        name = str(parts.hostname)
        addresses = await self._resolve(name)
        if not addresses:  # a name server that is down must not silence every bell for good
            return Rung.NOT_NOW
        if not all(is_public(each) for each in addresses):
            return Rung.GONE
        host = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return Destination(url=f"https://{host}{path}", name=name, origin=f"https://{name}")


class WebPush:
    """Rings the endpoints of browsers: meets `bot.flows.sending.ring_bells.Ring`."""

    def __init__(
        self,
        *,
        key: ServerKey,
        contact: str,
        clock: Clock,
        find: Find | None = None,
    ) -> None:
        """`contact`: the address by which a push service may find who runs this server. `clock`: real time."""
        self._key, self._contact, self._clock, self._find = key, contact, clock, find or PublicOnly()

    async def __call__(self, endpoint: str) -> Rung:
        destination = await self._find(endpoint)
        if not isinstance(destination, Destination):
            return destination
        now = self._clock.now().timestamp()
        headers = {
            "host": destination.name,
            "authorization": self._key.authorization(destination.origin, contact=self._contact, now=now),
            "ttl": str(KEPT_FOR),
            "urgency": "normal",
            "content-length": "0",
        }
        try:
            async with httpx.AsyncClient(
                follow_redirects=False, trust_env=False, timeout=TIMEOUT, verify=trusted()
            ) as client:
                answer = await client.post(
                    destination.url, headers=headers, extensions={"sni_hostname": destination.name}
                )
        except httpx.HTTPError as error:
            log.info("bell_not_rung", reason=type(error).__name__)
            return Rung.NOT_NOW
        if answer.status_code in (404, 410):
            return Rung.GONE
        if not answer.is_success:
            log.info("bell_not_rung", status=answer.status_code)
            return Rung.NOT_NOW
        return Rung.RUNG


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
