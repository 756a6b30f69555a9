"""Sealing, under an epoch's key, of the few words that a backup would otherwise carry in the open."""

from bot.domain.answers.epochs import EpochKey
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId
from bot.ports import KeyStore, Sealer


class EpochSeals:
    """Satisfies `bot.ports.Seals`. It never creates a key."""

    def __init__(self, *, keys: KeyStore, sealer: Sealer) -> None:
        self._keys, self._sealer = keys, sealer

    def has_key(self, epoch: EpochId, *, fingerprint: str) -> bool:
        return self._key(epoch, fingerprint) is not None

    def seal(self, body: bytes, *, epoch: EpochId, fingerprint: str, bound_to: bytes) -> bytes | None:
        key = self._key(epoch, fingerprint)
        return None if key is None else self._sealer.seal(key, body=body, bound_to=bound_to)

    def unseal(self, sealed: bytes, *, epoch: EpochId, bound_to: bytes) -> bytes | None:
        try:
            key = self._keys.load(epoch)
            return None if key is None else self._sealer.unseal(key, sealed=sealed, bound_to=bound_to)
        except KeyUnavailable:
            return None

    def _key(self, epoch: EpochId, fingerprint: str) -> EpochKey | None:
        try:
            key = self._keys.load(epoch)
        except KeyUnavailable:  # a backup is wanted most of all when something is wrong with the keys
            return None
        return None if key is None or self._sealer.fingerprint(key) != fingerprint else key
