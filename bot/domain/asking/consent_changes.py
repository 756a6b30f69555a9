"""What people may change about being asked: the allowed moves of consent, and the words that confirm them."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Literal, assert_never

from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import Consent
from bot.domain.programme.wall_clock import local_date, to_utc
from bot.domain.texts import say
from bot.domain.texts.dates import moment

ConsentWish = Literal[
    OnSelf.LESS_OFTEN,
    OnSelf.EVERY_2_WEEKS,
    OnSelf.EVERY_4_WEEKS,
    OnSelf.WEEKLY_AGAIN,
    OnSelf.ON_NIGHTS,
    OnSelf.PAUSE,
    OnSelf.PAUSE_1_WEEK,
    OnSelf.PAUSE_2_WEEKS,
    OnSelf.PAUSE_4_WEEKS,
    OnSelf.RESUME,
    OnSelf.STOP,
    OnSelf.STOP_NOW,
    OnSelf.KEEP,
]
"""All that a person may say about being asked; the rest of `OnSelf` only explains."""
NOT_AWAITED = frozenset(
    {OnSelf.PAUSE_1_WEEK, OnSelf.PAUSE_2_WEEKS, OnSelf.PAUSE_4_WEEKS, OnSelf.ON_NIGHTS, OnSelf.STOP_NOW}
)
"""After these the open questions are outside reach: nobody waits for an answer to them."""


def apply_change(consent: Consent, wish: ConsentWish, *, now: datetime, zone: str) -> Consent:
    """The consent after a wish; menus and questions change nothing."""
    match wish:
        case OnSelf.PAUSE_1_WEEK:
            return _paused(consent, now + timedelta(weeks=1))
        case OnSelf.PAUSE_2_WEEKS:
            return _paused(consent, now + timedelta(weeks=2))
        case OnSelf.PAUSE_4_WEEKS:
            return _paused(consent, now + timedelta(weeks=4))
        case OnSelf.WEEKLY_AGAIN:
            return replace(consent, weeks_between=1, unanswered=0)
        case OnSelf.EVERY_2_WEEKS:
            return replace(consent, weeks_between=2, unanswered=0)
        case OnSelf.EVERY_4_WEEKS:
            return replace(consent, weeks_between=4, unanswered=0)
        case OnSelf.ON_NIGHTS:
            monday = local_date(now, zone) + timedelta(days=7 - local_date(now, zone).weekday())
            return replace(consent, away_until=to_utc(monday, time(0, 0), zone))
        case OnSelf.RESUME:
            return replace(consent, paused_until=None, away_until=None, stopped_at=None, unanswered=0)
        case OnSelf.STOP_NOW:
            return replace(consent, stopped_at=consent.stopped_at or now)
        case OnSelf.LESS_OFTEN | OnSelf.PAUSE | OnSelf.STOP | OnSelf.KEEP:
            return consent
        case _:
            assert_never(wish)


def _paused(consent: Consent, until: datetime) -> Consent:
    """Whoever has stopped has nothing left to pause."""
    return consent if consent.stopped_at is not None else replace(consent, paused_until=until)


def confirmation(
    before: Consent, after: Consent, wish: ConsentWish, *, now: datetime, zone: str, locale: str
) -> Message:
    """What to say after a wish; also the menus that lead to one."""

    def words(name: str, **values: object) -> str:
        return say(f"commands-{name}", locale, **values)

    def until(at: datetime | None) -> str:
        return moment(at or now, now=now, zone=zone, locale=locale)

    match wish:
        case OnSelf.PAUSE_1_WEEK | OnSelf.PAUSE_2_WEEKS | OnSelf.PAUSE_4_WEEKS:
            if before.stopped_at is not None:
                return Message(text=words("stopped"), buttons=_rows(locale, _RESUME))
            return Message(text=words("paused", until=until(after.paused_until)), buttons=_rows(locale, _RESUME))
        case OnSelf.LESS_OFTEN:
            return Message(text=words("less_often"), buttons=_rows(locale, *_HOW_OFTEN))
        case OnSelf.EVERY_2_WEEKS | OnSelf.EVERY_4_WEEKS:
            return Message(text=words("asked_less", weeks=after.weeks_between), buttons=_rows(locale, _WEEKLY))
        case OnSelf.WEEKLY_AGAIN:
            return Message(text=words("asked_weekly"))
        case OnSelf.ON_NIGHTS:
            return Message(text=words("on_nights", until=until(after.away_until)), buttons=_rows(locale, _RESUME))
        case OnSelf.PAUSE:
            return Message(text=words("pause"), buttons=_rows(locale, *_HOW_LONG))
        case OnSelf.RESUME:
            return Message(text=words("not_paused" if before.accepts(now=now) else "resumed"))
        case OnSelf.STOP:
            return Message(text=words("stop"), buttons=_rows(locale, *_SURE))
        case OnSelf.STOP_NOW:
            return Message(text=words("stopped"), buttons=_rows(locale, _RESUME))
        case OnSelf.KEEP:
            return Message(text=words("kept"))
        case _:
            assert_never(wish)


def after_silence(*, count: int, weeks: int, locale: str) -> Message:
    """Said once when somebody is asked less because several questions in a row went unanswered."""
    text = say("commands-asked_less_after_silence", locale, count=count, weeks=weeks)
    return Message(text=text, buttons=_rows(locale, _WEEKLY, ("stop_now", OnSelf.STOP)))


_RESUME = ("resume", OnSelf.RESUME)
_WEEKLY = ("weekly_again", OnSelf.WEEKLY_AGAIN)
_HOW_OFTEN = (("every_2_weeks", OnSelf.EVERY_2_WEEKS), ("every_4_weeks", OnSelf.EVERY_4_WEEKS), _WEEKLY)
_HOW_LONG = (
    ("weeks_1", OnSelf.PAUSE_1_WEEK),
    ("weeks_2", OnSelf.PAUSE_2_WEEKS),
    ("weeks_4", OnSelf.PAUSE_4_WEEKS),
)
_SURE = (("stop_now", OnSelf.STOP_NOW), ("pause_instead", OnSelf.PAUSE), ("keep", OnSelf.KEEP))


def _rows(locale: str, *choices: tuple[str, OnSelf]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(label=say(f"commands-{label}", locale), intent=SelfPress(what=wish)),) for label, wish in choices
    )
