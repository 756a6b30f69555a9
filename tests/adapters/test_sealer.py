"""Sealed answers: they open with their key only, in their own place only, and look alike from outside."""

import hmac
from string import printable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.clock import SystemEntropy
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import (
    OF_A_BUTTON,
    OF_WORDS,
    AnswerBody,
    pack,
    unpack,
)
from bot.domain.answers.epochs import EpochKey, KeyDerivation
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import AnswerCode, PersonId, QuestionId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.free_text_guard import LONGEST_TEXT
from bot.domain.programme.questions import QuestionRef

SEALER = AesSealer(entropy=SystemEntropy())
KEY, OTHER_KEY = (
    EpochKey(secret=secret, derivation=KeyDerivation.HKDF_EXPAND) for secret in (bytes(range(32)), bytes(range(1, 33)))
)
OLD_KEY = EpochKey(secret=KEY.secret, derivation=KeyDerivation.LABELLED_HMAC)
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
)
@settings(max_examples=80)
def test_what_is_sealed_is_what_was_answered(text: str, code: str) -> None:
    body = a_body(text=text, code=AnswerCode(code))
    sealed = SEALER.seal(KEY, body=pack(body), bound_to=b"id")
    assert unpack(SEALER.unseal(KEY, sealed=sealed, bound_to=b"id")) == body


def test_how_long_an_answer_took_is_passed_over_where_an_earlier_version_kept_it() -> None:
    written = b'["p1","weekly-pulse/2026-03-03/10:00/icu","pers-int-2",1,"2026-W10","4","",14]'
    assert unpack(bytes([2]) + len(written).to_bytes(4) + written) == a_body()


def test_every_tap_has_the_same_length_and_no_two_look_alike() -> None:
    sealed = [
        SEALER.seal(KEY, body=pack(a_body(code=AnswerCode(code), person=PersonId(person))), bound_to=b"id")
        for code in ("4", "10", "cs")
        for person in ("p1", "p1", "a-person-with-a-long-id")
    ]
    assert {len(each) for each in sealed} == {OF_A_BUTTON + 28}
    assert len(set(sealed)) == len(sealed)


def test_every_answer_to_a_question_that_takes_words_has_the_same_length() -> None:
    texts = ["", "No.", *(sign * LONGEST_TEXT for sign in ("x", "\U0001f3e5", '"', "\n"))]
    assert {len(pack(a_body(text=text), takes_words=True)) for text in texts} == {OF_WORDS}


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
    def an_id(key: EpochKey, person: str, round_id: str = ROUND, question: str = "q") -> bytes:
        return SEALER.answer_id(key, person=PersonId(person), round_id=RoundId(round_id), question=question)

    assert an_id(KEY, "p1") == an_id(KEY, "p1")
    different = {an_id(KEY, "p1"), an_id(OTHER_KEY, "p1"), an_id(KEY, "p2"), an_id(KEY, "p1", question="r")}
    assert len(different) == 4
    assert an_id(KEY, "p1", "2/x") != an_id(KEY, "p12", "/x")


def test_a_fingerprint_tells_keys_apart_and_is_not_the_key() -> None:
    assert SEALER.fingerprint(KEY) == SEALER.fingerprint(KEY) != SEALER.fingerprint(OTHER_KEY)
    assert KEY.secret.hex()[:16] not in SEALER.fingerprint(KEY)


def test_a_secret_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        EpochKey(secret=b"short", derivation=KeyDerivation.HKDF_EXPAND)


def test_the_librarys_function_is_that_of_rfc_5869() -> None:
    """Appendix A.1 and A.3 of the RFC."""
    vectors = (
        (
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            "",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    )
    for secret, info, expanded in vectors:
        function = HKDFExpand(algorithm=SHA256(), length=42, info=bytes.fromhex(info))
        assert function.derive(bytes.fromhex(secret)).hex() == expanded


def test_keys_are_derived_as_rfc_5869_says() -> None:
    """One block of HKDF-Expand is the HMAC of the label and the byte 1; here it is written out by hand."""

    def derived(label: bytes) -> bytes:
        return hmac.digest(KEY.secret, label + b"\x01", "sha256")

    identity = SEALER.answer_id(KEY, person=PersonId("ana"), round_id=RoundId("r"), question="q")
    assert SEALER.fingerprint(KEY) == derived(b"rounds fingerprint 2")[:16].hex()
    assert identity == hmac.digest(derived(b"rounds answer id 2"), b"\0\0\0\x03ana\0\0\0\x01r\0\0\0\x01q", "sha256")
    sealed = SEALER.seal(KEY, body=b"agree", bound_to=identity)
    assert AESGCM(derived(b"rounds body 2")).decrypt(sealed[:12], sealed[12:], identity) == b"agree"


@pytest.mark.parametrize(
    ("key", "fingerprint", "identity", "sealed"),
    [
        pytest.param(
            OLD_KEY,
            "ceb161de4fd9a3767f29b6d299a0531f",
            "ef772b9ed6e2a10233f658e9fb8bb3037d27f8e858b062f17df3c809317c4aa4",
            "000102030405060708090a0be284764f3ce55b0cef62ab3cfa9634866c6887fe1b",
            id="labelled HMAC",
        ),
        pytest.param(
            KEY,
            "1a42ca8ecbcf76bfb4eed764aaa17943",
            "fc6c5af8e84738a9f43813b002bbf92624e1b92a67e5f76cfd6daaebcd2d29ab",
            "000102030405060708090a0b57b74215ed10f0f40e9b323dae10a46258cd10d02b",
            id="HKDF",
        ),
    ],
)
def test_what_was_stored_under_each_derivation_is_found_and_opened(
    key: EpochKey, fingerprint: str, identity: str, sealed: str
) -> None:
    """The bytes are those that were written when the derivation was introduced."""
    assert SEALER.fingerprint(key) == fingerprint
    found = SEALER.answer_id(key, person=PersonId("p1"), round_id=ROUND, question="pers-int-2")
    assert found.hex() == identity
    assert SEALER.unseal(key, sealed=bytes.fromhex(sealed), bound_to=found) == b"agree"


def test_one_secret_under_two_derivations_is_two_keys() -> None:
    assert SEALER.fingerprint(KEY) != SEALER.fingerprint(OLD_KEY)
    with pytest.raises(KeyUnavailable):
        SEALER.unseal(OLD_KEY, sealed=SEALER.seal(KEY, body=b"agree", bound_to=b"id"), bound_to=b"id")


def test_foreign_bytes_are_no_answer() -> None:
    with pytest.raises(ValueError, match="not the body"):
        unpack(b"\x07" + bytes(600))
