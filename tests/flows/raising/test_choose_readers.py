"""Who is named before somebody raises something tells nobody which lead has shut Rounds out."""

from dataclasses import replace

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.programme.programme import Guardian
from bot.domain.raising.notes import Readers
from bot.flows.raising.screens import asked_for_words, first_screen, raiser_of
from bot.ports import Storage
from tests.support.builders import ICU, T0, a_programme, after
from tests.support.channels import WEB

NURSE, LENA, DOM, GIL = map(PersonId, ("nurse", "lena", "dom", "gil"))
HELD = {NURSE: Role.MEMBER, LENA: Role.NURSING_LEAD, DOM: Role.MEDICAL_LEAD, GIL: Role.GUARDIAN}
WORLDS = ("nothing", "stopped", "blocked", "forgotten", "never joined")


def at(person: PersonId) -> Address:
    return Address(channel=WEB, value=f"at-{person}")


async def furnish(
    storage: Storage, world: str, *, of: tuple[PersonId, ...] = (LENA,), guardian: bool = True, without: PersonId = DOM
) -> None:
    """Something has happened to some leads; `without` is not on the list."""
    held = {person: role for person, role in HELD.items() if person != without}
    reached = [each for each in held if not (world == "never joined" and each in of)]
    programme = replace(a_programme(), guardians=(Guardian(person=GIL, units=(ICU,)),) if guardian else ())
    async with storage.writing() as work:
        await work.programmes.save(programme, at=T0)
        await work.rosters.save(
            Roster(
                people={each: Person(id=each, name=each.title(), channel=WEB) for each in held},
                memberships=frozenset(Membership(person=each, unit=ICU, role=role) for each, role in held.items()),
                addresses={each: at(each) for each in reached},
            ),
            at=T0,
        )
        for person in of:
            match world:
                case "stopped":
                    consent = await work.rosters.consent(person)
                    await work.rosters.set_consent(person, replace(consent, stopped_at=T0))
                case "blocked":
                    await work.rosters.mark_unreachable(at(person), at=T0)
                case "forgotten":
                    await work.own_data.forget(person, answers=(), closed_through=None)
                case _:
                    pass


async def is_reached(storage: Storage, person: PersonId) -> bool:
    async with storage.reading() as work:
        return all(each.address is not None for each in (await work.rosters.members([person]))[person])


async def screens(storage: Storage, person: PersonId = NURSE) -> list[str]:
    """All that stands before anything is written."""
    async with storage.reading() as work:
        raiser = await raiser_of(work, Person(id=person, name=person.title(), channel=WEB), now=after(hours=1))
    return [repr(first_screen(raiser)), *(repr(asked_for_words(raiser, each)) for each in raiser.choices)]


async def choices(storage: Storage, person: PersonId = NURSE) -> list[tuple[Readers, list[PersonId]]]:
    async with storage.reading() as work:
        raiser = await raiser_of(work, Person(id=person, name=person.title(), channel=WEB), now=after(hours=1))
    return [(each.to, [reader.person.id for reader in each.readers]) for each in raiser.choices]


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("without", [DOM, PersonId("nobody")])
async def test_a_teammate_reads_the_same_whatever_a_lead_has_done(
    storage: Storage, world: str, without: PersonId
) -> None:
    await furnish(storage, world, without=without)
    assert await is_reached(storage, LENA) is (world in ("nothing", "stopped"))
    shown = await screens(storage)
    assert "Lena (nursing lead)" in "".join(shown)
    async with storage.writing() as work:
        await work.rosters.enrol(LENA, at(LENA), at=after(minutes=1))
    assert await is_reached(storage, LENA)
    assert await screens(storage) == shown


@pytest.mark.parametrize("world", ["blocked", "forgotten", "never joined"])
async def test_without_a_guardian_nobody_is_offered_whom_it_would_not_reach(storage: Storage, world: str) -> None:
    await furnish(storage, world, of=(LENA, DOM), guardian=False, without=PersonId("nobody"))
    assert await choices(storage) == []
    async with storage.writing() as work:
        await work.rosters.enrol(DOM, at(DOM), at=after(minutes=1))
    ((to, readers),) = await choices(storage)
    assert (to, sorted(readers)) == (Readers.LEADS, [DOM, LENA])


@pytest.mark.parametrize("world", ["blocked", "forgotten", "never joined"])
async def test_a_guardian_who_cannot_be_reached_is_not_named(storage: Storage, world: str) -> None:
    await furnish(storage, world, of=(GIL,))
    assert await choices(storage) == [(Readers.LEADS, [LENA])]


async def test_a_lead_is_told_beforehand_that_other_leads_can_find_them_out(storage: Storage) -> None:
    told = "Other leads who compare can find out that you wrote it."
    await furnish(storage, "nothing", without=PersonId("nobody"))
    first, to_leads, to_guardian = await screens(storage, LENA)
    assert told in to_leads
    assert told not in first + to_guardian
    assert told not in "".join(await screens(storage, NURSE))
