"""Finding and changing notes, which lie outside the database; from it comes half of every key, and nothing else."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from bot.domain.follow_up.prompts import NoteWords, Prompt, taking_loose_words
from bot.domain.identifiers import NoteId, PersonId, PromptId
from bot.domain.messaging.inbound import Edited, Inbound, Typed
from bot.domain.raising.notes import QUIET, AskedNote, Note
from bot.flows.raising.note_body import pack, unpack
from bot.ports import Clock, Entropy, NoteFiles, Storage, UnitOfWork

HALF_BYTES: Final = 32
_ANOTHER_DATABASE: Final = QUIET.days + 1
"""Days after which a note is destroyed that this database cannot open."""


class KeepNotes:
    """There are few at a time, so that each is found by looking through all of them: no list of whose they are exists
    anywhere. Raises `KeyUnavailable` where the key folder cannot be used.
    """

    def __init__(self, *, files: NoteFiles, entropy: Entropy) -> None:
        self._files, self._entropy = files, entropy

    @property
    def are_any(self) -> bool:
        """Whether there is any: mostly there is none, and then nothing has to be looked for."""
        return bool(self._files.names())

    async def all(self, work: UnitOfWork) -> Sequence[Note]:
        names = self._files.names()
        half = await work.raising.half() if names else None
        if half is None:
            return []
        bodies = [(name, self._files.read(name, half=half)) for name in names]
        notes = [unpack(name, body) for name, body in bodies if body is not None]
        return [each for each in notes if each is not None]

    async def one(self, work: UnitOfWork, identity: NoteId) -> Note | None:
        half = await work.raising.half()
        body = None if half is None else self._files.read(identity, half=half)
        return None if body is None else unpack(identity, body)

    async def asked_of(self, work: UnitOfWork, person: PersonId, *, now: datetime) -> Sequence[tuple[Note, AskedNote]]:
        """What a person may still write or send, the newest first."""
        found = [
            (note, ask) for note in await self.all(work) for ask in note.tidied(now=now).asks if ask.person == person
        ]
        return sorted(found, key=lambda each: each[1].asked_at, reverse=True)

    async def prompts_of(self, work: UnitOfWork, person: PersonId, *, now: datetime) -> Sequence[Prompt]:
        asked = await self.asked_of(work, person, now=now)
        return [prompt for note, ask in asked for prompt in ask.as_prompts(note.id)]

    async def of_prompt(self, work: UnitOfWork, person: PersonId, prompt: PromptId) -> Note | None:
        """The note that a prompt of this person is about, also when its words are sent already."""
        for note in await self.all(work):
            ask, letter = note.ask(prompt), note.letter(prompt)
            if (ask is not None and ask.person == person) or (
                letter is not None and person == (letter.by or note.writer)
            ):
                return note
        return None

    async def open(self, work: UnitOfWork, make: Callable[[NoteId], Note]) -> Note:
        """A new note."""
        identity = NoteId(self._entropy.token(16).hex())
        note = make(identity)
        half = await work.raising.half() or await work.raising.make_half(self._entropy.token(HALF_BYTES))
        self._files.change(identity, lambda _before: pack(note), half=half)
        return note

    async def change(self, work: UnitOfWork, identity: NoteId, change: Callable[[Note], Note]) -> Note | None:
        """The note as it is afterwards; None where it is gone."""
        half = await work.raising.half()
        if half is None:
            return None

        def rewritten(before: bytes | None) -> bytes | None:
            note = None if before is None else unpack(identity, before)
            return None if note is None else pack(change(note))

        after = self._files.change(identity, rewritten, half=half)
        return None if after is None else unpack(identity, after)

    def destroy(self, identity: NoteId) -> None:
        """The key first. What is left of it anywhere opens with nothing."""
        self._files.destroy(identity)

    async def destroy_of(self, work: UnitOfWork, writer: PersonId) -> None:
        """Everything that somebody has raised."""
        for note in await self.all(work):
            if note.writer == writer:
                self.destroy(note.id)

    async def part_from(self, work: UnitOfWork, people: Collection[PersonId]) -> None:
        """What each of them has begun to write and not sent goes, an unsent note as a whole; and what they have sent or
        been given is told in their chat no more."""

        def parted(note: Note) -> Note:
            for person in people:
                note = note.parted_from(person)
            return note

        for note in await self.all(work) if people else ():
            if not note.is_sent and note.writer in people:
                self.destroy(note.id)
            elif parted(note) != note:
                await self.change(work, note.id, parted)

    async def begin(self, storage: Storage) -> None:
        """Make the database's half at the first tick there is, so that its row says nothing of a first note."""
        async with storage.reading() as work:
            is_made = await work.raising.half() is not None
        if not is_made:
            async with storage.writing() as work:
                await work.raising.make_half(self._entropy.token(HALF_BYTES))

    async def tidy(self, work: UnitOfWork) -> None:
        """What a crash has left, and what belongs to no database any more."""
        self._files.destroy_unfinished()
        half = await work.raising.half()
        if half is not None:
            self._files.destroy_unreadable(half=half, days=_ANOTHER_DATABASE)


class MayNameColleagues:
    """Whether words are for something that is raised: there colleagues may be named, after one question.

    They reply to what asked for them; or, without a reply, nothing else of the last quarter of an hour waits for words;
    or they change a message of it.
    """

    def __init__(self, *, storage: Storage, notes: KeepNotes, clock: Clock) -> None:
        self._storage, self._notes, self._clock = storage, notes, clock

    async def __call__(self, update: Inbound) -> bool:
        """Raises `StorageUnavailable`."""
        event = update.event
        if not isinstance(event, Typed | Edited) or not self._notes.are_any:
            return False
        now = self._clock.now()
        async with self._storage.reading() as work:
            person = await work.rosters.at_address(update.sender)
            if person is None:
                return False
            asked = await self._notes.asked_of(work, person.id, now=now)
            if isinstance(event, Edited) and any(ask.is_written_in(update.message) for _, ask in asked):
                return True
            prompts = [prompt for note, ask in asked for prompt in ask.as_prompts(note.id)]
            if event.reply_to is not None:
                key = await work.deliveries.key_of(person.id, update.sender.channel, event.reply_to)
                return any(each.shown_in == key for each in prompts)
            if isinstance(event, Edited):
                return False  # where its words go is not known before it is filed
            prompts = [*await work.prompts.open_of(person.id, now=now), *prompts]
        about = taking_loose_words(prompts, now=now)
        return len(about) == 1 and isinstance(about[0].subject, NoteWords)
