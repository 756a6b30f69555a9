"""What every storage promises about looking people up."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Address, Membership, Role, Roster
from bot.ports import Storage
from bot.repositories.directory import FoundPerson, JoinState, PeopleCount, PeopleSearch
from tests.support.builders import ICU, T0, a_person, a_roster, after
from tests.support.channels import TELEGRAM

WARD = UnitId("ward")


def at(value: str) -> Address:
    return Address(channel=TELEGRAM, value=value)


async def filled(storage: Storage) -> None:
    """Ann has joined, Bob has refused, Cat has shut Rounds out, Dan is invited, Eve and Fay are not; Gus has left."""
    everybody = {name: a_person(name) for name in ("ann", "bob", "cat", "dan", "eve", "fay", "gus")}
    people = {each.id: each for each in everybody.values()}
    people[PersonId("eve")] = replace(everybody["eve"], name="Eve 100%_Smith")
    memberships = {Membership(person=each, unit=ICU, role=Role.MEMBER) for each in people}
    memberships |= {Membership(person=PersonId("fay"), unit=WARD, role=Role.SPONSOR)}
    memberships |= {Membership(person=PersonId("fay"), unit=ICU, role=Role.CHAMPION)}
    memberships -= {Membership(person=PersonId("eve"), unit=ICU, role=Role.MEMBER)}
    memberships |= {Membership(person=PersonId("eve"), unit=WARD, role=Role.MEMBER)}
    given = {PersonId(name): at(name) for name in ("ann", "bob", "cat")}
    roster = Roster(people=people, memberships=frozenset(memberships), addresses=given)
    gone = PersonId("gus")
    async with storage.writing() as work:
        await work.rosters.save(roster, at=T0)
        staying = replace(
            roster,
            people={each: person for each, person in people.items() if each != gone},
            memberships=frozenset(each for each in memberships if each.person != gone),
        )
        await work.rosters.save(staying, at=after(hours=1))
        for hours in range(4):
            await work.rosters.note_refused(at("bob"), at=after(hours=hours))
        for name in ("bob", "cat"):
            await work.rosters.mark_unreachable(at(name), at=after(hours=4))
        await work.codes.replace(PersonId("dan"), b"dan", expires_at=after(days=14))
        await work.codes.replace(PersonId("eve"), b"eve", expires_at=after(days=1))


async def found(storage: Storage, search: PeopleSearch) -> Sequence[FoundPerson]:
    async with storage.reading() as work:
        return await work.directory.find(search, at=after(days=2))


def ids(found: Sequence[FoundPerson]) -> str:
    return " ".join(each.person.id for each in found)


@pytest.mark.drill
async def test_people_are_found_by_unit_words_and_how_far_they_have_come(storage: Storage) -> None:
    await filled(storage)
    everywhere = PeopleSearch(units=[ICU, WARD])
    everybody = await found(storage, everywhere)
    assert ids(everybody) == "ann bob cat dan eve fay"
    joining = {str(each.person.id): each.joining.value for each in everybody}
    assert joining == {
        "ann": "joined",
        "bob": "refused",
        "cat": "joined",
        "dan": "invited",
        "eve": "not_invited",
        "fay": "not_invited",
    }
    assert [each.invited_until for each in everybody if each.invited_until] == [after(days=14)]
    assert [(each.unit, each.role) for each in everybody[-1].memberships] == [
        (ICU, Role.CHAMPION),
        (ICU, Role.MEMBER),
        (WARD, Role.SPONSOR),
    ]
    assert ids(await found(storage, replace(everywhere, units=[WARD]))) == "eve fay"
    assert ids(await found(storage, replace(everywhere, units=[]))) == ""
    for words, who in (
        (["EV"], "eve"),
        (["smith", "eve"], "eve"),
        (["0%_s"], "eve"),
        (["_%"], ""),
        (["a"], "ann cat dan fay"),
    ):
        assert ids(await found(storage, replace(everywhere, words=words))) == who
    assert ids(await found(storage, replace(everywhere, person=PersonId("bob")))) == "bob"
    assert ids(await found(storage, replace(everywhere, units=[WARD], person=PersonId("bob")))) == ""
    assert ids(await found(storage, replace(everywhere, joining=JoinState.INVITED))) == "dan"
    assert ids(await found(storage, replace(everywhere, joining=JoinState.JOINED))) == "ann cat"


async def test_people_come_in_pages(storage: Storage) -> None:
    await filled(storage)
    first = await found(storage, PeopleSearch(units=[ICU, WARD], at_most=4))
    assert ids(first) == "ann bob cat dan"
    last = first[-1].person
    rest = await found(storage, PeopleSearch(units=[ICU, WARD], at_most=4, after=(last.name, last.id)))
    assert ids(rest) == "eve fay"


async def test_everybody_is_counted_once(storage: Storage) -> None:
    await filled(storage)
    async with storage.reading() as work:
        assert await work.directory.count([ICU, WARD]) == PeopleCount(listed=6, joined=3, refused=1)
        assert await work.directory.count([WARD]) == PeopleCount(listed=2)
        assert await work.directory.count([]) == PeopleCount()


async def test_roles_are_counted_by_unit(storage: Storage) -> None:
    await filled(storage)
    async with storage.reading() as work:
        in_ward = {Role.SPONSOR: 1, Role.MEMBER: 1}
        in_icu = {Role.MEMBER: 5, Role.CHAMPION: 1}
        assert await work.directory.roles([ICU, WARD]) == {ICU: in_icu, WARD: in_ward}
        assert await work.directory.roles([WARD]) == {WARD: in_ward}
        assert await work.directory.roles([]) == {}


async def test_people_with_one_name_are_told_apart_by_their_ids(storage: Storage) -> None:
    async with storage.writing() as work:
        roster = a_roster(["a", "b", "c"])
        await work.rosters.save(
            replace(roster, people={each: replace(person, name="Sam") for each, person in roster.people.items()}),
            at=T0,
        )
    second = await found(storage, PeopleSearch(units=[ICU], after=("Sam", PersonId("a")), at_most=1))
    assert ids(second) == "b"
