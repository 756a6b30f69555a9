"""Figures about the machine for Prometheus: never about people or answers."""

from collections.abc import Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.domain.follow_up.flag_precision import FlagCount


class Metrics:
    """Counts what passed through this process, and holds the database's counts as of the last look."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.ticks = Counter("rounds_ticks_total", "Ticks since the process started.", registry=self.registry)
        self._deliveries = Gauge("rounds_deliveries", "Deliveries by state.", ["state"], registry=self.registry)
        self._waiting = Gauge("rounds_inbox_waiting", "Updates committed and not yet filed.", registry=self.registry)
        self._flags = Gauge(
            "rounds_flags",
            "Flags of a year by kind: raised, answered, recognised, known_reason; only where no team shows.",
            ["kind", "verdict"],
            registry=self.registry,
        )
        self._well = Gauge("rounds_part_well", "1 if this part works, 0 if not.", ["part"], registry=self.registry)

    def refresh(
        self,
        *,
        deliveries: Mapping[str, int],
        waiting: int,
        parts: Mapping[str, str],
        flags: Sequence[FlagCount] = (),
    ) -> None:
        """Take over counts; `parts` maps each part to its trouble, empty if it is well."""
        self._flags.clear()
        for count in flags:
            counts = {"raised": count.flags, "answered": count.answered}
            if count.recognised is not None:
                counts |= {"recognised": count.recognised, "known_reason": count.known_reason}
            kind = "all" if count.kind is None else count.kind.value
            for verdict, number in counts.items():
                self._flags.labels(kind=kind, verdict=verdict).set(number)
        for state, number in deliveries.items():
            self._deliveries.labels(state=state).set(number)
        self._waiting.set(waiting)
        for part, trouble in parts.items():
            self._well.labels(part=part).set(0 if trouble else 1)
