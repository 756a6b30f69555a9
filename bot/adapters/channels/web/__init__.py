"""The web chat: for staff who have neither Slack nor Telegram, and for the demo."""

from typing import Final

from bot.domain.organisation.people import Channel

WEB: Final = Channel("web")
