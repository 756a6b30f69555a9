"""What leads and sponsors are asked, in words, with what they may press."""

from datetime import date

from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag
from bot.domain.messaging.buttons import (
    ActionPress,
    ConversationPress,
    FlagPress,
    Intent,
    OnAction,
    OnConversation,
    OnFlag,
)
from bot.domain.messaging.documents import Quote
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.texts import say
from bot.domain.texts.dates import day


def flag_ask(flag: Flag, *, unit_name: str, locale: str) -> Message:
    """Nobody has said anything to a flag for a week."""
    said = say("nudges-ask_flag", locale, unit=unit_name, date=day(flag.week.sunday(), locale))
    rows = (
        (_button("digest-button-reply", FlagPress(flag=flag.id, what=OnFlag.REPLY), locale, is_primary=True),),
        (_button("digest-button-reason", FlagPress(flag=flag.id, what=OnFlag.KNOWN_REASON), locale),),
        (_button("digest-button-not_recognised", FlagPress(flag=flag.id, what=OnFlag.NOT_RECOGNISED), locale),),
    )
    return message_of(MessageKind.LEAD_ASKED, locale, said, buttons=rows)


def talk_ask(flag: Flag, *, unit_name: str, locale: str) -> Message:
    """A conversation was suggested two weeks ago."""

    def button(what: OnConversation) -> Button:
        press = ConversationPress(flag=flag.id, what=what)
        return _button(f"nudges-talk-{what.value}", press, locale, is_primary=what is OnConversation.HAPPENED)

    said = say("nudges-ask_talk", locale, unit=unit_name, date=day(flag.week.sunday(), locale))
    rows = (
        (button(OnConversation.HAPPENED),),
        (button(OnConversation.NOT_YET), button(OnConversation.NOT_NEEDED)),
    )
    return message_of(MessageKind.LEAD_ASKED, locale, said, buttons=rows)


def date_ask(action: Action, due: date, *, unit_name: str, locale: str) -> Message:
    """The date of an action has come."""
    said = say("nudges-ask_date", locale, unit=unit_name, date=day(due, locale)), Quote(words=action.words)
    rows = (
        (
            _button("loop-button-done", ActionPress(action=action.id, what=OnAction.CLOSE), locale, is_primary=True),
            _button("loop-button-still_open", ActionPress(action=action.id, what=OnAction.STILL_OPEN), locale),
        ),
    )
    return message_of(MessageKind.LEAD_ASKED, locale, said, buttons=rows)


def tell_ask(action: Action, *, unit_name: str, locale: str) -> Message:
    """The team has heard nothing of an action for thirty days."""
    said = say("nudges-ask_tell", locale, unit=unit_name), Quote(words=action.words)
    tell = _button("loop-button-tell", ActionPress(action=action.id, what=OnAction.TELL), locale, is_primary=True)
    return message_of(MessageKind.LEAD_ASKED, locale, said, buttons=((tell,),))


def waiting_ask(flag: Flag, *, unit_name: str, locale: str) -> Message:
    """For a sponsor: a team has waited for four weeks, and one thing to do about it."""
    said = say("nudges-ask_waiting", locale, unit=unit_name, date=day(flag.week.sunday(), locale))
    return message_of(MessageKind.LEAD_ASKED, locale, (said, say("nudges-ask_waiting_do", locale)))


def quarter_ask(locale: str) -> Message:
    """For a sponsor, once a quarter."""
    return message_of(
        MessageKind.LEAD_ASKED, locale, (say("nudges-ask_quarter", locale), say("nudges-ask_quarter_do", locale))
    )


def _button(label: str, press: Intent, locale: str, *, is_primary: bool = False) -> Button:
    return Button(label=say(label, locale), intent=press, is_primary=is_primary)
