"""People, their memberships, their addresses and what they agreed to."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, distinct, func, null, select, update

from bot.domain.identifiers import PersonId, UnitId, intern_id
from bot.domain.organisation.differing import differing
from bot.domain.organisation.people import (
    Address,
    Channel,
    Consent,
    Listed,
    Person,
    Role,
    Roster,
    TeamMember,
)
from bot.domain.organisation.refused_addresses import RefusedAddress
from bot.domain.rota.shifts import RotaSource
from bot.repositories.people import GivenUp
from storage.repositories.base import Repository
from storage.repositories.queries.address_changes import LOCK_GIVEN_UP, TRY_AGAIN, WELL, lock_addresses, save_addresses
from storage.repositories.queries.members import (
    AT_WITH_TEAMS,
    COLUMNS,
    HELD_AT_WITH_TEAMS,
    HOLD,
    HOLDERS_SINCE,
    HOLDING,
    KNOWN,
    LANGUAGES,
    LISTED,
    MEMBERS,
    TEAM,
    asked_at,
    roles_of,
    to_consent,
    to_members,
    to_person,
)
from storage.repositories.queries.membership_changes import save_memberships
from storage.repositories.queries.unreached import GIVEN_UP, WITHOUT_CHAT
from storage.repositories.queries.whole_list import RosterCache
from storage.schema.tables import (
    addresses,
    codes,
    memberships,
    own_calendars,
    people,
    rotas,
)
from storage.sql.statements import among
from storage.sql.statements import insert as insert_into
from storage.sql.transaction import AnyRow, Transaction

_held = memberships.alias("held")
_IN_SEVERAL_UNITS = select(memberships.c.person, memberships.c.unit, memberships.c.role).where(
    memberships.c.until.is_(None),
    memberships.c.person.in_(
        select(_held.c.person)
        .where(_held.c.until.is_(None), among(_held.c.person, "people"))
        .group_by(_held.c.person)
        .having(func.count(distinct(_held.c.unit)) > 1)
    ),
)
_PERSON = select(people).where(people.c.id == bindparam("person"))
_TO_ERASE = _PERSON.with_for_update()
_AT = (
    select(people)
    .join(addresses, addresses.c.person == people.c.id)
    .where(
        people.c.left_at.is_(None),
        addresses.c.channel == bindparam("channel"),
        addresses.c.value == bindparam("value"),
    )
)
_COUNT_UNANSWERED = update(people).where(among(people.c.id, "people")).values(unanswered=people.c.unanswered + 1)
_FORGET_UNANSWERED = update(people).where(among(people.c.id, "people"), people.c.unanswered != 0).values(unanswered=0)
_ASK_LESS_OFTEN = (
    update(people)
    .where(among(people.c.id, "people"))
    .values(weeks_between=bindparam("weeks", type_=people.c.weeks_between.type), unanswered=0)
)
_SET_CONSENT = (
    update(people)
    .where(people.c.id == bindparam("person"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=people.c[name].type)
            for name in ("joined_at", "paused_until", "stopped_at", "away_until", "weeks_between", "unanswered")
        }
    )
)
_FORGET_PAST = [
    update(people).where(people.c[name] <= bindparam("before", type_=people.c[name].type)).values({name: null()})
    for name in ("paused_until", "away_until")
]
_LEAVE = (
    update(people)
    .where(people.c.left_at.is_(None), ~among(people.c.id, "listed"))
    .values(left_at=bindparam("at", type_=people.c.left_at.type), unanswered=0)
)
_LEAVE_OF = (
    update(people)
    .where(people.c.left_at.is_(None), among(people.c.id, "gone"))
    .values(left_at=bindparam("at", type_=people.c.left_at.type), unanswered=0)
)
_GONE = select(people.c.id).where(people.c.left_at.is_not(None))
_END_LINKS = delete(addresses).where(addresses.c.person.in_(_GONE), among(addresses.c.channel, "links"))
_END_CODES = delete(codes).where(codes.c.person.in_(_GONE))
_END_CALENDARS = (
    delete(own_calendars).where(own_calendars.c.person.in_(_GONE)),
    delete(rotas).where(rotas.c.person.in_(_GONE), rotas.c.source == RotaSource.OWN.value),
)


class StoredRosters(Repository):
    __slots__ = ("_cache",)

    def __init__(self, transaction: Transaction, cache: RosterCache) -> None:
        super().__init__(transaction)
        self._cache = cache

    async def current(self) -> Roster:
        return await self._cache.read(self._transaction)

    async def save(
        self, roster: Roster, *, at: datetime, links: Collection[Channel] = (), standing: Roster | None = None
    ) -> None:
        run, dialect = self._transaction.run, self._transaction.dialect
        changed = None if standing is None else differing(standing, roster)
        rows = [
            _columns(roster.people[each])
            for each in (roster.people if changed is None else changed)
            if each in roster.people
        ]
        if rows:
            statement = insert_into(people, dialect)
            own = ("name", "channel", "profession", "timezone", "locale", "starts", "ends", "left_at")
            await run(
                statement.on_conflict_do_update(
                    index_elements=["id"], set_={name: statement.excluded[name] for name in own}
                ),
                rows,
            )
        if changed is None:
            await run(_LEAVE, {"listed": list(roster.people), "at": at})
        else:
            await run(_LEAVE_OF, {"gone": [each for each in changed if each not in roster.people], "at": at})
        await run(_END_LINKS, {"links": list(links)})
        for end in (_END_CODES, *_END_CALENDARS):
            await run(end)
        await save_memberships(self._transaction, roster.memberships, at=at, of=changed)
        await save_addresses(self._transaction, roster.addresses, at=at)

    async def person(self, person: PersonId) -> Person | None:
        row = await self._transaction.row(_PERSON, {"person": person})
        return None if row is None else to_person(row)

    async def to_erase(self, person: PersonId) -> Person | None:
        row = await self._transaction.row(_TO_ERASE, {"person": person})
        return None if row is None else to_person(row)

    async def hold(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        return frozenset([row.id for row in await self._transaction.rows(HOLD, {"people": list(people)})])

    async def known(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        return frozenset([row.id for row in await self._transaction.rows(KNOWN, {"people": list(people)})])

    async def at_address(self, address: Address) -> Person | None:
        row = await self._transaction.row(_AT, {"channel": address.channel, "value": address.value})
        return None if row is None else to_person(row)

    async def listed_at(
        self, addresses: Collection[Address], *, held: bool = False
    ) -> tuple[Mapping[Address, Person], Mapping[PersonId, Sequence[TeamMember]]]:
        wanted = set(addresses)
        rows = await self._transaction.rows(HELD_AT_WITH_TEAMS if held else AT_WITH_TEAMS, asked_at(wanted))
        found: dict[Address, Person] = {}
        collected: dict[PersonId, list[TeamMember]] = {}
        in_teams = []
        for row in rows:
            address = Address(channel=Channel(row.asked_channel), value=row.asked_value)
            if address in wanted:
                if address not in found:
                    found[address] = to_person(row)
                    collected[row.id] = []
                if row.unit is not None:
                    in_teams.append(row[: len(COLUMNS)])
        for member in to_members(in_teams):
            collected[member.person.id].append(member)
        return found, collected

    async def team(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[TeamMember]]:
        rows = await self._transaction.rows(TEAM, {"units": list(units)})
        teams: dict[UnitId, list[TeamMember]] = {unit: [] for unit in units}
        for member in to_members(rows):
            teams[member.unit].append(member)
        return teams

    async def listed(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[Listed]]:
        together: dict[tuple[str, PersonId], list[AnyRow]] = {}
        for row in await self._transaction.rows(LISTED, {"units": list(units)}):
            together.setdefault((row[0], row[1]), []).append(row)
        teams: dict[UnitId, list[Listed]] = {unit: [] for unit in units}
        for (unit, person), rows in together.items():
            roles = roles_of(tuple([row[2] for row in rows]))
            _, _, _, joined, _, stopped_at, paused_until, elsewhere_since = rows[0]
            teams[UnitId(unit)].append(
                Listed(
                    person=intern_id(person),
                    roles=roles,
                    joined=bool(joined),
                    since=min([row[4] for row in rows]),
                    stopped_at=stopped_at,
                    paused_until=paused_until,
                    elsewhere_since=elsewhere_since,
                )
            )
        return teams

    async def languages(self, units: Collection[UnitId]) -> Mapping[UnitId, frozenset[str]]:
        asked: dict[UnitId, set[str]] = {}
        for unit, locale in await self._transaction.rows(LANGUAGES, {"units": list(units)}):
            asked.setdefault(unit, set()).add(locale)
        return {unit: frozenset(locales) for unit, locales in asked.items()}

    async def holding(self, role: Role) -> Sequence[TeamMember]:
        return list(to_members(await self._transaction.rows(HOLDING, {"role": role.value})))

    async def holders_since(self, roles: Collection[Role], since: datetime) -> Mapping[UnitId, frozenset[PersonId]]:
        held: dict[UnitId, set[PersonId]] = {}
        names = sorted(role.value for role in roles)
        for unit, person in await self._transaction.rows(HOLDERS_SINCE, {"roles": names, "since": since}):
            held.setdefault(unit, set()).add(person)
        return {unit: frozenset(people) for unit, people in held.items()}

    async def memberships_of(self, person: PersonId) -> Sequence[TeamMember]:
        return (await self.members([person]))[person]

    async def in_several_units(
        self, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[UnitId, frozenset[Role]]]:
        collected: dict[PersonId, dict[UnitId, frozenset[Role]]] = {}
        for row in await self._transaction.rows(_IN_SEVERAL_UNITS, {"people": list(people)}):
            roles = collected.setdefault(row.person, {})
            roles[row.unit] = roles.get(row.unit, frozenset()) | {Role(row.role)}
        return collected

    async def members(self, people: Collection[PersonId]) -> Mapping[PersonId, Sequence[TeamMember]]:
        rows = await self._transaction.rows(MEMBERS, {"people": list(people)})
        collected: dict[PersonId, list[TeamMember]] = {person: [] for person in people}
        for member in to_members(rows):
            collected[member.person.id].append(member)
        return collected

    async def address_of(self, person: PersonId) -> Address | None:
        row = await self._transaction.row(
            select(addresses.c.channel, addresses.c.value).where(addresses.c.person == person)
        )
        return None if row is None else Address(channel=Channel(row.channel), value=row.value)

    async def lock_addresses(
        self, given: Mapping[PersonId, Address], *, others: Collection[PersonId] = ()
    ) -> Mapping[PersonId, Address]:
        return await lock_addresses(self._transaction, given, others)

    async def enrol(self, person: PersonId, address: Address, *, at: datetime) -> None:
        await save_addresses(self._transaction, {person: address}, at=at)
        await self.mark_reachable(address)

    async def mark_unreachable(self, address: Address, *, at: datetime) -> None:
        await self._transaction.run(update(addresses).where(_is(address)).values(unreachable_at=at))

    async def mark_reachable(self, address: Address) -> None:
        await self._transaction.run(update(addresses).where(_is(address)).values(**WELL))

    async def note_refused(self, address: Address, *, at: datetime) -> RefusedAddress:
        row = await self._transaction.row(select(addresses.c.refusals, addresses.c.refused_at).where(_is(address)))
        before = RefusedAddress() if row is None else RefusedAddress(times=row.refusals, newest=row.refused_at)
        now = before.once_more(at)
        await self._transaction.run(
            update(addresses).where(_is(address)).values(refusals=now.times, refused_at=now.newest)
        )
        return now

    async def try_again(self, *, before: datetime) -> int:
        await self._lock(LOCK_GIVEN_UP, {"before": before})
        return await self._transaction.count(TRY_AGAIN, {"before": before})

    async def given_up(self) -> Sequence[GivenUp]:
        rows = await self._transaction.rows(GIVEN_UP)
        return [GivenUp(person=row.person, refusals=row.refusals, at=row.refused_at) for row in rows]

    async def without_chat(self) -> int:
        return int(await self._transaction.scalar(WITHOUT_CHAT, {}))

    async def revoke(self, person: PersonId) -> bool:
        ended = await self._transaction.count(delete(addresses).where(addresses.c.person == person), {})
        return bool(ended + await self._transaction.count(delete(codes).where(codes.c.person == person), {}))

    async def consent(self, person: PersonId) -> Consent:
        row = await self._transaction.row(_PERSON, {"person": person})
        return Consent() if row is None else to_consent(row)

    async def set_consent(self, person: PersonId, consent: Consent) -> None:
        await self._transaction.write(
            _SET_CONSENT,
            [
                {
                    "person": person,
                    "new_joined_at": consent.joined_at,
                    "new_paused_until": consent.paused_until,
                    "new_stopped_at": consent.stopped_at,
                    "new_away_until": consent.away_until,
                    "new_weeks_between": consent.weeks_between,
                    "new_unanswered": consent.unanswered,
                }
            ],
        )

    async def forget_past_pauses(self, *, before: datetime) -> None:
        for forget in _FORGET_PAST:
            await self._transaction.run(forget, {"before": before})

    async def count_unanswered(self, people: Collection[PersonId]) -> None:
        if people:
            await self._transaction.run(_COUNT_UNANSWERED, {"people": list(people)})

    async def forget_unanswered(self, people: Collection[PersonId]) -> None:
        if people:
            await self._transaction.run(_FORGET_UNANSWERED, {"people": list(people)})

    async def ask_less_often(self, people: Collection[PersonId], *, weeks_between: int) -> None:
        if people:
            await self._transaction.run(_ASK_LESS_OFTEN, {"people": list(people), "weeks": weeks_between})


def _is(address: Address) -> Any:
    return and_(addresses.c.channel == address.channel, addresses.c.value == address.value)


def _columns(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "channel": person.channel,
        "profession": person.profession and person.profession.value,
        "timezone": person.timezone,
        "locale": person.locale,
        "starts": person.starts,
        "ends": person.ends,
        "left_at": None,
    }
