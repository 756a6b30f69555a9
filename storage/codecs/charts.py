"""The chart of a frozen digest, as the JSON in which it is kept."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from bot.domain.digests.chart import ChartFigures
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import ScoreWord, Vocabulary, word_of
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import ShownScore

_NO_CHART = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Version 1. Weeks and blocks as they are written; the older a chart, the fewer of its keys it has."""

    v: Literal[1] = 1
    """Not written by the first programs, whose charts are read as they are."""
    unit: str
    locale: str
    points: list[tuple[str, int]]
    scores: list[tuple[str, str, str, str] | tuple[str, str, str, int, int]] = field(default_factory=list)
    """Block, its first and last week, the word; earlier, twice the score on 0-10 and the number of people."""
    flags: list[tuple[str, str] | str] = field(default_factory=list)
    """Week and kind; earlier, the week alone."""
    steps: list[str | tuple[str, str]] = field(default_factory=list)
    """Weeks; earlier, each with a reason, which is drawn no more."""
    locks: list[tuple[str | None, float, float]] = field(default_factory=list)
    target: int | None = None


def said_word(said: str | int) -> ScoreWord:
    """A word as it is kept; earlier versions kept twice the score on 0-10."""
    return ScoreWord.parse(said) if isinstance(said, str) else word_of(Fraction(said, 2), Vocabulary.FIVE)


def _flag(kept: tuple[str, str] | str) -> tuple[IsoWeek, FlagKind | None]:
    if isinstance(kept, str):
        return IsoWeek.parse(kept), None
    week, kind = kept
    return IsoWeek.parse(week), FlagKind(kind)


@cache
def _kept() -> TypeAdapter[_Kept]:
    return TypeAdapter(_Kept)


def encode_chart(chart: ChartFigures | None) -> str:
    if chart is None:
        return _NO_CHART
    kept = _Kept(
        unit=chart.unit,
        locale=chart.locale,
        points=[(str(week), tenths) for week, tenths in chart.points],
        scores=[(str(each.block), str(each.first), str(each.last), str(each.figure.word)) for each in chart.scores],
        flags=[str(week) if kind is None else (str(week), kind.value) for week, kind in chart.flags],
        steps=[str(week) for week in chart.steps],
        locks=[(None if lock.since is None else str(lock.since), lock.mean, lock.half) for lock in chart.locks],
        target=chart.target,
    )
    return _kept().dump_json(kept).decode()


def decode_chart(text: str) -> ChartFigures | None:
    """The inverse of `encode_chart`; raises ValueError for a version that this program does not know."""
    if text == _NO_CHART:
        return None
    kept, week = _kept().validate_json(text, strict=True), IsoWeek.parse
    return ChartFigures(
        unit=kept.unit,
        locale=kept.locale,
        points=tuple((week(point), tenths) for point, tenths in kept.points),
        scores=tuple(
            ShownScore(
                block=BlockPeriod.parse(block),
                first=week(first),
                last=week(last),
                figure=ScoreFigure(word=said_word(said)),
            )
            for block, first, last, said, *_ in kept.scores
        ),
        flags=tuple(_flag(each) for each in kept.flags),
        steps=tuple(week(step if isinstance(step, str) else step[0]) for step in kept.steps),
        locks=tuple(
            LockedLimits(since=None if since is None else week(since), mean=mean, half=half)
            for since, mean, half in kept.locks
        ),
        target=kept.target,
    )
