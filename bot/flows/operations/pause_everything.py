"""Pausing everything, for the organisation or a unit and all below it, and going on again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.errors import ProgrammeMissing, RoundsError, UnknownUnit
from bot.domain.identifiers import UnitId
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import to_utc
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.refusals import Refused
from bot.domain.texts.sentences import Sentence, Wording, worded
from bot.flows.operations.tell_pause import tell_no_more, tell_pause
from bot.ports import Clock, Entropy, Storage, UnitOfWork


class NotPossible(RoundsError):
    """What was asked for makes no sense now; the words say why, and `at` which part of it is at fault, if one is."""

    def __init__(self, said: Wording, *, at: str = "") -> None:
        super().__init__(worded(said, DEFAULT_LOCALE))
        self.said, self.at = said, at


class PauseEverything:
    """From now on no question, reminder, digest or nudge goes out there, and what falls due meanwhile never does.

    - At once, until a day or until somebody resumes. A second pause of the same unit takes the place of the first.
    - Questions that have arrived may still be answered. People's own pauses and stops stay as they are.
    - If it is wished, everybody whom it concerns is told once, with the reason.
    - A round whose question had not left counts for nobody, as if its week had been quiet.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(
        self, unit: str | None, *, until: date | None, reason: str, author: Author, tell: bool = False
    ) -> Halt:
        """`until`: the first day on which things go on, on the unit's calendar. Raises `UnknownUnit`, `NotPossible`
        and `ProgrammeMissing`."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            programme = await _programme(work)
            halt = halt_from_now(programme, unit, until=until, reason=reason, now=now)
            where = halt.unit
            await tell_no_more(work, programme, _of(await work.halts.lasting_after(now), where))
            await work.halts.end(where, at=now)
            await work.halts.add(halt)
            if tell:
                await tell_pause(work, programme, halt, now=now)
            told = ", and people are told" if tell else ""
            entry = _entry("everything paused", f"{in_words(halt)}{told}", where, author=author, at=now)
            await work.administration_log.add([entry], token=self._entropy.token)
        return halt


class ResumeEverything:
    """End the pause of the organisation or of a unit; nothing that fell due in it is made up for.

    Also of a unit that was retired meanwhile: should it come back, it would stand still, and nobody would know why.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(self, unit: str | None, *, author: Author) -> Sequence[Halt]:
        """What is still paused, here or elsewhere. Raises `UnknownUnit`, `NotPossible` and `ProgrammeMissing`."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            programme, standing = await _programme(work), await work.halts.lasting_after(now)
            where = None if unit is None else UnitId(unit)
            if all(halt.unit != where for halt in standing):
                _unit(programme, unit)
                raise NotPossible(
                    Sentence.of("change-refused-place_not_paused", place=place(where), now=_what_is(standing))
                )
            await tell_no_more(work, programme, _of(standing, where))
            await work.halts.end(where, at=now)
            entry = _entry("everything goes on", str(place(where)), where, author=author, at=now)
            await work.administration_log.add([entry], token=self._entropy.token)
            return await work.halts.lasting_after(now)


def _of(standing: Sequence[Halt], unit: UnitId | None) -> Sequence[Halt]:
    return [halt for halt in standing if halt.unit == unit]


def halt_from_now(programme: Programme, unit: str | None, *, until: date | None, reason: str, now: datetime) -> Halt:
    """What a pause would be. Raises `UnknownUnit` and `NotPossible`."""
    where = _unit(programme, unit)
    ends = None if until is None else to_utc(until, time(0), _zone(programme, where))
    if ends is not None and ends <= now:
        raise NotPossible(Sentence.of("change-refused-not_future", day=str(until)), at="until")
    try:
        return Halt(unit=where, since=now, until=ends, reason=reason.strip())
    except Refused as refused:
        raise NotPossible(refused.said, at="reason") from refused


def _entry(what: str, after: str, unit: UnitId | None, *, author: Author, at: datetime) -> LogEntry:
    units = frozenset[UnitId]() if unit is None else frozenset({unit})
    words = LogWords(what=what, after=after, units=units)
    return LogEntry(at=at, act=AdministrationAct.PAUSED, author=author, words=words)


async def halts_now(work: UnitOfWork, *, now: datetime) -> Sequence[Halt]:
    """What is paused."""
    return [halt for halt in await work.halts.lasting_after(now) if halt.lasts_at(now)]


def in_words(halt: Halt) -> str:
    """One halt, for whoever runs Rounds."""
    end = "" if halt.until is None else f", until {halt.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return f"{place(halt.unit)}, since {halt.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC{end} ({halt.reason})"


def place(unit: UnitId | None) -> Sentence:
    return Sentence.of("change-place-whole") if unit is None else Sentence.of("change-place-unit", unit=unit)


async def _programme(work: UnitOfWork) -> Programme:
    programme = await work.programmes.current()
    if programme is None:
        raise ProgrammeMissing
    return programme


def _unit(programme: Programme, unit: str | None) -> UnitId | None:
    if unit is not None and unit not in programme.organisation:
        raise UnknownUnit(unit, [each.id for each in programme.organisation.units])
    return None if unit is None else UnitId(unit)


def _zone(programme: Programme, unit: UnitId | None) -> str:
    return programme.organisation.timezone if unit is None else programme.organisation.zone_of(unit)


def _what_is(standing: Sequence[Halt]) -> Sentence:
    if not standing:
        return Sentence.of("change-refused-nothing_paused")
    return Sentence.of("change-refused-paused_elsewhere", places=tuple(place(halt.unit) for halt in standing))
