"""How long a sealed row is depends on the list of its team alone: never on who answered, and never on what."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from bot.domain.answers.workings import Working, as_written, of_one_length
from bot.domain.iso_weeks import IsoWeek
from tests.support.memory import MemoryStorage
from tests.support.weeks import CLINIC, FIRST, WARD, Weeks

SIZES = {WARD: 14, CLINIC: 6}
FIVE_WEEKS = 5


async def lengths(folder: Path, *, seed: int, codes: str, silence: float) -> list[Mapping[Working, int]]:
    """After each week of a world in which people are silent so often and otherwise say one of these."""
    storage, chance = MemoryStorage(), Random(seed)
    weeks = Weeks(storage, folder)
    await weeks.furnish(SIZES)
    found: list[Mapping[Working, int]] = []

    def says(_week: IsoWeek, _number: int) -> str:
        return "" if said[_number] < silence else codes[int(said[_number] * 1000) % len(codes)]

    for week in range(FIVE_WEEKS):
        said = [chance.random() for _ in range(max(SIZES.values()))]
        await weeks.run(1, dict.fromkeys(SIZES, says), first=FIRST + week)
        kept = storage.committed
        found.append({working: len(sealed) for (_, working), sealed in kept.workings.items()})
        assert {len(answer.body) for answer in kept.answers.values()} == {512 + 28}
    return found


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(3))
async def test_worlds_that_differ_in_answers_and_in_silence_look_alike(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    usual = await lengths(tmp_path_factory.mktemp("usual"), seed=0, codes="1234", silence=0.3)
    for codes, silence in (("1", 0.0), ("14", 0.1), ("23", 0.6), ("4", 0.8)):
        other = await lengths(tmp_path_factory.mktemp("other"), seed=seed, codes=codes, silence=silence)
        assert other == usual


@pytest.mark.parametrize("people", [0, 1, 7, 40])
def test_a_body_comes_back_as_it_was_and_one_person_more_is_a_fixed_step(people: int) -> None:
    body = b'[{"week":1,"people":{}},\n{"week":0,"people":{}}]'
    filled = of_one_length(body, people=people)
    assert as_written(filled) == body
    assert as_written(body) == body, "as earlier versions kept it"
    assert len(of_one_length(body, people=people + 1)) - len(filled) == 320


def test_the_longest_sums_that_people_can_have_fit_into_that_length() -> None:
    """Every figure with all its digits, in every dimension, before and after the week."""
    chance = Random(7)
    for people in (1, 5, 30):
        names = [f"person-{chance.randrange(10**8)}" for _ in range(people)]
        sums = [
            {name: {f"d{each}": [10, chance.random() * 90] for each in range(9)} for name in names} for _ in range(2)
        ]
        habits = {name: [chance.random() * 60, chance.random() * 20] for name in names}
        assert len(of_one_length(repr((sums, habits)).encode(), people=people)) == 2048 + 320 * people
