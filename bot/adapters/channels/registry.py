"""The channels that there are, a line each: the folders beside this file, each described by its `channel.py`."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bot.channel_port import ChannelDescription
from bot.domain.messaging.free_text_guard import LONGEST_TEXT
from bot.domain.messaging.inbound import IN_THE_MENU, Command
from bot.domain.organisation.people import Channel

_FOLDERS = (
    "slack",
    "telegram",
    "web",
)


def _description(folder: str) -> ChannelDescription[Any]:
    found = import_module(f"bot.adapters.channels.{folder}.channel").CHANNEL
    if not isinstance(found, ChannelDescription):
        raise TypeError(f"{folder}/channel.py describes no channel")
    return found


CHANNELS: Sequence[ChannelDescription[Any]] = tuple(_description(folder) for folder in _FOLDERS)


def name_command(channel: Channel, command: Command) -> str:
    """The command as people type it on this channel, or that it is in a menu; a word alone where the channel is
    unknown."""
    known = next((each for each in CHANNELS if each.id == channel), None)
    if known is not None and known.has_menu:
        return IN_THE_MENU
    return f"{'' if known is None else known.command_prefix}{command.value}"


def longest_text(channel: Channel) -> int:
    """Characters that an answer in own words may have on this channel."""
    return next((each.longest_text for each in CHANNELS if each.id == channel), LONGEST_TEXT)
