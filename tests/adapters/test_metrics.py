"""Figures about the machine, and a day late some totals; of flags only the counts that administrators are told."""

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from prometheus_client import generate_latest

from bot.adapters.metrics import Metrics
from bot.domain.follow_up.flag_precision import FlagCount
from bot.domain.indicators.flag_kinds import FlagKind
from tests.support.builders import T0


def exported(metrics: Metrics, *flags: FlagCount, sent: int = 3, days: float = 0, well: bool = True) -> Sequence[str]:
    """What is told after one more look, so many days after the first."""
    trouble = "" if well else "it cannot be read"
    metrics.refresh(now=T0 + timedelta(days=days), deliveries={"sent": sent}, parts={"database": trouble}, flags=flags)
    return [line for line in generate_latest(metrics.registry).decode().splitlines() if not line.startswith("#")]


def of(name: str, lines: Sequence[str]) -> Sequence[str]:
    return [line for line in lines if line.startswith(name)]


def test_flags_are_counted_by_kind_and_go_when_they_may_no_longer_be_told() -> None:
    metrics = Metrics()
    count = FlagCount(kind=FlagKind.FEWER_VOICES, flags=12, answered=7, known_reason=2, recognised=5)
    assert not of("rounds_flags", exported(metrics, count))
    lines = exported(metrics, FlagCount(kind=None, flags=6, answered=2), days=1)
    assert 'rounds_flags{kind="fewer voices",verdict="raised"} 12.0' in lines
    assert 'rounds_flags{kind="fewer voices",verdict="recognised"} 5.0' in lines
    assert of("rounds_flags", exported(metrics, days=2)) == [
        'rounds_flags{kind="all",verdict="raised"} 6.0',
        'rounds_flags{kind="all",verdict="answered"} 2.0',
    ]
    assert not of("rounds_flags", exported(metrics, days=3))


def test_totals_are_told_once_a_day_and_a_day_late() -> None:
    metrics = Metrics()
    seen = [of("rounds_deliveries", exported(metrics, sent=hour, days=hour / 24)) for hour in range(24 * 4)]
    assert seen[:24] == [[]] * 24
    assert [seen.index([f'rounds_deliveries{{state="sent"}} {first}.0']) for first in (0, 14, 38)] == [24, 38, 62]
    assert len({str(each) for each in seen}) == 5, "as they stood at the first look of each day, and never in between"


def test_whether_a_part_works_is_told_at_once() -> None:
    metrics = Metrics()
    assert 'rounds_part_well{part="database"} 1.0' in exported(metrics)
    assert 'rounds_part_well{part="database"} 0.0' in exported(metrics, well=False)


def test_after_a_restart_totals_are_absent_and_never_nought_and_the_counter_begins_again() -> None:
    metrics = Metrics()
    metrics.ticks.inc()
    exported(metrics)
    assert of("rounds_deliveries", exported(metrics, days=1)) == ['rounds_deliveries{state="sent"} 3.0']
    restarted = Metrics()
    lines = exported(restarted, days=1.1)
    assert not of("rounds_deliveries", lines)
    assert not of("rounds_flags", lines)
    assert of("rounds_ticks_total", lines) == ["rounds_ticks_total 0.0"]
    assert of("rounds_part_well", lines), "what alarms hang on is there at the first look"


def test_nothing_in_rounds_reads_a_metric() -> None:
    """So a restart, which loses the totals for a day, changes nothing that anybody is told or sent."""
    root = Path(__file__).parents[2] / "bot"
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.py")}
    assert {path for path, text in texts.items() if "prometheus_client" in text} == {
        "adapters/metrics.py",
        "adapters/channels/web/server.py",
    }
    used = re.findall(r"\bmetrics\.(\w+(?:\.\w+)?)", "".join(texts.values()))
    assert set(used) == {"registry", "refresh", "ticks.inc"}, "served, told and counted"
