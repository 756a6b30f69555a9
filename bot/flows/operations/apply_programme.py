"""Bringing the database to what the administrator's files say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.errors import RoundsError
from bot.domain.identifiers import QuestionId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import RESTARTING, ChangeOver
from bot.domain.organisation.people import Channel, Roster
from bot.domain.programme.diff import (
    ProgrammeChange,
    programme_changes,
    quietly_changed,
    roster_changes,
)
from bot.domain.programme.programme import Programme
from bot.ports import Clock, Storage, UnitOfWork


class VersionNotRaised(RoundsError):
    """Questions that read differently from what was asked under the same version; each with what to do."""

    def __init__(self, mends: Mapping[QuestionId, str]) -> None:
        super().__init__("; ".join(f"{question}: {mend}" for question, mend in mends.items()))
        self.mends = dict(mends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was, or in a dry run would be, changed; no changes means that nothing was written."""

    changes: tuple[ProgrammeChange, ...]
    late: tuple[ChangeOver, ...] = ()
    """New change-overs that would restart a baseline in a week which is closed: only charts take them."""


class ApplyProgramme:
    """Compare the files with the database and write the difference.

    - Everything in one transaction, or nothing; a dry run only compares.
    - History is never deleted: units and questions are retired, people and roles are ended.
    - One version of a question has one wording for ever. A changed wording needs a higher version, which starts a new
      baseline; versions only rise.
    """

    def __init__(self, *, storage: Storage, clock: Clock, links: Collection[Channel]) -> None:
        """`links`: channels whose addresses are secret links, which end for good with whoever leaves."""
        self._storage, self._clock, self._links = storage, clock, links

    async def __call__(self, programme: Programme, roster: Roster, *, dry_run: bool = False) -> Applied:
        """Raises VersionNotRaised before anything is written."""
        if dry_run:
            async with self._storage.reading() as work:
                changes = await self._changes(work, programme, roster)
                return Applied(changes=changes, late=await self._late(work, programme))
        async with self._storage.writing() as work:
            changes = await self._changes(work, programme, roster)
            late = await self._late(work, programme)
            if changes:
                now = self._clock.now()
                await work.programmes.save(programme, at=now)
                await work.rosters.save(roster, at=now, links=self._links)
        return Applied(changes=changes, late=late)

    @staticmethod
    async def _late(work: UnitOfWork, after: Programme) -> tuple[ChangeOver, ...]:
        before, closed = await work.programmes.current(), await work.weeks.newest_closed()
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

    async def _changes(self, work: UnitOfWork, programme: Programme, roster: Roster) -> tuple[ProgrammeChange, ...]:
        before = await work.programmes.current()
        await self._refuse_changed_wordings(work, before, programme)
        return programme_changes(before, programme) + roster_changes(await work.rosters.current(), roster)

    @staticmethod
    async def _refuse_changed_wordings(work: UnitOfWork, before: Programme | None, after: Programme) -> None:
        asked = await work.programmes.wordings([question.ref for question in after.questions.values()])
        mends: dict[QuestionId, str] = {}
        for question in after.questions.values():
            newest = before.questions.get(question.id) if before else None
            earlier = asked.get(question.ref)
            if newest is not None and question.version < newest.version:
                mends[question.id] = (
                    f"{question.version} is lower than {newest.version}, which is in use;"
                    f" raise it to {newest.version + 1}"
                )
            elif earlier is not None and (keys := quietly_changed(earlier, question)):
                mends[question.id] = (
                    f"{', '.join(keys)} changed under version {question.version}; raise the version to"
                    f" {question.version + 1}, which starts a new baseline"
                )
        if mends:
            raise VersionNotRaised(mends)
