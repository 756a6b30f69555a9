"""The folder that the tests of configuration spoil."""

from pathlib import Path

import pytest

from tests.support.programme_files import Files, sound_files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return sound_files(tmp_path)
