"""What every storage promises about comments."""

from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.identifiers import CommentId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.ports import Storage

ICU, WARD = UnitId("icu"), UnitId("ward")
WEEK = IsoWeek.parse("2026-W10")


def a_comment(name: str, unit: UnitId = ICU, week: IsoWeek = WEEK) -> Comment:
    return Comment(id=CommentId(name), unit=unit, week=week, words=f"The words of {name}")


B, A, C = a_comment("b"), a_comment("a"), a_comment("c")
ELSEWHERE, LATER = a_comment("d", unit=WARD), a_comment("e", week=WEEK + 4)


async def put_all(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.comments.add([C, A, ELSEWHERE, B, LATER])
        await work.comments.add([])


async def test_a_block_s_comments_come_by_id_whatever_order_they_came_in(storage: Storage) -> None:
    await put_all(storage)
    async with storage.reading() as work:
        assert await work.comments.of(ICU, WEEK) == [A, B, C]
        assert await work.comments.of(WARD, WEEK + 4) == []
        assert await work.comments.told_in([ICU, WARD], WEEK) == {ICU, WARD}
        assert await work.comments.told_in([ICU, WARD], WEEK + 4) == {ICU}
        assert await work.comments.comment(B.id) == B
        assert await work.comments.comment(CommentId("none")) is None


async def test_a_newer_answer_of_a_role_takes_the_place_of_its_earlier_one(storage: Storage) -> None:
    await put_all(storage)
    nurse = CommentAnswer(comment=B.id, role=Role.NURSING_LEAD, words="We will see.")
    doctor = CommentAnswer(comment=B.id, role=Role.MEDICAL_LEAD, words="Agreed.")
    async with storage.writing() as work:
        for each in (nurse, doctor, CommentAnswer(comment=B.id, role=Role.NURSING_LEAD, words="It is done.")):
            await work.comments.put_answer(each)
        done = CommentAnswer(comment=B.id, role=Role.NURSING_LEAD, words="It is done.")
        assert await work.comments.answers_to([A.id, B.id]) == {B.id: [doctor, done]}
        assert await work.comments.answers_to([]) == {}


async def test_old_ones_go_with_what_was_said_to_them(storage: Storage) -> None:
    await put_all(storage)
    async with storage.writing() as work:
        for each in (A, LATER):
            await work.comments.put_answer(CommentAnswer(comment=each.id, role=Role.CHAMPION, words="Yes."))
        await work.comments.forget(before=WEEK + 1)
    async with storage.reading() as work:
        assert await work.comments.of(ICU, WEEK) == []
        assert await work.comments.of(ICU, WEEK + 4) == [LATER]
        assert list(await work.comments.answers_to([A.id, LATER.id])) == [LATER.id]
