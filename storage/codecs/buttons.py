"""Rows of buttons as plain values and back: each a label and the short text that stands for its intent."""

from collections.abc import Iterable

from bot.callback_text import decode, encode
from bot.domain.messaging.buttons import Intent
from bot.domain.messaging.messages import Button

PlainRows = tuple[tuple[tuple[str, str], ...], ...]


def plain_rows(rows: Iterable[Iterable[Button]]) -> PlainRows:
    return tuple(tuple((button.label, encode(button.intent)) for button in row) for row in rows)


def button_rows(rows: Iterable[Iterable[tuple[str, str]]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(Button(label=label, intent=stored_intent(intent)) for label, intent in row) for row in rows)


def stored_intent(text: str) -> Intent:
    intent = decode(text)
    if intent is None:
        raise ValueError("a stored button stands for nothing that Rounds knows")
    return intent
