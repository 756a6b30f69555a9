"""Bands, kinds, coupling and the organisation's week read plainly, and fit into the lines of a digest."""

from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.quarter_sums import COMPETENCIES, OVERALL
from bot.domain.digests.page import Page, ReleasedNotes
from bot.domain.digests.quarter_text import (
    moved_line,
    note_lines,
    organisation_lines,
)
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import (
    LONG,
    SHORT,
    write_page,
)
from bot.domain.disclosure.figures import Figure
from bot.domain.disclosure.gate import Released, recall
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.quarter_figures import (
    BandsFigure,
    CouplingFigure,
    Disagreement,
    DisagreementFigure,
    KindsFigure,
    OrganisationFigure,
    WeekComparison,
)
from bot.domain.disclosure.quarter_requests import RELEASED_AS
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import UnitId
from bot.domain.indicators.bands import Band
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import Kind
from tests.domain.digests.test_page import (
    ACTION,
    AT,
    TOO_FEW,
    a_flagged_page,
    a_page,
    a_roll_up,
    released_share,
    said,
)

WARD, LAST = UnitId("ward"), IsoWeek.parse("2026-W09")
LOC = "en-GB"
F = TypeVar("F", bound=Figure)
FALLEN = OrganisationFigure(tenths=4, swing=WeekComparison.LOWER, usual=(6, 7), expected_tenths=6)
STEADY = OrganisationFigure(tenths=6, swing=WeekComparison.STEADY, usual=(6, 7), expected_tenths=6)
SURE = BandsFigure(
    bands={"personal": (Band.HIGH,), "supervisory": (Band.MODERATE,), "strategic": (Band.LOW, Band.MODERATE)},
    lowest="strategic", lowest_is_clear=True, people_from=25,
)  # fmt: skip
COUPLINGS = (
    CouplingFigure(form=Kind.COUPLING_STRATEGIC, halves=17),
    CouplingFigure(form=Kind.COUPLING_ORGANISATIONAL, halves=3),
    CouplingFigure(form=Kind.COUPLING_ENVIRONMENTAL, halves=10),
)


def let_out(kind: ReleaseKind, figure: F) -> Released[F]:
    return recall(WARD, kind, BlockPeriod.parse("2026-W02/1"), LAST, figure)


def notes(
    *, week: OrganisationFigure | None = None, bands: BandsFigure | None = None, everything: bool = False
) -> ReleasedNotes:
    given = ReleasedNotes(
        organisation=None if week is None else let_out(ReleaseKind.ORGANISATION, week),
        bands=None if bands is None else let_out(ReleaseKind.BANDS, bands),
    )
    if not everything:
        return given
    return replace(
        given,
        organisation_said=said(),
        kinds=let_out(ReleaseKind.KINDS, KindsFigure(halves={Kind.INFLUENCE: 10, Kind.TWO_WAY: 14, Kind.ADVOCACY: 13})),
        spread=let_out(ReleaseKind.SPREAD, DisagreementFigure(spread=Disagreement.WIDE)),
        couplings=[let_out(RELEASED_AS[each.form], each) for each in COUPLINGS],
    )


def test_bands_are_told_in_words_with_the_lowest_named() -> None:
    assert note_lines(notes(bands=SURE), LOC) == [
        "STANDING Own part (personal) high; team leadership (supervisory) moderate; direction (strategic) low or "
        "moderate (eight weeks to 1 March). Lowest: strategic."
    ]
    alike = BandsFigure(bands=dict.fromkeys(COMPETENCIES, (Band.HIGH,)), lowest="personal", people_from=25)
    assert note_lines(notes(bands=alike), LOC) == [
        "STANDING High for own part (personal), team leadership (supervisory) and direction (strategic) (eight weeks "
        "to 1 March). Lowest, if only just: personal."
    ]
    small = BandsFigure(bands={OVERALL: (Band.MODERATE, Band.HIGH)}, people_from=5)
    assert note_lines(notes(bands=small), LOC) == [
        "STANDING Moderate or high, all questions together (eight weeks to 1 March)."
    ]


