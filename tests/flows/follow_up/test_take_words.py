"""What leads write is shown to them first, goes where it was asked for, and is never cut."""

from dataclasses import replace

import pytest

from bot.domain.follow_up.flags import FlagReply, FlagResponse
from bot.domain.follow_up.prompts import Box, ReplyWords, TeamWords
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import FlagPress, OnDigest, OnFlag
from bot.domain.messaging.inbound import Pressed
from bot.ports import Storage
from tests.support.leads import FLAG, NURSE, TUESDAY, Leads, buttons, labelled, texts
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, WARD, the_roster


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    held = Leads(storage)
    await held.furnish()
    return held


async def test_words_without_a_question_are_nobodys(leads: Leads) -> None:
    assert await leads.writes(NURSE, "Hello") == ()


async def test_words_come_once_and_empty_ones_are_asked_for_again(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    assert "no words" in texts(await leads.writes(NURSE, "   "))[NURSE]
    assert len(await leads.sends(NURSE, "Not now, because the lift is broken")) > 1
    assert await leads.writes(NURSE, "Not now, because the lift is broken") == ()


async def test_what_goes_to_the_team_is_shown_to_its_writer_first(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    shown = await leads.writes(NURSE, "The lift is broken")
    assert texts(shown) == {
        NURSE: "This goes to the 8 people of Acute medical unit, as far as they can be reached:\n\n“The lift is broken”"
    }
    assert [button.label for button in buttons(shown)] == ["Send", "Change", "Cancel"]
    told = await leads.press(NURSE, labelled(shown, "Send"))
    assert len(told) == 1 + 8
    assert texts(told[:1])[NURSE].startswith("Sent to everybody in Acute medical unit")
    again = await leads.press(NURSE, labelled(shown, "Send"))
    assert "nothing left to do here" in texts(again)[NURSE]
    assert len(again) == 1


async def test_nobody_can_count_who_has_stopped(leads: Leads) -> None:
    async with leads.storage.writing() as work:
        consent = await work.rosters.consent(PersonId("ward-m0"))
        await work.rosters.set_consent(PersonId("ward-m0"), replace(consent, stopped_at=TUESDAY))
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    assert "the 8 people of" in texts(await leads.writes(NURSE, "The lift is broken"))[NURSE]


async def test_only_the_words_above_a_button_are_sent_by_it(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    first = await leads.writes(NURSE, "The lift is broken")
    second = await leads.writes(NURSE, "The lift is mended")
    assert "nothing left to do here" in texts(await leads.press(NURSE, labelled(first, "Send")))[NURSE]
    told = await leads.press(NURSE, labelled(second, "Send"))
    assert "“The lift is mended”" in texts(told)["ward-m1"]


async def test_a_draft_may_be_changed_or_thrown_away(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    shown = await leads.writes(NURSE, "The lift is brokne")
    again = await leads.press(NURSE, labelled(shown, "Change"))
    assert "“The lift is brokne”" in texts(again[:1])[NURSE]
    shown = await leads.writes(NURSE, "The lift is broken")
    said = await leads.press(NURSE, labelled(shown, "Cancel"))
    assert texts(said) == {NURSE: "Cancelled. Nothing was sent."}
    assert await leads.prompts(NURSE) == []


async def test_a_prompt_says_how_much_may_be_written_and_nothing_is_cut(leads: Leads) -> None:
    for ask, longest in ((OnDigest.TELL_TEAM, 600), (OnDigest.START_ACTION, 200)):
        (asked, *_) = await leads.on_digest(NURSE, ask)
        assert asked.message is not None
        assert (asked.message.asks_reply, asked.message.longest_reply) == (True, longest)
        assert f"At most {longest} characters." in words_of(asked.message)
        too_long = "ab " * (longest // 3) + "end of it"
        back = texts(await leads.writes(NURSE, too_long))[NURSE]
        assert (f"{len(too_long)} characters" in back, "end of it" in back) == (True, True)
        fits = "y" * longest
        shown = await leads.writes(NURSE, fits)
        assert fits in texts(shown)[NURSE]
        await leads.press(NURSE, labelled(shown, "Cancel"))


async def test_a_prompt_belongs_to_its_subject(leads: Leads) -> None:
    """A newer one about something else does not take its words, and a newer one about the same takes its place."""
    await leads.on_flag(NURSE, OnFlag.REPLY)
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    assert {type(each.subject) for each in await leads.prompts(NURSE)} == {TeamWords, ReplyWords}
    assert len(await leads.prompts(NURSE)) == 2


async def test_boxes_that_are_used_or_replaced_are_gone(leads: Leads) -> None:
    await leads.on_flag(NURSE, OnFlag.REPLY)
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    closed = await leads.cancels(NURSE)
    assert {each.message.asks_reply for each in closed if each.message} == {False}
    assert [words_of(each.message) for each in closed if each.message] == ["Cancelled. Nothing was sent."] * 2
    assert len({each.edits for each in closed}) == 2
    assert await leads.prompts(NURSE) == []
    assert await leads.cancels(NURSE) == []


async def test_a_lead_who_left_meanwhile_sends_nothing(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    shown = await leads.writes(NURSE, "The lift is broken")
    roster = the_roster({WARD: 6, CLINIC: 2})
    held = frozenset(each for each in roster.memberships if each.person != NURSE)
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=held), at=TUESDAY)
    said = await leads.press(NURSE, labelled(shown, "Send"))
    assert set(texts(said)) == {NURSE}
    assert "Only the leads" in texts(said)[NURSE]
    assert await leads.prompts(NURSE) == []


async def test_a_changed_message_changes_its_draft_and_a_deleted_one_ends_it(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    before = await leads.writes(NURSE, "The lift is borken", at="w1")
    after = await leads.changes(NURSE, "w1", "The lift is broken")
    assert "The lift is broken" in texts(after)[NURSE]
    assert "nothing left to do here" in texts(await leads.press(NURSE, labelled(before, "Send")))[NURSE]
    assert await leads.changes(NURSE, "w2", "Another message") == ()
    assert "Cancelled" in texts(await leads.changes(NURSE, "w1", None))[NURSE]
    assert "nothing left to do here" in texts(await leads.press(NURSE, labelled(after, "Send")))[NURSE]


@pytest.mark.parametrize("box", [Box.OPENED, Box.DRAWN])
async def test_what_asks_and_what_became_of_it_are_one_message(leads: Leads, box: Box) -> None:
    leads.box = box
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    asked = (await leads.arrive())[NURSE]
    (shown,) = await leads.writes(NURSE, "The lift is brokne")
    await leads.arrive()
    (again,) = await leads.press(NURSE, labelled([shown], "Change"), on=asked)
    assert again.message is not None
    assert again.message.asks_reply
    await leads.arrive()
    (mended,) = await leads.writes(NURSE, "The lift is broken")
    await leads.arrive()
    told = await leads.press(NURSE, labelled([mended], "Send"), on=asked)
    answers = [each for each in told if each.person == NURSE]
    assert [each.edits for each in (shown, again, mended, *answers)] == [asked] * 4


async def test_where_people_reply_the_draft_says_that_it_is_written_anew(leads: Leads) -> None:
    """A message that asks for a reply cannot be changed on such a channel, so a new one asks."""
    leads.box = Box.REPLIED_TO
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    await leads.arrive()
    (shown,) = await leads.writes(NURSE, "The lift is brokne", at="w1")
    assert shown.edits is None
    draft = (await leads.arrive())[NURSE]
    (mended,) = await leads.changes(NURSE, "w1", "The lift is brokn")
    assert mended.edits == draft
    await leads.arrive()
    asked, closed = await leads.press(NURSE, labelled([mended], "Change"), on=draft)
    assert (asked.edits, closed.edits) == (None, draft)
    assert (
        texts([closed])[NURSE] == "You were asked again further down: what the team of Acute medical unit is to read."
    )


async def test_words_that_nobody_waits_for_any_more_are_given_back_in_their_place(leads: Leads) -> None:
    await leads.on_flag(NURSE, OnFlag.REPLY)
    asked = (await leads.arrive())[NURSE]
    async with leads.storage.writing() as work:
        await work.loop.put_reply(
            FlagReply(flag=FLAG.id, person=PersonId(NURSE), response=FlagResponse.KNOWN_REASON, at=TUESDAY)
        )
    (back,) = await leads.writes(NURSE, "We were short of people")
    assert back.edits == asked
    assert texts([back])[NURSE] == (
        "No words are needed here any more: your reply to the team of Acute medical unit.\n\n"
        "Nothing was sent. This is what you wrote:\n\n“We were short of people”"
    )
    assert await leads.prompts(NURSE) == []


async def test_closing_a_box_changes_its_own_message_and_not_the_pressed_digest(leads: Leads) -> None:
    """What a press brings back leads to the message that was pressed, on Slack."""
    await leads.on_flag(NURSE, OnFlag.REPLY)
    box = (await leads.arrive())[NURSE]
    digest = (await leads.have_it())[NURSE]
    press = Pressed(intent=FlagPress(flag=FLAG.id, what=OnFlag.KNOWN_REASON))
    answers = await leads.does(NURSE, press, message=digest, reply_via="https://slack.test/back")
    (closed,) = [each for each in answers if each.edits == box]
    assert closed.reply_via == ""
