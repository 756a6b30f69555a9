"""What leads write: shown to its writer with those it goes to, and sent only when they say so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.domain.digests.digest_facts import role_words
from bot.domain.errors import KeyUnavailable
from bot.domain.follow_up.actions import TeamUpdate
from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.follow_up.flags import FlagReply, FlagResponse, HelpResponse
from bot.domain.follow_up.prompts import (
    ActionWords,
    CannotWords,
    CommentWords,
    FormWords,
    HelpWords,
    KnownReasonWords,
    Prompt,
    ReplyWords,
    TeamWords,
    TeamWordsOnAction,
    lead_subject,
    longest_words,
)
from bot.domain.identifiers import (
    ActionId,
    CommentId,
    DeliveryKey,
    FlagId,
    MessageRef,
    PersonId,
    PromptId,
    short_id,
)
from bot.domain.messaging.buttons import OnPrompt, PromptPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import CommentAnswered, TeamTold, reply_key
from bot.domain.messaging.documents import Lead, Paragraph, Quote
from bot.domain.messaging.inbound import Edited, Inbound, Pressed, Typed
from bot.domain.messaging.messages import Message, MessageKind, Said
from bot.domain.organisation.people import Person
from bot.flows.epochs.seal_text import SealText
from bot.flows.follow_up.answer_help import AnswerHelp
from bot.flows.follow_up.ask_for_words import AskForWords, about, prompt_button
from bot.flows.follow_up.close_late_copies import close_late_copies
from bot.flows.follow_up.follow_action import FollowAction
from bot.flows.follow_up.lead_draft import LeadDraft, pack, unpack
from bot.flows.follow_up.lead_messages import LeadContext, current_programme, not_yours, stale
from bot.flows.follow_up.word_subjects import comment_readers, goes_to, is_done, page_to_come, unit_of, weekday_of
from bot.ports import UnitOfWork


class TakeWords:
    """Words for a prompt become a draft, which its writer sends, changes or throws away.

    - Nothing is cut: words that are too long are given back.
    - Who may write, and whether the subject still waits, is asked again at every step.
    - A draft is kept sealed: nobody but its writer has seen it yet.
    - Each draft has buttons of its own, so that what is sent is what was shown.
    """

    def __init__(self, *, ask: AskForWords, actions: FollowAction, help_above: AnswerHelp, seal: SealText) -> None:
        self._ask, self._actions, self._help, self._seal = ask, actions, help_above, seal

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]:
        """Words that were written for a prompt, or in place of a draft. They have passed the guard already."""
        context = await self._context(work, person, update, prompt, now=now)
        if isinstance(context, Delivery):
            return [context]
        place = await self._ask.place(context, prompt)
        if await is_done(context, lead_subject(prompt)):
            await work.prompts.forget([prompt.id])
            return [self._no_longer(context, prompt, text.strip(), at=place)]
        words, longest = text.strip(), longest_words(lead_subject(prompt))
        if isinstance(lead_subject(prompt), ActionWords):
            words = " ".join(words.split())  # it will stand in one line
        if not words:
            return [context.answer(context.say("loop-empty_words"))]
        if len(words) > longest:
            too_long = context.say("loop-too_long", length=len(words), longest=longest)
            return [context.answer((too_long, Quote(words=words)))]
        identity = PromptId(short_id("draft", update.sender.channel, update.update_id))
        kept = pack(LeadDraft(words=words, written_in=_written_in(update)))
        sealed = await self._seal(work, kept, bound_to=_bound_to(identity), now=now)
        pressed = update.message if isinstance(update.event, Pressed) else None  # it asked what the words were for
        draft = replace(prompt, id=identity, asked_at=now, draft=sealed)
        closed: Sequence[Delivery] = ()
        if pressed is not None or place is None:
            draft = replace(draft, shown_in=await _sent_as(context, pressed) or reply_key(update))
            closed = await self._ask.close(context, [prompt], "loop-prompt_written")
        else:
            await work.prompts.forget([prompt.id])
        await work.prompts.open(draft)
        buttons = tuple(prompt_button(context, draft, what) for what in OnPrompt)
        shown = await goes_to(context, lead_subject(prompt)), Quote(words=words)
        return [context.answer(shown, buttons, at=pressed or place), *closed]

    async def press(
        self, work: UnitOfWork, person: Person, update: Inbound, press: PromptPress, *, now: datetime
    ) -> Sequence[Delivery]:
        opened = await _open_of(work, person, now=now)
        prompt = next((each for each in opened if each.id == press.prompt), None)
        if prompt is None or not (prompt.draft or press.what is OnPrompt.CANCEL):
            return [stale(await current_programme(work), person, update, now=now)]
        context = await self._context(work, person, update, prompt, now=now)
        if isinstance(context, Delivery):
            return [context]
        await work.prompts.forget([prompt.id])
        words = await self._draft(work, prompt)
        if not words and press.what is not OnPrompt.CANCEL:
            return [stale(context.programme, person, update, now=now)]
        match press.what:
            case OnPrompt.CANCEL:
                return [context.answer(context.say("loop-cancelled"), in_place=True)]
            case OnPrompt.CHANGE:
                again = context.say("loop-ask_again")
                return await self._ask(context, lead_subject(prompt), again, draft=words, instead_of=prompt)
            case OnPrompt.SEND:
                if await is_done(context, lead_subject(prompt)):
                    return [self._no_longer(context, prompt, words)]
                return await self._send(context, prompt, words)
            case _:
                assert_never(press.what)

    async def changed(
        self, work: UnitOfWork, person: Person, update: Inbound, text: str | None, *, now: datetime
    ) -> Sequence[Delivery]:
        """The message of a draft was changed, so that it is shown again; or, without a text, deleted. Nothing follows
        if it is of no draft."""
        for prompt in await _open_of(work, person, now=now):
            opened = await self._opened(work, prompt)
            if opened is None or opened.written_in is None or opened.written_in != update.message:
                continue
            if text is not None:
                return await self.written(work, person, update, prompt, text, now=now)
            context = await self._context(work, person, update, prompt, now=now)
            if isinstance(context, Delivery):
                return [context]
            closed = await self._ask.close(context, [prompt], "loop-cancelled")
            return closed or [context.answer(context.say("loop-cancelled"))]
        return ()

    async def about(self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, *, now: datetime) -> str:
        """What the words for a prompt would be, in a few words; empty if nobody waits for them any more."""
        context = await self._context(work, person, update, prompt, now=now)
        return about(context, lead_subject(prompt)) if isinstance(context, LeadContext) else ""

    async def cancel(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> tuple[bool, Sequence[Delivery]]:
        """Throw away whatever waits for this person's words, or for their word to send; whether there was anything."""
        opened = await _open_of(work, person, now=now)
        closed: list[Delivery] = []
        for prompt in opened:
            context = await self._context(work, person, update, prompt, now=now)
            if isinstance(context, LeadContext):
                closed += await self._ask.close(context, [prompt], "loop-cancelled")
        return bool(opened), closed

    async def _context(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, *, now: datetime
    ) -> LeadContext | Delivery:
        """Where the words belong; or, with the prompt forgotten, why this person may not write them any more."""
        programme = await current_programme(work)
        subject = lead_subject(prompt)
        if isinstance(subject, HelpWords):
            above = await self._help.above(work, programme, person.id, update, subject.flag, now=now)
            if above is None:
                await work.prompts.forget([prompt.id])
            return above or stale(programme, person, update, now=now)
        unit = await unit_of(work, subject)
        context = await LeadContext.load(work, programme, unit, person.id, update, now=now)
        if context is not None and context.may_act:
            return context
        await work.prompts.forget([prompt.id])
        return stale(programme, person, update, now=now) if context is None else not_yours(context)

    async def _draft(self, work: UnitOfWork, prompt: Prompt) -> str:
        """Empty if nothing is written yet, or what is can no longer be read."""
        opened = await self._opened(work, prompt)
        return "" if opened is None else opened.words

    async def _opened(self, work: UnitOfWork, prompt: Prompt) -> LeadDraft | None:
        """None if nothing is written yet, the key is lost that it was sealed under, or another version wrote it."""
        if prompt.draft is None:
            return None
        try:
            return unpack(await self._seal.opened(work, prompt.draft, bound_to=_bound_to(prompt.id)))
        except (KeyUnavailable, ValueError):
            return None

    @staticmethod
    def _no_longer(context: LeadContext, prompt: Prompt, words: str, *, at: MessageRef | None = None) -> Delivery:
        said = context.say("loop-prompt_not_needed", about=about(context, lead_subject(prompt)))
        shown = (said, context.say("loop-prompt_not_sent"), Quote(words=words)) if words else said
        return context.answer(shown, in_place=True, at=at)

    # --- sending --------------------------------------------------------------------------------------------------

    async def _send(self, context: LeadContext, prompt: Prompt, words: str) -> Sequence[Delivery]:
        shown = Quote(words=words)
        match lead_subject(prompt):
            case KnownReasonWords(flag=flag):
                await _keep(context, flag, FlagResponse.KNOWN_REASON, words)
                kept = context.answer((context.say("loop-reason_words_kept"), shown), in_place=True)
                return [kept, *await context.redraw()]
            case ReplyWords(flag=flag):
                page = await page_to_come(context, flag)
                await _keep(context, flag, FlagResponse.REPLYING, words)
                if page is not None:
                    told = context.say("loop-reply_words_kept", day=weekday_of(page, context))
                    return [context.answer((told, shown), in_place=True), *await context.redraw()]
                return [*await self._tell_team(context, words, _plain(context, words)), *await context.redraw()]
            case HelpWords(flag=flag):
                kept = context.answer((context.say("loop-help_not_now_thanks"), shown), in_place=True)
                return [kept, *await self._help.answered(context, flag, HelpResponse.NOT_NOW, words)]
            case ActionWords(action=action):
                return await self._actions.worded(context, action, words)
            case CannotWords(action=action):
                return await self._cannot(context, action, words)
            case CommentWords(comment=comment):
                return await self._answer_comment(context, comment, words)
            case TeamWords():
                return await self._tell_team(context, words, _plain(context, words))
            case TeamWordsOnAction(action=action):
                await self._actions.told(context, action, words)

                def on_action(locale: str) -> Said:
                    return Lead(words=context.say("loop-told_action", locale)), Quote(words=words)

                return await self._tell_team(context, words, on_action)
            case _:
                assert_never(lead_subject(prompt))

    async def _cannot(self, context: LeadContext, identity: ActionId, words: str) -> Sequence[Delivery]:
        action = await self._actions.cannot(context, identity, words)
        if action is None:
            return context.late("loop-stale")

        def said(locale: str) -> Said:
            source = context.say("loop-told_plain", locale, role=role_words(context.role, locale))
            return (
                Lead(words=context.say("loop-told_cannot", locale)),
                Quote(words=action.words),
                Paragraph(words=context.say("loop-told_cannot_why", locale)),
                Quote(source=source, words=words),
            )

        told = await self._tell_team(context, words, said)
        return [*told, *await close_late_copies(context, action), *await context.redraw()]

    async def _answer_comment(self, context: LeadContext, identity: CommentId, words: str) -> Sequence[Delivery]:
        """To all who may read the comment. Beside later questions it would stand without it, so there it does not."""
        comment = await context.work.comments.comment(identity)
        if comment is None:
            return context.late("loop-stale")
        answer = CommentAnswer(comment=identity, role=context.role, words=words)
        await context.work.comments.put_answer(answer)

        def said(locale: str) -> Said:
            source = context.say("loop-told_plain", locale, role=role_words(context.role, locale))
            lead = Lead(words=context.say("loop-told_comment", locale))
            return lead, Quote(words=comment.words), Quote(source=source, words=words)

        readers = await comment_readers(context, identity)
        return await self._tell_team(context, words, said, only=readers, quotes=comment)

    @staticmethod
    async def _tell_team(
        context: LeadContext,
        words: str,
        said: Callable[[str], Said],
        *,
        only: Mapping[PersonId, datetime] | None = None,
        quotes: Comment | None = None,
    ) -> Sequence[Delivery]:
        """A notice to every member who can be reached and has not stopped; kept to be shown beside later questions,
        unless it is for these people `only`, from then on. One that `quotes` a comment goes when the comment goes."""
        told = TeamUpdate(
            id=short_id("told", context.update.sender.channel, context.update.update_id),
            unit=context.unit,
            words=words,
            at=context.now,
        )
        if only is None:
            await context.work.loop.add_told(told)
        team = [
            member
            for member in context.here.values()
            if member.address is not None
            and member.consent.stopped_at is None
            and member.person.id != context.person
            and (only is None or member.person.id in only)
        ]

        def message(locale: str) -> Message:
            return context.message(MessageKind.TOLD_BACK, locale, said(locale))

        event = TeamTold(told=told.id) if quotes is None else CommentAnswered(week=quotes.week, told=told.id)
        return [
            context.answer((context.say("loop-told_thanks"), Quote(words=words)), in_place=True),
            *(
                context.told(context.tell(member, message, event, at=_later(only, member.person.id, context)))
                for member in team
            ),
        ]


