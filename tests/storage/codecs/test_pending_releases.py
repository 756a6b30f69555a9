"""What the gate decided on a week is read back as it was, without what is no longer shown."""

from dataclasses import replace
from zlib import compress, decompress

import pytest

from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION
from storage.codecs.json_text import dumps, loads
from storage.codecs.pending_releases import (
    decode_pending_releases,
    encode_pending_releases,
    renamed_in_pending_releases,
)

WEEK = IsoWeek.parse("2026-W13")
QUARTER = EpochPeriod(first=IsoWeek.parse("2026-W01"))
LEVELS = Release(scope=UnitId("ward"), kind=ReleaseKind.LEVELS, period=QUARTER, week=WEEK, shown={"lowest": None})
SHARE = replace(
    LEVELS,
    kind=ReleaseKind.FLAG,
    period=WeekPeriod(week=WEEK),
    shown={},
    people=frozenset({PersonId("ana")}),
    withheld="too_few",
)


WHOLE = replace(SHARE, scope=ORGANISATION, kind=ReleaseKind.ORGANISATION)
OF_ANA_AND_BEN = replace(
    SHARE,
    kind=ReleaseKind.SCORE_CELLS,
    period=BlockPeriod(epoch=QUARTER.first, number=2),
    shown={"insiders": ["ana", "ben"]},
    people=frozenset({PersonId("ana"), PersonId("ben")}),
)
OF_VERSION_1 = [
    ["ward", "levels", "2026-W01", WEEK.index, {"lowest": None}, [], ""],
    ["ward", "flag", "2026-W13", WEEK.index, {}, ["ana"], "too_few"],
    ["*", "organisation", "2026-W13", WEEK.index, {}, ["ana"], "too_few"],
]


def of_version_1(*rows: object) -> bytes:
    return compress("\n".join([str(WEEK.index), *(dumps(row) for row in rows)]).encode())


def test_what_was_decided_is_read_back_as_it_was() -> None:
    line_break = replace(LEVELS, shown={"together": ["Ward\n8", "Wârd\u20289"]})
    releases = [LEVELS, SHARE, WHOLE, OF_ANA_AND_BEN, line_break]
    assert decode_pending_releases(encode_pending_releases(releases)) == releases
    assert decode_pending_releases(encode_pending_releases([])) == []


def test_each_part_of_a_release_is_kept_under_its_name() -> None:
    head, *lines = decompress(encode_pending_releases([SHARE, WHOLE])).decode().split("\n")
    assert loads(head) == {"v": 2}
    share = {"unit": "ward", "kind": "flag", "period": "2026-W13", "week": WEEK.index}
    share |= {"shown": {}, "people": ["ana"], "withheld": "too_few"}
    assert list(map(loads, lines)) == [share, share | {"unit": None, "kind": "organisation"}]


@pytest.mark.parametrize("head", ['{"v":3}', '{"week":13}', '"2"', "null"])
def test_what_a_later_version_wrote_is_not_guessed_at(head: str) -> None:
    with pytest.raises(ValueError, match="another version"):
        decode_pending_releases(compress(f"{head}\n".encode()))


def test_a_line_that_lacks_a_part_or_has_another_kind_of_value_is_not_read() -> None:
    head, line = decompress(encode_pending_releases([SHARE])).decode().split("\n")
    for spoilt in ({"people": None}, {"kind": "latency"}, {"week": "soon"}):
        with pytest.raises(ValueError, match=r"people|latency|week"):
            decode_pending_releases(compress(f"{head}\n{dumps(loads(line) | spoilt)}".encode()))


def test_another_id_of_one_person_takes_the_place_of_theirs() -> None:
    kept = encode_pending_releases([LEVELS, OF_ANA_AND_BEN])
    others = replace(
        OF_ANA_AND_BEN, shown={"insiders": ["ben", "x1"]}, people=frozenset({PersonId("x1"), PersonId("ben")})
    )
    assert decode_pending_releases(renamed_in_pending_releases(kept, "ana", "x1")) == [LEVELS, others]
    assert renamed_in_pending_releases(kept, "cat", "x1") == kept


def test_a_week_that_an_earlier_version_began_to_close_goes_on() -> None:
    earlier = of_version_1(*OF_VERSION_1)
    assert decode_pending_releases(earlier) == [LEVELS, SHARE, WHOLE]
    renamed = decode_pending_releases(renamed_in_pending_releases(earlier, "ana", "x1"))
    assert [each.people for each in renamed] == [frozenset(), {"x1"}, {"x1"}]
    assert renamed_in_pending_releases(earlier, "cat", "x1") == earlier


def test_nor_is_anybody_s_id_left_in_what_is_passed_over() -> None:
    passed_over = ["ward", "breadth", "joined/2026-W13", WEEK.index, {"part": "most"}, ["ana"], ""]
    left_out = ["ward", "score", "2026-W01/2", WEEK.index, {"halves": 13, "insiders": ["ana"]}, [], ""]
    for row in (passed_over, left_out):
        renamed = renamed_in_pending_releases(of_version_1(*OF_VERSION_1[:1], row), "ana", "x1")
        assert b"ana" not in decompress(renamed)
        assert decode_pending_releases(renamed) == [LEVELS]


def test_what_an_earlier_version_decided_and_this_one_does_not_tell_is_passed_over() -> None:
    """Who had joined, could be asked or was slow; scores to half a point; the form of a coupling beside the period."""
    rows = [
        ["ward", "breadth", "joined/2026-W13", WEEK.index, {"part": "most", "tenths": None}, ["ana"], ""],
        ["ward", "coupling", "2026-W01/coupling_strategic", WEEK.index, {}, [], "too_few"],
        ["ward", "coupling_environmental", "2026-W01", WEEK.index, {"halves": 9}, [], ""],
        ["ward", "latency", "2026-W13", WEEK.index, {"promptness": "later"}, [], ""],
        ["ward", "comments", "2026-W01/2", WEEK.index, {"words": "few"}, [], ""],
        ["ward", "bands", "2026-W01/2", WEEK.index, {"bands": {"": ["low"]}}, [], ""],
        ["ward", "spread", "2026-W01", WEEK.index, {"spread": "wide"}, [], ""],
        ["ward", "score", "2026-W01/2", WEEK.index, {"halves": 13, "people_from": 5}, ["ana"], ""],
        ["ward", "kinds", "2026-W01", WEEK.index, {"kinds": {"influence": 13}}, [], ""],
        ["clinic", "kinds", "2026-W01", WEEK.index, {"kinds": {"influence": "agree/3"}}, [], ""],
        ["ward", "score", "2026-W01/1", WEEK.index, {}, [], "too_few"],
    ]
    assert [(each.scope, each.kind) for each in decode_pending_releases(of_version_1(*rows))] == [
        ("clinic", ReleaseKind.KINDS),
        ("ward", ReleaseKind.SCORE),
    ]
