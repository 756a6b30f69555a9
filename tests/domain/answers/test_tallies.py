"""Tallies: no cell under the minimum, nobody counted twice, nothing lost that could be merged upwards."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.answer_body import AnswerBody
from bot.domain.answers.tallies import Tallying
from bot.domain.identifiers import AnswerCode, EpochId, PersonId, RoundId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.questions import QuestionRef
from tests.support.builders import QUESTION

EPOCH = EpochId("2026-W10")
TREE = {"trust": None, "medicine": "trust", "surgery": "trust", "icu": "medicine", "amu": "medicine", "ward": "surgery"}
ORGANISATION = Organisation(
    name="Riverside",
    timezone="Europe/London",
    locale="en-GB",
    units=tuple(
        Unit(id=UnitId(unit), name=unit, parent=None if up is None else UnitId(up)) for unit, up in TREE.items()
    ),
)


def an_answer(person: str, code: str = "3", *, version: int = 1, round_id: str = "r1") -> AnswerBody:
    return AnswerBody(
        person=PersonId(person),
        round=RoundId(round_id),
        question=QuestionRef(id=QUESTION, version=version),
        week=IsoWeek.parse("2026-W10"),
        code=AnswerCode(code),
    )


def tallied(**units: list[AnswerBody]) -> dict[tuple[str, str, int], int]:
    tallying = Tallying(ORGANISATION, minimum=5)
    for unit, answers in units.items():
        tallying.count(UnitId(unit), answers)
    return {(each.unit, each.code, each.version): each.count for each in tallying.finish(EPOCH)}


def people(prefix: str, count: int) -> list[AnswerBody]:
    return [an_answer(f"{prefix}{number}") for number in range(count)]


def test_five_people_stay_in_their_unit_and_four_go_up() -> None:
    assert tallied(icu=people("a", 5), amu=people("b", 4)) == {("icu", "3", 1): 5}
    assert tallied(icu=people("a", 4), amu=people("b", 4)) == {("medicine", "3", 1): 8}
    assert tallied(icu=people("a", 3), ward=people("b", 3)) == {("trust", "3", 1): 6}


def test_people_are_counted_not_answers() -> None:
    often = [an_answer("a", round_id=f"r{number}") for number in range(9)]
    assert tallied(icu=often) == {}
    assert tallied(icu=often, amu=[*people("b", 3), an_answer("a", round_id="x")]) == {}


def test_versions_are_never_mixed() -> None:
    assert tallied(icu=[*people("a", 4), an_answer("b", version=2)]) == {}


def test_a_unit_that_is_gone_keeps_what_is_large_enough() -> None:
    assert tallied(gone=people("a", 5)) == {("gone", "3", 1): 5}
    assert tallied(gone=people("a", 4), icu=people("b", 1)) == {}


@given(
    given_answers=st.lists(
        st.tuples(st.sampled_from(["icu", "amu", "ward"]), st.integers(0, 25), st.sampled_from(["1", "2", "3", "cs"])),
        max_size=60,
        unique_by=lambda each: each[1],
    )
)
@settings(max_examples=80)
def test_no_cell_is_small_and_only_what_is_small_at_the_root_is_lost(given_answers: list[tuple[str, int, str]]) -> None:
    units: defaultdict[str, list[AnswerBody]] = defaultdict(list)
    for unit, person, code in given_answers:
        units[unit].append(an_answer(f"p{person}", code))
    found = tallied(**units)
    assert all(count >= 5 for count in found.values())
    for code in ("1", "2", "3", "cs"):
        lost = sum(each[2] == code for each in given_answers) - sum(n for cell, n in found.items() if cell[1] == code)
        assert 0 <= lost <= 4
