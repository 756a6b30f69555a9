"""Twenty times as many histories as `make prove`, none of them the same."""

import os

import pytest

from tests.adversary.prove import HISTORIES, Findings, examine_in_parallel

pytestmark = pytest.mark.soak


def test_nobody_is_found_out_in_200_000_histories(capsys: pytest.CaptureFixture[str]) -> None:
    found = Findings()
    for each in examine_in_parallel(20 * HISTORIES, first=2_000_000, processes=os.cpu_count() or 1):
        found.add(each)
    with capsys.disabled():
        print(f"\n{dict(sorted(found.counts.items()))}")  # noqa: T201 - the figures of the drill
    assert found.faults == []
    assert found.counts["histories"] == 20 * HISTORIES
