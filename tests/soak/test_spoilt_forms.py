"""Ten thousand spoilt forms on all pages of the console: no answer is a fault of ours, and nothing is half saved."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.adapters.console.test_spoilt_forms import wander
from tests.support.consoles import a_hospital


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100))
async def test_ten_thousand_spoilt_forms(
    sqlite_storage: Database, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    async with a_hospital(sqlite_storage, tmp_path) as hospital:
        wanderer = await wander(hospital, posts=100, seed=seed)
    with capsys.disabled():
        print(f"\n{seed}: {dict(sorted(wanderer.answers.items()))}")  # noqa: T201 - the figures of the drill
