"""Administrators are told how often flags were recognised, never of whom, and nothing of a few."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.digests.precision_text import precision_message
from bot.domain.follow_up.flag_precision import (
    FEWEST_FLAGS,
    FEWEST_TEAMS,
    FlagCount,
    flag_counts,
)
from bot.domain.follow_up.flags import AnsweredFlag, FlagResponse
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from tests.support.messages import words_of

FEWER, LOWER = FlagKind.FEWER_VOICES, FlagKind.LOWER_SCORE


def judged(*responses: FlagResponse | None, kind: FlagKind = FEWER, teams: int = 4) -> list[AnsweredFlag]:
    return [
        AnsweredFlag(kind=kind, unit=UnitId(f"team-{number % teams}"), response=response)
        for number, response in enumerate(responses)
    ]


ANSWERED = [FlagResponse.REPLYING] * 3 + [FlagResponse.KNOWN_REASON] * 2 + [FlagResponse.NOT_RECOGNISED] * 2


def test_a_known_reason_is_recognised_and_the_unanswered_are_not_judged() -> None:
    assert flag_counts(judged(*ANSWERED, *[None] * 5)) == [
        FlagCount(kind=FEWER, flags=12, answered=7, known_reason=2, recognised=5)
    ]


def test_four_answers_are_too_few_to_say_how_often() -> None:
    assert flag_counts(judged(*ANSWERED[:4], None)) == [FlagCount(kind=FEWER, flags=5, answered=4)]


def test_kinds_are_told_together_only_where_none_is_told_by_itself() -> None:
    few = judged(*ANSWERED[:3], kind=LOWER)
    assert [each.kind for each in flag_counts(few + judged(None, None, None))] == [None]
    assert [each.kind for each in flag_counts(few + judged(*ANSWERED))] == [FEWER]
    assert flag_counts(judged(*ANSWERED, teams=2)) == []


def test_the_message_says_counts_and_what_to_do() -> None:
    counts = [*flag_counts(judged(*ANSWERED, *[None] * 5)), FlagCount(kind=LOWER, flags=6, answered=2)]
    lines = words_of(precision_message(counts, weeks=52, last=IsoWeek.parse("2026-W27"), locale="en-GB")).splitlines()
    assert lines[:4] == [
        "How leads judged our flags, 52 weeks to 5 July",
        "",
        "Fewer voices: of 12 flags, 7 answered, 5 recognised (2 of them with a known reason)",
        "Lower score: of 6 flags, 2 answered (too few to say how many were recognised)",
    ]


flags = st.lists(
    st.builds(
        AnsweredFlag,
        kind=st.sampled_from(FlagKind),
        unit=st.sampled_from([UnitId(f"u{number}") for number in range(5)]),
        response=st.sampled_from([None, *FlagResponse]),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(flags)
def test_no_count_is_told_of_few_flags_or_teams_nor_can_be_worked_out(given: list[AnsweredFlag]) -> None:
    told = flag_counts(given)
    for count in told:
        counted = [each for each in given if count.kind in (None, each.kind)]
        assert count.flags == len(counted) >= FEWEST_FLAGS
        assert len({each.unit for each in counted}) >= FEWEST_TEAMS
        assert count.recognised is None or count.answered >= 5
    assert len(told) <= 1 or all(count.kind is not None for count in told)


@settings(deadline=None)
@given(flags, st.randoms(use_true_random=False))
def test_whether_a_count_is_told_never_depends_on_what_leads_said(given: list[AnsweredFlag], chance: Random) -> None:
    said = list(FlagResponse)
    other = [
        AnsweredFlag(kind=each.kind, unit=each.unit, response=each.response and chance.choice(said)) for each in given
    ]

    def mask(of: list[AnsweredFlag]) -> list[tuple[FlagKind | None, int, int, bool]]:
        return [(each.kind, each.flags, each.answered, each.recognised is None) for each in flag_counts(of)]

    assert mask(given) == mask(other)
