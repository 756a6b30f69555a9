"""The two-way loop: owners in time and told back in time."""

from datetime import date, timedelta

import pytest

from bot.domain.follow_up.action_timeliness import (
    ActionDates,
    owned_in_time,
    told_back_in_time,
)
from bot.domain.indicators.values import Scarcity, Share, TooFew

TODAY = date(2026, 3, 31)


def item(ago: int, *, owned: int | None = None, told: int | None = None, closed: int | None = None) -> ActionDates:
    raised = TODAY - timedelta(days=ago)

    def after(days: int | None) -> date | None:
        return None if days is None else raised + timedelta(days=days)

    return ActionDates(raised=raised, owned=after(owned), told_back=after(told), closed=after(closed))


def test_what_still_has_time_is_not_judged() -> None:
    items = [item(60, owned=3), item(60, owned=14), item(60, owned=15), item(60), item(5), item(5, owned=1)]
    share = owned_in_time(items, on=TODAY)
    assert isinstance(share, Share)
    assert (share.hits, share.trials) == (3, 5)


def test_told_back_has_thirty_days() -> None:
    share = told_back_in_time([item(40, told=30), item(40, told=31), item(40), item(29)], on=TODAY)
    assert isinstance(share, Share)
    assert (share.hits, share.trials) == (1, 3)


def test_what_happens_later_is_not_known_yet() -> None:
    items = [item(60, owned=3)] * 3
    assert owned_in_time(items, on=TODAY - timedelta(days=59)) == TooFew(because=Scarcity.THEMES, found=0, needed=3)


def test_an_item_cannot_be_owned_before_it_was_raised() -> None:
    with pytest.raises(ValueError, match="before it was raised"):
        item(5, owned=-1)
