"""Every frozen page computed again from released cells and lists, and compared with its certificate and its text.

It needs no key of answers, no network and no catalogue: what was sent is compared by hash. Weeks are read one after
the other, so memory stays flat however many years there are.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.administration.log import AdministrationAct, LogEntry
from bot.domain.certificates.cuts import ScoreCuts, atom_faults, cells_as_kept
from bot.domain.certificates.figures_again import CertifiedWeek
from bot.domain.certificates.kept_week import (
    KeptRow,
    KeptWeek,
    RowKind,
    reworded_evidence,
    unreadable_fault,
    week_evidence,
)
from bot.domain.certificates.pages_again import PagesAgain
from bot.domain.certificates.recipients import Salts, recipients_differ
from bot.domain.disclosure.atoms import BlockAtoms
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.proof.check import Check
from bot.ports import Storage


class VerifyPages:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self) -> Check:
        """Weeks of which the log of administration keeps no evidence are compared by their certificates alone."""
        async with self._storage.reading() as work:
            weeks, salts = await work.certificates.weeks(), await work.certificates.all_salts()
            entries, reworded = await work.administration_log.entries(), await work.certificates.reworded()
            named, unfinished = await work.certificates.named(), await work.weeks.unfinished()
        evidence = _evidence(entries)
        verifier = _Verifier(salts=salts, named=named, evidence=evidence)
        if reworded_evidence(reworded) != _of_reworded(entries):
            verifier.faults.append("pages were reworded otherwise than the log says")
        for week, units in weeks.items():
            if week == unfinished:
                continue
            kept, cut, faults = await self._read(week, units)
            verifier.faults += faults
            await asyncio.to_thread(verifier.enter, kept, cut)
        verifier.faults += [
            f"{label}: what the log says of a week that was closed is of nothing that is kept"
            for found, label in evidence.items()
            if found not in verifier.matched and label not in verifier.unmatched
        ]
        remarks = (f"pages that are older than certificates: {verifier.older}",) if verifier.older else ()
        return Check(name="pages", examined=verifier.examined, faults=tuple(verifier.faults), remarks=remarks)

    async def _read(
        self, week: IsoWeek, units: Collection[UnitId]
    ) -> tuple[KeptWeek, BlockAtoms | None, Sequence[str]]:
        async with self._storage.reading() as work:
            kept = await work.certificates.kept(week, units)
            try:
                return kept, await work.cells.atoms(week), ()
            except (ValueError, TypeError):
                return kept, None, [f"{week}: the lists of its atoms cannot be read"]


def _evidence(entries: Iterable[LogEntry]) -> Mapping[bytes, str]:
    """What the log keeps of closed weeks, and how people name each. The words may be gone; the hash says which week."""
    closed = (each for each in entries if each.act is AdministrationAct.WEEK_CLOSED and each.evidence)
    return {each.evidence: f"{each.at:%Y-%m-%d}" if each.words is None else each.words.after for each in closed}


def _of_reworded(entries: Iterable[LogEntry]) -> bytes:
    newest = b""
    for each in entries:
        if each.act is AdministrationAct.ERASED:
            newest = each.evidence
    return newest


@dataclass(slots=True, kw_only=True)
class _Verifier:
    salts: Salts
    named: Collection[PersonId]
    evidence: Mapping[bytes, str]
    matched: set[bytes] = field(default_factory=set)
    unmatched: set[str] = field(default_factory=set)
    """Weeks of which the log says otherwise."""
    examined: int = 0
    older: int = 0
    faults: list[str] = field(default_factory=list)
    _first_certified: IsoWeek | None = None
    _cut_seen: IsoWeek | None = None
    _again: PagesAgain = field(default_factory=PagesAgain)
    _scores: ScoreCuts = field(default_factory=ScoreCuts)

    def enter(self, kept: KeptWeek, cut: BlockAtoms | None) -> None:
        week, atoms = kept.week, {} if cut is None else cut.by_team
        if kept.is_skipped:
            self._again.begin_anew()
        if cut is not None and cut.since != self._cut_seen:
            self._cut_seen = cut.since
            self.faults += atom_faults(cut)
        cells, wrong = cells_as_kept(week, kept.cells, atoms)
        certified = CertifiedWeek(week=week, lists=kept.lists, cells=cells, rows=kept.rows, atoms=atoms)
        self.faults += [*(unreadable_fault(row, week) for row in kept.unreadable), *wrong]
        if not kept.is_skipped:
            self.faults += self._scores.enter(week, cells, kept.rows)
        try:
            self.faults += self._again.figures.enter(certified)
        except (ValueError, KeyError, TypeError) as fault:
            self.faults.append(f"{week}: its figures cannot be computed: {fault}")
        self._compare_with_log(kept)
        if kept.certificates_as_kept and self._first_certified is None:
            self._first_certified = week
        self._pages(kept, certified)

    def _compare_with_log(self, kept: KeptWeek) -> None:
        """From the first week that the log stands for, each has to be as it says; of skipped ones it says nothing."""
        if not kept.is_anything:
            return
        found = week_evidence(kept)
        if found in self.evidence:
            self.matched.add(found)
        elif str(kept.week) in self.evidence.values() or (self.matched and not kept.is_skipped):
            self.unmatched.add(str(kept.week))
            self.faults.append(f"{kept.week}: certificates or cells are others than the log says")

    def _pages(self, kept: KeptWeek, certified: CertifiedWeek) -> None:
        for unit in sorted(kept.certificates_as_kept.keys() | kept.pages.keys()):
            self.examined += 1
            self.faults += [f"{unit} {kept.week}: {fault}" for fault in self._page(unit, kept, certified)]

    def _page(self, unit: UnitId, kept: KeptWeek, certified: CertifiedWeek) -> Sequence[str]:
        if unit not in kept.certificates_as_kept:
            return self._without_certificate(kept)
        page, certificate = kept.pages.get(unit), kept.certificates.get(unit)
        if certificate is None:
            return []  # said already
        faults = list(self._again.compared(certified, certificate))
        if page is None:
            is_kept = KeptRow(kind=RowKind.PAGE, scope=unit) in kept.unreadable  # then it is said already
            return faults if is_kept else [*faults, "it is gone"]
        if page.document != (page.reworded or certificate.document):
            faults.append("what it says is not what its certificate is of")
        wrong = [name for name, value in page.typed.items() if certificate.facts.get(name) != value]
        faults += [f"its {name} is not that of its certificate" for name in wrong]
        recipients = recipients_differ(
            page.recipients,
            readers=certificate.readers,
            members=certificate.members,
            unit=unit,
            week=kept.week,
            salts=self.salts,
            named=self.named,
        )
        return [*faults, "its recipients are not those of its certificate"] if recipients else faults

    def _without_certificate(self, kept: KeptWeek) -> Sequence[str]:
        """Older pages have none, and in the first week that has any an interrupted close may have left some without."""
        if kept.is_skipped:
            return []
        if self._first_certified is not None and kept.week > self._first_certified:
            return ["it has no certificate"]
        self.older += 1
        return []
