"""Receiving by long polling: the whole batch is committed before the offset is raised.

Telegram counts an update as confirmed when it is asked with a higher offset, and keeps the others for 24 hours; the
library's own updater confirms before anything is stored, so it is not used.
"""

from collections.abc import Sequence

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.adapters.channels.telegram import PLATFORM, TELEGRAM
from bot.adapters.channels.telegram.account import ALLOWED_UPDATES, TelegramAccount
from bot.adapters.channels.telegram.errors import seconds_of
from bot.adapters.channels.telegram.intake import TelegramIntake
from bot.adapters.channels.telegram.updates import read_update
from bot.cancellation import stop_if_cancelled
from bot.domain.errors import RoundsError
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import Troubled, keep_running
from bot.ports import Timer

log = structlog.get_logger()

PART = Part(kind=PartKind.RECEIVING, channel=TELEGRAM)
PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries; the last one repeats, so receiving heals within ten seconds of its cause."""
BATCH = 100

EDITS_FIRST = 0.003
"""Seconds between a commit and the request that confirms it: who tapped waits for the edit, nobody for that."""


class TelegramPoller:
    """One poller per token. It ends only by being cancelled; every trouble is said on the health board."""

    def __init__(
        self,
        *,
        account: TelegramAccount,
        intake: TelegramIntake,
        health: HealthBoard,
        timer: Timer,
        long_poll: int = 30,
    ) -> None:
        """`long_poll`: seconds that Telegram may hold a request open until something happens."""
        self._account, self._intake = account, intake
        self._health, self._timer, self._long_poll = health, timer, long_poll
        self._offset = 0
        self._introduced = False
        self._failures = 0
        self._told = 0
        """The newest update whose sender heard that it is not saved: once is enough."""

    @property
    def _bot(self) -> Bot:
        return self._account.bot

    async def run(self) -> None:
        await keep_running(PART, self._poll, health=self._health, wait=self._rest, again=PAUSES[-1])

    async def _poll(self) -> float:
        try:
            await self.poll()
        except RetryAfter as error:
            raise self._troubled(TroubleKind.PLATFORM_BUSY, error, seconds_of(error)) from error
        except Conflict as error:
            raise self._troubled(TroubleKind.OTHER_RECEIVER, error, PAUSES[-1]) from error
        except InvalidToken as error:
            raise self._troubled(TroubleKind.TOKEN_REFUSED, error, PAUSES[-1]) from error
        except TelegramError as error:
            raise self._troubled(TroubleKind.PLATFORM_AWAY, error, self._next_pause()) from error
        except RoundsError as error:
            raise self._troubled(TroubleKind.NOT_SAVED, error, self._next_pause()) from error
        except Exception:  # only counted here, so that the next look does not wait; whoever runs the loop reports it
            self._failures += 1
            raise
        self._failures = 0
        return 0.0

    async def _rest(self, seconds: float) -> None:
        if seconds:
            await self._timer.sleep(seconds)

    async def poll(self) -> int:
        """One request; returns how many updates were committed and will be confirmed by the next."""
        if not self._introduced:
            await self._account.introduce(await self._intake.locale_of())
            await self._bot.delete_webhook()  # polling is refused while one is set; what waits there is kept
            self._introduced = True
        updates = await self._fetch()
        if updates:
            await self._commit(updates)
            self._offset = max(update.update_id for update in updates) + 1
            await self._timer.sleep(EDITS_FIRST)
        self._health.well(PART)
        return len(updates)

    async def _fetch(self) -> Sequence[Update]:
        try:
            return await self._bot.get_updates(
                offset=self._offset,
                limit=BATCH,
                timeout=0 if self._failures else self._long_poll,  # after a fault, see at once whether it is over
                allowed_updates=ALLOWED_UPDATES,
            )
        except TelegramError:
            raise
        except Exception:  # the library could not read the batch: take it apart
            stop_if_cancelled()
            raw = self._account.updates.newest_updates()
            updates = [update for one in raw if (update := read_update(one, self._bot)) is not None]
            if not updates:
                raise
            return updates

    async def _commit(self, updates: Sequence[Update]) -> None:
        try:
            await self._intake.take(updates)
        except RoundsError:
            self._tell_not_saved(updates)
            raise
        except Exception as error:  # a bug met by one update must not keep the others from being saved
            stop_if_cancelled()
            log.error("batch_failed", reason=type(error).__name__)
            await self._commit_one_by_one(updates)

    async def _commit_one_by_one(self, updates: Sequence[Update]) -> None:
        for place, update in enumerate(updates):
            try:
                await self._intake.take([update])
            except RoundsError:
                self._tell_not_saved(updates[place:])
                raise
            except Exception as error:  # tried twice; kept, it would block everybody behind it
                stop_if_cancelled()
                log.error("update_skipped", reason=type(error).__name__)

    def _tell_not_saved(self, updates: Sequence[Update]) -> None:
        self._intake.not_saved([update for update in updates if update.update_id > self._told])
        self._told = max(self._told, *(update.update_id for update in updates))

    def _troubled(self, why: TroubleKind, error: Exception, pause: float) -> Troubled:
        log.warning("telegram_receiving_troubled", reason=type(error).__name__, pause=pause)
        self._failures += 1
        return Troubled(Trouble(kind=why, platform=PLATFORM), rest=pause)

    def _next_pause(self) -> float:
        return PAUSES[min(self._failures, len(PAUSES) - 1)]
