"""A new key that signs the log of administration, begun by an entry."""

from dataclasses import dataclass

from bot.domain.administration.log import Author
from bot.domain.proof.chain import key_begins
from bot.ports import Clock, Entropy, Storage
from bot.repositories.chain import ChainKeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    key: bytes
    """The public half."""
    number: int
    """The entry by which it begins."""
    by_the_old: bool
    """Whether the old key has signed for the new one; else the old one is lost."""


class RenewSigningKey:
    """The new key is on disk before its entry is written, and the old one is destroyed after: a crash at any point
    leaves a key that can sign. Public halves stay."""

    def __init__(self, *, storage: Storage, keeper: ChainKeeper, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._keeper, self._clock, self._entropy = storage, keeper, clock, entropy

    async def __call__(self, *, author: Author) -> Renewed:
        """Raises `StorageUnavailable` and `KeyUnavailable`."""
        made = self._keeper.make()
        async with self._storage.writing() as work:
            before = await work.administration_log.end()
            old = None if before is None else before.signing_key
            had = old is not None and self._keeper.can_sign(old)
            entry = key_begins(made, at=self._clock.now(), author=author, is_first=old is None)
            await work.administration_log.add([entry], token=self._entropy.token)
            after = await work.administration_log.end()
        if old is not None:
            self._keeper.destroy(old)
        return Renewed(key=made, number=0 if after is None else after.head.number, by_the_old=had)
