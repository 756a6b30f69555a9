"""Sealed answers: they open with their key only, in their own place only, and look alike from outside."""

from string import printable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.clock import SystemEntropy
from bot.adapters.sealer import AesSealer
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId, QuestionId, RoundId
from bot.domain.questions import AnswerCode, QuestionRef
from bot.domain.sealing import BLOCK, AnswerBody, pack, unpack
from bot.domain.weeks import IsoWeek

SEALER = AesSealer(entropy=SystemEntropy())
KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
ROUND = RoundId("weekly-pulse/2026-03-03/10:00/icu")


def a_body(**changes: object) -> AnswerBody:
    fields: dict[str, object] = {
        "person": PersonId("p1"),
        "round": ROUND,
        "question": QuestionRef(id=QuestionId("pers-int-2"), version=1),
        "week": IsoWeek.parse("2026-W10"),
        "code": AnswerCode("4"),
    }
    return AnswerBody(**(fields | changes))  # type: ignore[arg-type]


@given(
    text=st.text(max_size=600).map(lambda text: text.encode(errors="ignore").decode()),
    code=st.text(printable),
    hours=st.none() | st.integers(0, 200),
)
@settings(max_examples=80)
def test_what_is_sealed_is_what_was_answered(text: str, code: str, hours: int | None) -> None:
    body = a_body(text=text, code=AnswerCode(code), hours=hours)
    sealed = SEALER.seal(KEY, body=pack(body), bound_to=b"id")
    assert unpack(SEALER.unseal(KEY, sealed=sealed, bound_to=b"id")) == body


def test_answers_from_before_hours_were_kept_are_still_read() -> None:
    written = b'["p1","weekly-pulse/2026-03-03/10:00/icu","pers-int-2",1,"2026-W10","4",""]'
    assert unpack(bytes([1]) + len(written).to_bytes(4) + written) == a_body()


def test_every_tap_has_the_same_length_and_no_two_look_alike() -> None:
    sealed = [
        SEALER.seal(KEY, body=pack(a_body(code=AnswerCode(code), person=PersonId(person))), bound_to=b"id")
        for code in ("4", "10", "cs")
        for person in ("p1", "p1", "a-person-with-a-long-id")
    ]
    assert {len(each) for each in sealed} == {BLOCK + 28}
    assert len(set(sealed)) == len(sealed)


def test_words_are_padded_to_whole_blocks() -> None:
    lengths = {len(pack(a_body(text="x" * size))) for size in range(0, 4000, 7)}
    assert all(length % BLOCK == 0 for length in lengths)
    assert len(lengths) <= 9


def test_many_are_named_sealed_and_opened_as_each_alone() -> None:
    asked = [(PersonId(name), RoundId("r"), "q") for name in ("ana", "ben")]
    ids = SEALER.answer_ids(KEY, asked)
    assert ids == [SEALER.answer_id(KEY, person=who, round_id=at, question=what) for who, at, what in asked]
    sealed = SEALER.seal_many(KEY, [(b"one", ids[0]), (b"two", ids[1])])
    assert SEALER.unseal(KEY, sealed=sealed[1], bound_to=ids[1]) == b"two"
    assert SEALER.unseal_many(KEY, list(zip(sealed, ids, strict=True))) == [b"one", b"two"]
    with pytest.raises(KeyUnavailable):
        SEALER.unseal_many(KEY, [(sealed[0], ids[0]), (sealed[1], ids[0])])


def test_a_sealed_answer_opens_only_with_its_key_and_in_its_place() -> None:
    sealed = SEALER.seal(KEY, body=pack(a_body()), bound_to=b"id")
    for key, place, data in (
        (OTHER_KEY, b"id", sealed),
        (KEY, b"another", sealed),
        (KEY, b"id", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (KEY, b"id", b""),
    ):
        with pytest.raises(KeyUnavailable):
            SEALER.unseal(key, sealed=data, bound_to=place)


def test_ids_are_stable_under_one_key_and_unrelated_under_another() -> None:
    def an_id(key: bytes, person: str, round_id: str = ROUND, question: str = "q") -> bytes:
        return SEALER.answer_id(key, person=PersonId(person), round_id=RoundId(round_id), question=question)

    assert an_id(KEY, "p1") == an_id(KEY, "p1")
    different = {an_id(KEY, "p1"), an_id(OTHER_KEY, "p1"), an_id(KEY, "p2"), an_id(KEY, "p1", question="r")}
    assert len(different) == 4
    assert an_id(KEY, "p1", "2/x") != an_id(KEY, "p12", "/x")


def test_a_fingerprint_tells_keys_apart_and_is_not_the_key() -> None:
    assert SEALER.fingerprint(KEY) == SEALER.fingerprint(KEY) != SEALER.fingerprint(OTHER_KEY)
    assert KEY.hex()[:16] not in SEALER.fingerprint(KEY)


def test_a_key_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(KeyUnavailable, match="32 bytes"):
        SEALER.fingerprint(b"short")


def test_foreign_bytes_are_no_answer() -> None:
    with pytest.raises(ValueError, match="not the body"):
        unpack(b"\x07" + bytes(600))
