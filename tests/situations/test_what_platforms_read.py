"""What whoever runs a platform can read of an answer: that a button was pressed, and nothing of which."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.channels.slack.likeness import slack_payload
from bot.adapters.channels.telegram.likeness import telegram_payload
from bot.adapters.channels.web.pages import show_message
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Channel
from bot.domain.programme.questions import CANT_SAY, Kind, Question, Scale
from bot.flows.answering.read_chat import PageMessage
from bot.ports import WebMessage
from tests.support.builders import a_programme, a_question
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.memory import MemoryStorage
from tests.support.ward import Ward

SPECIAL: Mapping[str, Any] = {"kind": Kind.INFLUENCE, "competency": None, "facet": None}
SCALES = {
    Scale.LIKERT4: a_question(),
    Scale.YES_NO: a_question(scale=Scale.YES_NO, none_label={"en-GB": "I raised nothing"}, **SPECIAL),
    Scale.RATING10: a_question(scale=Scale.RATING10, **SPECIAL),
}


def page_element(message: Message) -> str:
    held = WebMessage(id=1, person=PersonId("ana"), message=message, change=1, key=DeliveryKey("k"), edited=False)
    return str(show_message(PageMessage(message=held), locale=message.locale, path="/c"))


DRAWN: Mapping[Channel, Callable[[Message], str]] = {
    SLACK: lambda message: json.dumps(slack_payload(message)),
    TELEGRAM: lambda message: json.dumps(telegram_payload(message)),
    WEB: page_element,
}


async def answered(channel: Channel, question: Question, folder: Path) -> Mapping[str, Message]:
    """What the message of the question becomes after each answer."""
    ward = Ward(MemoryStorage(), folder)
    await ward.furnish(["ana"], programme=a_programme(questions=[question]), channel=channel)
    shown = {}
    for code in (*question.codes, CANT_SAY):
        tap = ward.tap("ana", code)
        await ward.do(replace(tap, sender=replace(tap.sender, channel=channel)))
        assert await ward.codes() == {"ana": code}
        shown[str(code)] = await ward.shown("ana")
    return shown


@pytest.mark.parametrize("channel", DRAWN)
@pytest.mark.parametrize("scale", SCALES)
async def test_a_confirmation_is_the_same_on_every_channel_whatever_was_answered(
    channel: Channel, scale: Scale, tmp_path: Path
) -> None:
    shown = await answered(channel, SCALES[scale], tmp_path)
    assert len(shown) > 2
    (drawn,) = {DRAWN[channel](message) for message in shown.values()}
    assert "Recorded for Intensive care" in drawn


@pytest.mark.parametrize("scale", SCALES)
async def test_a_locked_screen_of_slack_tells_neither_the_question_nor_an_answer(scale: Scale, tmp_path: Path) -> None:
    shown = await answered(SLACK, SCALES[scale], tmp_path)
    assert {slack_payload(message)["text"] for message in shown.values()} == {"An answer from Rounds"}
