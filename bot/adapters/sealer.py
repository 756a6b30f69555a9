"""Sealing of answers with AES-256-GCM, and the ids by which only the key's holder can find them again."""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId, RoundId
from bot.ports import Entropy

KEY_BYTES = 32
_NONCE_BYTES = 12


class AesSealer:
    """The `Sealer` port. One epoch key serves three ends, each under its own label, so that no two can be confused.

    The fingerprint and the ids are HMAC-SHA256 under the epoch key; the encryption key is derived from it by the same
    function (a single-step KDF, NIST SP 800-108 in spirit: one PRF call with a fixed label).
    """

    def __init__(self, *, entropy: Entropy) -> None:
        self._entropy = entropy

    def fingerprint(self, key: bytes) -> str:
        """16 bytes in hex that tell two keys apart and give neither away."""
        return _prf(key, b"rounds fingerprint 1")[:16].hex()

    def answer_id(self, key: bytes, *, person: PersonId, round_id: RoundId, question: str) -> bytes:
        """32 bytes, the same for the same person, round and question, and meaningless without the key."""
        return _prf(key, b"rounds answer 1", person.encode(), round_id.encode(), question.encode())

    def answer_ids(self, key: bytes, asked: Sequence[tuple[PersonId, RoundId, str]]) -> list[bytes]:
        return [self.answer_id(key, person=person, round_id=at, question=question) for person, at, question in asked]

    def seal(self, key: bytes, *, body: bytes, bound_to: bytes) -> bytes:
        """Nonce, ciphertext and tag: 28 bytes longer than the body."""
        return self.seal_many(key, [(body, bound_to)])[0]

    def seal_many(self, key: bytes, bodies: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        encrypt, token = _cipher(key).encrypt, self._entropy.token
        nonces = [token(_NONCE_BYTES) for _ in bodies]
        return [nonce + encrypt(nonce, body, bound) for nonce, (body, bound) in zip(nonces, bodies, strict=True)]

    def unseal(self, key: bytes, *, sealed: bytes, bound_to: bytes) -> bytes:
        """Raises `KeyUnavailable` when the key is not the one that sealed it, or the bytes were changed or moved."""
        return self.unseal_many(key, [(sealed, bound_to)])[0]

    def unseal_many(self, key: bytes, sealed: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        decrypt = _cipher(key).decrypt
        try:
            return [decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], bound) for body, bound in sealed]
        except (InvalidTag, ValueError):
            raise KeyUnavailable("a sealed answer does not open with the key of its epoch") from None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(_prf(key, b"rounds body 1"))


def _prf(key: bytes, *fields: bytes) -> bytes:
    """Fields are written with their lengths, so that no two different lists read the same."""
    if len(key) != KEY_BYTES:
        raise KeyUnavailable(f"an epoch key has {KEY_BYTES} bytes, this one has {len(key)}")
    told_apart = b"".join(len(field).to_bytes(4) + field for field in fields)
    return hmac.digest(key, told_apart, hashlib.sha256)
