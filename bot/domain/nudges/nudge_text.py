"""A nudge in words, as it is sent, changed and put away; and the choice of its day."""

from typing import assert_never

from bot.domain.messaging.buttons import NudgeDayPress, NudgePress, OnNudge, OnNudgeDay
from bot.domain.messaging.documents import Lead, SmallPrint
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.nudges.library import nudge_words, pitfall_words
from bot.domain.nudges.nudges import Nudge, NudgeOutcome
from bot.domain.programme.programme import Weekday
from bot.domain.texts import say
from bot.domain.texts.dates import weekday_name

DAYS = {day: OnNudgeDay(day.name.lower()) for day in Weekday}


def nudge_message(nudge: Nudge, locale: str) -> Message:
    """With its buttons while nobody has said anything to it."""
    title, words = Lead(words=say("nudges-title", locale)), nudge_words(nudge.code, locale)
    if nudge.outcome is not None:
        return message_of(MessageKind.NUDGE, locale, (title, words, SmallPrint(words=_thanks(nudge.outcome, locale))))
    note = f"{pitfall_words(nudge.code, locale)} {say('nudges-note', locale)}"

    def button(what: OnNudge) -> Button:
        intent = NudgePress(nudge=nudge.id, what=what)
        return Button(label=say(f"nudges-button-{what.value}", locale), intent=intent, is_primary=what is OnNudge.DONE)

    rows: tuple[tuple[Button, ...], ...] = ((button(OnNudge.DONE), button(OnNudge.NOT_FOR_ME)),)
    if nudge.may_change:
        rows = (*rows, (button(OnNudge.ANOTHER),))
    return message_of(MessageKind.NUDGE, locale, (title, words, SmallPrint(words=note)), buttons=rows)


def nudge_over(locale: str) -> Message:
    """Said to a button of a nudge that is known no more."""
    return message_of(MessageKind.ANSWER, locale, say("nudges-over", locale))


def day_menu(locale: str) -> Message:
    """On which day they want it."""

    def button(label: str, what: OnNudgeDay) -> Button:
        return Button(label=label, intent=NudgeDayPress(what=what))

    days = [button(weekday_name(day.number, locale), what) for day, what in DAYS.items()]
    none = button(say("nudges-day-none", locale), OnNudgeDay.NONE)
    return message_of(
        MessageKind.SETTINGS,
        locale,
        say("nudges-day", locale),
        buttons=(tuple(days[:3]), tuple(days[3:5]), tuple(days[5:]), (none,)),
    )


def day_button(locale: str) -> Button:
    """Leads to the choice of the day."""
    return Button(label=say("nudges-day_button", locale), intent=NudgeDayPress(what=OnNudgeDay.CHOOSE))


def day_set(day: Weekday | None, locale: str) -> Message:
    """What holds from now on; None: no nudges."""
    if day is None:
        return message_of(MessageKind.SETTINGS, locale, say("nudges-day_none", locale))
    name = weekday_name(day.number, locale)
    return message_of(MessageKind.SETTINGS, locale, say("nudges-day_set", locale, day=name))


def _thanks(outcome: NudgeOutcome, locale: str) -> str:
    match outcome:
        case NudgeOutcome.DONE:
            return say("nudges-done", locale)
        case NudgeOutcome.NOT_FOR_ME:
            return say("nudges-not_for_me", locale)
        case _:
            assert_never(outcome)
