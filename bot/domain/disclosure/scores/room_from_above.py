"""Where what limits a team lies above it: of words that were told, and of nothing else.

A team says whether it works with its leads and whether these have room from above (followership); the co-leads of a
unit's teams say together whether they pull in the same direction, and whether what they plan is possible with the means
they have (coupling; leadership constellations of Denis, Lamothe and Langley 2001, leadership and followership of
Degeling et al 2003). Where leads pull together, and their teams do not see what matters less positively than they
do, the limit is none of theirs. No answer, no habit and no detector takes part, so it tells nothing that these words do
not tell.
"""

from collections.abc import Iterator, Mapping

from bot.domain.disclosure.figures import Figure
from bot.domain.disclosure.quarter_figures import CouplingFigure, Gap, KindsFigure
from bot.domain.identifiers import UnitId
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.organisation.unit_tree import UnitTree


def lies_above(team: KindsFigure, leads: CouplingFigure) -> bool:
    """Whether what was told of a team and of the co-leads of its unit's teams says that the limit lies above them.

    The team does not agree that it works with its leads and that these have room; leads disagree that their plans are
    possible with the means they have, do not disagree that they pull together, and do not see it more positively than
    their teams.
    """
    follows = team.words.get(ScoreKind.FOLLOWERSHIP)
    means = leads.words.get(ScoreKind.COUPLING_ENVIRONMENTAL)
    together = leads.words.get(ScoreKind.COUPLING_STRATEGIC)
    if follows is None or means is None or together is None:
        return False
    limited = not follows.agreement.agrees and means.agreement.disagrees
    return limited and not together.agreement.disagrees and leads.gap is not Gap.LEADS_HIGHER


def above_of(team: UnitId, coupling: Mapping[UnitId, CouplingFigure], tree: UnitTree) -> UnitId | None:
    """The unit above a team that was told what its co-leads say: the one whose figure they are in."""
    return next((unit for unit in _ancestors(team, tree) if unit in coupling and team in coupling[unit].teams), None)


def limited_teams(told: Mapping[UnitId, tuple[Figure, ...]], tree: UnitTree) -> Iterator[UnitId]:
    """The microsystems of which it holds, by all that was told of a quarter."""
    kinds = {unit: each for unit, figures in told.items() for each in figures if isinstance(each, KindsFigure)}
    coupling = {unit: each for unit, figures in told.items() for each in figures if isinstance(each, CouplingFigure)}
    for team in tree.microsystems:
        above = above_of(team, coupling, tree)
        if (
            above is not None
            and team in kinds
            and not kinds[team].together
            and lies_above(kinds[team], coupling[above])
        ):
            yield team


def _ancestors(unit: UnitId, tree: UnitTree) -> Iterator[UnitId]:
    above = tree.parents.get(unit)
    while above is not None:
        yield above
        above = tree.parents.get(above)
