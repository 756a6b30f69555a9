"""Asking a lead to write, and closing what asked when it takes no more words."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.follow_up.prompts import (
    ActionWords,
    HelpWords,
    KnownReasonWords,
    LeadSubject,
    Prompt,
    PromptSubject,
    ReplyWords,
    TeamWords,
    TeamWordsOnAction,
    longest_words,
)
from bot.domain.identifiers import PromptId, short_id
from bot.domain.messaging.buttons import OnPrompt, PromptPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import closed_prompt_key, reply_key
from bot.domain.messaging.documents import Quote, Section, SmallPrint
from bot.domain.messaging.messages import Button, MessageKind, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import Channel
from bot.flows.follow_up.lead_messages import LeadContext

_ABOUT = {
    KnownReasonWords: "loop-about_reason",
    ReplyWords: "loop-about_reply",
    ActionWords: "loop-about_action",
    HelpWords: "loop-about_help",
    TeamWords: "loop-about_team",
    TeamWordsOnAction: "loop-about_team",
}


def about(context: LeadContext, subject: PromptSubject) -> str:
    """What the words would be, in a few words."""
    return context.say(_ABOUT[type(subject)])


def prompt_button(context: LeadContext, prompt: Prompt, what: OnPrompt) -> Button:
    return Button(label=context.say(f"loop-button-{what.value}"), intent=PromptPress(prompt=prompt.id, what=what))


class AskForWords:
    """Each question for words is a prompt of its own; a newer one about the same takes the place of an earlier one."""

    def __init__(self, *, boxes: Collection[Channel]) -> None:
        """`boxes`: channels on which the box to write in stays in sight until its message is changed."""
        self._boxes = boxes

    async def __call__(
        self, context: LeadContext, subject: LeadSubject, *said: Section | str, draft: str = ""
    ) -> list[Delivery]:
        prompt = Prompt(
            id=PromptId(short_id("prompt", context.update.sender.channel, context.update.update_id)),
            person=context.person,
            subject=subject,
            shown_in=reply_key(context.update),
            asked_at=context.now,
        )
        closed = await self.close(context, [each for each in await _open(context) if each.subject == subject])
        await context.work.prompts.open(prompt)
        longest = longest_words(subject)
        earlier = (Quote(words=draft),) if draft else ()
        limits = SmallPrint(words=context.say("loop-limits", longest=longest))
        message = message_of(
            MessageKind.PROMPT,
            context.locale,
            (*said, *earlier, limits),
            buttons=((prompt_button(context, prompt, OnPrompt.CANCEL),),),
            asks_reply=True,
            longest_reply=longest,
        )
        return [reply_to(context.update, context.person, message, now=context.now), *closed]

    async def close(self, context: LeadContext, prompts: Sequence[Prompt]) -> list[Delivery]:
        """Take no more words for these, and say so where they are still in sight."""
        await context.work.prompts.forget([each.id for each in prompts])
        closed = []
        for prompt in prompts:
            ref = await context.work.deliveries.ref_of(prompt.shown_in, context.update.sender.channel)
            if ref is None:
                await context.work.deliveries.expire_keys([prompt.shown_in])
            elif prompt.draft or context.update.sender.channel in self._boxes:
                said = context.say("loop-prompt_closed", about=about(context, prompt.subject))
                message = message_of(MessageKind.ANSWER, context.locale, said)
                edit = reply_to(context.update, context.person, message, now=context.now, edits=ref)
                closed.append(replace(edit, key=closed_prompt_key(prompt.id)))
        return closed


async def _open(context: LeadContext) -> Sequence[Prompt]:
    return await context.work.prompts.open_of(context.person, now=context.now)
