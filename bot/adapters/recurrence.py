"""Cron arithmetic on a floating wall clock, by APScheduler's trigger; no zone and no scheduler is involved."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from apscheduler.triggers.cron import CronTrigger


class CronRecurrence:
    """Satisfies the `Recurrence` port.

    The trigger runs in UTC, which never changes its clocks, and its instants are read as wall times
    (docs/adr/0004-cron-on-a-floating-clock.md).
    """

    def times(self, expression: str, first: date, last: date) -> Sequence[tuple[date, time]]:
        """Local dates and times on the days from `first` to `last` inclusive, in order.

        Raises ValueError for an expression that is not five cron fields.
        """
        end = datetime.combine(last, time(23, 59), tzinfo=UTC)
        trigger = CronTrigger.from_crontab(expression, timezone=UTC)
        trigger.end_date = end
        found: list[tuple[date, time]] = []
        at = datetime.combine(first, time(0, 0), tzinfo=UTC)
        while at <= end:
            fires = trigger.get_next_fire_time(None, at)
            if fires is None:
                break
            found.append((fires.date(), fires.time().replace(tzinfo=None)))
            at = fires + timedelta(minutes=1)
        return found
