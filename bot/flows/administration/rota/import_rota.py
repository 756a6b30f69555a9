"""The hospital's rota from a list: looked at first, then saved as it was looked at."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.administration.shift_list import ShiftList, read_shifts
from bot.domain.administration.upload.columns import UploadedTable
from bot.domain.administration.upload.scope import RowFault, UploadScope
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import CO_LEADS, Role
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.rota.shifts import KEPT_AHEAD, Rota, RotaSource, Span
from bot.flows.rota.replan import replan
from bot.flows.rota.tidy_rotas import kept_from
from bot.ports import Clock, Entropy, Storage, UnitOfWork

_BATCH: Final = 500
_ASKED: Final = CO_LEADS | {Role.MEMBER}


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaPlan:
    """What a list would do, or has done."""

    faults: Sequence[RowFault] = ()
    people: int = 0
    """Whom it names."""
    shifts: int = 0
    first: date | None = None
    last: date | None = None
    changed: Sequence[tuple[str, str, int, int]] = ()
    """Whose shifts change: name, id, how many shifts come and how many go."""
    left_out: int = 0
    is_over: bool = False
    """Whether nothing of it lies in the time for which shifts are kept."""
    is_cut: bool = False
    """Whether some of it lies further ahead than shifts are kept."""
    fingerprint: str = ""


class ImportRota:
    """Of everybody whom a list names, it takes the place of what was imported of its days before.

    Questions that are planned and not sent are moved to where they fit now. That a list was imported, by whom and of
    how many people stands in the log of administration; nobody's shifts do.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def look(self, table: UploadedTable, *, scope: UploadScope, leave_out: bool = False) -> RotaPlan:
        """Raises ProgrammeMissing."""
        async with self._storage.reading() as work:
            return (await self._compared(work, table, scope, leave_out))[0]

    async def save(
        self,
        table: UploadedTable,
        *,
        scope: UploadScope,
        author: Author,
        leave_out: bool = False,
        seen: str | None = None,
    ) -> tuple[RotaPlan, bool]:
        """The plan, and whether it was saved: not with faults, nor when it is not the one that was `seen`. Raises
        ProgrammeMissing."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            plan, rotas, units = await self._compared(work, table, scope, leave_out)
            if plan.faults or plan.is_over or (seen is not None and seen != plan.fingerprint):
                return plan, False
            await work.rotas.put(RotaSource.IMPORT, rotas)
            people = sorted(rotas)
            for first in range(0, len(people), _BATCH):
                await replan(work, people[first : first + _BATCH], now=now)
            told = f"{plan.people} people, {plan.shifts} shifts, {plan.first} to {plan.last}"
            words = LogWords(what="rota imported", after=told, units=units)
            entry = LogEntry(at=now, act=AdministrationAct.ROTA_IMPORTED, author=author, words=words)
            await work.administration_log.add([entry], token=self._entropy.token)
        return plan, True

    async def _compared(
        self, work: UnitOfWork, table: UploadedTable, scope: UploadScope, leave_out: bool
    ) -> tuple[RotaPlan, Mapping[PersonId, Rota], frozenset[UnitId]]:
        """Besides the plan the rotas that change, and the units of those whom the list names."""
        now = self._clock.now()
        programme = await work.programmes.current()
        if programme is None:
            raise ProgrammeMissing
        roster = await work.rosters.current()
        tree = UnitTree.of(programme.organisation)
        own: dict[PersonId, list[UnitId]] = {}
        for each in sorted(roster.memberships, key=lambda each: (each.role not in _ASKED, each.unit)):
            if each.unit in scope.units:
                own.setdefault(each.person, []).append(each.unit)
        zones = {
            person: roster.people[person].timezone or tree.zones.get(units[0], programme.organisation.timezone)
            for person, units in own.items()
        }
        found = await asyncio.to_thread(read_shifts, table, zones, leave_out=leave_out)
        kept = Span(starts=await kept_from(work, now=now), ends=now + KEPT_AHEAD)
        before = await work.rotas.whole(list(found.rotas), RotaSource.IMPORT)
        after = {person: before.get(person, Rota()).under(rota).cut(kept) for person, rota in found.rotas.items()}
        changed = {person: rota for person, rota in after.items() if rota != before.get(person, Rota())}
        names = {person: roster.people[person].name for person in changed}
        return (
            _plan(found, before, after=changed, names=names, kept=kept),
            changed,
            frozenset(unit for person in found.rotas for unit in own[person]),
        )


def _plan(
    found: ShiftList,
    before: Mapping[PersonId, Rota],
    *,
    after: Mapping[PersonId, Rota],
    names: Mapping[PersonId, str],
    kept: Span,
) -> RotaPlan:
    changed = []
    for person, rota in after.items():
        was = Counter(before.get(person, Rota()).cut(kept).shifts)
        here = Counter(rota.shifts)
        changed.append((names[person], str(person), (here - was).total(), (was - here).total()))
    changed.sort()
    days = [span for rota in found.rotas.values() for span in rota.known]
    digest = sha256(repr((found.rotas, sorted(after.items()))).encode()) if not found.faults else sha256()
    return RotaPlan(
        faults=found.faults,
        people=len(found.rotas),
        shifts=found.shifts,
        first=found.first,
        last=found.last,
        changed=changed,
        left_out=found.left_out,
        is_over=not found.faults and not any(each.within(kept) for each in days),
        is_cut=any(each.ends > kept.ends for each in days),
        fingerprint=digest.hexdigest()[:16],
    )
