"""Levels, kinds, coupling and the organisation's week read plainly, and fit into the lines of a digest."""

from dataclasses import replace
from typing import TypeVar

import pytest

from bot.domain.digests.page import Page, ReleasedNotes
from bot.domain.digests.quarterly.quarter_text import (
    moved_facts,
    note_facts,
    organisation_facts,
)
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.figures import Figure
from bot.domain.disclosure.gate import Released, recall
from bot.domain.disclosure.periods import EpochPeriod
from bot.domain.disclosure.quarter_figures import (
    CouplingFigure,
    Gap,
    KindsFigure,
    Level,
    LevelsFigure,
    OrganisationFigure,
    WeekComparison,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import COMPETENCIES, ScoreKind
from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary
from bot.domain.iso_weeks import IsoWeek
from tests.support.messages import details_of, lines_of, words_of
from tests.support.pages import (
    AT,
    TOO_FEW,
    a_flagged_page,
    a_page,
    a_roll_up,
    said,
)

WARD, LAST = UnitId("ward"), IsoWeek.parse("2026-W09")
LOC = "en-GB"
F = TypeVar("F", bound=Figure)
FALLEN = OrganisationFigure(tenths=4, swing=WeekComparison.LOWER, usual=(6, 7))
STEADY = OrganisationFigure(tenths=6, swing=WeekComparison.STEADY, usual=(6, 7))
SPLIT = LevelsFigure(
    levels={
        ScoreKind.PERSONAL: Level.HIGH,
        ScoreKind.SUPERVISORY: Level.MODERATE,
        ScoreKind.STRATEGIC: Level.LOW,
    },
    lowest=ScoreKind.STRATEGIC,
)
ALIKE = LevelsFigure(levels=dict.fromkeys(COMPETENCIES, Level.HIGH))
OVERALL = LevelsFigure(levels={None: Level.MODERATE})
MIXED, AGREE = (ScoreWord(agreement=each, vocabulary=Vocabulary.THREE) for each in (Agreement.MIXED, Agreement.AGREE))
COUPLING = CouplingFigure(
    words={
        ScoreKind.COUPLING_STRATEGIC: AGREE,
        ScoreKind.COUPLING_ORGANISATIONAL: AGREE,
        ScoreKind.COUPLING_ENVIRONMENTAL: MIXED,
    },
    gap=Gap.LEADS_HIGHER,
)


def let_out(kind: ReleaseKind, figure: F) -> Released[F]:
    return recall(WARD, kind, EpochPeriod(first=IsoWeek.parse("2025-W49")), LAST, figure)


def notes(
    *, week: OrganisationFigure | None = None, levels: LevelsFigure | None = None, everything: bool = False
) -> ReleasedNotes:
    given = ReleasedNotes(
        organisation=None if week is None else let_out(ReleaseKind.ORGANISATION, week),
        levels=None if levels is None else let_out(ReleaseKind.LEVELS, levels),
    )
    if not everything:
        return given
    kinds = {ScoreKind.INFLUENCE: MIXED, ScoreKind.TWO_WAY: AGREE, ScoreKind.ADVOCACY: AGREE}
    return replace(
        given,
        organisation_said=said(),
        kinds=let_out(ReleaseKind.KINDS, KindsFigure(words=kinds)),
        coupling=let_out(ReleaseKind.COUPLING, COUPLING),
    )


def test_levels_are_told_in_words_with_the_lowest_named() -> None:
    assert lines_of(note_facts(notes(levels=SPLIT), LOC)) == [
        "Level: Own part (personal): High; Team leadership (supervisory): Moderate; Direction (strategic): Low "
        "(last quarter; lowest: Direction (strategic))"
    ]
    assert lines_of(note_facts(notes(levels=ALIKE), LOC)) == [
        "Level: High: Own part (personal), Team leadership (supervisory) and Direction (strategic) (last quarter)"
    ]
    assert lines_of(note_facts(notes(levels=OVERALL), LOC)) == [
        "Level: Moderate (all questions together; last quarter)"
    ]


def test_levels_and_kinds_of_teams_that_are_counted_together_name_them() -> None:
    names = ("Pain team", "Recovery")
    given = ReleasedNotes(
        levels=let_out(ReleaseKind.LEVELS, replace(OVERALL, together=names)),
        kinds=let_out(ReleaseKind.KINDS, KindsFigure(words={ScoreKind.TWO_WAY: AGREE}, together=names)),
    )
    assert lines_of(note_facts(given, LOC)) == [
        "Level: Moderate (Pain team and Recovery together; all questions together; last quarter)",
        "Last quarter: Agree: we hear back. (Pain team and Recovery together)",
    ]


def test_the_quarter_is_told_in_a_line_each() -> None:
    assert lines_of(note_facts(notes(everything=True), LOC)) == [
        "Leads and teams: Agree: co-leads of one team pull together and what co-leads work on matters to staff. "
        "Mixed: plans are possible with the means they have. Co-leads see it more positively than their teams do.",
        "Last quarter: Mixed: raising something changes things (from those who raised something). Agree: we "
        "hear back and we speak up for this service.",
    ]


def test_the_organisation_has_its_own_line_in_the_top_units() -> None:
    assert lines_of(organisation_facts(notes(week=STEADY, everything=True), LOC)) == [
        "Whole organisation: About 6 in 10 colleagues were heard this week (usual: 6 to 7 in 10; nothing unusual)",
        "All teams together say: Agree",
    ]
    assert lines_of(organisation_facts(notes(week=FALLEN), LOC)) == [
        "Whole organisation: About 4 in 10 colleagues were heard this week (usual: 6 to 7 in 10; lower than its "
        "usual range; no team is flagged for that)"
    ]
    rounded = replace(FALLEN, tenths=6)
    assert lines_of(organisation_facts(notes(week=rounded), LOC)) == [
        "Whole organisation: About 6 in 10 colleagues were heard this week (lower than its usual range; no team is "
        "flagged for that)"
    ]
    young = OrganisationFigure(tenths=6, swing=WeekComparison.UNKNOWN)
    assert "a usual range needs twelve weeks" in lines_of(organisation_facts(notes(week=young), LOC))[0]
    assert "Whole organisation" in details_of(write_roll_up(a_roll_up(notes=notes(week=STEADY), is_top=True), at=AT))
    assert "Whole organisation" not in details_of(write_roll_up(a_roll_up(notes=notes(week=STEADY)), at=AT))


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
def test_every_team_can_read_when_the_whole_organisation_moves(page: Page) -> None:
    line = "Whole organisation: Answered less than usual this week (this is not about your team)"
    assert line in details_of(write_page(replace(page, notes=notes(week=FALLEN)), at=AT)).splitlines()
    for quiet in (STEADY, replace(FALLEN, lasting=True), None):
        assert moved_facts(notes(week=quiet), LOC) == []


def test_what_a_quarter_brings_is_one_tap_away() -> None:
    everything = notes(levels=SPLIT, everything=True)
    for page in (a_page(notes=everything), a_flagged_page(notes=everything)):
        digest = write_page(page, at=AT)
        assert "Level:" in details_of(digest)
        assert "Level:" not in words_of(digest)


def test_the_top_of_the_organisation_is_needed_when_all_teams_answer_less() -> None:
    low = write_roll_up(a_roll_up(notes=notes(week=FALLEN), is_top=True), at=AT)
    assert words_of(low).splitlines()[3].startswith("Fewer people than usual answered this week, over all teams.")
    assert "One thing this week: Ask two leads what made this week hard for everybody." in words_of(low)
    below = write_roll_up(a_roll_up(notes=notes(week=FALLEN)), at=AT)
    assert "nothing needs you" in words_of(below)


def test_the_page_refuses_a_figure_that_did_not_pass_the_gate() -> None:
    with pytest.raises(TypeError, match="only what the gate released"):
        ReleasedNotes(levels=SPLIT)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="only what the gate released"):
        ReleasedNotes(coupling=COUPLING)  # type: ignore[arg-type]
