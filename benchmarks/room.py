"""How often "room from above" is said by chance, how often when it is so, and how many teams can ever be told.

Units of so many teams are made up: each team of twelve colleagues with co-leads who answer a question in seven of ten
cases. Answers are drawn from the shares below, cut and told as the product does; the rule is the product's own.
"""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from random import Random

from bot.domain.disclosure.atoms import kept_atom
from bot.domain.disclosure.quarter_figures import CouplingFigure, KindsFigure
from bot.domain.disclosure.scores.coupling_cells import FEWEST_CO_LEADS, FEWEST_TEAMS
from bot.domain.disclosure.scores.room_from_above import lies_above
from bot.domain.disclosure.scores.word_figures import AtomWords, gap_between
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord, Vocabulary, word_of

POINTS = (Fraction(0), Fraction(10, 3), Fraction(20, 3), Fraction(10))
"""Of four answers from strong disagreement to strong agreement."""
USUAL = (0.08, 0.22, 0.50, 0.20)
LACKING = (0.45, 0.35, 0.15, 0.05)
"""Of those who lack means, or say so of their leads."""
HEARD, COLLEAGUES, FEWEST = 0.7, 12, 5
QUARTERS_A_YEAR = 4
Shares = Sequence[float]


def word(chance: Random, people: int, *questions: Shares) -> ScoreWord | None:
    """What so many people are told to have said together, each asked one question after the other."""
    means = []
    for _ in range(people):
        said = [chance.choices(POINTS, weights=each)[0] for each in questions if chance.random() < HEARD]
        if said:
            means.append(sum(said, Fraction()) / len(said))
    return word_of(sum(means, Fraction()) / len(means), Vocabulary.THREE) if len(means) >= FEWEST else None


def told(chance: Random, *, teams: int, leads: int, lacking: bool) -> int | None:
    """How many teams of one unit are told in one quarter; None where the unit is told nothing of its co-leads."""
    asked = teams * leads
    if teams < FEWEST_TEAMS or asked < FEWEST_CO_LEADS:
        return None
    forms = {
        ScoreKind.COUPLING_STRATEGIC: word(chance, asked, USUAL),
        ScoreKind.COUPLING_ORGANISATIONAL: word(chance, asked, USUAL),
        ScoreKind.COUPLING_ENVIRONMENTAL: word(chance, asked, LACKING if lacking else USUAL),
    }
    words = {form: each for form, each in forms.items() if each is not None}
    if not words:
        return None
    matters = [word(chance, COLLEAGUES, USUAL) for _ in range(teams)]
    people = [PersonId(str(number)) for number in range(COLLEAGUES)]
    own = [
        AtomWords(
            atom=kept_atom([UnitId(str(team))], people, [str(team)]),
            words={} if each is None else {ScoreKind.COUPLING_ORGANISATIONAL: [each]},
        )
        for team, each in enumerate(matters)
    ]
    organisational = words.get(ScoreKind.COUPLING_ORGANISATIONAL)
    gap = None if organisational is None else gap_between(organisational, own)
    coupling = CouplingFigure(words=words, gap=gap)
    follows = [word(chance, COLLEAGUES, USUAL, LACKING if lacking else USUAL) for _ in range(teams)]
    return sum(
        lies_above(KindsFigure(words={ScoreKind.FOLLOWERSHIP: each}), coupling) for each in follows if each is not None
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=4_000)
    units = parser.parse_args().units
    print("teams leads | units told | flags a team-year by chance | share of teams told where means lack")
    for teams, leads in ((2, 3), (3, 2), (3, 3), (4, 2), (6, 2), (8, 3)):
        chance = Random(f"{teams}|{leads}")
        by_chance = [told(chance, teams=teams, leads=leads, lacking=False) for _ in range(units)]
        where_so = [told(chance, teams=teams, leads=leads, lacking=True) for _ in range(units)]
        found = sum(each is not None for each in by_chance) / units
        a_year = sum(each or 0 for each in by_chance) / units / teams * QUARTERS_A_YEAR
        share = sum(each or 0 for each in where_so) / units / teams
        print(f"{teams:5} {leads:5} | {found:10.0%} | {a_year:27.4f} | {share:.0%}")


if __name__ == "__main__":
    main()
