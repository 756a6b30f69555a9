"""The channels by their ids, as rosters and databases have them."""

from dataclasses import replace
from functools import partial

from bot.adapters.channels.slack import SLACK
from bot.adapters.channels.slack.channel import open_slack
from bot.adapters.channels.telegram import TELEGRAM
from bot.adapters.channels.web import WEB
from bot.channel_port import ChannelDescription, Group
from tests.support.patience import PATIENCE

__all__ = ["ALL", "SLACK", "TELEGRAM", "WEB", "unpaced"]

ALL = (SLACK, TELEGRAM, WEB)


def unpaced(channel: ChannelDescription[Group]) -> ChannelDescription[Group]:
    """Without the second between two messages in one chat, which tests of pacing have and others only wait for; and
    with patience where Slack has little, which its own tests have."""
    if channel.id != SLACK:
        return replace(channel, seconds_per_chat=0.0)
    patient = partial(open_slack, menu_seconds=PATIENCE, commit_seconds=PATIENCE)
    return replace(channel, seconds_per_chat=0.0, open=patient)
