"""The channels by their ids, as rosters and databases have them."""

from bot.adapters.channels.slack import SLACK
from bot.adapters.channels.telegram import TELEGRAM
from bot.adapters.channels.web import WEB

__all__ = ["ALL", "SLACK", "TELEGRAM", "WEB"]

ALL = (SLACK, TELEGRAM, WEB)
