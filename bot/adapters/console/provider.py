"""The hospital's own sign-in, asked by OpenID Connect who somebody is: code flow, PKCE, and a token that is checked."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from bot.adapters.trust import trusted
from bot.ports import Clock
from bot.setting_fields import LOOPBACK, is_safe_way

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""With a key of which only the provider has the secret half: never `none`, and no shared secret."""
LEEWAY: Final = 60
"""Seconds that two clocks may differ."""
KNOWN_FOR: Final = timedelta(hours=1)
"""For how long the provider's addresses and keys are not asked for again."""
TIMEOUT: Final = 5.0


class ProviderAway(Exception):
    """The provider does not answer, or not as one does; the words say what, without anything it said."""


class NotBelieved(Exception):
    """What came back proves nothing; the words say why, without anything of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAccount:
    """What the provider knows Rounds by."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    """The claim that holds the id in the roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to sign in, of one browser: everything in it is made of a secret that only this browser has."""

    secret: str

    @property
    def state(self) -> str:
        return self._made("state")

    @property
    def nonce(self) -> str:
        return self._made("nonce")

    @property
    def verifier(self) -> str:
        return self._made("verifier")

    def _made(self, what: str) -> str:
        digest = sha256(f"{what} of {self.secret}".encode("utf-8", "replace")).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the provider says of itself, and its keys."""

    at: datetime
    authorization: str
    token: str
    end_session: str
    takes_basic: bool
    keys: KeySet


class Provider:
    def __init__(self, account: ProviderAccount, *, comes_back_to: str, clock: Clock) -> None:
        """`comes_back_to`: the address that is registered with the provider."""
        self._account, self._comes_back_to, self._clock = account, comes_back_to, clock
        self._cached: _Known | None = None

    async def address(self, attempt: Attempt) -> str:
        """Where the browser goes to sign in. Raises ProviderAway."""
        known = await self._known()
        asked = {
            "response_type": "code",
            "client_id": self._account.client_id,
            "redirect_uri": self._comes_back_to,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return f"{known.authorization}{'&' if '?' in known.authorization else '?'}{urlencode(asked)}"

    async def end_address(self) -> str:
        """Where somebody signs out of the provider itself; empty where it has no such page. Raises ProviderAway."""
        known = await self._known()
        return f"{known.end_session}?{urlencode({'client_id': self._account.client_id})}" if known.end_session else ""

    async def who(self, code: str, attempt: Attempt) -> str:
        """The id of whoever has signed in; empty where the provider tells none. Raises ProviderAway, NotBelieved."""
        known = await self._known()
        token = await self._redeemed(code, attempt, known)
        try:
            found = self._read(token, known.keys)
        except InvalidKeyIdError:  # the provider has changed its keys
            found = self._read(token, (await self._known(anew=True)).keys)
        claims = CodeIDToken(
            found.claims,
            found.header,
            {
                "iss": {"essential": True, "values": [self._account.issuer]},
                "aud": {"essential": True, "values": [self._account.client_id]},
            },
            {"nonce": attempt.nonce, "client_id": self._account.client_id},
        )
        try:
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise NotBelieved(f"the token does not hold: {type(error).__name__}") from error
        said = claims.get(self._account.claim)
        return said if isinstance(said, str) else ""

    @staticmethod
    def _read(token: str, keys: KeySet) -> jwt.Token:
        try:
            return jwt.decode(token, keys, registry=JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False))
        except InvalidKeyIdError:
            raise
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotBelieved(f"the token is not signed by the provider: {type(error).__name__}") from error

    async def _redeemed(self, code: str, attempt: Attempt, known: _Known) -> str:
        account = self._account
        posted = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._comes_back_to,
            "code_verifier": attempt.verifier,
        }
        auth: tuple[str, str] | None = (quote_plus(account.client_id), quote_plus(account.client_secret))
        if not known.takes_basic:
            posted |= {"client_id": account.client_id, "client_secret": account.client_secret}
            auth = None
        answer = await self._ask("POST", known.token, data=posted, auth=auth)
        if answer.status_code == 400:
            raise NotBelieved("the provider does not know the code, or has taken it before")
        if answer.status_code != 200:
            raise ProviderAway(f"the provider refuses this client (status {answer.status_code})")
        token = _json(answer).get("id_token")
        if not isinstance(token, str):
            raise NotBelieved("the provider gave no token that says who somebody is")
        return token

    async def _known(self, *, anew: bool = False) -> _Known:
        now = self._clock.now()
        if self._cached is not None and now - self._cached.at < (timedelta(minutes=1) if anew else KNOWN_FOR):
            return self._cached
        issuer = self._account.issuer
        said = _json(await self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
        if said.get("issuer") != issuer:
            raise ProviderAway("the provider calls itself by another name than ROUNDS_OIDC_ISSUER")
        addresses = {name: said.get(name, "") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        if not all(isinstance(each, str) and is_safe_way(each) for each in addresses.values()):
            raise ProviderAway("the provider names an address that is not https")
        end = said.get("end_session_endpoint", "")
        try:
            keys = KeySet.import_key_set(_json(await self._ask("GET", addresses["jwks_uri"])))  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderAway("the provider's keys cannot be read") from error
        self._cached = _Known(
            at=now,
            authorization=addresses["authorization_endpoint"],
            token=addresses["token_endpoint"],
            end_session=end if isinstance(end, str) and is_safe_way(end) and "?" not in end else "",
            takes_basic="client_secret_basic"
            in said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]),
            keys=keys,
        )
        return self._cached

    async def _ask(self, method: str, address: str, **how: Any) -> httpx.Response:
        """No redirect is followed: it could lead anywhere."""
        is_here = urlsplit(address).hostname in LOOPBACK
        try:
            async with httpx.AsyncClient(
                follow_redirects=False, timeout=TIMEOUT, trust_env=not is_here, verify=trusted()
            ) as client:
                return await client.request(method, address, **how)
        except httpx.HTTPError as error:
            raise ProviderAway(f"the provider cannot be reached: {type(error).__name__}") from error


def _json(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        found = answer.json() if answer.status_code == 200 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ProviderAway(f"the provider does not answer as one does (status {answer.status_code})")
    return found
