"""Comments as they were told, and what leads said to them."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, delete, select

from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.identifiers import CommentId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from storage.repositories.base import Repository
from storage.schema.tables import comment_answers, comments
from storage.sql.columns import Week
from storage.sql.statements import add_missing, among, put
from storage.sql.transaction import AnyRow

_WEEK = bindparam("at", type_=Week())
_TOLD_IN = select(comments.c.unit).where(among(comments.c.unit, "units"), comments.c.week == _WEEK).distinct()
_OF = select(comments).where(comments.c.unit == bindparam("team"), comments.c.week == _WEEK).order_by(comments.c.id)
_ONE = select(comments).where(comments.c.id == bindparam("wanted"))
_ANSWERS = (
    select(comment_answers)
    .where(among(comment_answers.c.comment, "comments"))
    .order_by(comment_answers.c.comment, comment_answers.c.role)
)


class StoredComments(Repository):
    __slots__ = ()

    async def add(self, told: Sequence[Comment]) -> None:
        if told:
            rows = [
                {"id": each.id, "unit": each.unit, "week": each.week, "words": each.words}
                for each in sorted(told, key=lambda each: each.id)
            ]
            await self._transaction.run(add_missing(comments, self._transaction.dialect), rows)

    async def told_in(self, units: Collection[UnitId], week: IsoWeek) -> frozenset[UnitId]:
        rows = await self._transaction.rows(_TOLD_IN, {"units": list(units), "at": week})
        return frozenset(UnitId(row.unit) for row in rows)

    async def of(self, unit: UnitId, week: IsoWeek) -> Sequence[Comment]:
        return [_comment(row) for row in await self._transaction.rows(_OF, {"team": unit, "at": week})]

    async def comment(self, comment: CommentId) -> Comment | None:
        row = await self._transaction.row(_ONE, {"wanted": comment})
        return None if row is None else _comment(row)

    async def put_answer(self, answer: CommentAnswer) -> None:
        await self._transaction.run(
            put(comment_answers, self._transaction.dialect),
            {"comment": answer.comment, "role": answer.role.value, "words": answer.words},
        )

    async def answers_to(self, comments: Collection[CommentId]) -> Mapping[CommentId, Sequence[CommentAnswer]]:
        found: dict[CommentId, list[CommentAnswer]] = {}
        for row in await self._transaction.rows(_ANSWERS, {"comments": list(comments)}):
            answer = CommentAnswer(comment=CommentId(row.comment), role=Role(row.role), words=row.words)
            found.setdefault(answer.comment, []).append(answer)
        return found

    async def forget(self, *, before: IsoWeek) -> None:
        old = select(comments.c.id).where(comments.c.week < before)
        await self._transaction.run(delete(comment_answers).where(comment_answers.c.comment.in_(old)))
        await self._transaction.run(delete(comments).where(comments.c.week < before))


def _comment(row: AnyRow) -> Comment:
    return Comment(id=CommentId(row.id), unit=UnitId(row.unit), week=row.week, words=row.words)
