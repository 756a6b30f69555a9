"""Choosing one's own language in the chat: which there are, each as it calls itself, and what is said afterwards."""

from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.documents import SmallPrint
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.texts import languages, say
from bot.domain.texts.dates import language_name
from bot.domain.texts.languages import is_unread


def language_button(locale: str) -> Button:
    """It says what it is in every language, the reader's first: whoever looks for another may not read theirs."""
    others = (each for each in languages() if each != locale)
    words = dict.fromkeys(say("commands-language_button", each) for each in (locale, *others))
    return Button(label=" / ".join(words), intent=SelfPress(what=OnSelf.LANGUAGE))


def language_menu(locale: str) -> Message:
    buttons = tuple(
        (Button(label=language_called(each, locale), intent=SelfPress(what=OnSelf.LANGUAGE, locale=each)),)
        for each in languages()
    )
    words = say("commands-language", locale, language=language_called(locale, locale))
    return message_of(MessageKind.SETTINGS, locale, words, buttons=buttons)


def language_chosen(locale: str) -> Message:
    """In the new language."""
    said = say("commands-language_chosen", locale, language=language_called(locale, locale))
    note = SmallPrint(words=say("commands-language_note", locale))
    return message_of(MessageKind.SETTINGS, locale, (said, note))


def language_called(named: str, locale: str) -> str:
    """What a language calls itself, with a note where no native speaker has read it yet."""
    name = language_name(named)
    return say("me-language_unread", locale, language=name) if is_unread(named) else name
