"""Comments as they were told, and what leads said to them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.identifiers import CommentId, UnitId
from bot.domain.iso_weeks import IsoWeek


class Comments(Protocol):
    async def add(self, told: Sequence[Comment]) -> None:
        """All of one or more teams' blocks at once, so that no row tells from another when it came."""

    async def told_in(self, units: Collection[UnitId], week: IsoWeek) -> frozenset[UnitId]:
        """Which of these teams have comments in the block that ends with a week."""

    async def of(self, unit: UnitId, week: IsoWeek) -> Sequence[Comment]:
        """By id, which is an order of chance."""

    async def comment(self, comment: CommentId) -> Comment | None: ...

    async def put_answer(self, answer: CommentAnswer) -> None: ...

    async def answers_to(self, comments: Collection[CommentId]) -> Mapping[CommentId, Sequence[CommentAnswer]]:
        """By role; comments without an answer are left out."""

    async def forget(self, *, before: IsoWeek) -> None:
        """Those of blocks that ended before a week, with what was said to them."""
