"""Ten thousand spoilt forms: no answer is a fault of ours, and nothing is half saved."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.adapters.console.test_schedules import post_spoilt_forms
from tests.support.consoles import a_hospital


@pytest.mark.soak
async def test_ten_thousand_spoilt_forms(sqlite_storage: Database, tmp_path: Path) -> None:
    async with a_hospital(sqlite_storage, tmp_path) as hospital:
        before = await hospital.exported()
        await post_spoilt_forms(hospital, count=10_000, seed=3)
        assert await hospital.exported() == before
