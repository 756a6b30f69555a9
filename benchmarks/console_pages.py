"""How long each page of the console takes, and how large it is, for a hospital with ten thousand people:
`python -m benchmarks.console_pages [PEOPLE]`.

Milliseconds of processor time of the whole process, threads included: the page, its queries on SQLite, and the request
itself, which the same process sends. The best of three, because other work on the machine adds and never takes away.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

from starlette.routing import Route

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.domain.administration.log import Actor, Author, Source
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import Programme
from config.folder import read_folder
from config.starting_files import starter_text
from storage.database import Database
from tests.support.channels import WEB
from tests.support.consoles import Browser, Hospital, served

ADA: Final = PersonId("ada")
LEAD: Final = PersonId("p00001")
"""Leads the team whose page is measured; signed in from the own chat, as all are who come to their own pages."""
OWN: Final = ("/me", "/units")
TOP: Final = UnitId("hospital")
DIVISIONS: Final = 8
PEOPLE_PER_TEAM: Final = 25
MOST_MILLISECONDS: Final = 200
MOST_BYTES: Final = 100_000
RUNS: Final = 3
LEADS: Final = (Role.MEDICAL_LEAD, Role.NURSING_LEAD, Role.CHAMPION)
GIVEN: Final[Mapping[str, str]] = {
    "unit": "u001",
    "person": "p00007",
    "role": Role.NURSING_LEAD.value,
    "schedule": "weekly-pulse",
    "question": "pers-rel-3",
    "part": "seat",
    "revision": "2",
    "nation": "england",
    "table": "quiet_week",
}
"""What stands for the changing parts of paths."""
AWAY: Final = ("signin", "oidc", "signout", "join", "entry", "post}")
"""Pages of nobody who is signed in, and those of single entries, of which this hospital has none."""
QUERIES: Final = ("/admin/people?q=person+9", "/admin/people?state=not_invited", "/admin/log?q=person")


def a_large_hospital(people: int) -> tuple[Programme, Roster]:
    """The whole bank and the three schedules of the starter; teams of twenty-five in eight divisions."""
    with TemporaryDirectory() as name:
        for file in ("programme.toml", "questions.toml", "roster.csv"):
            (Path(name) / file).write_text(starter_text(file), "utf-8")
        starter = read_folder(Path(name), recurrence=CronRecurrence(), channels=CHANNELS).programme
    teams = [UnitId(f"u{number:03}") for number in range(people // PEOPLE_PER_TEAM)]
    units = [Unit(id=TOP, name="Riverside University Hospital")]
    units += [Unit(id=UnitId(f"d{each}"), name=f"Division {each}", parent=TOP) for each in range(DIVISIONS)]
    units += [
        Unit(id=team, name=f"Ward {team[1:]} and day unit", parent=UnitId(f"d{number % DIVISIONS}"))
        for number, team in enumerate(teams)
    ]
    programme = Programme(
        organisation=Organisation(
            name="Riverside University Hospital", timezone="Europe/London", locale="en-GB", units=tuple(units)
        ),
        questions=starter.questions,
        schedules=tuple(replace(each, units=(TOP,)) for each in starter.schedules),
    )
    staff = [PersonId(f"p{number:05}") for number in range(people)]
    held = {Membership(person=ADA, unit=TOP, role=role) for role in (Role.ADMINISTRATOR, Role.SPONSOR)}
    for number, person in enumerate(staff):
        team, place = teams[number % len(teams)], number // len(teams)
        held.add(Membership(person=person, unit=team, role=Role.MEMBER))
        held |= {Membership(person=person, unit=team, role=role) for role in LEADS[place : place + 1]}
    return programme, Roster(
        people={each: Person(id=each, name=f"Person {each[1:]} Surname", channel=WEB) for each in (*staff, ADA)},
        memberships=frozenset(held),
        addresses={each: Address(channel=WEB, value=f"at-{each}") for each in staff[: people * 9 // 10]},
    )


@asynccontextmanager
async def the_hospital(people: int) -> AsyncIterator[Hospital]:
    """Its files are applied, and then one person's name is changed, so that the log and the revisions have both."""
    with TemporaryDirectory() as name:
        database = Database(f"sqlite:///{name}/rounds.db")
        await database.migrate()
        async with served(database, Path(name)) as hospital:
            programme, roster = a_large_hospital(people)
            author = Author(who=Actor.user("root"), source=Source.FILES)
            await hospital.app.graph.revise(programme, roster, author=author)
            one = replace(roster.people[PersonId("p00007")], name="Somebody Else")
            await hospital.app.graph.revise(
                programme, replace(roster, people={**roster.people, one.id: one}), author=author
            )
            yield hospital
        await database.close()


def pages_of(hospital: Hospital) -> Sequence[str]:
    """All that can be read, with somebody or something for each changing part."""
    found = [
        each.path
        for each in hospital.app.graph.console.routes()
        if isinstance(each, Route) and "GET" in (each.methods or ())
    ]
    return sorted({path.format(**GIVEN) for path in found if not any(part in path for part in AWAY)}) + list(QUERIES)


async def measured(browser: Browser, path: str) -> tuple[int, int, float]:
    """What was answered, its bytes, and the milliseconds of the best of several."""
    times: list[float] = []
    for _ in range(RUNS):
        before = process_time()
        await browser.get(path)
        times.append((process_time() - before) * 1000)
    return browser.page.status_code, len(browser.page.content), min(times)


async def main(people: int) -> None:
    over = 0
    print(f"{people} people; at most {MOST_MILLISECONDS} ms and {MOST_BYTES // 1000} kB for a page")
    async with (
        the_hospital(people) as hospital,
        hospital.browser(ADA, by_shell=True) as ada,
        hospital.browser(LEAD) as lead,
    ):
        for path in pages_of(hospital):
            visitor = lead if path.startswith(OWN) else ada
            status, size, milliseconds = await measured(visitor, path)
            is_over = milliseconds > MOST_MILLISECONDS or size > MOST_BYTES
            over += is_over
            note = "  OVER" if is_over else ""
            print(f"{path:44} {status} {milliseconds:7.0f} ms {size / 1000:7.1f} kB{note}")
    print(f"{over} over")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
