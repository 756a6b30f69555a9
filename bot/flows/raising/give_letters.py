"""What was raised is carried, passed on, and destroyed in time: a step of the tick."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.identifiers import PersonId, short_id
from bot.domain.messaging.buttons import OnRaise, RaisePress
from bot.domain.messaging.inbound import Inbound, Pressed, Receipt
from bot.domain.organisation.people import TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.raising.arrival import arrival
from bot.domain.raising.notes import UNANSWERED, Letter, LetterKind, Note
from bot.domain.rota.moments import first_moment
from bot.domain.rota.shifts import PersonRota, Span
from bot.flows.operations.quiet_times import quiet_times
from bot.flows.raising.keep_notes import KeepNotes
from bot.flows.raising.raise_something import chance_of
from bot.flows.raising.screens import listed_now, zone_of
from bot.ports import Entropy, Storage

TakeIn = Callable[[Sequence[Inbound]], Awaitable[Sequence[Receipt]]]
_A_MINUTE: Final = timedelta(minutes=1)
_NUMBERS: Final = 16
"""Bytes of chance for a number."""


class GiveLetters:
    """A letter reaches somebody as the answer to a press which looks like their own: it comes in through the inbox, is
    sealed and filed, and what is shown is the answer to it. So neither the database nor its log tells it from what
    everybody does every day.

    - First the numbers of those presses are noted in the note, then they are received: after a crash the same ones
      come again, and the inbox knows them. Of a number, as of any platform's id, the database keeps a digest.
    - Everybody is given a letter in their own waking hours, where a rota is known on a shift, and not while their unit
      stands still. Until then it waits. While it stands still nothing is passed on, and afterwards the week for an
      answer begins anew: also after Rounds itself has stood still for a day.
    - What is over is destroyed, key first: after what is due, so that nothing is destroyed unread because Rounds stood
      still.
    """

    def __init__(self, *, storage: Storage, notes: KeepNotes, receive: TakeIn, entropy: Entropy) -> None:
        self._storage, self._notes, self._receive = storage, notes, receive
        self._entropy = entropy

    async def __call__(self, *, now: datetime) -> None:
        """Raises `StorageUnavailable` and `KeyUnavailable`."""
        await self._notes.begin(self._storage)
        async with self._storage.reading() as work:
            await self._notes.tidy(work)
            notes = await self._notes.all(work)
        for note in notes:
            if note.is_sent and not await self._is_halted(note, now=now):
                await self._carry(note, now=now)
                await self._pass_on(note, now=now)
            async with self._storage.reading() as work:
                current = await self._notes.one(work, note.id)
            if current is not None and current.is_over(now=now):
                self._notes.destroy(note.id)

    async def _is_halted(self, note: Note, *, now: datetime) -> bool:
        """Whether its unit stands still; it is noted where time does not count for it."""
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                return False
            times = await quiet_times(work, programme, now=now)
            is_halted = times.is_halted(note.unit, now)
            if note.seen(is_halted=is_halted, now=now) != note:
                await self._notes.change(work, note.id, lambda each: each.seen(is_halted=is_halted, now=now))
        return is_halted

    # --- giving -----------------------------------------------------------------------------------------------------

    async def _carry(self, note: Note, *, now: datetime) -> None:
        for letter in note.letters:
            if letter.is_over or now < letter.due_at:
                continue
            updates = await self._numbered(note, letter, now=now)
            if not updates:
                continue
            receipts = await self._receive(list(updates.values()))
            refused = {each.update_id for each in receipts if each.refused is not None}
            given = [person for person, update in updates.items() if update.update_id not in refused]
            async with self._storage.reading() as work:
                await self._notes.change(work, note.id, lambda each: each.given(letter.id, given, now=now))  # noqa: B023

    async def _numbered(self, note: Note, letter: Letter, *, now: datetime) -> Mapping[PersonId, Inbound]:
        """The presses by which this letter reaches those who can be given it now."""
        waiting = [each for each in letter.to if each not in letter.given]
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                return {}
            here = await listed_now(work, programme, waiting, now=now)
            current = await self._notes.one(work, note.id)
            since = (current or note).waited_since(letter)
            gone = [each for each in waiting if not _can_be_reached(here.get(each), since, now)]
            rotas = await work.rotas.of(here.keys(), Span(starts=now, ends=now + _A_MINUTE)) if here else {}
            ready = {
                each: member
                for each, member in here.items()
                if member.address is not None and _may_come(rotas.get(each), member, programme, now)
            }
            numbers = {each: self._entropy.token(_NUMBERS).hex() for each in ready if each not in letter.numbers}

            def noted(before: Note) -> Note:
                after = before.numbered(letter.id, numbers)
                return after.given(letter.id, gone, now=before.last_at) if gone else after

            changed = await self._notes.change(work, note.id, noted)
        kept = None if changed is None else changed.letter(letter.id)
        if kept is None:
            return {}
        return {each: _press(note, kept, member, kept.numbers[each]) for each, member in ready.items()}

    # --- passing on -------------------------------------------------------------------------------------------------

    async def _pass_on(self, note: Note, *, now: datetime) -> None:
        async with self._storage.reading() as work:
            current = await self._notes.one(work, note.id)
            programme = await work.programmes.current()
            if current is None or programme is None or not current.waits_too_long(now=now):
                return
            known = await listed_now(work, programme, current.guardians, now=now)
            guardians = tuple(each for each in current.guardians if each in known and known[each].address is not None)
            kinds = (LetterKind.PASSED_ON, LetterKind.MOVED) if guardians else (LetterKind.UNANSWERED,)
            letters = [self._letter(current, programme, kind, guardians, now=now) for kind in kinds]

            def passed(before: Note) -> Note:
                if not before.waits_too_long(now=now):
                    return before
                if guardians:
                    return before.passed_on(guardians, *letters, now=now)
                return before.with_letter(letters[0], now=now)

            await self._notes.change(work, note.id, passed)

    def _letter(
        self, note: Note, programme: Programme, kind: LetterKind, guardians: tuple[PersonId, ...], *, now: datetime
    ) -> Letter:
        organisation = programme.organisation
        zone = organisation.zone_of(note.unit) if note.unit in organisation else organisation.timezone
        is_passed_on = kind is LetterKind.PASSED_ON
        return Letter(
            id=short_id("letter", note.id, kind),
            kind=kind,
            to=guardians if is_passed_on else (note.writer,),
            due_at=arrival(now, chance=chance_of(self._entropy), quiet=programme.quiet, zone=zone),
            words=note.words if is_passed_on else "",
        )


def _can_be_reached(member: TeamMember | None, since: datetime, now: datetime) -> bool:
    """Whether it is worth waiting for somebody: as long as for an answer, so that its time does not tell a writer who
    could not be reached."""
    return member is not None and (member.address is not None or now - since < UNANSWERED)


def _may_come(rota: PersonRota | None, member: TeamMember, programme: Programme, now: datetime) -> bool:
    """Whether this is a moment for it, by their rota, or by quiet hours where none is known. Else it waits."""
    span, zone = Span(starts=now, ends=now + _A_MINUTE), zone_of(member, programme)
    return first_moment(None if rota is None else rota.both, span, quiet=programme.quiet, zone=zone) == now


def _press(note: Note, letter: Letter, member: TeamMember, number: str) -> Inbound:
    if member.address is None:
        raise ValueError("only who can be reached is given anything")
    intent = RaisePress(what=OnRaise.ARRIVED, note=note.id, letter=letter.id)
    return Inbound(sender=member.address, update_id=number, sequence=0, event=Pressed(intent=intent))
