"""A list of people from the hospital's own files, in three steps: uploaded, looked at, saved as one revision."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from bot.domain.administration.log import Author
from bot.domain.administration.upload.columns import UploadedTable
from bot.domain.administration.upload.scope import UploadChoices, UploadPlan, UploadScope
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId
from bot.domain.organisation.leaving import COMES_BACK_WITHIN
from bot.domain.organisation.people import Role
from bot.flows.administration.edits import NOBODY_ELSE
from bot.flows.administration.revise_programme import ManyLeave, NobodyLeft, ReviseProgramme, RevisionRefused
from bot.flows.administration.state import newest_state
from bot.flows.administration.upload.compare import Compared, Comparison
from bot.flows.administration.upload.held import AlreadySaved, ComparedUpload, HeldUpload
from bot.flows.administration.upload.rules import UploadRules
from bot.flows.operations.young_collections import only_young_collected
from bot.ports import Clock, Sealer, Storage
from bot.programme_rules import EditFault, EditRefused, ProgrammeRules


class SavingStep(StrEnum):
    """What saving a list does, in this order."""

    COMPARING = "comparing"
    WAITING = "waiting"
    """For whatever else is being written."""
    CHECKING = "checking"
    WRITING = "writing"


class UploadPeople:
    """Nobody saves what they have not seen, and nothing is saved twice, however often it is pressed.

    Between the steps the list is held for half an hour, sealed by the secret of the session; nothing of it is left
    once it is saved or given up. Lists are read and compared on threads, because of thousands of rows.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        sealer: Sealer,
        rules: UploadRules,
        programme_rules: ProgrammeRules,
        revise: ReviseProgramme,
        clock: Clock,
        real_clock: Clock,
    ) -> None:
        """`real_clock`: sessions, and what is held for them, end by it."""
        self._storage, self._sealer, self._rules = storage, sealer, rules
        self._programme_rules, self._revise = programme_rules, revise
        self._clock, self._real_clock = clock, real_clock

    async def begin(self, session: str, raw: bytes) -> None:
        """Hold a file's table for this session. Raises UploadRefused."""
        held = self._held(session)
        table = await asyncio.to_thread(self._rules.table, raw)
        sealed = await asyncio.to_thread(held.sealed_table, table)
        async with self._storage.writing() as work:
            await held.begin(work, sealed)

    async def table(self, session: str) -> UploadedTable | None:
        async with self._storage.reading() as work:
            return await self._held(session).table(work)

    async def looked(self, session: str) -> ComparedUpload | AlreadySaved | None:
        async with self._storage.reading() as work:
            return await self._held(session).looked(work)

    async def look(
        self, session: str, choices: UploadChoices, *, scope: UploadScope, locale: str
    ) -> UploadPlan | AlreadySaved | None:
        """What the list would do; None where none is held (any more). Raises ProgrammeMissing."""
        compared = await self._compared(session, choices, scope=scope, locale=locale)
        if not isinstance(compared, Compared):
            return compared
        async with self._storage.writing() as work:
            await self._held(session).note(work, ComparedUpload(choices=choices, plan=compared.plan))
        return compared.plan

    async def save(
        self,
        session: str,
        *,
        seen: str,
        leave: int | None,
        scope: UploadScope,
        locale: str,
        author: Author,
        reached: Callable[[SavingStep], None] = lambda _step: None,
    ) -> UploadPlan | AlreadySaved | None:
        """`seen`: the fingerprint of the plan that was shown. `leave`: how many people leave, as they were told.

        Another plan is given back, and nothing is written, where it is not this one any more; the same one where the
        number of those who leave is not right. `reached` is told each step that begins. Raises EditRefused and
        ProgrammeMissing.
        """
        with only_young_collected():
            reached(SavingStep.COMPARING)
            return await self._save(
                session, seen=seen, leave=leave, scope=scope, locale=locale, author=author, reached=reached
            )

    async def _save(
        self,
        session: str,
        *,
        seen: str,
        leave: int | None,
        scope: UploadScope,
        locale: str,
        author: Author,
        reached: Callable[[SavingStep], None],
    ) -> UploadPlan | AlreadySaved | None:
        looked = await self.looked(session)
        if not isinstance(looked, ComparedUpload):
            return looked
        compared = await self._compared(session, looked.choices, scope=scope, locale=locale)
        if not isinstance(compared, Compared):
            return compared
        held = self._held(session)
        reached(SavingStep.WAITING)
        async with self._storage.writing() as work:
            await work.revisions.claim()
            reached(SavingStep.CHECKING)
            before, now = await held.looked(work), await newest_state(work)
            if not isinstance(before, ComparedUpload):
                return before  # a second press, which waited for the first
            if now.number != compared.plan.based_on:  # somebody else was written while this one waited
                compared = await self._compared(session, looked.choices, scope=scope, locale=locale)
                if not isinstance(compared, Compared):
                    return compared
            plan = compared.plan
            if plan.fingerprint != seen or compared.roster is None:
                await held.note(work, ComparedUpload(choices=looked.choices, plan=plan))
                return plan
            if now.programme is None:
                raise ProgrammeMissing
            roster = replace(compared.roster, addresses={})  # people bring their own, and an empty one clears none
            try:
                revised = await self._revise.within(
                    work,
                    now,
                    now.programme,
                    roster,
                    author=author,
                    based_on=plan.based_on,
                    leave=leave,
                    writes=lambda: reached(SavingStep.WRITING),
                )
            except ManyLeave:
                return plan
            except NobodyLeft as refused:
                raise EditRefused([NOBODY_ELSE]) from refused
            except RevisionRefused as refused:
                raise EditRefused([EditFault(key="", what=refused.said)]) from refused
            await held.note_saved(work, revised.number)
        return AlreadySaved(revision=revised.number)

    async def cancel(self, session: str) -> None:
        async with self._storage.writing() as work:
            await self._held(session).end(work)

    async def forget(self) -> None:
        """Delete what is older than half an hour."""
        now = self._real_clock.now()
        async with self._storage.reading() as work:
            is_any = await work.uploads.any_ended(by=now)
        if is_any:
            async with self._storage.writing() as work:
                await work.uploads.forget(until=now)

    async def _compared(
        self, session: str, choices: UploadChoices, *, scope: UploadScope, locale: str
    ) -> Compared | AlreadySaved | None:
        now = self._clock.now()
        async with self._storage.reading() as work:
            table = await self._held(session).table(work)
            if table is None:
                looked = await self._held(session).looked(work)
                return looked if isinstance(looked, AlreadySaved) else None
            state = await newest_state(work)
            held_lately = await work.rosters.holders_since(frozenset(Role), now - COMES_BACK_WITHIN)
        lately: set[PersonId] = set()
        for unit in scope.units:
            lately |= held_lately.get(unit, frozenset())
        comparison = Comparison(
            state=state,
            table=table,
            choices=choices,
            scope=scope,
            lately=frozenset(lately),
            today=now.date(),
            locale=locale,
            rules=self._rules,
            programme_rules=self._programme_rules,
        )
        with only_young_collected():
            return await asyncio.to_thread(comparison)

    def _held(self, session: str) -> HeldUpload:
        return HeldUpload(session, sealer=self._sealer, clock=self._real_clock)
