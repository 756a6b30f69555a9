"""How the actions of half a year fared: shown to leads about themselves, in the digests that tell of a quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.follow_up.action_timeliness import (
    ActionDates,
    owned_in_time,
    told_back_in_time,
)
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.indicators.values import Share, TooFew
from bot.domain.programme.wall_clock import local_date

LOOP_SHOWN = timedelta(days=182)
"""Actions raised in so many days count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFigures:
    """How many actions soon had an owner, and how many were soon told back to the team."""

    owned: Share
    told: Share


def action_figures(actions: Sequence[Action], *, on: date, zone: str) -> ActionFigures | None:
    """None under three actions: a share would describe a single one. Ages are given of every action."""
    lately = [each for each in actions if on - local_date(each.raised_at, zone) <= LOOP_SHOWN]
    owned = owned_in_time([_item(each, zone) for each in lately if not _owned_long_ago(each)], on=on)
    told = told_back_in_time([_item(each, zone) for each in lately], on=on)
    return None if isinstance(owned, TooFew) or isinstance(told, TooFew) else ActionFigures(owned=owned, told=told)


def _owned_long_ago(action: Action) -> bool:
    """Owned before the date was kept: it would look as if nobody had ever said yes."""
    return action.owned_at is None and action.state is not ActionState.PROPOSED


def _item(action: Action, zone: str) -> ActionDates:
    def day(at: datetime | None) -> date | None:
        return None if at is None else local_date(at, zone)

    return ActionDates(
        raised=local_date(action.raised_at, zone),
        owned=day(action.owned_at),
        told_back=day(action.first_told_at),
        closed=day(action.closed_at),
    )
