"""Score cells: one atom, one block or quarter and one kind of question, told in one word or not at all.

Every scored answer of a colleague in a week with a released participation cell lies in exactly one score cell, and a
cell once made is never made again. The mean takes each contributor's own mean, so that everybody weighs the same, of
answers as they were given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass
from fractions import Fraction

from bot.domain.answers.answer_sums import AnswerSum, PersonSums, mean_of_means
from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.scores.joint_rule import ReachWeek, vouching_weeks
from bot.domain.identifiers import PersonId
from bot.domain.indicators.score_words import TEN, Agreement, ScoreWord, Vocabulary, word_of
from bot.domain.iso_weeks import IsoWeek

CONTRIBUTORS = 5
"""So many people stand behind any word."""
OF_TWO_ANSWERS = 6
"""With a question that takes two answers only, five contributors cannot give a mean between 4 and 6."""
FINE_FROM = 20
"""People within reach from which there are five words ..."""
FINE_CONTRIBUTORS = 10
"""... from so many contributors; also what it takes to say that a team sees things very differently."""
SPLIT_FROM = 15
"""People within reach in a block from which each competency has a cell of its own."""
NEAR_AN_END = Fraction(5, 2)
"""Points of 0-10."""
_PASS = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWeek:
    """A week with a released participation cell in which a question of the score cell was put."""

    reach: ReachWeek
    of_two_answers: bool = False
    """Whether one of these questions takes two answers only."""
    also_asked: bool = False
    """Whether questions of other score cells were put in the same week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCell:
    """What is told of one kind of question: a word, or nothing; only this module can make one."""

    atom: Atom
    n: int
    """Colleagues within reach in one of its weeks or more."""
    word: ScoreWord | None
    is_wide: bool = False
    """That its people see things very differently."""
    vouched_by: frozenset[IsoWeek] = frozenset()
    """The weeks that leave everybody's part open, whatever is told; they vouch for no other cell."""
    stamp: InitVar[object]

    def __post_init__(self, stamp: object) -> None:
        if stamp is not _PASS:
            raise TypeError("only the gate makes cells")
        if self.is_wide and (self.word is None or self.n < FINE_CONTRIBUTORS + 2):
            raise ValueError("differences are told beside a word, and of enough people")


def kept_score_cell(
    atom: Atom, *, n: int, word: ScoreWord | None, is_wide: bool = False, vouched_by: Iterable[IsoWeek] = ()
) -> ScoreCell:
    """A cell that was made earlier, from what was kept of it."""
    return ScoreCell(atom=atom, n=n, word=word, is_wide=is_wide, vouched_by=frozenset(vouched_by), stamp=_PASS)


def cut_score_cell(
    atom: Atom,
    weeks: Sequence[ScoreWeek],
    given: PersonSums,
    *,
    insiders: frozenset[PersonId],
    taken: frozenset[IsoWeek] = frozenset(),
    minimum: int = CONTRIBUTORS,
    minimum_for_differences: int = FINE_CONTRIBUTORS,
) -> ScoreCell:
    """Whether it may be told is decided from lists and bands; only then is it looked at who said what.

    `given` holds answers of these weeks only; `taken` weeks vouch for other cells.
    """
    within = frozenset[PersonId]().union(*(week.reach.asked for week in weeks)) - insiders
    n = len(within)
    vocabulary = Vocabulary.FIVE if n >= FINE_FROM else Vocabulary.THREE
    least = max(minimum, _fewest(vocabulary, weeks))
    offered = [each.reach for each in sorted(weeks, key=lambda week: (week.also_asked, -week.reach.most))]
    for_differences = max(least, minimum_for_differences)
    vouching = vouching_weeks(offered, least=for_differences, taken=taken)
    vouched_by = vouching or vouching_weeks(offered, least=least, taken=taken)
    said = [given[person] for person in within & given.keys()]
    if not vouched_by or len(said) < least:
        return kept_score_cell(atom, n=n, word=None, vouched_by=vouched_by)
    word = word_of(mean_of_means(said), vocabulary)
    is_wide = bool(vouching) and len(said) >= for_differences and _are_wide(word, said)
    return kept_score_cell(atom, n=n, word=word, is_wide=is_wide, vouched_by=vouched_by)


def _are_wide(word: ScoreWord, said: Sequence[AnswerSum]) -> bool:
    """Whether a mixed score is that of two camps: a quarter of the people, and three at least, near either end.

    Other words say by themselves where most people stand; a mixed one may also be that of many who are undecided.
    """
    if word.agreement is not Agreement.MIXED:
        return False
    enough = max(Fraction(3), Fraction(len(said), 4))
    low, high = sum(each.mean <= NEAR_AN_END for each in said), sum(each.mean >= TEN - NEAR_AN_END for each in said)
    return low >= enough and high >= enough


def _fewest(vocabulary: Vocabulary, weeks: Sequence[ScoreWeek]) -> int:
    """So few contributors may give any of the words, with one of them known and another at an end of the scale.

    Two weeks of finer questions are enough: one of them leaves room for a third person's answer between the ends.
    """
    if vocabulary is Vocabulary.FIVE:
        return FINE_CONTRIBUTORS
    coarse = sum(week.of_two_answers for week in weeks)
    return OF_TWO_ANSWERS if coarse and len(weeks) - coarse < 2 else CONTRIBUTORS
