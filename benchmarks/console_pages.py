"""How long each page of the console takes, and how large it is, for a hospital with ten thousand people:
`python -m benchmarks.console_pages [PEOPLE]`.

Milliseconds of processor time of the whole process, threads included: the page, its queries on SQLite, and the request
itself, which the same process sends. The best of several, because other work on the machine adds and never takes away.
At the end what saving takes with the page that follows, once each: other changes would be other work. Exit status 1
where a page is over.
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
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients
from bot.domain.digests.team_text import write_page
from bot.domain.follow_up.flags import flag_id
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import digest_at, week_of
from config.folder import read_folder
from config.starting_files import starter_text
from storage.database import Database
from tests.support.builders import T0
from tests.support.channels import WEB
from tests.support.consoles import Browser, Hospital, served
from tests.support.freezing import freeze
from tests.support.pages import a_flagged_page
from tests.support.uploads import CHANGES, COLUMNS, SAVED, bring, chosen

ADA: Final = PersonId("ada")
LEAD: Final = PersonId("p00001")
"""Leads the team whose page is measured; signed in from the own chat, as all are who come to their own pages."""
TEAM: Final = UnitId("u001")
WEEKS_READ: Final = 26
"""Of which its lead may read the figures."""
WEEK: Final = week_of(T0, "Europe/London") - 2
OWN: Final = ("/me", "/units")
TOP: Final = UnitId("hospital")
DIVISIONS: Final = 8
PEOPLE_PER_TEAM: Final = 25
MOST_MILLISECONDS: Final = 200
MOST_BYTES: Final = 100_000
RUNS: Final = 5
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
    "week": str(WEEK),
}
"""What stands for the changing parts of paths."""
AWAY: Final = ("signin", "oidc", "signout", "join", "entry", "post}")
"""Pages of nobody who is signed in, and those of single entries, of which this hospital has none."""
LOOKS: Final[Mapping[str, Mapping[str, str]]] = {
    "/admin/people/p00007/move": {"from": "member:u007", "to": "u008"},
    "/admin/teams/u001": {"name": "Another name"},
}
"""What is entered on pages that show a change before it is saved."""
CONFIRMED: Final[Sequence[tuple[str, str, Mapping[str, str]]]] = [
    ("/admin/people/p00008/end", "taking a person off", {}),
    ("/admin/people/p00009/move", "moving a person", {"from": "member:u009", "to": "u010"}),
    ("/admin/teams/u002", "another name of a team", {"name": "Another name"}),
    ("/admin/teams/u003/retire", "retiring a team", {}),
]
"""Changes that are saved, each with what is entered before."""
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
            author = Author(who=Actor.user("root"), source=RevisionSource.FILES)
            await hospital.app.graph.revise(programme, roster, author=author)
            one = replace(roster.people[PersonId("p00007")], name="Somebody Else")
            await hospital.app.graph.revise(
                programme, replace(roster, people={**roster.people, one.id: one}), author=author
            )
            async with database.writing() as work:
                await freeze(work, [a_digest(WEEK - back, programme) for back in range(WEEKS_READ)])
            yield hospital
        await database.close()


def a_digest(week: IsoWeek, programme: Programme) -> FrozenDigest:
    """A flagged week of the team whose lead looks at it, with figures and a chart."""
    name, locale = programme.organisation.unit(TEAM).name, programme.organisation.locale
    chart = ChartFigures(
        unit=name, locale=locale, points=tuple((week - back, 6) for back in range(WEEKS_READ - 1, -1, -1))
    )
    page = replace(a_flagged_page(name=name, locale=locale), unit=TEAM, week=week, flag_id=flag_id(TEAM, week))
    at = digest_at(week, programme.digest, programme.organisation.zone_of(TEAM))
    return replace(write_page(page, at=at, chart=chart), recipients=Recipients(readers=frozenset({LEAD})))


def renamed_list(people: int) -> str:
    """Everybody of the list, one in nine with another name."""
    teams = people // PEOPLE_PER_TEAM
    rows = [
        f"p{each:05},{'Another' if each % 9 == 1 else 'Person'} {each:05} Surname,u{each % teams:03}"
        for each in range(people)
    ]
    return "\n".join(["person_id,name,unit", *rows])


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


async def looked(browser: Browser, path: str, fields: Mapping[str, str]) -> tuple[int, int, float]:
    """The same of what is shown before a change is saved."""
    await browser.get(path)
    held, times = {**browser.hidden(), **fields, "step": "look"}, list[float]()
    for _ in range(RUNS):
        before = process_time()
        await browser.post(path, held, token=False)
        times.append((process_time() - before) * 1000)
    return browser.page.status_code, len(browser.page.content), min(times)


async def saved(browser: Browser, path: str, fields: Mapping[str, str]) -> float:
    """The milliseconds of saving what was looked at."""
    await browser.get(path)
    if fields:
        await browser.post(path, {**browser.hidden(), **fields, "step": "look"}, token=False)
    held = {**browser.hidden(), "step": "save"}
    before = process_time()
    await browser.post(path, held, token=False)
    assert browser.page.url.path != path, browser.page.url
    return (process_time() - before) * 1000


async def looked_at_list(browser: Browser, people: int) -> tuple[float, tuple[int, int, float]]:
    """The milliseconds of comparing a list with the one in force, and the page that shows what would change."""
    await bring(browser, renamed_list(people))
    times: list[float] = []
    for _ in range(RUNS):
        await browser.get(COLUMNS)
        columns = chosen(browser)
        before = process_time()
        await browser.post(COLUMNS, columns)
        times.append((process_time() - before) * 1000)
    assert browser.page.url.path == CHANGES, browser.page.url
    return min(times), await measured(browser, CHANGES)


def told(what: str, measure: tuple[int, int, float]) -> bool:
    """Print one line; whether it is over."""
    status, size, milliseconds = measure
    is_over = milliseconds > MOST_MILLISECONDS or size > MOST_BYTES
    print(f"{what:44} {status} {milliseconds:7.0f} ms {size / 1000:7.1f} kB{'  OVER' if is_over else ''}", flush=True)
    return is_over


async def main(people: int) -> bool:
    """Whether a page is over."""
    over: list[str] = []
    print(f"{people} people; at most {MOST_MILLISECONDS} ms and {MOST_BYTES // 1000} kB for a page")

    def note(what: str, measure: tuple[int, int, float]) -> None:
        if told(what, measure):
            over.append(what)

    async with (
        the_hospital(people) as hospital,
        hospital.browser(ADA, by_shell=True) as ada,
        hospital.browser(LEAD) as lead,
    ):
        for path in pages_of(hospital):
            visitor = lead if path.startswith(OWN) else ada
            note(path, await measured(visitor, path))
        for path, fields in LOOKS.items():
            note(f"look: {path}", await looked(ada, path, fields))
        comparing, changes = await looked_at_list(ada, people)
        note(f"look: {people} rows of a list", changes)
        print(f"{'comparing them once':44} {comparing:11.0f} ms", flush=True)
        for path, what, fields in CONFIRMED:
            print(f"{'saving: ' + what:44} {await saved(ada, path, fields):11.0f} ms", flush=True)
        await bring(ada, renamed_list(people), leave_out="yes")
        before = process_time()
        await ada.post(CHANGES, ada.hidden())
        assert ada.page.url.path == SAVED, ada.page.url
        print(f"{'saving: the list':44} {(process_time() - before) * 1000:11.0f} ms", flush=True)
    print(f"{len(over)} over" + "".join(f"\n  {each}" for each in over))
    return bool(over)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
