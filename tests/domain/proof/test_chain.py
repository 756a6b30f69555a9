"""The hash of an entry: whatever of its content differs, it differs."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.proof.chain import FORM, ChainLink, RevisionRecord, number_of_name
from tests.support.builders import T0

texts, hashes = st.text(max_size=6), st.binary(max_size=6)
LINKS = st.builds(
    ChainLink,
    id=st.integers(1, 300),
    at=texts,
    act=texts,
    who=st.none() | texts,
    source=st.none() | texts,
    about=st.none() | texts,
    revision=st.none() | st.integers(0, 300),
    covers=st.none() | hashes,
    digest=hashes,
    evidence=hashes,
    form=st.just(FORM),
    previous=hashes,
    signing_key=st.none() | hashes,
    hash=st.just(b""),
    signature=st.none(),
)
HASHED = [each.name for each in fields(ChainLink) if each.name not in ("hash", "signature")]


@given(LINKS, LINKS)
def test_two_entries_have_one_hash_only_if_they_are_the_same(one: ChainLink, other: ChainLink) -> None:
    assert (one.hashed() == other.hashed()) == (one == other)


@given(LINKS, st.sampled_from(HASHED), st.data())
def test_any_changed_byte_is_found(link: ChainLink, name: str, data: st.DataObject) -> None:
    value: Any = getattr(link, name)
    changed: Any
    if isinstance(value, int):
        changed = value ^ (1 << data.draw(st.integers(0, 7)))
    elif isinstance(value, bytes) and value:
        place = data.draw(st.integers(0, len(value) - 1))
        changed = value[:place] + bytes([value[place] ^ data.draw(st.integers(1, 255))]) + value[place + 1 :]
    elif isinstance(value, str) and value:
        place, letter = data.draw(st.integers(0, len(value) - 1)), data.draw(st.characters(codec="utf-8"))
        changed = value[:place] + letter + value[place + 1 :]
    elif value is None:
        changed = 0 if name == "revision" else b"" if name in BYTES else ""
    else:
        changed = b"\0" if isinstance(value, bytes) else "\0"
    assert (with_part(link, name, changed).hashed() == link.hashed()) == (changed == value)


def with_part(link: ChainLink, name: str, value: Any) -> ChainLink:
    return replace(link, **{name: value})


BYTES = ("covers", "signing_key")


@given(LINKS, st.sampled_from(["who", "source", "about", "covers", "signing_key"]))
def test_what_is_not_there_is_not_what_is_empty(link: ChainLink, name: str) -> None:
    empty = b"" if name in BYTES else ""
    assert with_part(link, name, None).hashed() != with_part(link, name, empty).hashed()


@given(st.binary(max_size=4), texts, texts, st.binary(max_size=4), texts, texts)
def test_a_number_fits_one_name(salt: bytes, kind: str, name: str, other: bytes, of: str, called: str) -> None:
    is_same = (salt, kind, name) == (other, of, called)
    assert (number_of_name(salt, kind, name) == number_of_name(other, of, called)) == is_same


def test_the_order_of_a_revision_s_people_says_nothing() -> None:
    record = RevisionRecord(
        number=1, at="", who="", source="", based_on=0, undoes=None, digest=None, people=(("a", b"1"), ("b", b"2"))
    )
    assert record.hashed() == replace(record, people=record.people[::-1]).hashed()
    assert record.hashed() != replace(record, people=record.people[:1]).hashed()


def test_evidence_is_a_hash_at_most() -> None:
    words = LogWords(what="x")
    LogEntry(at=T0, act=AdministrationAct.PAUSED, author=None, words=words, evidence=bytes(32))
    with pytest.raises(ValueError, match="32"):
        LogEntry(at=T0, act=AdministrationAct.PAUSED, author=None, words=words, evidence=bytes(33))