def test_the_quarter_is_told_in_a_line_each() -> None:
    assert note_lines(notes(everything=True), LOC) == [
        "LEADS AND TEAMS Co-leads of one team see things alike; co-leads see it rosier than their teams do; plans fit "
        "the means: mixed.",
        "LAST QUARTER Mixed: raising something changes things (from those who raised something); mostly agree: we hear "
        "back, we speak up for this service.",
        "People here see things very differently from one another: a middle answer may stand for two groups.",
    ]


def test_the_organisation_has_its_own_line_in_the_top_units() -> None:
    assert organisation_lines(notes(week=STEADY, everything=True), LOC) == [
        "WHOLE ORGANISATION About 6 in 10 questions were answered this week. Usual: 6 to 7 in 10. Nothing out of the "
        "ordinary.",
        "All teams together say: mostly agree. No clear change.",
    ]
    assert organisation_lines(notes(week=FALLEN), LOC) == [
        "WHOLE ORGANISATION About 4 in 10 questions were answered this week. Usual: 6 to 7 in 10. Lower than its usual "
        "range; no team is flagged for what all share. From the same people’s habits we would expect about 6 in 10."
    ]
    young = OrganisationFigure(tenths=6, swing=WeekComparison.UNKNOWN)
    assert "A usual range needs twelve weeks." in organisation_lines(notes(week=young), LOC)[0]
    text = write_roll_up(a_roll_up(notes=notes(week=STEADY), is_top=True), at=AT).text
    assert "WHOLE ORGANISATION" in text
    assert "WHOLE ORGANISATION" not in write_roll_up(a_roll_up(notes=notes(week=STEADY)), at=AT).text


@pytest.mark.parametrize(
    "page",
    [
        a_page(),
        a_flagged_page(FlagKind.BOTH),
        a_page(learning_week=3, said=None),
        a_page(participation=TOO_FEW, said=None),
        a_page(asked=False, participation=TOO_FEW),
    ],
)
def test_every_team_is_told_when_the_whole_organisation_moves(page: Page) -> None:
    line = "The whole organisation answered less than usual this week; this is not about your team."
    assert line in write_page(replace(page, notes=notes(week=FALLEN)), at=AT).text.splitlines()
    for quiet in (STEADY, replace(FALLEN, lasting=True), None):
        assert moved_line(notes(week=quiet), LOC) == []


def test_a_flagged_page_says_nothing_of_bands_and_a_new_team_neither() -> None:
    everything = notes(bands=SURE, everything=True)
    assert "STANDING" in write_page(a_page(notes=everything), at=AT).text
    assert "STANDING" not in write_page(a_flagged_page(notes=everything), at=AT).text
    assert "STANDING" not in write_page(a_page(learning_week=2, notes=everything), at=AT).text


def test_the_page_refuses_a_figure_that_did_not_pass_the_gate() -> None:
    with pytest.raises(TypeError, match="only what the gate released"):
        ReleasedNotes(bands=SURE)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="only what the gate released"):
        ReleasedNotes(couplings=COUPLINGS)  # type: ignore[arg-type]


@settings(max_examples=80)
@given(
    week=st.sampled_from([None, STEADY, FALLEN, replace(FALLEN, lasting=True)]),
    flagged=st.booleans(),
    actions=st.integers(0, 4),
    not_asked=st.booleans(),
    top=st.booleans(),
)
def test_whatever_is_told_fits_the_lines(
    week: OrganisationFigure | None, flagged: bool, actions: int, not_asked: bool, top: bool
) -> None:
    given = notes(week=week, bands=SURE, everything=True)
    fields = {
        "notes": given,
        "open_actions": (ACTION,) * actions,
        "could_not_be_asked": released_share(2) if not_asked else None,
    }
    page = a_flagged_page(FlagKind.BOTH, **fields) if flagged else a_page(**fields)
    lines = write_page(page, at=AT).text.splitlines()
    assert len(lines) <= (LONG if flagged else SHORT)
    assert ("this is not about your team" in "\n".join(lines)) == bool(moved_line(given, LOC))
    above = write_roll_up(a_roll_up(notes=given, is_top=top), at=AT)
    assert len(above.text.splitlines()) <= SHORT
    assert "Nothing needs you" in above.text.splitlines()[1]
