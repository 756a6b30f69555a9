"""Notes: what somebody raises in confidence, whom it goes to, and what is said back and forth without a name.

A note lives in one sealed file under a key of its own, outside the database. Nothing here reads a clock or rolls dice.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.answers.answer_body import AnswerPart, text_of
from bot.domain.follow_up.prompts import STAYS_OPEN, NoteWords, Prompt
from bot.domain.identifiers import DeliveryKey, MessageRef, NoteId, PersonId, PromptId, UnitId

LONGEST_NOTE: Final = 1000
"""Characters of a note, and of each answer to it."""
MOST_REPLIES: Final = 10
UNANSWERED: Final = timedelta(days=7)
"""How long it waits for an answer from when it was to arrive, before it goes to a guardian; after a standstill anew."""
STOOD_STILL: Final = timedelta(days=1)
"""Rounds stood still if for so long no tick has seen a letter that waits."""
SEEN_EVERY: Final = timedelta(hours=6)
"""How exactly it is noted that a tick has seen it."""
QUIET: Final = timedelta(days=30)
"""How long after the last that was said everything of it is destroyed."""
MOST_BYTES: Final = 64 * 1024
"""Of a note with all that is said about it; every one is kept at this length."""


class Readers(StrEnum):
    """Whom a writer chose."""

    LEADS = "leads"
    GUARDIAN = "guardian"


class LetterKind(StrEnum):
    RAISED = "raised"
    """The words of the note itself, to its readers."""
    PASSED_ON = "passed_on"
    """The same to a guardian, because nobody answered; they see that."""
    REPLY = "reply"
    """From a reader to the writer; the other readers see it, too."""
    BACK = "back"
    """From the writer to the readers."""
    MOVED = "moved"
    """Tells the writer that nobody answered and the note has gone to a guardian."""
    UNANSWERED = "unanswered"
    """Tells the writer that nobody answered, and that there is nobody else to give it to."""


REPLIES: Final = frozenset({LetterKind.REPLY, LetterKind.BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One thing that is carried from one side to the other, at a moment that chance chose."""

    id: str
    """Given by the update that wrote it: written again by the same one, it is the same letter."""
    kind: LetterKind
    to: tuple[PersonId, ...]
    due_at: datetime
    words: str = ""
    by: PersonId | None = None
    """Who wrote a reply, so that it does not come back to them; never told to anybody."""
    numbers: Mapping[PersonId, str] = field(default_factory=dict)
    """Under which update each of those it goes to is given it: noted before it is given, so that it is given once."""
    given: frozenset[PersonId] = frozenset()
    """Who has been given it, or can no longer be."""

    @property
    def is_over(self) -> bool:
        return self.given >= frozenset(self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedNote:
    """Words of one person that are awaited, or that are shown to them before they are sent."""

    prompt: PromptId
    person: PersonId
    shown_in: DeliveryKey
    """The message that asks, or that shows what was written."""
    asked_in: DeliveryKey
    """The message that asked: a reply to it still goes on with what is shown."""
    asked_at: datetime
    parts: tuple[AnswerPart, ...] = ()
    """The messages that they have written so far; none until then."""

    @property
    def words(self) -> str:
        return text_of(self.parts)

    def is_written_in(self, message: MessageRef | None) -> bool:
        return message is not None and any(each.written_in == message for each in self.parts)

    def as_prompts(self, note: NoteId) -> tuple[Prompt, ...]:
        """One for each message that a reply may stand under."""
        subject = NoteWords(note=note, awaited=not self.words)
        return tuple(
            Prompt(id=self.prompt, person=self.person, subject=subject, shown_in=place, asked_at=self.asked_at)
            for place in dict.fromkeys((self.shown_in, self.asked_in))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Who reads it is settled when its writer chooses, by name: nobody who is appointed later gets it.

    `guardians` are those it goes to when no reader answers; none for a note that went to them at once.
    """

    id: NoteId
    writer: PersonId
    unit: UnitId
    readers: tuple[PersonId, ...]
    to: Readers
    guardians: tuple[PersonId, ...]
    last_at: datetime
    """When something was last written or given."""
    letters: tuple[Letter, ...] = ()
    asks: tuple[AskedNote, ...] = ()
    seen_at: datetime | None = None
    """When a tick saw that a letter waits, as it was noted."""
    runs_from: datetime | None = None
    """When Rounds, or its unit, last stood still: its time runs from then on."""
    parted: frozenset[PersonId] = frozenset()
    """Those of its people who have another chat since, which may be another's: there nothing is told of it."""

    def __post_init__(self) -> None:
        if not self.readers:
            raise ValueError("a note has readers")
        if self.writer in (*self.readers, *self.guardians):
            raise ValueError("nobody is given their own note")

    @property
    def is_sent(self) -> bool:
        return bool(self.letters)

    @property
    def replies(self) -> int:
        return sum(each.kind in REPLIES for each in self.letters)

    @property
    def is_closed(self) -> bool:
        """Whether no more is carried."""
        return self.replies >= MOST_REPLIES

    @property
    def is_answered(self) -> bool:
        return any(each.kind is LetterKind.REPLY for each in self.letters)

    @property
    def is_passed_on(self) -> bool:
        return any(each.kind is LetterKind.PASSED_ON for each in self.letters)

    @property
    def words(self) -> str:
        """Of the note itself; empty until it is sent."""
        return self.letters[0].words if self.letters else ""

    def letter(self, identity: str) -> Letter | None:
        return next((each for each in self.letters if each.id == identity), None)

    def ask(self, prompt: PromptId) -> AskedNote | None:
        return next((each for each in self.asks if each.prompt == prompt), None)

    def may_write(self, person: PersonId) -> bool:
        """The writer, and whoever reads it and has been given it."""
        is_theirs = person == self.writer or (person in self.readers and self._has(person))
        return is_theirs and person not in self.parted and not self.is_closed

    def _has(self, person: PersonId) -> bool:
        return any(
            person in each.given for each in self.letters if each.kind in (LetterKind.RAISED, LetterKind.PASSED_ON)
        )

    # --- what happens to it -----------------------------------------------------------------------------------------

    def asking(self, ask: AskedNote) -> "Note":
        """In place of what the same person was asked before."""
        others = tuple(each for each in self.asks if each.person != ask.person)
        return replace(self, asks=(*others, ask))

    def without_ask(self, prompt: PromptId) -> "Note":
        return replace(self, asks=tuple(each for each in self.asks if each.prompt != prompt))

    def parted_from(self, person: PersonId) -> "Note":
        """Somebody's chat is another one now. What they have not been given yet still comes."""
        asks = tuple(each for each in self.asks if each.person != person)
        has_it = person == self.writer or self._has(person)
        return replace(self, asks=asks, parted=self.parted | {person} if has_it else self.parted)

    def with_letter(self, letter: Letter, *, now: datetime) -> "Note":
        """Written once, however often the same update comes."""
        if self.letter(letter.id) is not None:
            return self
        return replace(self, letters=(*self.letters, letter), last_at=now)

    def numbered(self, letter: str, numbers: Mapping[PersonId, str]) -> "Note":
        """With the updates under which some are to be given a letter."""
        return self._with(letter, lambda each: replace(each, numbers={**numbers, **each.numbers}))

    def given(self, letter: str, people: Collection[PersonId], *, now: datetime) -> "Note":
        """Some have been given a letter, or can no longer be."""
        changed = self._with(letter, lambda each: replace(each, given=each.given | frozenset(people)))
        return replace(changed, last_at=max(now, self.last_at))

    def passed_on(self, guardians: tuple[PersonId, ...], *letters: Letter, now: datetime) -> "Note":
        """It belongs to these guardians from now on: whoever was on leave till then is not given it any more."""
        first = self.letters[0]
        changed = self._with(first.id, lambda each: replace(each, given=each.given | frozenset(each.to)))
        changed = replace(changed, readers=guardians, guardians=(), asks=())
        for letter in letters:
            changed = changed.with_letter(letter, now=now)
        return changed

    def _with(self, letter: str, change: Callable[[Letter], Letter]) -> "Note":
        return replace(self, letters=tuple(change(each) if each.id == letter else each for each in self.letters))

    # --- what is due ------------------------------------------------------------------------------------------------

    def tidied(self, *, now: datetime) -> "Note":
        """Without what was asked and not written for too long."""
        return replace(self, asks=tuple(each for each in self.asks if now - each.asked_at < STAYS_OPEN))

    def seen(self, *, is_halted: bool, now: datetime) -> "Note":
        """By a tick: as long as its unit stands still, or Rounds did, its time does not run. So nobody is passed over
        who could not be asked, and nothing is destroyed unread."""
        waits = any(not each.is_over for each in self.letters)
        before = max(self.seen_at or self.last_at, self.last_at)
        if is_halted or (waits and now - before >= STOOD_STILL):
            if self.runs_from is not None and now - self.runs_from < SEEN_EVERY:
                return self
            last_at = max(now, self.last_at) if waits or self._awaits_an_answer else self.last_at
            return replace(self, seen_at=now, runs_from=now, last_at=last_at)
        return replace(self, seen_at=now) if waits and now - before >= SEEN_EVERY else self

    def waited_since(self, letter: Letter) -> datetime:
        """From when on it counts how long a letter waits."""
        return letter.due_at if self.runs_from is None else max(letter.due_at, self.runs_from)

    def is_over(self, *, now: datetime) -> bool:
        """Whether everything of it is to be destroyed."""
        return now - self.last_at >= QUIET if self.is_sent else not self.tidied(now=now).asks

    def waits_too_long(self, *, now: datetime) -> bool:
        """Whether nobody has answered for a week, also while it waits for a reader who is on leave; or none of them can
        be given it."""
        first = self.letters[0] if self.letters else None
        if first is None or not self._awaits_an_answer:
            return False
        reached = frozenset(first.numbers) & first.given
        return (first.is_over and not reached) or now - self.waited_since(first) >= UNANSWERED

    @property
    def _awaits_an_answer(self) -> bool:
        is_told = any(each.kind is LetterKind.UNANSWERED for each in self.letters)
        return self.is_sent and not (self.is_answered or self.is_passed_on or is_told)
