"""Words go to the message that they reply to, and nowhere else."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.follow_up.prompts import Prompt, PromptSubject, ReplyWords, TeamWords
from bot.domain.identifiers import DeliveryKey, FlagId, MessageRef, PersonId, PromptId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import HeldWordsPress, OnHeldWords
from bot.domain.messaging.inbound import Command, Commanded, Inbound
from bot.domain.messaging.messages import SealedWords
from bot.domain.programme.questions import Kind, Scale
from bot.ports import Storage
from tests.support.builders import ICU, T0, a_delivery, a_programme, a_question
from tests.support.channels import TELEGRAM
from tests.support.ward import Ward

TEAM, REPLY = TeamWords(unit=ICU), ReplyWords(flag=FlagId("f1"))


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    """Everybody has a question in own words."""
    held = Ward(storage, tmp_path)
    question = a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    await held.furnish(programme=a_programme(questions=[question]))
    return held


async def asked(ward: Ward, who: str, subject: PromptSubject, *, at: str, draft: str = "") -> Prompt:
    sealed = SealedWords(key=IsoWeek.parse("2026-W10"), body=draft.encode()) if draft else None
    """A prompt that this person has before them, in the message `at`."""
    key = DeliveryKey(f"n:{at}")
    prompt = Prompt(
        id=PromptId(at), person=PersonId(who), subject=subject, shown_in=key, asked_at=ward.clock.now(), draft=sealed
    )
    async with ward.storage.writing() as work:
        await work.prompts.open(prompt)
        await work.deliveries.add([a_delivery(who, key=key)])
        (lease,) = [
            each
            for each in await work.deliveries.lease(
                TELEGRAM, owner="x", now=ward.clock.now(), lease_until=ward.clock.now(), limit=99
            )
            if each.delivery.key == key
        ]
        await work.deliveries.mark_many_sent([(lease, MessageRef(at))], at=T0)
    return prompt


def places(ward: Ward) -> Sequence[tuple[str, str]]:
    return [(prompt.id, text) for prompt, text in ward.seen.written_for]


async def test_a_reply_belongs_to_its_prompt_whatever_was_asked_since(ward: Ward) -> None:
    for who, at, subject in (("ana", "m1", REPLY), ("ana", "m2", TEAM), ("ben", "m3", TEAM)):
        await asked(ward, who, subject, at=at)
    await ward.do(ward.words("ana", "We talk on Monday", reply_to="m1"))
    await ward.do(ward.words("ana", "More nights, please", reply_to="m-ana"))
    assert places(ward) == [("m1", "We talk on Monday")]
    assert {who: body.text for who, body in (await ward.answers()).items()} == {"ana": "More nights, please"}


async def asked_back(ward: Ward, what: OnHeldWords) -> Inbound:
    """A press on the newest "Is this for ...?"."""
    asked = [
        button.intent
        for delivery in (await ward.deliveries()).values()
        if delivery.message is not None
        for row in delivery.message.buttons
        for button in row
        if isinstance(button.intent, HeldWordsPress) and button.intent.what is what
    ]
    return ward.press("ana", asked[-1], message="m-back")


async def test_words_without_a_reply_are_asked_back_and_go_nowhere_before(ward: Ward) -> None:
    await asked(ward, "ana", TEAM, at="m1")
    await ward.do(ward.words("ana", "The lift is broken"))
    assert (places(ward), await ward.answers()) == ([], {})
    assert "Is this for your reply to the team?" in await ward.said()
    yes = await asked_back(ward, OnHeldWords.YES)
    await ward.do(yes)
    assert places(ward) == [("m1", "The lift is broken")]
    await ward.do(replace(yes, update_id="again", sequence=9_999))
    assert len(places(ward)) == 1
    assert "not kept any more" in await ward.said()


async def test_no_lets_go(ward: Ward) -> None:
    await asked(ward, "ana", TEAM, at="m1")
    await ward.do(ward.words("ana", "Thanks, I will think about it"))
    await ward.do(await asked_back(ward, OnHeldWords.NO))
    assert (places(ward), await ward.answers()) == ([], {})
    async with ward.storage.reading() as work:
        assert await work.prompts.held(PersonId("ana")) is None


async def test_held_words_are_sealed_and_kept_for_a_quarter_of_an_hour(ward: Ward) -> None:
    await asked(ward, "ana", TEAM, at="m1")
    await ward.do(ward.words("ana", "A canary in the words"))
    async with ward.storage.reading() as work:
        held = await work.prompts.held(PersonId("ana"))
    assert held is not None
    assert b"canary" not in held.sealed.body
    yes = await asked_back(ward, OnHeldWords.YES)
    ward.clock.advance(minutes=16)
    await ward.do(yes)
    assert places(ward) == []


async def test_words_that_could_be_for_two_things_are_for_none(ward: Ward) -> None:
    for at, subject in (("m1", TEAM), ("m2", REPLY)):
        await asked(ward, "ana", subject, at=at)
    await ward.do(ward.words("ana", "Thanks, I will think about it"))
    assert (places(ward), await ward.answers()) == ([], {})
    assert "Please reply to the message that asked for it" in await ward.said()


async def test_an_old_prompt_is_not_asked_back_about(ward: Ward) -> None:
    await asked(ward, "ana", TEAM, at="m1")
    ward.clock.advance(minutes=16)
    await ward.do(ward.words("ana", "The lift is broken"))
    assert "your reply to the team" not in await ward.said()
    await ward.do(await asked_back(ward, OnHeldWords.YES))
    assert {who: body.text for who, body in (await ward.answers()).items()} == {"ana": "The lift is broken"}


async def test_a_reply_to_a_message_that_takes_no_words_goes_nowhere(ward: Ward) -> None:
    prompt = await asked(ward, "ana", TEAM, at="m1")
    async with ward.storage.writing() as work:
        await work.prompts.forget([prompt.id])
    await asked(ward, "ana", REPLY, at="m2")
    await ward.do(ward.words("ana", "The lift is broken", reply_to="m1"))
    assert (places(ward), await ward.answers()) == ([], {})
    assert "Nothing more can be written to that message" in await ward.said()
    assert "This is what you wrote:\n\n“The lift is broken”" in await ward.said(), "no box has it any more"


async def test_nobody_replies_to_somebody_else_s_prompt(ward: Ward) -> None:
    await asked(ward, "ana", TEAM, at="m1")
    await ward.do(ward.words("ben", "The lift is broken", reply_to="m1"))
    assert places(ward) == []


@pytest.mark.parametrize("words", ["stop", "Cancel", "pause", "Help!", "/forget", "join KXQ4RT7B", "KXQ4RT7B"])
async def test_in_the_box_of_a_message_orders_are_words(ward: Ward, words: str) -> None:
    prompt = await asked(ward, "ana", TEAM, at="m1")
    await ward.do(ward.words("ana", words, reply_to="m1"), ward.words("ben", words, reply_to="m-ben"))
    assert places(ward) == [(prompt.id, words)]
    assert {who: body.text for who, body in (await ward.answers()).items()} == {"ben": words}
    async with ward.storage.reading() as work:
        consents = [await work.rosters.consent(PersonId(who)) for who in ("ana", "ben")]
    assert all(each.accepts(now=ward.clock.now()) for each in consents)


async def test_cancel_throws_away_what_waits(ward: Ward) -> None:
    await asked(ward, "ana", TEAM, at="m1")
    await ward.do(ward.replied("ana", "cancel", to="m1"))
    assert places(ward) == []
    assert "Cancelled. Nothing was sent or stored." in await ward.said()
    await ward.do(ward.update("ana", Commanded(command=Command.CANCEL)))
    assert "Nothing was waiting for your words." in await ward.said()
