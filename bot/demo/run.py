"""`rounds demo`: builds the hospital in a temporary folder, lives through its past, and opens its doors."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web import WEB
from bot.adapters.channels.web.links import new_token
from bot.adapters.channels.web.serving import AddressTaken
from bot.adapters.clock import ShiftedClock, SystemEntropy
from bot.adapters.console.doors import sign_in_link
from bot.adapters.recurrence import CronRecurrence
from bot.adapters.signing_keys import FileSigningKeys
from bot.app.loops import App
from bot.app.world import World
from bot.cancellation import finish, side_by_side, stop_if_cancelled
from bot.demo.behaviour import Staff
from bot.demo.hospital import (
    ADMINISTRATOR,
    CHAMPION,
    DIVISIONS,
    GUARDIAN,
    LEAD,
    POSTS,
    SEATS,
    SPONSOR,
    TEAMS,
    YOU,
    organisation,
    roster,
)
from bot.demo.page import WEEK, DemoClock, DemoPage, ShownChat
from bot.demo.past import NEWCOMERS_AGO, Past
from bot.demo.staff import LiveStaff, first_question_of
from bot.domain.asking.pulses import PulseState
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.plain_text import plain_text
from bot.domain.organisation.people import Role, Roster
from bot.domain.programme.own_questions import own_questions
from bot.domain.programme.programme import Guardian, Programme
from bot.flows.digests.show_digest import ShowDigest
from bot.flows.sending.record_outcomes import sending_part
from bot.logs import set_up_logging
from config.folder import read_folder
from storage.database import Database

SEED = 7
PAST_WEEKS = 26
FIRST_WEEK = IsoWeek(year=2026, week=2)
DRIFT_AFTER = 15
"""Weeks into the past at which two teams begin to change, so that a visitor finds both flagged and not yet answered,
and the questions to their leads, up to two weeks later, asked already: newest in their chats is a digest."""
DEFAULT_SPEED = WEEK / 20
BEFORE_THE_QUESTION = timedelta(minutes=20)
AT_MOST_AHEAD: Final = timedelta(hours=5)
"""How far time may go before the work that fell due is done: however slow the machine, nothing comes late by more. It
is less than the six hours after which a nudge is left out."""
TICK_EVERY = 0.2
"""Seconds; with five hours a tick at most, a week in ten seconds leaves each tick three tenths of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    """A demo hospital that has not begun to live yet."""

    app: App
    clock: ShiftedClock
    programme: Programme
    roster: Roster
    tokens: Mapping[PersonId, str]
    staff: Staff
    past: Past
    past_weeks: int

    @property
    def member_of(self) -> Mapping[PersonId, UnitId]:
        return {each.person: each.unit for each in self.roster.memberships if each.role is Role.MEMBER}


@asynccontextmanager
async def hospital(folder: Path, *, past_weeks: int = PAST_WEEKS) -> AsyncIterator[Hospital]:
    """A fresh database and key folder, the starter's questions and schedules, and everybody's personal link."""
    clock = ShiftedClock(start=first_question_of(FIRST_WEEK) - timedelta(days=2), speed=0)
    keeper = FileSigningKeys(folder / "keys", entropy=SystemEntropy())
    database = Database(f"sqlite:///{folder / 'rounds.db'}", keeper=keeper)
    app = App(World(storage=database, keys_folder=folder / "keys", clock=clock, shows_frames=True))
    try:
        await database.migrate()
        people = roster(newcomers_start=FIRST_WEEK + (past_weeks - NEWCOMERS_AGO), seed=SEED)
        # Links of made-up people in a temporary folder: the same at every start, so that a page can be reloaded.
        tokens = {
            person: new_token(hashlib.sha256(f"demo {SEED} {person}".encode()).digest()) for person in people.people
        }
        staff = Staff(seed=SEED, drift_starts=FIRST_WEEK + DRIFT_AFTER)
        programme = demo_programme()
        past = Past(app=app, clock=clock, programme=programme, roster=people, tokens=tokens, staff=staff)
        yield Hospital(
            app=app,
            clock=clock,
            programme=programme,
            roster=people,
            tokens=tokens,
            staff=staff,
            past=past,
            past_weeks=past_weeks,
        )
    finally:
        await finish(_close(app, database))


async def _close(app: App, database: Database) -> None:
    await app.graph.inbox.receive.finish()
    await database.close()


def demo_programme() -> Programme:
    """The starter programme, asked of the demo's own teams."""
    with as_file(files("config") / "starter") as starter:
        given = read_folder(starter, recurrence=CronRecurrence(), channels=CHANNELS).programme
    units = tuple(division.id for division in DIVISIONS)
    weekly = tuple(replace(schedule, units=units) for schedule in given.schedules)
    plain = replace(given, quiet_weeks=(), change_overs=(), leadership_roles=POSTS, governance_seats=SEATS)
    guardians = (Guardian(person=GUARDIAN, units=units),)
    return replace(plain, organisation=organisation(), schedules=weekly, guardians=guardians)


async def run_headless(weeks: int, *, out: Console, err: Console) -> None:
    """Live through the past and `weeks` more, then print every unit's last digest."""
    set_up_logging(level="WARNING")
    with tempfile.TemporaryDirectory(prefix="rounds-demo-") as folder:
        async with hospital(Path(folder)) as demo:
            with _progress(err) as progress:
                task = progress.add_task("Living", total=1.0)
                await demo.past.begin(FIRST_WEEK)
                await demo.past.live(
                    FIRST_WEEK,
                    PAST_WEEKS + weeks,
                    newcomers_in=FIRST_WEEK + (PAST_WEEKS - NEWCOMERS_AGO),
                    progress=lambda share: progress.update(task, completed=share),
                )
            show = ShowDigest(
                storage=demo.app.world.storage, clock=demo.app.world.clock, entropy=demo.app.world.entropy
            )
            for unit in (*(team.unit for team in TEAMS), *(division.id for division in DIVISIONS)):
                digest = await show(unit, to="demo")
                if isinstance(digest, FrozenDigest):
                    out.print(plain_text(digest.document), end="\n\n", markup=False, highlight=False, soft_wrap=True)


