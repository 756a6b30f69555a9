"""Control charts as pictures for a phone: matplotlib without its global state, loaded with the first chart."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING

from bot.adapters.chart_icons import BLUE, GREY, INK, ORANGE, draw_icons
from bot.domain.digests.chart import (
    ChartFigures,
    all_ranges,
    range_caveat,
    step_words,
)
from bot.domain.digests.digest_facts import agreement_words
from bot.domain.indicators.score_words import Vocabulary, coarsest, words_of
from bot.domain.indicators.usual_range import Range
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say
from bot.domain.texts.dates import day, month_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCHES, DPI = 7.2, 150
"""1080 by 1080 pixels: fills a phone, and its type stays readable there."""
PALE = "#dbe9f4"
"""The icons' blue, paled. All colours are Okabe and Ito's, darkened to 4.5:1 on white; shapes and words carry the
meaning, too."""
SMALL, NORMAL, LARGE = 12.0, 14.0, 20.0
LONGEST_TITLE = 48
NOTE_WIDTH, NOTE_HEIGHT = 80, 0.028
"""Characters on a line under the picture, and its share of the picture's height."""
_EDGES = {Vocabulary.THREE: (4, 6), Vocabulary.FIVE: (2, 4, 6, 8)}
"""Where one word ends and the next begins, on 0-10."""


async def paint_chart(chart: ChartFigures) -> bytes:
    """A PNG of 1080 x 1080 pixels, drawn in a thread of its own; one at a time, since drawing is all processor."""
    async with _one_at_a_time():
        return await asyncio.to_thread(draw, chart)


def draw(chart: ChartFigures) -> bytes:
    picture = BytesIO()
    figure_of(chart).savefig(picture, format="png")
    return picture.getvalue()


