"""The console of a small hospital on a real server: its administrators sign in by links, as people do."""

import html
import re
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from starlette.routing import Route

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web.links import join_link
from bot.adapters.clock import SystemEntropy
from bot.adapters.console.provider import ProviderAccount
from bot.app.loops import App
from bot.app.world import World
from bot.domain.administration.log import Actor, AdministrationAct, Author, RevisionSource
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.organisation.people import Address, Channel, Membership, Role, Roster
from bot.domain.organisation.units import Unit
from bot.domain.programme.programme import Programme
from bot.flows.administration.sign_in import SignIn
from bot.flows.operations.health import HealthBoard
from bot.ports import WorkQueue
from config.writers import programme_toml, roster_csv
from storage.database import Database
from tests.support.builders import T0, a_person, a_programme
from tests.support.callers import a_caller
from tests.support.channels import WEB
from tests.support.clocks import StillClock, VirtualTimer
from tests.support.patience import PATIENCE

MEDICINE, ICU, WARD, SURGERY, THEATRE = map(UnitId, ("medicine", "icu", "ward", "surgery", "theatre"))
ROLES: Mapping[str, tuple[UnitId, Role]] = {
    "ada": (MEDICINE, Role.ADMINISTRATOR),
    "ivy": (ICU, Role.ADMINISTRATOR),
    "sid": (THEATRE, Role.ADMINISTRATOR),
    "leo": (ICU, Role.MEDICAL_LEAD),
    "spo": (MEDICINE, Role.SPONSOR),
    "cha": (ICU, Role.CHAMPION),
    "aud": (MEDICINE, Role.AUDITOR),
    "mem": (ICU, Role.MEMBER),
    "wim": (WARD, Role.MEMBER),
    "tom": (THEATRE, Role.MEMBER),
}
"""Who is what: Ada administers medicine and all below, Ivy intensive care alone, Sid another division's theatre."""


def a_hospital_s_roster() -> Roster:
    return Roster(
        people={PersonId(name): a_person(name, channel=WEB) for name in ROLES},
        memberships=frozenset(
            Membership(person=PersonId(name), unit=unit, role=role) for name, (unit, role) in ROLES.items()
        ),
        addresses={PersonId("mem"): Address(channel=WEB, value="somewhere")},
    )


def a_hospital_s_programme() -> Programme:
    """Medicine with intensive care and a ward, surgery with a theatre, and a schedule of each division."""
    plain = a_programme(units=(("icu", "Intensive care"), ("ward", "Willow Ward")))
    other = a_programme(units=(("theatre", "Theatre 1"),)).organisation.units
    return _with_units(plain, (*plain.organisation.units, *_as_surgery(other)))


@dataclass(slots=True, kw_only=True)
class Browser:
    """Follows links and posts forms as a browser does, with what the page put into them."""

    client: httpx.AsyncClient
    page: httpx.Response = field(init=False)

    @property
    def text(self) -> str:
        return html.unescape(self.page.text)

    async def get(self, path: str) -> httpx.Response:
        self.page = await self.client.get(path)
        return self.page

    def hidden(self) -> dict[str, str]:
        """What the page's own forms carry unseen."""
        found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', self.page.text)
        return {html.unescape(name): html.unescape(value) for name, value in found}

    def hidden_all(self) -> dict[str, list[str]]:
        """The same, with all values of each name."""
        found: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', self.page.text):
            found.setdefault(html.unescape(name), []).append(html.unescape(value))
        return found

    async def post(self, path: str, fields: Mapping[str, str | Sequence[str]], *, token: bool = True) -> httpx.Response:
        carried = {"form": self.hidden().get("form", "")} if token else {}
        self.page = await self.client.post(path, data={**carried, **fields})
        return self.page

    async def upload(self, path: str, raw: bytes, *, name: str = "people.csv") -> httpx.Response:
        """Choose a file on the page that is shown, and send it."""
        fields = {"form": self.hidden().get("form", "")}
        self.page = await self.client.post(path, data=fields, files={"file": (name, raw)})
        return self.page


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    storage: Database
    clock: StillClock
    real_clock: StillClock
    root: str
    app: App

    @property
    def health(self) -> HealthBoard:
        return self.app.world.health

    @property
    def paths(self) -> Sequence[str]:
        """Of all pages and acts of the console."""
        return [each.path for each in self.app.graph.console.routes() if isinstance(each, Route)]

    async def link(self, person: str, *, by_shell: bool = False) -> str:
        """As somebody asks for it in their own chat, or as whoever runs the server makes it for them."""
        sign_in = SignIn(storage=self.storage, clock=self.real_clock, entropy=SystemEntropy())
        author = Author(who=Actor.user("root"), source=RevisionSource.SHELL) if by_shell else None
        secret = await sign_in.offer(PersonId(person), author=author)
        assert secret is not None
        return f"/signin/{secret}"

    async def exported(self) -> str:
        """Programme and people as their files."""
        async with self.storage.reading() as work:
            programme, roster = await work.programmes.current(), await work.rosters.current()
        assert programme is not None
        return programme_toml(programme) + roster_csv(roster, channels=CHANNELS)

    @asynccontextmanager
    async def browser(self, person: str = "", *, by_shell: bool = False) -> AsyncIterator[Browser]:
        """With a person given, they are signed in."""
        async with a_caller(self.root, follow_redirects=True) as client:
            browser = Browser(client=client)
            if person:
                link = await self.link(person, by_shell=by_shell)
                await browser.get(link)
                await browser.post(link, {}, token=False)
            yield browser


