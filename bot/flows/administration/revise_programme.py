"""The one way in which the programme or the people change, whoever changes them and from wherever."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.administration.administrators import leaves_nobody, leaves_nobody_joined
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.administration.revisions import ProgrammeState, Revision, parts_between
from bot.domain.administration.weakening import weakened
from bot.domain.errors import RoundsError
from bot.domain.identifiers import PersonId, QuestionId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import RESTARTING, ChangeOver
from bot.domain.organisation.leaving import Leaving, leaving
from bot.domain.organisation.people import Address, Channel, Roster
from bot.domain.programme.diff import (
    ProgrammeChange,
    programme_changes,
    quietly_changed,
    roster_changes,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.team_changes import successors
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import Sentence, Wording, elsewhere, together, worded
from bot.flows.administration.state import newest_state
from bot.flows.answering.begin_anew import PartFromNotes, begin_anew
from bot.ports import Clock, Entropy, Storage, UnitOfWork


class RevisionRefused(RoundsError):
    """Nothing was written; the words say why."""

    def __init__(self, said: Wording) -> None:
        super().__init__(worded(said, DEFAULT_LOCALE))
        self.said = said


class VersionNotRaised(RevisionRefused):
    """Questions that read differently from what was asked under the same version; each with what to do."""

    def __init__(self, mends: Mapping[QuestionId, Sentence]) -> None:
        super().__init__(together([elsewhere(question, mend) for question, mend in mends.items()]))
        self.mends = dict(mends)


class MovedOn(RevisionRefused):
    """The programme or the people changed since the revision that a change is based on."""

    def __init__(self, *, based_on: int, newest: int, moved: Sequence[LogEntry]) -> None:
        super().__init__(Sentence.of("change-refused-moved_on", newest=str(newest), based_on=str(based_on)))
        self.based_on, self.newest, self.moved = based_on, newest, tuple(moved)


class ManyLeave(RevisionRefused):
    """More people would leave than anybody ends by a slip of the hand; their number has to be given as well."""

    def __init__(self, leaving: Leaving) -> None:
        super().__init__(Sentence.of("change-refused-many_leave", count=str(len(leaving.people))))
        self.leaving = leaving


class NobodyLeft(RevisionRefused):
    """The new list is empty, and there are people on the one in force."""

    def __init__(self, people: int) -> None:
        super().__init__(Sentence.of("change-refused-names_nobody", count=str(people)))
        self.people = people


class LastAdministrator(RevisionRefused):
    """Nobody would administer Rounds any more."""

    def __init__(self) -> None:
        super().__init__(Sentence.of("change-refused-last_administrator"))


class ErasedComeBack(RevisionRefused):
    """Somebody would join under the id of one who was erased: an administrator has to say first that it is they."""

    def __init__(self, people: Sequence[PersonId]) -> None:
        super().__init__(Sentence.of("change-refused-erased", people=tuple(people)))
        self.people = tuple(people)


class PrivacyWeakened(RevisionRefused):
    """What staff were promised may not be weakened; the words say what would be."""


class DoesNotFit(RevisionRefused):
    """Programme and people that files could not say, each fault in words."""

    def __init__(self, faults: Sequence[Wording]) -> None:
        super().__init__(together(faults))
        self.faults = tuple(faults)


NOBODY_JOINED: Final = Sentence.of("change-nobody_joined")
"""What whoever leaves only such administrators is told."""
FindErased = Callable[[Collection[PersonId]], Collection[PersonId]]
"""Who of these was erased. Called on a thread of its own."""
FindForgotten = Callable[[Collection[PersonId]], Mapping[PersonId, datetime]]
"""Who of these has asked to be forgotten, and when. Called on a thread of its own."""
Fits = Callable[[ProgrammeState, Programme, Roster], Sequence[Wording]]
"""What is wrong with a programme and its people, by the rules for files; nothing where they fit. Told what stands,
which does. Called on a thread of its own, because it takes long for thousands of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What was, or in a dry run would be, changed; no changes means that nothing was written."""

    changes: tuple[ProgrammeChange, ...]
    number: int
    """The revision in force after it."""
    leaving: Leaving
    """Whom it ends."""
    nobody_joined: bool = False
    """Whether nobody who administers after it has joined yet, and somebody before had."""
    late: tuple[ChangeOver, ...] = ()
    """New change-overs that would restart a baseline in a week which is closed: only charts take them."""


async def _no_notes(_work: UnitOfWork, _people: Collection[PersonId]) -> None:
    """Nothing can be raised here."""


class ReviseProgramme:
    """Compare what is wanted with the database, write the difference, and keep it as a numbered revision.

    - Everything in one transaction, the entries of the log with it, or nothing; a dry run only compares.
    - Refused when the database has moved on since the revision that the change is based on.
    - History is never deleted: units and questions are retired, people and roles are ended. What was agreed on in a
      unit that a merger retires is in the hands of the one that goes on.
    - One version of a question has one wording for ever. A changed wording needs a higher version, which starts a new
      baseline; versions only rise.
    - Many people leave only if their number is given: a bad export must not end a ward.
    - Whoever was erased comes back only when an administrator has said so.
    - Whoever has another address afterwards has a chat that is begun anew, which may be another's.
    - Whoever asked to be forgotten joins again by themselves: an address that a list gives is passed over until then.
    - The last administrator stays: nobody could let another one in.
    - Whatever did not come just so from files is held to the rules for files: it can be written and read again.
    - Minimums are never lowered, and the life of answers is never lengthened: staff were promised them.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        links: Collection[Channel],
        fits: Fits,
        erased: FindErased = lambda _: (),
        forgotten: FindForgotten = lambda _: {},
        part_from_notes: PartFromNotes = _no_notes,
    ) -> None:
        """`links`: channels whose addresses are secret links, which end for good with whoever leaves. `erased` and
        `forgotten`: where there are tombstones. `part_from_notes`: where things are raised."""
        self._part_from_notes = part_from_notes
        self._storage, self._clock, self._entropy = storage, clock, entropy
        self._links, self._fits, self._erased, self._forgotten = links, fits, erased, forgotten

    async def __call__(
        self,
        programme: Programme,
        roster: Roster,
        *,
        author: Author,
        based_on: int | None = None,
        leave: int | None = None,
        dry_run: bool = False,
    ) -> Revised:
        """`based_on`: the revision that its author saw; None for one who saw none. `leave`: how many people leave, as
        far as its author knows.

        Raises `MovedOn`, `VersionNotRaised`, `PrivacyWeakened`, `NobodyLeft`, `LastAdministrator`, `DoesNotFit` and,
        unless it is a dry run, `ManyLeave` before anything is written.
        """
        async with self._storage.reading() if dry_run else self._storage.writing() as work:
            if not dry_run:
                await work.revisions.claim()
            before = await newest_state(work)
            return await self.within(
                work, before, programme, roster, author=author, based_on=based_on, leave=leave, dry_run=dry_run
            )

    def leaving(self, before: Roster, after: Roster) -> Leaving:
        """Whom a change of the list would end now."""
        return leaving(before, after, today=self._clock.now().date())

    def refuse_nobody(self, before: Roster, after: Roster) -> None:
        """Raises `NobodyLeft` and `LastAdministrator`."""
        if before.people and not after.people:
            raise NobodyLeft(len(before.people))
        if leaves_nobody(before, after, today=self._clock.now().date()):
            raise LastAdministrator

    def nobody_joined(self, before: Roster, after: Roster) -> bool:
        """Whether it leaves only administrators who have not joined yet."""
        return leaves_nobody_joined(before, after, today=self._clock.now().date())

    async def within(
        self,
        work: UnitOfWork,
        before: ProgrammeState,
        programme: Programme,
        roster: Roster,
        *,
        author: Author,
        based_on: int | None = None,
        leave: int | None = None,
        merged_from: int | None = None,
        undoes: int | None = None,
        dry_run: bool = False,
        writes: Callable[[], None] = lambda: None,
    ) -> Revised:
        """The same in a transaction that has claimed the revision, or only reads; `before` is the state in it.

        `merged_from`: the revision that what was merged is based on. `writes` is called when all is checked.
        """
        roster = await self._without_forgotten(work, before.roster, roster)
        people_changed = roster_changes(before.roster, roster)
        changes = programme_changes(before.programme, programme) + people_changed
        if changes and before.programme is not None and based_on not in (None, before.number):
            await refuse_moved(work, based_on, before.number)
        await _refuse_changed_wordings(work, before.programme, programme)
        if before.programme is not None and (weaker := weakened(before.programme.privacy, programme.privacy)):
            raise PrivacyWeakened(together(weaker))
        ended = self.leaving(before.roster, roster)
        self.refuse_nobody(before.roster, roster)
        newcomers = sorted(roster.people.keys() - before.roster.people.keys())
        if newcomers and (erased := await asyncio.to_thread(self._erased, newcomers)):
            raise ErasedComeBack(list(erased))
        not_joined = self.nobody_joined(before.roster, roster)
        if ended.asks_again and leave != len(ended.people) and not dry_run:
            raise ManyLeave(ended)
        read_from_files = author.source is RevisionSource.FILES and merged_from is None
        if (
            changes
            and not read_from_files
            and (faults := await asyncio.to_thread(self._fits, before, programme, roster))
        ):
            raise DoesNotFit(faults)
        late = late_steps(before.programme, programme, await work.weeks.newest_closed())
        if dry_run or not changes:
            return Revised(changes=changes, number=before.number, leaving=ended, nobody_joined=not_joined, late=late)
        writes()
        now = self._clock.now()
        await work.programmes.save(programme, at=now)
        moved: Mapping[PersonId, Address] = {}
        if people_changed:
            changed = _with_changed_addresses(before.roster, roster)
            moved = await _moved(work, before.roster, changed)
            await begin_anew(work, {person: address.channel for person, address in moved.items()}, now=now)
            await work.rosters.save(changed, at=now, links=self._links, standing=before.roster)
        if before.programme is not None:
            for unit, into in successors(before.programme, programme, before.roster, roster).items():
                await work.loop.move_actions(unit, into)
            for each in programme.organisation.units if undoes is not None else ():
                if each.id not in before.programme.organisation:  # it is back
                    await work.loop.give_back_actions(each.id)
        after = await newest_state(work)
        revision = Revision(
            number=after.number,
            at=now,
            author=author,
            based_on=before.number if merged_from is None else merged_from,
            undoes=undoes,
        )
        await work.revisions.add(revision, parts_between(before, after), token=self._entropy.token)
        await work.administration_log.add([_entry(change, revision) for change in changes], token=self._entropy.token)
        await self._part_from_notes(work, moved)
        return Revised(changes=changes, number=after.number, leaving=ended, nobody_joined=not_joined, late=late)

    async def _without_forgotten(self, work: UnitOfWork, before: Roster, after: Roster) -> Roster:
        """Whoever has joined since is as anybody else, also when their invitation was revoked later."""
        new = [each for each in after.addresses if each not in before.addresses]
        forgotten = await asyncio.to_thread(self._forgotten, new) if new else {}
        gone = set()
        for person, at in forgotten.items():
            joined_at = (await work.rosters.consent(person)).joined_at
            if joined_at is None or joined_at <= at:
                gone.add(person)
        kept = {person: each for person, each in after.addresses.items() if person not in gone}
        return replace(after, addresses=kept) if gone else after


