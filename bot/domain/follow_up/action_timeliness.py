"""The two-way loop: whether what people raise gets an owner, is told back, and grows old.

These figures rate the organisation, not its people (NHS Alliance 2003: involvement is two-way): they are shown to
leads about themselves.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.indicators.values import Scarcity, Share, TooFew

OWNER_WITHIN = timedelta(days=14)
TOLD_WITHIN = timedelta(days=30)
FEWEST_ITEMS = 3  # under this a share would describe a single item


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDates:
    """The dates of one theme or action: raised, owned, told back to the team, closed; None where not yet."""

    raised: date
    owned: date | None = None
    told_back: date | None = None
    closed: date | None = None

    def __post_init__(self) -> None:
        for later in (self.owned, self.told_back, self.closed):
            if later is not None and later < self.raised:
                raise ValueError("nothing is done about a theme before it was raised")


def owned_in_time(items: Collection[ActionDates], *, on: date, fewest: int = FEWEST_ITEMS) -> Share | TooFew:
    """Share of items with an owner within 14 days, among those whose 14 days are over or who have one."""
    return _in_time([(item.raised, item.owned) for item in items], within=OWNER_WITHIN, on=on, fewest=fewest)


def told_back_in_time(items: Collection[ActionDates], *, on: date, fewest: int = FEWEST_ITEMS) -> Share | TooFew:
    """Share of items told back to the team within 30 days of being raised, counted in the same way."""
    return _in_time([(item.raised, item.told_back) for item in items], within=TOLD_WITHIN, on=on, fewest=fewest)


def _in_time(
    dates: Collection[tuple[date, date | None]], *, within: timedelta, on: date, fewest: int
) -> Share | TooFew:
    # What happens after `on` is not known on that day.
    known = [(raised, done if done is not None and done <= on else None) for raised, done in dates if raised <= on]
    judged = [(raised, done) for raised, done in known if done is not None or on - raised > within]
    if len(judged) < fewest:
        return TooFew(because=Scarcity.THEMES, found=len(judged), needed=fewest)
    return Share.wilson(sum(done is not None and done - raised <= within for raised, done in judged), len(judged))
