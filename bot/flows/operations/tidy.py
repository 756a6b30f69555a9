"""Keeping the database small, and its answers unlinked."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.refused_addresses import TRIED_AGAIN
from bot.domain.retention import tables as rules
from bot.flows.epochs.asked_kept_from import asked_kept_from
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.ports import Storage

BATCHES: Final = 20
"""Of questions that are forgotten in one tick, a thousand each: after an upgrade years of them may be too old."""
SETTLED_AFTER: Final = timedelta(minutes=10)
"""After a start answers are unlinked: also of a process that is stopped every night this is done every day."""


class Tidy:
    """Give up what is too late to send, and forget what nobody needs any more, by the rules of retention. Try addresses
    again that were given up four weeks ago.

    Once a day do what takes longer or goes by weeks, destroy old keys of the inbox, and take away what ties sealed
    answers to moments; where that fails, it is tried again by itself.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        inbox_keys: InboxKeys,
        unlink_answers: Callable[[], Awaitable[object]],
        batches: int = BATCHES,
    ) -> None:
        """`unlink_answers` is awaited once some minutes after the start, then once a day. That somebody was asked is
        forgotten from the tick after the start on."""
        self._storage, self._inbox_keys, self._unlink_answers = storage, inbox_keys, unlink_answers
        self._batches = batches
        self._tidied_on: date | None = None
        self._started_at: datetime | None = None
        self._is_to_unlink = True
        self._are_more_asked = False

    async def __call__(self, *, now: datetime) -> None:
        """Raises `StorageUnavailable` and `KeyUnavailable`."""
        async with self._storage.writing() as work:
            await work.rosters.try_again(before=now - TRIED_AGAIN)
            await work.deliveries.expire(now=now)
            await work.deliveries.forget_passed(before=rules.PASSED_MESSAGES.moment(now))
            await work.inbox.purge(before=rules.UPDATE_IDS.day(now))
            await work.prompts.purge(before=rules.PROMPTS.moment(now))
            await work.prompts.let_old_go(before=rules.LOOSE_WORDS.moment(now))
            await work.codes.forget_attempts(before=rules.TRIES.moment(now))
        is_start = self._started_at is None  # which has other things to do
        if self._started_at is None:
            self._started_at = now
        if now.date() != self._tidied_on:
            await self._inbox_keys.destroy_old(self._storage, now=now)
            async with self._storage.writing() as work:
                await work.web_chats.forget_sealed(before=rules.SEALED_IN_CHATS.week(now))
                await work.attention.forget(before=rules.ATTENTION.week(now))
                await work.nudges.forget(named_before=rules.NAMES_ON_NUDGES.week(now), before=rules.NUDGES.week(now))
                await work.comments.forget(before=rules.COMMENTS.week(now))
                await work.web_chats.forget_comments(before=rules.QUOTES_IN_CHATS.week(now))
                await work.deliveries.forget_comments(before=rules.QUOTES_SENT.week(now))
                if (closed := await work.weeks.newest_closed()) is not None:
                    await work.weeks.forget_retired(before=rules.retired_before(now, closed=closed))
                await work.own_data.drop_erased(before=rules.ERASED.moment(now))
                await work.web_chats.forget_old(now=IsoWeek.of(now.date()), before=rules.CHATS.week(now))
            await forget_late(self._storage)
            self._tidied_on, self._are_more_asked = now.date(), True
            self._is_to_unlink = True
        if self._are_more_asked and not is_start:
            self._are_more_asked = await self._forget_asked(now)
        if self._is_to_unlink and now - self._started_at >= SETTLED_AFTER:
            await self._unlink_answers()
            self._is_to_unlink = False

    async def _forget_asked(self, now: datetime) -> bool:
        """That somebody was asked, whether they were heard, and what they were shown then; whether there may be more of
        it for the next tick."""
        async with self._storage.reading() as work:
            before = await asked_kept_from(work, now=now)
        if before is None:
            return False
        async with self._storage.writing() as work:
            await work.loop.forget_shown_before(before)
        for _ in range(self._batches):
            async with self._storage.writing() as work:
                if not await work.weeks.forget_asked(before=before):
                    await work.weeks.forget_silences()
                    return False
        return True


async def forget_late(storage: Storage) -> None:
    """Of forgotten weeks all else: what was sent again or changed, the times of what was said back to people, and what
    nobody knew to have arrived when all others of its week were forgotten."""
    while True:
        async with storage.writing() as work:
            if not await work.weeks.forget_late():
                return