async def refuse_moved(work: UnitOfWork, based_on: int, newest: int) -> None:
    """Raises `MovedOn` with what has moved."""
    moved = await work.administration_log.entries(revisions=range(based_on + 1, newest + 1))
    raise MovedOn(based_on=based_on, newest=newest, moved=moved)


def _with_changed_addresses(before: Roster, after: Roster) -> Roster:
    """Without those that nobody changed: whoever links meanwhile would be given back the address that was read."""
    given = {person: each for person, each in after.addresses.items() if before.addresses.get(person) != each}
    return replace(after, addresses=given)


async def _moved(work: UnitOfWork, before: Roster, changed: Roster) -> Mapping[PersonId, Address]:
    """Everybody who is given another address than they had, also by a list that they were not on for a while. The
    addresses that change are locked from here on."""
    given, gone = changed.addresses, before.people.keys() - changed.people.keys()
    held = await work.rosters.lock_addresses(given, others=gone)
    back = await work.rosters.known([person for person in given if person not in before.people])
    stayed = {person for person in back if held.get(person) == given[person]}
    return {
        person: address
        for person, address in sorted(given.items())
        if person not in stayed and (person in before.people or person in back)
    }


def _entry(change: ProgrammeChange, revision: Revision) -> LogEntry:
    return LogEntry(
        at=revision.at,
        act=AdministrationAct.PROGRAMME if change.person is None else AdministrationAct.ROSTER,
        author=revision.author,
        words=LogWords.of(change),
        about=None if change.person is None else Actor.person(change.person),
        revision=revision.number,
    )


