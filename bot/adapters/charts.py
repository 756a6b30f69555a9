"""Control charts as pictures for a phone: matplotlib without its global state, loaded with the first chart."""

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING, assert_never

from bot.adapters.chart_drawing import Area, Drawing, Shape, Spot, Stroke, Tone, Words, drawing_of
from bot.domain.digests.chart import ChartFigures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 144
"""480 by 270 points at double density: 960 by 540 pixels, and its type stays readable where 390 are shown."""
COLOURS = {
    Tone.MAIN: "#0072b2",
    Tone.ALERT: "#b34700",
    Tone.INK: "#1a1a1a",
    Tone.FAINT: "#4d4d4d",
    Tone.PALE: "#d3e4f1",
    Tone.GRID: "#e2e2e2",
}
"""Okabe and Ito's colours, darkened to 4.5:1 on white."""
_ALIGNED = {"start": "left", "middle": "center", "end": "right"}


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

    drawing = drawing_of(chart)
    figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    _paint(axes, drawing)
    return figure


def _paint(axes: "Axes", drawing: Drawing) -> None:
    for order, part in enumerate(drawing.parts):
        match part:
            case Area():
                x, y = (part.x, part.x + part.width), (part.y, part.y + part.height)
                axes.fill_between(x, *y, color=COLOURS[Tone.PALE], linewidth=0, zorder=order)
            case Stroke():
                _stroke(axes, part, order)
            case Spot():
                _spot(axes, part, order)
            case Words():
                axes.text(
                    part.x, part.y, part.text, size=part.size, color=COLOURS[part.tone], zorder=order,
                    weight="bold" if part.is_bold else "normal", ha=_ALIGNED[part.anchor], va="baseline",
                    parse_math=False,
                )  # fmt: skip
            case _:
                assert_never(part)


def _stroke(axes: "Axes", stroke: Stroke, order: int) -> None:
    axes.plot(
        [x for x, _ in stroke.points],
        [y for _, y in stroke.points],
        color=COLOURS[stroke.tone], linewidth=stroke.width, zorder=order,
        linestyle=(0, (1, 2)) if stroke.is_dotted else "-",
        solid_capstyle="round" if stroke.is_round else "butt",
    )  # fmt: skip


def _spot(axes: "Axes", spot: Spot, order: int) -> None:
    match spot.shape:
        case Shape.DOT:
            marker, size, filled, tone = "o", 4.5, True, Tone.MAIN
        case Shape.DIAMOND:
            marker, size, filled, tone = "D", 9.0, False, Tone.ALERT
        case Shape.FLAG:
            marker, size, filled, tone = "v", 10.0, True, Tone.ALERT
        case _:
            assert_never(spot.shape)
    colour = COLOURS[tone]
    axes.plot(
        spot.x, spot.y, marker=marker, markersize=size, color=colour, linestyle="", zorder=order, clip_on=False,
        markerfacecolor=colour if filled else "none", markeredgewidth=0 if filled else 2,
    )  # fmt: skip


_locks: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}


def _one_at_a_time() -> asyncio.Lock:
    return _locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
