"""A block's sums hold what was given, survive being kept, and are as long whoever answered."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers import block_sums, quarter_sums
from bot.domain.answers.answer_sums import AnswerSum
from bot.domain.answers.block_sums import BlockSums, CellWeek, ItemSums, PackedSums
from bot.domain.answers.quarter_sums import NO_QUARTER, EndedBlock, PackedQuarter
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.engagement import ScoredAnswer
from bot.domain.indicators.packed_habits import PackedScoreHabits
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek

ANA, BEN, CAT = PersonId("ana"), PersonId("ben"), PersonId("cat")
WEEK = IsoWeek.parse("2026-W10")
HABITS = PackedScoreHabits(b"h")


LISTED = [ANA, BEN, CAT]


def packed(sums: BlockSums, listed: Sequence[PersonId] = LISTED) -> PackedSums:
    return block_sums.pack(sums.week, block=sums.packed(listed), habits=sums.habits)


def kept_sums(now: BlockSums, before: BlockSums | None) -> bytes:
    return block_sums.resumable(packed(now), block_sums.NOTHING if before is None else packed(before))


def sums_before(body: bytes, *, closing: IsoWeek) -> BlockSums:
    return block_sums.unpack(block_sums.before_closing(body, closing=closing), closing=closing)


def answers(person: PersonId, *values: float, kind: ScoreKind = ScoreKind.PERSONAL) -> list[ScoredAnswer]:
    return [ScoredAnswer(question="q:1", person=person, value=value, kind=kind) for value in values]


def a_week(week: IsoWeek = WEEK, *within: PersonId, kinds: Iterable[ScoreKind] = (ScoreKind.PERSONAL,)) -> CellWeek:
    reach = frozenset(within or LISTED)
    return CellWeek(week=week, atom=(UnitId("ward"),), most=5, within=reach, asked=dict.fromkeys(kinds, reach))


def test_answers_are_added_up_exactly_as_they_were_given() -> None:
    sums = BlockSums(week=WEEK).with_week(a_week(), [*answers(ANA, 10 / 3, 20 / 3), *answers(BEN, 10.0)])
    sums = sums.with_week(a_week(WEEK + 1), answers(ANA, 20 / 3))
    own = sums.given[ScoreKind.PERSONAL]
    assert own[ANA].mean == Fraction(50, 9)
    assert own[BEN].mean == 10
    assert CAT not in own


def test_only_colleagues_within_reach_count_and_only_what_the_week_s_cell_is_of() -> None:
    said = [*answers(ANA, 4.0), *answers(BEN, 5.0), *answers(ANA, 6.0, kind=ScoreKind.COUPLING_STRATEGIC)]
    sums = BlockSums(week=WEEK).with_week(a_week(WEEK, ANA), said)
    assert sums.given == {ScoreKind.PERSONAL: {ANA: AnswerSum(answers=1, thirds=12)}}


def test_whoever_was_within_reach_of_another_question_alone_is_not_counted_for_this_one() -> None:
    """Two rounds of a week may be put to different people, as where a budget leaves room for one of them."""
    kinds = {ScoreKind.PERSONAL: frozenset({ANA, BEN}), ScoreKind.TWO_WAY: frozenset({CAT})}
    said = [answer for kind in kinds for person in LISTED for answer in answers(person, 4.0, kind=kind)]
    sums = BlockSums(week=WEEK, habits=HABITS).with_week(replace(a_week(), asked=kinds), said)
    assert {kind: own.keys() for kind, own in sums.given.items()} == kinds
    assert sums_before(kept_sums(sums, None), closing=WEEK + 1) == sums


def test_co_leads_count_where_they_were_asked_about_coupling() -> None:
    form = ScoreKind.COUPLING_STRATEGIC
    asked = {form: frozenset({BEN, CAT})}
    sums = BlockSums(week=WEEK).with_co_leads(asked, [*answers(ANA, 4.0, kind=form), *answers(BEN, 8.0, kind=form)])
    assert sums.led == asked
    assert sums.given == {form: {BEN: AnswerSum(answers=1, thirds=24)}}


def test_what_co_leads_said_of_coupling_is_read_alone_and_nothing_of_others() -> None:
    form = ScoreKind.COUPLING_STRATEGIC
    of_leads = BlockSums(week=WEEK).with_co_leads({form: frozenset({BEN, CAT})}, answers(BEN, 8.0, kind=form))
    all_of_them = of_leads.with_week(a_week(WEEK), answers(ANA, 4.0)).packed(LISTED)
    ended = quarter_sums.with_block(NO_QUARTER, WEEK, all_of_them, vouched={WEEK})
    assert block_sums.unpack_co_leads(all_of_them, week=WEEK) == of_leads
    assert quarter_sums.co_leads_in(ended, before=WEEK + 1) == [of_leads]
    assert quarter_sums.co_leads_in(ended, before=WEEK) == []


def test_of_an_ended_block_only_the_weeks_with_questions_of_some_kinds_are_read() -> None:
    core, special = ScoreKind.PERSONAL, ScoreKind.INFLUENCE
    with_both = a_week(WEEK, kinds=(core, special))
    said = [*answers(ANA, 4.0, kind=core), *answers(BEN, 8.0, kind=special)]
    sums = BlockSums(week=WEEK).with_week(a_week(WEEK - 1, ANA, kinds=(core,)), answers(CAT, 2.0, kind=core))
    ended = quarter_sums.with_block(NO_QUARTER, WEEK, sums.with_week(with_both, said).packed(LISTED), vouched=())
    [all_of_it] = quarter_sums.ended_blocks(ended, before=WEEK + 1)
    [block] = quarter_sums.ended_blocks(ended, before=WEEK + 1, of=[special])
    assert len(all_of_it.sums.weeks) == 2
    assert block.sums.weeks == (with_both,)
    assert block.sums.given == {special: {BEN: AnswerSum(answers=1, thirds=24)}}
    [nothing] = quarter_sums.ended_blocks(ended, before=WEEK + 1, of=[ScoreKind.TWO_WAY])
    assert nothing.sums == BlockSums(week=WEEK)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(LISTED), st.lists(st.integers(0, 30), max_size=3)),
    st.sets(st.sampled_from(LISTED), min_size=1),
)
def test_sums_come_back_as_they_were_kept_and_are_as_long_whoever_answered(
    said: dict[PersonId, list[int]], within: set[PersonId]
) -> None:
    kinds = (ScoreKind.SUPERVISORY, ScoreKind.INFLUENCE)
    given_answers = [
        answer
        for person, thirds in said.items()
        for number, each in enumerate(thirds)
        for answer in answers(person, each / 3, kind=kinds[number % 2])
    ]
    week = replace(a_week(WEEK, *within, kinds=kinds), of_two_answers=frozenset({ScoreKind.INFLUENCE}))
    sums = BlockSums(week=WEEK, habits=HABITS).with_week(week, given_answers)
    assert sums_before(kept_sums(sums, None), closing=WEEK + 1) == sums
    silent = BlockSums(week=WEEK, habits=HABITS).with_week(week, [])
    assert len(packed(sums)) == len(packed(silent))
    ended = quarter_sums.with_block(NO_QUARTER, WEEK, sums.packed(LISTED), vouched={WEEK})
    assert quarter_sums.ended_blocks(ended, before=WEEK) == []
    again = quarter_sums.with_block(ended, WEEK, sums.packed(LISTED), vouched={WEEK})
    assert quarter_sums.ended_blocks(again, before=WEEK + 1) == [
        EndedBlock(sums=replace(sums, habits=BlockSums(week=WEEK).habits), vouched=frozenset({WEEK}))
    ]


def test_sums_of_an_interrupted_week_start_from_the_week_before() -> None:
    before = BlockSums(week=WEEK, habits=HABITS).with_week(a_week(), answers(ANA, 4.0))
    after = replace(before, week=WEEK + 1).with_week(a_week(WEEK + 1), answers(ANA, 8.0))
    kept = kept_sums(after, before)
    assert sums_before(kept, closing=WEEK + 1) == before
    assert sums_before(kept, closing=WEEK + 2) == after
    items = ItemSums(week=WEEK).with_answers(WEEK + 1, answers(ANA, 4.0))
    kept_items = block_sums.pack_items(items, ItemSums(week=WEEK))
    assert block_sums.unpack_items(kept_items, closing=WEEK + 1) == ItemSums(week=WEEK)
    assert block_sums.unpack_items(kept_items, closing=WEEK + 2) == items


def test_a_body_from_before_the_two_were_told_apart_by_a_line_break_is_still_read() -> None:
    before = BlockSums(week=WEEK, habits=HABITS).with_week(a_week(), answers(ANA, 4.0))
    after = replace(before, week=WEEK + 1).with_week(a_week(WEEK + 1), answers(ANA, 8.0))
    older = kept_sums(after, before).replace(b",\n", b",")
    assert sums_before(older, closing=WEEK + 1) == before
    assert sums_before(older, closing=WEEK + 2) == after
    with pytest.raises(ValueError, match="begin with their week"):
        sums_before(b'[{"people":{}},null]', closing=WEEK)


def test_what_earlier_versions_added_up_is_passed_over_and_habits_stay() -> None:
    """It was free of item difficulty, and of weeks that have no participation cell."""
    earlier = b'{"week":%d,"people":{"ana":{"":[1,4.5]}},"habits":"%b"}' % (WEEK.index, b64encode(HABITS))
    assert block_sums.unpack(PackedSums(earlier), closing=WEEK + 1) == BlockSums(week=WEEK, habits=HABITS)
    quarter = PackedQuarter(b'{"v":1,"blocks":{"0":{"ana":[[0,1,4.5]]}},"coupling":[]}')
    assert quarter_sums.ended_blocks(quarter, before=WEEK) == []


def test_habits_are_found_without_what_people_said() -> None:
    sums = BlockSums(week=WEEK, habits=HABITS).with_week(a_week(), answers(ANA, 4.0))
    assert block_sums.habits_in(packed(sums)) == HABITS
    assert block_sums.habits_in(block_sums.NOTHING) == BlockSums(week=WEEK).habits


def test_a_questions_sum_goes_on_from_thirty_people_of_one_block() -> None:
    def said(who: str, question: str) -> ScoredAnswer:
        return ScoredAnswer(person=PersonId(who), question=question, value=5.0, kind=ScoreKind.PERSONAL)

    many = [said(f"p{number}", "many:1") for number in range(30)]
    few = [said(f"p{number}", "few:1") for number in range(29)]
    items = ItemSums(week=WEEK).with_answers(WEEK + 1, [*many, *few, *few])
    crossed = items.crossing()
    assert crossed.items == crossed.crossed == {"many:1": (30, 150.0)}, "who answers twice is one person"
    later = crossed.with_answers(WEEK + 2, [said("p0", "many:1")])
    assert later.items["many:1"] == (31, 155.0)
    assert later.crossing().items == {"many:1": (30, 150.0)}, "not with the answer of one person more"
    assert block_sums.unpack_items(block_sums.pack_items(later, crossed), closing=WEEK + 3) == later
    older = b'[[%d, {"few:1": [29, 1.0], "many:1": [30, 1.0]}]]' % WEEK.index
    assert block_sums.unpack_items(older, closing=WEEK + 1).crossing().items == {"many:1": (30, 1.0)}
