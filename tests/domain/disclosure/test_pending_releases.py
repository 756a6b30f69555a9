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
SPREAD = Release(scope=UnitId("ward"), kind=ReleaseKind.SPREAD, period=QUARTER, week=WEEK, shown={"spread": "wide"})
SHARE = replace(
    SPREAD,
    kind=ReleaseKind.PARTICIPATION,
    period=WeekPeriod(week=WEEK),
    shown={},
    people=frozenset({PersonId("ana")}),
    withheld="too_few",
)


def test_what_was_decided_is_read_back_as_it_was() -> None:
    whole = replace(SHARE, scope=ORGANISATION, kind=ReleaseKind.ORGANISATION)
    assert unpack(pack(WEEK, [SPREAD, SHARE, whole])) == [SPREAD, SHARE, whole]


def test_a_week_that_an_earlier_version_began_to_close_goes_on_without_what_is_no_longer_shown() -> None:
    lines = decompress(pack(WEEK, [SPREAD, SHARE])).decode().split("\n")
    for kind, shown in (("latency", '{"promptness":"later"}'), ("comments", '{"words":"few"}')):
        lines.insert(1, lines[-2].replace('"spread"', f'"{kind}"', 1).replace('{"spread":"wide"}', shown))
    earlier = compress("\n".join(lines).encode())
    assert b"promptness" in decompress(earlier)
    assert unpack(PackedReleases(earlier)) == [SPREAD, SHARE]


def test_what_an_earlier_version_decided_is_read_under_the_kinds_of_this_one() -> None:
    """The form of a coupling stood beside the period; who had joined or could be asked is told no longer."""
    rows = [
        ["ward", "breadth", "joined/2026-W13", WEEK.index, {"part": "most", "tenths": None}, ["ana"], ""],
        ["ward", "breadth", "reach/2026-W01/2", WEEK.index, {"part": "few", "tenths": None}, ["ana"], ""],
        ["ward", "coupling", "2026-W01/coupling_strategic", WEEK.index, {}, [], "too_few"],
    ]
    earlier = compress("\n".join([str(WEEK.index), *(dumps(row) for row in rows)]).encode())
    assert [(each.kind, each.period) for each in unpack(PackedReleases(earlier))] == [
        (ReleaseKind.COUPLING_STRATEGIC, QUARTER),
    ]
