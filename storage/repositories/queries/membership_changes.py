"""Bringing memberships to a list: ending, beginning, and going on with those that ended just now."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, null, select, update

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.leaving import COMES_BACK_WITHIN
from bot.domain.organisation.people import Membership, Role
from storage.schema.tables import memberships, units
from storage.sql.statements import among
from storage.sql.transaction import AnyRow, Transaction

_END = (
    update(memberships)
    .where(memberships.c.id == bindparam("membership"))
    .values(until=bindparam("at", type_=memberships.c.until.type))
)
_REOPEN = update(memberships).where(memberships.c.id == bindparam("membership")).values(until=null())
_ENDED = (
    select(memberships.c.id, memberships.c.person, memberships.c.unit, memberships.c.role, memberships.c.in_unit_since)
    .where(memberships.c.until >= bindparam("since", type_=memberships.c.until.type))
    .order_by(memberships.c.until, memberships.c.id)
)

_STANDING = select(
    memberships.c.id, memberships.c.person, memberships.c.unit, memberships.c.role, memberships.c.in_unit_since
).where(memberships.c.until.is_(None))
_STANDING_OF = _STANDING.where(among(memberships.c.person, "people"))


async def save_memberships(
    transaction: Transaction, wanted: frozenset[Membership], *, at: datetime, of: Collection[PersonId] | None = None
) -> None:
    """End what is missing or stands in a retired unit, and begin what is new. `of`: nobody else's are others."""
    retired = set((await transaction.run(select(units.c.id).where(units.c.retired_at.is_not(None)))).scalars())
    if of is None:
        rows = await transaction.rows(_STANDING)
    else:
        rows = await transaction.rows(_STANDING_OF, {"people": list(of)})
        people = frozenset(of)
        wanted = frozenset(each for each in wanted if each.person in people)
    standing = {Membership(person=row.person, unit=row.unit, role=Role(row.role)): row for row in rows}
    came: dict[tuple[PersonId, UnitId], datetime] = {}
    for collected, row in standing.items():
        place = (collected.person, collected.unit)
        came[place] = min(row.in_unit_since, came.get(place, row.in_unit_since))
    kept = {collected for collected in wanted if collected.unit not in retired}
    if ended := [{"membership": row.id, "at": at} for collected, row in standing.items() if collected not in kept]:
        await transaction.run(_END, ended)
    missing = kept - standing.keys()
    back = await _recently_ended(transaction, at) if missing else {}
    for collected, row in back.items():
        came.setdefault((collected.person, collected.unit), row.in_unit_since)
    if reopened := [{"membership": row.id} for collected, row in back.items() if collected in missing]:
        await transaction.run(_REOPEN, reopened)
    begun = sorted(missing - back.keys(), key=lambda each: (each.unit, each.person, each.role))
    if begun:
        await transaction.run(
            insert(memberships),
            [
                {
                    "person": collected.person,
                    "unit": collected.unit,
                    "role": collected.role.value,
                    "since": at,
                    "in_unit_since": came.get((collected.person, collected.unit), at),
                }
                for collected in begun
            ],
        )


async def _recently_ended(transaction: Transaction, at: datetime) -> Mapping[Membership, AnyRow]:
    """The newest membership of each person, unit and role that ended so lately that a return goes on with it."""
    rows = await transaction.rows(_ENDED, {"since": at - COMES_BACK_WITHIN})
    return {Membership(person=row.person, unit=row.unit, role=Role(row.role)): row for row in rows}
