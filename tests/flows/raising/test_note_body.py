"""A note as it lies in its file: all of one length, and read back as it was."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.answer_body import AnswerPart
from bot.domain.identifiers import DeliveryKey, MessageRef, NoteId, PersonId, PromptId, UnitId
from bot.domain.raising.notes import (
    LONGEST_NOTE,
    MOST_BYTES,
    MOST_REPLIES,
    AskedNote,
    Letter,
    LetterKind,
    Note,
    Readers,
)
from bot.flows.raising.note_body import pack, unpack

IDENTITY = NoteId("0" * 32)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
NAMES = st.sampled_from([PersonId("lena"), PersonId("max"), PersonId("gil")])
MOMENTS = st.integers(0, 500_000).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
LETTERS = st.builds(
    Letter,
    id=WORDS,
    kind=st.sampled_from(LetterKind),
    to=st.lists(NAMES, max_size=3, unique=True).map(tuple),
    due_at=MOMENTS,
    words=WORDS,
    by=st.none() | NAMES,
    numbers=st.dictionaries(NAMES, WORDS),
    given=st.frozensets(NAMES),
)
ASKS = st.builds(
    AskedNote,
    prompt=WORDS.map(PromptId),
    person=NAMES,
    shown_in=WORDS.map(DeliveryKey),
    asked_in=WORDS.map(DeliveryKey),
    asked_at=MOMENTS,
    parts=st.lists(
        st.builds(AnswerPart, text=WORDS, sequence=st.integers(0, 9), written_in=st.none() | st.just(MessageRef("m")))
    ).map(tuple),
)
NOTES = st.builds(
    Note,
    id=st.just(IDENTITY),
    writer=st.just(PersonId("ana")),
    unit=st.just(UnitId("icu")),
    readers=st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple),
    to=st.sampled_from(Readers),
    guardians=st.lists(NAMES, max_size=2, unique=True).map(tuple),
    last_at=MOMENTS,
    letters=st.lists(LETTERS, max_size=4).map(tuple),
    asks=st.lists(ASKS, max_size=2).map(tuple),
    seen_at=st.none() | MOMENTS,
    parted=st.frozensets(NAMES),
    runs_from=st.none() | MOMENTS,
)

NOTE = Note(
    id=IDENTITY,
    writer=PersonId("ana"),
    unit=UnitId("icu"),
    readers=(PersonId("lena"),),
    to=Readers.LEADS,
    guardians=(),
    last_at=datetime(2026, 3, 2, tzinfo=UTC),
)


@pytest.mark.drill
@settings(max_examples=60)
@given(NOTES)
def test_a_note_is_read_back_as_it_was_and_its_length_says_nothing(note: Note) -> None:
    packed = pack(note)
    assert len(packed) == MOST_BYTES
    assert unpack(IDENTITY, packed) == note


def test_the_longest_note_with_all_its_answers_has_the_same_length() -> None:
    words, at = "\U0001f9d3" * LONGEST_NOTE, datetime(2026, 3, 2, tzinfo=UTC)
    readers = tuple(PersonId(f"{number:040}") for number in range(4))
    letters = [
        Letter(id=f"{number:012}", kind=LetterKind.REPLY, to=readers, due_at=at, words=words, by=readers[0])
        for number in range(MOST_REPLIES + 1)
    ]
    note = Note(
        id=IDENTITY,
        writer=PersonId("ana"),
        unit=UnitId("icu"),
        readers=readers,
        to=Readers.LEADS,
        guardians=(),
        last_at=at,
        letters=tuple(letters),
    )
    assert len(pack(note)) == MOST_BYTES


def test_a_draft_of_an_earlier_version_is_one_message() -> None:
    ask = {"prompt": "p", "person": "ana", "shown_in": "k", "asked_in": "k", "asked_at": NOTE.last_at.isoformat()}
    plain = json.loads(pack(NOTE).rstrip(b"\0"))
    for words, parts in (("", ()), ("Words", (AnswerPart(text="Words", sequence=0, written_in=MessageRef("m")),))):
        plain["asks"] = [ask | {"words": words, "written_in": "m" if words else None}]
        earlier = unpack(IDENTITY, json.dumps(plain).encode())
        assert earlier is not None
        assert [each.parts for each in earlier.asks] == [parts]


def test_what_another_version_wrote_is_none() -> None:
    plain = json.loads(pack(NOTE).rstrip(b"\0"))
    assert unpack(IDENTITY, json.dumps(plain).encode()) == NOTE
    assert unpack(IDENTITY, json.dumps(plain | {"v": 2}).encode()) is None
    assert unpack(IDENTITY, b"{}") is None
    assert unpack(IDENTITY, b"\xff") is None
