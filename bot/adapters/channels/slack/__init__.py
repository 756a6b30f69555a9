"""The Slack channel: messages out over the Web API, events in over Socket Mode or signed HTTP."""

from typing import Final

from bot.domain.organisation.people import Channel

SLACK: Final = Channel("slack")
PLATFORM: Final = "Slack"

TYPED_AT_MOST: Final = 3000
"""Characters that a box takes (docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element)."""

MENU_SECONDS: Final = 1.2
"""How long a menu may take to open; after that its press is filed, and shows it under the question instead."""

COMMIT_SECONDS: Final = 2.5
"""Slack waits three; a commit that takes longer goes on, but the person is told to tap again, which is harmless."""
