"""How a channel's people give a command: texts name it the way it works there."""

from collections.abc import Callable

from bot.domain.messaging.inbound import Command
from bot.domain.organisation.people import Channel

NameCommand = Callable[[Channel, Command], str]
"""The command as it is typed on this channel, such as "/rounds help"."""
