"""Certificates of frozen pages, and everything that they are compared with."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import RowMapping, and_, bindparam, select, union

from bot.domain.batches import batches
from bot.domain.certificates.canonical import hash_of_texts
from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.certificates.kept_week import KeptCell, KeptPage, KeptRow, KeptWeek, RowKind
from bot.domain.certificates.page_facts import chart_facts, verdict_facts
from bot.domain.certificates.recipients import PageSalts, Salts
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import parse_period
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope
from bot.repositories.certificates import ReadyCertificates
from bot.repositories.week_close import ReadyDigests
from storage.codecs.certificates import decode_certificate, decode_lists, encode_certificate, encode_lists
from storage.codecs.charts import decode_chart
from storage.codecs.digest_words import reasons_of
from storage.codecs.json_text import loads
from storage.codecs.recipients import decode_recipients
from storage.repositories.base import Repository
from storage.repositories.weeks import rows_of
from storage.schema.tables import (
    certificate_lists,
    digests,
    organisation_releases,
    page_certificates,
    participation_cells,
    people,
    recipient_salts,
    releases,
    reworded_pages,
    skipped_weeks,
    units,
)
from storage.sql.columns import Week
from storage.sql.statements import add_missing, among
from storage.sql.transaction import AnyRow

_AT = bindparam("at", type_=Week())
READ_OF_PAGE = (
    digests.c.unit,
    digests.c.verdict,
    digests.c.reasons,
    digests.c.document,
    digests.c.details,
    digests.c.team_page,
    digests.c.is_for_readers,
    digests.c.made_at,
    digests.c.buttons,
    digests.c.further_buttons,
    digests.c.step,
    digests.c.chart,
    digests.c.translations,
    digests.c.written_in,
)
"""All of a page but its recipients, who can be erased, and whether it was handed over."""
_OF_PAGE = and_(reworded_pages.c.unit == digests.c.unit, reworded_pages.c.week == digests.c.week)
_PAGES = (
    select(*READ_OF_PAGE, digests.c.recipients, reworded_pages.c.document.label("reworded"))
    .outerjoin(reworded_pages, _OF_PAGE)
    .where(among(digests.c.unit, "units"), digests.c.week == _AT)
)
_CERTIFICATES = select(page_certificates).where(
    among(page_certificates.c.unit, "units"), page_certificates.c.week == _AT
)
_ONE = select(page_certificates.c.body).where(
    page_certificates.c.unit == bindparam("of"), page_certificates.c.week == _AT
)
_LISTS = select(certificate_lists).where(
    certificate_lists.c.week.between(bindparam("first", type_=Week()), bindparam("last", type_=Week()))
)
_SALTS = select(recipient_salts).where(among(recipient_salts.c.person, "people"))
_CELLS = select(participation_cells).where(participation_cells.c.week == _AT)
_LEDGER = select(releases).where(among(releases.c.unit, "units"), releases.c.week == _AT)
_EVERY_UNIT = select(units.c.id).order_by(units.c.id)
_A_PART = 200
"""Units whose rows are read at a time, through their keys: those of all weeks would be gone through for one week's."""
_LEDGER_OF_ALL = select(organisation_releases).where(organisation_releases.c.week == _AT)
_SKIPPED = select(skipped_weeks.c.week).where(skipped_weeks.c.week == _AT)
_UNITS = union(*(select(each.c.unit, each.c.week) for each in (digests, page_certificates, releases)))
_WEEKS = union(*(select(each.c.week) for each in (participation_cells, certificate_lists)))


