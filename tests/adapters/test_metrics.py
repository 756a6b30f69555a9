"""Figures about the machine, and a day late some totals; of flags only the counts that administrators are told."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest

from bot.adapters.metrics import Metrics
from bot.domain.follow_up.flag_precision import FlagCount
from bot.domain.health.parts import OF_A_WORKER
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.flows.operations.check_readiness import DATABASE, KEY_FILES, LOG, RETENTION, OverdueTable, Readiness
from bot.flows.operations.count_totals import Totals
from tests.support.builders import T0

ROOT = Path(__file__).parents[2]
UNREAD = [Trouble(kind=TroubleKind.DATABASE_UNREAD)]
ALARMS, DASHBOARD, PAGE = "docs/ops/alerts.yml", "docs/ops/dashboard.json", "docs/ops/monitoring.md"


def totals_of(*flags: FlagCount, sent: int = 3) -> Totals:
    return Totals(
        deliveries={("slack", "sent"): sent},
        sent_within={"slack": [0, 1, 5, 9, 9, 10, 10]},
        enrolled_tenths=7,
        database_bytes=4096,
        flags=flags,
    )


def exported(metrics: Metrics, *flags: FlagCount, sent: int = 3, days: float = 0, well: bool = True) -> Sequence[str]:
    """What is told after one more look, so many days after the first."""
    found = Readiness(parts={DATABASE: () if well else UNREAD})
    metrics.refresh(now=T0 + timedelta(days=days), found=found, totals=totals_of(*flags, sent=sent))
    return lines_of(metrics)


def lines_of(metrics: Metrics) -> Sequence[str]:
    return [line for line in generate_latest(metrics.registry).decode().splitlines() if not line.startswith("#")]


def of(name: str, lines: Sequence[str]) -> Sequence[str]:
    return [line for line in lines if line.startswith(name)]


def test_flags_are_counted_by_kind_and_go_when_they_may_no_longer_be_told() -> None:
    metrics = Metrics(version="1")
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
    metrics = Metrics(version="1")
    seen = [of("rounds_deliveries", exported(metrics, sent=hour, days=hour / 24)) for hour in range(24 * 4)]
    assert seen[:24] == [[]] * 24
    told = 'rounds_deliveries_tenths{channel="slack",state="sent"}'
    assert [seen.index([f"{told} {first}.0"]) for first in (0, 14, 38)] == [
        24,
        38,
        62,
    ]
    assert len({str(each) for each in seen}) == 5, "as they stood at the first look of each day, and never in between"


def test_whether_a_part_works_is_told_at_once() -> None:
    metrics = Metrics(version="1")
    assert 'rounds_part_well{part="database"} 1.0' in exported(metrics)
    assert 'rounds_part_well{part="database"} 0.0' in exported(metrics, well=False)


def test_what_no_press_changes_is_told_at_once_and_what_is_not_known_is_absent() -> None:
    metrics = Metrics(version="1.2.3")
    first = lines_of(metrics)
    assert 'version="1.2.3"' in of("rounds_build_info", first)[0]
    assert not of("rounds_last", first)
    assert not of("rounds_oldest", first)
    metrics.ticked(T0)
    found = Readiness(parts={DATABASE: ()}, last_backup=T0, last_closed=IsoWeek.of(T0.date()) - 1)
    metrics.refresh(now=T0, found=found, totals=None)
    live = {line.split()[0]: float(line.split()[1]) for line in of("rounds_last", lines_of(metrics))}
    assert live == {
        "rounds_last_tick_timestamp_seconds": T0.timestamp(),
        "rounds_last_backup_timestamp_seconds": T0.timestamp(),
        "rounds_last_closed_week_timestamp_seconds": datetime(2026, 3, 2, tzinfo=UTC).timestamp(),
    }
    assert not of("rounds_database_bytes", lines_of(metrics)), "it grows with every press"


def test_overdue_rows_are_told_by_table_also_where_there_are_none() -> None:
    metrics = Metrics(version="1")
    overdue = {"inbox": OverdueTable(rows=20), "prompts": OverdueTable()}
    metrics.refresh(now=T0, found=Readiness(parts={DATABASE: ()}, overdue=overdue), totals=None)
    assert of("rounds_overdue_rows", lines_of(metrics)) == [
        'rounds_overdue_rows{table="inbox"} 20.0',
        'rounds_overdue_rows{table="prompts"} 0.0',
    ]


@pytest.mark.parametrize(("seconds", "told"), [(-60, 0), (599, 0), (600, 600), (3725, 3720)])
def test_how_long_messages_wait_is_told_once_they_are_stuck_and_in_whole_minutes(seconds: float, told: int) -> None:
    metrics = Metrics(version="1")
    found = Readiness(parts={DATABASE: ()}, oldest_due=T0)
    metrics.refresh(now=T0 + timedelta(seconds=seconds), found=found, totals=None)
    assert of("rounds_oldest", lines_of(metrics)) == [f"rounds_oldest_due_seconds {told}.0"]
    metrics.refresh(now=T0, found=Readiness(parts={DATABASE: UNREAD}), totals=None)
    assert not of("rounds_oldest", lines_of(metrics))


def test_shares_sizes_and_times_of_sending_are_told_a_day_late() -> None:
    metrics = Metrics(version="1")
    names = ("rounds_send_seconds_bucket", "rounds_enrolled_tenths", "rounds_database_bytes")
    assert not [line for name in names for line in of(name, exported(metrics, days=0.9))]
    told = exported(metrics, days=1.9)
    shares = of("rounds_send_seconds_bucket", told)
    assert [shares[1], shares[2], shares[-1]] == [
        'rounds_send_seconds_bucket{channel="slack",le="5"} 0.1',
        'rounds_send_seconds_bucket{channel="slack",le="15"} 0.5',
        'rounds_send_seconds_bucket{channel="slack",le="+Inf"} 1.0',
    ]
    assert of("rounds_enrolled_tenths", told) == ["rounds_enrolled_tenths 7.0"]
    assert of("rounds_database_bytes", told) == ["rounds_database_bytes 4096.0"]


def names_in(name: str) -> set[str]:
    return set(re.findall(r"\brounds_[a-z_]+\b", (ROOT / name).read_text("utf-8")))


def test_alarms_dashboard_and_page_name_what_is_told_and_the_page_all_of_it() -> None:
    metrics = Metrics(version="1")
    metrics.ticked(T0)
    count = FlagCount(kind=None, flags=6, answered=2)
    found = Readiness(
        parts={DATABASE: ()}, last_backup=T0, last_closed=IsoWeek.of(T0.date()), overdue={"inbox": OverdueTable()}
    )
    for days in (0, 1):
        metrics.refresh(now=T0 + timedelta(days=days), found=found, totals=totals_of(count))
    told = {re.split(r"[{ ]", line)[0] for line in lines_of(metrics)} - {"rounds_ticks_created"}
    assert names_in(PAGE) == told
    for name in (ALARMS, DASHBOARD):
        assert names_in(name), name
        assert names_in(name) <= told, name


def test_alarms_and_dashboard_are_whole() -> None:
    (group,) = yaml.safe_load((ROOT / ALARMS).read_text("utf-8"))["groups"]
    assert len(group["rules"]) > 5
    for rule in group["rules"]:
        assert rule["alert"].startswith("Rounds")
        assert rule["expr"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert {"summary", "description"} <= rule["annotations"].keys()
    panels = json.loads((ROOT / DASHBOARD).read_text("utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 5
    assert all(target["expr"] for panel in panels for target in panel["targets"])


@pytest.mark.parametrize("prefix", ["", OF_A_WORKER])
def test_a_part_is_the_matter_of_one_alarm_also_where_a_worker_tells_of_it(prefix: str) -> None:
    (group,) = yaml.safe_load((ROOT / ALARMS).read_text("utf-8"))["groups"]
    of_parts = {rule["alert"]: rule["expr"] for rule in group["rules"] if "rounds_part_well{" in rule["expr"]}

    def alarms_of(part: str) -> set[str]:
        found = set()
        for alarm, expr in of_parts.items():
            how, wanted = re.findall(r'part(=~|!~|=|!=)"(.*?)"', expr)[0]
            fits = re.fullmatch(wanted, part) is not None if how.endswith("~") else wanted == part
            if "== 0" in expr and fits is not how.startswith("!"):
                found.add(alarm)
        return found

    assert alarms_of(f"{prefix}{LOG.name}") == {"RoundsLogNotWhole"}
    assert alarms_of(f"{prefix}{RETENTION.name}") == set(), "rows have an alarm of their own"
    assert alarms_of(f"{prefix}{KEY_FILES.name}") == alarms_of(f"{prefix}closing weeks") == {"RoundsPartNotWell"}


def test_after_a_restart_totals_are_absent_and_never_nought_and_the_counter_begins_again() -> None:
    metrics = Metrics(version="1")
    metrics.ticked(T0)
    exported(metrics)
    told = ['rounds_deliveries_tenths{channel="slack",state="sent"} 3.0']
    assert of("rounds_deliveries", exported(metrics, days=1)) == told
    restarted = Metrics(version="1")
    lines = exported(restarted, days=1.1)
    assert not of("rounds_deliveries", lines)
    assert not of("rounds_flags", lines)
    assert of("rounds_ticks_total", lines) == ["rounds_ticks_total 0.0"]
    assert of("rounds_part_well", lines), "what alarms hang on is there at the first look"


def test_nothing_in_rounds_reads_a_metric() -> None:
    """So a restart, which loses the totals for a day, changes nothing that anybody is told or sent; the page Health of
    the console shows them and says since when."""
    root = Path(__file__).parents[2] / "bot"
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.py")}
    assert {path for path, text in texts.items() if "prometheus_client" in text} == {
        "adapters/metrics.py",
        "adapters/channels/web/server.py",
    }
    used = re.findall(r"\bmetrics\.(\w+(?:\.\w+)?)", "".join(texts.values()))
    assert set(used) == {"registry", "ticked"}, "served and counted"
    assert {path for path, text in texts.items() if "self.metrics" in text} == {"app/graph.py"}
    assert {path for path, text in texts.items() if "read: ReadHealth" in text} == {"adapters/console/health.py"}
