"""What waits for a person's word comes back as it was held; what another version held is gone."""

import json
from dataclasses import replace

import pytest

from bot.domain.answers.answer_body import AnswerPart
from bot.domain.identifiers import HeldWordsId, MessageRef, PersonId, PromptId, PulseId
from bot.domain.messaging.inbound import Inbound, Typed
from bot.domain.organisation.people import Address
from bot.flows.answering.hold_words import HoldWords, Stage, WaitingWords
from bot.repositories.prompts import HeldWords
from tests.support.builders import T0
from tests.support.channels import TELEGRAM
from tests.support.memory import MemoryStorage
from tests.support.sealing import seal_text

ANA, HELD = PersonId("ana"), HeldWordsId("h1")
PARTS = (
    AnswerPart(text="The lift\n“is” broken", sequence=7, written_in=MessageRef("m1")),
    AnswerPart(text="again", sequence=8),
)
KEPT = {"v": 1, "stage": "writing", "prompt": None, "pulse": "p", "parts": []}


@pytest.mark.parametrize(
    "words",
    [
        WaitingWords(stage=Stage.ASKED_BACK, prompt=PromptId("p1"), parts=PARTS),
        *(WaitingWords(stage=stage, pulse=PulseId("u1")) for stage in Stage),
    ],
)
async def test_what_is_held_comes_back_as_it_was(words: WaitingWords) -> None:
    hold, storage = HoldWords(seal=seal_text()), MemoryStorage()
    sender = Address(channel=TELEGRAM, value="1")
    update = Inbound(sender=sender, update_id="u", sequence=1, event=Typed(text="x"))
    async with storage.writing() as work:
        identity = await hold.hold(work, ANA, update, words, now=T0)
        assert await hold.waiting(work, ANA, now=T0) == replace(words, asked_at=T0, id=identity)


@pytest.mark.parametrize(
    "kept",
    [
        ["writing", None, "p", []],
        ["of_a_later_version", None, "p", []],
        {**KEPT, "v": 2},
        {**KEPT, "stage": "of_a_later_version"},
        {**KEPT, "pulse": 7},
        {**KEPT, "parts": [["The lift is broken", 7, None]]},
        {**KEPT, "parts": [{"text": "The lift is broken"}]},
        {"v": 1},
        7,
    ],
)
async def test_what_another_version_held_is_gone(kept: object) -> None:
    seal, storage = seal_text(), MemoryStorage()
    async with storage.writing() as work:
        sealed = await seal(work, json.dumps(kept), bound_to=f"{ANA}\x1f{HELD}", now=T0)
        await work.prompts.hold(HeldWords(id=HELD, person=ANA, sealed=sealed, asked_at=T0))
        assert await HoldWords(seal=seal).waiting(work, ANA, now=T0) is None
