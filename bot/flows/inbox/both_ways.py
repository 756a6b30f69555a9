"""The two ways of an update through the inbox, side by side in one process."""

import asyncio

from bot.domain.messaging.free_text_guard import LongestText
from bot.flows.inbox.choose_locale import LocaleOf
from bot.flows.inbox.process import ProcessInbox
from bot.flows.inbox.receive import MayName, NamesOf, Receive
from bot.flows.inbox.seal_updates import SealUpdates
from bot.ports import Clock, Storage


class BothWays:
    """Take updates in, and have them filed.

    - A few are filed in the transaction that takes them in, where this process is alone with its database.
    - All others are committed first and filed by a run, which waits while updates are being received: what is committed
      can wait, who is unacknowledged cannot.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        process: ProcessInbox,
        locale_of: LocaleOf,
        names_of: NamesOf,
        seal: SealUpdates,
        longest_text: LongestText,
        may_name: MayName | None = None,
        is_alone: bool,
    ) -> None:
        self._process = process
        self.news = asyncio.Event()
        """Set when something was committed that waits for a run."""
        self.receive = Receive(
            storage=storage,
            clock=clock,
            wake=self.news.set,
            locale_of=locale_of,
            names_of=names_of,
            seal=seal,
            longest_text=longest_text,
            may_name=may_name,
            file_immediately=process.file_immediately if is_alone else None,
        )

    async def work_off(self) -> None:
        """File what lies in the inbox. Raises `StorageUnavailable` and `KeyUnavailable`."""
        await self._process(wait=self.receive.wait_until_idle)
