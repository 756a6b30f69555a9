"""Tokens of channels while Rounds runs: another one is taken without a restart, and each is asked after."""

import asyncio
from collections.abc import Callable, Mapping, MutableMapping

import structlog

from bot.app.channels import Accounts
from bot.channel_port import Channels, TokenRefused
from bot.domain.errors import RoundsError
from bot.domain.organisation.people import Channel
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import Troubled, keep_running, wait_for_event
from bot.ports import ChannelBroken, DeliveryFailed, Timer
from bot.setting_fields import SettingsGroup

log = structlog.get_logger()

PART = "settings"
"""Of the health board: whether what was changed in the settings can be used."""
LOOK_EVERY = 15.0
"""Seconds between looks at the settings."""
ASK_EVERY = 300.0
"""Seconds between questions to a platform whether the token still lives."""


def part_of(channel: Channel) -> str:
    return f"token of {channel}"


class KeepTokens:
    """Looks at the settings every few seconds, at once when `told` is set, and hands changed tokens to their channels.

    A token that is refused changes nothing: the earlier one goes on, and log and health say so. It is tried again when
    somebody tells, or changes it. Everything else in the settings counts from the next start.
    """

    def __init__(
        self,
        *,
        channels: Channels,
        accounts: Accounts,
        current: MutableMapping[Channel, SettingsGroup],
        read: Callable[[], Mapping[Channel, SettingsGroup]],
        health: HealthBoard,
        timer: Timer,
    ) -> None:
        """`current`: the settings of the channels that are open, kept up to date here. `read`: those that stand in the
        environment now; raises `RoundsError` when they cannot be used. It runs on a thread of its own."""
        self._tokens = {channel.id: channel.tokens for channel in channels}
        self._accounts, self._current, self._read = accounts, current, read
        self._health, self._timer = health, timer
        self._refused: dict[Channel, SettingsGroup] = {}
        self._asked_at = timer.monotonic()
        self.told = asyncio.Event()

    async def run(self) -> None:
        await keep_running(PART, self._step, health=self._health, wait=self._wait, again=LOOK_EVERY)

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
            if not self._health.parts.get(PART):
                log.warning("settings_not_taken", reason=type(error).__name__)
            raise Troubled("what was changed cannot be used, the earlier ones go on; see: rounds check") from error
        self._health.well(PART)
        for channel, renew in self._accounts.renewals.items():
            before, now = self._current[channel], found.get(channel)
            if now is None or self._same(channel, before, now):
                if self._refused.pop(channel, None) is not None:
                    self._health.well(part_of(channel))  # what was refused has been taken back
                continue
            if channel in self._refused and self._same(channel, self._refused[channel], now):
                continue
            try:
                await renew(now)
            except TokenRefused as error:
                self._refused[channel] = now
                self._not_taken(channel, f"the new token is refused ({error}); the earlier one goes on")
            except DeliveryFailed:
                self._not_taken(channel, "the platform cannot be asked about the new token; the earlier one goes on")
            else:
                self._refused.pop(channel, None)
                self._current[channel] = now
                self._health.well(part_of(channel))
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
                self._health.troubled(part_of(channel), "the platform refuses the token; put another in its place")
                log.warning("token_dead", channel=channel)
            except DeliveryFailed:
                pass
            else:
                self._health.well(part_of(channel))

    def _same(self, channel: Channel, one: SettingsGroup, other: SettingsGroup) -> bool:
        return all(getattr(one, field) == getattr(other, field) for field in self._tokens[channel])

    def _not_taken(self, channel: Channel, why: str) -> None:
        self._health.troubled(part_of(channel), why)
        log.warning("token_not_taken", channel=channel, reason=why)
