"""Figures about the machine, and of flags only the counts that administrators are told."""

from prometheus_client import generate_latest

from bot.adapters.metrics import Metrics
from bot.domain.follow_up.flag_precision import FlagCount
from bot.domain.indicators.flag_kinds import FlagKind


def exported(metrics: Metrics, *flags: FlagCount) -> list[str]:
    metrics.refresh(deliveries={"due": 3}, waiting=1, parts={"database": ""}, flags=flags)
    return [line for line in generate_latest(metrics.registry).decode().splitlines() if not line.startswith("#")]


def test_flags_are_counted_by_kind_and_go_when_they_may_no_longer_be_told() -> None:
    metrics = Metrics()
    count = FlagCount(kind=FlagKind.FEWER_VOICES, flags=12, answered=7, known_reason=2, recognised=5)
    lines = exported(metrics, count)
    assert 'rounds_flags{kind="fewer voices",verdict="raised"} 12.0' in lines
    assert 'rounds_flags{kind="fewer voices",verdict="recognised"} 5.0' in lines
    assert 'rounds_deliveries{state="due"} 3.0' in lines
    few = exported(metrics, FlagCount(kind=None, flags=6, answered=2))
    assert [line for line in few if line.startswith("rounds_flags")] == [
        'rounds_flags{kind="all",verdict="raised"} 6.0',
        'rounds_flags{kind="all",verdict="answered"} 2.0',
    ]
    assert not any(line.startswith("rounds_flags") for line in exported(metrics))
