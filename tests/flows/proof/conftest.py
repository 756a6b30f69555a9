"""A log with its chain, on both databases."""

from pathlib import Path

import pytest

from tests.support.chains import SignedLog


@pytest.fixture
async def signed_log(url_at_head: str, tmp_path: Path) -> SignedLog:
    signed_log = SignedLog(url_at_head, tmp_path / "keys")
    await signed_log.furnish()
    return signed_log
