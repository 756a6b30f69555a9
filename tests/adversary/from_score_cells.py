"""What pages say of scores, computed again from score cells alone: words of blocks, levels and special kinds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.atoms import Atom
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.score_cells import ScoreCell
from bot.domain.disclosure.scores.score_figures import cells_of
from bot.domain.identifiers import UnitId
from bot.domain.indicators.score_kinds import COMPETENCIES, ScoreKind
from bot.domain.indicators.score_words import ScoreWord, Vocabulary
from bot.domain.organisation.unit_tree import Whole
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from tests.adversary.blocks import QUARTER, blocks_until
from tests.adversary.histories import FIRST
from tests.adversary.play import Played
from tests.adversary.reading import ENGLISH, facts_of
from tests.adversary.scales import EDGES

FEWEST_ATOMS, FEWEST_COMPETENCIES, FEWEST_BLOCKS = 3, 2, 2
MODERATE_FROM, HIGH_FROM = Fraction(9, 2), Fraction(27, 4)
CLEAR_CHANGE = Fraction(3, 2)
NOT_TOLD = ("digest-said_too_few", "digest-said_first")
MIDDLES = {
    vocabulary: {agreement: Fraction(low + high, 2) for agreement, (low, _, high, _) in edges.items()}
    for vocabulary, edges in EDGES.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The words of one atom and block, or quarter."""

    atom: Atom
    week: int
    cells: Mapping[ScoreKind, ScoreCell]

    @property
    def words(self) -> Mapping[ScoreKind, ScoreWord]:
        return {kind: cell.word for kind, cell in self.cells.items() if cell.word is not None}

    @property
    def of_block(self) -> ScoreWord | None:
        if ScoreKind.CORE in self.cells:
            return self.words.get(ScoreKind.CORE)
        words = [self.words[kind] for kind in COMPETENCIES if kind in self.words]
        return _mean_word([(word, 1) for word in words]) if len(words) >= FEWEST_COMPETENCIES else None


def _middle(word: ScoreWord) -> Fraction:
    return MIDDLES[word.vocabulary][word.agreement]


def _mean(words: Sequence[tuple[ScoreWord, int]]) -> Fraction:
    return sum((_middle(word) * weight for word, weight in words), start=Fraction()) / sum(each for _, each in words)


def _mean_word(words: Sequence[tuple[ScoreWord, int]]) -> ScoreWord:
    mean, least = _mean(words), min(word.vocabulary.value for word, _ in words)
    for agreement, (low, takes_low, high, takes_high) in EDGES[Vocabulary(least)].items():
        if (low < mean or (takes_low and low == mean)) and (mean < high or (takes_high and high == mean)):
            return ScoreWord(agreement=agreement, vocabulary=Vocabulary(least))
    raise ValueError(f"no word for {mean}")


