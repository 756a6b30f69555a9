"""Looking whether the log of administration is as it was written."""

import asyncio

from bot.domain.errors import KeyUnavailable
from bot.domain.proof.chain import NotedHead
from bot.domain.proof.check_chain import ChainCheck, FitsKey, check_chain
from bot.repositories.chain import ChainKeeper, ChainRecords


class VerifyChain:
    """Needs the public halves of the signing keys and no key of answers; changes nothing."""

    def __init__(self, *, records: ChainRecords, keeper: ChainKeeper, fits: FitsKey, is_backup: bool = False) -> None:
        self._records, self._keeper, self._fits, self._is_backup = records, keeper, fits, is_backup

    async def __call__(self) -> ChainCheck:
        """Raises `StorageUnavailable`, and `KeyUnavailable` where the keys folder cannot be read."""
        return await asyncio.to_thread(self._check)

    def _check(self) -> ChainCheck:
        # The head first: an entry that is made meanwhile is then in the database and not yet in the head.
        published, (noted, spoilt) = self._keeper.published(), self._noted()
        return check_chain(
            self._records.read(),
            published=published,
            noted=noted,
            fits=self._fits,
            is_backup=self._is_backup,
            unreadable_head=spoilt,
        )

    def _noted(self) -> tuple[NotedHead | None, str]:
        try:
            return self._keeper.noted(), ""
        except KeyUnavailable as error:
            return None, str(error)
