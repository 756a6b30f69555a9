"""What becomes of taps and words on a question: filed under seal, once, and said to be recorded only then."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.asking.pulses import PulseState
from bot.domain.follow_up.actions import TeamUpdate
from bot.domain.identifiers import DeliveryKey, EpochId, MessageRef, PersonId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    Answer,
    OnPulse,
    PulsePress,
)
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState
from bot.domain.programme.programme import Contact
from bot.domain.programme.questions import Kind, Scale
from bot.ports import Storage
from tests.support.builders import T0, a_delivery, a_programme, a_pulse, a_question, a_roster, after
from tests.support.channels import TELEGRAM
from tests.support.delivery_states import delivery_states
from tests.support.messages import words_of
from tests.support.ward import TEAM, Ward


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


async def test_a_tap_is_recorded_and_said_to_be(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"))
    assert await ward.codes() == {"ana": "3"}
    pulse = await ward.pulse("ana")
    assert (pulse.state, pulse.sequence) == (PulseState.ANSWERED, 101)
    delivery = (await ward.deliveries())[DeliveryKey("e:pulse-ana")]
    assert (delivery.kind, delivery.edits, delivery.priority) == (DeliveryKind.REDRAW, "m-ana", 0)
    assert delivery.message is not None
    assert words_of(delivery.message) == (
        "Wording of pers-int-1.\nThank you. Recorded for Intensive care. You can change it until Sunday 10:00."
    )
    assert ward.seen.woken == [TELEGRAM]


async def test_the_answer_says_whose_it_is_and_what_it_was_about(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"))
    body = (await ward.answers())["ana"]
    pulse = await ward.pulse("ana")
    assert (body.round, body.question, body.week) == (pulse.round, pulse.question, pulse.week)


@pytest.mark.parametrize("code", ["4", "1", "cs"])
async def test_every_answer_gets_the_same_acknowledgement(ward: Ward, code: str) -> None:
    await ward.do(ward.tap("ana", code))
    await ward.do(ward.tap("ben", "2"))
    ana, ben = await ward.shown("ana"), await ward.shown("ben")
    assert words_of(ana) == words_of(ben)
    assert "cs" not in repr(ana)


async def test_an_answer_may_be_changed_while_the_round_is_open(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.on_pulse("ana", OnPulse.CHANGE))
    shown = await ward.shown("ana")
    assert [row[0].label for row in shown.buttons[:4]] == ["Strongly agree", "Agree", "Disagree", "Strongly disagree"]
    assert not any("✓" in button.label for row in shown.buttons for button in row)
    await ward.do(ward.tap("ana", "1"))
    assert await ward.codes() == {"ana": "1"}


async def test_of_several_taps_the_latest_stands_in_whatever_order(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "1", sequence=900), ward.tap("ana", "4", sequence=800))
    await ward.do(ward.tap("ana", "3", sequence=850))
    assert await ward.codes() == {"ana": "1"}
    assert "Recorded" in words_of(await ward.shown("ana"))


async def test_after_the_round_closed_nothing_is_recorded(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "4"))
    ward.clock.at = ward.round.closes_at
    await ward.do(ward.tap("ana", "1"), ward.tap("ben", "1"))
    assert await ward.codes() == {"ana": "4"}
    assert "so nothing was changed" in words_of(await ward.shown("ana"))
    assert "so nothing was recorded" in words_of(await ward.shown("ben"))
    assert (await ward.pulse("ben")).state is PulseState.SENT


async def test_a_clock_that_went_back_does_not_reopen_a_closed_week(ward: Ward) -> None:
    await ward.close_weeks(ward.round.week)
    await ward.do(ward.tap("ana", "4"))
    assert await ward.codes() == {}
    assert "has closed" in words_of(await ward.shown("ana"))


async def test_somebody_who_left_the_list_is_told_so_and_nothing_is_stored(ward: Ward) -> None:
    roster = a_roster({name: f"at-{name}" for name in ("ana", "ben")})
    moved = a_roster({"ben": "at-ben"}, unit=UnitId("medicine"))
    async with ward.storage.writing() as work:
        kept = roster.memberships - {each for each in roster.memberships if each.person == "ben"}
        await work.rosters.save(replace(roster, memberships=kept | moved.memberships), at=ward.clock.now())
    await ward.do(ward.tap("ben", "4"), ward.tap("cas", "4"))
    assert await ward.codes() == {}
    assert "no longer on the list of Intensive care" in words_of(await ward.shown("ben"))
    assert [(to.value, "on a team list" in words_of(message)) for to, message in ward.seen.greeted] == [
        ("at-cas", True)
    ]


async def test_a_person_whose_time_ended_is_refused(storage: Storage, tmp_path: Path) -> None:
    ward, roster = Ward(storage, tmp_path), a_roster({"ana": "at-ana"})
    ended = replace(roster.people[PersonId("ana")], ends=(T0 - timedelta(days=1)).date())
    await ward.furnish(["ana"], roster=replace(roster, people={ended.id: ended}))
    await ward.do(ward.tap("ana", "4"))
    assert await ward.codes() == {}
    assert "no longer" in words_of(await ward.shown("ana"))


async def test_nobody_answers_for_another_or_what_is_not_there(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "4", pulse="pulse-ben"), ward.tap("cas", "4", pulse="gone"), ward.tap("dee", "17"))
    assert await ward.codes() == {}
    said = await ward.said()
    assert said.count("was for somebody else, or it is no longer stored") == 2


async def test_an_answer_ends_reminder_and_silence(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        reminder = replace(a_delivery("ana", key="r:pulse-ana", kind=DeliveryKind.REMINDER), message=None)
        await work.deliveries.add([reminder])
        await work.pulses.set_reminded([PulseId("pulse-ana")])
    await ward.do(ward.tap("ana", "4"))
    async with ward.storage.reading() as work:
        assert (await work.rosters.consent(PersonId("ana"))).unanswered == 0
        assert (await work.rosters.consent(PersonId("ben"))).unanswered == 2
        assert (await delivery_states(work))[DeliveryState.EXPIRED] == 1


async def test_what_was_told_back_is_shown_once_after_an_answer(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        await work.loop.add_told(TeamUpdate(id="t1", unit=UnitId("icu"), words="The trolley arrives.", at=T0))
    await ward.do(ward.tap("ana", "4"))
    assert words_of(await ward.shown("ana")).endswith("\nSince you last answered: “The trolley arrives.”")
    await ward.do(ward.tap("ana", "3"))
    assert "trolley" not in words_of(await ward.shown("ana"))
    await ward.do(ward.tap("ben", "3"))
    assert "trolley" in words_of(await ward.shown("ben"))


async def test_who_was_shown_what_was_told_back_does_not_tell_an_answer_from_a_skip(ward: Ward) -> None:
    """Nor how often somebody pressed: one thing is shown when they are first heard, the next with the next question."""
    async with ward.storage.writing() as work:
        for name, words in (("t1", "The trolley arrives."), ("t2", "It has arrived.")):
            await work.loop.add_told(
                TeamUpdate(id=name, unit=UnitId("icu"), words=words, at=after(minutes=int(name[1])))
            )
    await ward.do(ward.tap("ana", "4"), ward.on_pulse("ben", OnPulse.SKIP), ward.tap("cas", "cs"))
    for who in ("ana", "ben", "cas"):
        assert words_of(await ward.shown(who)).endswith("\nSince you last answered: “It has arrived.”")
    await ward.do(ward.tap("ana", "3"), ward.on_pulse("ben", OnPulse.SKIP), ward.tap("dee", "1"))
    await ward.do(ward.on_pulse("dee", OnPulse.SKIP), ward.on_pulse("ana", OnPulse.DONE))
    assert await unseen(ward) == dict.fromkeys(("ana", "ben", "cas", "dee"), "t1") | dict.fromkeys(("eve", "fay"), "t2")


async def unseen(ward: Ward) -> dict[str, str]:
    """What each has not been shown yet."""
    icu = UnitId("icu")
    async with ward.storage.reading() as work:
        left = await work.loop.news([(PersonId(each), icu) for each in TEAM], since=IsoWeek.of(T0.date()))
    return {person: told.id for (person, _), told in left.items()}


async def test_skipping_is_heard_and_leaves_nothing_of_an_earlier_answer(ward: Ward) -> None:
    await ward.do(ward.on_pulse("ana", OnPulse.SKIP), ward.tap("ben", "4"), ward.on_pulse("ben", OnPulse.SKIP))
    assert [(await ward.pulse(who)).state for who in ("ana", "ben")] == [PulseState.SKIPPED] * 2
    assert await ward.codes() == {"ben": "cs"}
    assert "Skipped, and that is fine." in words_of(await ward.shown("ana"))


async def test_not_now_offers_only_times_before_the_close(ward: Ward) -> None:
    await ward.do(ward.on_pulse("ana", OnPulse.NOT_NOW))
    labels = [row[0].label for row in (await ward.shown("ana")).buttons]
    assert labels == ["After my shift", "Tomorrow", "Next week", "Skip this one", "Back to the question"]
    ward.clock.at = ward.round.closes_at - timedelta(hours=2)
    await ward.do(ward.on_pulse("ana", OnPulse.NOT_NOW))
    labels = [row[0].label for row in (await ward.shown("ana")).buttons]
    assert labels == ["Next week", "Skip this one", "Back to the question"]


async def test_a_question_that_is_put_off_comes_again_once_and_only_then(ward: Ward) -> None:
    await ward.do(ward.on_pulse("ana", OnPulse.TOMORROW))
    await ward.do(ward.on_pulse("ana", OnPulse.AFTER_SHIFT))
    again = [each for each in (await ward.deliveries()).values() if each.kind is DeliveryKind.SNOOZED]
    assert [each.due_at for each in again] == [T0.replace(hour=19, minute=30)]  # 21:00 is quiet, so shortly before
    pulse = await ward.pulse("ana")
    assert (pulse.reminded, pulse.remind_at) == (True, again[0].due_at)
    assert "again on Tuesday 19:30" in words_of(await ward.shown("ana"))
    async with ward.storage.reading() as work:
        words = await ward.compose.one(work, again[0])
    assert words is not None
    assert "as you asked" in words_of(words)
    await ward.do(ward.tap("ana", "4"))
    assert not [each for each in (await ward.deliveries()).values() if each.kind is DeliveryKind.SNOOZED]


async def test_next_week_after_the_close_lets_it_pass_in_silence(ward: Ward) -> None:
    await ward.do(ward.on_pulse("ana", OnPulse.NEXT_WEEK))
    assert set(await ward.deliveries()) == {"e:pulse-ana"}
    pulse = await ward.pulse("ana")
    assert (pulse.state, pulse.reminded) == (PulseState.SENT, True)
    assert "need not answer" in words_of(await ward.shown("ana"))


async def test_menus_lead_back_to_the_question(ward: Ward) -> None:
    for what, words in ((OnPulse.MORE, "What would you like?"), (OnPulse.WHY, "on the list of Intensive care")):
        await ward.do(ward.on_pulse("ana", what))
        assert words in words_of(await ward.shown("ana"))
    await ward.do(ward.on_pulse("ana", OnPulse.BACK))
    assert "Wording of pers-int-1." in words_of(await ward.shown("ana"))


async def test_two_people_with_the_same_answer_look_different_and_alike_in_length(ward: Ward) -> None:
    await ward.do(*(ward.tap(who, "4") for who in ("ana", "ben", "cas")), ward.tap("dee", "cs"))
    rows = await ward.raw_rows(EpochId("2026-W10"))
    assert len(rows) == 4
    assert {(len(identity), len(body)) for identity, body in rows} == {(32, 540)}
    assert len({identity for identity, _ in rows} | {body for _, body in rows}) == 8


async def test_the_next_question_of_a_round_follows_the_first_answer_at_once(storage: Storage, tmp_path: Path) -> None:
    ward, programme = Ward(storage, tmp_path), a_programme()
    two = replace(programme, schedules=(replace(programme.schedules[0], questions_per_round=2),))
    await ward.furnish(["ana"], programme=two)
    second = replace(a_pulse("ana", identity="second"), position=1)
    async with ward.storage.writing() as work:
        await work.pulses.add([second])
    await ward.do(ward.tap("ana", "4"))
    assert (await ward.deliveries())[DeliveryKey("q:second")].pulse == "second"
    await ward.do(ward.tap("ana", "3"))
    assert len([key for key in await ward.deliveries() if key.startswith("q:")]) == 1


@pytest.fixture
async def words_ward(storage: Storage, tmp_path: Path) -> Ward:
    """A ward whose question asks for words."""
    ward = Ward(storage, tmp_path)
    question = a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    await ward.furnish(programme=a_programme(questions=[question]))
    return ward


async def test_words_are_filed_that_reply_to_the_question(words_ward: Ward) -> None:
    await words_ward.do(
        words_ward.words("ana", "More time to hand over.", reply_to="m-ana"),
        words_ward.words("ben", "Nothing.", reply_to="m-ben"),
    )
    answers = await words_ward.answers()
    assert {person: (body.code, body.text) for person, body in answers.items()} == {
        "ana": ("tx", "More time to hand over."),
        "ben": ("tx", "Nothing."),
    }


async def test_words_nobody_asked_for_get_one_helpful_answer_and_are_not_stored(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        contact = Contact(name="Digital team", address="rounds@example.org")
        await work.programmes.save(replace(a_programme(), contact=contact), at=T0)
    await ward.do(ward.words("ana", "Hello there"), ward.words("ben", "Fine.", reply_to="m-ben"))
    said = await ward.said()
    assert "Nobody asked for these words, so they were not stored" in said
    assert "If somebody is at risk, please use your hospital’s incident system" in said
    assert "Digital team, rounds@example.org" in said
    assert "send “/help”" in said
    assert "tap one of the buttons" in said
    assert await ward.codes() == {}


async def test_refused_words_are_explained_once_where_they_came_in(words_ward: Ward) -> None:
    (receipt,) = await words_ward.do(words_ward.words("ana", "Mrs Patel in bed 4 fell", reply_to="m-ana"))
    assert "somebody's name" in receipt.explanation
    assert await words_ward.deliveries() == {}
    assert await words_ward.codes() == {}


async def test_a_forged_answer_in_words_to_a_scale_is_not_filed(words_ward: Ward) -> None:
    await words_ward.do(words_ward.tap("ana", "tx"), words_ward.tap("ben", "4"))
    assert await words_ward.codes() == {}
    intent = PulsePress(pulse=(await words_ward.pulse("cas")).id, what=OnPulse.SKIP)
    await words_ward.do(words_ward.press("cas", intent), words_ward.press("dee", Answer(pulse=intent.pulse, code="cs")))  # type: ignore[arg-type]
    assert (await words_ward.pulse("cas")).state is PulseState.SKIPPED


async def test_what_is_sealed_is_the_same_whenever_it_was_answered(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "4"))
    ward.clock.advance(hours=27)
    await ward.do(ward.tap("ben", "4"))
    answers = await ward.answers()
    assert replace(answers["ben"], person=answers["ana"].person) == answers["ana"]


async def shown_again(ward: Ward, ref: str = "m-again") -> None:
    """A reminder of Ana's question has arrived in a second message."""
    async with ward.storage.writing() as work:
        await work.pulses.set_reminded([PulseId("pulse-ana")])
        await work.pulses.set_message(PulseId("pulse-ana"), MessageRef(ref))


