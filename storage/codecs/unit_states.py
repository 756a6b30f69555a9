"""What a unit carries from week to week, as the JSON in which it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter

from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.participation import WeekCount
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.identifiers import PersonId, UnitId, intern_id
from bot.domain.indicators.packed_habits import PackedParticipationHabits, own_habit, renamed_habits
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import ShownScore, UnitState
from storage.codecs.charts import said_word


@dataclass(frozen=True, slots=True)
class _Share:
    tenths: int | None


@dataclass(frozen=True, slots=True)
class _Score:
    word: str
    competencies: dict[str, str] = field(default_factory=dict)
    wide: bool = False
    together: list[str] = field(default_factory=list)
    mean: str | None = None


@dataclass(frozen=True, slots=True)
class _EarlierScore:
    halves: int
    """Twice the score on 0-10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Version 1. Weeks are kept as `IsoWeek.index`; keys that are not named here are passed over."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    v: Literal[1] = 1
    """Not written by the first programs, whose states are read as they are."""
    week: int
    first: int | None
    people: dict[str, tuple[int, int]]
    """Bits of weeks within reach and of weeks heard."""
    cells: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    """Week, cells, their n, twice their middles, the smallest n. Earlier programs kept exact counts instead."""
    atom: list[str] = field(default_factory=list)
    tenths: list[tuple[int, int]] | None = None
    shown: list[tuple[int, _Share]] = field(default_factory=list)
    """What earlier programs kept in place of `tenths`; read only."""
    listed: list[tuple[int, int]] = field(default_factory=list)
    scores: list[tuple[str, int, int, _Score] | tuple[str, int, int, _EarlierScore, bool]]
    """Block, its first and last week, and the figure; earlier, whether it could be compared."""
    withheld: bool
    locks: list[tuple[int | None, float, float]] = field(default_factory=list)
    habits: bytes


_KEPT = TypeAdapter(_Kept)


def encode_unit_state(state: UnitState) -> bytes:
    return _KEPT.dump_json(
        _Kept(
            week=state.week.index,
            first=_index(state.first),
            # Sorted: else who was heard first would stand first, for as long as anybody of the team is remembered.
            people={person: (bits, state.heard.get(person, 0)) for person, bits in sorted(state.reached.items())},
            cells=[(each.week.index, each.cells, each.n, each.doubled, each.smallest) for each in state.counted],
            atom=list(state.atom),
            tenths=[(week.index, tenths) for week, tenths in state.tenths],
            listed=[(week.index, size) for week, size in state.listed],
            scores=[(str(each.block), each.first.index, each.last.index, _score(each.figure)) for each in state.scores],
            withheld=state.score_withheld,
            locks=[(_index(lock.since), lock.mean, lock.half) for lock in state.locks],
            habits=state.habits,
        )
    )


def decode_unit_state(kept: bytes) -> UnitState:
    """The inverse of `encode_unit_state`; raises ValueError for a version that this one does not know."""
    plain = _KEPT.validate_json(kept)
    week = IsoWeek.from_index
    people = {intern_id(PersonId(person)): bits for person, bits in plain.people.items()}
    return UnitState(
        week=week(plain.week),
        first=None if plain.first is None else week(plain.first),
        reached={person: bits for person, (bits, _) in people.items()},
        heard={person: bits for person, (_, bits) in people.items() if bits},
        counted=tuple(
            [
                WeekCount(week=week(at), cells=cells, n=n, doubled=doubled, smallest=smallest)
                for at, cells, n, doubled, smallest in plain.cells
            ]
        ),
        atom=tuple([intern_id(UnitId(team)) for team in plain.atom]),
        tenths=tuple(_tenths(plain)),
        listed=tuple([(week(at), size) for at, size in plain.listed]),
        scores=tuple([_shown_score(block, first, last, figure) for block, first, last, figure, *_ in plain.scores]),
        score_withheld=plain.withheld,
        locks=tuple([_lock(*each) for each in plain.locks]),
        habits=PackedParticipationHabits(plain.habits),
    )


