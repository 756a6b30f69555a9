"""Control charts as pictures for a phone: matplotlib without its global state, loaded with the first chart.

One message: how many answered, as a line on its usual range; beneath it, on the same weeks, what they said. There are
only digits, months and words of the catalogue in it, so that it can be drawn whatever script a team's name is in.
"""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bot.domain.digests.chart import ChartFigures, all_ranges
from bot.domain.digests.digest_facts import agreement_words
from bot.domain.indicators.score_words import Agreement, Vocabulary, coarsest, words_of
from bot.domain.indicators.usual_range import Range
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say
from bot.domain.texts.dates import day, month_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS, DPI = (480, 270), 144
"""480 by 270 points at double density: 960 by 540 pixels, and its type stays readable where 390 are shown."""
BLUE, ORANGE, INK, GREY, PALE = "#0072b2", "#b34700", "#1a1a1a", "#595959", "#dbe9f4"
"""Okabe and Ito's colours, darkened to 4.5:1 on white. Shapes and words carry the meaning, so it reads in grey, too."""
SMALL, LARGE = 12.0, 15.0


async def paint_chart(chart: ChartFigures) -> bytes:
    """A PNG of 960 x 540 pixels, drawn in a thread of its own; one at a time, since drawing is all processor."""
    async with _one_at_a_time():
        return await asyncio.to_thread(draw, chart)


def draw(chart: ChartFigures) -> bytes:
    picture = BytesIO()
    figure_of(chart).savefig(picture, format="png")
    return picture.getvalue()


def figure_of(chart: ChartFigures) -> "Figure":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(POINTS[0] / 72, POINTS[1] / 72), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    heard, said = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [2.3, 1.0], "hspace": 0.42})
    figure.subplots_adjust(left=0.17, right=0.93, top=0.9, bottom=0.1)
    _heard(heard, chart, all_ranges(chart))
    _said(said, chart)
    _weeks(said, chart)
    return figure


def _heard(axes: "Axes", chart: ChartFigures, ranges: Sequence[Range | None]) -> None:
    _plain(axes, say("digest-chart_heard", chart.locale))
    axes.set_ylim(0, 10)
    axes.set_yticks((0, 5, 10))
    first, last = chart.points[0][0].index, chart.points[-1][0].index
    known = [range_ for range_ in ranges if range_ is not None]
    for range_ in known:
        # From the middle between two weeks to the next, so that stretches of points stand whole on their band.
        span = chart.points[range_.first][0].index - 0.5, chart.points[range_.last][0].index + 0.5
        axes.fill_between(span, range_.low, range_.high, color=PALE, linewidth=0, zorder=0)
    if known:
        name, newest = say("digest-chart_range", chart.locale), known[-1]
        at = chart.points[newest.first][0].index
        height, align = (newest.low + 0.3, "bottom") if newest.low < 7 else (newest.high - 0.3, "top")
        axes.text(at, height, name, size=SMALL - 1, color=GREY, va=align, ha="left", zorder=1)
    if chart.target is not None:
        axes.axhline(chart.target, color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)), zorder=1)
        axes.text(first - 0.4, chart.target + 0.15, say("digest-chart_target", chart.locale), size=SMALL - 1, color=INK)
    for week in chart.steps:
        if first < week.index <= last:
            axes.axvline(week.index - 0.5, color=INK, linewidth=1.2, zorder=2)
    for run in _runs(chart.points):
        axes.plot(
            [week.index for week, _ in run],
            [value for _, value in run],
            color=BLUE, linewidth=2.2, marker="o", markersize=4, zorder=3,
        )  # fmt: skip
    outside = [chart.points[at] for range_ in known for at in range_.outside]
    axes.plot(
        [week.index for week, _ in outside],
        [value for _, value in outside],
        color=ORANGE, linestyle="", marker="D", markersize=8, markerfacecolor="none", markeredgewidth=2, zorder=4,
    )  # fmt: skip
    flags = [week.index for week in chart.flags if first <= week.index <= last]
    axes.plot(flags, [10.0] * len(flags), color=ORANGE, linestyle="", marker="v", markersize=9, zorder=5, clip_on=False)
    for index in flags:
        axes.axvline(index, color=ORANGE, linewidth=1.4, linestyle=(0, (1, 2)), zorder=2)
    now = chart.points[-1][1]
    axes.annotate(
        str(now), (last, now), xytext=(7, 0), textcoords="offset points", va="center", size=LARGE, weight="bold",
        color=BLUE, annotation_clip=False,
    )  # fmt: skip


def _said(axes: "Axes", chart: ChartFigures) -> None:
    """A mark a block at the height of its word; the two sides of the scale are named."""
    locale = chart.locale
    _plain(axes, say("digest-chart_said", locale))
    axes.set_ylim(-1.5, 11.5)
    vocabulary = coarsest(each.figure.word for each in chart.scores) if chart.scores else Vocabulary.THREE
    sides = [word for word in words_of(vocabulary) if word.agreement in (Agreement.DISAGREE, Agreement.AGREE)]
    axes.set_yticks([word.middle for word in sides], [agreement_words(word, locale) for word in sides])
    axes.tick_params(axis="y", labelsize=SMALL - 1)
    if not chart.scores:
        middle = (chart.points[0][0].index + chart.points[-1][0].index) / 2
        words_none = say("digest-chart_none_said", locale)
        axes.text(middle, 5, words_none, size=SMALL, color=GREY, ha="center", va="center")
        return
    for each in chart.scores:
        axes.plot(
            [each.first.index, each.last.index],
            [each.figure.value] * 2,
            color=BLUE, linewidth=5, solid_capstyle="round", zorder=2,
        )  # fmt: skip


def _plain(axes: "Axes", title: str) -> None:
    axes.set_title(title, size=SMALL + 1, color=INK, loc="left", pad=8, x=-0.195, parse_math=False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(labelsize=SMALL, colors=INK, length=0)
    axes.grid(visible=True, axis="y", color="#e2e2e2", linewidth=1.0)
    axes.set_axisbelow(True)


def _weeks(axes: "Axes", chart: ChartFigures) -> None:
    """Months under the first week that begins in each; few enough to be read on a phone."""
    first, last = chart.points[0][0].index, chart.points[-1][0].index
    starts = [
        index
        for index in range(first, last + 1)
        if IsoWeek.from_index(index).sunday().month != IsoWeek.from_index(index - 1).sunday().month
    ]
    if len(starts) < 2:
        starts = [first, last]
        labels = [day(IsoWeek.from_index(index).sunday(), chart.locale) for index in starts]
    else:
        starts = starts[:: 1 + (len(starts) - 1) // 7]
        labels = [month_name(IsoWeek.from_index(index).sunday(), chart.locale) for index in starts]
    axes.set_xticks(starts, labels)
    axes.set_xlim(first - 0.6, last + 0.6)


def _runs(points: tuple[tuple[IsoWeek, int], ...]) -> list[list[tuple[IsoWeek, int]]]:
    """Stretches of weeks without a hole, so that no line is drawn where nothing was shown."""
    runs: list[list[tuple[IsoWeek, int]]] = []
    for point in points:
        if runs and point[0] - runs[-1][-1][0] == 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


_locks: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}


def _one_at_a_time() -> asyncio.Lock:
    return _locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
