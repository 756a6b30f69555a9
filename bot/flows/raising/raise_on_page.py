"""Raising something from somebody's own page: nothing is kept before it is sent, and never a row of it."""

from dataclasses import dataclass

from bot.domain.answers.answer_body import AnswerPart
from bot.domain.identifiers import DeliveryKey, NoteId, PromptId, UnitId, short_id
from bot.domain.messaging.free_text_guard import Suspicious, screen
from bot.domain.organisation.colleagues import names_colleague
from bot.domain.organisation.people import Person
from bot.domain.raising.notes import LONGEST_NOTE, AskedNote, Note, Readers
from bot.domain.texts import say
from bot.flows.raising.keep_notes import KeepNotes
from bot.flows.raising.raise_something import RaiseSomething, colleagues_of
from bot.flows.raising.screens import Raiser, raiser_of
from bot.ports import Clock, Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePreview:
    """What was written, as it would be sent."""

    words: str
    refused: str = ""
    """Why it cannot be sent, in words; empty where it can."""
    names_colleague: bool = False


class RaiseOnPage:
    def __init__(self, *, storage: Storage, notes: KeepNotes, raising: RaiseSomething, clock: Clock) -> None:
        self._storage, self._notes, self._raising, self._clock = storage, notes, raising, clock

    async def raiser(self, person: Person) -> Raiser:
        """Raises `ProgrammeMissing`."""
        async with self._storage.reading() as work:
            return await raiser_of(work, person, now=self._clock.now())

    async def look(self, raiser: Raiser, text: str) -> NotePreview:
        """By the same guard as everywhere; colleagues may be named, after one question."""
        words, locale = text.replace("\r\n", "\n").strip(), raiser.locale
        if not words:
            return NotePreview(words=words, refused=say("loop-empty_words", locale))
        if len(words) > LONGEST_NOTE:
            return NotePreview(
                words=words, refused=say("loop-too_long", locale, length=len(words), longest=LONGEST_NOTE)
            )
        found = screen(words, locale, names=None)
        if isinstance(found, Suspicious):
            name = "pulse-refused" if found.kind.is_certain else "pulse-given_back"
            what = say(f"pulse-refused-{found.kind.value}", locale)
            return NotePreview(words=words, refused=say(name, locale, what=what))
        async with self._storage.reading() as work:
            colleagues = await colleagues_of(work, raiser.person)
        return NotePreview(words=found.text, names_colleague=names_colleague(found.text, colleagues))

    async def send(self, raiser: Raiser, to: Readers, unit: UnitId, words: str, *, page: str) -> bool:
        """False where these readers are not there any more. `page`: what was shown; a second press of its button sends
        nothing more."""
        choice, now = raiser.choice(to, unit), self._clock.now()
        if choice is None:
            return False
        person = raiser.person.id
        prompt = PromptId(short_id("page", person, page))
        nowhere = DeliveryKey(f"page:{prompt}")
        parts = (AnswerPart(text=words, sequence=0),) if words else ()
        ask = AskedNote(prompt=prompt, person=person, shown_in=nowhere, asked_in=nowhere, asked_at=now, parts=parts)
        await self._notes.begin(self._storage)
        async with self._storage.writing() as work:
            if not await work.rosters.hold([person]):  # a note lies outside the database, where nothing else keeps it
                return False
            if await self._notes.of_prompt(work, person, prompt) is not None:
                return True

            def written(identity: NoteId) -> Note:
                note = Note(
                    id=identity,
                    writer=person,
                    unit=choice.unit,
                    readers=tuple(each.person.id for each in choice.readers),
                    to=choice.to,
                    guardians=choice.guardians,
                    last_at=now,
                )
                return note.with_letter(self._raising.letter(raiser, note, ask, now), now=now)

            await self._notes.open(work, written)
        return True
