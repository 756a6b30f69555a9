"""Starts the program again and again, stops it at a random moment, and judges its end by the clock and by its log."""

import asyncio
import os
import random
import re
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from bot.adapters.channels.web.links import (
    address_of,
    chat_path,
    new_token,
)
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
    Roster,
)
from storage.database import Database
from tests.support.builders import ICU, T0, a_delivery, a_programme
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

LONGEST_STOP = 35.0
"""Seconds from the signal to the end of the process."""
HANGS = 120.0
"""Seconds after which a process that does not end is killed, so that the drill can go on."""
EACH = 20
"""People on each channel."""
TOKENS = tuple(new_token(f"stop drill {number:05}".encode()) for number in range(EACH))
_WRONG = re.compile(
    r"level=(warning|error|critical)|Traceback|Exception ignored|was destroyed but|never retrieved|never awaited"
    r"|Error in |KeyboardInterrupt"
)

_MAIN = re.compile(r'cli/__init__\.py", line \d+, in main')


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop: when and how the process was told, and what became of it."""

    mode: str
    number: int
    told_after: float
    how: signal.Signals
    was_listening: bool
    """Before its first line and after its last the signal itself ends a process."""
    was_importing: bool
    """Python had not come to the program's first statement, so it ended the process in its own way."""
    seconds: float
    code: int
    wrong_lines: Sequence[str] = ()
    last_words: str = ""
    """The end of its log."""

    @property
    def name(self) -> str:
        return f"{self.mode} {self.number}, {self.how.name} after {self.told_after:.2f} s"

    @property
    def fault(self) -> str:
        """What is wrong with this stop; empty if nothing is."""
        told = self.name
        if self.seconds > LONGEST_STOP:
            return f"{told}: gone only after {self.seconds:.0f} s"
        if self.was_importing:
            return ""
        if self.wrong_lines:
            return f"{told}: said {self.wrong_lines[0]!r}"
        if self.code not in self._right_codes:
            return f"{told}: exit code {self.code}, after saying {self.last_words!r}"
        return ""

    @property
    def _right_codes(self) -> tuple[int, ...]:
        ended = (1, 0) if self.mode == "headless" else (0,)  # half a simulation is not what was asked for
        return ended if self.was_listening else (*ended, -self.how)


@dataclass(slots=True)
class StopVerdict:
    stops: list[Stop] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [stop.fault for stop in self.stops if stop.fault]

    def table(self) -> dict[str, object]:
        """The figures to report, by name."""
        seconds = sorted(stop.seconds for stop in self.stops)
        return {
            "stops": len(seconds),
            "by SIGINT": sum(stop.how is signal.SIGINT for stop in self.stops),
            "seconds, median": seconds[len(seconds) // 2],
            "seconds, longest": seconds[-1],
            "longest": max(self.stops, key=lambda stop: stop.seconds).name,
            "stops with a fault": len(self.faults),
        }


class StopDrill:
    """Stops one kind of process again and again; every process has a folder and a log of its own."""

    def __init__(self, *, mode: str, folder: Path, longest_life: float, seed: int) -> None:
        self.mode, self._folder = mode, folder
        self._longest, self._chance = longest_life, random.Random(seed)
        self.verdict = StopVerdict()
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # A shell has what it runs in the background ignore Ctrl-C, and children inherit that.
            signal.signal(signal.SIGINT, signal.default_int_handler)

    async def stop_one(self, number: int, arguments: Sequence[str], environ: Mapping[str, str], *, port: int) -> None:
        """Start, wait for a moment that chance names, tell it to stop, and see it go."""
        folder = self._folder / str(number)
        folder.mkdir(exist_ok=True)
        log = folder / "log"
        after = self._chance.uniform(0.0, self._longest)
        how = self._chance.choice((signal.SIGTERM, signal.SIGINT))
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *arguments, cwd=folder, env=_environ(environ), stdout=errors, stderr=errors
            )
        visitors = asyncio.create_task(visit(port))
        began = time.monotonic()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), after)
        told, listening = time.monotonic(), False
        if process.returncode is None:
            listening = _catches(process.pid, signal.SIGTERM)
            process.send_signal(how)
            await _gone(process)
        visitors.cancel()
        await asyncio.gather(visitors, return_exceptions=True)
        assert process.returncode is not None
        lines = log.read_text("utf-8", "replace").splitlines()
        self.verdict.stops.append(
            Stop(
                mode=self.mode,
                number=number,
                told_after=told - began,
                how=how,
                was_listening=listening,
                was_importing=not listening and _is_pythons_own(lines),
                seconds=time.monotonic() - told,
                code=process.returncode,
                wrong_lines=[line for line in lines if _WRONG.search(line)],
                last_words="\n".join(lines[-5:]),
            )
        )


