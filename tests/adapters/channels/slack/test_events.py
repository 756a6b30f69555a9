"""Presses, words, commands and the App Home, through the real Bolt over Socket Mode and over signed HTTP."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.adapters.channels.slack import COMMIT_SECONDS, MENU_SECONDS
from bot.domain.identifiers import AnswerCode, DeliveryKey, PulseId
from bot.domain.messaging.buttons import (
    Answer,
    OnPulse,
    OnSelf,
    PulsePress,
    SelfPress,
)
from bot.domain.messaging.inbound import (
    Command,
    Commanded,
    Deleted,
    Edited,
    Pressed,
    Started,
    Typed,
    Wordless,
)
from bot.domain.messaging.messages import Button
from tests.support.messages import a_message
from tests.support.patience import PATIENCE
from tests.support.slack.blockkit import visible_text
from tests.support.slack.harness import (
    SlackHarness,
    over_http,
    over_socket,
    slack_harness,
)
from tests.support.slack.people import Person
from tests.support.slack.server import SlackServer

NURSE = "U0NURSE001"
AGREE = Answer(pulse=PulseId("p1"), code=AnswerCode("3"))
QUESTION = a_message(
    "We plan changes together.",
    buttons=(
        (Button(label="Agree", intent=AGREE),),
        (Button(label="Disagree", intent=Answer(pulse=PulseId("p1"), code=AnswerCode("2"))),),
    ),
)
ASKS = a_message("What should change first?", asks_reply=True)
NOT_SAVED = "Not saved yet. Please tap again."


@pytest.fixture(params=["socket", "http"])
async def nurse(request: pytest.FixtureRequest, at: SlackHarness) -> AsyncIterator[Person]:
    """A nurse who has one question and whose events come by either way."""
    await at.messenger.send(at.address(NURSE), QUESTION, key=DeliveryKey("k1"))
    async with over_socket(at) if request.param == "socket" else over_http(at):
        yield at.slack.person(NURSE)


async def test_a_press_is_committed_before_it_is_acknowledged(at: SlackHarness, nurse: Person) -> None:
    at.inbox.seconds = 0.05
    receipt = await nurse.press("Agree")
    assert receipt.acked
    (update,) = at.inbox.committed
    assert at.inbox.at[0] <= receipt.at
    assert update.event == Pressed(intent=AGREE)
    assert update.sender == at.address(NURSE)
    sent = nurse.inbox[-1]
    assert update.message == f"{sent.channel}:{sent.ts}"
    assert update.sequence > int(float(sent.ts) * 1e6) - 10


async def test_the_message_is_edited_through_the_link_of_the_press(at: SlackHarness, nurse: Person) -> None:
    await nurse.press("Agree")
    (update,) = at.inbox.committed
    assert update.message is not None
    await at.messenger.edit(
        update.sender, update.message, a_message("Thank you. Recorded."), reply_via=update.reply_via
    )
    sent = nurse.inbox[-1]
    assert [edit.by for edit in sent.edits] == ["response_url"]
    assert "Agree" not in str(sent.edits), "what the person said is not repeated to the chat's owner"


async def test_later_presses_have_higher_sequences_and_ids_of_their_own(at: SlackHarness, nurse: Person) -> None:
    for label in ("Agree", "Disagree", "Agree"):
        await nurse.press(label)
    sequences = [update.sequence for update in at.inbox.committed]
    assert sequences == sorted(set(sequences))
    assert len({update.update_id for update in at.inbox.committed}) == 3


async def test_a_press_that_cannot_be_saved_is_not_acknowledged_and_says_so(at: SlackHarness, nurse: Person) -> None:
    at.inbox.failures = 1
    receipt = await nurse.press("Agree")
    assert not receipt.acked
    await at.slack.until(lambda: (NURSE, NOT_SAVED) in at.slack.ephemerals)
    assert at.inbox.committed == []
    assert nurse.inbox[-1].edits == []
    assert (await nurse.press("Agree")).acked
    assert len(at.inbox.committed) == 1


async def test_a_button_of_another_time_is_acknowledged_and_does_nothing(at: SlackHarness, nurse: Person) -> None:
    nurse.inbox[-1].blocks[1]["elements"][0]["value"] = "z~old~button"
    assert (await nurse.press("Agree")).acked
    assert at.inbox.committed == []


async def test_words_are_written_in_a_box_and_belong_to_their_message(at: SlackHarness, nurse: Person) -> None:
    ref = await at.messenger.send(at.address(NURSE), ASKS, key=DeliveryKey("k2"))
    assert (await nurse.press("Write")).acked
    await at.slack.until(lambda: nurse.modal)
    assert nurse.modal is not None
    assert "What should change first?" in visible_text(nurse.modal["blocks"])
    assert at.inbox.committed == [], "opening a box is no answer"
    assert (await nurse.submit({"Your words": "A second trolley & a <clock>"})).acked
    (update,) = at.inbox.committed
    assert update.event == Typed(text="A second trolley & a <clock>", reply_to=ref)
    assert update.reply_via.startswith(at.slack.root)
    assert nurse.modal is None


@pytest.mark.parametrize(("longest", "fits"), [(600, 600), (4000, 3000)])
async def test_a_box_takes_as_much_as_is_asked_for(at: SlackHarness, nurse: Person, longest: int, fits: int) -> None:
    asks = a_message("What will be done?", asks_reply=True, longest_reply=longest)
    await at.messenger.send(at.address(NURSE), asks, key=DeliveryKey("k2"))
    await nurse.press("Write")
    await at.slack.until(lambda: nurse.modal)
    assert nurse.modal is not None
    assert nurse.modal["blocks"][-1]["element"]["max_length"] == fits


async def test_words_the_guard_refuses_stay_in_the_box(at: SlackHarness, nurse: Person) -> None:
    at.inbox.refuses = "943 476 5919"
    await at.messenger.send(at.address(NURSE), ASKS, key=DeliveryKey("k2"))
    await nurse.press("Write")
    await at.slack.until(lambda: nurse.modal)
    receipt = await nurse.submit({"Your words": "Mrs A, 943 476 5919, waited"})
    assert receipt.payload["response_action"] == "errors"
    assert "Nothing has been saved" in str(receipt.payload["errors"])
    assert nurse.modal is not None
    assert at.inbox.committed == []
    await nurse.submit({"Your words": "A patient waited"})
    assert words(at) == ["A patient waited"]


async def test_words_that_cannot_be_saved_stay_in_the_box(at: SlackHarness, nurse: Person) -> None:
    await at.messenger.send(at.address(NURSE), ASKS, key=DeliveryKey("k2"))
    await nurse.press("Write")
    await at.slack.until(lambda: nurse.modal)
    at.inbox.failures = 1
    receipt = await nurse.submit({"Your words": "A second trolley"})
    assert "Not saved yet" in str(receipt.payload["errors"])
    assert nurse.modal is not None


NOT_NOW = PulsePress(pulse=PulseId("p1"), what=OnPulse.NOT_NOW)
MORE = PulsePress(pulse=PulseId("p1"), what=OnPulse.MORE)
PAUSE, TWO_WEEKS = SelfPress(what=OnSelf.PAUSE), SelfPress(what=OnSelf.PAUSE_2_WEEKS)
OTHER_WAYS = a_message(
    "Once more.", buttons=((Button(label="Not now", intent=NOT_NOW), Button(label="More", intent=MORE)),)
)
WISHES = a_message("What would you like?", buttons=((Button(label="Pause", intent=PAUSE),),))
HOW_LONG = a_message("How long?", buttons=((Button(label="2 weeks", intent=TWO_WEEKS),),))


async def test_menus_open_beside_the_chat_and_only_the_choice_is_committed(at: SlackHarness, nurse: Person) -> None:
    ref = await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
    at.menus.update({MORE: WISHES, PAUSE: HOW_LONG})
    assert (await nurse.press("More")).acked
    assert nurse.modal is not None
    assert "What would you like?" in visible_text(nurse.modal["blocks"])
    pushed = await nurse.choose("Pause")
    assert pushed.payload["response_action"] == "push"
    assert at.inbox.committed == []
    closed = await nurse.choose("2 weeks")
    assert closed.payload["response_action"] == "clear"
    assert nurse.modal is None
    (update,) = at.inbox.committed
    assert (update.event, update.message, update.sender) == (Pressed(intent=TWO_WEEKS), ref, at.address(NURSE))
    assert update.reply_via.startswith(at.slack.root)
    assert update.sequence > int(float(nurse.inbox[-1].ts) * 1e6), "it came after the press that opened the menu"


async def test_a_page_without_choices_is_only_read(at: SlackHarness, nurse: Person) -> None:
    await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
    at.menus.update({NOT_NOW: a_message("You are on the list.")})
    await nurse.press("Not now")
    assert nurse.modal is not None
    assert "submit" not in nurse.modal


async def test_a_menu_that_cannot_open_is_filed_to_stand_under_the_question(at: SlackHarness, nurse: Person) -> None:
    await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
    at.menus.update({MORE: WISHES})
    assert (await nurse.press("More", trigger_id="1.spent")).acked
    assert (await nurse.press("Not now")).acked, "there is nothing to show"
    assert nurse.modal is None
    assert [update.event for update in at.inbox.committed] == [Pressed(intent=MORE), Pressed(intent=NOT_NOW)]


async def test_a_menu_that_takes_too_long_is_filed(slack: SlackServer) -> None:
    async with slack_harness(slack, menu_seconds=0) as at:
        await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
        at.menus.update({MORE: WISHES})
        async with over_socket(at):
            assert (await slack.person(NURSE).press("More")).acked
        assert [update.event for update in at.inbox.committed] == [Pressed(intent=MORE)]


async def test_a_choice_that_cannot_be_saved_stays_open_and_says_so(at: SlackHarness, nurse: Person) -> None:
    await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
    at.menus.update({MORE: HOW_LONG})
    await nurse.press("More")
    at.inbox.failures = 1
    assert NOT_SAVED in str((await nurse.choose("2 weeks")).payload["errors"])
    assert nurse.modal is not None
    assert at.inbox.committed == []
    assert (await nurse.choose("2 weeks")).acked
    assert len(at.inbox.committed) == 1


async def test_a_choice_of_another_time_closes_and_does_nothing(at: SlackHarness, nurse: Person) -> None:
    await at.messenger.send(at.address(NURSE), OTHER_WAYS, key=DeliveryKey("k2"))
    at.menus.update({MORE: HOW_LONG})
    await nurse.press("More")
    assert nurse.modal is not None
    nurse.modal["blocks"][-1]["element"]["options"][0]["value"] = "z~old~button"
    assert (await nurse.choose("2 weeks")).payload["response_action"] == "clear"
    assert nurse.modal is None
    assert at.inbox.committed == []


async def test_commands_are_understood(at: SlackHarness, nurse: Person) -> None:
    meant = {
        "pause": Commanded(command=Command.PAUSE),
        "  WHY ": Commanded(command=Command.WHY),
        "": Commanded(command=Command.HELP),
        "sing": Commanded(command=Command.HELP),
        "join abcdefghijklmnopqrstuv": Started(code="abcdefghijklmnopqrstuv"),
    }
    for typed in meant:
        assert (await nurse.command(typed)).acked
    assert [update.event for update in at.inbox.committed] == list(meant.values())
    assert at.slack.ephemerals == [(NURSE, "The answer is in your direct messages with Rounds.")] * len(meant)


async def test_a_command_that_cannot_be_saved_says_so(at: SlackHarness, nurse: Person) -> None:
    at.inbox.failures = 1
    await nurse.command("stop")
    assert at.slack.ephemerals == [(NURSE, NOT_SAVED)]


def words(at: SlackHarness) -> list[str]:
    return [update.event.text for update in at.inbox.committed if isinstance(update.event, Typed)]


async def test_direct_messages_are_words(at: SlackHarness, nurse: Person) -> None:
    """Which of them are orders is read where all channels meet."""
    for text in ("Fix the printer <now> & soon", "stop"):
        assert (await nurse.says(text)).acked
    assert words(at) == ["Fix the printer <now> & soon", "stop"]


async def test_one_message_under_several_event_ids_is_one(at: SlackHarness, nurse: Person) -> None:
    for text in ("help", "Fix the printer"):
        ts = at.slack.next_ts()
        assert [(await nurse.says(text, ts=ts)).acked for _ in range(3)] == [True] * 3
    assert words(at) == ["help", "Fix the printer"]
    assert (await nurse.says("help")).acked
    assert len(at.inbox.committed) == 3, "the same words again are another message"


async def test_bots_and_channels_are_not_listened_to(at: SlackHarness, nurse: Person) -> None:
    assert (await nurse.says("I am a bot", bot_id="B0ROUNDS0")).acked
    assert (await nurse.says("I am a bot", subtype="bot_message", bot_id="B0OTHER00")).acked
    assert (await nurse.says("I am a bot", bot_profile={"id": "B0OTHER00"})).acked
    assert (await at.slack.person("USLACKBOT").says("Reminder: read this.")).acked
    assert (await nurse.says("in a channel", channel_type="channel")).acked
    own = {"text": "Recorded.", "ts": "1.000001", "bot_id": "B0ROUNDS0", "user": "U0ROUNDS0"}
    assert (await nurse.says("", subtype="message_changed", message=own, previous_message=own | {"text": "?"})).acked
    assert at.inbox.committed == []


@pytest.mark.parametrize("subtype", ["me_message", "thread_broadcast"])
async def test_words_with_a_subtype_are_words(at: SlackHarness, nurse: Person, subtype: str) -> None:
    assert (await nurse.says("more nights off", subtype=subtype)).acked
    assert words(at) == ["more nights off"]


async def test_files_and_what_else_has_no_words_are_heard_as_such(at: SlackHarness, nurse: Person) -> None:
    assert (await nurse.says("see this", subtype="file_share", files=[{"id": "F1"}])).acked
    assert (await nurse.says("", attachments=[{"is_share": True, "text": "forwarded"}])).acked
    assert (await nurse.says("a new kind", subtype="of_next_year")).acked
    assert [update.event for update in at.inbox.committed] == [Wordless()] * 3


async def test_a_change_of_words_names_the_message_and_a_link_shown_is_none(at: SlackHarness, nurse: Person) -> None:
    await nurse.says("more nigths off", ts="7.000001")
    (said,) = at.inbox.committed
    assert isinstance(said.event, Typed)
    before = {"user": nurse.user, "text": "more nigths off", "ts": "7.000001"}
    for after in ("more nights off", "more nigths off"):
        await nurse.says("", subtype="message_changed", message=before | {"text": after}, previous_message=before)
    await nurse.says("", subtype="message_deleted", deleted_ts="7.000001", previous_message=before)
    tombstone = before | {"user": "USLACKBOT", "subtype": "tombstone", "text": "This message was deleted."}
    await nurse.says("", subtype="message_changed", message=tombstone, previous_message=before)
    changes = at.inbox.committed[1:]
    assert [each.event for each in changes] == [Edited(text="more nights off"), Deleted(), Deleted()]
    assert {each.message for each in changes} == {said.event.written_in}
    assert {each.sender for each in changes} == {said.sender}


async def test_a_refused_direct_message_is_explained_once(at: SlackHarness, nurse: Person) -> None:
    at.inbox.refuses = "943"
    before = len(nurse.inbox)
    await nurse.says("patient 943 476 5919")
    await at.slack.until(lambda: len(nurse.inbox) > before)
    assert "Nothing has been saved" in nurse.inbox[-1].text
    assert "Please delete it here" in nurse.inbox[-1].text


async def test_a_direct_message_that_cannot_be_saved_comes_again(at: SlackHarness, nurse: Person) -> None:
    at.inbox.failures = 2
    assert (await nurse.says("pause")).acked
    assert words(at) == ["pause"]


async def test_the_app_home_shows_settings_and_can_be_pressed(at: SlackHarness, nurse: Person) -> None:
    pause = SelfPress(what=OnSelf.PAUSE)
    at.pages[:] = [
        a_message("You are asked once a week.", buttons=((Button(label="Pause", intent=pause),),)),
        a_message("Acute medical unit: Nothing needs you this week."),
    ]
    assert (await nurse.opens_home()).acked
    await at.slack.until(lambda: NURSE in at.slack.homes)
    assert [block["type"] for block in nurse.home["blocks"]] == ["section", "actions", "divider", "section"]
    assert (await nurse.press_at_home("Pause")).acked
    (update,) = at.inbox.committed
    assert (update.event, update.message, update.reply_via) == (Pressed(intent=pause), None, "")
    at.pages[:] = [a_message("You are paused.")]
    await at.slack.until(lambda: len(at.slack.homes[NURSE]) == 2)
    assert "You are paused." in visible_text(nurse.home["blocks"])


async def test_nothing_people_say_reaches_a_log(
    at: SlackHarness, nurse: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        at.inbox.failures = 1
        await nurse.says("canary words")
        await nurse.press("Agree")
        await nurse.command("canary command")
        await at.events.finish()
    text = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    for secret in ("canary", at.slack.bot_token, at.slack.app_token, at.slack.signing_secret, "a~p1~3"):
        assert secret not in text


async def test_a_commit_slower_than_slack_waits_is_said_to_be_unsaved(slack: SlackServer) -> None:
    async with slack_harness(slack, commit_seconds=0.2) as at:
        await at.messenger.send(at.address(NURSE), QUESTION, key=DeliveryKey("k1"))
        at.inbox.seconds = 0.7
        async with over_socket(at):
            slack.events.refusals = lambda: len(slack.ephemerals)
            receipt = await slack.person(NURSE).press("Agree")
            assert not receipt.acked
            await slack.until(lambda: (NURSE, NOT_SAVED) in slack.ephemerals)
            await at.events.finish()
        assert len(at.inbox.committed) == 1, "what was begun is finished; the second tap will be harmless"


def test_a_commit_is_given_up_on_before_slack_gives_up_on_us() -> None:
    assert MENU_SECONDS < COMMIT_SECONDS < 3


async def test_an_unknown_event_is_no_error(at: SlackHarness) -> None:
    async with over_socket(at):
        at.slack.events.ack_seconds = 0  # nobody will acknowledge it
        payload = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join", "user": NURSE}}
        assert not (await at.slack.events.deliver("events_api", payload)).acked
        at.slack.events.ack_seconds = PATIENCE
        assert (await at.slack.person(NURSE).says("help")).acked
    assert len(at.inbox.committed) == 1


async def test_many_presses_at_once_are_all_kept(at: SlackHarness) -> None:
    people = [f"U0NURSE{number:03d}" for number in range(60)]
    for user in people:
        await at.messenger.send(at.address(user), QUESTION, key=DeliveryKey(user))
    async with over_socket(at):
        receipts = await asyncio.gather(*(at.slack.person(user).press("Agree") for user in people))
    assert all(receipt.acked for receipt in receipts)
    assert {update.sender.value for update in at.inbox.committed} == set(people)