async def test_an_answer_in_the_reminder_is_not_changed_in_the_first_copy(ward: Ward) -> None:
    await shown_again(ward)
    agree, disagree = ward.tap("ana", "3"), ward.tap("ana", "2")
    await ward.do(replace(agree, message=MessageRef("m-again")))
    await ward.do(disagree)
    assert await ward.codes() == {"ana": "3"}
    waiting = await ward.deliveries()
    earlier = next(each for each in waiting.values() if each.edits == "m-ana")
    assert earlier.message is not None
    assert earlier.message.buttons == ()
    assert "you can change it there" in words_of(earlier.message)
    await ward.do(replace(disagree, update_id="there", sequence=999, message=MessageRef("m-again")))
    assert await ward.codes() == {"ana": "2"}


async def test_a_first_answer_in_the_earlier_copy_counts_and_is_shown_in_the_newer(ward: Ward) -> None:
    await shown_again(ward)
    await ward.do(ward.tap("ana", "3"))
    assert await ward.codes() == {"ana": "3"}
    waiting = await ward.deliveries()
    assert waiting[DeliveryKey("e:pulse-ana")].edits == "m-again"
    assert "Recorded" in words_of(await ward.shown("ana"))
    assert "m-ana" in {each.edits for each in waiting.values()}


async def test_not_now_says_when_each_choice_would_ask_and_that_next_week_lets_it_pass(ward: Ward) -> None:
    await ward.do(ward.on_pulse("ana", OnPulse.NOT_NOW))
    said = words_of(await ward.shown("ana"))
    assert "Next week: this question has closed by then, so it passes" in said
    assert re.search(r"After my shift: Tue\w* 19:30", said)
    assert re.search(r"Tomorrow: Wed\w* 11:00", said)
