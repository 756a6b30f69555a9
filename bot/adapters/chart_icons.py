"""Two small icons beside a control chart: what the newest figure says, and what the range promises of an aim.

They mean what the variation and assurance icons of the NHS "Making Data Count" charts mean; the drawing is our own.
Shape and words carry the meaning, colour only repeats it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from bot.domain.digests.chart import assurance_words, variation_words
from bot.domain.indicators.control_chart import Assurance, Variation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bot.domain.indicators.usual_range import Range

BLUE, ORANGE, INK, GREY = "#0072b2", "#b34700", "#1a1a1a", "#595959"
SIZE = 0.036
"""Side of an icon as a share of the figure's."""
RIGHT = 0.945
MIDDLES = (0.916, 0.821)
"""Heights at which the heading leaves room at its right: beside its second line, and beside its last."""
_Stroke = Sequence[tuple[float, float]]

_WAVE: _Stroke = ((-0.6, -0.15), (-0.3, 0.25), (0.0, -0.2), (0.3, 0.25), (0.6, -0.1))
_UP: Sequence[_Stroke] = (((0.0, -0.55), (0.0, 0.55)), ((-0.4, 0.15), (0.0, 0.55), (0.4, 0.15)))
_DOWN: Sequence[_Stroke] = (((0.0, 0.55), (0.0, -0.55)), ((-0.4, -0.15), (0.0, -0.55), (0.4, -0.15)))
_TICK: Sequence[_Stroke] = (((-0.5, 0.0), (-0.1, -0.4), (0.5, 0.45)),)
_CROSS: Sequence[_Stroke] = (((-0.4, -0.4), (0.4, 0.4)), ((-0.4, 0.4), (0.4, -0.4)))
_LINE: _Stroke = ((-0.75, 0.0), (0.75, 0.0))


def _variation(variation: Variation) -> tuple[str, Sequence[_Stroke]]:
    match variation:
        case Variation.COMMON_CAUSE:
            return GREY, (_WAVE,)
        case Variation.IMPROVEMENT_HIGH:
            return BLUE, _UP
        case Variation.CONCERN_LOW:
            return ORANGE, _DOWN
        case _:
            assert_never(variation)


def _assurance(assurance: Assurance) -> tuple[str, Sequence[_Stroke]]:
    match assurance:
        case Assurance.PASS:
            return BLUE, _TICK
        case Assurance.FAIL:
            return ORANGE, _CROSS
        case Assurance.INCONSISTENT:
            return GREY, (_WAVE, _LINE)
        case _:
            assert_never(assurance)


def draw_icons(figure: "Figure", range_: "Range", *, target: int | None, locale: str, size: float) -> None:
    """At the right of the heading, each with its words to the left; `size` is theirs in points."""
    rows = [(*_variation(range_.variation), variation_words(range_, locale))]
    if target is not None:
        rows.append((*_assurance(range_.assurance(target)), assurance_words(range_, target, locale)))
    for middle, (colour, strokes, words) in zip(MIDDLES, rows, strict=False):
        _icon(figure.add_axes((RIGHT - SIZE, middle - SIZE / 2, SIZE, SIZE)), colour, strokes)
        figure.text(
            RIGHT - SIZE - 0.012, middle, words, size=size, color=INK, ha="right", va="center", parse_math=False
        )


def _icon(axes: "Axes", colour: str, strokes: Sequence[_Stroke]) -> None:
    from matplotlib.patches import Circle

    axes.set_axis_off()
    axes.set_xlim(-1.1, 1.1)
    axes.set_ylim(-1.1, 1.1)
    axes.add_patch(Circle((0, 0), 1.0, facecolor="white", edgecolor=colour, linewidth=2.2))
    for stroke in strokes:
        axes.plot(
            [x for x, _ in stroke],
            [y for _, y in stroke],
            color=colour, linewidth=2.0, solid_capstyle="round", solid_joinstyle="round",
        )  # fmt: skip
