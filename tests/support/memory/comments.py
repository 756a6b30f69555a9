"""Comments in memory."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.identifiers import CommentId, UnitId
from bot.domain.iso_weeks import IsoWeek
from tests.support.memory.state import State


class MemoryComments:
    def __init__(self, state: State) -> None:
        self._told, self._answers = state.comments, state.comment_answers

    async def add(self, told: Sequence[Comment]) -> None:
        for each in told:
            self._told.setdefault(each.id, each)

    async def told_in(self, units: Collection[UnitId], week: IsoWeek) -> frozenset[UnitId]:
        return frozenset(each.unit for each in self._told.values() if each.unit in units and each.week == week)

    async def of(self, unit: UnitId, week: IsoWeek) -> Sequence[Comment]:
        found = [each for each in self._told.values() if each.unit == unit and each.week == week]
        return sorted(found, key=lambda each: each.id)

    async def comment(self, comment: CommentId) -> Comment | None:
        return self._told.get(comment)

    async def put_answer(self, answer: CommentAnswer) -> None:
        self._answers[answer.comment, answer.role] = answer

    async def answers_to(self, comments: Collection[CommentId]) -> Mapping[CommentId, Sequence[CommentAnswer]]:
        found: dict[CommentId, list[CommentAnswer]] = {}
        for (comment, _), answer in sorted(self._answers.items()):
            if comment in comments:
                found.setdefault(comment, []).append(answer)
        return found

    async def forget(self, *, before: IsoWeek) -> None:
        for old in [each for each in self._told.values() if each.week < before]:
            del self._told[old.id]
            for key in [key for key in self._answers if key[0] == old.id]:
                del self._answers[key]
