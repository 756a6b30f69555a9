"""Certificates in memory: of a document the hash of its values stands for that of its text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.domain.certificates.canonical import canonical_text, hash_of_texts
from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.certificates.kept_week import KeptCell, KeptPage, KeptWeek
from bot.domain.certificates.page_facts import chart_facts, verdict_facts
from bot.domain.certificates.recipients import PageSalts, Salts
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients
from bot.domain.disclosure.cells import CellDecision
from bot.domain.disclosure.withholding import Withheld
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.repositories.certificates import ReadyCertificates
from bot.repositories.week_close import ReadyDigests
from storage.codecs.certificates import encode_certificate, encode_lists
from tests.support.memory.state import State


class MemoryCertificates:
    def __init__(self, state: State) -> None:
        self._state = state

    async def ready(self, certificates: Sequence[Certificate]) -> ReadyCertificates:
        return ReadyCertificates(tuple(certificates))

    async def add(self, lists: WeekLists | None, certificates: ReadyCertificates, salts: PageSalts) -> None:
        if lists is not None:
            self._state.certificate_lists.setdefault(lists.week, lists)
        for each in cast(Sequence[Certificate], certificates):
            if each.unit in salts:
                self._state.certificates.setdefault((each.unit, each.week), each)

    async def documents(self, pages: ReadyDigests, salts: PageSalts) -> Mapping[UnitId, str]:
        return {each.unit: _hash(each) for each in cast(Sequence[FrozenDigest], pages) if each.unit in salts}

    async def lists(self, first: IsoWeek, last: IsoWeek) -> Mapping[IsoWeek, WeekLists]:
        return {week: lists for week, lists in self._state.certificate_lists.items() if first <= week <= last}

    async def salts(self, people: Collection[PersonId]) -> Salts:
        return {person: salt for person, salt in self._state.salts.items() if person in people}

    async def all_salts(self) -> Salts:
        return dict(self._state.salts)

    async def add_salts(self, salts: Salts) -> None:
        for person, salt in salts.items():
            self._state.salts.setdefault(person, salt)

    async def certificate(self, unit: UnitId, week: IsoWeek) -> Certificate | None:
        return self._state.certificates.get((unit, week))

    async def reworded(self) -> Mapping[tuple[UnitId, IsoWeek], str]:
        return {}

    async def weeks(self) -> Mapping[IsoWeek, frozenset[UnitId]]:
        found: dict[IsoWeek, set[UnitId]] = {week: set() for week, _ in self._state.cells}
        for unit, week in (*self._state.digests, *self._state.certificates):
            found.setdefault(week, set()).add(unit)
        for row in self._state.releases.values():
            found.setdefault(row.week, set()).update([row.scope] if isinstance(row.scope, str) else [])
        return {week: frozenset(found[week]) for week in sorted(found)}

    async def released(self, week: IsoWeek) -> KeptWeek:
        units = [unit for unit, at in (*self._state.digests, *self._state.certificates) if at == week]
        return await self.kept(week, units)

    async def named(self) -> Collection[PersonId]:
        return frozenset(self._state.people)

    async def kept(self, week: IsoWeek, units: Collection[UnitId]) -> KeptWeek:
        lists = self._state.certificate_lists.get(week)
        certified = {
            unit: each for (unit, at), each in self._state.certificates.items() if at == week and unit in units
        }
        pages = {unit: each for (unit, at), each in self._state.digests.items() if at == week and unit in units}
        return KeptWeek(
            week=week,
            lists=lists,
            lists_as_kept="" if lists is None else encode_lists(lists),
            certificates=certified,
            certificates_as_kept={unit: encode_certificate(each) for unit, each in certified.items()},
            pages={unit: _page(each) for unit, each in pages.items()},
            cells=[_cell(team, each) for (at, team), each in self._state.cells.items() if at == week],
            rows=[row for row in self._state.releases.values() if row.week == week],
        )


def _page(digest: FrozenDigest) -> KeptPage:
    reasons = [told.reason for told in digest.reasons]
    typed = {**verdict_facts(digest.verdict, reasons), "chart": chart_facts(digest.chart)}
    return KeptPage(document=_hash(digest), typed=typed, recipients=digest.recipients)


def _hash(digest: FrozenDigest) -> str:
    return hash_of_texts([canonical_text({"page": repr(replace(digest, recipients=Recipients()))})])


def _cell(team: UnitId, cell: CellDecision) -> KeptCell:
    if isinstance(cell, Withheld):
        return KeptCell(team=team, n=0, low=0, high=0, withheld=cell.because.value)
    return KeptCell(team=team, n=cell.n, low=cell.band.low, high=cell.band.high, withheld="", insiders=cell.insiders)
