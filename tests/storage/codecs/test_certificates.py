"""Certificates and lists come back as they were written."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.certificates.certificate import Certificate, History, Recorded, UsedCell, WeekLists
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from storage.codecs.certificates import decode_certificate, decode_lists, encode_certificate, encode_lists

UNIT, WEEK = UnitId("icu"), IsoWeek.parse("2026-W10")
WEEKS = st.integers(0, 60).map(lambda back: str(WEEK - back))
WORDS = st.text(max_size=6)
HISTORIES = st.builds(
    History,
    tenths=st.lists(st.tuples(WEEKS, st.integers(1, 9)), max_size=3).map(tuple),
    scores=st.lists(st.tuples(WORDS, WEEKS, WEEKS), max_size=2).map(tuple),
    withheld=st.booleans(),
    locks=st.lists(st.tuples(st.none() | WEEKS, st.floats(0, 10), st.floats(0, 10)), max_size=2).map(tuple),
)
CERTIFICATES = st.builds(
    Certificate,
    unit=st.just(UNIT),
    week=st.just(WEEK),
    made_at=st.datetimes(timezones=st.just(UTC)),
    document=WORDS,
    facts=st.dictionaries(WORDS, st.none() | st.integers() | WORDS | st.lists(WORDS, max_size=2), max_size=3),
    cells=st.lists(
        st.builds(UsedCell, team=WORDS.map(UnitId), week=WEEKS, n=st.integers(), low=st.integers(), high=st.integers()),
        max_size=3,
    ).map(tuple),
    recorded=st.builds(
        Recorded,
        first=st.none() | WEEKS,
        steps=st.lists(WEEKS, max_size=2).map(tuple),
        target=st.none() | st.integers(1, 9),
        flag=st.none() | st.tuples(WORDS, WORDS),
        earlier=st.none() | st.tuples(WORDS, st.booleans()),
        actions=st.lists(st.tuples(st.integers(), st.none() | st.integers()), max_size=2).map(tuple),
        waiting=st.integers(0, 3),
    ),
    history=HISTORIES,
    readers=st.lists(WORDS, max_size=2).map(tuple),
    members=st.lists(WORDS, max_size=2).map(tuple),
)


@pytest.mark.drill
@given(CERTIFICATES)
def test_a_certificate_comes_back_as_it_was(certificate: Certificate) -> None:
    assert decode_certificate(UNIT, WEEK, encode_certificate(certificate)) == certificate


@pytest.mark.drill
@given(
    st.builds(
        WeekLists,
        week=st.just(WEEK),
        parents=st.dictionaries(WORDS.map(UnitId), st.none() | WORDS.map(UnitId), max_size=4),
        asked=st.frozensets(WORDS.map(UnitId), max_size=3),
        block=st.none() | st.tuples(WORDS, WEEKS, WEEKS),
        quarter=st.none() | WEEKS,
        scores=HISTORIES,
    )
)
def test_lists_come_back_as_they_were(lists: WeekLists) -> None:
    assert decode_lists(WEEK, encode_lists(lists)) == lists


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"v":2}', '{"v":1,"parents":[["a"]],"asked":[]}'])
def test_what_was_never_written_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        decode_lists(WEEK, text)
    with pytest.raises(ValueError):  # noqa: PT011
        decode_certificate(UNIT, WEEK, text)
