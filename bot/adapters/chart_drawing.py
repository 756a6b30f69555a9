"""Where everything of a chart stands: one drawing for the picture in chats and for the page, in points from the top
left.

One message: how many answered, as a line on its usual range; beneath it, on the same weeks, what they said. A flag
stands in the panel that it is about. There are only digits, months and words of the catalogue in it, so that it can be
drawn whatever script a team's name is in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.digests.chart import ChartFigures, all_ranges
from bot.domain.digests.digest_facts import agreement_words
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import Agreement, Vocabulary, coarsest, words_of
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say
from bot.domain.texts.dates import day, month_name

WIDTH, HEIGHT = 480, 270
NARROW = 360
"""The width on a page, where a phone shows it at about its own size."""
SMALL, LARGE = 14.0, 18.0
_LEFT, _RIGHT, _LETTER = 74, 30, 7.4
_HEARD, _SAID = (34, 146), (188, 236)
"""Top and bottom of the two panels."""
_HEARD_TITLE, _SAID_TITLE, _MONTHS = 18, 178, 260


class Tone(Enum):
    """What something is, which each renderer has a colour for; shapes and words say the same in grey."""

    MAIN = "main"
    ALERT = "alert"
    INK = "ink"
    FAINT = "faint"
    PALE = "pale"
    GRID = "grid"


class Shape(Enum):
    DOT = "dot"
    DIAMOND = "diamond"
    """A point outside its usual range."""
    FLAG = "flag"
    """A conversation was suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    points: tuple[tuple[float, float], ...]
    tone: Tone
    width: float
    is_dotted: bool = False
    is_round: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    x: float
    y: float
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    x: float
    y: float
    """Their base line."""
    text: str
    tone: Tone
    size: float = SMALL
    anchor: str = "start"
    """Which end of them stands at `x`: "start", "middle" or "end"."""
    is_bold: bool = False


