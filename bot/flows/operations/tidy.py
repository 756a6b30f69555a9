"""Keeping the database small, and its answers unlinked."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from bot.domain.disclosure.atoms import INSIDER_WEEKS
from bot.domain.follow_up.comments import COMMENTS_KEPT_WEEKS
from bot.domain.follow_up.prompts import ASKED_BACK, STAYS_OPEN
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.nudges import WEEKS_NAMED, WEEKS_TRIED
from bot.domain.organisation.refused_addresses import TRIED_AGAIN
from bot.flows.epochs.inbox_keys import InboxKeys, oldest_of_inbox
from bot.ports import Storage

INBOX_KEEPS = timedelta(hours=48)
"""How long (platform, update id) is kept to recognise a repeated update."""


CHATS_KEEP_WEEKS = 26
"""How long digests, news and words of leads stay in a chat on the web: as long as a reading role counts after its end,
so that nobody's own chat shows them what they have ceased to be a reader of."""
ATTENTION_KEPT_WEEKS = 2
"""How long it is known what counted in somebody's week: last week is told, and clocks may lie a day apart."""
ERASED_KEPT = timedelta(weeks=INSIDER_WEEKS)
"""How long roles stand under the number of somebody who was erased: so long it counts who was a reader."""
TRIES_COUNT = timedelta(hours=1)
"""How long a failed try with a code counts against its address."""


class Tidy:
    """Give up what is too late to send, and forget what nobody needs any more: failed tries with codes after an hour,
    update ids after two days, prompts after three, and three days after their time all messages but questions. Try
    addresses again that were given up four weeks ago.

    Once a day destroy old keys of the inbox, with what the web chats hold under them; empty the web chats of what has
    lain open in them for half a year; forget comments as old, with the messages that quote them, and the roles of those
    who were erased then; and take away what ties sealed answers to moments.
    """

    def __init__(
        self, *, storage: Storage, inbox_keys: InboxKeys, unlink_answers: Callable[[], Awaitable[object]]
    ) -> None:
        """`unlink_answers` is awaited once a day, not at the start."""
        self._storage, self._inbox_keys, self._unlink_answers = storage, inbox_keys, unlink_answers
        self._unlinked_on: date | None = None

    async def __call__(self, *, now: datetime) -> None:
        """Raises `StorageUnavailable` and `KeyUnavailable`."""
        async with self._storage.writing() as work:
            await work.deliveries.expire(now=now)
            await work.deliveries.forget_passed(before=now - STAYS_OPEN)
            await work.inbox.purge(before=(now - INBOX_KEEPS).date())
            await work.prompts.purge(before=now - STAYS_OPEN)
            await work.prompts.let_old_go(before=now - ASKED_BACK)
            await work.codes.forget_attempts(before=now - TRIES_COUNT)
            await work.rosters.try_again(before=now - TRIED_AGAIN)
        if now.date() != self._unlinked_on:
            await self._inbox_keys.destroy_old(self._storage, now=now)
            async with self._storage.writing() as work:
                await work.web_chats.forget_sealed(before=oldest_of_inbox(now))
                week = IsoWeek.of(now.date())
                await work.attention.forget(before=week - ATTENTION_KEPT_WEEKS)
                await work.nudges.forget(named_before=week - WEEKS_NAMED, before=week - WEEKS_TRIED)
                await work.comments.forget(before=week - COMMENTS_KEPT_WEEKS)
                await work.web_chats.forget_comments(before=week - COMMENTS_KEPT_WEEKS)
                await work.deliveries.forget_comments(before=week - COMMENTS_KEPT_WEEKS)
                await work.own_data.drop_erased(before=now - ERASED_KEPT)
                await work.web_chats.forget_old(now=week, before=week - CHATS_KEEP_WEEKS)
            if self._unlinked_on is not None:  # a start has other things to do
                await self._unlink_answers()
            self._unlinked_on = now.date()
