"""Where bytes lie in a file of SQLite does not tell whose sealed answer is whose."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.support.links import chance_of, right_guesses
from tests.support.ward import Ward

WAYS = 8
LEAST = 1e-4
"""Of what is never better than chance one test in ten thousand fails; by places as they came it is far less likely."""


async def least_likely(database: Database, folder: Path, *, rounds: int, seed: int, unlinked: bool) -> float:
    """Of the best way to guess, how likely its success is by chance, all ways considered."""
    ward = Ward(database, folder)
    await ward.furnish(rounds=())
    found = await right_guesses(ward, database, rounds=rounds, seed=seed, unlinked=unlinked)
    assert len(found) == WAYS
    return WAYS * min(chance_of(each, rounds=rounds) for each in found.values())


async def test_guessing_by_places_is_no_better_than_chance(sqlite_storage: Database, tmp_path: Path) -> None:
    assert await least_likely(sqlite_storage, tmp_path, rounds=40, seed=1, unlinked=True) > LEAST


async def test_it_would_be_better_if_answers_lay_as_they_came(sqlite_storage: Database, tmp_path: Path) -> None:
    """So that the test above can fail. Every round has ids of chance: 160 of them leave no doubt, 40 sometimes do."""
    assert await least_likely(sqlite_storage, tmp_path, rounds=160, seed=1, unlinked=False) < 1e-3


@pytest.mark.soak
async def test_guessing_by_places_over_a_thousand_rounds(sqlite_storage: Database, tmp_path: Path) -> None:
    likely = await least_likely(sqlite_storage, tmp_path, rounds=1000, seed=2, unlinked=True)
    print(f"the best way to guess is as good with a chance of {min(likely, 1):.3f}")  # noqa: T201 - for whoever runs it
    assert likely > LEAST
