"""Comments: when they may be told, of whom, and that nobody's part in them is known."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations_with_replacement, pairwise, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis.strategies import permutations, randoms

from bot.domain.disclosure.atoms import Atom, kept_atom
from bot.domain.disclosure.bands import Band, bands
from bot.domain.disclosure.comment_cells import (
    CommentCell,
    WeekWords,
    comments_told,
    cut_comment_cell,
)
from bot.domain.disclosure.scores.joint_rule import ReachWeek, fixes_nobody
from bot.domain.disclosure.scores.score_requests import AskedWeek, ScoreRequest
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek

W1 = IsoWeek.parse("2026-W02")
NOBODY: frozenset[PersonId] = frozenset()


def people(count: int) -> frozenset[PersonId]:
    return frozenset(PersonId(f"p{number:02}") for number in range(count))


def an_atom(count: int, *teams: str) -> Atom:
    names = teams or ("ward",)
    return kept_atom([UnitId(name) for name in names], people(count), names)


def a_week(count: int, most: int, at: int = 0, *kinds: ScoreKind) -> AskedWeek:
    asked = {kind: people(count) for kind in kinds or (ScoreKind.PERSONAL,)}
    return AskedWeek(week=W1 + at, within=people(count), most=most, asked=asked)


def a_request(count: int, *weeks: AskedWeek, insiders: frozenset[PersonId] = NOBODY) -> ScoreRequest:
    return ScoreRequest(atom=an_atom(count), insiders=insiders, weeks=weeks, given={})


def cut(count: int, *weeks: AskedWeek) -> CommentCell | None:
    return cut_comment_cell(a_request(count, *weeks), {})


def written(*contributors: int, week: IsoWeek = W1, chance: Random | None = None) -> list[WeekWords]:
    """One comment for each time that somebody is named."""
    chance = chance or Random(1)
    return [
        WeekWords(
            person=PersonId(f"p{number:02}"),
            week=week,
            words=f"words {place}",
            lot=chance.getrandbits(128).to_bytes(16),
        )
        for place, number in enumerate(contributors)
    ]


@pytest.mark.parametrize(
    ("within", "most", "may"),
    [
        (12, (12, 12), True),
        (11, (11, 11), False),  # ten of eleven would leave nobody's silence open but one
        (12, (4, 4, 4, 4), False),  # two places a week, without who tells and who is silent
        (12, (7, 7), True),
        (12, (7,), False),
        (30, (12,), True),
        (30, (11,), False),
    ],
)
def test_ten_of_at_least_twelve_within_reach_and_room_for_them_without_any_two(
    within: int, most: tuple[int, ...], may: bool
) -> None:
    assert (cut(within, *(a_week(within, each, at) for at, each in enumerate(most))) is not None) is may


def test_it_goes_by_who_is_within_reach_and_not_by_the_list() -> None:
    assert cut(14, a_week(11, 11), a_week(11, 11, 1)) is None
    assert cut(14, a_week(12, 12), a_week(12, 12, 1)) is not None


def test_teams_that_are_counted_together_are_told_no_comments() -> None:
    request = replace(a_request(20, a_week(20, 20), a_week(20, 20, 1)), atom=an_atom(20, "here", "there"))
    assert cut_comment_cell(request, {}) is None


def test_who_has_become_a_reader_since_counts_in_none() -> None:
    weeks = [a_week(13, 13), a_week(13, 13, 1)]
    assert cut_comment_cell(a_request(13, *weeks, insiders=frozenset({PersonId("p00")})), {}) is not None
    assert cut_comment_cell(a_request(13, *weeks, insiders=frozenset({PersonId("p00"), PersonId("p01")})), {}) is None
    cell = cut_comment_cell(a_request(13, *weeks, insiders=frozenset({PersonId("p00")})), {})
    assert cell is not None
    assert comments_told(cell, written(*range(10))) == ()
    assert len(comments_told(cell, written(*range(11)))) == 10


def test_a_programme_may_ask_for_more_people() -> None:
    weeks = a_week(14, 14), a_week(14, 14, 1)
    assert cut_comment_cell(a_request(14, *weeks), {}, least=12) is not None
    assert cut_comment_cell(a_request(14, *weeks), {}, least=13) is None


def test_weeks_of_a_quarter_s_questions_vouch_for_nothing_here() -> None:
    assert cut(12, a_week(12, 12, 0, ScoreKind.PERSONAL, ScoreKind.INFLUENCE)) is None
    assert cut(12, a_week(12, 12, 0, ScoreKind.COUPLING_ORGANISATIONAL)) is None
    assert cut(12, a_week(12, 12, 0, ScoreKind.INFLUENCE), a_week(12, 12, 1)) is not None


def test_weeks_of_a_core_score_vouch_only_if_all_of_them_do() -> None:
    weeks = a_week(12, 12), a_week(12, 12, 1, ScoreKind.STRATEGIC, ScoreKind.INFLUENCE)
    request = a_request(12, *weeks)
    assert cut_comment_cell(request, {ScoreKind.CORE: frozenset({W1})}) is not None
    assert cut_comment_cell(request, {ScoreKind.CORE: frozenset({W1, W1 + 1})}) is None


@pytest.mark.parametrize(("asked", "may"), [(7, False), (13, True)])
def test_in_the_weeks_of_a_score_only_whom_it_was_asked_of_has_a_place(asked: int, may: bool) -> None:
    """Seven of thirteen are asked for the score of week one, where eight at most are heard, and they alone are within
    reach in week two. Five of them stand behind the score, so three others wrote in week one, and all seven did."""
    first = replace(a_week(13, 8), asked={ScoreKind.PERSONAL: people(asked)})
    second = replace(a_week(7, 7, 1), asked={})
    request = a_request(13, first, second)
    assert (cut_comment_cell(request, {ScoreKind.CORE: frozenset({W1})}) is not None) is may
    assert cut_comment_cell(request, {}) is not None


def test_ten_people_and_not_ten_messages() -> None:
    cell = cut(14, a_week(14, 14), a_week(14, 14, 1))
    assert cell is not None
    nine = [*range(9), *range(9), 0, 1]
    assert comments_told(cell, written(*nine)) == ()
    assert len(comments_told(cell, written(*nine, 9))) == len(nine) + 1


def test_words_of_others_and_of_other_weeks_count_nothing() -> None:
    cell = cut(14, a_week(14, 14), a_week(14, 14, 1))
    assert cell is not None
    assert comments_told(cell, [*written(*range(9)), *written(20), *written(9, week=W1 + 2)]) == ()
    assert len(comments_told(cell, [*written(*range(9)), *written(9, week=W1 + 1)])) == 10


def test_no_more_are_told_than_others_could_have_written_and_everybody_s_first_come_first() -> None:
    cell = cut(12, a_week(12, 12))
    assert cell is not None
    assert cell.most == 10
    everybody = written(*range(12))
    assert len(comments_told(cell, everybody)) == 10
    one_writes_much = written(*([0] * 30), *range(1, 10))
    told = comments_told(cell, one_writes_much)
    assert {f"words {place}" for place in range(30, 39)} <= set(told)


@settings(max_examples=50, deadline=None)
@given(order=permutations(range(14)), chance=randoms(use_true_random=False))
def test_their_order_says_nothing_of_the_order_in_which_they_came(order: Sequence[int], chance: Random) -> None:
    """What is told, and in which order, depends on the lots alone."""
    cell = cut(14, a_week(14, 14), a_week(14, 14, 1))
    assert cell is not None
    came = written(*range(14), chance=Random(chance.random()))
    assert comments_told(cell, [came[place] for place in order]) == comments_told(cell, came)


def test_over_many_draws_every_comment_stands_in_every_place_equally_often() -> None:
    """Pearson's test with 99 degrees of freedom: 150 is exceeded by chance once in 1,000."""
    cell = cut(12, a_week(12, 12), a_week(12, 12, 1))
    assert cell is not None
    chance, times, places = Random(7), 1000, Counter[tuple[int, str]]()
    for _ in range(times):
        places.update(enumerate(comments_told(cell, written(*range(10), chance=chance))))
    expected = times / 10
    assert sum((count - expected) ** 2 / expected for count in places.values()) < 150
    assert len(places) == 100


