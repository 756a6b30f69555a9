"""A virtual year: every typed fact of every frozen page follows from what is kept of cells, exactly."""

from collections import Counter
from functools import cache

import pytest

from bot.domain.texts import say
from bot.flows.proof.verify_pages import VerifyPages
from tests.adversary.from_cells import FromCells
from tests.adversary.histories import a_year
from tests.adversary.kept import keep
from tests.adversary.play import Played, play
from tests.adversary.reading import ENGLISH, facts_of, heard_on
from tests.support.memory import MemoryStorage

YEARS = range(1, 4)


@cache
def played(seed: int) -> Played:
    return play(a_year(seed), certified=True)


@pytest.mark.drill
@pytest.mark.parametrize("seed", YEARS)
def test_every_typed_fact_of_a_year_follows_from_cells(seed: int) -> None:
    assert list(FromCells(played(seed)).wrong()) == []


@pytest.mark.drill
@pytest.mark.parametrize("seed", YEARS)
async def test_the_product_finds_the_same_of_itself(seed: int, memory_storage: MemoryStorage) -> None:
    """`FromCells` reads rendered text and shares no code with the gate; this is what an auditor runs."""
    await keep(played(seed), memory_storage)
    check = await VerifyPages(storage=memory_storage)()
    assert check.faults == ()
    assert check.examined > 300


@pytest.mark.drill
def test_these_years_tell_everything_that_pages_can_tell() -> None:
    """Words, tenths, charts, block words and what has changed in them, levels, kinds, the organisation's own line."""
    told: Counter[str] = Counter()
    for seed in YEARS:
        for page in played(seed).pages.values():
            facts, heard = facts_of(page), heard_on(page)
            told["words"] += heard is not None and heard.part is not None
            told["tenths"] += heard is not None and heard.tenths is not None
            told["chart"] += page.chart is not None
            told["chart with scores"] += page.chart is not None and bool(page.chart.scores)
            for name in ("said", "next"):
                told[name] += say(f"digest-{name}_label", ENGLISH) in facts
            for name in ("kinds", "levels", "organisation", "organisation_said"):
                told[name] += say(f"quarter-{name}_label", ENGLISH) in facts
            said = facts.get(say("digest-said_label", ENGLISH))
            for how in ("lower", "higher"):
                told[how] += said is not None and say(f"digest-change-{how}", ENGLISH) in said.note
    assert [name for name, count in told.items() if not count] == []
