"""Tallies: how often each value was given, in cells of at least five people, when an epoch closes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.answers.answer_body import AnswerBody
from bot.domain.identifiers import AnswerCode, EpochId, PersonId, QuestionId, UnitId
from bot.domain.organisation.units import Organisation
from bot.domain.programme.questions import QuestionRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often one value was given to one question version in one unit (or its parent) in one closed epoch."""

    epoch: str
    unit: UnitId
    question: QuestionId
    version: int
    code: AnswerCode
    count: int


Value = tuple[QuestionRef, AnswerCode]


@dataclass(slots=True)
class _Cell:
    count: int = 0
    people: set[PersonId] = field(default_factory=set)

    def add(self, other: "_Cell") -> None:
        self.count += other.count
        self.people |= other.people


class Tallying:
    """Counts units one after the other. A cell with fewer than `minimum` distinct people joins the same cell of the
    parent unit, and of its parent, until it is large enough; what is still too small at the root is dropped.
    """

    def __init__(self, organisation: Organisation, *, minimum: int) -> None:
        self._parents = {unit.id: unit.parent for unit in organisation.units}
        self._minimum = minimum
        self._left: defaultdict[UnitId, defaultdict[Value, _Cell]] = defaultdict(lambda: defaultdict(_Cell))
        self._kept: list[tuple[UnitId, Value, int]] = []

    def count(self, unit: UnitId, answers: Iterable[AnswerBody]) -> None:
        """All answers of one unit, at once. A unit that is no longer in the tree has no parent to join."""
        cells: defaultdict[Value, _Cell] = defaultdict(_Cell)
        for body in answers:
            cell = cells[body.question, body.code]
            cell.count += 1
            cell.people.add(body.person)
        self._settle(unit, cells)

    def finish(self, epoch: EpochId) -> tuple[Tally, ...]:
        """Merge upwards, the deepest units first, and say what may be kept."""
        while self._left:
            deepest = max(self._left, key=lambda unit: (self._depth(unit), unit))
            self._settle(deepest, self._left.pop(deepest))
        return tuple(
            Tally(epoch=epoch, unit=unit, question=question.id, version=question.version, code=code, count=count)
            for unit, (question, code), count in sorted(self._kept, key=repr)
        )

    def _settle(self, unit: UnitId, cells: dict[Value, _Cell]) -> None:
        parent = self._parents.get(unit)
        for value, cell in cells.items():
            if len(cell.people) >= self._minimum:
                self._kept.append((unit, value, cell.count))
            elif parent is not None:
                self._left[parent][value].add(cell)

    def _depth(self, unit: UnitId) -> int:
        depth, parent = 0, self._parents.get(unit)
        while parent is not None:
            depth, parent = depth + 1, self._parents.get(parent)
        return depth