class FromScoreCells:
    def __init__(self, played: Played) -> None:
        self.played, self.tree = played, played.tree

    def compared(self, unit: UnitId, week: int, page: FrozenDigest) -> Iterator[tuple[str, object, object]]:
        """What a page tells, and what its cells say."""
        ended = self._ended(week)
        told = facts_of(page)
        said = told.get(say("digest-said_label", ENGLISH))
        expected = self._said(unit, ended[-1], week) if ended else None
        if expected is not None:
            yield "said", None if said is None else (said.value, _competencies(said.note)), expected
            yield "change", None if said is None else _change_in(said.note), self._change(unit, ended, week)
        elif said is not None and not any(said.value.startswith(_start(each)) for each in NOT_TOLD):
            yield "said", said.value, None
        kinds, levels = (told.get(say(f"quarter-{each}_label", ENGLISH)) for each in ("kinds", "levels"))
        if self.tree.is_microsystem(unit):
            for name, line, told_of in (("kinds", kinds, self._quarters), ("levels", levels, self._blocks)):
                if line is not None:
                    names = self._counted(told_of, unit, self._quarter_ended(week), week)
                    yield f"teams of {name}", [each for each in names if each not in line.note], []
        yield "kinds", None if kinds is None else kinds.value, self._kinds(unit, week)
        yield "levels", None if levels is None else _levels_in(levels.value), self._levels(unit, week)

    @cached_property
    def _blocks(self) -> Sequence[_Told]:
        return list(self._kept(ReleaseKind.SCORE_CELLS))

    @cached_property
    def _quarters(self) -> Sequence[_Told]:
        return list(self._kept(ReleaseKind.KIND_CELLS))

    def _kept(self, kind: ReleaseKind) -> Iterator[_Told]:
        for row in self.played.rows:
            if row.kind is kind and not isinstance(row.scope, Whole) and self.tree.is_microsystem(row.scope):
                atom, cells = cells_of(row)
                yield _Told(atom=atom, week=row.week - FIRST, cells=cells)

    def _of(self, told: Sequence[_Told], unit: UnitId, made: int, week: int) -> Sequence[_Told]:
        """The atoms that a unit shows, as they were told in one week and are remembered in another."""
        if made < 0 or not self.played.is_remembered(made, week):
            return ()
        now = [each for each in told if each.week == made]
        if self.tree.is_microsystem(unit):
            return [each for each in now if unit in each.atom.teams]
        return [each for each in now if self.tree.leaves[unit].issuperset(each.atom.teams)]

    def _counted(self, told: Sequence[_Told], unit: UnitId, made: int, week: int) -> Sequence[str]:
        """The names of all teams that were counted together with one."""
        return [
            name
            for each in self._of(told, unit, made, week)
            if len(each.atom.teams) > 1
            for name in (*each.atom.names, say("digest-heard_together", ENGLISH, teams="").strip())
        ]

    def _ended(self, week: int) -> Sequence[int]:
        """The last weeks of all blocks that are remembered."""
        ends = (block.last - FIRST for block in blocks_until(week))
        return [each for each in ends if self.played.is_remembered(each, week)]

    def _change(self, unit: UnitId, ended: Sequence[int], week: int) -> str:
        """Against the block before for which there was a word, less what all atoms together did."""
        words = [(each, word) for each in ended if (word := self._word(unit, each, week)) is not None]
        if len(words) < 2:
            return ""
        (then, before), (at, now) = words[-2:]
        means = [self._everybody(each, week) for each in (then, at)]
        if None in means:
            return ""
        off = _middle(now) - _middle(before) - (means[1] or Fraction()) + (means[0] or Fraction())
        how = "" if abs(off) < CLEAR_CHANGE else "lower" if off < 0 else "higher"
        return say(f"digest-change-{how}", ENGLISH) if how else ""

    def _everybody(self, made: int, week: int) -> Fraction | None:
        told = [each for each in self._blocks if each.week == made and self.played.is_remembered(made, week)]
        words = [(word, len(each.atom.colleagues)) for each in told if (word := each.of_block) is not None]
        return _mean(words) if len(words) >= FEWEST_ATOMS else None

    def _word(self, unit: UnitId, made: int, week: int) -> ScoreWord | None:
        told = self._of(self._blocks, unit, made, week)
        if self.tree.is_microsystem(unit):
            return told[0].of_block if told else None
        words = [(word, len(each.atom.colleagues)) for each in told if (word := each.of_block) is not None]
        return _mean_word(words) if len(words) >= FEWEST_ATOMS else None

    def _said(self, unit: UnitId, ended: int, week: int) -> object:
        word = self._word(unit, ended, week)
        if word is None or not self.tree.is_microsystem(unit):
            return None if word is None else (_word(word), ())
        told = self._of(self._blocks, unit, ended, week)[0].words
        return _word(word), tuple(_of_competency(kind, told[kind]) for kind in COMPETENCIES if kind in told)

    def _kinds(self, unit: UnitId, week: int) -> object:
        told = self._of(self._quarters, unit, self._quarter_ended(week), week)
        words: dict[ScoreKind, ScoreWord] = {}
        for kind in (
            ScoreKind.INFLUENCE,
            ScoreKind.TWO_WAY,
            ScoreKind.ADVOCACY,
            ScoreKind.FOLLOWERSHIP,
            ScoreKind.CHANGE,
        ):
            found = [(each.words[kind], len(each.atom.colleagues)) for each in told if kind in each.words]
            if self.tree.is_microsystem(unit) and found:
                words[kind] = found[0][0]
            elif len(found) >= FEWEST_ATOMS:
                words[kind] = _mean_word(found)
        if not words:
            return None
        by_word: dict[str, list[str]] = {}
        for kind, word in words.items():
            by_word.setdefault(_word(word), []).append(say(f"quarter-kind-{kind.value}", ENGLISH))
        lines = [
            say("quarter-kinds_of", ENGLISH, agreement=agreement, kinds=listed(names, ENGLISH))
            for agreement, names in by_word.items()
        ]
        return " ".join(lines)

    def _levels(self, unit: UnitId, week: int) -> object:
        """By competency, or for all questions together; each from two blocks or more."""
        made = self._quarter_ended(week)
        if made < 0 or not self.played.is_remembered(made, week):
            return None
        means: dict[ScoreKind, list[tuple[Fraction, int]]] = {}
        for atom in [each.atom for each in self._of(self._blocks, unit, made, week)]:
            blocks = [
                each
                for each in self._blocks
                if made - QUARTER < each.week <= made
                and atom.teams[0] in each.atom.teams
                and each.of_block is not None
                and self.played.is_remembered(each.week, week)
            ]
            for kind in (*COMPETENCIES, ScoreKind.CORE):
                words = [each.of_block if kind is ScoreKind.CORE else each.words.get(kind) for each in blocks]
                known = [(word, 1) for word in words if word is not None]
                if len(known) >= FEWEST_BLOCKS:
                    means.setdefault(kind, []).append((_mean(known), len(atom.colleagues)))
        least = 1 if self.tree.is_microsystem(unit) else FEWEST_ATOMS
        found = {
            kind: sum((mean * weight for mean, weight in each), start=Fraction()) / sum(weight for _, weight in each)
            for kind, each in means.items()
            if len(each) >= least
        }
        if all(kind in found for kind in COMPETENCIES):
            return frozenset(_level(found[kind]) for kind in COMPETENCIES)
        return frozenset({_level(found[ScoreKind.CORE])}) if ScoreKind.CORE in found else None

    def _quarter_ended(self, week: int) -> int:
        """The week in which the newest block ended, if a quarter did, too: other blocks' pages repeat nothing."""
        ended = [block.last - FIRST for block in blocks_until(week)]
        return ended[-1] if ended and (ended[-1] + 1) % QUARTER == 0 else -1


