"""Figures about the machine for Prometheus: never about people or answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.domain.follow_up.flag_precision import FlagCount

LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Totals:
    """As they stood at the first look of a day."""

    at: datetime
    deliveries: Mapping[str, int]
    flags: Sequence[FlagCount]


class Metrics:
    """Counts what passed through this process, and tells how it is now.

    Totals of what people did, or of what was sent because they did it, are told once a day and a day late: from live
    ones, anybody who looks before and after could tell that somebody has just pressed something. After a start they are
    missing until a day has passed: they are gauges of what the database holds, and stored totals of earlier days would
    be one more place that tells of presses. The counter begins at 0, as counters of Prometheus do.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.ticks = Counter("rounds_ticks_total", "Ticks since the process started.", registry=self.registry)
        self._deliveries = Gauge(
            "rounds_deliveries", "Deliveries by state, once a day and a day late.", ["state"], registry=self.registry
        )
        self._flags = Gauge(
            "rounds_flags",
            "Flags of a year by kind: raised, answered, recognised, known_reason; only where no team shows, once a day"
            " and a day late.",
            ["kind", "verdict"],
            registry=self.registry,
        )
        self._well = Gauge("rounds_part_well", "1 if this part works, 0 if not.", ["part"], registry=self.registry)
        self._kept: list[_Totals] = []

    def refresh(
        self, *, now: datetime, deliveries: Mapping[str, int], parts: Mapping[str, str], flags: Sequence[FlagCount] = ()
    ) -> None:
        """Take over what was found; `parts` maps each part to its trouble, empty if it is well."""
        for part, trouble in parts.items():
            self._well.labels(part=part).set(0 if trouble else 1)
        if not self._kept or self._kept[-1].at.date() < now.date():
            self._kept.append(_Totals(at=now, deliveries=dict(deliveries), flags=tuple(flags)))
        ripe = [totals for totals in self._kept if totals.at <= now - LATE]
        if ripe:
            del self._kept[: len(ripe) - 1]
            self._tell(ripe[-1])

    def _tell(self, totals: _Totals) -> None:
        self._flags.clear()
        for count in totals.flags:
            counts = {"raised": count.flags, "answered": count.answered}
            if count.recognised is not None:
                counts |= {"recognised": count.recognised, "known_reason": count.known_reason}
            kind = "all" if count.kind is None else count.kind.value
            for verdict, number in counts.items():
                self._flags.labels(kind=kind, verdict=verdict).set(number)
        for state, number in totals.deliveries.items():
            self._deliveries.labels(state=state).set(number)
