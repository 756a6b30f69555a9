"""What acts are made of: people by name press, write and see; whatever else arrives is a fault."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from rich.console import Console

from bot.adapters.clock import SystemEntropy
from bot.cli.rota import run_rota_import
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.organisation.people import Role
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.flows.administration.rota.import_rota import ImportRota
from bot.flows.answering.enrol import IssueCodes
from bot.flows.operations.note_backup import NoteBackup
from tests.year import rota
from tests.year.kinds import Came, stem
from tests.year.life import Arrival, Life, london
from tests.year.stages import Shown
from tests.year.ward import BEGINS, BY_NAME, Someone, programme, roster

AUTHOR = Author(who=Actor.user("ada"), source=RevisionSource.FILES)
NOON = time(12, 45)
"""When acts take place that have no hour of their own: after the digest of a Tuesday."""


@dataclass(kw_only=True)
class Scene:
    """One year on one stage."""

    life: Life
    folder: Path
    programme: Programme = field(default_factory=programme)
    _waiting: list[Arrival] = field(default_factory=list)
    """What arrived and was not looked at yet."""

    # --- time ---------------------------------------------------------------------------------------------------------

    async def until(self, day: date, at: time = NOON) -> None:
        await self.life.until(london(day, at))
        self._took()

    async def until_it_comes(self, name: str, kind: Came, *words: str, by: date) -> Arrival:
        """Live on day by day until this has come, and fail if it has not come by a day."""
        self._took()
        while not (found := self._waits(name, kind, words)):
            assert self.life.today <= by, f"{name} got no {kind} with {words} by {by}"
            await self.until(self.life.today + timedelta(days=1))
        self._waiting.remove(found[0])
        return found[0]

    # --- what arrives -------------------------------------------------------------------------------------------------

    def gets(self, name: str, kind: Came, *words: str) -> Arrival:
        """This arrived, and is looked at now."""
        self._took()
        found = self._waits(name, kind, words)
        assert found, f"no {kind} with {words} for {name}; these came:\n{_listed(self._waiting)}"
        self._waiting.remove(found[-1])
        return found[-1]

    def nothing_else(self) -> None:
        """What came by itself besides is of the kinds that come by themselves to such people."""
        self._took()
        strays = [each for each in self._waiting if not _is_usual(each)]
        self._waiting.clear()
        assert not strays, f"more arrived:\n{_listed(strays)}"

    def _took(self) -> None:
        self._waiting += self.life.take_new()

    def _waits(self, name: str, kind: Came, words: Sequence[str]) -> list[Arrival]:
        return [
            each
            for each in self._waiting
            if (each.to, each.kind) == (name, kind) and all(word in each.shown.words for word in words)
        ]

    # --- what people see and do ---------------------------------------------------------------------------------------

    def words(self, name: str, text: str, **values: object) -> str:
        """A text of the catalogue in this person's language; without values the longest piece that never changes."""
        locale = BY_NAME[name].locale
        return " ".join(say(text, locale, **values).split()) if values else stem(text, locale)

    async def sees(self, name: str, *words: str) -> Shown:
        """One message in the person's chat says all of this now; the newest is meant."""
        shown = await self.life.stage.shown(BY_NAME[name].id)
        found = [each for each in shown if all(word in each.words for word in words)]
        newest = "\n".join(each.words for each in shown[-4:])
        assert found, f"{name} does not see {words}; the newest are:\n{newest}"
        return found[-1]

    async def presses(self, name: str, button: str, *, on: str = "") -> None:
        """The newest button with this text, on a message that says `on`."""
        label = say(button, BY_NAME[name].locale) if "-" in button and " " not in button else button
        shown = await self.life.stage.shown(BY_NAME[name].id)
        found = [each for each in shown if label in each.buttons and on in each.words]
        assert found, f"{name} has no button {label!r} with {on!r}: {[each.buttons for each in shown[-4:]]}"
        await self.life.does(name, found[-1], label)

    async def reads_details(self, name: str, digest: Arrival, *words: str) -> None:
        """What stands one tap behind a digest; on the web it stands in the digest already."""
        locale = BY_NAME[name].locale
        taps = [say(f"digest-button-{each}", locale) for each in ("more", "details", "details_chart")]
        label = next((each for each in digest.shown.buttons if each in taps), None)
        if label is not None:
            await self.life.does(name, digest.shown, label)
        await self.sees(name, *words)

    async def writes(self, name: str, words: str, *, under: str = "") -> None:
        """Under the newest message that says this, or just so."""
        number = (await self.sees(name, under)).number if under else ""
        await self.life.writes(name, words, under=number)

    # --- what administrators do ---------------------------------------------------------------------------------------

    async def revises(self, **more: object) -> None:
        """Programme and list are brought to what holds now, and who is new gets a code and joins."""
        self.programme = programme(**more) if more else self.programme
        graph, channel = self.life.app.graph, self.life.stage.channel
        listed = roster(channel, self.life.stage.address, day=self.life.today)
        await graph.revise(self.programme, listed, author=AUTHOR)
        issue = IssueCodes(
            storage=self.life.database,
            clock=self.life.clock,
            entropy=SystemEntropy(),
            links={channel: lambda _code: ""},
        )
        for issued in (await issue(author=AUTHOR)).codes:
            await self.life.stage.join(issued.person.id, issued.code)
            self.life.clock.advance(seconds=5)
            await self.life.settle(by=issued.person.name)

    async def brings_the_rota(self) -> None:
        file = self.folder / "rota.csv"
        file.write_text(rota.written(self.life.today))
        database = self.life.database
        load = ImportRota(storage=database, clock=self.life.clock, entropy=SystemEntropy())
        with (self.folder / "said.txt").open("w") as out:
            await run_rota_import(
                file, leave_out=False, dry_run=False, load=load, database=database, out=Console(file=out)
            )

    async def monday(self) -> None:
        """The backup that the machine takes by itself is noted as its command does it; now and then there is a rota."""
        note = NoteBackup(storage=self.life.database, entropy=SystemEntropy())
        assert await note(at=self.life.now, author=AUTHOR)
        if (self.life.today - BEGINS) % rota.PUBLISHED_EVERY == timedelta(0):
            await self.brings_the_rota()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that happens on a day, in the words of the ward."""

    on: date
    at: time = NOON
    title: str
    play: Callable[[Scene], Awaitable[None]]
    language: str = ""
    """The catalogue without which it is passed over."""

    @property
    def begins(self) -> datetime:
        return london(self.on, self.at)


def _is_usual(arrival: Arrival) -> bool:
    return arrival.kind in _usual(BY_NAME[arrival.to]) or _is_asked_once_a_quarter(arrival)


def _usual(someone: Someone) -> Collection[Came]:
    usual = {Came.QUESTION, Came.REMINDER, Came.TEAM_PAGE, Came.SELDOMER} if someone.is_member else set()
    if someone.reads_digests:
        usual.add(Came.DIGEST)
    if Role.CHAMPION in someone.roles:
        usual.add(Came.NUDGE)
    return usual


def _is_asked_once_a_quarter(arrival: Arrival) -> bool:
    is_sponsor = Role.SPONSOR in BY_NAME[arrival.to].roles
    return is_sponsor and arrival.kind is Came.ASK and stem("nudges-ask_quarter", "en-GB") in arrival.shown.words


def _listed(arrivals: Collection[Arrival]) -> str:
    return "\n".join(map(str, arrivals)) or "nothing"
