"""What the gate decided on a week is read back as it was, without what is no longer shown."""

from dataclasses import replace
from json import dumps
from zlib import compress, decompress

from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.pending_releases import PackedReleases, pack, unpack
from bot.domain.disclosure.periods import EpochPeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION

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


def test_what_was_decided_is_read_back_as_it_was() -> None:
    whole = replace(SHARE, scope=ORGANISATION, kind=ReleaseKind.ORGANISATION)
    assert unpack(pack(WEEK, [LEVELS, SHARE, whole])) == [LEVELS, SHARE, whole]


def test_a_week_that_an_earlier_version_began_to_close_goes_on_without_what_is_no_longer_shown() -> None:
    lines = decompress(pack(WEEK, [LEVELS, SHARE])).decode().split("\n")
    for kind, shown in (("latency", '{"promptness":"later"}'), ("comments", '{"words":"few"}')):
        lines.insert(1, lines[-2].replace('"levels"', f'"{kind}"', 1).replace('{"lowest":null}', shown))
    earlier = compress("\n".join(lines).encode())
    assert b"promptness" in decompress(earlier)
    assert unpack(PackedReleases(earlier)) == [LEVELS, SHARE]


def test_what_an_earlier_version_decided_and_this_one_does_not_tell_is_passed_over() -> None:
    """Who had joined or could be asked; scores to half a point; the form of a coupling beside the period."""
    rows = [
        ["ward", "breadth", "joined/2026-W13", WEEK.index, {"part": "most", "tenths": None}, ["ana"], ""],
        ["ward", "coupling", "2026-W01/coupling_strategic", WEEK.index, {}, [], "too_few"],
        [
            "ward",
            "coupling_environmental",
            "2026-W01",
            WEEK.index,
            {"halves": 9},
            [],
            "",
        ],
        ["ward", "bands", "2026-W01/2", WEEK.index, {"bands": {"": ["low"]}}, [], ""],
        ["ward", "spread", "2026-W01", WEEK.index, {"spread": "wide"}, [], ""],
        ["ward", "score", "2026-W01/2", WEEK.index, {"halves": 13, "people_from": 5}, ["ana"], ""],
        ["ward", "kinds", "2026-W01", WEEK.index, {"kinds": {"influence": 13}}, [], ""],
        ["clinic", "kinds", "2026-W01", WEEK.index, {"kinds": {"influence": "agree/3"}}, [], ""],
        ["ward", "score", "2026-W01/1", WEEK.index, {}, [], "too_few"],
    ]
    earlier = compress("\n".join([str(WEEK.index), *(dumps(row) for row in rows)]).encode())
    assert [(each.scope, each.kind) for each in unpack(PackedReleases(earlier))] == [
        ("clinic", ReleaseKind.KINDS),
        ("ward", ReleaseKind.SCORE),
    ]
