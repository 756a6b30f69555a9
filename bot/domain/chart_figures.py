"""What a unit's control chart shows, all of it released, and the words that say the same to those who cannot see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.digest_words import day
from bot.domain.figures import Agreement, ScoreFigure
from bot.domain.records import Json
from bot.domain.texts import say
from bot.domain.unit_state import ShownScore, UnitState
from bot.domain.weeks import IsoWeek

FEWEST_POINTS = 4
WEEKS_DRAWN = 52
XMR = 2.66
SCREEN = 3.267
NARROWEST = 1.0
"""Half the width, in tenths, that rounding alone can make."""
FEWEST_FOR_LIMITS = 12
"""Separate figures under which limits are provisional (NHS "Making Data Count", measurement.md section 3.1)."""


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


def usual_range(chart: ChartFigures) -> Range:
    """XmR limits of the four-week figures: mean +- 2.66 times the mean moving range, never outside 0 to 10.

    Weekly points overlap by three weeks, so neighbours hardly differ; ranges are taken between points four weeks apart,
    which share no week. Moving ranges of 3.267 times their mean and more are left out, as NHS Plot the Dots does
    (measurement.md section 3.1). Rounding to tenths alone makes ranges of up to one, so limits are never narrower.
    """
    values = dict(chart.points)
    tenths = [value for _, value in chart.points]
    mean = sum(tenths) / len(tenths)
    moves = [abs(value - values[week - 4]) for week, value in chart.points if week - 4 in values]
    average = sum(moves) / len(moves) if moves else 0.0
    kept = [move for move in moves if move < SCREEN * average] or moves
    half = max(XMR * (sum(kept) / len(kept) if kept else 0.0), NARROWEST)
    low, high = max(0.0, mean - half), min(10.0, mean + half)
    outside = tuple(at for at, value in enumerate(tenths) if not low <= value <= high)
    return Range(mean=mean, low=low, high=high, separate=len(moves) // 4 + 1, outside=outside)


def alt_text(chart: ChartFigures, range_: Range) -> str:
    """The chart in words, at most 900 characters: where the line is, its range, what lies outside, the scores."""
    loc = chart.locale
    tenths = [value for _, value in chart.points]
    heard = say("digest.alt_heard", loc, now=tenths[-1], low=min(tenths), high=max(tenths), count=len(tenths))
    if range_.outside:
        newest = day(chart.points[range_.outside[-1]][0].sunday(), loc)
        signal = say("digest.alt_outside", loc, count=len(range_.outside), date=newest)
    else:
        signal = say("digest.alt_inside", loc)
    said = "; ".join(
        say(
            "digest.alt_said_one",
            loc,
            agreement=agreement(each.figure.agreement, loc),
            date=day(each.last.sunday(), loc),
        )
        for each in chart.scores[-6:]
    )
    return say(
        "digest.alt",
        loc,
        unit=chart.unit[:120],
        first=day(chart.points[0][0].sunday(), loc),
        last=day(chart.points[-1][0].sunday(), loc),
        heard=heard,
        range=say(
            "digest.alt_range", loc, low=f"{range_.low:.1f}", high=f"{range_.high:.1f}", mean=f"{range_.mean:.1f}"
        ),
        signal=signal,
        said=say("digest.alt_said", loc, scores=said) if said else say("digest.alt_said_none", loc),
        few=say("digest.chart_few_points", loc) if range_.separate < FEWEST_FOR_LIMITS else "",
    ).strip()


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
