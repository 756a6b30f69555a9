"""The short form of `make prove`: nobody is found out in a few hundred histories, and under each mutant somebody is."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from bot.domain.identifiers import UnitId
from tests.adversary.attack import Attack
from tests.adversary.histories import OTHER_HALF, History, a_history
from tests.adversary.known_scores import scores_of
from tests.adversary.mutants import MUTANTS, Mutant
from tests.adversary.neighbours import another_course
from tests.adversary.play import play
from tests.adversary.prove import examine, examine_all, hunt

FIRST, HISTORIES, PARTS = 1_000_000, 300, 6
"""Other histories than those of `make prove`."""
HALTED = 60
"""Of them, so many with a unit in which everything was paused for some weeks."""
KNOWN = {
    "comments of ten within reach": 1_000_073,
    "score cells without the joint rule": 1_000_023,
}
"""Where to begin with mutants that few histories give away; if histories change, it only takes longer."""


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_found_out(part: int) -> None:
    size = HISTORIES // PARTS
    found = examine_all(range(FIRST + part * size, FIRST + (part + 1) * size))
    assert found.faults == []
    assert found.counts["histories"] == size
    assert min(found.counts[each] for each in ("cells", "words told")) > size // 2
    assert found.counts["neighbours"] > size // 8


@pytest.mark.drill
@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_found_out_where_a_unit_stood_still(part: int) -> None:
    """While it lasted nobody below it was asked, and others were."""
    attack, held_back = Attack(), 0
    for seed in range(FIRST + part, FIRST + HALTED, PARTS):
        history = halted(a_history(seed), Random(seed))
        held_back += history.plan != a_history(seed).plan
        assert examine(seed, attack=attack, history=history).faults == []
    assert held_back > HALTED // PARTS // 2


def halted(history: History, chance: Random) -> History:
    """The same course of events, but that everything in one unit was paused for some weeks, whose rounds count for
    nobody."""
    unit, first = chance.choice(list(history.parents)), chance.randrange(history.weeks)
    weeks = range(first, first + chance.choice((1, 1, 2, 4)))
    below = frozenset(team for team in history.teams if unit in _up(history, team))

    def is_held_back(team: UnitId, week: int) -> bool:
        return team in below and week in weeks

    return replace(
        history,
        plan={key: frozenset() if is_held_back(*key) else people for key, people in history.plan.items()},
        asked={key: frozenset() if is_held_back(*key[:2]) else people for key, people in history.asked.items()},
        heard={key: {} if is_held_back(*key) else said for key, said in history.heard.items()},
    )


def _up(history: History, unit: UnitId) -> Iterator[UnitId]:
    at: UnitId | None = unit
    while at is not None:
        yield at
        at = history.parents[at]


@pytest.mark.drill
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_somebody_is_found_out_under_each_mutant(mutant: Mutant) -> None:
    assert hunt(mutant, first=KNOWN.get(mutant.name, FIRST)) is not None


@pytest.mark.drill
def test_histories_bring_what_they_promise() -> None:
    """Otherwise nothing would be tried there: pooled teams, movers, restores, weeks closed twice, people who paused."""
    histories = [a_history(seed) for seed in range(FIRST, FIRST + 100)]
    pooled = [cell for history in histories for teams, _ in play(history).cells if len(teams) > 1 for cell in teams]
    assert pooled
    assert any(history.restored for history in histories)
    assert any(history.twice for history in histories)
    assert any(history.quiet for history in histories)
    assert any(
        question.id.startswith(OTHER_HALF) for history in histories for week in history.questions for question in week
    )
    assert any(
        one.person == other.person and one.role == other.role and one.unit != other.unit and one.last < other.first
        for history in histories
        for one in history.spells
        for other in history.spells
    )


def test_a_page_that_tells_more_than_its_cells_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neighbour and the words computed again would both notice a figure of exact counts."""
    mutant = next(each for each in MUTANTS if each.name == "one-week windows of exact shares")
    mutant.plant(monkeypatch)
    assert any(examine(seed, attack=Attack()).faults for seed in range(FIRST, FIRST + 20))


def test_a_history_plays_the_same_every_time() -> None:
    assert play(a_history(FIRST)).pages == play(a_history(FIRST)).pages


@pytest.mark.drill
def test_a_course_beside_another_has_the_pages_that_it_has_by_itself() -> None:
    """What is written from the same is not written again, and everything else is."""
    for seed in range(FIRST, FIRST + 4):
        played = play(a_history(seed))
        for course in (
            another_course(played, list(scores_of(played)), Random(seed)),
            replace(played.history, heard={key: {} for key in played.history.heard}),
        ):
            assert play(course, beside=played).pages == play(course).pages