# --- whatever is told leaves everybody's part open ----------------------------------------------------------------

Did = tuple[int, ...]
"""Of each week what somebody did: nothing, was heard, or was heard and wrote."""
SILENT, HEARD, WROTE = range(3)


@dataclass(frozen=True, kw_only=True)
class Score:
    """A core score, and the weeks that vouch for it."""

    weeks: frozenset[int]
    least: int
    asked: int
    """The first so many people were asked for it in these weeks; the others were asked something else."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block in which the first so many people of the list are within reach in each week, so that numbers matter."""

    within: tuple[int, ...]
    bands: tuple[Band, ...]
    least: int
    score: Score | None = None

    @property
    def kinds(self) -> Sequence[tuple[int, int]]:
        """How many people were within reach in the same weeks and asked the same, and which place the last one has."""
        edges = sorted({*self.within, *(() if self.score is None else (self.score.asked,))})
        return [(edge - before, edge) for before, edge in pairwise([0, *edges])]

    def ways(self, place: int) -> Sequence[Did]:
        """What the people of a kind may have done."""
        free = [(SILENT, HEARD, WROTE) if place <= count else (SILENT,) for count in self.within]
        return list(product(*free))

    def cell(self) -> CommentCell | None:
        weeks = [
            a_week(count, band.high, at)
            if self.score is None or at not in self.score.weeks
            else replace(a_week(count, band.high, at), asked={ScoreKind.PERSONAL: people(self.score.asked)})
            for at, (count, band) in enumerate(zip(self.within, self.bands, strict=True))
        ]
        core = {} if self.score is None else {ScoreKind.CORE: frozenset(W1 + at for at in self.score.weeks)}
        return cut_comment_cell(a_request(max(self.within), *weeks), core, least=self.least)

    def score_may_be_told(self) -> bool:
        """By the rule of scores, which comes before that of comments."""
        if self.score is None:
            return True
        vouching = [
            ReachWeek(
                week=W1 + at,
                within=people(self.within[at]),
                asked=people(min(self.score.asked, self.within[at])),
                most=self.bands[at].high,
            )
            for at in self.score.weeks
        ]
        return fixes_nobody(vouching, least=self.score.least)