class StoredCertificates(Repository):
    __slots__ = ()

    async def ready(self, certificates: Sequence[Certificate]) -> ReadyCertificates:
        return ReadyCertificates(await asyncio.to_thread(lambda: [_certificate_row(each) for each in certificates]))

    async def add(self, lists: WeekLists | None, certificates: ReadyCertificates, salts: PageSalts) -> None:
        dialect = self._transaction.dialect
        if lists is not None:
            await self._transaction.run(
                add_missing(certificate_lists, dialect), {"week": lists.week, "body": encode_lists(lists)}
            )
        rows = cast(Sequence[Mapping[str, Any]], certificates)
        await self._transaction.write(
            add_missing(page_certificates, dialect),
            [{**row, "salt": salts[row["unit"]]} for row in rows if row["unit"] in salts],
        )

    async def documents(self, pages: ReadyDigests, salts: PageSalts) -> Mapping[UnitId, str]:
        rows = {UnitId(row["unit"]): row for row in rows_of(pages) if row["unit"] in salts}
        return await asyncio.to_thread(lambda: {unit: document_hash(row, salts[unit]) for unit, row in rows.items()})

    async def lists(self, first: IsoWeek, last: IsoWeek) -> Mapping[IsoWeek, WeekLists]:
        rows = await self._transaction.rows(_LISTS, {"first": first, "last": last})
        return {row.week: decode_lists(row.week, row.body) for row in rows}

    async def salts(self, people: Collection[PersonId]) -> Salts:
        rows = await self._transaction.rows(_SALTS, {"people": list(people)})
        return {row.person: bytes(row.salt) for row in rows}

    async def all_salts(self) -> Salts:
        rows = await self._transaction.rows(select(recipient_salts))
        return {row.person: bytes(row.salt) for row in rows}

    async def add_salts(self, salts: Salts) -> None:
        rows = [{"person": person, "salt": salt} for person, salt in sorted(salts.items())]
        await self._transaction.write(add_missing(recipient_salts, self._transaction.dialect), rows)

    async def certificate(self, unit: UnitId, week: IsoWeek) -> Certificate | None:
        body = await self._transaction.scalar(_ONE, {"of": unit, "at": week})
        return None if body is None else decode_certificate(unit, week, body)

    async def reworded(self) -> Mapping[tuple[UnitId, IsoWeek], str]:
        rows = await self._transaction.rows(select(reworded_pages))
        return {(row.unit, row.week): row.document for row in rows}

    async def weeks(self) -> Mapping[IsoWeek, frozenset[UnitId]]:
        found: dict[IsoWeek, set[UnitId]] = {row.week: set() for row in await self._transaction.rows(_WEEKS)}
        for row in await self._transaction.rows(_UNITS):
            found.setdefault(row.week, set()).add(row.unit)
        return {week: frozenset(found[week]) for week in sorted(found)}

    async def released(self, week: IsoWeek) -> KeptWeek:
        at, reader = {"at": week}, _Reader(week)
        lists = (await self._transaction.rows(_LISTS, {"first": week, "last": week}))[:1]
        certificates: dict[UnitId, str] = {}
        rows: list[Release] = []
        for some in batches([row.id for row in await self._transaction.rows(_EVERY_UNIT)], _A_PART):
            of_units = {"at": week, "units": some}
            certificates |= {row.unit: row.body for row in await self._transaction.rows(_CERTIFICATES, of_units)}
            ledger = await self._transaction.rows(_LEDGER, of_units)
            rows += await asyncio.to_thread(list, reader.ledger(ledger))
        of_all = await self._transaction.rows(_LEDGER_OF_ALL, at)
        cells = await self._transaction.rows(_CELLS, at)
        return KeptWeek(
            week=week,
            lists_as_kept=lists[0].body if lists else "",
            certificates_as_kept=certificates,
            cells=await asyncio.to_thread(list, reader.cells(cells)),
            rows=[*rows, *reader.ledger(of_all, ORGANISATION)],
        )

    async def named(self) -> Collection[PersonId]:
        return frozenset(row.id for row in await self._transaction.rows(select(people.c.id).where(people.c.name != "")))

    async def kept(self, week: IsoWeek, units: Collection[UnitId]) -> KeptWeek:
        at, reader = {"at": week}, _Reader(week)
        of_units = {"at": week, "units": list(units)}
        lists = (await self._transaction.rows(_LISTS, {"first": week, "last": week}))[:1]
        certified = await self._transaction.rows(_CERTIFICATES, of_units)
        pages = await self._transaction.rows(_PAGES, of_units)
        ledger = await self._transaction.rows(_LEDGER, of_units)
        of_all = await self._transaction.rows(_LEDGER_OF_ALL, at)
        cells = await self._transaction.rows(_CELLS, at)
        skipped = await self._transaction.row(_SKIPPED, at)
        return KeptWeek(
            week=week,
            lists=next(iter(reader.lists(lists)), None),
            lists_as_kept=lists[0].body if lists else "",
            certificates=dict(reader.certificates(certified)),
            certificates_as_kept={row.unit: row.body for row in certified},
            pages=dict(reader.pages(pages, {row.unit: bytes(row.salt or b"") for row in certified})),
            cells=list(reader.cells(cells)),
            rows=[*reader.ledger(ledger), *reader.ledger(of_all, ORGANISATION)],
            is_skipped=skipped is not None,
            unreadable=reader.unreadable,
        )


