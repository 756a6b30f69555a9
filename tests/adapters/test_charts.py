"""Charts are drawn off the event loop as pictures for a phone, and load matplotlib only then."""

import asyncio
import struct
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest

from bot.adapters.chart_drawing import NARROW, WIDTH, Shape, Spot, Words, drawing_of
from bot.adapters.charts import draw, paint_chart
from bot.domain.digests.chart import ChartFigures
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import Vocabulary, word_of
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import ShownScore

WEEK = IsoWeek.parse("2026-W10")


def a_chart(*, weeks: int = 26, scores: int = 3, name: str = "Acute medical unit") -> ChartFigures:
    return ChartFigures(
        unit=name,
        locale="en-GB",
        points=tuple((WEEK - back, 6 if back > 3 else 2) for back in reversed(range(weeks)) if back != 9),
        scores=tuple(
            ShownScore(
                block=BlockPeriod(epoch=WEEK, number=at),
                first=WEEK - 4 * at - 3,
                last=WEEK - 4 * at,
                figure=ScoreFigure(word=word_of(Fraction(13, 2), Vocabulary.FIVE)),
            )
            for at in reversed(range(scores))
        ),
        flags=((WEEK - 1, FlagKind.BOTH),),
    )


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def stepped(chart: ChartFigures, *, steps: int = 1) -> ChartFigures:
    return replace(chart, steps=tuple(WEEK - 12 + 4 * at for at in range(steps)))


@pytest.mark.drill
@pytest.mark.parametrize(
    "chart",
    [
        a_chart(),
        a_chart(weeks=4, scores=0),
        a_chart(weeks=52, scores=13, name="A $very^ long name " * 5),
        stepped(a_chart(weeks=52), steps=2),
        stepped(a_chart(weeks=4)),
    ],
)
def test_every_chart_fills_a_phone(chart: ChartFigures) -> None:
    assert size_of(draw(chart)) == (960, 540)


def test_a_dated_step_changes_the_picture() -> None:
    plain = a_chart(weeks=40)
    assert draw(stepped(plain)) != draw(plain) == draw(plain)


def test_no_word_of_the_organisation_stands_in_the_picture() -> None:
    chart = a_chart(weeks=40)
    renamed = replace(stepped(chart), unit="\u7149\u5fc3 \u0645\u0631\u062d\u0628\u0627")
    assert draw(renamed) == draw(stepped(chart))


@pytest.mark.parametrize(
    ("kind", "above", "below"),
    [(FlagKind.FEWER_VOICES, 1, 0), (FlagKind.LOWER_SCORE, 0, 1), (FlagKind.BOTH, 1, 1), (None, 1, 0)],
)
def test_a_flag_stands_in_the_panel_that_it_is_about(kind: FlagKind | None, above: int, below: int) -> None:
    drawing = drawing_of(replace(a_chart(), flags=((WEEK - 1, kind),)))
    flags = [part.y for part in drawing.parts if isinstance(part, Spot) and part.shape is Shape.FLAG]
    assert (sum(y < 100 for y in flags), sum(y > 150 for y in flags)) == (above, below)


@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize("weeks", [4, 26, 52])
def test_everything_stands_inside_and_no_word_lies_over_another(width: int, weeks: int) -> None:
    drawing = drawing_of(replace(stepped(a_chart(weeks=weeks)), target=8), width=width)
    boxes = []
    for part in drawing.parts:
        if isinstance(part, Words):
            length = len(part.text) * part.size * 0.58
            left = part.x - {"start": 0.0, "middle": length / 2, "end": length}[part.anchor]
            boxes.append((left, left + length, part.y - part.size * 0.75, part.y))
            assert left >= -4
            assert left + length <= width + 4
    for one, other in combinations(boxes, 2):
        assert one[1] <= other[0] + 3 or other[1] <= one[0] + 3 or one[3] <= other[2] + 3 or other[3] <= one[2] + 3


@pytest.mark.drill
async def test_drawing_does_not_hold_up_the_event_loop() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await asyncio.gather(paint_chart(a_chart()), paint_chart(a_chart()))
    ticking.cancel()
    assert ticks > 10, "on the loop itself it would come round once or twice"


def test_nothing_heavy_is_loaded_before_the_first_chart_or_closed_week() -> None:
    code = (
        "import sys, bot.adapters.charts, bot.flows.week_close.close_week, bot.domain.detector.port;"
        "print([name for name in ('matplotlib', 'numpy') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
