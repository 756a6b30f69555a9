"""Sealing of answers with AES-256-GCM, and the ids by which only the key's holder can find them again."""

import hmac
from collections.abc import Sequence
from typing import assert_never

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from bot.domain.answers.epochs import EpochKey, KeyDerivation
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId, RoundId
from bot.ports import Entropy

_KEY_BYTES = 32
_FINGERPRINT_BYTES = 16
_UPDATE_ID_BYTES = 16
_NONCE_BYTES = 12


class AesSealer:
    """The `Sealer` port. One key serves several ends, each under its own label, so that no two can be confused.

    The epoch's secret is uniformly random, so keys are derived from it by the expanding half of HKDF alone (RFC 5869,
    section 3.3): one for AES-GCM and one for the HMAC-SHA256 of the ids; the fingerprint is derived likewise.
    """

    def __init__(self, *, entropy: Entropy) -> None:
        self._entropy = entropy

    def fingerprint(self, key: EpochKey) -> str:
        """16 bytes in hex that tell two keys apart and give neither away."""
        match key.derivation:
            case KeyDerivation.HKDF_EXPAND:
                derived = _expanded(key, b"rounds fingerprint 2")
            case KeyDerivation.LABELLED_HMAC:
                derived = _mac(key.secret, b"rounds fingerprint 1")
            case _:
                assert_never(key.derivation)
        return derived[:_FINGERPRINT_BYTES].hex()

    def answer_id(self, key: EpochKey, *, person: PersonId, round_id: RoundId, question: str) -> bytes:
        """32 bytes, the same for the same person, round and question, and meaningless without the key."""
        return self.answer_ids(key, [(person, round_id, question)])[0]

    def answer_ids(self, key: EpochKey, asked: Sequence[tuple[PersonId, RoundId, str]]) -> list[bytes]:
        secret, label = _for_ids(key)
        return [_mac(secret, *label, *(name.encode() for name in names)) for names in asked]

    def update_ids(self, key: EpochKey, rows: Sequence[bytes]) -> list[str]:
        """16 bytes in hex each."""
        secret = _expanded(key, b"rounds update id 1")
        return [_mac(secret, row)[:_UPDATE_ID_BYTES].hex() for row in rows]

    def seal(self, key: EpochKey, *, body: bytes, bound_to: bytes) -> bytes:
        """Nonce, ciphertext and tag: 28 bytes longer than the body."""
        return self.seal_many(key, [(body, bound_to)])[0]

    def seal_many(self, key: EpochKey, bodies: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        encrypt, token = _cipher(key).encrypt, self._entropy.token
        nonces = [token(_NONCE_BYTES) for _ in bodies]
        return [nonce + encrypt(nonce, body, bound) for nonce, (body, bound) in zip(nonces, bodies, strict=True)]

    def unseal(self, key: EpochKey, *, sealed: bytes, bound_to: bytes) -> bytes:
        """Raises `KeyUnavailable` when the key is not the one that sealed it, or the bytes were changed or moved."""
        return self.unseal_many(key, [(sealed, bound_to)])[0]

    def unseal_many(self, key: EpochKey, sealed: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        decrypt = _cipher(key).decrypt
        try:
            return [decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], bound) for body, bound in sealed]
        except (InvalidTag, ValueError):
            raise KeyUnavailable("a sealed answer does not open with the key of its epoch") from None


def _cipher(key: EpochKey) -> AESGCM:
    match key.derivation:
        case KeyDerivation.HKDF_EXPAND:
            return AESGCM(_expanded(key, b"rounds body 2"))
        case KeyDerivation.LABELLED_HMAC:
            return AESGCM(_mac(key.secret, b"rounds body 1"))
        case _:
            assert_never(key.derivation)


def _for_ids(key: EpochKey) -> tuple[bytes, tuple[bytes, ...]]:
    """The secret of the HMAC, and what stands before the fields of every id."""
    match key.derivation:
        case KeyDerivation.HKDF_EXPAND:
            return _expanded(key, b"rounds answer id 2"), ()
        case KeyDerivation.LABELLED_HMAC:
            return key.secret, (b"rounds answer 1",)
        case _:
            assert_never(key.derivation)


def _expanded(key: EpochKey, label: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=_KEY_BYTES, info=label).derive(key.secret)


def _mac(secret: bytes, *fields: bytes) -> bytes:
    """Fields are written with their lengths, so that no two different lists read the same."""
    framed = b"".join([len(field).to_bytes(4) + field for field in fields])
    return hmac.digest(secret, framed, "sha256")
