"""How often a team has a figure of participation and a score, as the product's own gate decides it.

`python -m benchmarks.shown [--teams 400]`: teams of 7-9, 10-19 and 20-40 colleagues, of whom each answers with the
same chance, with nobody, 10 and 20 % away in a week. One core question a week, of the competencies in turn, and every
fourth week a special kind, too, as in the starter programme. Beside each share stands what arithmetic allows at most:
five within reach, and contributors enough.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bot.domain.answers.answer_sums import AnswerSum, PersonSums, added
from bot.domain.disclosure.atoms import Atom, kept_atom
from bot.domain.disclosure.bands import fewest
from bot.domain.disclosure.cells import ParticipationCell, cut_cell
from bot.domain.disclosure.scores.score_cells import CONTRIBUTORS, FINE_CONTRIBUTORS, FINE_FROM, SPLIT_FROM
from bot.domain.disclosure.scores.score_requests import AskedWeek, ScoreRequest, block_word, core_cells
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.score_kinds import COMPETENCIES, ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import Privacy
from bot.domain.programme.quarters import Quarter

SIZES = {"7-9": (7, 9), "10-19": (10, 19), "20-40": (20, 40)}
HABITS, AWAY = (0.4, 0.7), (0.0, 0.1, 0.2)
QUARTER = Quarter(first=IsoWeek.parse("2026-W02"), weeks=13)
NOBODY: frozenset[PersonId] = frozenset()


@dataclass(slots=True)
class Tally:
    of: int = 0
    shown: int = 0
    possible: int = 0

    def add(self, *, shown: bool, possible: bool) -> None:
        self.of, self.shown, self.possible = self.of + 1, self.shown + shown, self.possible + possible

    def __str__(self) -> str:
        return f"{self.shown / self.of:7.1%} ({self.possible / self.of:6.1%})"


def played(atom: Atom, *, habit: float, away: float, chance: Random) -> Iterator[tuple[bool, bool, bool]]:
    """A quarter of one team: for every week and every block whether there is a figure, and whether there could be."""
    people = sorted(atom.colleagues)
    for block in QUARTER.blocks:
        weeks: list[AskedWeek] = []
        given: dict[ScoreKind, PersonSums] = {}
        for at in range(block.last - block.first + 1):
            week = block.first + at
            kind = COMPETENCIES[(week - QUARTER.first) % len(COMPETENCIES)]
            within = frozenset(person for person in people if chance.random() >= away)
            heard = frozenset(person for person in sorted(within) if chance.random() < habit)
            cell = cut_cell(atom, week, within=within, heard=heard, insiders=NOBODY)
            yield True, isinstance(cell, ParticipationCell), len(within) >= fewest()
            if isinstance(cell, ParticipationCell):
                asked = {kind: within} | ({ScoreKind.INFLUENCE: within} if (week - QUARTER.first) % 4 == 3 else {})
                weeks.append(AskedWeek(week=week, within=within, most=cell.band.high, asked=asked))
                said = {person: AnswerSum(answers=1, thirds=10 * chance.randrange(4)) for person in heard}
                given[kind] = added((given.get(kind, {}), said))
        request = ScoreRequest(atom=atom, insiders=NOBODY, weeks=weeks, given=given)
        word = block_word(core_cells(request, Privacy()))
        yield False, word is not None, enough(request)


def enough(request: ScoreRequest) -> bool:
    """Whether contributors enough were heard for a word, the joint rule aside."""
    within = dict.fromkeys(COMPETENCIES, NOBODY)
    for week in request.weeks:
        for kind, people in week.asked.items():
            if kind in within:
                within[kind] |= people
    everybody = frozenset[PersonId]().union(*within.values())
    if len(everybody) < SPLIT_FROM:
        return len(added(request.given.values())) >= CONTRIBUTORS
    least = {kind: FINE_CONTRIBUTORS if len(people) >= FINE_FROM else CONTRIBUTORS for kind, people in within.items()}
    return sum(len(request.given.get(kind, {})) >= least[kind] for kind in COMPETENCIES) > 1


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=400)
    parser.add_argument("--seed", type=int, default=500)
    options = parser.parse_args()
    print("colleagues  habit  away   team-weeks: figure (at most)   team-blocks: score (at most)")
    for name, (smallest, largest) in SIZES.items():
        for habit in HABITS:
            for away in AWAY:
                chance, weeks, blocks = Random(f"{options.seed} {name} {habit} {away}"), Tally(), Tally()
                for _ in range(options.teams):
                    size = chance.randint(smallest, largest)
                    atom = kept_atom([UnitId("team")], [PersonId(f"p{n:02}") for n in range(size)], ["Team"])
                    for is_week, shown, possible in played(atom, habit=habit, away=away, chance=chance):
                        (weeks if is_week else blocks).add(shown=shown, possible=possible)
                print(f"{name:>10}  {habit:5}  {away:4.0%}   {weeks!s:>27}   {blocks!s:>27}")


if __name__ == "__main__":
    main()
