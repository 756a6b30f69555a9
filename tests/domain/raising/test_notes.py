"""What may become of a note, and when everything of it is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.answers.answer_body import AnswerPart
from bot.domain.follow_up.prompts import STAYS_OPEN
from bot.domain.identifiers import DeliveryKey, NoteId, PersonId, PromptId, UnitId
from bot.domain.raising.notes import (
    MOST_REPLIES,
    QUIET,
    SEEN_EVERY,
    STOOD_STILL,
    UNANSWERED,
    AskedNote,
    Letter,
    LetterKind,
    Note,
    Readers,
)

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
ANA, LENA, MAX, GIL = map(PersonId, ("ana", "lena", "max", "gil"))
NOTE = Note(
    id=NoteId("0" * 32),
    writer=ANA,
    unit=UnitId("icu"),
    readers=(LENA, MAX),
    to=Readers.LEADS,
    guardians=(GIL,),
    last_at=AT,
)


def a_letter(kind: LetterKind = LetterKind.RAISED, *, number: int = 0, by: PersonId | None = None) -> Letter:
    to = (ANA,) if kind is LetterKind.REPLY else (LENA, MAX)
    return Letter(id=f"{kind}-{number}", kind=kind, to=to, due_at=AT, words="Words", by=by)


def an_ask(person: PersonId = ANA, *, words: str = "", at: datetime = AT) -> AskedNote:
    key = DeliveryKey("n:web:1")
    parts = (AnswerPart(text=words, sequence=1),) if words else ()
    return AskedNote(prompt=PromptId("p"), person=person, shown_in=key, asked_in=key, asked_at=at, parts=parts)


def given(note: Note, *people: PersonId) -> Note:
    letter = note.letters[0]
    return note.numbered(letter.id, dict.fromkeys(people, "1")).given(letter.id, people, now=AT)


SENT = NOTE.with_letter(a_letter(), now=AT)


def test_nobody_is_their_own_reader_and_a_note_has_readers() -> None:
    with pytest.raises(ValueError, match="own note"):
        replace(NOTE, readers=(ANA,))
    with pytest.raises(ValueError, match="own note"):
        replace(NOTE, guardians=(ANA,))
    with pytest.raises(ValueError, match="readers"):
        replace(NOTE, readers=())


def test_a_letter_is_written_once_however_often_its_update_comes() -> None:
    assert SENT.with_letter(a_letter(), now=AT + timedelta(days=1)) == SENT


def test_who_has_not_been_given_it_cannot_answer_and_strangers_never() -> None:
    assert not SENT.may_write(LENA)
    assert given(SENT, LENA).may_write(LENA)
    assert not given(SENT, LENA).may_write(MAX)
    assert not given(SENT, LENA, MAX).may_write(GIL)
    assert given(SENT, LENA).may_write(ANA)


def test_after_ten_replies_it_is_closed_to_both_sides() -> None:
    note = given(SENT, LENA, MAX)
    for number in range(MOST_REPLIES):
        assert note.may_write(LENA)
        kind = LetterKind.BACK if number % 2 else LetterKind.REPLY
        note = note.with_letter(a_letter(kind, number=number, by=LENA), now=AT)
    assert note.is_closed
    assert not note.may_write(LENA)
    assert not note.may_write(ANA)


@pytest.mark.parametrize(
    ("note", "after", "waits"),
    [
        (NOTE, UNANSWERED, False),
        (SENT, UNANSWERED - timedelta(seconds=1), False),
        (SENT, UNANSWERED, True),
        (given(SENT, LENA), UNANSWERED - timedelta(seconds=1), False),
        (given(SENT, LENA), UNANSWERED, True),
        (given(SENT, LENA, MAX), UNANSWERED - timedelta(seconds=1), False),
        (given(SENT, LENA, MAX), UNANSWERED, True),
        (given(SENT, LENA, MAX).with_letter(a_letter(LetterKind.REPLY, by=LENA), now=AT), UNANSWERED, False),
        (given(SENT, LENA, MAX).with_letter(a_letter(LetterKind.UNANSWERED), now=AT), UNANSWERED, False),
        (SENT.given("raised-0", [LENA, MAX], now=AT), timedelta(0), True),
    ],
    ids=[
        *("unsent", "not given yet", "all are on leave", "given to one yet", "another is on leave", "a moment less"),
        *("a week", "answered", "told", "nobody can be reached"),
    ],
)
def test_it_waits_too_long_when_nobody_answers(note: Note, after: timedelta, waits: bool) -> None:
    assert note.waits_too_long(now=AT + after) is waits


def test_its_time_does_not_run_while_its_unit_stands_still() -> None:
    end = AT + timedelta(days=40)
    for note in (SENT, given(SENT, LENA, MAX)):
        held = note.seen(is_halted=True, now=AT + timedelta(days=1)).seen(is_halted=True, now=end)
        assert not held.is_over(now=end)
        assert not held.waits_too_long(now=end + UNANSWERED - timedelta(seconds=1))
        assert held.waits_too_long(now=end + UNANSWERED)
    over = given(SENT, LENA, MAX).with_letter(a_letter(LetterKind.REPLY, by=LENA), now=AT)
    over = over.given("reply-0", [ANA], now=AT)
    assert over.seen(is_halted=True, now=end).is_over(now=end), "nothing of it waits"


def test_a_day_without_a_tick_is_a_standstill_for_what_waits() -> None:
    note = SENT
    for hours in range(1, 100, 5):
        note = note.seen(is_halted=False, now=AT + timedelta(hours=hours))
    assert note.runs_from is None
    back = AT + timedelta(hours=96) + STOOD_STILL
    assert note.seen(is_halted=False, now=back - timedelta(seconds=1)).runs_from is None
    assert note.seen(is_halted=False, now=back).waited_since(note.letters[0]) == back
    assert given(SENT, LENA, MAX).seen(is_halted=False, now=back).runs_from is None, "it has been given to all"


def test_it_is_not_written_again_at_every_tick() -> None:
    for is_halted in (False, True):
        note = SENT.seen(is_halted=is_halted, now=AT + SEEN_EVERY)
        assert note.seen(is_halted=is_halted, now=AT + 2 * SEEN_EVERY - timedelta(seconds=1)) is note


def test_passed_on_it_belongs_to_the_guardian_alone() -> None:
    passed = replace(a_letter(LetterKind.PASSED_ON), to=(GIL,))
    note = given(SENT, LENA, MAX).asking(an_ask(LENA)).passed_on((GIL,), passed, now=AT)
    assert note.readers == (GIL,)
    assert note.asks == ()
    assert not note.may_write(LENA)
    assert not note.may_write(GIL)
    assert note.given(passed.id, [GIL], now=AT).may_write(GIL)
    assert not note.waits_too_long(now=AT + 2 * UNANSWERED)


def test_passed_on_it_waits_no_longer_for_a_lead_on_leave() -> None:
    passed = replace(a_letter(LetterKind.PASSED_ON), to=(GIL,))
    first, second = given(SENT, LENA).passed_on((GIL,), passed, now=AT).letters
    assert first.is_over
    assert not second.is_over


def test_in_another_chat_nothing_is_told_of_it() -> None:
    """Of what somebody has not been given yet it is."""
    asked = given(SENT, LENA).asking(an_ask(ANA))
    parted = asked.parted_from(ANA).parted_from(LENA).parted_from(MAX)
    assert asked.may_write(ANA)
    assert asked.may_write(LENA)
    assert not parted.may_write(ANA)
    assert not parted.may_write(LENA)
    assert parted.asks == ()
    assert given(parted, MAX).may_write(MAX)


def test_everything_of_it_is_over_after_thirty_quiet_days() -> None:
    assert not SENT.is_over(now=AT + QUIET - timedelta(seconds=1))
    assert SENT.is_over(now=AT + QUIET)
    later = SENT.with_letter(a_letter(LetterKind.REPLY, by=LENA), now=AT + timedelta(days=20))
    assert not later.is_over(now=AT + QUIET)


def test_what_is_not_sent_is_over_with_its_prompt() -> None:
    asked = NOTE.asking(an_ask(words="Half a"))
    assert not asked.is_over(now=AT + STAYS_OPEN - timedelta(seconds=1))
    assert asked.is_over(now=AT + STAYS_OPEN)
    assert asked.without_ask(PromptId("p")).is_over(now=AT)
