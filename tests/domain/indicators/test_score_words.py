"""Words for scores: what each says, and that none of them says what anybody answered."""

from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement

import pytest

from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary, coarsest, word_mean, word_of

THREE, FIVE = Vocabulary.THREE, Vocabulary.FIVE
UNIT = 36
"""Parts of a point, in which a mean of up to four answers of any scale is whole."""
SCALES = {"yes_no": (0, 10), "likert4": tuple(Fraction(10 * at, 3) for at in range(4)), "rating10": tuple(range(11))}


@pytest.mark.parametrize(
    ("mean", "of_three", "of_five"),
    [
        (0, "disagree", "strongly_disagree"),
        (2, "disagree", "strongly_disagree"),
        (Fraction(21, 10), "disagree", "disagree"),
        (Fraction(39, 10), "disagree", "disagree"),
        (4, "disagree", "mixed"),
        (Fraction(41, 10), "mixed", "mixed"),
        (Fraction(59, 10), "mixed", "mixed"),
        (6, "agree", "mixed"),
        (Fraction(61, 10), "agree", "agree"),
        (Fraction(79, 10), "agree", "agree"),
        (8, "agree", "strongly_agree"),
        (10, "agree", "strongly_agree"),
    ],
)
def test_what_a_mean_is_told_as(mean: Fraction | int, of_three: str, of_five: str) -> None:
    assert word_of(Fraction(mean), THREE).agreement == of_three
    assert word_of(Fraction(mean), FIVE).agreement == of_five


@pytest.mark.parametrize("vocabulary", Vocabulary)
def test_a_word_s_middle_is_told_as_the_same_word(vocabulary: Vocabulary) -> None:
    words = {word_of(Fraction(tenths, 10), vocabulary) for tenths in range(101)}
    assert len(words) == vocabulary.value
    assert all(word_of(Fraction(word.middle), vocabulary) == word for word in words)


def test_a_word_belongs_to_its_vocabulary() -> None:
    with pytest.raises(ValueError, match="no word of 3"):
        ScoreWord(agreement=Agreement.STRONGLY_AGREE, vocabulary=THREE)
    with pytest.raises(ValueError, match="cannot be"):
        word_of(Fraction(11), THREE)


def test_a_mean_of_words_weighs_their_middles_and_is_no_finer_than_the_coarsest() -> None:
    low, high = word_of(Fraction(3), THREE), word_of(Fraction(9), FIVE)
    assert word_mean([(low, 10), (high, 30)]) == Fraction(2 * 10 + 9 * 30, 40)
    assert coarsest([low, high]) is THREE
    assert coarsest([high, high]) is FIVE
    with pytest.raises(ValueError, match="no word"):
        word_mean([])


def means_of(scale: tuple[Fraction | int, ...], answers: int) -> tuple[int, ...]:
    """All that one person's mean may be, in parts of a point."""
    found = {sum(given) * UNIT / Fraction(answers) for given in combinations_with_replacement(scale, answers)}
    assert all(mean.denominator == 1 for mean in map(Fraction, found))
    return tuple(sorted(int(mean) for mean in found))


def with_one_more(sums: int, means: tuple[int, ...]) -> int:
    """Sums that can be reached, as bits."""
    together = 0
    for mean in means:
        together |= sums << mean
    return together


@lru_cache
def words_by_sum(people: int, vocabulary: Vocabulary) -> dict[Agreement, int]:
    """The sums of each word, as bits."""
    found: dict[Agreement, int] = {}
    for total in range(people * 10 * UNIT + 1):
        word = word_of(Fraction(total, people * UNIT), vocabulary).agreement
        found[word] = found.get(word, 0) | 1 << total
    return found


LEAST = {("yes_no", THREE): 6, ("likert4", THREE): 5, ("rating10", THREE): 5}
"""Contributors from which three words are used; five words from ten, whatever the scale."""


@pytest.mark.parametrize("vocabulary", Vocabulary)
@pytest.mark.parametrize("scale", SCALES)
def test_whichever_word_is_told_each_contributor_may_have_been_at_either_end(
    scale: str, vocabulary: Vocabulary
) -> None:
    """Whatever one teller says they answered, however many contributed, and however many answers each has given."""
    values = SCALES[scale]
    tellers = sorted({mean for answers in (1, 2, 3) for mean in means_of(values, answers)})
    for pattern in ((1,), (2,), (1, 2), (1, 1, 3)):
        others = 1
        people = 2
        while people < 40:
            others = with_one_more(others, means_of(values, pattern[people % len(pattern)]))
            people += 1
            if people < LEAST.get((scale, vocabulary), 10):
                continue
            for word, sums in words_by_sum(people, vocabulary).items():
                for teller in tellers:
                    for end in (0, 10 * UNIT):
                        assert others << (teller + end) & sums, (people, pattern, word, teller / UNIT, end)


def test_five_people_who_can_only_say_yes_or_no_never_give_a_mixed_score() -> None:
    """So "mixed" would say that there were more than five, and in a team of seven that everybody else took part."""
    means = {word_of(Fraction(10 * yes, 5), THREE).agreement for yes in range(6)}
    assert means == {Agreement.DISAGREE, Agreement.AGREE}
