"""A real OpenID provider on loopback, whose tokens a test may bend before they are signed."""

import threading
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import werkzeug.serving
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.adapters.console.provider import ProviderAccount
from tests.support.callers import a_caller
from tests.support.patience import PATIENCE

with warnings.catch_warnings():  # it stands on a part of authlib that is to go
    warnings.simplefilter("ignore")
    import oidc_provider_mock

Claims = dict[str, object]
Bend = Callable[[Claims, Claims], None]
"""Changes the header and the claims of a token."""


@dataclass(slots=True, kw_only=True)
class LoopbackProvider:
    root: str
    client_id: str = ""
    client_secret: str = ""
    bend: Bend | None = None
    signs_with: RSAKey | None = None
    """Another key than the provider's own."""
    took: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Each request with what it said."""

    @property
    def account(self) -> ProviderAccount:
        return ProviderAccount(
            issuer=self.root,
            client_id=self.client_id,
            client_secret=self.client_secret,
            claim="preferred_username",
        )

    async def has(self, sub: str, **claims: object) -> None:
        """An account of the hospital."""
        async with _client(self.root) as client:
            (await client.put(f"/users/{sub}", json=claims)).raise_for_status()

    async def signs_in(self, there: str, sub: str) -> str:
        """What somebody does at the provider; the address that it sends the browser back to."""
        async with _client(self.root) as client:
            assert (await client.get(there)).status_code == 200
            answer = await client.post(there, data={"sub": sub})
            assert answer.status_code == 302, answer.text
            return answer.headers["location"]

    async def refuses(self, there: str) -> str:
        async with _client(self.root) as client:
            return (await client.post(there, data={"action": "deny"})).headers["location"]

    def proofs(self) -> tuple[str, str]:
        """The challenge that was sent first, and what the proof sent later comes to."""
        asked = next(said for path, said in self.took if path == "/oauth2/authorize")
        redeemed = next(said for path, said in reversed(self.took) if path == "/oauth2/token")
        digest = sha256(redeemed["code_verifier"].encode()).digest()
        return asked["code_challenge"], urlsafe_b64encode(digest).rstrip(b"=").decode()


@contextmanager
def a_provider(*, comes_back_to: str) -> Iterator[LoopbackProvider]:
    app = oidc_provider_mock.app(require_client_registration=True, require_nonce=True)
    server = werkzeug.serving.make_server("localhost", 0, app, threaded=True)
    provider = LoopbackProvider(root=f"http://localhost:{server.server_port}")

    def note() -> None:
        said = {**flask.request.args.to_dict(), **flask.request.form.to_dict()}
        provider.took.append((flask.request.path, said))

    def bent(response: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and response.status_code == 200:
            said = response.get_json()
            own = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
            token = jwt.decode(said["id_token"], own)
            if provider.bend is not None:
                provider.bend(token.header, token.claims)
            key = provider.signs_with or own
            said["id_token"] = jwt.encode(token.header, token.claims, key)
            response.set_data(flask.json.dumps(said))
        return response

    app.before_request(note)
    app.after_request(bent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        with httpx.Client(base_url=provider.root, trust_env=False, timeout=PATIENCE) as client:
            made = client.post("/oauth2/clients", json={"redirect_uris": [comes_back_to]}).json()
        provider.client_id, provider.client_secret = made["client_id"], made["client_secret"]
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def state_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


def _client(root: str) -> httpx.AsyncClient:
    return a_caller(root)