def late_steps(before: Programme | None, after: Programme, closed: IsoWeek | None) -> tuple[ChangeOver, ...]:
    """New change-overs that would restart a baseline in a week which is closed; `closed` is the newest."""
    known = before.change_overs if before else ()
    return tuple(
        change
        for change in after.change_overs
        if change not in known
        and change.kind in RESTARTING
        and isinstance(change.when, IsoWeek)
        and closed is not None
        and change.when <= closed
    )


def late_words(step: ChangeOver) -> Sentence:
    """What whoever writes a change-over down too late is told."""
    return Sentence.of("change-late", kind=step.kind.value, week=str(step.when))


async def _refuse_changed_wordings(work: UnitOfWork, before: Programme | None, after: Programme) -> None:
    asked = await work.programmes.wordings([question.ref for question in after.questions.values()])
    mends: dict[QuestionId, Sentence] = {}
    for question in after.questions.values():
        newest = before.questions.get(question.id) if before else None
        earlier = asked.get(question.ref)
        if newest is not None and question.version < newest.version:
            mends[question.id] = Sentence.of(
                "change-refused-lower_version",
                version=str(question.version),
                newest=str(newest.version),
                next=str(newest.version + 1),
            )
        elif earlier is not None and (keys := quietly_changed(earlier, question)):
            version, following = str(question.version), str(question.version + 1)
            mends[question.id] = Sentence.of(
                "change-refused-same_version", keys=tuple(keys), version=version, next=following
            )
    if mends:
        raise VersionNotRaised(mends)
