"""Closed weeks: states, releases and frozen digests."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, bindparam, delete, func, select, text, update

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import parse_period
from bot.domain.disclosure.release_kinds import BLOCK_END_KINDS, ReleaseKind
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, Whole
from bot.domain.retention.rules import over_in_every_zone
from bot.domain.week_close.unit_state import UnitState
from bot.repositories.week_close import ReadyDigests, ReadyReleases
from storage.codecs.buttons import button_rows, plain_rows
from storage.codecs.charts import decode_chart, encode_chart
from storage.codecs.digest_words import (
    decode_optional,
    decode_translations,
    encode_optional,
    encode_translations,
    plain_reasons,
    reasons_of,
)
from storage.codecs.json_text import dumps, loads
from storage.codecs.messages import decode_document, encode_document
from storage.codecs.pending_releases import decode_pending_releases, encode_pending_releases
from storage.codecs.recipients import decode_recipients, encode_recipients
from storage.codecs.unit_states import decode_unit_state, encode_unit_state
from storage.repositories.base import Repository
from storage.repositories.queries.grown_old import of_units_retired
from storage.repositories.queries.of_closed_weeks import (
    FORGET_LATE,
    FORGET_SILENCES,
    FORGET_TIMES,
    NEWEST_FORGOTTEN,
    forget_asked,
)
from storage.schema import tables
from storage.schema.tables import (
    NOT_HANDED_OVER,
    WITH_STEP,
    closed_weeks,
    digests,
    organisation_releases,
    organisation_states,
    pending_releases,
    skipped_weeks,
    unit_states,
)
from storage.sql.columns import Week, week_of
from storage.sql.statements import (
    add_missing,
    among,
    put,
)
from storage.sql.transaction import AnyRow

_FIRST, _LAST = bindparam("first", type_=Week()), bindparam("last", type_=Week())

# Steps from week to week through the index: a year of rounds is 52 look-ups, not a scan of all rounds.
_OLDEST_OPEN = text(
    """
    WITH RECURSIVE seen(week) AS (
        SELECT min(week) FROM rounds
        UNION ALL
        SELECT (SELECT min(rounds.week) FROM rounds WHERE rounds.week > seen.week) FROM seen WHERE seen.week IS NOT NULL
    )
    SELECT min(seen.week) FROM seen
    WHERE NOT EXISTS (SELECT 1 FROM closed_weeks WHERE closed_weeks.week = seen.week AND closed_weeks.finished)
    """
)
_before = bindparam("before", type_=Week())
_newer = unit_states.alias("newer")
_UNIT_STATES = select(unit_states.c.unit, unit_states.c.state).where(
    among(unit_states.c.unit, "units"),
    unit_states.c.week
    == select(func.max(_newer.c.week))
    .where(_newer.c.unit == unit_states.c.unit, _newer.c.week < _before)
    .scalar_subquery(),
)
_DROP_OLDER_UNIT_STATES = delete(unit_states).where(
    among(unit_states.c.unit, "units"),
    select(func.count())
    .where(_newer.c.unit == unit_states.c.unit, _newer.c.week > unit_states.c.week)
    .scalar_subquery()
    >= 2,
)
_ORGANISATION_STATE = (
    select(organisation_states.c.state)
    .where(organisation_states.c.week < _before)
    .order_by(organisation_states.c.week.desc())
    .limit(1)
)
_later = organisation_states.alias("later")
_DROP_OLDER_ORGANISATION_STATES = delete(organisation_states).where(
    select(func.count()).where(_later.c.week > organisation_states.c.week).scalar_subquery() >= 2
)
_RELEASES = (
    select(tables.releases)
    .where(among(tables.releases.c.unit, "units"), tables.releases.c.week.between(_FIRST, _LAST))
    .order_by(tables.releases.c.unit, tables.releases.c.week, tables.releases.c.kind, tables.releases.c.period)
)
_ORGANISATION_RELEASES = (
    select(organisation_releases)
    .where(organisation_releases.c.week.between(_FIRST, _LAST))
    .order_by(organisation_releases.c.week, organisation_releases.c.kind, organisation_releases.c.period)
)
_TOLD = (
    select(tables.releases.c.unit, tables.releases.c.kind, tables.releases.c.period, tables.releases.c.shown)
    .where(
        among(tables.releases.c.unit, "units"),
        tables.releases.c.week == bindparam("week", type_=Week()),
        tables.releases.c.kind.in_([kind.value for kind in BLOCK_END_KINDS]),
        tables.releases.c.withheld == "",
    )
    .order_by(tables.releases.c.unit, tables.releases.c.kind, tables.releases.c.period)
)


_CLOSED_THROUGH = select(func.max(closed_weeks.c.week, type_=Week()))

_NOT_FORGOTTEN = (
    select(closed_weeks.c.week)
    .where(closed_weeks.c.finished, ~closed_weeks.c.forgotten)
    .order_by(closed_weeks.c.week)
    .limit(1)
)
_SKIPPED = select(skipped_weeks.c.week).where(
    skipped_weeks.c.week.between(bindparam("first", type_=Week()), bindparam("last", type_=Week()))
)
_FROZEN_SINCE = select(digests.c.unit, digests.c.week).where(
    among(digests.c.unit, "units"), digests.c.week >= bindparam("since", type_=digests.c.week.type)
)
_IS = closed_weeks.c.week == bindparam("of", type_=Week())
_HELD = select(closed_weeks.c.week).where(_IS, ~closed_weeks.c.finished).with_for_update()
_NOTE_FORGOTTEN = update(closed_weeks).where(_IS).values(forgotten=True)


class StoredWeeks(Repository):
    __slots__ = ()

    async def newest_closed(self) -> IsoWeek | None:
        week: IsoWeek | None = await self._transaction.scalar(
            select(closed_weeks.c.week).where(closed_weeks.c.finished).order_by(closed_weeks.c.week.desc()).limit(1)
        )
        return week

    async def closed_through(self) -> IsoWeek | None:
        week: IsoWeek | None = await self._transaction.scalar(_CLOSED_THROUGH)
        return week

    async def oldest_open_week(self) -> IsoWeek | None:
        week: str | None = await self._transaction.scalar(_OLDEST_OPEN)
        return None if week is None else week_of(week)

    async def claim(self, week: IsoWeek, *, at: datetime) -> bool:
        claimed = await self._transaction.count(
            add_missing(closed_weeks, self._transaction.dialect),
            {"week": week, "claimed_at": at, "finished": False},
        )
        return claimed == 1

    async def hold(self, week: IsoWeek) -> bool:
        return await self._transaction.row(_HELD, {"of": week}) is not None

    async def finish(self, week: IsoWeek) -> None:
        await self._transaction.run(update(closed_weeks).where(closed_weeks.c.week == week).values(finished=True))

    async def unfinished(self) -> IsoWeek | None:
        week: IsoWeek | None = await self._transaction.scalar(
            select(closed_weeks.c.week).where(~closed_weeks.c.finished).order_by(closed_weeks.c.week).limit(1)
        )
        return week

    async def not_forgotten(self) -> IsoWeek | None:
        week: IsoWeek | None = await self._transaction.scalar(_NOT_FORGOTTEN)
        return week

    async def skipped(self, first: IsoWeek, last: IsoWeek) -> frozenset[IsoWeek]:
        rows = await self._transaction.rows(_SKIPPED, {"first": first, "last": last})
        return frozenset([row.week for row in rows])

    async def note_forgotten(self, week: IsoWeek) -> None:
        await self._transaction.run(_NOTE_FORGOTTEN, {"of": week})

    async def forget_late(self) -> int:
        newest: IsoWeek | None = await self._transaction.scalar(NEWEST_FORGOTTEN)
        if newest is None:
            return 0
        timed = await self._transaction.count(FORGET_TIMES, {"before": over_in_every_zone(newest)})
        return timed + sum([await self._transaction.count(each) for each in FORGET_LATE])

    async def forget_asked(self, *, before: IsoWeek) -> int:
        return await self._transaction.count(forget_asked(before))

    async def forget_silences(self) -> None:
        await self._transaction.run(FORGET_SILENCES)

    async def unit_states(self, units: Collection[UnitId], *, before: IsoWeek) -> Mapping[UnitId, UnitState]:
        rows = await self._transaction.rows(_UNIT_STATES, {"units": list(units), "before": before})
        return {row.unit: decode_unit_state(row.state) for row in rows}

    async def put_unit_states(self, states: Mapping[UnitId, UnitState]) -> None:
        if states:
            await self._transaction.write(
                put(unit_states, self._transaction.dialect),
                [
                    {"unit": unit, "week": state.week, "state": encode_unit_state(state)}
                    for unit, state in states.items()
                ],
            )
            await self._transaction.run(_DROP_OLDER_UNIT_STATES, {"units": list(states)})

    async def forget_retired(self, *, before: datetime) -> None:
        await self._transaction.run(delete(unit_states).where(of_units_retired(before)))

    async def organisation_state(self, *, before: IsoWeek) -> UnitState | None:
        state = await self._transaction.scalar(_ORGANISATION_STATE, {"before": before})
        return None if state is None else decode_unit_state(state)

    async def put_organisation_state(self, state: UnitState) -> None:
        await self._transaction.run(
            put(organisation_states, self._transaction.dialect),
            {"week": state.week, "state": encode_unit_state(state)},
        )
        await self._transaction.run(_DROP_OLDER_ORGANISATION_STATES)

    async def pending_releases(self, week: IsoWeek) -> Sequence[Release]:
        body = await self._transaction.scalar(select(pending_releases.c.body).where(pending_releases.c.week == week))
        return () if body is None else await asyncio.to_thread(decode_pending_releases, bytes(body))

    async def ready_to_wait(self, releases: Sequence[Release]) -> ReadyReleases:
        return ReadyReleases(await asyncio.to_thread(encode_pending_releases, releases))

    async def put_pending_releases(self, week: IsoWeek, releases: ReadyReleases) -> None:
        await self._transaction.run(put(pending_releases, self._transaction.dialect), {"week": week, "body": releases})

    async def drop_pending_releases(self, week: IsoWeek) -> None:
        await self._transaction.run(delete(pending_releases).where(pending_releases.c.week <= week))

    async def add_releases(self, releases: Sequence[Release]) -> None:
        of_units: list[dict[str, object]] = []
        of_organisation: list[dict[str, object]] = []
        for release in releases:
            row: dict[str, object] = {
                "kind": release.kind.value,
                "period": str(release.period),
                "week": release.week,
                "shown": dumps(dict(release.shown)),
                "people": dumps(sorted(release.people)),
                "withheld": release.withheld,
            }
            if isinstance(release.scope, Whole):
                of_organisation.append(row)
            else:
                of_units.append(row | {"unit": release.scope})
        dialect = self._transaction.dialect
        await self._transaction.write(add_missing(tables.releases, dialect), of_units)
        await self._transaction.write(add_missing(organisation_releases, dialect), of_organisation)

    async def releases(self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek) -> Sequence[Release]:
        rows = await self._transaction.rows(_RELEASES, {"units": list(units), "first": first, "last": last})
        return [_release(row, row.unit) for row in rows]

    async def organisation_releases(self, first: IsoWeek, last: IsoWeek) -> Sequence[Release]:
        rows = await self._transaction.rows(_ORGANISATION_RELEASES, {"first": first, "last": last})
        return [_release(row, ORGANISATION) for row in rows]

    async def released_in(self, units: Collection[UnitId], week: IsoWeek) -> Sequence[Release]:
        rows = await self._transaction.rows(_TOLD, {"units": list(units), "week": week})
        return [
            Release(
                scope=unit,
                kind=(kind := ReleaseKind(name)),
                period=parse_period(kind, period),
                week=week,
                shown=loads(shown),
            )
            for unit, name, period, shown in rows
        ]

    async def ready_digests(self, digests: Sequence[FrozenDigest]) -> ReadyDigests:
        return ReadyDigests(await asyncio.to_thread(lambda: [digest_row(digest) for digest in digests]))

    async def add_digests(self, digests: ReadyDigests) -> frozenset[UnitId]:
        rows = rows_of(digests)
        if not rows:
            return frozenset()
        units, first = {row["unit"] for row in rows}, min(row["week"] for row in rows)
        frozen = await self._transaction.rows(_FROZEN_SINCE, {"units": list(units), "since": first})
        known = {(row.unit, row.week) for row in frozen}
        fresh = [row for row in rows if (row["unit"], row["week"]) not in known]
        await self._transaction.write(add_missing(tables.digests, self._transaction.dialect), fresh)
        return frozenset(row["unit"] for row in fresh)

    async def digest(self, unit: UnitId, week: IsoWeek | None = None) -> FrozenDigest | None:
        query: Select[Any] = select(digests).where(digests.c.unit == unit)
        if week is not None:
            query = query.where(digests.c.week == week)
        row = await self._transaction.row(query.order_by(digests.c.week.desc()).limit(1))
        return None if row is None else _digest(row)

    async def digests(self, unit: UnitId, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        rows = await self._transaction.rows(
            select(digests).where(digests.c.unit == unit, digests.c.week >= since).order_by(digests.c.week.desc())
        )
        return [_digest(row) for row in rows]

    async def steps_suggested(self, units: Collection[UnitId], *, since: IsoWeek) -> Mapping[UnitId, frozenset[str]]:
        rows = await self._transaction.rows(
            select(digests.c.unit, digests.c.step).where(
                WITH_STEP, among(digests.c.unit, units), digests.c.week >= since
            )
        )
        found: dict[UnitId, set[str]] = defaultdict(set)
        for row in rows:
            found[row.unit].add(row.step)
        return {unit: frozenset(steps) for unit, steps in found.items()}

    async def undelivered_digests(self, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        rows = await self._transaction.rows(
            select(digests).where(NOT_HANDED_OVER, digests.c.week >= since).order_by(digests.c.week, digests.c.unit)
        )
        return [_digest(row) for row in rows]

    async def mark_digest_handed_over(self, unit: UnitId, week: IsoWeek) -> None:
        await self._transaction.run(
            update(digests).where(digests.c.unit == unit, digests.c.week == week).values(handed_over=True)
        )


def _release(row: AnyRow, scope: Scope) -> Release:
    kind = ReleaseKind(row.kind)
    return Release(
        scope=scope,
        kind=kind,
        period=parse_period(kind, row.period),
        week=row.week,
        shown=loads(row.shown),
        people=frozenset(loads(row.people)),
        withheld=row.withheld,
    )


def rows_of(ready: ReadyDigests) -> Sequence[Mapping[str, Any]]:
    """Of digests that are about to be frozen."""
    return cast(Sequence[Mapping[str, Any]], ready)


def digest_row(digest: FrozenDigest) -> dict[str, object]:
    """A digest that waits to be handed to its readers."""
    return {
        "unit": digest.unit,
        "week": digest.week,
        "verdict": digest.verdict.value,
        "reasons": dumps(plain_reasons(digest.reasons)),
        "document": encode_document(digest.document),
        "details": encode_optional(digest.details),
        "team_page": encode_optional(digest.team_page),
        "is_for_readers": digest.is_for_readers,
        "made_at": digest.made_at,
        "buttons": dumps(plain_rows(digest.buttons)),
        "further_buttons": dumps(plain_rows(digest.further_buttons)),
        "step": digest.step,
        "chart": encode_chart(digest.chart),
        "recipients": encode_recipients(digest.recipients),
        "translations": encode_translations(digest.translations),
        "written_in": digest.written_in,
        "handed_over": False,
    }


def _digest(row: AnyRow) -> FrozenDigest:
    return FrozenDigest(
        unit=row.unit,
        week=row.week,
        verdict=Verdict(row.verdict),
        reasons=reasons_of(loads(row.reasons)),
        document=decode_document(row.document),
        details=decode_optional(row.details),
        team_page=decode_optional(row.team_page),
        is_for_readers=row.is_for_readers,
        made_at=row.made_at,
        buttons=button_rows(loads(row.buttons)),
        further_buttons=button_rows(loads(row.further_buttons)),
        step=row.step,
        chart=decode_chart(row.chart),
        recipients=decode_recipients(row.recipients),
        translations=decode_translations(row.translations),
        written_in=row.written_in,
    )
