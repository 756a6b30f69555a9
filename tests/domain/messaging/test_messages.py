"""What a message is, what a locked screen says of it, and where its picture stands."""

import re

import pytest

from bot.domain.messaging.documents import Picture, SmallPrint, Title, document
from bot.domain.messaging.messages import ABOUT_A_UNIT, Message, MessageKind, message_of, with_picture
from bot.domain.messaging.notifications import notification_of

CHART = Picture(alt="Steady.", png=b"png")


@pytest.mark.parametrize("kind", MessageKind)
def test_a_locked_screen_shows_the_kind_of_a_message_and_no_figure(kind: MessageKind) -> None:
    message = message_of(kind, "en-GB", "About 6 in 10 were heard. The printer is mended.", unit_name="Surgical ward")
    shown = notification_of(message)
    assert not re.search(r"\d", shown)
    assert "printer" not in shown
    assert ("Surgical ward" in shown) == (kind in ABOUT_A_UNIT)


def test_only_questions_are_called_a_question() -> None:
    shown = {kind: notification_of(message_of(kind, "en-GB", "Words.", unit_name="Ward 8")) for kind in MessageKind}
    assert [kind for kind, words in shown.items() if words == "One quick question"] == [MessageKind.QUESTION]
    assert len(set(shown.values())) == len(shown)
    assert shown[MessageKind.CONVERSATION_SUGGESTED] == "Ward 8: worth a conversation"
    assert shown[MessageKind.NOTHING_NEEDED] == "Ward 8: nothing needs you"
    assert shown[MessageKind.ACTION_PROPOSED] == "An action was proposed to you"
    assert shown[MessageKind.TOLD_BACK] == "You said, we did"


def test_only_a_digest_that_needs_its_readers_makes_a_sound() -> None:
    loud = [kind for kind in MessageKind if not message_of(kind, "en-GB", "Words.", unit_name="Ward 8").is_silent]
    assert loud == [MessageKind.CONVERSATION_SUGGESTED, MessageKind.READERS_NEEDED]


def test_a_message_about_a_unit_names_it() -> None:
    with pytest.raises(ValueError, match="names its unit"):
        message_of(MessageKind.NOTHING_NEEDED, "en-GB", "Words.")


def test_a_picture_stands_in_the_place_kept_for_it() -> None:
    title, small = Title(words="Ward 8"), SmallPrint(words="Nobody can see.")
    message = Message(kind=MessageKind.ANSWER, locale="en-GB", document=document(title, Picture(alt="Steady."), small))
    assert message.awaits_picture
    shown = with_picture(message, CHART)
    assert shown.document.sections == (title, CHART, small)
    assert not shown.awaits_picture
    bare = Message(kind=MessageKind.ANSWER, locale="en-GB", document=document(title, small))
    assert with_picture(bare, CHART) == bare