@asynccontextmanager
async def a_hospital(
    storage: Database,
    folder: Path,
    *,
    contact: str = "http://127.0.0.1",
    account: ProviderAccount | None = None,
    administrators_by_link: bool = True,
    told_within: float = PATIENCE,
    queue: WorkQueue | None = None,
) -> AsyncIterator[Hospital]:
    """`told_within`: seconds after which a page says that nothing is saved yet. `queue`: where there are several
    processes."""
    async with storage.writing() as work:
        await work.programmes.save(a_hospital_s_programme(), at=T0)
        await work.rosters.save(a_hospital_s_roster(), at=T0)
    served_so = served(
        storage,
        folder,
        contact=contact,
        account=account,
        administrators_by_link=administrators_by_link,
        told_within=told_within,
        queue=queue,
    )
    async with served_so as opened:
        yield opened


@asynccontextmanager
async def served(
    storage: Database,
    folder: Path,
    *,
    contact: str = "http://127.0.0.1",
    channels_off: Collection[Channel] = (),
    account: ProviderAccount | None = None,
    administrators_by_link: bool = True,
    told_within: float = PATIENCE,
    queue: WorkQueue | None = None,
) -> AsyncIterator[Hospital]:
    """The console of whatever the database holds."""
    clock, real_clock = StillClock(T0), StillClock(T0)
    world = World(
        storage=storage,
        keys_folder=folder / "keys",
        clock=clock,
        real_clock=real_clock,
        timer=VirtualTimer(),
        contact=contact,
        channels_off=channels_off,
        account=account,
        administrators_by_link=administrators_by_link,
        join_link=_join_link,
        told_within=told_within,
        queue=queue,
    )
    app = App(world)
    async with app.serving(host="127.0.0.1", port=0) as root:
        yield Hospital(storage=storage, clock=clock, real_clock=real_clock, root=root, app=app)


async def _join_link(channel: Channel, code: str) -> str:
    """Pages of ours have a link; on other channels people type their code."""
    return join_link("http://127.0.0.1", code) if channel == WEB else ""


async def seen_in_the_log(storage: Database) -> list[tuple[str, str, str]]:
    """Who did what, from where, as the log of administration has it; signing in aside, with which all begins."""
    async with storage.reading() as work:
        entries = await work.administration_log.entries()
    told = [(each.author, each.words) for each in entries if each.act is not AdministrationAct.SIGNED_IN]
    return [(author.who.name, author.source.value, words.what) for author, words in told if author and words]


def _as_surgery(units: Sequence[Unit]) -> Sequence[Unit]:
    division, theatre = units
    return replace(division, id=SURGERY, name="Surgery"), replace(theatre, parent=SURGERY)


def _with_units(programme: Programme, units: tuple[Unit, ...]) -> Programme:
    """With a schedule of each division."""
    (schedule,) = programme.schedules
    theirs = replace(schedule, id=ScheduleId("theatre-pulse"), units=(SURGERY,))
    return replace(
        programme,
        organisation=replace(programme.organisation, units=units),
        schedules=(schedule, theirs),
    )
