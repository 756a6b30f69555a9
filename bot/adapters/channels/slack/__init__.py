"""The Slack channel: messages out over the Web API, events in over Socket Mode or signed HTTP."""

from typing import Final

from bot.domain.organisation.people import Channel

SLACK: Final = Channel("slack")

TYPED_AT_MOST: Final = 3000
"""Characters that a box takes (docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element)."""