def renamed_in_state(kept: bytes, old: str, new: str) -> bytes:
    """The state with another id of one person; the same bytes where they are not in it."""
    plain = _KEPT.validate_json(kept)
    habits = renamed_habits(PackedParticipationHabits(plain.habits), old, new)
    if old not in plain.people and habits == plain.habits:
        return kept
    people = {new if person == old else person: bits for person, bits in plain.people.items()}
    return _KEPT.dump_json(replace(plain, people=dict(sorted(people.items())), habits=habits))


def own_part(kept: bytes, person: str, *, since: IsoWeek | None) -> Mapping[str, str | float | None] | None:
    """What of a state is about one person, in words; None where nothing is. `since`: of weeks from then on alone, and
    not what earlier ones are part of."""
    plain = _KEPT.validate_json(kept)
    habit = own_habit(PackedParticipationHabits(plain.habits), person)
    if person not in plain.people and habit is None:
        return None
    reached, heard = (_weeks(bits, plain.week, since) for bits in plain.people.get(person, (0, 0)))
    part: dict[str, str | float | None] = {"weeks_reached": reached, "weeks_heard": heard}
    if habit is None or since is not None:
        return part
    return part | {
        "first_week_on_the_list": _said(habit.joined),
        "newest_week_on_the_list": _said(habit.seen),
        "newest_week_reached": _said(habit.asked),
        "newest_week_heard": _said(habit.heard),
        "usual_answering_as_log_odds": habit.habit,
        "weight_of_what_is_usual": habit.weight,
        "chance_of_not_having_stopped": habit.active,
    }


def _weeks(bits: int, last: int, since: IsoWeek | None) -> str:
    weeks = [IsoWeek.from_index(last - back) for back in range(bits.bit_length()) if bits >> back & 1]
    return ", ".join(str(week) for week in reversed(weeks) if since is None or week >= since)


def _said(week: IsoWeek | None) -> str | None:
    return None if week is None else str(week)


def _tenths(plain: _Kept) -> list[tuple[IsoWeek, int]]:
    if plain.tenths is not None:
        return [_point(at, tenths) for at, tenths in plain.tenths]
    return [_point(at, figure.tenths) for at, figure in plain.shown if figure.tenths is not None]


def _index(week: IsoWeek | None) -> int | None:
    return None if week is None else week.index


def _lock(since: int | None, mean: float, half: float) -> LockedLimits:
    return LockedLimits(since=None if since is None else IsoWeek.from_index(since), mean=mean, half=half)


def _score(figure: ScoreFigure) -> _Score:
    return _Score(
        word=str(figure.word),
        competencies={kind.value: str(word) for kind, word in figure.competencies.items()},
        wide=figure.is_wide,
        together=list(figure.together),
        mean=None if figure.mean is None else str(figure.mean),
    )


# Thousands of units share a few hundred figures of the same weeks: each of them is made, and held, once.
@lru_cache(maxsize=16_384)
def _point(at: int, tenths: int) -> tuple[IsoWeek, int]:
    return IsoWeek.from_index(at), tenths


def _shown_score(block: str, first: int, last: int, kept: _Score | _EarlierScore) -> ShownScore:
    if isinstance(kept, _EarlierScore):
        figure = ScoreFigure(word=said_word(kept.halves))
    elif kept.mean is None and not (kept.competencies or kept.wide or kept.together):
        return _plain_score(block, first, last, kept.word)
    else:
        figure = _score_figure(kept)
    return ShownScore(
        block=_block(block), first=IsoWeek.from_index(first), last=IsoWeek.from_index(last), figure=figure
    )


@lru_cache(maxsize=4096)
def _plain_score(block: str, first: int, last: int, word: str) -> ShownScore:
    """That of a small team, which is told a word and nothing beside it."""
    figure = ScoreFigure(word=_word(word))
    return ShownScore(
        block=_block(block), first=IsoWeek.from_index(first), last=IsoWeek.from_index(last), figure=figure
    )


# Thousands of units share a few blocks and words.
_block = lru_cache(maxsize=64)(BlockPeriod.parse)
_word = lru_cache(maxsize=16)(ScoreWord.parse)


def _score_figure(kept: _Score) -> ScoreFigure:
    return ScoreFigure(
        word=_word(kept.word),
        competencies={ScoreKind(kind): _word(word) for kind, word in kept.competencies.items()},
        is_wide=kept.wide,
        together=tuple(kept.together),
        mean=None if kept.mean is None else Fraction(kept.mean),
    )