def figure_of(chart: ChartFigures) -> "Figure":
    """Participation above, the scores of the blocks below, on one line of weeks."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    locale = chart.locale
    ranges = all_ranges(chart)
    notes = [
        line for words in (step_words(chart), range_caveat(ranges[-1], locale)) for line in wrap(words, NOTE_WIDTH)
    ]
    bottom = 0.115 + NOTE_HEIGHT * (len(notes) - 1)
    figure = Figure(figsize=(INCHES, INCHES), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    heard, said = figure.subplots(
        2, 1, sharex=True, gridspec_kw={"height_ratios": [1.5, 1.0], "hspace": 0.36, "top": 0.785, "bottom": bottom}
    )
    figure.subplots_adjust(left=0.225, right=0.945)
    title = chart.unit if len(chart.unit) <= LONGEST_TITLE else f"{chart.unit[: LONGEST_TITLE - 1]}…"
    size = min(LARGE, LARGE * 34 / len(title))
    figure.text(0.045, 0.945, title, size=size, weight="bold", color=INK, parse_math=False)
    last = day(chart.points[-1][0].sunday(), locale)
    figure.text(0.045, 0.905, say("digest-chart_subtitle", locale, date=last), size=NORMAL, color=GREY)
    _heard(heard, chart, ranges)
    _said(said, chart)
    _weeks(said, chart)
    if ranges[-1] is not None:
        draw_icons(figure, ranges[-1], target=chart.target, locale=locale, size=SMALL)
    for line, words in enumerate(reversed(notes)):
        figure.text(0.045, 0.02 + NOTE_HEIGHT * line, words, size=SMALL - 1, color=GREY, parse_math=False)
    return figure


def _heard(axes: "Axes", chart: ChartFigures, ranges: Sequence[Range | None]) -> None:
    locale = chart.locale
    _plain(axes, say("digest-chart_heard", locale))
    axes.set_ylim(0, 10)
    axes.set_yticks(range(0, 11, 2))
    first, last = chart.points[0][0].index, chart.points[-1][0].index
    known = [range_ for range_ in ranges if range_ is not None]
    for number, range_ in enumerate(known):
        # From the middle between two weeks to the next, so that stretches of points stand whole on their band.
        span = chart.points[range_.first][0].index - 0.5, chart.points[range_.last][0].index + 0.5
        named = number == len(known) - 1  # once in the legend
        axes.fill_between(
            span, range_.low, range_.high, color=PALE, linewidth=0, zorder=0,
            label=say("digest-chart_range", locale) if named else None,
        )  # fmt: skip
        axes.plot(
            span, [range_.mean] * 2, color=GREY, linewidth=1.5, linestyle=(0, (6, 4)), zorder=1,
            label=say("digest-chart_mean", locale) if named else None,
        )  # fmt: skip
    if chart.target is not None:
        axes.axhline(
            chart.target, color=INK, linewidth=1.4, linestyle=(0, (1, 1.5)), zorder=1,
            label=say("digest-chart_target", locale),
        )  # fmt: skip
    # The lower part is empty unless hardly anybody answers; then the upper part is.
    low = min(value for _, value in chart.points) < 3 and max(value for _, value in chart.points) < 7
    steps = [week.index for week, _ in chart.steps if first < week.index <= last]
    for number, index in enumerate(steps):
        axes.axvline(
            index - 0.5, *((0.0, 0.72) if low else (0.28, 1.0)), color=INK, linewidth=1.4, zorder=2,
            label=say("digest-chart_step", locale) if number == len(steps) - 1 else None,
        )  # fmt: skip
    for run in _runs(chart.points):
        axes.plot(
            [week.index for week, _ in run],
            [value for _, value in run],
            color=BLUE, linewidth=2.4, marker="o", markersize=5.5, zorder=3,
        )  # fmt: skip
    outside = [chart.points[at] for range_ in known for at in range_.outside]
    if outside:
        axes.plot(
            [week.index for week, _ in outside],
            [value for _, value in outside],
            color=ORANGE, linestyle="", marker="D", markersize=10, markerfacecolor="none", markeredgewidth=2.4,
            zorder=4, label=say("digest-chart_outside", locale),
        )  # fmt: skip
    flags = [week.index for week in chart.flags if first <= week.index <= last]
    for index in flags:
        axes.axvline(index, color=ORANGE, linewidth=1.6, linestyle=(0, (1, 2)), zorder=2)
    if flags:
        axes.plot(
            flags,
            [9.55] * len(flags),
            color=ORANGE, linestyle="", marker="v", markersize=11, zorder=5, label=say("digest-chart_flag", locale),
        )  # fmt: skip
    if known or flags or steps or chart.target is not None:
        axes.legend(
            loc="upper left" if low else "lower left", ncols=2, fontsize=SMALL, frameon=True, framealpha=0.9,
            edgecolor="none", borderpad=0.2, handlelength=1.6, columnspacing=1.2, labelcolor=INK,
        )  # fmt: skip
    now = chart.points[-1][1]
    axes.annotate(
        str(now),
        (last, now),
        xytext=(10, 0), textcoords="offset points", va="center", size=NORMAL + 2, weight="bold", color=BLUE,
        annotation_clip=False,
    )  # fmt: skip


def _said(axes: "Axes", chart: ChartFigures) -> None:
    locale = chart.locale
    _plain(axes, say("digest-chart_said", locale))
    axes.set_ylim(0, 10)
    vocabulary = coarsest(each.figure.word for each in chart.scores) if chart.scores else Vocabulary.FIVE
    words = words_of(vocabulary)
    axes.set_yticks([word.middle for word in words], [agreement_words(word, locale) for word in words])
    axes.grid(visible=False, axis="y")
    for edge in _EDGES[vocabulary]:
        axes.axhline(edge, color="#cccccc", linewidth=1.0, zorder=0)
    axes.tick_params(axis="y", labelsize=SMALL - 1)
    if not chart.scores:
        axes.text(
            0.5, 0.725, say("digest-chart_none_said", locale), transform=axes.transAxes, ha="center", va="center",
            size=NORMAL, color=GREY,
        )  # fmt: skip
        return
    for each in chart.scores:
        axes.plot(
            [each.first.index, each.last.index],
            [each.figure.value] * 2,
            color=BLUE,
            linewidth=3.0,
            alpha=0.35,
            zorder=2,
        )
    axes.plot(
        [(each.first.index + each.last.index) / 2 for each in chart.scores],
        [each.figure.value for each in chart.scores],
        color=BLUE, linestyle="", marker="o", markersize=12, zorder=3,
    )  # fmt: skip


def _plain(axes: "Axes", title: str) -> None:
    axes.set_title(title, size=NORMAL, color=INK, loc="left", pad=13, x=-0.25, parse_math=False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(labelsize=SMALL + 0.5, colors=INK, length=0)
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
