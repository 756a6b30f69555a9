"""Every typed fact of a page, computed again from released cells and lists alone, in a way of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.disclosure.organisation_line import organisation_figure
from bot.domain.identifiers import UnitId
from bot.domain.indicators.control_chart import Dot
from bot.domain.organisation.people import READERS, Role
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from tests.adversary.from_score_cells import FromScoreCells
from tests.adversary.histories import FIRST
from tests.adversary.play import Played
from tests.adversary.reading import ENGLISH, facts_of

WINDOW = 4
LEARNING = 8
TENTHS_FROM = 10
FEWEST_ATOMS, FEWEST_PEOPLE = 3, 30
"""Behind the organisation's own line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A page that tells something else than its cells do."""

    unit: UnitId
    week: int
    what: str
    shown: object
    expected: object


@dataclass(frozen=True, kw_only=True)
class _Window:
    """The cells that a unit's four-week figure is made of."""

    cells: Sequence[ParticipationCell]
    together: tuple[str, ...] = ()

    @cached_property
    def share(self) -> Fraction:
        return Fraction(
            sum(cell.band.low + cell.band.high for cell in self.cells), 2 * sum(cell.n for cell in self.cells)
        )

    @cached_property
    def tenths(self) -> int | None:
        if any(cell.n < TENTHS_FROM for cell in self.cells):
            return None
        return min(9, max(1, int(self.share * 10 + Fraction(1, 2))))

    @property
    def words(self) -> str:
        if self.tenths is not None:
            return say("digest-heard", ENGLISH, share=say("digest-tenths", ENGLISH, tenths=self.tenths))
        part = "few" if self.share < Fraction(2, 5) else "half" if self.share <= Fraction(3, 5) else "most"
        return say(f"digest-heard_part-{part}", ENGLISH)


