"""Rows of buttons as plain values and back: a label, the text that stands for the intent, and the primary mark."""

from collections.abc import Iterable
from typing import Literal

from bot.callback_text import decode, encode
from bot.domain.messaging.buttons import Intent
from bot.domain.messaging.messages import Button

PlainButton = tuple[str, str] | tuple[str, str, Literal["primary"]]
PlainRows = tuple[tuple[PlainButton, ...], ...]


def plain_rows(rows: Iterable[Iterable[Button]]) -> PlainRows:
    return tuple(tuple(map(_plain, row)) for row in rows)


def button_rows(rows: Iterable[Iterable[PlainButton]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(Button(label=each[0], intent=stored_intent(each[1]), is_primary=len(each) > 2) for each in row)
        for row in rows
    )


def _plain(button: Button) -> PlainButton:
    plain = button.label, encode(button.intent)
    return (*plain, "primary") if button.is_primary else plain


def stored_intent(text: str) -> Intent:
    intent = decode(text)
    if intent is None:
        raise ValueError("a stored button stands for nothing that Rounds knows")
    return intent
