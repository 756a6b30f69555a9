"""What a writer is shown while they write: the question for words, the draft so far, and what was said to them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.answers.answer_body import AnswerPart, in_order, with_change
from bot.domain.messaging.buttons import OnPrompt, PromptPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import closed_prompt_key
from bot.domain.messaging.documents import Section
from bot.domain.messaging.inbound import Edited, Inbound, Pressed, Typed
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.raising.notes import LONGEST_NOTE, AskedNote
from bot.domain.texts import say
from bot.flows.raising.screens import Raiser
from bot.ports import UnitOfWork


def prompt_message(raiser: Raiser, ask: AskedNote, said: tuple[Section | str, ...]) -> Message:
    return message_of(
        MessageKind.PROMPT,
        raiser.locale,
        said,
        buttons=((button(raiser, ask, OnPrompt.CANCEL),),),
        asks_reply=True,
        longest_reply=LONGEST_NOTE,
    )


def button(raiser: Raiser, ask: AskedNote, what: OnPrompt) -> Button:
    label = say(f"loop-button-{what.value}", raiser.locale)
    return Button(label=label, intent=PromptPress(prompt=ask.prompt, what=what))


def plain(raiser: Raiser, said: str) -> Message:
    return message_of(MessageKind.ANSWER, raiser.locale, said)


def answer(
    raiser: Raiser, update: Inbound, said: Message | str | tuple[Section | str, ...], *, now: datetime
) -> Delivery:
    """In the message that was pressed, or with a new one."""
    message = said if isinstance(said, Message) else message_of(MessageKind.ANSWER, raiser.locale, said)
    pressed = update.message if isinstance(update.event, Pressed) else None
    return reply_to(update, raiser.person.id, message, now=now, edits=pressed)


def with_words(ask: AskedNote, update: Inbound, words: str, *, is_added: bool) -> tuple[AnswerPart, ...]:
    """The messages of a draft with this one: added to it, changed in it, or in place of all."""
    event = update.event
    if isinstance(event, Edited) and update.message is not None and ask.is_written_in(update.message):
        return with_change(ask.parts, update.message, words)
    written_in = event.written_in if isinstance(event, Typed) else update.message if isinstance(event, Edited) else None
    part = AnswerPart(text=words, sequence=update.sequence, written_in=written_in)
    others = [each for each in ask.parts if each.sequence != part.sequence] if is_added else []
    return in_order([*others, part])


async def closed_draft(
    work: UnitOfWork, raiser: Raiser, update: Inbound, ask: AskedNote, said: str, *, now: datetime
) -> Sequence[Delivery]:
    """What was shown before, without its buttons."""
    ref = await work.deliveries.ref_of(ask.shown_in, update.sender.channel)
    if ref is None:
        return ()
    edit = reply_to(update, raiser.person.id, plain(raiser, said), now=now, edits=ref)
    return [replace(edit, key=closed_prompt_key(ask.prompt))]