def known_parts(block: Block, *, most: int) -> set[str]:
    """What somebody learns of any other, who knows lists, bands, whether the score was told, how many comments were
    told, and what one member did."""
    seen: dict[object, list[set[bool]]] = {}
    each_kind = [combinations_with_replacement(block.ways(place), count) for count, place in block.kinds]
    for courses in product(*each_kind):
        course = [did for own in courses for did in own]
        if any(sum(bool(did[at]) for did in course) not in band for at, band in enumerate(block.bands)):
            continue
        count = sum(did.count(WROTE) for did in course)
        told = min(count, most) if sum(WROTE in did for did in course) >= block.least else 0
        outcomes = [False]
        if block.score is not None:
            # Whoever was heard may have been unable to say.
            able = sum(any(did[at] for at in block.score.weeks) for did in course[: block.score.asked])
            outcomes = [False, True] if able >= block.score.least else [False]
        own = [Counter(each) for each in courses]
        for kind, tellers in enumerate(own):
            for teller in tellers:
                for subject, others in enumerate(own):
                    left = [did for did, many in others.items() if many > (did == teller and subject == kind)]
                    parts = [{part(did) for did in left} for part in _parts(block, subject)]
                    for outcome in outcomes:
                        key = (kind, teller, told, outcome, subject)
                        before = seen.setdefault(key, [set() for _ in parts])
                        for known, now in zip(before, parts, strict=True):
                            known |= now
    return {f"{key}: part {at}" for key, parts in seen.items() for at, part in enumerate(parts) if len(part) == 1}


def _parts(block: Block, kind: int) -> list[Callable[[Did], bool]]:
    """Heard in each week in which they were within reach, heard at all, and a contributor."""
    _, place = block.kinds[kind]
    in_each = [partial(_was_heard_in, at) for at, count in enumerate(block.within) if place <= count]
    return [*in_each, any, lambda did: WROTE in did]


def _was_heard_in(at: int, did: Did) -> bool:
    return bool(did[at])


def everybody(n: int, *found: Band, least: int, score: Score | None = None) -> Block:
    return Block(within=(n,) * len(found), bands=found, least=least, score=score)


BLOCKS = [
    *(everybody(n, band, least=10) for n in (12, 13, 15) for band in bands(n)),
    *(everybody(7, *pair, least=5) for pair in product(bands(7), repeat=2)),
    *(
        everybody(7, *pair, least=5, score=Score(weeks=weeks, least=5, asked=7))
        for pair in product(bands(7), repeat=2)
        for weeks in (frozenset({0}), frozenset({0, 1}))
    ),
]
PARTLY_ASKED = [
    Block(within=within, bands=(first, second), least=least, score=Score(weeks=frozenset({0}), least=5, asked=asked))
    for within, asked, least in (((9, 7), 7, 5), ((9, 9), 8, 6), ((10, 7), 7, 6))
    for first in bands(within[0])[-3:]
    for second in bands(within[1])[-1:]
]
"""Two audiences in week one: of one of them a score is told, and both may write."""
TOLD = [(block, cell) for block in [*BLOCKS, *PARTLY_ASKED] if (cell := block.cell()) is not None]


@pytest.mark.drill
@pytest.mark.parametrize(("block", "cell"), TOLD, ids=lambda each: str(each) if isinstance(each, Block) else "")
def test_nobody_s_part_is_known_whatever_is_told(block: Block, cell: CommentCell) -> None:
    if block.score_may_be_told():
        assert known_parts(block, most=cell.most) == set()


def test_enough_blocks_may_be_told_to_try_it() -> None:
    assert sum(block in BLOCKS for block, _ in TOLD) > len(BLOCKS) / 3
    assert sum(block in PARTLY_ASKED and block.score_may_be_told() for block, _ in TOLD) > 1


@pytest.mark.drill
def test_comments_of_whoever_is_within_reach_would_tell_who_wrote_beside_a_score_of_some() -> None:
    """Seven of eleven are asked for the score of week one, in which seven at most are heard. Five of them stand behind
    it, so two others at most wrote in week one, and for nine to have written all seven did."""
    score = Score(weeks=frozenset({0}), least=5, asked=7)
    block = Block(within=(11, 7), bands=(Band(low=4, high=7), Band(low=5, high=7)), least=9, score=score)
    assert block.score_may_be_told()
    assert block.cell() is None
    assert replace(block, score=None).cell() is not None
    assert known_parts(block, most=11)


def test_every_comment_told_would_tell_that_all_have_written() -> None:
    """So their number is bounded: fourteen of seven people in two weeks can only be everybody's, twice."""
    assert known_parts(everybody(7, *(Band(low=5, high=7),) * 2, least=5), most=14)


def test_one_colleague_fewer_than_the_rule_asks_for_would_tell_who_wrote() -> None:
    """Five of six: whoever tells that they have not written knows of all others that they have."""
    assert known_parts(everybody(6, Band(low=4, high=6), least=5), most=6)
