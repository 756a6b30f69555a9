"""The judge of a long drill: what the bot's database says at the end of each week, beside the drill's own record."""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Self

import psycopg

from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import unpack
from bot.domain.asking.pulses import (
    Pulse,
    Round,
    RoundState,
)
from bot.domain.identifiers import EpochId, PersonId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.delivery_keys import question_key, reminder_key
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import CANT_SAY, Audience
from storage.database import Database
from tests.support.channels import TELEGRAM
from tests.support.drills.year_people import Staff
from tests.support.drills.year_record import Record
from tests.support.records import sealed_answers

WEEKLY = "weekly-pulse"
COUNTS = (
    "rounds",
    "surely_asked",
    "questions",
    "messages",
    "calls",
    "presses",
    "answers",
    "late_presses",
    "epochs_closed",
    "restarts",
    "kills",
    "outages",
    "left_to_reminder",
    "early_calls",
)
FAULTS = (
    "lost",
    "doubled",
    "asked_twice",
    "never_asked",
    "asked_wrongly",
    "missing_rounds",
    "not_destroyed",
    "unsettled",
    "findings",
    "troubles",
)
LONGEST_SILENCE = timedelta(weeks=7)
"""Whoever wants to be asked is asked once in this time, however seldom it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What the process and its database had become at the end of a week, after a collection of garbage."""

    rss_mb: float
    cpu_s: float
    """Of the whole process since its start, the drill's own part included."""
    wall_s: float
    database_mb: float

    @classmethod
    def measured(cls, database: str) -> Self:
        """Now, with the database at this URL."""
        return cls(rss_mb=_rss_mb(), cpu_s=time.process_time(), wall_s=time.monotonic(), database_mb=_size_mb(database))