def _is_pythons_own(lines: Sequence[str]) -> bool:
    """Whether it was told before the first statement of the program, while Python still imported it: no program can
    say anything else then."""
    return lines[-1:] == ["KeyboardInterrupt"] and not any(_MAIN.search(line) for line in lines)


def _catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process has a handler of its own for a signal, as the kernel sees it."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught, 16) >> (number - 1) & 1)


async def _gone(process: Process) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), HANGS)
    if process.returncode is None:
        process.kill()
        await process.wait()


async def visit(port: int) -> None:
    """Open pages, with their streams, and press what they offer, as long as anybody answers."""
    root = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=root, timeout=5, trust_env=False) as browser:
        await asyncio.gather(*(_stay(browser, token) for token in TOKENS[:4]))


async def _stay(browser: httpx.AsyncClient, token: str) -> None:
    while True:
        with suppress(httpx.HTTPError):
            async with browser.stream("GET", f"{chat_path(token)}/events") as events:
                async for _ in events.aiter_lines():
                    await browser.post(f"{chat_path(token)}/act", json={"command": "help"})
        await asyncio.sleep(0.05)


def _environ(more: Mapping[str, str]) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    return clean | {"PYTHONPATH": str(Path(__file__).parents[3])} | dict(more)


def channels(telegram: TelegramServer, slack: SlackServer) -> dict[str, str]:
    """Both platforms as settings; Slack by Socket Mode, Telegram by polling."""
    return {
        "ROUNDS_TELEGRAM_TOKEN": telegram.token,
        "ROUNDS_TELEGRAM_API_URL": telegram.root,
        "ROUNDS_SLACK_BOT_TOKEN": slack.bot_token,
        "ROUNDS_SLACK_APP_TOKEN": slack.app_token,
        "ROUNDS_SLACK_API_URL": slack.api_url,
    }


async def prepare(database: Database, *, now: datetime = T0) -> None:
    """A team on all channels, whose round opens at ten, and for everybody a message that is due already."""
    addresses = {
        PersonId(f"{channel[0]}{number:02}"): Address(channel=channel, value=value)
        for number in range(EACH)
        for channel, value in (
            (TELEGRAM, str(1000 + number)),
            (SLACK, f"U0STAFF{number:03}"),
            (WEB, address_of(TOKENS[number]).value),
        )
    }
    programme = a_programme()
    async with database.writing() as work:
        await work.programmes.save(programme, at=now)
        await work.rosters.save(
            Roster(
                people={
                    person: Person(id=person, name=person, channel=address.channel)
                    for person, address in addresses.items()
                },
                memberships=frozenset(Membership(person=person, unit=ICU, role=Role.MEMBER) for person in addresses),
                addresses=addresses,
            ),
            at=now,
        )
        for person, address in addresses.items():
            await work.rosters.enrol(person, address, at=now)
        await work.rounds.set_horizon(programme.schedules[0].id, [ICU], now - timedelta(hours=1))
        await work.deliveries.add(
            [a_delivery(person, channel=address.channel, due_at=now) for person, address in addresses.items()]
        )
