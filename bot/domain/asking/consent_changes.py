"""What people may change about being asked: the allowed moves of consent, and the words that confirm them."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import Consent
from bot.domain.programme.wall_clock import local_date, to_utc
from bot.domain.texts import say
from bot.domain.texts.dates import moment

PAUSES = {
    OnSelf.PAUSE_1_WEEK: timedelta(weeks=1),
    OnSelf.PAUSE_2_WEEKS: timedelta(weeks=2),
    OnSelf.PAUSE_4_WEEKS: timedelta(weeks=4),
}
_EVERY = {OnSelf.EVERY_2_WEEKS: 2, OnSelf.EVERY_4_WEEKS: 4, OnSelf.WEEKLY_AGAIN: 1}
NOT_AWAITED = frozenset({*PAUSES, OnSelf.ON_NIGHTS, OnSelf.STOP_NOW})
"""After these the open questions are outside reach: nobody waits for an answer to them."""


def apply_change(consent: Consent, wish: OnSelf, *, now: datetime, zone: str) -> Consent:
    """The consent after a wish; menus and questions change nothing."""
    if wish in PAUSES and consent.stopped_at is None:
        return replace(consent, paused_until=now + PAUSES[wish])
    if wish in _EVERY:
        return replace(consent, weeks_between=_EVERY[wish], unanswered=0)
    match wish:
        case OnSelf.ON_NIGHTS:
            monday = local_date(now, zone) + timedelta(days=7 - local_date(now, zone).weekday())
            return replace(consent, away_until=to_utc(monday, time(0, 0), zone))
        case OnSelf.RESUME:
            return replace(consent, paused_until=None, away_until=None, stopped_at=None, unanswered=0)
        case OnSelf.STOP_NOW:
            return replace(consent, stopped_at=consent.stopped_at or now)
        case _:
            return consent


def confirmation(before: Consent, after: Consent, wish: OnSelf, *, now: datetime, zone: str, locale: str) -> Message:
    """What to say after a wish; also the menus that lead to one."""

    def words(name: str, **values: object) -> str:
        return say(f"commands.{name}", locale, **values)

    def until(at: datetime | None) -> str:
        return moment(at or now, now=now, zone=zone, locale=locale)

    if wish in PAUSES and before.stopped_at is not None:
        return Message(text=words("stopped"), buttons=_rows(locale, ("resume", OnSelf.RESUME)))
    if wish in PAUSES:
        return Message(text=words("paused", until=until(after.paused_until)), buttons=_rows(locale, _RESUME))
    match wish:
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
        case _:
            return Message(text=words("kept"))


def after_silence(*, count: int, weeks: int, locale: str) -> Message:
    """Said once when somebody is asked less because several questions in a row went unanswered."""
    text = say("commands.asked_less_after_silence", locale, count=count, weeks=weeks)
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
        (Button(label=say(f"commands.{label}", locale), intent=SelfPress(what=wish)),) for label, wish in choices
    )
