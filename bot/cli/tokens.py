"""Changed tokens in `rounds run`: where they are read anew, and what tells it to look at once."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.adapters.channels.registry import CHANNELS
from bot.app.loops import App
from bot.cancellation import going_on
from bot.domain.organisation.people import Channel
from bot.flows.sending.keep_tokens import KeepTokens
from bot.logs import set_up_logging
from bot.setting_fields import SettingsGroup
from config.settings import Settings, load_settings, secrets_of


def heed_no_hangup() -> bool:
    """From now on SIGHUP ends this process no more, but for one in a terminal, which ends with it. Whether that is so.

    Said as early as can be: a service manager may have the settings looked at while everything is still being opened.
    """
    is_service = not sys.stdin or not sys.stdin.isatty()
    if is_service:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return is_service


@asynccontextmanager
async def tokens_kept(
    app: App, settings: Settings, current: MutableMapping[Channel, SettingsGroup]
) -> AsyncIterator[None]:
    """While the block runs, tokens that change in `.env` or in a file are taken; SIGHUP has them looked at at once."""
    hidden = set(secrets_of(settings))

    def read() -> Mapping[Channel, SettingsGroup]:
        found = load_settings(os.environ, Path(), channels=CHANNELS)
        if fresh := set(secrets_of(found)) - hidden:
            hidden.update(fresh)
            set_up_logging(level=settings.log_level, secrets=hidden)  # no line may hold one, not even of its trial
        return found.channels

    keep = KeepTokens(
        tokens={channel.id: channel.tokens for channel in CHANNELS},
        accounts=app.graph.accounts,
        current=current,
        read=read,
        health=app.world.health,
        timer=app.world.timer,
    )
    loop, is_told = asyncio.get_running_loop(), heed_no_hangup()
    if is_told:
        loop.add_signal_handler(signal.SIGHUP, keep.told.set)
    try:
        async with going_on(keep.run):
            yield
    finally:
        if is_told:
            loop.remove_signal_handler(signal.SIGHUP)