async def run_demo(*, port: int, speed: float | None, out: Console, past_weeks: int = PAST_WEEKS) -> None:
    """Serve the page at once, live through the past, then let time run until stopped."""
    set_up_logging(level="WARNING")
    with tempfile.TemporaryDirectory(prefix="rounds-demo-") as folder:
        async with hospital(Path(folder), past_weeks=past_weeks) as demo:
            try:
                await _serve(demo, port=port, speed=speed or DEFAULT_SPEED, out=out)
            except AddressTaken as error:
                raise AddressTaken(f"demo: {error}, for example: rounds demo --port 8001") from error


async def _serve(demo: Hospital, *, port: int, speed: float, out: Console) -> None:
    lived = _Lived()
    clock = DemoClock(clock=demo.clock, speed=speed)
    page = DemoPage(
        clock=clock,
        chats=lambda: cards(demo) if lived.share >= 1 else [],
        past=lambda: lived.share,
        open_question=lambda: lived.question,
        sign_in=partial(signed_in, demo),
        read=demo.app.graph.read_chat,
        storage=demo.app.world.storage,
        timer=demo.app.world.timer,
    )
    demo.app.graph.accounts.routes.extend(page.routes())
    async with demo.app.serving(host="127.0.0.1", port=port) as root:
        out.print(f"A hospital in miniature lives at {root} - open it in a browser. Stop it with Ctrl+C.")
        await _live(demo, clock, lived, root)


@dataclass(slots=True)
class _Lived:
    share: float = 0.0
    question: str = ""
    """The visitor's open question, if there is one."""


async def _live(demo: Hospital, clock: DemoClock, lived: _Lived, root: str) -> None:
    def progress(share: float) -> None:
        lived.share = min(share, 0.99)

    await demo.past.begin(FIRST_WEEK)
    newcomers_in = FIRST_WEEK + (demo.past_weeks - NEWCOMERS_AGO)
    week = await demo.past.live(FIRST_WEEK, demo.past_weeks, newcomers_in=newcomers_in, progress=progress)
    demo.clock.jump(first_question_of(week) - BEFORE_THE_QUESTION)
    lived.share = 1.0
    clock.apply()
    people = LiveStaff(
        root=root,
        tokens=demo.tokens,
        teams=demo.member_of,
        questions=(*demo.programme.questions.values(), *own_questions().values()),
        staff=demo.staff,
        clock=demo.clock,
        timer=demo.app.world.timer,
    )
    time_goes_on_after_work(demo.app, demo.clock)
    async with demo.app.running(tick_every=TICK_EVERY):
        await side_by_side(people.run(), _watch_visitor(demo, lived))


def time_goes_on_after_work(app: App, clock: ShiftedClock) -> None:
    """Time stands still until a tick has done what fell due, and it stands in the chats."""

    async def done(now: datetime) -> None:
        await app.graph.post_web.drain()
        clock.go_on_until(now + AT_MOST_AHEAD)

    app.graph.steps = (*app.graph.steps, (sending_part(WEB), done))
    clock.go_on_until(clock.now() + AT_MOST_AHEAD)


async def _watch_visitor(demo: Hospital, lived: _Lived) -> None:
    """Keep in mind whether a question is open for the visitor, for whom the clock waits a little."""
    while True:
        stop_if_cancelled()
        now = demo.clock.now()
        async with demo.app.world.storage.reading() as work:
            mine = await work.pulses.open_of(YOU, now=now)
        waiting = [each for each in mine if each.state in (PulseState.PLANNED, PulseState.SENT) and each.due_at <= now]
        lived.question = waiting[0].id if waiting else ""
        await asyncio.sleep(0.25)


async def signed_in(demo: Hospital) -> str:
    """A path that signs the administrator in."""
    secret = await demo.app.graph.sign_in.offer(ADMINISTRATOR)
    if secret is None:
        raise ValueError("the demo's administrator is on the list")
    return sign_in_link("", secret)


def cards(demo: Hospital) -> list[ShownChat]:
    """Whose phones the page shows."""

    def chat(name: str, person: PersonId, title: str, *tries: str) -> ShownChat:
        return ShownChat(name=name, title=title, tries=tries, token=demo.tokens[person], you=person == YOU)

    return [
        chat(
            "nurse",
            YOU,
            "You, a nurse on the acute medical unit",
            "Answer the question with one tap.",
            "Read what your team was told, further down.",
        ),
        chat(
            "lead",
            LEAD,
            "A lead: nursing lead of surgical ward 4",
            "Read the newest digest: verdict, picture, one thing to do.",
            "Press its first button, then More.",
        ),
        chat(
            "sponsor",
            SPONSOR,
            "A sponsor: the medical director",
            "Read one digest for each division.",
            "Press Details and chart, or More.",
        ),
        chat(
            "champion",
            CHAMPION,
            "A champion: a peer on surgical ward 4",
            "Find the nudge that comes every second Wednesday: five minutes, one thing.",
            "Press Done, Not for me or Another one.",
        ),
        chat(
            "guardian",
            GUARDIAN,
            "A guardian: outside the teams",
            "Raise something: press Raise something in the nurse's menu, and choose the guardian.",
            "Within a day it arrives here, without a name. Answer it.",
        ),
    ]


def _progress(err: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True)
