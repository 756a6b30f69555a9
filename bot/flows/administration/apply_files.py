"""What an administrator's files say, brought into the database: on top of what they are based on, or merged."""

from dataclasses import dataclass, replace

from bot.domain.administration.log import Author
from bot.domain.administration.merge import merge
from bot.domain.administration.revisions import ProgrammeState, base_of_files
from bot.domain.errors import RoundsError
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme
from bot.flows.administration.revise_programme import Revised, ReviseProgramme
from bot.flows.administration.state import newest_state, state_at
from bot.ports import Storage, UnitOfWork


class CannotMerge(RoundsError):
    """Two sets of changes do not fit together; the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    revised: Revised
    merged_from: int | None = None
    """The revision that the files are based on, if they were merged with what came after it."""
    kept_addresses: tuple[PersonId, ...] = ()
    """People who are reached at another address than a merged file says."""


class ApplyFiles:
    """Refuse files when the database has moved on since the revision that they are based on, or merge them by id.

    Files that name no revision are based on the newest that says just what files said.
    """

    def __init__(self, *, storage: Storage, revise: ReviseProgramme) -> None:
        self._storage, self._revise = storage, revise

    async def __call__(
        self,
        programme: Programme,
        roster: Roster,
        *,
        revision: int | None,
        author: Author,
        onto_newest: bool = False,
        leave: int | None = None,
        dry_run: bool = False,
    ) -> Applied:
        """`leave`: how many people leave, as far as the author knows.

        Raises `CannotMerge`, and what `ReviseProgramme` raises, before anything is written.
        """
        async with self._storage.reading() if dry_run else self._storage.writing() as work:
            if not dry_run:
                await work.revisions.claim()
            now = await newest_state(work)
            based_on = revision
            if based_on is None:
                based_on = base_of_files(await work.revisions.recorded(), newest=now.number)
            if onto_newest and now.programme is not None and based_on != now.number:
                files = ProgrammeState(programme=programme, roster=roster, number=based_on)
                return await self._merged(work, files, now, author=author, leave=leave, dry_run=dry_run)
            revised = await self._revise.within(
                work, now, programme, roster, author=author, based_on=based_on, leave=leave, dry_run=dry_run
            )
            return Applied(revised=revised)

    async def _merged(
        self,
        work: UnitOfWork,
        files: ProgrammeState,
        now: ProgrammeState,
        *,
        author: Author,
        leave: int | None,
        dry_run: bool,
    ) -> Applied:
        base = await state_at(work, files.number, newest=now) if 0 < files.number < now.number else None
        if base is None or base.programme is None:
            raise CannotMerge(
                f"what was changed since revision {files.number} is not recorded; export anew and edit that"
            )
        found = merge(base=base, mine=files, theirs=now)
        if found.conflicts:
            raise CannotMerge(f"changed there and here, each in its own way: {', '.join(found.conflicts)}")
        given = {person: each for person, each in files.roster.addresses.items() if person in found.roster.people}
        fresh = {person: each for person, each in given.items() if person not in now.roster.addresses}
        revised = await self._revise.within(
            work,
            now,
            found.programme,
            replace(found.roster, addresses=fresh),
            author=author,
            merged_from=files.number,
            leave=leave,
            dry_run=dry_run,
        )
        kept = tuple(person for person in given if now.roster.addresses.get(person, given[person]) != given[person])
        return Applied(revised=revised, merged_from=files.number, kept_addresses=kept)