def _certificate_row(certificate: Certificate) -> Mapping[str, object]:
    return {"unit": certificate.unit, "week": certificate.week, "body": encode_certificate(certificate)}


def document_hash(page: RowMapping | Mapping[str, Any], salt: bytes) -> str:
    """Over everything that people read of a page, in all its languages, as the texts that are stored. With the salt
    goes the way to find by trying what a page said before a name was taken out of it."""
    return hash_of_texts([salt.hex(), *(_text(page[column.name]) for column in READ_OF_PAGE)])


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


class _Reader:
    """Reads rows one by one and names those that cannot be read."""

    def __init__(self, week: IsoWeek) -> None:
        self._week, self.unreadable = week, list[KeptRow]()

    def lists(self, rows: Iterable[AnyRow]) -> Iterable[WeekLists]:
        for row in rows:
            try:
                yield decode_lists(self._week, row.body)
            except (ValueError, TypeError, KeyError):
                self._note(RowKind.LISTS, ORGANISATION)

    def certificates(self, rows: Iterable[AnyRow]) -> Iterable[tuple[UnitId, Certificate]]:
        for row in rows:
            try:
                yield row.unit, decode_certificate(row.unit, self._week, row.body)
            except (ValueError, TypeError, KeyError):
                self._note(RowKind.CERTIFICATE, row.unit)

    def pages(self, rows: Iterable[AnyRow], salts: PageSalts) -> Iterable[tuple[UnitId, KeptPage]]:
        for row in rows:
            try:
                reasons = [told.reason for told in reasons_of(loads(row.reasons))]
                typed = {**verdict_facts(Verdict(row.verdict), reasons), "chart": chart_facts(decode_chart(row.chart))}
                recipients = decode_recipients(row.recipients)
            except (ValueError, TypeError, KeyError):
                self._note(RowKind.PAGE, row.unit)
                continue
            yield (
                row.unit,
                KeptPage(
                    document=document_hash(row._mapping, salts.get(row.unit, b"")),
                    typed=typed,
                    recipients=recipients,
                    reworded=row.reworded or "",
                ),
            )

    def cells(self, rows: Iterable[AnyRow]) -> Iterable[KeptCell]:
        for row in rows:
            try:
                insiders = frozenset[PersonId](loads(row.insiders))
            except (ValueError, TypeError):
                self._note(RowKind.CELL, row.team)
                continue
            yield KeptCell(team=row.team, n=row.n, low=row.low, high=row.high, withheld=row.withheld, insiders=insiders)

    def ledger(self, rows: Iterable[AnyRow], scope: Scope | None = None) -> Iterable[Release]:
        for row in rows:
            try:
                kind = ReleaseKind(row.kind)
                yield Release(
                    scope=row.unit if scope is None else scope,
                    kind=kind,
                    period=parse_period(kind, row.period),
                    week=self._week,
                    shown=loads(row.shown),
                    people=frozenset(loads(row.people)),
                    withheld=row.withheld,
                )
            except (ValueError, TypeError):
                self._note(RowKind.LEDGER, row.unit if scope is None else scope)

    def _note(self, kind: RowKind, scope: Scope) -> None:
        self.unreadable.append(KeptRow(kind=kind, scope=scope))
