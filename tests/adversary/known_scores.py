"""What the adversary knows of scores: who was asked what in which weeks, and which word was told from how many."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, ReleasePeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.score_cells import ScoreCell
from bot.domain.disclosure.scores.score_figures import cells_of
from bot.domain.identifiers import PersonId, QuestionId, UnitId
from bot.domain.indicators.score_kinds import COMPETENCIES, ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.organisation.unit_tree import Whole
from bot.domain.programme.questions import Question, Scale
from bot.domain.week_close.person_week_rows import kind_of
from tests.adversary.attack import NOBODY, ShownFact
from tests.adversary.blocks import block_at, quarter_at
from tests.adversary.histories import FIRST, VALUES, History
from tests.adversary.play import Played
from tests.adversary.scales import WordFact

FEWEST, FEWEST_OF_TWO_ANSWERS, FEWEST_OF_FIVE_WORDS, FEWEST_FOR_DIFFERENCES = 5, 6, 10, 10
FIVE_WORDS_FROM = 20


class OtherPeople(AssertionError):
    """A cell does not count those whom lists say, so its number tells more than lists do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenScore:
    """One score cell of a group: its word, if any, and all that lists say of it."""

    teams: tuple[UnitId, ...]
    kind: ScoreKind
    cell: ScoreCell
    asked: Mapping[int, Mapping[QuestionId, frozenset[PersonId]]]
    """By week, who was asked each of its questions and is counted."""
    questions: Mapping[QuestionId, Question]
    given: Mapping[PersonId, tuple[Fraction, ...]]
    """What contributors said: the truth."""

    @property
    def word(self) -> ScoreWord | None:
        return self.cell.word

    @property
    def least(self) -> int:
        """So many contributors stand behind whatever is told."""
        if self.cell.is_wide:
            return FEWEST_FOR_DIFFERENCES
        if self.cell.n >= FIVE_WORDS_FROM:
            return FEWEST_OF_FIVE_WORDS
        coarse = sum(any(self.questions[each].scale is Scale.YES_NO for each in own) for own in self.asked.values())
        return FEWEST_OF_TWO_ANSWERS if coarse and len(self.asked) - coarse < 2 else FEWEST

    @property
    def shown(self) -> ShownFact:
        return ShownFact(
            least=self.least, asked={week: NOBODY.union(*own.values()) for week, own in self.asked.items()}
        )

    def in_words(self, word: ScoreWord) -> WordFact:
        choices: dict[PersonId, frozenset[int]] = {}
        for own in self.asked.values():
            for question, people in own.items():
                values = frozenset(int(3 * value) for value in VALUES[self.questions[question].scale])
                choices |= {person: choices.get(person, frozenset()) | values for person in people}
        return WordFact(
            word=word,
            least=self.least,
            choices=choices,
            means={person: sum(values, start=Fraction()) / len(values) for person, values in self.given.items()},
        )


def scores_of(played: Played) -> Iterator[SeenScore]:
    for row in played.rows:
        if row.kind not in (ReleaseKind.SCORE_CELLS, ReleaseKind.KIND_CELLS) or isinstance(row.scope, Whole):
            continue
        if not played.tree.is_microsystem(row.scope):
            continue  # co-leads, of whose participation nothing is told
        atom, cells = cells_of(row)
        left_out = frozenset(PersonId(str(each)) for each in _listed(row.shown["insiders"]))
        first, last = weeks_of(row.period)
        weeks = [
            week
            for week in range(first, last + 1)
            if (atom.teams, week) in played.cells
            and played.is_remembered(week, row.week - FIRST)
            # With the week in which a block ends, the sums of the whole block are forgotten.
            and played.is_remembered(block_at(week).last - FIRST, row.week - FIRST)
        ]
        for kind, cell in cells.items():
            kinds = COMPETENCIES if kind is ScoreKind.CORE else (kind,)
            yield _seen(played, atom.teams, kind, cell, weeks, kinds, left_out)


def weeks_of(period: ReleasePeriod) -> tuple[int, int]:
    match period:
        case BlockPeriod(epoch=epoch, number=number):
            block = quarter_at(epoch - FIRST).blocks[number]
            return block.first - FIRST, block.last - FIRST
        case EpochPeriod(first=first):
            return first - FIRST, quarter_at(first - FIRST).last - FIRST
        case WeekPeriod():
            raise ValueError("scores are of blocks and quarters")
        case _:
            assert_never(period)


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("insiders are kept as a list")
    return value


def _seen(
    played: Played,
    teams: tuple[UnitId, ...],
    kind: ScoreKind,
    cell: ScoreCell,
    weeks: list[int],
    kinds: tuple[ScoreKind, ...],
    left_out: frozenset[PersonId],
) -> SeenScore:
    history: History = played.history
    asked: dict[int, dict[QuestionId, frozenset[PersonId]]] = {}
    questions: dict[QuestionId, Question] = {}
    given: dict[PersonId, tuple[Fraction, ...]] = {}
    for week in weeks:
        of_week = played.cells[teams, week]
        for question in history.questions[week]:
            if kind_of(question) not in kinds:
                continue
            people = NOBODY.union(*(history.asked[team, week, question.id] for team in teams))
            own = people & of_week.atom.colleagues - of_week.insiders - left_out
            if not own:
                continue
            questions[question.id] = question
            asked.setdefault(week, {})[question.id] = own
            for team in teams:
                for person, said in history.heard[team, week].items():
                    answer = said.get(question.id)
                    if person in own and answer is not None and answer.value is not None:
                        given[person] = (*given.get(person, ()), answer.value)
    counted = NOBODY.union(*(people for own in asked.values() for people in own.values()))
    if len(counted) != cell.n:
        raise OtherPeople(f"history {history.seed}: {cell.n}, not {len(counted)} behind {kind.value} of {teams}")
    return SeenScore(teams=teams, kind=kind, cell=cell, asked=asked, questions=questions, given=given)
