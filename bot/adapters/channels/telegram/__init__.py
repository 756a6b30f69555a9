"""The Telegram channel: renders messages, sends them, and turns updates into what people did."""

import os

# The library's own opt-in to durations as timedelta; without it every 429 raises a deprecation warning too.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from typing import Final

from bot.domain.organisation.people import Channel

TELEGRAM: Final = Channel("telegram")
PLATFORM: Final = "Telegram"
