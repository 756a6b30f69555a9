"""A question of the bank as each channel shows it: its pulse, drawn from what would be sent, and not to be pressed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from bot.adapters.channels.registry import CHANNELS, longest_text
from bot.adapters.channels.web.pages import show_message
from bot.adapters.console.doors import Visitor
from bot.adapters.likenesses.drawing import DRAWN, draw
from bot.domain.asking.pulse_messages import Setting, compose_preview
from bot.domain.identifiers import DeliveryKey
from bot.domain.organisation.people import Channel
from bot.domain.programme.programme import OPEN_HOURS, Schedule
from bot.domain.programme.questions import Question
from bot.flows.answering.read_chat import PageMessage
from bot.ports import WebMessage


def previews_of(
    question: Question, schedules: Sequence[Schedule], visitor: Visitor, *, now: datetime
) -> Sequence[Mapping[str, Any]]:
    """For each language of its wordings what each channel shows, to the first team that the visitor administers."""
    open_hours = next((each.open_hours for each in schedules), OPEN_HOURS)
    programme = visitor.who.programme
    zone = programme.organisation.timezone
    teams = [each for each in visitor.tree.microsystems if each in visitor.units]
    name = visitor.tree.names[teams[0]] if teams else programme.organisation.name
    drawn: dict[str, list[Mapping[str, Any]]] = {}
    for number, (language, channel) in enumerate(product(question.text, CHANNELS), start=1):
        setting = Setting(
            unit_name=name,
            locale=language,
            zone=zone,
            now=now,
            longest=longest_text(channel.id),
            words_from=programme.privacy.minimum_group_comments,
        )
        held = WebMessage(
            id=number,
            person=visitor.who.person.id,
            message=compose_preview(question, setting, closes_at=now + timedelta(hours=open_hours)),
            change=0,
            key=DeliveryKey("preview"),
            edited=False,
        )
        drawn.setdefault(language, []).append({"name": channel.title, **_drawn(channel.id, held)})
    return [{"locale": language, "channels": channels} for language, channels in drawn.items()]


def _drawn(channel: Channel, held: WebMessage) -> Mapping[str, str]:
    """The message, and the classes of the list in which it stands."""
    if channel in DRAWN:
        return {"message": draw(channel, held), "look": f"likeness {channel}"}
    own = show_message(PageMessage(message=held), locale=held.message.locale, path="")
    return {"message": own, "look": "own"}
