"""Raising something from a chat: who reads it, then the words, then what is shown before it is sent; and answers to it.

Every step is kept in the note's own sealed file. In the database it leaves what every press leaves: an update that was
filed, and a sealed answer to it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from bot.domain.answers.answer_body import text_of, with_change
from bot.domain.follow_up.prompts import Prompt
from bot.domain.identifiers import PersonId, PromptId, short_id
from bot.domain.messaging.buttons import OnPrompt, OnRaise, PromptPress, RaisePress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.documents import Quote, Section, SmallPrint
from bot.domain.messaging.inbound import Inbound, Typed
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.colleagues import names_colleague
from bot.domain.organisation.people import Person
from bot.domain.raising.arrival import arrival
from bot.domain.raising.notes import (
    LONGEST_NOTE,
    AskedNote,
    Letter,
    LetterKind,
    Note,
    Readers,
)
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.flows.raising.drafts import answer, button, closed_draft, plain, prompt_message, with_words
from bot.flows.raising.keep_notes import KeepNotes
from bot.flows.raising.screens import (
    Raiser,
    asked_for_words,
    first_screen,
    letter_message,
    listed_now,
    newest_words,
    raiser_of,
)
from bot.ports import Entropy, UnitOfWork

OPEN_AT_MOST: Final = 5
"""Notes that somebody can go on with from the first screen."""
_CHOICES = {OnRaise.TO_LEADS: Readers.LEADS, OnRaise.TO_GUARDIAN: Readers.GUARDIAN}


class RaiseSomething:
    """Satisfies `LeadWords` for what is raised.

    - Before anything is written it is said who reads it, by name, and what it is not for.
    - Nothing is cut: words that are too long are given back.
    - Each draft has buttons of its own, so that what is sent is what was shown.
    - Who may write is asked again at every step. An update that is filed twice does it once.
    """

    def __init__(self, *, notes: KeepNotes, entropy: Entropy) -> None:
        self._notes, self._entropy = notes, entropy

    async def start(self, work: UnitOfWork, person: Person, *, now: datetime) -> Message:
        """The one screen before anything is written."""
        raiser = await raiser_of(work, person, now=now)
        open_notes = [each for each in await self._notes.all(work) if each.is_sent and each.may_write(person.id)]
        return first_screen(raiser, open_notes[:OPEN_AT_MOST])

    async def press(
        self, work: UnitOfWork, person: Person, update: Inbound, press: RaisePress, *, now: datetime
    ) -> Sequence[Delivery]:
        match press.what:
            case OnRaise.START:
                return [reply_to(update, person.id, await self.start(work, person, now=now), now=now)]
            case OnRaise.TO_LEADS | OnRaise.TO_GUARDIAN:
                return await self._chosen(work, person, update, press, now=now)
            case OnRaise.REPLY:
                return await self._ask_for_reply(work, person, update, press, now=now)
            case OnRaise.ARRIVED:
                return await self._arrived(work, person, update, press, now=now)
            case _:
                assert_never(press.what)

    async def prompts(self, work: UnitOfWork, person: PersonId, *, now: datetime) -> Sequence[Prompt]:
        """What waits for words of this person, or for their word to send them."""
        return await self._notes.prompts_of(work, person, now=now)

    async def pressed_prompt(
        self, work: UnitOfWork, person: Person, update: Inbound, press: PromptPress, *, now: datetime
    ) -> Sequence[Delivery] | None:
        """None where the prompt is about something else."""
        note = await self._notes.of_prompt(work, person.id, press.prompt)
        if note is None:
            return None
        ask = note.ask(press.prompt)
        raiser = await raiser_of(work, person, now=now)
        if ask is None:  # it is sent: by this update, which comes again, or by an earlier press
            return [answer(raiser, update, self._sent(raiser, note), now=now)]
        match press.what:
            case OnPrompt.CANCEL:
                await self._forget(work, note, ask)
                return [answer(raiser, update, say("words-cancelled", raiser.locale), now=now)]
            case OnPrompt.CHANGE:
                return await self._ask_again(work, raiser, update, note, ask, now=now)
            case OnPrompt.SEND:
                return await self._send(work, raiser, update, note, ask, now=now)
            case _:
                assert_never(press.what)

    # --- LeadWords --------------------------------------------------------------------------------------------------

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]:
        """Words for a note, or for an answer to one. They have passed the guard for patients already."""
        raiser = await raiser_of(work, person, now=now)
        note = await self._notes.of_prompt(work, person.id, prompt.id)
        ask = None if note is None else note.ask(prompt.id)
        words = text.strip()
        if note is None or ask is None or not self._may_write(note, person.id):
            gone = say("raise-gone", raiser.locale)
            return [answer(raiser, update, (gone, Quote(words=words)) if words else gone, now=now)]
        if not words:
            return [answer(raiser, update, say("loop-empty_words", raiser.locale), now=now)]
        event = update.event
        is_message = isinstance(event, Typed) and (event.reply_to is None or event.written_in is not None)
        is_added = is_message and bool(ask.parts)  # what comes from a box is written anew
        parts = with_words(ask, update, words, is_added=is_added)
        if (length := len(text_of(parts))) > LONGEST_NOTE:
            name = "raise-too_long_together" if is_added else "loop-too_long"
            too_long = say(name, raiser.locale, length=length, longest=LONGEST_NOTE)
            return [answer(raiser, update, (too_long, Quote(words=words)), now=now)]
        return await self._shown(work, raiser, update, note, replace(ask, parts=parts), now=now)

    async def _shown(
        self, work: UnitOfWork, raiser: Raiser, update: Inbound, note: Note, ask: AskedNote, *, now: datetime
    ) -> Sequence[Delivery]:
        """The words so far, with buttons of their own; those under an earlier state of them go."""
        earlier = note.ask(ask.prompt)
        draft = replace(
            ask,
            prompt=PromptId(short_id("draft", update.sender.channel, update.update_id)),
            shown_in=reply_key(update),
            asked_at=now,
        )
        await self._notes.change(work, note.id, lambda each: each.asking(draft))
        closed: Sequence[Delivery] = ()
        if earlier is not None and earlier.parts and earlier.prompt != draft.prompt:
            closed = await closed_draft(work, raiser, update, earlier, say("raise-goes_on", raiser.locale), now=now)
        return [*closed, answer(raiser, update, await self._preview(work, raiser, note, draft, now=now), now=now)]

    async def changed(
        self, work: UnitOfWork, person: Person, update: Inbound, text: str | None, *, now: datetime
    ) -> Sequence[Delivery]:
        """The message of a draft was changed, so that it is shown again; or, without a text, deleted."""
        for note, ask in await self._notes.asked_of(work, person.id, now=now):
            if update.message is None or not ask.is_written_in(update.message):
                continue
            if text is not None:
                return await self.written(work, person, update, ask.as_prompts(note.id)[0], text, now=now)
            raiser = await raiser_of(work, person, now=now)
            if left := with_change(ask.parts, update.message, None):
                return await self._shown(work, raiser, update, note, replace(ask, parts=left), now=now)
            await self._forget(work, note, ask)
            return [answer(raiser, update, say("words-cancelled", raiser.locale), now=now)]
        return ()

    async def about(
        self,
        work: UnitOfWork,
        person: Person,
        _update: Inbound,
        prompt: Prompt,
        *,
        now: datetime,
    ) -> str:
        """What the words for a prompt would be; empty if nobody waits for them any more."""
        note = await self._notes.of_prompt(work, person.id, prompt.id)
        if note is None or note.ask(prompt.id) is None or not self._may_write(note, person.id):
            return ""
        raiser = await raiser_of(work, person, now=now)
        return say("raise-what_reply" if note.is_sent else "raise-what_note", raiser.locale)

    async def cancel(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> tuple[bool, Sequence[Delivery]]:
        """Throw away whatever of it is not sent; whether there was anything."""
        asked = await self._notes.asked_of(work, person.id, now=now)
        raiser = await raiser_of(work, person, now=now) if asked else None
        closed: list[Delivery] = []
        for note, ask in asked:
            await self._forget(work, note, ask)
            if raiser is not None and ask.words:
                said = say("words-cancelled", raiser.locale)
                closed += await closed_draft(work, raiser, update, ask, said, now=now)
        return bool(asked), closed

    # --- choosing and asking ----------------------------------------------------------------------------------------

    async def _chosen(
        self, work: UnitOfWork, person: Person, update: Inbound, press: RaisePress, *, now: datetime
    ) -> Sequence[Delivery]:
        """The choice is settled: these people read it, and nobody who is appointed later."""
        raiser = await raiser_of(work, person, now=now)
        choice = None if press.unit is None else raiser.choice(_CHOICES[press.what], press.unit)
        if choice is None:
            return [answer(raiser, update, say("raise-not_there", raiser.locale), now=now)]
        ask = self._asked(person, update, now=now)
        for note, earlier in await self._notes.asked_of(work, person.id, now=now):
            if not note.is_sent and earlier.prompt != ask.prompt:  # a newer one takes the place of an earlier one
                self._notes.destroy(note.id)
        if await self._notes.of_prompt(work, person.id, ask.prompt) is None:
            readers = tuple(each.person.id for each in choice.readers)
            await self._notes.open(
                work,
                lambda identity: Note(
                    id=identity,
                    writer=person.id,
                    unit=choice.unit,
                    readers=readers,
                    to=choice.to,
                    guardians=choice.guardians,
                    last_at=now,
                    asks=(ask,),
                ),
            )
        return [reply_to(update, person.id, prompt_message(raiser, ask, asked_for_words(raiser, choice)), now=now)]

    async def _ask_for_reply(
        self, work: UnitOfWork, person: Person, update: Inbound, press: RaisePress, *, now: datetime
    ) -> Sequence[Delivery]:
        raiser = await raiser_of(work, person, now=now)
        note = None if press.note is None else await self._notes.one(work, press.note)
        if note is None or not self._may_write(note, person.id):
            return [reply_to(update, person.id, plain(raiser, say("raise-gone", raiser.locale)), now=now)]
        ask = self._asked(person, update, now=now)
        await self._notes.change(work, note.id, lambda each: each.asking(ask))
        said = (
            *newest_words(note, person.id, raiser.locale),
            say("raise-write_back" if person.id == note.writer else "raise-write_reply", raiser.locale),
            say("raise-not_for", raiser.locale),
            SmallPrint(words=say("raise-limits", raiser.locale, longest=LONGEST_NOTE)),
        )
        return [reply_to(update, person.id, prompt_message(raiser, ask, said), now=now)]

    async def _ask_again(
        self, work: UnitOfWork, raiser: Raiser, update: Inbound, note: Note, ask: AskedNote, *, now: datetime
    ) -> Sequence[Delivery]:
        again = self._asked(raiser.person, update, now=now)
        await self._notes.change(work, note.id, lambda each: each.asking(again))
        said: tuple[Section | str, ...] = (say("loop-ask_again", raiser.locale),)
        if ask.words:
            said = (*said, Quote(words=ask.words))
        limits = SmallPrint(words=say("raise-limits", raiser.locale, longest=LONGEST_NOTE))
        return [reply_to(update, raiser.person.id, prompt_message(raiser, again, (*said, limits)), now=now)]

    @staticmethod
    def _asked(person: Person, update: Inbound, *, now: datetime) -> AskedNote:
        return AskedNote(
            prompt=PromptId(short_id("prompt", update.sender.channel, update.update_id)),
            person=person.id,
            shown_in=reply_key(update),
            asked_in=reply_key(update),
            asked_at=now,
        )

    # --- showing and sending ----------------------------------------------------------------------------------------

    @staticmethod
    async def _preview(work: UnitOfWork, raiser: Raiser, note: Note, draft: AskedNote, *, now: datetime) -> Message:
        names = await _names(work, raiser, note, draft.person, now=now)
        goes_to = say("raise-writer" if note.writer != draft.person else "raise-readers", raiser.locale, names=names)
        colleagues = await colleagues_of(work, raiser.person)
        said: list[Section | str] = [say("raise-goes_to", raiser.locale, to=goes_to), Quote(words=draft.words)]
        if names_colleague(draft.words, colleagues):
            said.append(say("raise-names_colleague", raiser.locale, to=goes_to))
        if draft.parts[-1].written_in is not None:  # it came as a message, so that the next one may follow
            said.append(SmallPrint(words=say("raise-more", raiser.locale)))
        said.append(SmallPrint(words=say("raise-when", raiser.locale)))
        buttons = tuple(button(raiser, draft, what) for what in OnPrompt)
        return message_of(MessageKind.ANSWER, raiser.locale, tuple(said), buttons=(buttons,))

    async def _send(
        self, work: UnitOfWork, raiser: Raiser, update: Inbound, note: Note, ask: AskedNote, *, now: datetime
    ) -> Sequence[Delivery]:
        if not ask.words or not self._may_write(note, ask.person):
            await self._forget(work, note, ask)
            gone = say("raise-gone", raiser.locale)
            return [answer(raiser, update, (gone, Quote(words=ask.words)) if ask.words else gone, now=now)]

        def sent(before: Note) -> Note:
            return before.without_ask(ask.prompt).with_letter(self.letter(raiser, before, ask, now), now=now)

        changed = await self._notes.change(work, note.id, sent)
        return [answer(raiser, update, self._sent(raiser, changed or note), now=now)]

    def letter(self, raiser: Raiser, note: Note, ask: AskedNote, now: datetime) -> Letter:
        """What is carried when this is sent: to those on the other side, and what a reader says to other readers."""
        organisation = raiser.programme.organisation
        zone = organisation.zone_of(note.unit) if note.unit in organisation else organisation.timezone
        if not note.is_sent:
            kind, to = LetterKind.RAISED, note.readers
        elif ask.person == note.writer:
            kind, to = LetterKind.BACK, note.readers
        else:
            kind = LetterKind.REPLY
            to = (note.writer, *(each for each in note.readers if each != ask.person))
        return Letter(
            id=ask.prompt,
            kind=kind,
            to=to,
            due_at=arrival(now, chance=chance_of(self._entropy), quiet=raiser.programme.quiet, zone=zone),
            words=ask.words,
            by=None if kind is LetterKind.RAISED else ask.person,
        )

    @staticmethod
    def _sent(raiser: Raiser, note: Note) -> str:
        what = "raise-sent" if note.replies == 0 else "raise-sent_reply"
        return say(what, raiser.locale)

    @staticmethod
    def _may_write(note: Note, person: PersonId) -> bool:
        return note.may_write(person)

    async def _forget(self, work: UnitOfWork, note: Note, ask: AskedNote) -> None:
        """An unsent note goes as a whole."""
        if note.is_sent:
            await self._notes.change(work, note.id, lambda each: each.without_ask(ask.prompt))
        else:
            self._notes.destroy(note.id)

    # --- arriving ---------------------------------------------------------------------------------------------------

    async def _arrived(
        self, work: UnitOfWork, person: Person, update: Inbound, press: RaisePress, *, now: datetime
    ) -> Sequence[Delivery]:
        """What the machine brings; whoever else asks for it is told nothing."""
        note = None if press.note is None else await self._notes.one(work, press.note)
        letter = None if note is None else note.letter(press.letter)
        if note is None or letter is None or person.id not in letter.to or now < letter.due_at:
            return ()
        if person.id in note.parted:  # it would tell their new chat what was raised
            return ()
        raiser = await raiser_of(work, person, now=now)
        may_write = not note.is_closed and person.id in (note.writer, *note.readers)
        if letter.kind is LetterKind.UNANSWERED:
            may_write = False
        message = letter_message(note, letter, raiser.programme, raiser.locale, may_write=may_write)
        return [reply_to(update, person.id, message, now=now)]


def chance_of(entropy: Entropy) -> float:
    """From 0 up to 1, without 1."""
    return int.from_bytes(entropy.token(6)) / 2**48


async def _names(work: UnitOfWork, raiser: Raiser, note: Note, writes: PersonId, *, now: datetime) -> str:
    """Those who get what this person writes, by name; the writer of the note has none."""
    others = [each for each in note.readers if each != writes]
    known = await listed_now(work, raiser.programme, others, now=now)
    return listed([known[each].person.name for each in others if each in known], raiser.locale)


async def colleagues_of(work: UnitOfWork, person: Person) -> set[str]:
    """The names of everybody in their teams."""
    units = [each.unit for each in await work.rosters.memberships_of(person.id)]
    teams = await work.rosters.team(units)
    return {each.person.name for members in teams.values() for each in members}
