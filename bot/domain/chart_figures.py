"""What a unit's control chart shows, all of it released, and the words that say the same to those who cannot see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.domain.digest_words import day
from bot.domain.figures import Agreement, ScoreFigure
from bot.domain.indicators.control_chart import FEWEST, LOCKED_AFTER, Limits
from bot.domain.records import Json
from bot.domain.texts import say
from bot.domain.unit_state import ShownScore, UnitState
from bot.domain.weeks import IsoWeek

FEWEST_POINTS = 4
WEEKS_DRAWN = 52
APART = 4
"""Weeks from one separate four-week figure to the next."""
NARROWEST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The usual range in tenths, and the points of the drawn series that lie outside it."""

    mean: float
    low: float
    high: float
    separate: int
    """How many separate four-week figures it was taken from."""
    outside: tuple[int, ...]
    """Positions of the points outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigures:
    unit: str
    """Its name."""
    locale: str
    points: tuple[tuple[IsoWeek, int], ...]
    """Released four-week participation in tenths by the week it ends with; holes stay holes."""
    scores: tuple[ShownScore, ...] = ()
    flags: tuple[IsoWeek, ...] = ()
    """Weeks in which a conversation was suggested."""

    def __post_init__(self) -> None:
        if len(self.points) < FEWEST_POINTS:
            raise ValueError(f"a chart needs at least {FEWEST_POINTS} points")


def chart_of(state: UnitState, *, unit: str, locale: str, flags: Sequence[IsoWeek] = ()) -> Json:
    """The chart as a frozen digest keeps it; empty while too little has been released to draw."""
    drawn = state.week - (WEEKS_DRAWN - 1)
    points = [(week, figure.tenths) for week, figure in state.shown if week >= drawn and figure.tenths is not None]
    if len(points) < FEWEST_POINTS:
        return {}
    return {
        "unit": unit,
        "locale": locale,
        "points": [[str(week), tenths] for week, tenths in points],
        "scores": [
            [each.block, str(each.first), str(each.last), each.figure.halves, each.figure.people_from]
            for each in state.scores
            if each.last >= drawn
        ],
        "flags": [str(week) for week in flags if week >= drawn],
    }


def read_chart(kept: Json) -> ChartFigures | None:
    """The inverse of `chart_of`; None for an empty chart."""
    if not kept:
        return None
    return ChartFigures(
        unit=str(kept["unit"]),
        locale=str(kept["locale"]),
        points=tuple((IsoWeek.parse(str(week)), _whole(tenths)) for week, tenths in _rows(kept, "points", 2)),
        scores=tuple(
            ShownScore(
                block=str(block),
                first=IsoWeek.parse(str(first)),
                last=IsoWeek.parse(str(last)),
                figure=ScoreFigure(halves=_whole(halves), people_from=_whole(people)),
            )
            for block, first, last, halves, people in _rows(kept, "scores", 5)
        ),
        flags=tuple(IsoWeek.parse(str(week)) for week in _list(kept, "flags")),
    )


def usual_range(chart: ChartFigures) -> Range | None:
    """XmR limits of the four-week figures, drawn in to 0 to 10; None before there are three separate ones.

    Weekly points overlap by three weeks, so neighbours hardly differ and limits taken from them would be far too
    narrow. They are taken from figures four weeks apart, which share no week, once for each of the four ways to pick
    them, and averaged. Rounding alone moves a figure by up to half a tenth either way, so the limits are never
    nearer to the mean than one tenth.
    """
    picks = [[value for week, value in chart.points if week.index % APART == phase] for phase in range(APART)]
    limits = [Limits.of(values) for values in picks if len(values) >= FEWEST]
    if not limits:
        return None
    mean = fmean(each.mean for each in limits)
    half = max(fmean(each.upper - each.mean for each in limits), NARROWEST)
    low, high = max(0.0, mean - half), min(10.0, mean + half)
    outside = tuple(at for at, (_, value) in enumerate(chart.points) if not low <= value <= high)
    return Range(mean=mean, low=low, high=high, separate=max(len(values) for values in picks), outside=outside)


def alt_text(chart: ChartFigures, range_: Range | None) -> str:
    """The chart in words, at most 900 characters: where the line is, its range, what lies outside, the scores."""
    loc = chart.locale
    tenths = [value for _, value in chart.points]
    parts = [
        say(
            "digest.alt",
            loc,
            unit=chart.unit[:100],
            first=day(chart.points[0][0].sunday(), loc),
            last=day(chart.points[-1][0].sunday(), loc),
            now=tenths[-1],
            low=min(tenths),
            high=max(tenths),
        )
    ]
    if range_ is not None:
        parts.append(range_words(range_, loc))
        if range_.outside:
            newest = day(chart.points[range_.outside[-1]][0].sunday(), loc)
            name = "alt_outside" if len(range_.outside) > 1 else "alt_outside_one"
            parts.append(say(f"digest.{name}", loc, count=len(range_.outside), date=newest))
        else:
            parts.append(say("digest.alt_inside", loc))
    if caveat := range_caveat(range_, loc):
        parts.append(caveat)
    if chart.flags:
        parts.append(
            say("digest.alt_flags", loc, dates=", ".join(day(week.sunday(), loc) for week in chart.flags[-3:]))
        )
    said = [
        say(
            "digest.alt_said_one",
            loc,
            agreement=agreement(each.figure.agreement, loc),
            date=day(each.last.sunday(), loc),
        )
        for each in chart.scores[-5:]
    ]
    parts.append(say("digest.alt_said", loc, scores="; ".join(said)) if said else say("digest.alt_said_none", loc))
    return " ".join(parts)


def range_words(range_: Range, loc: str) -> str:
    return say("digest.alt_range", loc, low=round(range_.low), high=round(range_.high), mean=round(range_.mean))


def range_caveat(range_: Range | None, loc: str) -> str:
    """Why the range is not to be leaned on yet; empty once it may be (NHS "Making Data Count": twelve points)."""
    if range_ is None:
        return say("digest.chart_no_range", loc)
    return say("digest.chart_few_points", loc) if range_.separate < LOCKED_AFTER else ""


def agreement(word: Agreement, loc: str) -> str:
    return say(f"digest.agreement.{word.value}", loc).lower()


def _list(kept: Json, name: str) -> Sequence[object]:
    held = kept.get(name, ())
    if not isinstance(held, Sequence) or isinstance(held, str):
        raise ValueError(f"a chart keeps {name} as a list")
    return held


def _rows(kept: Mapping[str, object], name: str, width: int) -> Sequence[Sequence[object]]:
    rows = [row for row in _list(kept, name) if isinstance(row, Sequence) and len(row) == width]
    if len(rows) != len(_list(kept, name)):
        raise ValueError(f"a chart keeps {name} as rows of {width}")
    return rows


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError(f"a chart keeps whole numbers, not {value!r}")
    return value
