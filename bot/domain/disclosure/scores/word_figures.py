"""Figures of units, quarters and the organisation: means of the words that score cells were told in, and nothing else.

No mean of answers is told above a team: three teams of ten in words, and the mean of their answers beside them, would
give each team's own mean to a quarter of a point.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.quarter_figures import Gap, KindsFigure, Level, LevelsFigure
from bot.domain.disclosure.scores.score_requests import Cells, block_word
from bot.domain.indicators.score_kinds import COMPETENCIES, SPECIAL_KINDS, ScoreKind
from bot.domain.indicators.score_words import ScoreWord, coarsest, word_mean, word_of
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, UnitTree

FEWEST_ATOMS = 3
"""So many stand behind any mean of words."""
FEWEST_BLOCKS = 2
"""Of a quarter's three, that a level is made of."""
MODERATE_FROM, HIGH_FROM = Fraction(9, 2), Fraction(27, 4)
"""Means of words on 0-10 from which functioning is moderate, and high."""
CLEAR_GAP = Fraction(3, 2)
"""Half of the smallest step between two of three words: less is told as alike, or as no clear change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomWords:
    """What was told of one atom: by kind the words of one block or of a quarter's blocks."""

    atom: Atom
    words: Mapping[ScoreKind, Sequence[ScoreWord]]
    """`CORE` stands for the word of a whole block."""


def figure_of(atom: Atom, cells: Cells) -> ScoreFigure | None:
    """What an atom's teams are told of a block."""
    word = block_word(cells)
    if word is None:
        return None
    told = {kind: cell.word for kind, cell in cells.items() if kind in COMPETENCIES and cell.word is not None}
    return ScoreFigure(
        word=word,
        competencies=told,
        is_wide=any(cell.is_wide for cell in cells.values()),
        together=atom.together,
    )


def by_scope(tree: UnitTree, told: Iterable[AtomWords]) -> Mapping[Scope, Sequence[AtomWords]]:
    """Which atoms lie wholly in each unit above teams, and in the organisation."""
    found: dict[Scope, list[AtomWords]] = {ORGANISATION: []}
    for each in told:
        found[ORGANISATION].append(each)
        above = tree.parents.get(each.atom.teams[0])
        while above is not None:
            if tree.leaves[above].issuperset(each.atom.teams):
                found.setdefault(above, []).append(each)
            above = tree.parents.get(above)
    return found


def mean_of(told: Iterable[AtomWords], kind: ScoreKind) -> tuple[Fraction, ScoreWord] | None:
    """The mean of what atoms were told of a kind, by the sizes of their lists, and its word; from three atoms."""
    having = [each for each in told if each.words.get(kind)]
    if len(having) < FEWEST_ATOMS:
        return None
    mean = sum(
        (word_mean((word, 1) for word in each.words[kind]) * len(each.atom.colleagues) for each in having),
        start=Fraction(),
    ) / sum(len(each.atom.colleagues) for each in having)
    return mean, word_of(mean, coarsest(word for each in having for word in each.words[kind]))


def score_above(told: Iterable[AtomWords]) -> ScoreFigure | None:
    """A block's score of a unit above teams, or of the organisation."""
    found = mean_of(told, ScoreKind.CORE)
    return None if found is None else ScoreFigure(word=found[1], mean=found[0])


def levels_of(words: Mapping[ScoreKind, Sequence[ScoreWord]], *, together: tuple[str, ...] = ()) -> LevelsFigure | None:
    """A team's levels of a quarter, from the words of its blocks, and of all who were counted `together` in one."""
    means = {
        kind: word_mean((word, 1) for word in of_kind)
        for kind, of_kind in words.items()
        if len(of_kind) >= FEWEST_BLOCKS
    }
    levels = _levels(means)
    return None if levels is None else replace(levels, together=together)


def levels_above(told: Sequence[AtomWords]) -> LevelsFigure | None:
    """A unit's levels of a quarter, from three atoms for each."""
    lasting = [
        AtomWords(atom=each.atom, words={k: words for k, words in each.words.items() if len(words) >= FEWEST_BLOCKS})
        for each in told
    ]
    found = {kind: mean_of(lasting, kind) for kind in (*COMPETENCIES, ScoreKind.CORE)}
    return _levels({kind: mean[0] for kind, mean in found.items() if mean is not None})


def _levels(means: Mapping[ScoreKind, Fraction]) -> LevelsFigure | None:
    split = {kind: means[kind] for kind in COMPETENCIES if kind in means}
    if len(split) < len(COMPETENCIES):
        overall = means.get(ScoreKind.CORE)
        return None if overall is None else LevelsFigure(levels={None: _level(overall)})
    least = min(split.values())
    lowest = [kind for kind, mean in split.items() if mean == least]
    return LevelsFigure(
        levels={kind: _level(mean) for kind, mean in split.items()}, lowest=lowest[0] if len(lowest) == 1 else None
    )


def _level(mean: Fraction) -> Level:
    if mean < MODERATE_FROM:
        return Level.LOW
    return Level.MODERATE if mean < HIGH_FROM else Level.HIGH


def kinds_of(words: Mapping[ScoreKind, ScoreWord], *, together: tuple[str, ...] = ()) -> KindsFigure | None:
    told = {kind: words[kind] for kind in SPECIAL_KINDS if kind in words}
    return KindsFigure(words=told, together=together) if told else None


def kinds_above(told: Sequence[AtomWords]) -> KindsFigure | None:
    found = {kind: mean_of(told, kind) for kind in SPECIAL_KINDS}
    return kinds_of({kind: mean[1] for kind, mean in found.items() if mean is not None})


def gap_between(leads: ScoreWord, told: Sequence[AtomWords]) -> Gap | None:
    """Whether co-leads see what matters like their teams: two words, or means of words, that are clearly apart."""
    members = mean_of(told, ScoreKind.COUPLING_ORGANISATIONAL)
    if members is None:
        return None
    off = leads.middle - members[0]
    if abs(off) < CLEAR_GAP:
        return Gap.ALIKE
    return Gap.LEADS_HIGHER if off > 0 else Gap.MEMBERS_HIGHER
