"""What people may change about being asked: the allowed moves of consent, and the words that confirm them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, assert_never

from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import Consent
from bot.domain.programme.wall_clock import local_date, to_utc
from bot.domain.texts import say
from bot.domain.texts.dates import last_day

_MIDNIGHT = time(0, 0)
LONGEST_PAUSE = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class PauseThrough:
    """A pause that ends with a day, on the person's own calendar."""

    last: date


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
"""What a button may say about being asked; the rest of `OnSelf` only explains."""
AnyWish = ConsentWish | PauseThrough
NOT_AWAITED = frozenset(
    {OnSelf.PAUSE_1_WEEK, OnSelf.PAUSE_2_WEEKS, OnSelf.PAUSE_4_WEEKS, OnSelf.ON_NIGHTS, OnSelf.STOP_NOW}
)
"""After these the open questions are outside reach: nobody waits for an answer to them."""


def asked_how(consent: Consent, *, now: datetime, zone: str, locale: str) -> str:
    """How often somebody is asked, or until when they are not."""
    if consent.stopped_at is not None:
        return say("me-stopped", locale)
    for until, name in ((consent.paused_until, "me-paused"), (consent.away_until, "me-on_nights")):
        if until is not None and now < until:
            return say(name, locale, day=last_day(until, zone=zone, locale=locale))
    return say("me-often", locale, weeks=consent.weeks_between)


def apply_change(consent: Consent, wish: AnyWish, *, now: datetime, zone: str) -> Consent:
    """The consent after a wish; menus and questions change nothing. It counts from midnight to midnight. Whoever has
    stopped has nothing left to pause or to be asked less of: only to start again."""
    if consent.stopped_at is not None and wish is not OnSelf.RESUME:
        return consent
    match wish:
        case PauseThrough(last=last):
            return _paused(consent, last, zone=zone)
        case OnSelf.PAUSE_1_WEEK:
            return _paused(consent, _in_weeks(1, now, zone), zone=zone)
        case OnSelf.PAUSE_2_WEEKS:
            return _paused(consent, _in_weeks(2, now, zone), zone=zone)
        case OnSelf.PAUSE_4_WEEKS:
            return _paused(consent, _in_weeks(4, now, zone), zone=zone)
        case OnSelf.WEEKLY_AGAIN:
            return replace(consent, weeks_between=1, unanswered=0)
        case OnSelf.EVERY_2_WEEKS:
            return replace(consent, weeks_between=2, unanswered=0)
        case OnSelf.EVERY_4_WEEKS:
            return replace(consent, weeks_between=4, unanswered=0)
        case OnSelf.ON_NIGHTS:
            monday = local_date(now, zone) + timedelta(days=7 - local_date(now, zone).weekday())
            return replace(consent, away_until=to_utc(monday, _MIDNIGHT, zone))
        case OnSelf.RESUME:
            return replace(consent, paused_until=None, away_until=None, stopped_at=None, unanswered=0)
        case OnSelf.STOP_NOW:
            return replace(consent, stopped_at=to_utc(local_date(now, zone), _MIDNIGHT, zone), unanswered=0)
        case OnSelf.LESS_OFTEN | OnSelf.PAUSE | OnSelf.STOP | OnSelf.KEEP:
            return consent
        case _:
            assert_never(wish)


def may_pause_through(day: date, *, now: datetime, zone: str) -> bool:
    """Whether a pause may end with this day: not before tomorrow, and not so late that it is a stop."""
    today = local_date(now, zone)
    return today < day <= today + LONGEST_PAUSE


def _in_weeks(weeks: int, now: datetime, zone: str) -> date:
    """The same day of a later week, so that its question is passed over, too."""
    return local_date(now, zone) + timedelta(weeks=weeks)


def _paused(consent: Consent, last: date, *, zone: str) -> Consent:
    return replace(consent, paused_until=to_utc(last + timedelta(days=1), _MIDNIGHT, zone))


