"""Figures of units, quarters and co-leads are made of score cells, and of nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.answers.answer_sums import AnswerSum
from bot.domain.disclosure.atoms import Atom, Insiders, kept_atom
from bot.domain.disclosure.figure_json import as_json, from_json
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod
from bot.domain.disclosure.quarter_figures import CouplingFigure, Gap, KindsFigure, Level, LevelsFigure
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.coupling_cells import CoLeadRequest
from bot.domain.disclosure.scores.score_figures import QuarterRequest, ScoreCase, score_figures
from bot.domain.disclosure.scores.score_requests import AskedWeek, ScoreRequest
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.score_kinds import COMPETENCIES, COUPLINGS, ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, UnitTree
from bot.domain.programme.programme import Privacy

W1 = IsoWeek.parse("2026-W02")
MEDICINE = UnitId("medicine")
WARDS = [UnitId(f"ward{number}") for number in range(4)]
TREE = UnitTree(parents={MEDICINE: None, **dict.fromkeys(WARDS, MEDICINE)})
BLOCK, QUARTER = BlockPeriod(epoch=W1, number=0), EpochPeriod(first=W1)
Values = Mapping[ScoreKind, float]
"""What everybody of an atom says to each kind."""
PERSONAL, SUPERVISORY, STRATEGIC = COMPETENCIES


def an_atom(team: UnitId, size: int) -> Atom:
    return kept_atom([team], [PersonId(f"{team}-{number:02}") for number in range(size)], [team])


def a_request(team: UnitId, values: Values, *, size: int = 8, heard: int | None = None) -> ScoreRequest:
    """Every kind was asked in a week of its own, and so many answered each."""
    atom = an_atom(team, size)
    people = sorted(atom.colleagues)
    given = {kind: {person: AnswerSum.of(value) for person in people[:heard]} for kind, value in values.items()}
    weeks = [
        AskedWeek(week=W1 + at, within=atom.colleagues, most=size, asked={kind: atom.colleagues})
        for at, kind in enumerate(values)
    ]
    return ScoreRequest(atom=atom, insiders=frozenset(), weeks=weeks, given=given)


def a_case(requests: Sequence[ScoreRequest], quarter: QuarterRequest | None = None) -> ScoreCase:
    return ScoreCase(week=W1 + 3, tree=TREE, privacy=Privacy(), block=BLOCK, atoms=requests, quarter=quarter)


def scores(*requests: ScoreRequest) -> dict[Scope, ScoreFigure | None]:
    told: dict[Scope, ScoreFigure | None] = {}
    for (scope, _, _), figure in score_figures(a_case(requests)).figures.items():
        assert figure is None or isinstance(figure, ScoreFigure)
        told[scope] = figure
    return told


def word(text: str) -> ScoreWord:
    return ScoreWord.parse(text)


def test_a_small_team_is_told_one_word_and_a_large_one_a_word_for_each_competency() -> None:
    said = {PERSONAL: 8.0, SUPERVISORY: 5.0, STRATEGIC: 8.0}
    found = scores(a_request(WARDS[0], said, size=14), a_request(WARDS[1], said, size=15))
    assert found[WARDS[0]] == ScoreFigure(word=word("agree/3"))
    split = {PERSONAL: word("agree/3"), SUPERVISORY: word("mixed/3"), STRATEGIC: word("agree/3")}
    assert found[WARDS[1]] == ScoreFigure(word=word("agree/3"), competencies=split)


def test_a_large_team_needs_two_competencies_for_a_word_unless_it_was_asked_about_one_alone() -> None:
    few = a_request(WARDS[0], {PERSONAL: 8.0, SUPERVISORY: 5.0}, size=16)
    few = replace(few, given={**few.given, SUPERVISORY: {}})
    assert scores(few)[WARDS[0]] is None
    assert scores(a_request(WARDS[0], {PERSONAL: 8.0}, size=16))[WARDS[0]] == ScoreFigure(word=word("agree/3"))


def test_a_unit_reads_the_mean_of_three_teams_words_by_the_sizes_of_their_lists() -> None:
    sizes, values = (8, 10, 14), (8.0, 5.0, 1.0)
    teams = [a_request(ward, {PERSONAL: v}, size=n) for ward, n, v in zip(WARDS, sizes, values, strict=False)]
    found = scores(*teams)
    mean = Fraction(8 * 8 + 5 * 10 + 2 * 14, 32)
    assert found[MEDICINE] == found[ORGANISATION] == ScoreFigure(word=word("mixed/3"), mean=mean)
    assert scores(*teams[:2])[MEDICINE] is None
    silent = a_request(WARDS[2], {PERSONAL: 1.0}, size=14, heard=4)
    assert scores(*teams[:2], silent)[MEDICINE] is None


def quarter_of(*requests: ScoreRequest, **fields: object) -> QuarterRequest:
    return QuarterRequest(period=QUARTER, atoms=requests, **fields)  # type: ignore[arg-type]


def test_levels_come_from_the_words_of_two_blocks_or_more() -> None:
    low = ScoreFigure(word=word("disagree/3"))
    split = {PERSONAL: word("agree/3"), SUPERVISORY: word("agree/3"), STRATEGIC: word("disagree/3")}
    large = ScoreFigure(word=word("agree/3"), competencies=split)
    now = [a_request(WARDS[0], {PERSONAL: 1.0}), a_request(WARDS[1], {PERSONAL: 8.0, STRATEGIC: 1.0}, size=16)]
    told = {WARDS[0]: [low], WARDS[1]: [large, large]}
    figures = score_figures(a_case(now, quarter_of(*now, told_before=told))).figures
    assert figures[WARDS[0], ReleaseKind.LEVELS, QUARTER] == LevelsFigure(levels={None: Level.LOW})
    assert figures[WARDS[1], ReleaseKind.LEVELS, QUARTER] == LevelsFigure(
        levels={PERSONAL: Level.HIGH, SUPERVISORY: Level.HIGH, STRATEGIC: Level.LOW}, lowest=STRATEGIC
    )
    alone = score_figures(a_case(now, quarter_of(*now))).figures
    assert alone[WARDS[0], ReleaseKind.LEVELS, QUARTER] is None


def test_every_figure_of_teams_that_are_counted_together_names_them() -> None:
    alone = a_request(WARDS[0], {PERSONAL: 8.0, ScoreKind.INFLUENCE: 8.0}, size=9)
    pooled = replace(alone, atom=kept_atom(WARDS[:2], alone.atom.colleagues, ["Pain team", "Recovery"]))
    names = ("Pain team", "Recovery")
    before = ScoreFigure(word=word("agree/3"), together=("Clinic", "Pain team"))
    shown = score_figures(a_case([pooled], quarter_of(pooled, told_before={WARDS[0]: [before]}))).figures
    for team in WARDS[:2]:
        of_team = {kind: figure for (scope, kind, _), figure in shown.items() if scope == team}
        score, kinds, levels = (of_team[each] for each in (ReleaseKind.SCORE, ReleaseKind.KINDS, ReleaseKind.LEVELS))
        assert isinstance(score, ScoreFigure)
        assert isinstance(kinds, KindsFigure)
        assert isinstance(levels, LevelsFigure)
        assert score.together == kinds.together == names
        assert levels.together == ("Clinic", *names), "with whom it was counted in the block before, too"
        assert {kind: from_json(kind, as_json(each)) for kind, each in of_team.items() if each} == of_team


def test_special_kinds_are_told_of_a_quarter_by_teams_and_from_three_of_them_above() -> None:
    teams = [a_request(ward, {ScoreKind.INFLUENCE: 8.0, ScoreKind.TWO_WAY: 1.0}) for ward in WARDS[:3]]
    figures = score_figures(a_case([], quarter_of(*teams))).figures
    words = {ScoreKind.INFLUENCE: word("agree/3"), ScoreKind.TWO_WAY: word("disagree/3")}
    for unit in (*WARDS[:3], MEDICINE):
        assert figures[unit, ReleaseKind.KINDS, QUARTER] == KindsFigure(words=words)
    fewer = score_figures(a_case([], quarter_of(*teams[:2]))).figures
    assert fewer[MEDICINE, ReleaseKind.KINDS, QUARTER] is None


def test_a_week_that_vouches_for_a_block_vouches_for_no_special_kind() -> None:
    """Core and influence were asked in the same week: who was silent for one of them was so for both."""
    request = a_request(WARDS[0], {PERSONAL: 8.0})
    both = [replace(week, asked=dict.fromkeys((PERSONAL, ScoreKind.INFLUENCE), week.within)) for week in request.weeks]
    given = dict.fromkeys((PERSONAL, ScoreKind.INFLUENCE), request.given[PERSONAL])
    request = replace(request, weeks=both, given=given)
    figures = score_figures(a_case([request], quarter_of(request))).figures
    assert figures[WARDS[0], ReleaseKind.SCORE, BLOCK] is not None
    assert figures[WARDS[0], ReleaseKind.KINDS, QUARTER] is None
    later = AskedWeek(week=W1 + 1, within=request.atom.colleagues, most=8, asked=both[0].asked)
    figures = score_figures(a_case([request], quarter_of(replace(request, weeks=[*both, later])))).figures
    assert figures[WARDS[0], ReleaseKind.KINDS, QUARTER] is not None


def leads_of(team: UnitId, *values: float) -> CoLeadRequest:
    people = [PersonId(f"{team}-lead{number}") for number in range(len(values))]
    said = {person: AnswerSum.of(value) for person, value in zip(people, values, strict=True) if value >= 0}
    return CoLeadRequest(asked=dict.fromkeys(COUPLINGS, frozenset(people)), given=dict.fromkeys(COUPLINGS, said))


SILENT = -1.0


@pytest.mark.parametrize(
    ("teams", "insiders", "told"),
    [
        ([(8, 8, 8), (8, 8), (8, 8)], 0, True),
        ([(8, 8), (8, 8), (8, 8)], 0, False),  # six co-leads
        ([(8, 8, 8, 8), (8, 8, 8)], 0, False),  # of two teams
        ([(8, 8, 8), (8, 8), (8, 8)], 1, False),  # one of them reads about the unit
        ([(8, 8, 8), (8, SILENT), (8, SILENT)], 0, True),
        ([(8, 8, SILENT), (8, SILENT), (8, SILENT)], 0, False),
    ],
)
def test_co_leads_are_told_of_from_seven_of_three_teams_and_five_heard(
    teams: list[tuple[float, ...]], insiders: int, told: bool
) -> None:
    leads = {ward: leads_of(ward, *values) for ward, values in zip(WARDS, teams, strict=False)}
    reading = frozenset(PersonId(f"{WARDS[0]}-lead{number}") for number in range(insiders))
    quarter = quarter_of(co_leads=leads, insiders=Insiders(readers={MEDICINE: reading}))
    found = score_figures(a_case([], quarter)).figures[MEDICINE, ReleaseKind.COUPLING, QUARTER]
    words = dict.fromkeys(COUPLINGS, word("agree/3"))
    assert found == (CouplingFigure(words=words, teams=frozenset(leads)) if told else None)


@pytest.mark.parametrize(("members", "gap"), [(8.0, Gap.ALIKE), (5.0, Gap.LEADS_HIGHER), (1.0, Gap.LEADS_HIGHER)])
def test_the_gap_compares_words_of_co_leads_with_those_of_three_teams(members: float, gap: Gap) -> None:
    leads = {ward: leads_of(ward, 8.0, 8.0, 8.0) for ward in WARDS[:3]}
    teams = [a_request(ward, {ScoreKind.COUPLING_ORGANISATIONAL: members}) for ward in WARDS[:3]]
    found = score_figures(a_case([], quarter_of(*teams, co_leads=leads))).figures
    coupling = found[MEDICINE, ReleaseKind.COUPLING, QUARTER]
    assert isinstance(coupling, CouplingFigure)
    assert coupling.gap is gap
    fewer = score_figures(a_case([], quarter_of(*teams[:2], co_leads=leads))).figures
    without = fewer[MEDICINE, ReleaseKind.COUPLING, QUARTER]
    assert isinstance(without, CouplingFigure)
    assert without.gap is None


def test_cells_that_were_made_once_are_never_made_again() -> None:
    """A close that was cut off is taken up with the same cells, though lists have changed since."""
    requests = [a_request(ward, {PERSONAL: 8.0, ScoreKind.INFLUENCE: 8.0}) for ward in WARDS[:3]]
    leads = {ward: leads_of(ward, 8.0, 8.0, 8.0) for ward in WARDS[:3]}
    first = score_figures(a_case(requests, quarter_of(*requests, co_leads=leads)))
    ledger = {(row.scope, row.kind, row.period): row for row in first.cells}
    other = [a_request(WARDS[0], {PERSONAL: 1.0}, heard=4)]
    again = score_figures(replace(a_case(other, quarter_of(*other)), ledger=ledger))
    assert again == first


def test_every_figure_is_read_back_from_the_ledger_as_it_was() -> None:
    requests = [
        a_request(ward, {**dict.fromkeys(COMPETENCIES, 8.0), ScoreKind.INFLUENCE: 8.0}, size=24) for ward in WARDS[:3]
    ]
    leads = {ward: leads_of(ward, 8.0, 8.0, 8.0) for ward in WARDS[:3]}
    told = {ward: [ScoreFigure(word=word("agree/5"))] for ward in WARDS}
    figures = score_figures(a_case(requests, quarter_of(*requests, co_leads=leads, told_before=told))).figures
    shown = {key: figure for key, figure in figures.items() if figure is not None}
    assert {kind for _, kind, _ in shown} == {
        ReleaseKind.SCORE, ReleaseKind.LEVELS, ReleaseKind.KINDS, ReleaseKind.COUPLING,
    }  # fmt: skip
    assert {key: from_json(key[1], as_json(figure)) for key, figure in shown.items()} == shown