class FromCells:
    def __init__(self, played: Played) -> None:
        self.played, self.tree, self.scores = played, played.tree, FromScoreCells(played)
        self._windows: dict[tuple[UnitId, int], _Window | None] = {}
        """Each is needed for its week, and for the chart and the usual of many later ones."""
        self._by_week: dict[int, list[ParticipationCell]] = {}
        for (_, number), cell in played.cells.items():
            self._by_week.setdefault(number, []).append(cell)
        self._first = {team: self._first_asked(team) for team in played.history.teams}

    def _first_asked(self, team: UnitId) -> int | None:
        plans = self.played.history.plan.items()
        return min((number for (own, number), plan in plans if own == team and plan), default=None)

    def wrong(self) -> Iterator[Wrong]:
        for (unit, week), page in self.played.pages.items():
            of_scores = self.scores.compared(unit, week, page)
            of_week = self._compared(unit, week, page).items()
            for what, shown, expected in (*((what, *both) for what, both in of_week), *of_scores):
                if shown != expected:
                    yield Wrong(unit=unit, week=week, what=what, shown=shown, expected=expected)

    def _compared(self, unit: UnitId, week: int, page: FrozenDigest) -> Mapping[str, tuple[object, object]]:
        facts = facts_of(page)
        found: dict[str, tuple[object, object]] = {
            "heard": (_told(page, "digest-heard_label"), self._heard(unit, week)),
            "chart": (None if page.chart is None else page.chart.points, self._points(unit, week)),
        }
        own = [spell for spell in self.played.history.at(week) if spell.unit == unit]
        found["readers"] = page.recipients.readers, frozenset(each.person for each in own if each.role in READERS)
        found["members"] = page.recipients.members, frozenset(each.person for each in own if each.role is Role.MEMBER)
        found["organisation"] = _told(page, "quarter-organisation_label"), self._organisation(unit, week)
        if not self.tree.is_microsystem(unit):
            teams = self.tree.leaves[unit]
            shown = sum(self._window(team, week) is not None for team in teams)
            words = say("digest-up_shown", ENGLISH, count=shown, teams=len(teams))
            found["teams"] = (facts[say("digest-up_shown_label", ENGLISH)].value, words)
        return found

    def _heard(self, unit: UnitId, week: int) -> tuple[str, str] | None:
        """Value and note of what is said to be heard; None where there is no such line."""
        window, is_team, teams = self._window(unit, week), self.tree.is_microsystem(unit), self.tree.leaves[unit]
        first = [number for team in teams if (number := self._first[team]) is not None]
        is_new = is_team and week - min(first) < LEARNING
        if not self._is_asked(unit, week):
            return None
        if window is None:
            return say("digest-heard_too_few", ENGLISH), say("digest-heard_too_few_note", ENGLISH)
        together = (
            say("digest-heard_together", ENGLISH, teams=listed(window.together, ENGLISH)) if window.together else ""
        )
        usual = "" if is_new else self._usual(unit, week, window)
        note = say("digest-notes", ENGLISH, first=together, second=usual) if together and usual else together or usual
        return window.words, note

    def _usual(self, unit: UnitId, week: int, window: _Window) -> str:
        before = [tenths for number, tenths in self._tenths(unit, week) if number < week][-12:]
        if window.tenths is None or len(before) < 4:
            return ""
        off = window.tenths - Fraction(sum(before), len(before))
        how = "usual" if abs(off) < Fraction(3, 2) else "lower" if off < 0 else "higher"
        return say(f"digest-usual-{how}" if self.tree.is_microsystem(unit) else f"digest-usual_above-{how}", ENGLISH)

    def _organisation(self, unit: UnitId, week: int) -> tuple[str, str] | None:
        """The organisation's own week: always at the top, elsewhere if it has moved."""
        weeks = [number for number in range(week + 1) if self.played.is_remembered(number, week)]
        by_week = {number: self._by_week.get(number, []) for number in weeks}
        now = by_week[week]
        if len(now) < FEWEST_ATOMS or sum(cell.n for cell in now) < FEWEST_PEOPLE:
            return None
        dots = [
            Dot(week=FIRST + number, value=float(_Window(cells=cells).share))
            for number, cells in by_week.items()
            if cells
        ]
        figure = organisation_figure(dots)
        how = figure.swing.value
        if self.tree.parents[unit] is not None:
            if how not in ("lower", "higher") or figure.lasting:
                return None
            note = "team" if self.tree.is_microsystem(unit) else "teams"
            return say(f"quarter-moved-{how}", ENGLISH), say(f"quarter-not_about_{note}", ENGLISH)
        share = say("digest-tenths", ENGLISH, tenths=min(9, max(1, round(dots[-1].value * 10))))
        value = say("quarter-organisation", ENGLISH, share=share)
        if figure.usual is None:
            return value, say("quarter-no_range", ENGLISH)
        low, high = figure.usual
        usual = say("quarter-range" if low < high else "quarter-range_one", ENGLISH, low=low, high=high)
        swing = say(f"quarter-swing-{how}{'_lasting' if figure.lasting else ''}", ENGLISH)
        if how in ("lower", "higher") and not figure.lasting and low <= figure.tenths <= high:
            return value, swing  # rounded, it would still lie in the range that it has left
        return value, say("digest-notes", ENGLISH, first=usual, second=swing)

    def _points(self, unit: UnitId, week: int) -> object:
        points = [(number, tenths) for number, tenths in self._tenths(unit, week) if number > week - 52]
        return tuple((FIRST + number, tenths) for number, tenths in points) if len(points) >= 4 else None

    def _tenths(self, unit: UnitId, week: int) -> Sequence[tuple[int, int]]:
        """Of all weeks up to this one that were closed in what is remembered of the past."""
        found = []
        for number in range(week + 1):
            if (unit, number) in self.played.pages and self.played.is_remembered(number, week):
                window = self._window(unit, number)
                if window is not None and window.tenths is not None:
                    found.append((number, window.tenths))
        return found

    def _is_asked(self, unit: UnitId, week: int) -> bool:
        """A week without a question adds no figure."""
        return any(self.played.history.plan[team, week] for team in self.tree.leaves[unit])

    def _window(self, unit: UnitId, week: int) -> _Window | None:
        key = unit, week
        if key not in self._windows:
            self._windows[key] = self._made(unit, week)
        return self._windows[key]

    def _made(self, unit: UnitId, week: int) -> _Window | None:
        if not self._is_asked(unit, week):
            return None
        weeks = [
            number for number in range(max(0, week - WINDOW + 1), week + 1) if self.played.is_remembered(number, week)
        ]
        if self.tree.is_microsystem(unit):
            atom = self.played.atoms[week].by_team.get(unit)
            if atom is None:
                return None
            keys = [(atom.teams, number) for number in weeks]
            cells = [self.played.cells[key] for key in keys if key in self.played.cells]
            return _Window(cells=cells, together=() if atom.is_one_team else atom.names) if len(cells) > 1 else None
        teams = self.tree.leaves[unit]
        found = [cell for number in weeks for cell in self._by_week.get(number, ())]
        cells = [cell for cell in found if teams.issuperset(cell.atom.teams)]
        return _Window(cells=cells) if len(cells) > 1 else None


def _told(page: FrozenDigest, label: str) -> tuple[str, str] | None:
    fact = facts_of(page).get(say(label, ENGLISH))
    return None if fact is None else (fact.value, fact.note)
