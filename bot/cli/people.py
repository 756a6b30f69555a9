"""`rounds people` and `rounds revoke`: who cannot be reached, and the end of a link."""

from collections.abc import Sequence

from rich.console import Console

from bot.cli.ending import CommandRefused
from bot.cli.schema import require_schema
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId, UnitId
from bot.flows.administration.revoke import RevokePerson
from bot.ports import UnitOfWork
from bot.repositories.people import GivenUp
from config.faults import did_you_mean
from storage.database import Database


async def run_people(
    *, unreachable: bool, not_joined: bool = False, unit: str | None = None, database: Database, out: Console
) -> None:
    """One line for each: everybody on the list, or only those whose address refuses, which is not their own wish, or
    who have none, for example because their chat has become somebody else's."""
    await require_schema(database)
    async with database.reading() as work:
        roster, given_up = await work.rosters.current(), await work.rosters.given_up()
        there = None if unit is None else await _people_of(work, unit)
    refusing = {each.person: each for each in given_up}
    without = roster.people.keys() - roster.addresses.keys()
    asked_for = (set(refusing) if unreachable else set()) | (without if not_joined else set())
    wanted = asked_for if unreachable or not_joined else set(roster.people)
    shown: Sequence[PersonId] = sorted(wanted if there is None else wanted & there)
    for identity in shown:
        person, units = roster.people[identity], {each.unit for each in roster.memberships if each.person == identity}
        line = [identity, person.name, ", ".join(sorted(units)), person.channel]
        if identity in without:
            line.append("has not joined")
        if identity in refusing:
            line.append(_since(refusing[identity]))
        out.print("  ".join(line), highlight=False, markup=False, soft_wrap=True)
    if not shown:
        nobody = "nobody is on the list" if unit is None else f"nobody is on the list of {unit}"
        if not_joined:
            nobody = "everybody has joined"
        elif unreachable:
            nobody = "everybody who has joined can be reached"
        out.print(nobody, highlight=False, markup=False)


async def _people_of(work: UnitOfWork, unit: str) -> set[PersonId]:
    """Everybody with a role in a unit or below it."""
    programme = await work.programmes.current()
    if programme is None:
        raise ProgrammeMissing
    organisation = programme.organisation
    if unit not in organisation:
        near = did_you_mean(unit, [each.id for each in organisation.units]) or "; see the units in programme.toml"
        raise CommandRefused(f'--unit: there is no unit "{unit}"{near}')
    covered = organisation.at_or_below(UnitId(unit))
    return {each.person for each in (await work.rosters.current()).memberships if each.unit in covered}


def _since(given_up: GivenUp) -> str:
    return f"refused {given_up.refusals} times, last {given_up.at:%Y-%m-%d %H:%M} UTC"


async def run_revoke(person: str, *, revoke: RevokePerson, database: Database, out: Console) -> None:
    """End the person's address, link and codes for good; they join anew with a new code."""
    await require_schema(database)
    revoked = await revoke(PersonId(person), author=by_user(RevisionSource.SHELL))
    if revoked is None:
        raise CommandRefused(f'PERSON: nobody has the id "{person}"; see: rounds people')
    ended = (
        "their link, address and codes are ended" if revoked.had_any else "there was no link, address or code to end"
    )
    anew = "they are not on the list any more"
    if revoked.is_listed:
        anew = f"for a new code run: rounds enrol --out FILE --person {person}"
    out.print(
        f"{person}: {ended}, and they are signed out of the console; {anew}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
