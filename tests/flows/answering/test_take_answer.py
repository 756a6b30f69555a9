"""An answer in own words: several messages are one, what becomes of them counts, and nothing is lost."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.buttons import HeldWordsPress, Intent, OnHeldWords, OnPulse, PulsePress
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.inbound import Command, Commanded, Deleted, Edited, Inbound, Typed, Wordless
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Kind, Scale
from bot.ports import Storage
from tests.support.builders import a_programme, a_pulse, a_question
from tests.support.channels import SLACK
from tests.support.messages import words_of
from tests.support.ward import Ward


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    """Everybody has a question in own words."""
    held = Ward(storage, tmp_path)
    await held.furnish(programme=in_words())
    return held


def in_words() -> Programme:
    question = a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    return a_programme(questions=[question])


def says(ward: Ward, text: str, *, at: str, reply: bool = False, sequence: int = 0) -> Inbound:
    """Ana writes this in her message `at`."""
    reply_to = MessageRef("m-ana") if reply else None
    typed = Typed(text=text, reply_to=reply_to, written_in=MessageRef(at))
    return ward.update("ana", typed, message=reply_to or "", sequence=sequence)


async def answer(ward: Ward) -> str:
    return (await ward.answers())["ana"].text


async def buttons(ward: Ward) -> Sequence[Intent]:
    """Those of the newest message to Ana that is new."""
    newest = [each for each in (await ward.deliveries()).values() if each.message is not None and each.edits is None]
    assert newest[-1].message is not None
    return [button.intent for row in newest[-1].message.buttons for button in row]


async def press(ward: Ward, what: OnPulse | OnHeldWords) -> None:
    intent = next(
        each
        for each in reversed(await every_button(ward))
        if isinstance(each, PulsePress | HeldWordsPress) and each.what is what
    )
    await ward.do(ward.press("ana", intent, message="m-writing"))


async def every_button(ward: Ward) -> Sequence[Intent]:
    return [
        button.intent
        for each in (await ward.deliveries()).values()
        if each.message is not None
        for row in each.message.buttons
        for button in row
    ]


async def answering(ward: Ward) -> Sequence[Delivery]:
    return [each for each in (await ward.deliveries()).values() if each.kind is DeliveryKind.ANSWERING]


@pytest.mark.drill
async def test_several_messages_are_one_answer_until_its_writer_says_that_is_all(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    assert (await ward.pulse("ana")).state is PulseState.ANSWERED, "what is written counts without another press"
    (told,) = await answering(ward)
    assert told.message is not None
    assert "Got it for Intensive care" in words_of(told.message)
    assert [each.label for each in told.message.buttons[0]] == ["That is all", "Start again"]
    await ward.do(says(ward, "And a second kettle.", at="a2"))
    await ward.do(says(ward, "And a hoist.", at="a3", reply=True))
    assert await answer(ward) == "More nights off.\nAnd a second kettle.\nAnd a hoist."
    await press(ward, OnPulse.DONE)
    assert "Recorded for Intensive care" in words_of(await ward.shown("ana"))
    await ward.do(says(ward, "Thanks", at="a4"))
    assert await answer(ward) == "More nights off.\nAnd a second kettle.\nAnd a hoist."
    assert "Nobody asked for these words" in await ward.said()


async def test_messages_stand_in_the_order_they_were_written_in_whatever_order_they_come(ward: Ward) -> None:
    late, early = says(ward, "second", at="a2", reply=True, sequence=902), says(ward, "first", at="a1", sequence=901)
    await ward.do(late)
    await ward.do(early)
    assert await answer(ward) == "first\nsecond"


@pytest.mark.drill
async def test_many_short_messages_are_all_kept(ward: Ward) -> None:
    for number in range(25):
        await ward.do(says(ward, f"word {number}", at=f"a{number}", reply=number == 0))
        ward.clock.advance(seconds=20)
    assert await answer(ward) == "\n".join(f"word {number}" for number in range(25))


async def test_start_again_takes_everything_out(ward: Ward) -> None:
    await ward.do(says(ward, "Something hasty", at="a1", reply=True))
    await press(ward, OnPulse.START_AGAIN)
    assert ((await ward.answers())["ana"].code, await answer(ward)) == ("cs", "")
    await ward.do(says(ward, "Something considered", at="a2"))
    assert await answer(ward) == "Something considered"


async def test_words_after_that_is_all_are_asked_about_and_replace_nothing_by_themselves(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    await press(ward, OnPulse.DONE)
    await ward.do(says(ward, "Thanks!", at="a2", reply=True))
    assert await answer(ward) == "More nights off."
    assert "You have answered this for Intensive care already" in await ward.said()
    await press(ward, OnHeldWords.NO)
    await ward.do(says(ward, "A hoist.", at="a3", reply=True))
    await press(ward, OnHeldWords.ADD)
    assert await answer(ward) == "More nights off.\nA hoist."
    await press(ward, OnPulse.DONE)
    await ward.do(says(ward, "Only the hoist.", at="a4", reply=True))
    await press(ward, OnHeldWords.YES)
    assert await answer(ward) == "Only the hoist."


async def test_change_opens_the_question_for_other_words(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    await press(ward, OnPulse.DONE)
    await ward.do(ward.on_pulse("ana", OnPulse.CHANGE))
    await ward.do(says(ward, "A hoist.", at="a2", reply=True))
    assert await answer(ward) == "A hoist."


async def test_a_quarter_of_an_hour_later_words_are_asked_about(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    ward.clock.advance(minutes=16)
    await ward.do(says(ward, "Who are you?", at="a2"))
    assert await answer(ward) == "More nights off."


async def test_messages_in_a_row_without_a_reply_are_asked_about_together(ward: Ward) -> None:
    for number, text in enumerate(("More nights off.", "A hoist.", "A kettle.")):
        await ward.do(says(ward, text, at=f"a{number}"))
    assert "Are these 3 messages for the question to Intensive care" in await ward.said()
    assert await ward.answers() == {}
    await press(ward, OnHeldWords.YES)
    assert await answer(ward) == "More nights off.\nA hoist.\nA kettle."


async def test_what_is_too_much_together_is_given_back_whole(ward: Ward) -> None:
    await ward.do(says(ward, "a" * 3000, at="a1", reply=True))
    await ward.do(says(ward, "b" * 1500, at="a2"))
    assert await answer(ward) == "a" * 3000
    said = await ward.said()
    assert "4,501 characters, and 4,000 fit" in said
    assert "b" * 1500 in said


async def test_on_slack_an_answer_is_as_long_as_its_box_and_the_question_says_so(
    storage: Storage, tmp_path: Path
) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish(programme=in_words(), channel=SLACK)

    def there(update: Inbound) -> Inbound:
        return replace(update, sender=replace(update.sender, channel=SLACK))

    await ward.do(there(ward.on_pulse("ana", OnPulse.BACK)))
    shown = await ward.shown("ana")
    assert "At most 3,000 characters" in words_of(shown)
    assert shown.longest_reply == 3000
    await ward.do(there(says(ward, "a" * 2000, at="a1", reply=True)), there(says(ward, "b" * 1500, at="a2")))
    assert await answer(ward) == "a" * 2000
    said = await ward.said()
    assert "3,501 characters, and 3,000 fit" in said
    assert "b" * 1500 in said


async def test_the_question_says_how_long_an_answer_may_be(ward: Ward) -> None:
    await ward.do(ward.on_pulse("ana", OnPulse.BACK))
    assert "At most 4,000 characters" in words_of(await ward.shown("ana"))


async def test_a_changed_message_counts_while_the_question_is_open(ward: Ward) -> None:
    await ward.do(says(ward, "More nigths off.", at="a1", reply=True), says(ward, "A hoist.", at="a2"))
    await press(ward, OnPulse.DONE)
    await ward.do(ward.update("ana", Edited(text="More nights off."), message="a1"))
    assert await answer(ward) == "More nights off.\nA hoist."
    assert "Your change counts" in await ward.said()
    ward.clock.at = ward.round.closes_at
    await ward.do(ward.update("ana", Edited(text="Too late."), message="a1"))
    assert await answer(ward) == "More nights off.\nA hoist."
    assert "Your change was not stored" in await ward.said()


async def test_a_deleted_message_is_taken_out(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True), says(ward, "A hoist.", at="a2"))
    await ward.do(ward.update("ana", Deleted(), message="a1"))
    assert await answer(ward) == "A hoist."
    await ward.do(ward.update("ana", Deleted(), message="a2"))
    assert ((await ward.answers())["ana"].code, await answer(ward)) == ("cs", "")
    assert "Your words are taken out" in await ward.said()


async def test_a_change_that_may_identify_a_patient_changes_nothing(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    (receipt,) = await ward.do(ward.update("ana", Edited(text="Mrs Patel in bed 4 fell"), message="a1"))
    assert "somebody's name" in receipt.explanation
    assert await answer(ward) == "More nights off."


async def test_a_change_of_words_that_wait_for_a_word_counts_too(ward: Ward) -> None:
    await ward.do(says(ward, "More nigths off.", at="a1"), says(ward, "A hoist.", at="a2"))
    await ward.do(ward.update("ana", Edited(text="More nights off."), message="a1"))
    await ward.do(ward.update("ana", Deleted(), message="a2"))
    await press(ward, OnHeldWords.YES)
    assert await answer(ward) == "More nights off."


async def test_words_that_were_given_back_count_once_they_are_changed(ward: Ward) -> None:
    await ward.do(says(ward, "Mrs Patel in bed 4 fell", at="a1", reply=True))
    assert await ward.answers() == {}
    await ward.do(ward.update("ana", Edited(text="Somebody fell", reply_to=MessageRef("m-ana")), message="a1"))
    assert await answer(ward) == "Somebody fell"


async def test_a_change_of_any_other_message_is_for_who_leads(ward: Ward) -> None:
    for who in ("ana", "ben"):
        await ward.do(ward.tap(who, "cs"))
    await ward.do(ward.update("ana", Edited(text="Monday"), message="a9"), ward.update("ben", Deleted(), message="b9"))
    assert ward.seen.changed_to == [("a9", "Monday"), ("b9", None)]
    said = await ward.said()
    assert said.count("Your change was not stored") == 1, "who deleted something knows that it is gone"


async def test_cancel_takes_back_what_is_being_written(ward: Ward) -> None:
    await ward.do(says(ward, "Something hasty", at="a1", reply=True))
    await ward.do(ward.update("ana", Commanded(command=Command.CANCEL)))
    assert ((await ward.answers())["ana"].code, await answer(ward)) == ("cs", "")
    await ward.do(says(ward, "What else?", at="a2"))
    assert await answer(ward) == ""


async def test_cant_say_ends_the_writing(ward: Ward) -> None:
    await ward.do(says(ward, "Something hasty", at="a1", reply=True))
    await ward.do(ward.tap("ana", "cs"))
    await ward.do(says(ward, "What else?", at="a2"))
    assert ((await ward.answers())["ana"].code, await answer(ward)) == ("cs", "")


async def test_a_photo_gets_one_helpful_answer(ward: Ward) -> None:
    await ward.do(ward.update("ana", Wordless()))
    said = await ward.said()
    assert "Rounds takes words only" in said
    assert "If somebody is at risk" in said
    assert await ward.answers() == {}


async def test_nothing_tells_how_many_messages_an_answer_has(ward: Ward) -> None:
    await ward.do(ward.words("ben", "One.", reply_to="m-ben"))
    for number in range(5):
        await ward.do(says(ward, "a canary", at=f"a{number}", reply=number == 0))
    async with ward.storage.reading() as work:
        (epoch,) = await work.epochs.not_closed()
    rows = await ward.raw_rows(epoch.id)
    assert len({len(body) for _, body in rows}) == 1
    assert not any(b"canary" in body for _, body in rows)


async def test_the_next_question_of_a_round_waits_until_that_is_all(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        two = replace(programme, schedules=(replace(programme.schedules[0], questions_per_round=2),))
        await work.programmes.save(two, at=ward.clock.now())
        await work.pulses.add([replace(a_pulse("ana", identity="second"), position=1)])
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    assert "q:second" not in await ward.deliveries()
    await press(ward, OnPulse.DONE)
    assert "q:second" in await ward.deliveries()


async def test_that_is_all_counts_on_an_earlier_copy_and_start_again_takes_nothing_out_there(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    async with ward.storage.writing() as work:
        for ref in ("m-got-it", "m-got-it-again"):
            await work.pulses.set_message((await ward.pulse("ana")).id, MessageRef(ref))
    earlier = MessageRef("m-got-it")
    await ward.do(replace(ward.on_pulse("ana", OnPulse.START_AGAIN), message=earlier))
    assert await answer(ward) == "More nights off."
    await ward.do(replace(ward.on_pulse("ana", OnPulse.DONE), message=earlier))
    waiting = await ward.deliveries()
    assert "Recorded" in words_of(await ward.shown("ana"))
    assert waiting[DeliveryKey("e:pulse-ana")].edits == "m-got-it-again"


async def test_words_for_a_week_that_is_closed_change_nothing_though_the_clock_went_back(ward: Ward) -> None:
    await ward.do(says(ward, "More nights off.", at="a1", reply=True))
    await ward.close_weeks(ward.round.week)
    await ward.do(ward.update("ana", Edited(text="Fewer."), message="a1"), says(ward, "A hoist.", at="a2", reply=True))
    assert await answer(ward) == "More nights off."
