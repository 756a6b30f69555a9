"""What the gate decided on a week is read back as it was, without what is no longer shown."""

from dataclasses import replace
from zlib import compress, decompress

from bot.domain.disclosure.ledger import Release, ReleaseKind
from bot.domain.disclosure.week_decision import dump, load
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek

WEEK = IsoWeek.parse("2026-W13")
SPREAD = Release(unit=UnitId("ward"), kind=ReleaseKind.SPREAD, period="2026-W01", week=WEEK, shown={"spread": "wide"})
SHARE = replace(
    SPREAD, kind=ReleaseKind.PARTICIPATION, shown={}, people=frozenset({PersonId("ana")}), withheld="too_few"
)


def test_only_the_week_that_is_being_closed_is_taken_up_again() -> None:
    stored = dump(WEEK, [SPREAD, SHARE])
    assert load(stored, closing=WEEK) == [SPREAD, SHARE]
    assert load(stored, closing=WEEK + 1) == ()
    assert load(b"", closing=WEEK) == ()


def test_a_week_that_an_earlier_version_began_to_close_goes_on_without_what_is_no_longer_shown() -> None:
    lines = decompress(dump(WEEK, [SPREAD, SHARE])).decode().split("\n")
    for kind, shown in (("latency", '{"promptness":"later"}'), ("comments", '{"words":"few"}')):
        lines.insert(1, lines[-2].replace('"spread"', f'"{kind}"', 1).replace('{"spread":"wide"}', shown))
    earlier = compress("\n".join(lines).encode())
    assert b"promptness" in decompress(earlier)
    assert load(earlier, closing=WEEK) == [SPREAD, SHARE]
