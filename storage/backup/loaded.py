"""A database filled from a backup: what a restore reads and writes in it before it is committed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Delete, Update, delete, func, null, or_, select, true, update

from bot.domain.answers.epochs import Epoch
from bot.domain.asking.pulses import Pulse, PulseState, RoundState
from bot.domain.batches import batches
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryState
from bot.domain.organisation.units import Organisation
from bot.repositories.backups import Manifest
from bot.repositories.inbox import InboxKey
from storage.codecs.programmes import decode_organisation
from storage.repositories.epochs import NOT_CLOSED, epoch_of
from storage.repositories.erasing.person import erase_person
from storage.repositories.programmes import units_of
from storage.repositories.pulses import pulse_of
from storage.repositories.queries.forgetting import FORGOTTEN, PLANNED_WEEKS, forgetting, own_pulses
from storage.repositories.weeks import digest_row
from storage.schema.tables import (
    IN_DOUBT,
    NOT_HANDED_OVER,
    OPEN,
    PENDING,
    UNHEARD,
    closed_weeks,
    console_sessions,
    deliveries,
    digests,
    horizons,
    inbox,
    inbox_keys,
    pending_releases,
    people,
    programmes,
    pulses,
    restores,
    rounds,
    shadow_plans,
    sign_in_links,
    skipped_weeks,
    units,
    uploads,
)
from storage.sql.statements import add_missing

_BATCH_SIZE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledDatabase:
    """Satisfies `bot.ports.LoadedBackup`; its transaction belongs to whoever made it."""

    connection: Connection
    manifest: Manifest

    # --- reading --------------------------------------------------------------------------------------------------

    def living_epochs(self) -> Sequence[Epoch]:
        return [epoch_of(row) for row in self.connection.execute(NOT_CLOSED)]

    def inbox_keys(self) -> Sequence[InboxKey]:
        rows = self.connection.execute(select(inbox_keys).order_by(inbox_keys.c.week))
        return [InboxKey(week=row.week, fingerprint=row.fingerprint) for row in rows]

    def waiting_updates(self) -> int:
        return self.connection.execute(select(func.count()).select_from(inbox).where(PENDING)).scalar_one()

    def first_open_week(self) -> IsoWeek | None:
        newest: IsoWeek | None = self.connection.execute(
            select(closed_weeks.c.week).order_by(closed_weeks.c.week.desc()).limit(1)
        ).scalar()
        if newest is not None:
            return newest + 1
        oldest: IsoWeek | None = self.connection.execute(
            select(func.min(rounds.c.week, type_=rounds.c.week.type))
        ).scalar()
        return oldest

    def newest_week_asked_for(self, *, at: datetime) -> IsoWeek | None:
        newest: IsoWeek | None = self.connection.execute(
            select(func.max(rounds.c.week, type_=rounds.c.week.type)).where(OPEN, rounds.c.opens_at <= at)
        ).scalar()
        return newest

    def organisation(self) -> Organisation | None:
        body = self.connection.execute(select(programmes.c.body)).scalar()
        if body is None:
            return None
        standing = select(units).where(units.c.retired_at.is_(None)).order_by(units.c.position)
        return decode_organisation(body, units=units_of(self.connection.execute(standing).all()))

    def people(self) -> Sequence[PersonId]:
        return self.connection.execute(select(people.c.id).order_by(people.c.id)).scalars().all()

    def forgotten(self) -> Collection[PersonId]:
        return self.connection.execute(FORGOTTEN).scalars().all()

    def pulses_of(self, person: PersonId) -> Sequence[Pulse]:
        return [pulse_of(row) for row in self.connection.execute(select(pulses).where(self._own(person)))]

    def units_with_digests(self) -> Collection[UnitId]:
        return self.connection.execute(select(digests.c.unit).distinct()).scalars().all()

    # --- writing --------------------------------------------------------------------------------------------------

    def drop_waiting(self, key: InboxKey) -> int:
        dropped = self._change(delete(inbox).where(PENDING, inbox.c.sealed_under == key.week))
        self._change(delete(inbox_keys).where(inbox_keys.c.week == key.week))
        return dropped

    def expire_deliveries(self, *, at: datetime) -> int:
        unsettled = or_(deliveries.c.state == DeliveryState.DUE.value, IN_DOUBT)
        return self._change(
            update(deliveries)
            .where(unsettled)
            .values(state=DeliveryState.EXPIRED.value, owner=null(), leased_until=null(), finished_at=at, reply_via="")
        )

    def expire_pulses(self, *, closed_by: datetime) -> int:
        over = UNHEARD, pulses.c.closes_at <= closed_by
        return self._change(update(pulses).where(*over).values(state=PulseState.EXPIRED.value, excused=True))

    def note_reminded(self, *, due_by: datetime, open_after: datetime) -> int:
        reminded = pulses.c.remind_at <= due_by, pulses.c.reminded.is_not(true())
        return self._change(
            update(pulses).where(UNHEARD, pulses.c.closes_at > open_after, *reminded).values(reminded=True)
        )

    def close_rounds(self, *, closed_by: datetime) -> int:
        return self._change(
            update(rounds).where(OPEN, rounds.c.closes_at <= closed_by).values(state=RoundState.CLOSED.value)
        )

    def note_digests_delivered(self) -> int:
        return self._change(update(digests).where(NOT_HANDED_OVER).values(handed_over=True))

    def note_restored(self, *, at: datetime) -> None:
        self.connection.execute(add_missing(restores, self.connection.dialect.name), [{"at": at}])
        self._change(update(inbox).where(PENDING).values(waits_again=True))

    def forget_unanswered(self) -> None:
        self._change(update(people).where(people.c.unanswered > 0).values(unanswered=0))

    def end_sign_ins(self) -> None:
        self._change(delete(sign_in_links))
        self._change(delete(console_sessions))
        self._change(delete(uploads))

    def forget(self, person: PersonId, *, answers: Collection[bytes]) -> None:
        closed: IsoWeek | None = self.connection.execute(
            select(func.max(closed_weeks.c.week, type_=closed_weeks.c.week.type))
        ).scalar()
        own = self._own(person)
        for each in forgetting(person, own=own, answers_given=answers, closed_through=closed):
            self.connection.execute(each)

    def erase(self, person: PersonId, *, under: PersonId, at: datetime) -> None:
        erase_person(self.connection, person, under=under, at=at)

    def _own(self, person: PersonId) -> Any:
        first, last = self.connection.execute(PLANNED_WEEKS).one()
        return own_pulses(person, first, last)

    def advance_horizons(self, *, to: datetime) -> None:
        self._change(update(horizons).where(horizons.c.until < to).values(until=to))

    def finish_closing(self) -> None:
        unfinished = closed_weeks.c.finished.is_not(true())
        weeks = self.connection.execute(select(closed_weeks.c.week).where(unfinished)).scalars().all()
        self.note_skipped(weeks)
        self._change(update(closed_weeks).where(unfinished).values(finished=True))

    def note_skipped(self, weeks: Sequence[IsoWeek]) -> None:
        if weeks:
            rows = [{"week": week} for week in weeks]
            self.connection.execute(add_missing(skipped_weeks, self.connection.dialect.name), rows)

    def note_closed(self, weeks: Sequence[IsoWeek], *, at: datetime) -> None:
        if weeks:
            rows = [{"week": week, "claimed_at": at, "finished": True} for week in weeks]
            self.connection.execute(add_missing(closed_weeks, self.connection.dialect.name), rows)

    def drop_of_closed_weeks(self) -> None:
        newest = select(func.max(closed_weeks.c.week)).scalar_subquery()
        for rows in (shadow_plans, pending_releases):
            self._change(delete(rows).where(rows.c.week <= newest))

    def add_delivered_digests(self, pages: Sequence[FrozenDigest]) -> None:
        for some in batches(pages, _BATCH_SIZE):
            rows = [{**digest_row(page), "handed_over": True} for page in some]
            self.connection.execute(add_missing(digests, self.connection.dialect.name), rows)

    def _change(self, statement: Update | Delete) -> int:
        return self.connection.execute(statement).rowcount
