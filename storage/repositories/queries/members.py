"""Who is in which team: the statements that list members, and their rows as domain values.

A round reads everybody in its teams, so rows are taken apart here in the cheapest way there is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, case, or_, select

from bot.domain.identifiers import intern_id
from bot.domain.organisation.people import (
    Address,
    Channel,
    Consent,
    Person,
    Profession,
    Role,
    TeamMember,
)
from storage.schema.tables import (
    addresses,
    memberships,
    people,
)
from storage.sql.statements import among
from storage.sql.transaction import AnyRow

_REACHED = and_(addresses.c.person == people.c.id, addresses.c.unreachable_at.is_(None))
_STANDING = (
    select(
        people,
        memberships.c.unit,
        memberships.c.role,
        memberships.c.in_unit_since,
        addresses.c.channel.label("at_channel"),
        addresses.c.value.label("at_value"),
    )
    .select_from(memberships)
    .join(people, people.c.id == memberships.c.person)
    .outerjoin(addresses, _REACHED)
    .where(memberships.c.until.is_(None))
)
COLUMNS = tuple(_STANDING.selected_columns.keys())
_ID, _UNIT, _ROLE, _SINCE = (COLUMNS.index(name) for name in ("id", "unit", "role", "in_unit_since"))
_ROLES = {role.value: role for role in Role}
TEAM = _STANDING.where(among(memberships.c.unit, "units")).order_by(people.c.id)
HOLDING = _STANDING.where(memberships.c.role == bindparam("role")).order_by(people.c.id, memberships.c.unit)
LISTED = (
    select(
        memberships.c.unit,
        people.c.id,
        memberships.c.role,
        people.c.joined_at.is_not(None).label("joined"),
        memberships.c.in_unit_since,
        people.c.stopped_at,
        people.c.paused_until,
        case((memberships.c.in_unit_since > people.c.joined_at, people.c.joined_at)).label("elsewhere_since"),
    )
    .select_from(memberships)
    .join(people, people.c.id == memberships.c.person)
    .where(memberships.c.until.is_(None), among(memberships.c.unit, "units"))
    .order_by(people.c.id)
)
LANGUAGES = (
    select(memberships.c.unit, people.c.locale)
    .distinct()
    .select_from(memberships)
    .join(people, people.c.id == memberships.c.person)
    .where(memberships.c.until.is_(None), people.c.locale.is_not(None), among(memberships.c.unit, "units"))
)
HOLDERS_SINCE = select(memberships.c.unit, memberships.c.person).where(
    among(memberships.c.role, "roles"),
    or_(memberships.c.until.is_(None), memberships.c.until > bindparam("since", type_=memberships.c.until.type)),
)
MEMBERS = _STANDING.where(among(memberships.c.person, "people")).order_by(memberships.c.unit)
_HERE = addresses.c.unreachable_at.is_(None)
AT_WITH_TEAMS = (
    select(
        people,
        memberships.c.unit,
        memberships.c.role,
        memberships.c.in_unit_since,
        case((_HERE, addresses.c.channel)).label("at_channel"),
        case((_HERE, addresses.c.value)).label("at_value"),
        addresses.c.channel.label("asked_channel"),
        addresses.c.value.label("asked_value"),
    )
    .select_from(addresses)
    .join(people, people.c.id == addresses.c.person)
    .outerjoin(memberships, and_(memberships.c.person == people.c.id, memberships.c.until.is_(None)))
    .where(
        people.c.left_at.is_(None),
        among(addresses.c.channel, "channels"),
        among(addresses.c.value, "values"),
    )
    .order_by(memberships.c.unit)
)
HELD_AT_WITH_TEAMS = AT_WITH_TEAMS.with_for_update(read=True, key_share=True, of=people)
"""Nobody of them can be erased until the transaction has ended; others hold them as well, and change them."""

KNOWN = select(people.c.id).where(among(people.c.id, "people"))
HOLD = KNOWN.with_for_update(read=True, key_share=True, skip_locked=True)
"""The same, without whoever is being erased just now."""


def to_person(row: AnyRow) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        channel=Channel(row.channel),
        profession=Profession(row.profession) if row.profession else None,
        timezone=row.timezone,
        locale=row.locale,
        starts=row.starts,
        ends=row.ends,
    )


def to_consent(row: AnyRow) -> Consent:
    return Consent(
        joined_at=row.joined_at,
        paused_until=row.paused_until,
        stopped_at=row.stopped_at,
        away_until=row.away_until,
        weeks_between=row.weeks_between,
        unanswered=row.unanswered,
    )


@lru_cache(maxsize=1024)
def roles_of(names: tuple[str, ...]) -> frozenset[Role]:
    return frozenset([_ROLES[name] for name in names])


def to_members(rows: Iterable[Sequence[Any]]) -> Iterator[TeamMember]:
    """One member for all rows of one person in one unit, in the order of the rows."""
    together: dict[tuple[str, str], Sequence[Any]] = {}
    several: dict[tuple[str, str], list[Sequence[Any]]] = {}
    for row in rows:
        place = row[_ID], row[_UNIT]
        first = together.setdefault(place, row)
        if first is not row:
            several.setdefault(place, [first]).append(row)
    for place, row in together.items():
        rows_of_place = several.get(place, (row,))
        yield _member(
            row, roles_of(tuple([each[_ROLE] for each in rows_of_place])), min([each[_SINCE] for each in rows_of_place])
        )


def _member(row: Sequence[Any], roles: frozenset[Role], since: datetime) -> TeamMember:
    # Taken apart at once: a round reads everybody, and asking a row for each column by name costs five times as much.
    (
        person,
        name,
        channel,
        profession,
        timezone,
        locale,
        starts,
        ends,
        _left_at,
        joined_at,
        paused_until,
        stopped_at,
        away_until,
        weeks_between,
        unanswered,
        unit,
        _role,
        _since,
        at_channel,
        at_value,
    ) = row
    return TeamMember(
        person=Person(
            id=person,
            name=name,
            channel=intern_id(Channel(channel)),
            profession=Profession(profession) if profession else None,
            timezone=timezone,
            locale=locale,
            starts=starts,
            ends=ends,
        ),
        unit=unit,
        roles=roles,
        address=Address(channel=intern_id(Channel(at_channel)), value=at_value) if at_value else None,
        consent=Consent(
            joined_at=joined_at,
            paused_until=paused_until,
            stopped_at=stopped_at,
            away_until=away_until,
            weeks_between=weeks_between,
            unanswered=unanswered,
        ),
        since=since,
    )


def asked_at(addresses: Collection[Address]) -> Mapping[str, Sequence[str]]:
    """The parameters of `AT_WITH_TEAMS`, always in the same order."""
    return {
        "channels": sorted({address.channel for address in addresses}),
        "values": sorted({address.value for address in addresses}),
    }