DrawnPart = Area | Stroke | Spot | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Later parts lie over earlier ones."""

    width: int
    height: int
    parts: tuple[DrawnPart, ...]


def drawing_of(chart: ChartFigures, *, width: int = WIDTH) -> Drawing:
    return Drawing(width=width, height=HEIGHT, parts=tuple(_Chart(chart, width).parts()))


class _Chart:
    def __init__(self, chart: ChartFigures, width: int) -> None:
        self._chart, self._width, self._locale = chart, width, chart.locale
        self._first, self._last = chart.points[0][0].index, chart.points[-1][0].index

    def parts(self) -> Iterator[DrawnPart]:
        yield from self._heard()
        yield from self._said()
        yield from self._months()

    def _x(self, index: float) -> float:
        inside = self._width - _LEFT - _RIGHT
        return round(_LEFT + inside * (index - self._first + 0.6) / (self._last - self._first + 1.2), 1)

    # --- how many were heard --------------------------------------------------------------------------------------

    def _heard(self) -> Iterator[DrawnPart]:
        chart = self._chart
        known = [range_ for range_ in all_ranges(chart) if range_ is not None]
        for range_ in known:
            # From the middle between two weeks to the next, so that stretches of points stand whole on their band.
            x, end = (
                self._x(chart.points[range_.first][0].index - 0.5),
                self._x(chart.points[range_.last][0].index + 0.5),
            )
            high, low = self._height(range_.high), self._height(range_.low)
            yield Area(x=x, y=high, width=round(end - x, 1), height=round(low - high, 1))
        for tenths in (0, 5, 10):
            yield from self._level(self._height(tenths), str(tenths))
        yield from self._heading(say("chart-heard", self._locale), _HEARD_TITLE, has_range=bool(known))
        if chart.target is not None:
            yield self._across(self._height(chart.target), Tone.INK, is_dotted=True)
        for week in chart.steps:
            if self._first < week.index <= self._last:
                yield self._upright(week.index - 0.5, Tone.INK, _HEARD)
        at = [(self._x(week.index), self._height(tenths)) for week, tenths in chart.points]
        for run in _runs(chart.points):
            yield Stroke(points=tuple(at[each] for each in run), tone=Tone.MAIN, width=2.4)
        yield from (Spot(x=x, y=y, shape=Shape.DOT) for x, y in at)
        for each in (position for range_ in known for position in range_.outside):
            yield Spot(x=at[each][0], y=at[each][1], shape=Shape.DIAMOND)
        yield from self._flags({None, FlagKind.FEWER_VOICES, FlagKind.BOTH}, _HEARD)
        x, y = at[-1]
        yield Words(x=x + 8, y=y + 6, text=str(chart.points[-1][1]), tone=Tone.MAIN, size=LARGE, is_bold=True)

    def _height(self, tenths: float) -> float:
        top, bottom = _HEARD
        return round(bottom - (bottom - top) * tenths / 10, 1)

    def _heading(self, title: str, y: float, *, has_range: bool) -> Iterator[DrawnPart]:
        """The panel's title, and at the other end of its line what the band and the dotted line are."""
        yield Words(x=0, y=y, text=title, tone=Tone.INK, is_bold=True)
        end = self._width - 2.0
        if has_range:
            name = say("chart-range", self._locale)
            yield Words(x=end, y=y, text=name, tone=Tone.FAINT, anchor="end")
            end -= len(name) * _LETTER + 24
            yield Area(x=end, y=y - 11, width=18, height=12)
            end -= 12
        if self._chart.target is not None:
            name = say("chart-target", self._locale)
            yield Words(x=end, y=y, text=name, tone=Tone.FAINT, anchor="end")
            end -= len(name) * _LETTER + 24
            yield Stroke(points=((end, y - 5), (end + 18, y - 5)), tone=Tone.INK, width=1.4, is_dotted=True)

    # --- what they said -------------------------------------------------------------------------------------------

    def _said(self) -> Iterator[DrawnPart]:
        scores = self._chart.scores
        vocabulary = coarsest(each.figure.word for each in scores) if scores else Vocabulary.THREE
        yield Words(x=0, y=_SAID_TITLE, text=say("chart-said", self._locale), tone=Tone.INK, is_bold=True)
        for word in words_of(vocabulary):
            if word.agreement in (Agreement.DISAGREE, Agreement.AGREE):
                yield from self._level(self._depth(word.middle), agreement_words(word, self._locale))
        if not scores:
            middle = (_LEFT + self._width - _RIGHT) / 2
            y = self._depth(5) + 5
            none_said = say("chart-none_said", self._locale)
            yield Words(x=middle, y=y, text=none_said, tone=Tone.FAINT, anchor="middle")
        for each in scores:
            ends = (max(each.first.index, self._first) - 0.3, min(each.last.index, self._last) + 0.3)
            y = self._depth(each.figure.value)
            yield Stroke(points=tuple((self._x(end), y) for end in ends), tone=Tone.MAIN, width=5, is_round=True)
        yield from self._flags({FlagKind.LOWER_SCORE, FlagKind.BOTH, FlagKind.ROOM_FROM_ABOVE}, _SAID)

    def _depth(self, value: float) -> float:
        top, bottom = _SAID
        return round(bottom - (bottom - top) * value / 10, 1)

    # --- both -----------------------------------------------------------------------------------------------------

    def _flags(self, kinds: set[FlagKind | None], panel: tuple[float, float]) -> Iterator[DrawnPart]:
        for week, kind in self._chart.flags:
            if kind in kinds and self._first <= week.index <= self._last:
                yield self._upright(week.index, Tone.ALERT, panel, is_dotted=True)
                yield Spot(x=self._x(week.index), y=panel[0] - 5, shape=Shape.FLAG)

    def _level(self, y: float, name: str) -> Iterator[DrawnPart]:
        yield self._across(y, Tone.GRID)
        yield Words(x=_LEFT - 6, y=y + 5, text=name, tone=Tone.FAINT, anchor="end")

    def _across(self, y: float, tone: Tone, *, is_dotted: bool = False) -> Stroke:
        ends = (_LEFT, y), (self._width - _RIGHT, y)
        return Stroke(points=ends, tone=tone, width=1.4 if is_dotted else 1, is_dotted=is_dotted)

    def _upright(self, index: float, tone: Tone, panel: tuple[float, float], *, is_dotted: bool = False) -> Stroke:
        x = self._x(index)
        return Stroke(points=((x, panel[0]), (x, panel[1])), tone=tone, width=1.4, is_dotted=is_dotted)

    def _months(self) -> Iterator[DrawnPart]:
        """Months under the first week that ends in each; few enough to be read on a phone."""
        for index, label in self._starts():
            x = self._x(index)
            yield Stroke(points=((x, _SAID[1] + 2), (x, _SAID[1] + 7)), tone=Tone.FAINT, width=1)
            yield Words(x=x, y=_MONTHS, text=label, tone=Tone.FAINT, anchor="middle")

    def _starts(self) -> Sequence[tuple[int, str]]:
        weeks = [IsoWeek.from_index(index) for index in range(self._first, self._last + 1)]
        starts = [week for week in weeks if week.sunday().month != (week - 1).sunday().month]
        if len(starts) < 2:
            return [(week.index, day(week.sunday(), self._locale)) for week in (weeks[0], weeks[-1])]
        at_most = (self._width - _LEFT - _RIGHT) // 50
        starts = starts[:: 1 + (len(starts) - 1) // at_most]
        return [(week.index, month_name(week.sunday(), self._locale)) for week in starts]


def _runs(points: tuple[tuple[IsoWeek, int], ...]) -> list[list[int]]:
    """Positions of weeks without a hole, so that no line is drawn where nothing was shown."""
    runs: list[list[int]] = []
    for at, (week, _) in enumerate(points):
        if runs and week - points[runs[-1][-1]][0] == 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs
