"""Asking a lead to write, and closing what asked when it takes no more words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from bot.domain.follow_up.prompts import (
    ActionWords,
    Box,
    CannotWords,
    CommentWords,
    HelpWords,
    KnownReasonWords,
    LeadSubject,
    Prompt,
    ReplyWords,
    TeamWords,
    TeamWordsOnAction,
    lead_subject,
    longest_words,
)
from bot.domain.identifiers import MessageRef, PromptId, short_id
from bot.domain.messaging.buttons import OnPrompt, PromptPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import closed_prompt_key, reply_key
from bot.domain.messaging.documents import Quote, Section, SmallPrint
from bot.domain.messaging.messages import Button, MessageKind, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import Channel
from bot.flows.follow_up.lead_messages import LeadContext


def about(context: LeadContext, subject: LeadSubject) -> str:
    """What the words would be, in a few words."""
    match subject:
        case KnownReasonWords():
            return context.say("loop-about_reason")
        case ReplyWords():
            return context.say("loop-about_reply")
        case ActionWords():
            return context.say("loop-about_action")
        case CannotWords():
            return context.say("loop-about_cannot")
        case CommentWords():
            return context.say("loop-about_comment")
        case HelpWords():
            return context.say("loop-about_help")
        case TeamWords() | TeamWordsOnAction():
            return context.say("loop-about_team")
        case _:
            assert_never(subject)


def prompt_button(context: LeadContext, prompt: Prompt, what: OnPrompt) -> Button:
    return Button(label=context.say(f"loop-button-{what.value}"), intent=PromptPress(prompt=prompt.id, what=what))


class AskForWords:
    """Each question for words is a prompt of its own; a newer one about the same takes the place of an earlier one.

    What asks, the draft and what became of it are one message, wherever the channel can change what asks.
    """

    def __init__(self, *, boxes: Mapping[Channel, Box]) -> None:
        """`boxes`: how each channel asks; people reply where it is not named."""
        self._boxes = boxes

    async def __call__(
        self,
        context: LeadContext,
        subject: LeadSubject,
        *said: Section | str,
        draft: str = "",
        instead_of: Prompt | None = None,
        others: tuple[Button, ...] = (),
    ) -> list[Delivery]:
        """`instead_of`: what was written, with its words as `draft`, and is to be written anew. `others`: what may be
        pressed in place of writing, where `has_buttons`."""
        place, shown_in = None, reply_key(context.update)
        if instead_of is not None and self._box(context) is not Box.REPLIED_TO:
            place, shown_in = await self.place(context, instead_of), instead_of.shown_in
        prompt = Prompt(
            id=PromptId(short_id("prompt", context.update.sender.channel, context.update.update_id)),
            person=context.person,
            subject=subject,
            shown_in=reply_key(context.update) if place is None else shown_in,
            asked_at=context.now,
        )
        earlier = [each for each in await _open(context) if each.subject == subject]
        closed = await self.close(context, earlier, "loop-prompt_asked_again")
        if instead_of is not None and place is None:
            closed += await self.close(context, [instead_of], "loop-prompt_asked_again")
        await context.work.prompts.open(prompt)
        longest = longest_words(subject)
        quoted = (Quote(words=draft),) if draft else ()
        limits = SmallPrint(words=context.say("loop-limits", longest=longest))
        message = message_of(
            MessageKind.PROMPT,
            context.locale,
            (*said, *quoted, limits),
            buttons=(*((each,) for each in others), (prompt_button(context, prompt, OnPrompt.CANCEL),)),
            asks_reply=True,
            longest_reply=longest,
        )
        return [reply_to(context.update, context.person, message, now=context.now, edits=place), *closed]

    async def place(self, context: LeadContext, prompt: Prompt) -> MessageRef | None:
        """The message that asks, or that shows the draft, where what follows can be shown in it."""
        if prompt.draft is None and self._box(context) is Box.REPLIED_TO:
            return None
        return await context.work.deliveries.ref_of(prompt.shown_in, context.update.sender.channel)

    async def close(self, context: LeadContext, prompts: Sequence[Prompt], said: str) -> list[Delivery]:
        """Take no more words for these. Their messages say what became of them, unless a page leaves them out."""
        await context.work.prompts.forget([each.id for each in prompts])
        closed = []
        for prompt in prompts:
            ref = await context.work.deliveries.ref_of(prompt.shown_in, context.update.sender.channel)
            if ref is None:
                await context.work.deliveries.expire_keys([prompt.shown_in])
            elif self._box(context) is Box.OPENED or (prompt.draft and self._box(context) is Box.REPLIED_TO):
                words = context.say(said, about=about(context, lead_subject(prompt)))
                message = message_of(MessageKind.ANSWER, context.locale, words)
                edit = reply_to(context.update, context.person, message, now=context.now, edits=ref)
                closed.append(replace(edit, key=closed_prompt_key(prompt.id)))
        return closed

    def has_buttons(self, context: LeadContext) -> bool:
        """Whether what asks can have buttons beside the box to write in."""
        return self._box(context) is not Box.REPLIED_TO

    def _box(self, context: LeadContext) -> Box:
        return self._boxes.get(context.update.sender.channel, Box.REPLIED_TO)


async def _open(context: LeadContext) -> Sequence[Prompt]:
    return await context.work.prompts.open_of(context.person, now=context.now)
