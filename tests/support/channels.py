"""The channels by their ids, as rosters and databases have them."""

from dataclasses import replace

from bot.adapters.channels.slack import SLACK
from bot.adapters.channels.telegram import TELEGRAM
from bot.adapters.channels.web import WEB
from bot.channel_port import ChannelDescription, Group

__all__ = ["ALL", "SLACK", "TELEGRAM", "WEB", "unpaced"]

ALL = (SLACK, TELEGRAM, WEB)


def unpaced(channel: ChannelDescription[Group]) -> ChannelDescription[Group]:
    """Without the second between two messages in one chat, which tests of pacing have and others only wait for."""
    return replace(channel, seconds_per_chat=0.0)
