"""Tokens of channels while Rounds runs: another one is taken without a restart, and each is asked after."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

import structlog

from bot.domain.errors import RoundsError
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.organisation.people import Channel
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import Troubled, keep_running, wait_for_event
from bot.flows.sending.dispatch import Dispatch
from bot.ports import ChannelBroken, DeliveryFailed, Messenger, Timer, TokenRefused

log = structlog.get_logger()

Settings = TypeVar("Settings")
"""Of one channel."""
SETTINGS = Part(kind=PartKind.SETTINGS)
LOOK_EVERY = 15.0
"""Seconds between looks at the settings."""
ASK_EVERY = 300.0
"""Seconds between questions to a platform whether the token still lives."""


class ChannelAccounts(Protocol):
    """The open accounts of channels, each by its channel."""

    @property
    def renewals(self) -> Mapping[Channel, Callable[[Any], Awaitable[None]]]:
        """How those with tokens take others."""

    @property
    def messengers(self) -> Mapping[Channel, Messenger]: ...

    @property
    def dispatchers(self) -> Mapping[Channel, Dispatch]: ...


def token_part(channel: Channel) -> Part:
    return Part(kind=PartKind.TOKEN, channel=channel)


class KeepTokens(Generic[Settings]):
    """Looks at the settings every few seconds, at once when `told` is set, and hands changed tokens to their channels.

    A token that is refused changes nothing: the earlier one goes on, and log and health say so. It is tried again when
    somebody tells, or changes it. Everything else in the settings counts from the next start.
    """

    def __init__(
        self,
        *,
        tokens: Mapping[Channel, Sequence[str]],
        accounts: ChannelAccounts,
        current: MutableMapping[Channel, Settings],
        read: Callable[[], Mapping[Channel, Settings]],
        health: HealthBoard,
        timer: Timer,
    ) -> None:
        """`tokens`: the fields of the settings that hold them. `current`: the settings of the channels that are
        open, kept up to date here. `read`: those that stand in the environment now; raises `RoundsError` when they
        cannot be used. It runs on a thread of its own."""
        self._tokens = tokens
        self._accounts, self._current, self._read = accounts, current, read
        self._health, self._timer = health, timer
        self._refused: dict[Channel, Settings] = {}
        self._asked_at = timer.monotonic()
        self.told = asyncio.Event()

    async def run(self) -> None:
        await keep_running(SETTINGS, self._step, health=self._health, wait=self._wait, again=LOOK_EVERY)

    async def _step(self) -> float:
        await self.look()
        if self._timer.monotonic() >= self._asked_at + ASK_EVERY:
            self._asked_at = self._timer.monotonic()
            await self.ask()
        return LOOK_EVERY

    async def _wait(self, seconds: float) -> None:
        await wait_for_event(self.told, seconds, timer=self._timer)
        if self.told.is_set():
            self.told.clear()
            self._refused.clear()

    async def look(self) -> None:
        """Hand on what has changed. Raises `Troubled` while the settings cannot be used."""
        try:
            found = await asyncio.to_thread(self._read)
        except RoundsError as error:
            if not self._health.parts.get(SETTINGS):
                log.warning("settings_not_taken", reason=type(error).__name__)
            raise Troubled(Trouble(kind=TroubleKind.SETTINGS_UNUSABLE)) from error
        self._health.well(SETTINGS)
        for channel, renew in self._accounts.renewals.items():
            before, now = self._current[channel], found.get(channel)
            if now is None or self._same(channel, before, now):
                if self._refused.pop(channel, None) is not None:
                    self._health.well(token_part(channel))  # what was refused has been taken back
                continue
            if channel in self._refused and self._same(channel, self._refused[channel], now):
                continue
            try:
                await renew(now)
            except TokenRefused as error:
                self._refused[channel] = now
                self._not_taken(channel, error.trouble)
            except DeliveryFailed:
                self._not_taken(channel, Trouble(kind=TroubleKind.NEW_TOKEN_UNASKED))
            else:
                self._refused.pop(channel, None)
                self._current[channel] = now
                self._health.well(token_part(channel))
                self._accounts.dispatchers[channel].renewed()
                log.info("token_taken", channel=channel)

    async def ask(self) -> None:
        """Ask each platform whether the token still lives; one that cannot be asked says nothing about it."""
        for channel in self._accounts.renewals:
            if channel in self._refused:
                continue  # that is what is said of it
            try:
                await self._accounts.messengers[channel].check()
            except ChannelBroken:
                self._health.troubled(token_part(channel), Trouble(kind=TroubleKind.TOKEN_DEAD))
                log.warning("token_dead", channel=channel)
            except DeliveryFailed:
                pass
            else:
                self._health.well(token_part(channel))

    def _same(self, channel: Channel, one: Settings, other: Settings) -> bool:
        return all(getattr(one, field) == getattr(other, field) for field in self._tokens[channel])

    def _not_taken(self, channel: Channel, trouble: Trouble) -> None:
        self._health.troubled(token_part(channel), trouble)
        log.warning("token_not_taken", channel=channel, reason=trouble.line)
