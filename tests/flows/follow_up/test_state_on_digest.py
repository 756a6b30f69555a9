"""What leads do with a digest stands on the digest itself, at every reader; who presses too late is told so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.follow_up.flags import Flag, FlagResponse, flag_id
from bot.domain.follow_up.prompts import ReplyWords
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    DigestRef,
    FlagPress,
    OnAction,
    OnDigest,
    OnFlag,
)
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Role
from bot.ports import Storage
from tests.support.freezing import freeze
from tests.support.leads import (
    CHAMPION,
    DOCTOR,
    FLAG,
    NURSE,
    TUESDAY,
    WEEK,
    Leads,
    a_digest,
    labelled,
    texts,
)
from tests.support.messages import words_of
from tests.support.weeks import WARD, the_programme

ALL = {NURSE, DOCTOR, CHAMPION}
TAKEN = "✓ The nursing lead has taken this on Tuesday."


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    held = Leads(storage)
    await held.furnish()
    return held


def copies(deliveries: Sequence[Delivery]) -> dict[str, Delivery]:
    return {each.person: each for each in deliveries if each.kind is DeliveryKind.DIGEST_REDRAW}


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


async def test_every_copy_says_who_has_taken_it_and_loses_its_buttons(leads: Leads) -> None:
    places = await leads.have_it()
    redrawn = copies(await leads.press(NURSE, FlagPress(flag=FLAG.id, what=OnFlag.REPLY), on=places[NURSE]))
    assert {who: each.edits for who, each in redrawn.items()} == places
    assert set(places) == ALL
    assert {who: each.priority for who, each in redrawn.items()} == {
        NURSE: Priority.INTERACTIVE,
        DOCTOR: Priority.BULK,
        CHAMPION: Priority.BULK,
    }
    assert all(each.message is None for each in redrawn.values()), "what they say is read when they are sent"
    for who in ALL:
        message = await leads.now_shown(redrawn[who])
        assert TAKEN in words_of(message)
        assert "I will reply to the team" not in labels(message)
        assert message.awaits_picture
    assert labels(await leads.now_shown(redrawn[NURSE])) == ["Write what the team reads", "Start an action", "More"]
    assert labels(await leads.now_shown(redrawn[DOCTOR])) == ["Start an action", "More"]


async def test_words_stand_on_every_copy_once_they_are_sent(leads: Leads) -> None:
    await leads.have_it()
    await leads.on_flag(DOCTOR, OnFlag.KNOWN_REASON)
    shown = await leads.writes(DOCTOR, "Half the team moved")
    assert copies(shown) == {}
    assert texts(shown[:1])[DOCTOR].startswith("This is shown on the digest of Acute medical unit, with your role")
    redrawn = copies(await leads.press(DOCTOR, labelled(shown, "Send")))
    assert set(redrawn) == ALL
    text = words_of(await leads.now_shown(redrawn[CHAMPION]))
    assert "✓ The medical lead gave a known reason on Tuesday. “Half the team moved”" in text


async def test_a_digest_that_goes_out_later_says_it_at_once(leads: Leads) -> None:
    await leads.on_flag(NURSE, OnFlag.REPLY)
    late = Delivery(
        key=next(iter(leads.sent.values())).key,
        person=PersonId(DOCTOR),
        channel=next(iter(leads.sent.values())).channel,
        kind=DeliveryKind.DIGEST,
        digest=DigestRef(unit=WARD, week=WEEK),
        due_at=TUESDAY,
        expires_at=TUESDAY,
    )
    assert TAKEN in words_of(await leads.now_shown(late))


async def test_one_lead_says_one_thing_to_a_flag(leads: Leads) -> None:
    await leads.have_it()
    await leads.on_flag(NURSE, OnFlag.REPLY)
    shown = await leads.writes(NURSE, "We will talk")
    await leads.arrive()
    redrawn = copies(await leads.on_flag(NURSE, OnFlag.NOT_RECOGNISED))
    async with leads.storage.reading() as work:
        (reply,) = await work.loop.replies(FLAG.id)
    assert (reply.response, reply.words) == (FlagResponse.NOT_RECOGNISED, "")
    text = words_of(await leads.now_shown(redrawn[DOCTOR]))
    assert "they do not recognise this" in text
    assert "has taken this" not in text
    late = await leads.press(NURSE, labelled(shown, "Send"))
    assert "nothing left to do here" in texts(late)[NURSE], "nobody waits for words that belong to the earlier answer"
    taken = await leads.on_flag(DOCTOR, OnFlag.REPLY)
    assert "You have taken this" in texts(taken[:1])[DOCTOR]


async def test_asking_for_help_leaves_the_words_and_the_box_of_the_same_lead(leads: Leads) -> None:
    await leads.have_it()
    await leads.on_flag(DOCTOR, OnFlag.KNOWN_REASON)
    await leads.sends(DOCTOR, "Half the team moved")
    redrawn = copies(await leads.on_flag(DOCTOR, OnFlag.HELP_FROM_ABOVE))
    text = words_of(await leads.now_shown(redrawn[NURSE]))
    assert "✓ The medical lead gave a known reason on Tuesday. “Half the team moved”" in text
    assert "✓ The medical lead asked for help from above on Tuesday." in text
    await leads.on_flag(NURSE, OnFlag.REPLY)
    await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    (prompt,) = await leads.prompts(NURSE)
    assert prompt.subject == ReplyWords(flag=FLAG.id)


async def test_who_taps_after_another_has_taken_it_is_told_so_and_sees_it(leads: Leads) -> None:
    places = await leads.have_it()
    await leads.on_flag(NURSE, OnFlag.REPLY)
    late = await leads.press(DOCTOR, FlagPress(flag=FLAG.id, what=OnFlag.REPLY), on=places[DOCTOR])
    assert texts(late)[DOCTOR].startswith("The nursing lead has already taken this")
    assert set(copies(late)) == {DOCTOR}, "the copy that was pressed shows it"
    async with leads.storage.reading() as work:
        assert len(await work.loop.replies(FLAG.id)) == 1


async def test_what_is_done_already_is_told_once_and_without_a_new_line_where_it_stands(leads: Leads) -> None:
    places = await leads.have_it()
    await leads.press(DOCTOR, FlagPress(flag=FLAG.id, what=OnFlag.REPLY), on=places[DOCTOR])
    taps = [await leads.press(NURSE, FlagPress(flag=FLAG.id, what=OnFlag.REPLY), on=places[NURSE]) for _ in range(2)]
    first, second = ([each.key for each in tap if each.message is not None] for tap in taps)
    assert first == second, "a key is sent once"
    action = await leads.proposes(owner=Role.NURSING_LEAD)
    close = ActionPress(action=action.id, what=OnAction.CLOSE)
    await leads.press(NURSE, close)
    (again,) = await leads.press(NURSE, close)
    assert again.edits == MessageRef("pressed"), "the message itself shows how things are"
    assert again.message is not None
    assert words_of(again.message).splitlines() == [
        "“Second trolley for the night drug round”",
        "",
        "Acute medical unit: this action was done on 10 March.",
    ]
    assert labels(again.message) == ["Tell the team"]


async def test_an_action_stands_on_the_digest_as_it_grows(leads: Leads) -> None:
    await leads.have_it()
    action = await leads.proposes()
    digest = next(iter(copies(list(leads.sent.values())).values()))
    assert "✓ Proposed to the medical lead, by 17 March:" in words_of(await leads.now_shown(digest))
    declined = await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.DECLINE))
    assert set(copies(declined)) == ALL
    assert "Second trolley" not in words_of(await leads.now_shown(digest))


async def test_what_is_pressed_on_a_digest_does_not_take_its_place(leads: Leads) -> None:
    places = await leads.have_it()
    action = await leads.proposes(owner=Role.NURSING_LEAD)
    done = await leads.press(CHAMPION, ActionPress(action=action.id, what=OnAction.CLOSE), on=places[CHAMPION])
    (answer, *_) = done
    assert answer.edits is None
    message = await leads.now_shown(copies(done)[CHAMPION])
    assert words_of(message).startswith("Acute medical unit: worth a conversation")
    assert "✓ Done on Tuesday: “Second trolley for the night drug round”." in words_of(message)


@pytest.mark.drill
async def test_a_digest_that_a_newer_one_followed_changes_nothing_more(leads: Leads) -> None:
    places = await leads.have_it()
    newer = replace(a_digest(the_programme().organisation), week=WEEK + 1)
    async with leads.storage.writing() as work:
        await freeze(work, [newer])
    leads.now = TUESDAY + timedelta(days=6, hours=20)
    early = await leads.press(NURSE, FlagPress(flag=FLAG.id, what=OnFlag.NOT_RECOGNISED), on=places[NURSE])
    assert "newer digest" not in texts(early)[NURSE], "it has not come yet"
    leads.now = TUESDAY + timedelta(days=7)
    for intent in (
        FlagPress(flag=FLAG.id, what=OnFlag.REPLY),
        DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=OnDigest.START_ACTION),
    ):
        late = await leads.press(DOCTOR, intent, on=places[DOCTOR])
        assert texts(late)[DOCTOR] == (
            "Acute medical unit: a newer digest has come since the one to 8 March. Please use the buttons of "
            "the newer one."
        )
        assert labels(await leads.now_shown(copies(late)[DOCTOR])) == ["More"]
    async with leads.storage.reading() as work:
        assert [each.response for each in await work.loop.replies(FLAG.id)] == [FlagResponse.NOT_RECOGNISED]
    read = await leads.press(DOCTOR, DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=OnDigest.DETAILS))
    assert "details" in texts(read)[DOCTOR], "it can still be read"


async def test_an_older_digest_is_known_by_its_buttons_when_its_delivery_is_forgotten(leads: Leads) -> None:
    newer = replace(a_digest(the_programme().organisation), week=WEEK + 1)
    async with leads.storage.writing() as work:
        await freeze(work, [newer])
    leads.now = TUESDAY + timedelta(days=8)
    for what in OnFlag:
        late = await leads.press(DOCTOR, FlagPress(flag=FLAG.id, what=what, week=WEEK))
        assert "a newer digest has come" in texts(late)[DOCTOR]
    await leads.press(DOCTOR, FlagPress(flag=FLAG.id, what=OnFlag.NOT_RECOGNISED, week=WEEK + 1))
    async with leads.storage.reading() as work:
        assert [each.response for each in await work.loop.replies(FLAG.id)] == [FlagResponse.NOT_RECOGNISED]


async def test_a_flag_that_another_followed_is_closed(leads: Leads) -> None:
    async with leads.storage.writing() as work:
        await work.loop.add_flag(Flag(id=flag_id(WARD, WEEK - 8), unit=WARD, week=WEEK - 8, kind=FLAG.kind))
        await freeze(work, [replace(a_digest(the_programme().organisation), week=WEEK - 8)])
    late = await leads.press(NURSE, FlagPress(flag=flag_id(WARD, WEEK - 8), what=OnFlag.REPLY))
    assert texts(late)[NURSE] == (
        "Acute medical unit: it is too late to answer the digest to 11 January. You need not do anything more about it."
    )


async def test_words_go_with_the_teams_page_while_that_is_to_come_and_by_themselves_afterwards(leads: Leads) -> None:
    asked = await leads.on_flag(NURSE, OnFlag.REPLY)
    assert "with its own digest on Thursday" in texts(asked[:1])[NURSE]
    shown = await leads.writes(NURSE, "We will talk")
    assert "read this with the digest on Thursday:" in texts(shown[:1])[NURSE]
    assert set(texts(await leads.press(NURSE, labelled(shown, "Send")))) == {NURSE}
    leads.now = TUESDAY + timedelta(days=2)
    asked = await leads.on_flag(NURSE, OnFlag.REPLY)
    assert "goes to the team at once" in texts(asked[:1])[NURSE]
    shown = await leads.writes(NURSE, "And on Friday, too")
    assert texts(shown[:1])[NURSE].startswith("This goes to the 8 people of Acute medical unit")
    told = texts(await leads.press(NURSE, labelled(shown, "Send")))
    assert told["ward-m1"] == "Acute medical unit, from the nursing lead: “And on Friday, too”"
