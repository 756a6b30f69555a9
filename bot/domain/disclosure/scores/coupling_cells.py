"""Coupling: what the co-leads of a unit's teams say together, in words, and never what those of one team say.

Co-leads read their own team's figures, so they are in none of its cells; with those of other teams they are people
like any others to whoever reads about the unit above. No participation of theirs is told, so nothing but their number
restricts what may have happened. The three forms are those of leadership constellations (Denis, Lamothe, Langley 2001).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.answers.answer_sums import PersonSums, added
from bot.domain.disclosure.atoms import Insiders, kept_atom
from bot.domain.disclosure.quarter_figures import CouplingFigure
from bot.domain.disclosure.scores.joint_rule import ReachWeek
from bot.domain.disclosure.scores.score_cells import ScoreCell, ScoreWeek, cut_score_cell
from bot.domain.disclosure.scores.word_figures import AtomWords, gap_between
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.score_kinds import COUPLINGS, ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Privacy

FEWEST_CO_LEADS = 7
"""Within reach, besides those who read about the unit."""
FEWEST_TEAMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CoLeadRequest:
    """The co-leads of one team in a quarter: who was within reach of which form, and what they said."""

    asked: Mapping[ScoreKind, frozenset[PersonId]]
    given: Mapping[ScoreKind, PersonSums]


def coupling_cells(
    tree: UnitTree, requests: Mapping[UnitId, CoLeadRequest], insiders: Insiders, week: IsoWeek, privacy: Privacy
) -> Mapping[UnitId, Mapping[ScoreKind, ScoreCell]]:
    """Cells of co-leads by unit, bottom up: a unit takes in all teams below it that no unit below has taken in."""
    made: dict[UnitId, Mapping[ScoreKind, ScoreCell]] = {}
    left: dict[UnitId, Sequence[UnitId]] = {}
    for unit in tree.bottom_up:
        below = tree.children.get(unit, ())
        if not below:
            left[unit] = (unit,) if unit in requests else ()
            continue
        teams = tuple(team for child in below for team in left.pop(child))
        cells = _of_unit(tree, unit, teams, requests, insiders, week, privacy)
        left[unit] = () if cells else teams
        if cells:
            made[unit] = cells
    return made


def _of_unit(
    tree: UnitTree,
    unit: UnitId,
    teams: Sequence[UnitId],
    requests: Mapping[UnitId, CoLeadRequest],
    insiders: Insiders,
    week: IsoWeek,
    privacy: Privacy,
) -> Mapping[ScoreKind, ScoreCell]:
    cells: dict[ScoreKind, ScoreCell] = {}
    readers = insiders.of([unit], tree)
    for form in COUPLINGS:
        asking = sorted(team for team in teams if requests[team].asked.get(form))
        leads = frozenset[PersonId]().union(*(requests[team].asked[form] for team in asking)) - readers
        if len(asking) < FEWEST_TEAMS or len(leads) < FEWEST_CO_LEADS:
            continue
        cells[form] = cut_score_cell(
            kept_atom(asking, leads, [tree.names.get(team, team) for team in asking]),
            [ScoreWeek(reach=ReachWeek(week=week, within=leads, asked=leads, most=len(leads)))],
            added(requests[team].given.get(form, {}) for team in asking),
            insiders=readers,
            minimum=privacy.minimum_group,
        )
    return cells


def coupling_of(cells: Mapping[ScoreKind, ScoreCell], told: Sequence[AtomWords]) -> CouplingFigure | None:
    """What a unit is told: its co-leads' words, and the gap to what their teams were told."""
    words = {form: cell.word for form, cell in cells.items() if cell.word is not None}
    if not words:
        return None
    leads = words.get(ScoreKind.COUPLING_ORGANISATIONAL)
    return CouplingFigure(
        words=words,
        gap=None if leads is None else gap_between(leads, told),
        teams=frozenset(team for form in words for team in cells[form].atom.teams),
    )