def _later(times: Mapping[PersonId, datetime] | None, person: PersonId, context: LeadContext) -> datetime | None:
    """When somebody may read it; None where they may now."""
    at = None if times is None else times[person]
    return at if at is not None and at > context.now else None


async def _open_of(work: UnitOfWork, person: Person, *, now: datetime) -> Sequence[Prompt]:
    """Those of leads; what administrators fill in is no business of theirs, and what is raised lies elsewhere."""
    return [each for each in await work.prompts.open_of(person.id, now=now) if not isinstance(each.subject, FormWords)]


def _written_in(update: Inbound) -> MessageRef | None:
    event = update.event
    return event.written_in if isinstance(event, Typed) else update.message if isinstance(event, Edited) else None


async def _sent_as(context: LeadContext, ref: MessageRef | None) -> DeliveryKey | None:
    """Which delivery this message came as."""
    if ref is None:
        return None
    return await context.work.deliveries.key_of(context.person, context.update.sender.channel, ref)


def _bound_to(draft: PromptId) -> str:
    return f"rounds draft 1|{draft}"


def _plain(context: LeadContext, words: str) -> Callable[[str], Said]:
    """What somebody tells the team, with their role."""

    def said(locale: str) -> Said:
        return Quote(source=context.say("loop-told_plain", locale, role=role_words(context.role, locale)), words=words)

    return said


async def _keep(context: LeadContext, flag: FlagId, response: FlagResponse, words: str) -> None:
    await context.work.loop.set_reply_words(
        FlagReply(flag=flag, person=context.person, response=response, at=context.now, words=words)
    )
