"""What a unit carries from week to week, as the JSON in which it is kept."""

from dataclasses import field
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from bot.domain.disclosure.figures import ScoreFigure, ShareFigure, ShareWord
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_requests import WeekCount
from bot.domain.identifiers import PersonId, intern_id
from bot.domain.indicators.packed_habits import PackedParticipationHabits
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import ShownScore, UnitState
from storage.codecs.charts import said_word


@dataclass(frozen=True, slots=True)
class _Share:
    part: ShareWord
    tenths: int | None


@dataclass(frozen=True, slots=True)
class _Score:
    word: str
    competencies: dict[str, str] = field(default_factory=dict)
    wide: bool = False
    mean: str | None = None


@dataclass(frozen=True, slots=True)
class _EarlierScore:
    halves: int
    """Twice the score on 0-10."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))
class _Kept:
    """Version 1. Weeks are kept as `IsoWeek.index`; keys that are not named here are passed over."""

    v: Literal[1] = 1
    """Not written by the first programs, whose states are read as they are."""
    week: int
    first: int | None
    people: dict[str, tuple[int, int]]
    """Bits of weeks within reach and of weeks heard."""
    counted: list[tuple[int, int, int, int]]
    """Week, asked, answered, people."""
    shown: list[tuple[int, _Share]]
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
            people={person: (bits, state.heard.get(person, 0)) for person, bits in state.reached.items()},
            counted=[(each.week.index, each.asked, each.answered, each.people) for each in state.counted],
            shown=[(week.index, _share(figure)) for week, figure in state.shown],
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
        counted=tuple([WeekCount(week=week(at), asked=a, answered=b, people=n) for at, a, b, n in plain.counted]),
        shown=tuple([_shown(at, figure.part, figure.tenths) for at, figure in plain.shown]),
        scores=tuple([_shown_score(block, first, last, figure) for block, first, last, figure, *_ in plain.scores]),
        score_withheld=plain.withheld,
        locks=tuple([_lock(*each) for each in plain.locks]),
        habits=PackedParticipationHabits(plain.habits),
    )


def _index(week: IsoWeek | None) -> int | None:
    return None if week is None else week.index


def _lock(since: int | None, mean: float, half: float) -> LockedLimits:
    return LockedLimits(since=None if since is None else IsoWeek.from_index(since), mean=mean, half=half)


# Thousands of units share a few hundred figures of the same weeks: each of them is made, and held, once.
@lru_cache(maxsize=256)
def _share(figure: ShareFigure) -> _Share:
    return _Share(part=figure.part, tenths=figure.tenths)


def _score(figure: ScoreFigure) -> _Score:
    return _Score(
        word=str(figure.word),
        competencies={kind.value: str(word) for kind, word in figure.competencies.items()},
        wide=figure.is_wide,
        mean=None if figure.mean is None else str(figure.mean),
    )


@lru_cache(maxsize=16_384)
def _shown(at: int, part: ShareWord, tenths: int | None) -> tuple[IsoWeek, ShareFigure]:
    return IsoWeek.from_index(at), ShareFigure(part=part, tenths=tenths)


def _shown_score(block: str, first: int, last: int, kept: _Score | _EarlierScore) -> ShownScore:
    return ShownScore(
        block=_block(block),
        first=IsoWeek.from_index(first),
        last=IsoWeek.from_index(last),
        figure=_score_figure(kept),
    )


# Thousands of units share a few blocks and words.
_block = lru_cache(maxsize=64)(BlockPeriod.parse)
_word = lru_cache(maxsize=16)(ScoreWord.parse)


def _score_figure(kept: _Score | _EarlierScore) -> ScoreFigure:
    if isinstance(kept, _EarlierScore):
        return ScoreFigure(word=said_word(kept.halves))
    return ScoreFigure(
        word=_word(kept.word),
        competencies={ScoreKind(kind): _word(word) for kind, word in kept.competencies.items()},
        is_wide=kept.wide,
        mean=None if kept.mean is None else Fraction(kept.mean),
    )
