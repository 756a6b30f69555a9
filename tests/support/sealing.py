"""Sealing of words and messages for tests, with keys in memory or in a folder."""

from collections.abc import Collection
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers.epochs import EpochKey, KeyDerivation
from bot.domain.identifiers import EpochId
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.epochs.seal_text import SealText
from storage.codecs.messages import decode_message, encode_message

ENTROPY = SystemEntropy()


class MemoryKeys:
    """The `KeyStore` port without a folder."""

    def __init__(self) -> None:
        self._keys: dict[EpochId, EpochKey] = {}

    def create(self, epoch: EpochId) -> EpochKey:
        made = EpochKey(secret=ENTROPY.token(32), derivation=KeyDerivation.HKDF_EXPAND)
        return self._keys.setdefault(epoch, made)

    def load(self, epoch: EpochId) -> EpochKey | None:
        return self._keys.get(epoch)

    def names(self) -> Collection[EpochId]:
        return list(self._keys)

    def destroy(self, epoch: EpochId) -> None:
        self._keys.pop(epoch, None)


def seal_text(folder: Path | None = None) -> SealText:
    """Keys of the inbox in this folder, or in memory."""
    keys = MemoryKeys() if folder is None else FileKeys(folder, entropy=ENTROPY, suffix=INBOX_SUFFIX)
    sealer = AesSealer(entropy=ENTROPY)
    return SealText(keys=InboxKeys(keys=keys, sealer=sealer), sealer=sealer)


def seal_messages(text: SealText | None = None) -> SealMessages:
    return SealMessages(text=text or seal_text(), encode=encode_message, decode=decode_message)
