"""Figures about the machine for Prometheus: never about people or answers."""

import platform
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Info
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.flows.operations.check_readiness import Readiness
from bot.flows.operations.count_totals import LIMITS, Totals

LATE = timedelta(days=1)
_LATE_NOTE = "Once a day and a day late."
_LAST_TICK, _LAST_BACKUP = "rounds_last_tick_timestamp_seconds", "rounds_last_backup_timestamp_seconds"
_LAST_CLOSED, _OLDEST_DUE = "rounds_last_closed_week_timestamp_seconds", "rounds_oldest_due_seconds"
_ENROLLED, _BYTES = "rounds_enrolled_tenths", "rounds_database_bytes"
_SAYS = {
    _LAST_TICK: "When the last tick of this process ended.",
    _LAST_BACKUP: "The moment whose state the last backup holds.",
    _LAST_CLOSED: "The end of the newest week that is closed.",
    _OLDEST_DUE: "For how long the oldest question or digest has been due, in whole minutes; 0 below ten minutes.",
    _ENROLLED: f"Tenths of the people on the list who have joined, rounded down. {_LATE_NOTE}",
    _BYTES: f"Size of the database, rounded up to 10 MB. {_LATE_NOTE}",
}


class Metrics:
    """Counts what passed through this process, and tells how it is now.

    Totals of what people did, or of what was sent because they did it, are told once a day and a day late: from live
    ones, anybody who looks before and after could tell that somebody has just pressed something. After a start they are
    missing until a day has passed: they are gauges of what the database holds, and stored totals of earlier days would
    be one more place that tells of presses. The size of the database is one of them, since presses make it grow. The
    counter begins at 0, as counters of Prometheus do.

    Live is only what nobody's press changes: ticks, weeks, backups, parts, and for how long messages of a schedule have
    been stuck. What is not known is absent.
    """

    def __init__(self, *, version: str) -> None:
        self.registry = CollectorRegistry()
        build = Info("rounds_build", "What runs here.", registry=self.registry)
        build.info({"version": version, "python": platform.python_version()})
        self._ticks = Counter("rounds_ticks_total", "Ticks since the process started.", registry=self.registry)
        self._deliveries = Gauge(
            "rounds_deliveries_tenths",
            f"Tenths of a channel's messages in a state, rounded down; the rest is sent. {_LATE_NOTE}",
            ["channel", "state"],
            registry=self.registry,
        )
        self._sent_within = Gauge(
            "rounds_send_seconds_bucket",
            f"Share of the questions, in tenths, that were sent so many seconds after they were due. {_LATE_NOTE}",
            ["channel", "le"],
            registry=self.registry,
        )
        self._flags = Gauge(
            "rounds_flags",
            "Flags of a year by kind: raised, answered, recognised, known_reason; only where no team shows."
            f" {_LATE_NOTE}",
            ["kind", "verdict"],
            registry=self.registry,
        )
        self._well = Gauge("rounds_part_well", "1 if this part works, 0 if not.", ["part"], registry=self.registry)
        self._overdue = Gauge(
            "rounds_overdue_rows",
            "Rows of a table that should have been taken away by now, in tens, rounded up; counted once a day.",
            ["table"],
            registry=self.registry,
        )
        self._known = _Known()
        self.registry.register(self._known)
        self._kept: list[tuple[datetime, Totals]] = []
        self.told: Totals | None = None
        """The totals that may be told now."""
        self.last_tick: datetime | None = None

    def ticked(self, now: datetime) -> None:
        self._ticks.inc()
        self.last_tick = now
        self._known.put(_LAST_TICK, now.timestamp())

    def is_new_day(self, now: datetime) -> bool:
        """Whether no totals of today were taken over."""
        return not self._kept or self._kept[-1][0].date() < now.date()

    def refresh(self, *, now: datetime, found: Readiness, totals: Totals | None) -> None:
        """Take over what was found, and the totals of a new day."""
        for part, troubles in found.parts.items():
            self._well.labels(part=part.name).set(0 if troubles else 1)
        for table, overdue in found.overdue.items():
            self._overdue.labels(table=table).set(overdue.rows)
        known, closed = self._known, found.last_closed
        known.put(_LAST_BACKUP, None if found.last_backup is None else found.last_backup.timestamp())
        ended = None if closed is None else datetime.combine((closed + 1).monday(), time(0), UTC)
        known.put(_LAST_CLOSED, None if ended is None else ended.timestamp())
        waits = found.waits(now)
        known.put(_OLDEST_DUE, None if waits is None else waits.total_seconds())
        if totals is not None and self.is_new_day(now):
            self._kept.append((now, totals))
        ripe = [each for at, each in self._kept if at <= now - LATE]
        if ripe:
            del self._kept[: len(ripe) - 1]
            self._tell(ripe[-1])

    def _tell(self, totals: Totals) -> None:
        self.told = totals
        for gauge in (self._flags, self._deliveries, self._sent_within):
            gauge.clear()
        for count in totals.flags:
            counts = {"raised": count.flags, "answered": count.answered}
            if count.recognised is not None:
                counts |= {"recognised": count.recognised, "known_reason": count.known_reason}
            kind = "all" if count.kind is None else count.kind.value
            for verdict, number in counts.items():
                self._flags.labels(kind=kind, verdict=verdict).set(number)
        for (channel, state), number in totals.deliveries.items():
            self._deliveries.labels(channel=channel, state=state).set(number)
        for channel, tenths in totals.sent_within.items():
            for limit, share in zip([*map(str, LIMITS), "+Inf"], [*tenths, 10], strict=True):
                self._sent_within.labels(channel=channel, le=limit).set(share / 10)
        self._known.put(_ENROLLED, totals.enrolled_tenths)
        self._known.put(_BYTES, totals.database_bytes)


class _Known(Collector):
    """Single figures; one that is not known is absent rather than 0."""

    def __init__(self) -> None:
        self._values: dict[str, float] = {}

    def put(self, name: str, value: float | None) -> None:
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, value in self._values.items():
            yield GaugeMetricFamily(name, _SAYS[name], value=value)