@dataclass(slots=True)
class DrillReport:
    """Faults are lists of what was found; the other figures say how much there was to go wrong."""

    rounds: int = 0
    surely_asked: int = 0
    """Questions that had to be put, by the drill's own reckoning of who wants to be asked."""
    questions: int = 0
    messages: int = 0
    calls: int = 0
    presses: int = 0
    answers: int = 0
    late_presses: int = 0
    epochs_closed: int = 0
    restarts: int = 0
    kills: int = 0
    outages: int = 0
    left_to_reminder: int = 0
    early_calls: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    asked_twice: list[str] = field(default_factory=list)
    never_asked: list[str] = field(default_factory=list)
    asked_wrongly: list[str] = field(default_factory=list)
    missing_rounds: list[str] = field(default_factory=list)
    not_destroyed: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    troubles: dict[str, int] = field(default_factory=dict)
    weeks: list[Week] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        found = [f"{name}: {each}" for name in FAULTS for each in getattr(self, name)]
        return [*found, *([f"early calls: {self.early_calls}"] if self.early_calls else [])]

    @property
    def growth(self) -> float:
        """The most memory in the second half of the time, as a multiple of the most in the first."""
        half = len(self.weeks) // 2
        return max(week.rss_mb for week in self.weeks[half:]) / max(week.rss_mb for week in self.weeks[:half])

    def table(self) -> dict[str, float]:
        """The figures to report, by name."""
        counted = {name.replace("_", " "): getattr(self, name) for name in COUNTS}
        counted |= {name.replace("_", " "): len(getattr(self, name)) for name in FAULTS}
        half, weeks = len(self.weeks) // 2, self.weeks
        spent = [after.cpu_s - before.cpu_s for before, after in pairwise(weeks)]
        return counted | {
            "memory at the end of the first half, MB": weeks[half - 1].rss_mb,
            "memory at the end, MB": weeks[-1].rss_mb,
            "most memory, second half by first half": self.growth,
            "database at the end, MB": weeks[-1].database_mb,
            "processor seconds a week, first quarter": mean(spent[: len(spent) // 4 or 1]),
            "processor seconds a week, last quarter": mean(spent[-(len(spent) // 4 or 1) :]),
        }


class Judge:
    def __init__(
        self,
        *,
        decided: DrillReport,
        record: Record,
        staff: Staff,
        programme: Programme,
        keys: FileKeys,
        sealer: AesSealer,
    ) -> None:
        self._report, self._record, self._staff, self._programme = decided, record, staff, programme
        self._keys, self._sealer = keys, sealer
        self._known: set[EpochId] = set()
        self._ended: list[EpochId] = []

    async def week(self, database: Database, week: IsoWeek, *, now: datetime) -> None:
        """Judge every round that closed in a week; its epoch is still open."""
        await self._keys_are_gone(database)
        async with database.reading() as work:
            rounds = await work.rounds.closing_in(week, self._staff.wards)
            pulses = await work.pulses.of_rounds([each.id for each in rounds])
        self._report.rounds += len(rounds)
        self._report.questions += len(pulses)
        of_round: dict[RoundId, list[Pulse]] = defaultdict(list)
        for pulse in pulses:
            of_round[pulse.round].append(pulse)
        self._rounds_are_there(week, rounds)
        for round_ in rounds:
            self._asked_once(round_, of_round[round_.id])
            self._nobody_is_left_out(round_, of_round[round_.id])
        self._nothing_else_was_asked(rounds, pulses)
        filed = await self._filed(database, week, {each.id for each in rounds})
        for pulse in pulses:
            self._answer_stands(pulse, filed.pop((pulse.person, pulse.round), []))
        self._report.doubled += [f"{week} {key}: nobody was asked" for key in filed]
        self._silence(pulses)
        self._forgotten(now)

    async def books(self, database: Database, *, now: datetime) -> None:
        """What has to be true at the end, whatever the week."""
        self._report.asked_twice += self._record.doubled()
        async with database.reading() as work:
            unsettled = await work.audits.unsettled(since=now - timedelta(hours=1))
            waiting = len(await work.inbox.pending(limit=10_000))
            unclosed = await work.audits.unclosed(since=now - timedelta(hours=1))
        for what, number in (("messages", unsettled), ("updates", waiting), ("pulses", unclosed)):
            if number:
                self._report.unsettled.append(f"{what}: {number}")
        await self._keys_are_gone(database)

    def keep_a_key(self) -> None:
        """A planted fault: somebody puts the key of the first epoch back."""
        if self._ended:
            self._keys.create(self._ended[0])

    # --- asking ---------------------------------------------------------------------------------------------------

    def _rounds_are_there(self, week: IsoWeek, rounds: Sequence[Round]) -> None:
        asked = [each.unit for each in rounds if each.schedule == WEEKLY and each.state is RoundState.CLOSED]
        if sorted(asked) != sorted(self._staff.wards):
            self._report.missing_rounds.append(f"{week}: {len(asked)} weekly rounds of {len(self._staff.wards)}")
        self._report.missing_rounds += [f"{each.id}: {each.state}" for each in rounds if each.state != "closed"]

    def _asked_once(self, round_: Round, pulses: Sequence[Pulse]) -> None:
        people = Counter(pulse.person for pulse in pulses)
        self._report.asked_twice += [f"{round_.id} {person}: {times}" for person, times in people.items() if times > 1]
        for pulse in pulses:
            person = self._staff.people[pulse.person]
            asked, reminded = self._record.has(question_key(pulse.id)), self._record.has(reminder_key(pulse.id))
            if person.stopped and person.changed < round_.opens_at:
                self._report.asked_wrongly.append(f"{round_.id} {person.id} had stopped")
            chose = max(person.changed, person.away_until) >= round_.opens_at  # of a closed week the bot does not tell
            if asked or person.left or chose:
                continue
            if not reminded or person.address.channel != TELEGRAM:
                self._report.never_asked.append(f"{round_.id} {person.id} on {person.address.channel}, {pulse.state}")
            else:
                self._report.left_to_reminder += 1

    def _nobody_is_left_out(self, round_: Round, pulses: Sequence[Pulse]) -> None:
        question = self._programme.questions[round_.questions[0].id]
        if round_.schedule != WEEKLY or question.audience is Audience.CO_LEADS:
            return
        asked = {pulse.person for pulse in pulses}
        for person in self._staff.present():
            if person.unit == round_.unit and person.surely_asked_at(round_.opens_at):
                self._report.surely_asked += 1
                if person.id not in asked:
                    self._report.never_asked.append(f"{round_.id} {person.id} was not planned")

    def _nothing_else_was_asked(self, rounds: Sequence[Round], pulses: Sequence[Pulse]) -> None:
        if rounds:
            first, last = min(each.opens_at for each in rounds), max(each.closes_at for each in rounds)
            known = {pulse.id for pulse in pulses}
            strange = self._record.questions_between(first, last) - known
            self._report.asked_wrongly += [f"{pulse}: in no round of that week" for pulse in strange]

    def _silence(self, pulses: Sequence[Pulse]) -> None:
        """Keep count of who says nothing, as whoever asks less often does."""
        heard = {pulse.person for pulse in pulses if self._valid(pulse)}
        unheard = Counter(pulse.person for pulse in pulses if not self._valid(pulse))
        for person in heard:
            self._staff.people[person].silent = 0
        for person, times in unheard.items():
            colleague = self._staff.people[person]
            colleague.silent += times
            colleague.seldom = colleague.seldom or colleague.silent > 3

    def _forgotten(self, now: datetime) -> None:
        for person in self._staff.present():
            steady = max(person.came, person.changed, person.away_until)
            if not person.stopped and not person.leads and now - max(steady, person.last_asked) > LONGEST_SILENCE:
                self._report.never_asked.append(f"{now:%m-%d} {person.id}: not since {person.last_asked:%m-%d}")
                person.last_asked = now

    # --- answers --------------------------------------------------------------------------------------------------

    def _valid(self, pulse: Pulse) -> list[str]:
        return [each.code for each in self._record.presses(pulse.id) if each.at < pulse.closes_at.timestamp()]

    async def _filed(
        self, database: Database, week: IsoWeek, rounds: set[RoundId]
    ) -> dict[tuple[PersonId, RoundId], list[str]]:
        """Every sealed answer to these rounds."""
        found: dict[tuple[PersonId, RoundId], list[str]] = defaultdict(list)
        async with database.reading() as work:
            epoch = await work.epochs.covering(week)
            key = None if epoch is None else self._keys.load(epoch.id)
        if epoch is None or key is None:
            return found
        for answer in sealed_answers(database, epoch.id):
            body = unpack(self._sealer.unseal(key, sealed=answer.body, bound_to=answer.id))
            if body.round in rounds:
                found[body.person, body.round].append(body.code)
        return found

    def _answer_stands(self, pulse: Pulse, codes: list[str]) -> None:
        presses = self._record.presses(pulse.id)
        valid = self._valid(pulse)
        self._report.late_presses += len(presses) - len(valid)
        expected: str | None = None
        for code in valid:
            expected = (expected and str(CANT_SAY)) if code == "skip" else code
        what = f"{pulse.round} {pulse.person}: pressed {valid}, filed {codes}"
        if len(codes) > 1 or (codes and expected is None):
            self._report.doubled.append(what)
        elif expected is not None and codes != [expected]:
            self._report.lost.append(what)
        if bool(valid) != pulse.heard:
            self._report.lost.append(f"{what}, but {pulse.state}")
        if expected is not None:
            self._report.answers += 1

    async def _keys_are_gone(self, database: Database) -> None:
        """When an epoch has ended, its answers and its key are gone for good."""
        async with database.reading() as work:
            waiting = {epoch.id for epoch in await work.epochs.not_closed()}
            self._ended += sorted(self._known - waiting - set(self._ended))
            self._known |= waiting
        left = [epoch for epoch in self._ended if any(sealed_answers(database, epoch)) or self._keys.load(epoch)]
        self._report.epochs_closed = len(self._ended)
        self._report.not_destroyed += [f"{epoch}: answers or the key are still there" for epoch in left]


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _size_mb(url: str) -> float:
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        return sum(Path(path + end).stat().st_size for end in ("", "-wal") if Path(path + end).exists()) / 2**20
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return float(row[0]) / 2**20
