"""The joint rule: a score cell is made only if neither "shown" nor "not shown" could fix anybody's part in it.

Somebody knows who was within reach in each week, each week's band, what all insiders and `c` of the others did, and
whether the score was shown, which takes `least` contributors. For everybody else three things have to stay possible:
silent in the whole block; heard in any given week; a contributor. Lists and bands decide it, never an answer.

"Not shown" fixes nothing: whoever was heard may have been unable to say, and then gave no score; and with confidants
who contributed, one more may have.

"Shown" needs `least` contributors of whom, at worst, one person and `c` confidants are none, while the confidants took
a place in every week. So each week has room for the upper end of its band less c others, and the question is whether
`least` people can be given a week of their reach each: a matching of people to weeks with room. It exists exactly if
for every choice of weeks their room, and the people who are within reach in any other week (less 1 + c of them), are
`least` together (Hall 1935; Ford and Fulkerson 1956: the smallest cut). Then the one person may be silent throughout.
They may also be heard in any week, in place of one contributor of that week, whom they replace if they were asked
the same; a place more is kept for those who were not. The lower end of a
band is no obstacle: it is at most n - 1 - c, so enough others can be heard. With no week chosen the condition says
`least` <= n - 1 - c, the floor of every threshold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.domain.disclosure.bands import CONFIDANTS
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek

MOST_WEEKS = 6
"""So many weeks vouch for a cell at most: all choices among them are tried, and a block has no more than five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachWeek:
    """One week of an atom with a released band: who could have contributed in it, and how many of these at most."""

    week: IsoWeek
    within: frozenset[PersonId]
    """Colleagues within reach, as the week's cell counted them, less those who have become insiders since."""
    asked: frozenset[PersonId]
    """Those of them to whom a question of the score cell was put."""
    most: int
    """The upper end of the week's band, less those counted in it who have become insiders since."""

    def __post_init__(self) -> None:
        if not self.asked <= self.within:
            raise ValueError("nobody outside reach is asked")

    def room(self, c: int) -> int:
        """For contributors besides c confidants, and besides one who may have been heard without being asked this."""
        return max(0, self.most - c - (self.asked < self.within))


def fixes_nobody(weeks: Sequence[ReachWeek], *, least: int, c: int = CONFIDANTS) -> bool:
    """Whether these weeks alone leave everybody's part open, whether or not `least` contributors are found."""
    if least < c + 2:
        raise ValueError(f"fewer than {least} contributors may be {c} confidants alone")
    rooms = [week.room(c) for week in weeks]
    # With enough people in each week, whichever of them is left out of a choice brings enough: only the choice of all
    # weeks can fail. So it is in nearly every team.
    enough_anywhere = min([len(week.asked) for week in weeks], default=0) - 1 - c >= least
    for size in range(len(weeks) if enough_anywhere else 0, len(weeks) + 1):
        for chosen in combinations(range(len(weeks)), size):
            room = sum([rooms[at] for at in chosen])
            others = frozenset[PersonId]().union(*[week.asked for at, week in enumerate(weeks) if at not in chosen])
            if room + max(0, len(others) - 1 - c) < least:
                return False
    return True


def vouching_weeks(
    weeks: Iterable[ReachWeek], *, least: int, taken: frozenset[IsoWeek] = frozenset(), c: int = CONFIDANTS
) -> Sequence[IsoWeek]:
    """The weeks that vouch for a cell under the joint rule; none if it must be withheld either way.

    Two cells of which each leaves everybody's part open do so together if no week vouches for both: what is possible
    in the weeks of one does not depend on the weeks of the other. So `taken` weeks vouch for no other cell; the rest
    are taken as few as will do, in the order in which they are offered.
    """
    chosen: list[ReachWeek] = []
    for week in weeks:
        if week.week in taken or len(chosen) == MOST_WEEKS:
            continue
        chosen.append(week)
        if fixes_nobody(chosen, least=least, c=c):
            return [each.week for each in chosen]
    return []
