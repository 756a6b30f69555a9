"""What co-leads, owners and sponsors are asked of what was begun: which question is due on which day, once each.

Nothing of this repeats a digest: what a digest says, too, is asked on the day after it. What falls on a weekend is
asked on Monday.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import FlagReply, FlagResponse
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.nudges import LATE, NUDGE_AT
from bot.domain.programme.wall_clock import local_date, to_utc

FLAG_AFTER, TALK_AFTER, WAITING_AFTER = 8, 15, 29
"""Days after the digest that told of a flag: each the day after a digest that says the same."""
TELL_AFTER: Final = 30
"""Days after an action was raised."""
QUARTER_WEEKS: Final = 13
_MONDAY, _SATURDAY = 0, 5


class LeadAsk(StrEnum):
    """What is asked, the most urgent first."""

    FLAG = "flag"
    """Nobody has said anything to a flag."""
    DATE = "date"
    """The date that an owner has set is today."""
    TALK = "talk"
    """A conversation was suggested: did it happen?"""
    TELL = "tell"
    """The team has not been told of an action."""
    WAITING = "waiting"
    """For a sponsor: a team below has waited for four weeks."""
    QUARTER = "quarter"
    """For a sponsor: which team's change they made possible."""


def asked_on(now: datetime, zone: str, *, restored_at: datetime | None = None) -> Sequence[date]:
    """The days whose questions are asked now: today's, on Monday also those of the weekend; empty at other times, and
    where they may have been asked before Rounds was restored from a backup."""
    today = local_date(now, zone)
    begins = to_utc(today, NUDGE_AT, zone)
    if not begins <= now < begins + LATE or today.weekday() >= _SATURDAY:
        return ()
    if restored_at is not None and begins <= restored_at:
        return ()
    return [today - timedelta(days=back) for back in (range(3) if today.weekday() == _MONDAY else range(1))]


def flag_asks(
    kind: FlagKind, replies: Sequence[FlagReply], *, told_on: date, days: Collection[date]
) -> frozenset[LeadAsk]:
    """Of a flag that a digest told of on that day. A known reason, or that nobody recognises it, ends the questions.

    Sponsors are not asked about one that says that the limit lies above the team: its leads owe nobody an answer.
    """
    due = {
        LeadAsk.FLAG: FLAG_AFTER if not replies else None,
        LeadAsk.TALK: TALK_AFTER if not is_settled(replies) else None,
        LeadAsk.WAITING: WAITING_AFTER if not replies and kind.is_drift else None,
    }
    return frozenset(ask for ask, after in due.items() if after is not None and told_on + timedelta(days=after) in days)


def action_asks(action: Action, *, raised_on: date, days: Collection[date]) -> frozenset[LeadAsk]:
    """Of an action that was raised on that day. One that is done has to be told, too."""
    asks = set()
    if action.state is ActionState.OPEN and action.due in days:
        asks.add(LeadAsk.DATE)
    is_untold = action.first_told_at is None and action.told_at is None and action.state is not ActionState.DRAFT
    if is_untold and raised_on + timedelta(days=TELL_AFTER) in days:
        asks.add(LeadAsk.TELL)
    return frozenset(asks)


def asks_sponsors(week: IsoWeek, days: Collection[date]) -> bool:
    """Whether sponsors are asked, once a quarter, which team's change they made possible: on a Wednesday."""
    return week.index % QUARTER_WEEKS == 0 and any(day.weekday() == _MONDAY + 2 for day in days)


def is_settled(replies: Sequence[FlagReply]) -> bool:
    """Whether leads have said that no conversation is needed about a flag."""
    said = {each.response for each in replies}
    return bool(said & {FlagResponse.KNOWN_REASON, FlagResponse.NOT_RECOGNISED}) and FlagResponse.REPLYING not in said