def confirmation(before: Consent, after: Consent, wish: AnyWish, *, now: datetime, zone: str, locale: str) -> Message:
    """What to say after a wish; also the menus that lead to one."""

    def through(until: datetime | None) -> str:
        return last_day(until or now, zone=zone, locale=locale)

    def said(text: str, rows: tuple[tuple[Button, ...], ...] = ()) -> Message:
        return message_of(MessageKind.SETTINGS, locale, text, buttons=rows)

    def asked(text: str, row: tuple[str, OnSelf] | None = _WEEKLY) -> Message:
        """How often, and until when not at all."""
        silent_until = after.silent_until(now=now)
        rows = _rows(locale, *([row] if row else []), *([_RESUME] if silent_until else []))
        still = [say("commands-still_silent", locale, day=through(silent_until))] if silent_until else []
        return message_of(MessageKind.SETTINGS, locale, (text, *still), buttons=rows)

    if before.stopped_at is not None and wish not in (OnSelf.RESUME, OnSelf.STOP_NOW):
        return said(say("commands-has_stopped", locale), _rows(locale, _RESUME))
    match wish:
        case OnSelf.PAUSE_1_WEEK | OnSelf.PAUSE_2_WEEKS | OnSelf.PAUSE_4_WEEKS | PauseThrough():
            return said(say("commands-paused", locale, day=through(after.paused_until)), _rows(locale, _RESUME))
        case OnSelf.LESS_OFTEN:
            rarer = _weeks("commands-every_weeks", locale, _HOW_OFTEN)
            back = _rows(locale, _WEEKLY) if before.weeks_between > 1 else ()
            return said(say("commands-less_often", locale), (*rarer, *back))
        case OnSelf.EVERY_2_WEEKS | OnSelf.EVERY_4_WEEKS:
            return asked(say("commands-asked_less", locale, weeks=after.weeks_between))
        case OnSelf.WEEKLY_AGAIN:
            return asked(say("commands-asked_weekly", locale), None)
        case OnSelf.ON_NIGHTS:
            return said(say("commands-on_nights", locale, day=through(after.away_until)), _rows(locale, _RESUME))
        case OnSelf.PAUSE:
            return said(say("commands-pause", locale), _weeks("commands-for_weeks", locale, _HOW_LONG))
        case OnSelf.RESUME:
            return said(say("commands-not_paused" if before.accepts(now=now) else "commands-resumed", locale))
        case OnSelf.STOP:
            return said(say("commands-stop", locale), _rows(locale, *_SURE))
        case OnSelf.STOP_NOW:
            return said(say("commands-stopped", locale), _rows(locale, _RESUME))
        case OnSelf.KEEP:
            return said(say("commands-kept", locale))
        case _:
            assert_never(wish)


def after_silence(*, count: int, weeks: int, locale: str) -> Message:
    """Said once when somebody is asked less because several questions in a row went unanswered."""
    text = say("commands-asked_less_after_silence", locale, count=count, weeks=weeks)
    return message_of(
        MessageKind.SETTINGS, locale, text, buttons=_rows(locale, _WEEKLY, ("commands-stop_now", OnSelf.STOP))
    )


_RESUME = ("commands-resume", OnSelf.RESUME)
_WEEKLY = ("commands-weekly_again", OnSelf.WEEKLY_AGAIN)
_HOW_OFTEN = (OnSelf.EVERY_2_WEEKS, 2), (OnSelf.EVERY_4_WEEKS, 4)
_HOW_LONG = (OnSelf.PAUSE_1_WEEK, 1), (OnSelf.PAUSE_2_WEEKS, 2), (OnSelf.PAUSE_4_WEEKS, 4)
_SURE = (
    ("commands-stop_now", OnSelf.STOP_NOW),
    ("commands-pause_instead", OnSelf.PAUSE),
    ("commands-keep", OnSelf.KEEP),
)

Rows = tuple[tuple[Button, ...], ...]


def _rows(locale: str, *choices: tuple[str, OnSelf]) -> Rows:
    return tuple((Button(label=say(label, locale), intent=SelfPress(what=wish)),) for label, wish in choices)


def _weeks(label: str, locale: str, choices: Iterable[tuple[OnSelf, int]]) -> Rows:
    return tuple(
        (Button(label=say(label, locale, weeks=weeks), intent=SelfPress(what=wish)),) for wish, weeks in choices
    )
