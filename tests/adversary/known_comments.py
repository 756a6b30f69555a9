"""What the adversary knows of comments: whether they were told, and so that ten people wrote; and in which weeks.

Who wrote is made up here: histories say who was heard, and those who are write mostly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.unit_tree import Whole
from tests.adversary.attack import NOBODY, ShownFact
from tests.adversary.blocks import block_at
from tests.adversary.histories import FIRST
from tests.adversary.known_scores import weeks_of
from tests.adversary.play import Played

FEWEST, WRITES = 10, 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenComments:
    """The comments of one team and block, which were told."""

    teams: tuple[UnitId, ...]
    shown: ShownFact
    contributors: frozenset[PersonId]
    """The truth."""


def comments_of(played: Played) -> Iterator[SeenComments]:
    for row in played.rows:
        if row.kind is not ReleaseKind.COMMENT_CELLS or isinstance(row.scope, Whole):
            continue
        teams, told_in = (row.scope,), row.week - FIRST
        left_out = played.insiders[told_in].of(teams, played.tree)
        first, last = weeks_of(row.period)
        asked, contributors = dict[int, frozenset[PersonId]](), set[PersonId]()
        for week in range(first, last + 1):
            cell = played.cells.get((teams, week))
            if cell is None or not (
                played.is_remembered(week, told_in) and played.is_remembered(block_at(week).last - FIRST, told_in)
            ):
                continue
            own = cell.atom.colleagues & played.history.plan[row.scope, week] - cell.insiders - left_out
            asked[week] = own
            contributors |= {
                person for person in own & _heard(played, row.scope, week) if _writes(played, person, week)
            }
        if len(contributors) >= FEWEST:
            shown = ShownFact(least=FEWEST, asked=asked, may_share=True)
            yield SeenComments(teams=teams, shown=shown, contributors=frozenset(contributors))


def _heard(played: Played, team: UnitId, week: int) -> frozenset[PersonId]:
    return NOBODY.union(played.history.heard[team, week].keys())


def _writes(played: Played, person: PersonId, week: int) -> bool:
    return Random(f"{played.history.seed} {person} {week}").random() < WRITES
