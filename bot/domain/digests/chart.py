"""What a unit's control chart shows, all of it released, and the words that say the same to those who cannot see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from bot.domain.digests.digest_facts import agreement_words
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.usual_range import (
    LockedLimits,
    Range,
    ranges,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say
from bot.domain.texts.dates import day, listed
from bot.domain.week_close.unit_state import ShownScore, UnitState

FEWEST_POINTS = 4
WEEKS_DRAWN = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigures:
    unit: str
    """Its name."""
    locale: str
    points: tuple[tuple[IsoWeek, int], ...]
    """Released four-week participation in tenths by the week it ends with; holes stay holes."""
    scores: tuple[ShownScore, ...] = ()
    """Only their words are drawn, and kept."""
    flags: tuple[tuple[IsoWeek, FlagKind | None], ...] = ()
    """Weeks in which a conversation was suggested, and about what; earlier versions did not keep that."""
    steps: tuple[IsoWeek, ...] = ()
    """Weeks of dated steps: each begins a new usual range. The first may lie before the points."""
    locks: tuple[LockedLimits, ...] = ()
    target: int | None = None
    """Tenths that the organisation aims at, if it has said so."""

    def __post_init__(self) -> None:
        if len(self.points) < FEWEST_POINTS:
            raise ValueError(f"a chart needs at least {FEWEST_POINTS} points")


def chart_of(
    state: UnitState,
    *,
    unit: str,
    locale: str,
    flags: Sequence[tuple[IsoWeek, FlagKind | None]] = (),
    steps: Sequence[IsoWeek] = (),
    target: int | None = None,
) -> ChartFigures | None:
    """The chart of a unit as it stands; None while too little has been released to draw.

    `steps` are the weeks of all that began a new usual range so far, in order.
    """
    drawn = state.week - (WEEKS_DRAWN - 1)
    points = [(week, tenths) for week, tenths in state.tenths if week >= drawn]
    if len(points) < FEWEST_POINTS:
        return None
    return ChartFigures(
        unit=unit,
        locale=locale,
        points=tuple(points),
        scores=tuple([each for each in state.scores if each.last >= drawn]),
        flags=tuple(each for each in flags if each[0] >= drawn),
        steps=tuple(_in_view(steps, points[0][0])),
        locks=state.locks,
        target=target,
    )


def _in_view(steps: Sequence[IsoWeek], first: IsoWeek) -> Sequence[IsoWeek]:
    """The steps after the first point, and the one that holds for it."""
    before = sum(week <= first for week in steps)
    return steps[max(before - 1, 0) :]


def all_ranges(chart: ChartFigures) -> tuple[Range | None, ...]:
    """The usual range of each stretch between dated steps, the newest last."""
    return ranges(chart.points, steps=chart.steps, locks=chart.locks)


def usual_range(chart: ChartFigures) -> Range | None:
    """The range that holds now; None before there are three separate four-week figures since the newest step."""
    return all_ranges(chart)[-1]


def newest_step(chart: ChartFigures) -> IsoWeek | None:
    """The newest dated step among the points that are drawn."""
    drawn = [step for step in chart.steps if chart.points[0][0] < step <= chart.points[-1][0]]
    return drawn[-1] if drawn else None


def step_words(chart: ChartFigures) -> str:
    """From when the newest range holds; empty without a step in the picture."""
    step = newest_step(chart)
    return "" if step is None else say("chart-step_note", chart.locale, date=day(step.monday(), chart.locale))


def alt_text(chart: ChartFigures, range_: Range | None) -> str:
    """The chart in a few words: where the line is, what is usual, the newest flag, and the newest score."""
    locale = chart.locale
    first, last = chart.points[0][0].sunday(), chart.points[-1][0].sunday()
    parts = [
        say("chart-alt", locale, first=day(first, locale), last=day(last, locale), now=chart.points[-1][1]),
        "" if range_ is None else range_words(range_, locale),
        step_words(chart),
        say("chart-alt_flag", locale, date=day(chart.flags[-1][0].sunday(), locale)) if chart.flags else "",
        say("chart-alt_said", locale, agreement=agreement_words(chart.scores[-1].figure.word, locale))
        if chart.scores
        else "",
    ]
    return " ".join(part for part in parts if part)


def range_words(range_: Range, locale: str) -> str:
    return say("chart-alt_range", locale, low=ceil(range_.low), high=floor(range_.high))


def figures_of(chart: ChartFigures) -> tuple[tuple[str, ...], ...]:
    """The chart as a table, the newest week first, under a row of names: week, heard, said, and what else there was."""
    locale = chart.locale
    names = ("chart-week", "chart-heard", "chart-said", "chart-beside")
    flagged, begun = {week for week, _ in chart.flags}, set(chart.steps)
    rows = [tuple(say(name, locale) for name in names)]
    for week, tenths in reversed(chart.points):
        said = [each.figure.word for each in chart.scores if each.first <= week <= each.last]
        beside = [
            say(name, locale) for name, weeks in (("chart-flagged", flagged), ("chart-begun", begun)) if week in weeks
        ]
        word = agreement_words(said[-1], locale) if said else ""
        rows.append((day(week.sunday(), locale), str(tenths), word, listed(beside, locale) if beside else ""))
    return tuple(rows)