def _word(word: ScoreWord) -> str:
    return say(f"digest-agreement-{word.agreement.value}", ENGLISH)


def _of_competency(kind: ScoreKind, word: ScoreWord) -> str:
    name = say(f"quarter-competency-{kind.value}", ENGLISH)
    return say("digest-said_competency", ENGLISH, name=name, agreement=_word(word))


def _competencies(note: str) -> tuple[str, ...]:
    names = [say(f"quarter-competency-{kind.value}", ENGLISH) for kind in COMPETENCIES]
    return tuple(part for part in note.split("; ") if any(part.startswith(name) for name in names))


def _change_in(note: str) -> str:
    changes = [say(f"digest-change-{each}", ENGLISH) for each in ("lower", "higher")]
    return next((words for words in changes if words in note), "")


def _level(mean: Fraction) -> str:
    level = "low" if mean < MODERATE_FROM else "moderate" if mean < HIGH_FROM else "high"
    return say(f"quarter-level-{level}", ENGLISH)


def _levels_in(value: str) -> frozenset[str]:
    return frozenset(
        words for each in ("low", "moderate", "high") if (words := say(f"quarter-level-{each}", ENGLISH)) in value
    )


def _start(name: str) -> str:
    return say(name, ENGLISH, date="").strip() if name == "digest-said_first" else say(name, ENGLISH)
