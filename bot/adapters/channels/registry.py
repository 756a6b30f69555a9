"""The channels that there are, a line each: the folders beside this file, each described by its `channel.py`."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bot.channel_port import ChannelDescription

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
