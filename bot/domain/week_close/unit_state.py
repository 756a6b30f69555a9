"""What a unit carries from one closed week to the next: participation and releases only, never an answer.

Bounded in size, so that closing a week costs the same however many years lie behind. The state before the newest week
is kept beside it: a week that was interrupted is closed again from the same start, to the same end.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from bot.domain import resumable_state
from bot.domain.answers.epochs import Block
from bot.domain.disclosure.figures import (
    ScoreFigure,
    ShareFigure,
    as_json,
    from_json,
)
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import WeekCount
from bot.domain.identifiers import PersonId, UnitId, intern_id
from bot.domain.indicators.usual_range import Lock
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.presence import Presence

WEEKS_KEPT = 12
"""Weeks of participation: the longest window of an indicator, and how long a chosen silence counts."""
POINTS_KEPT = 56
"""Released weekly figures: a year of the chart and fourteen separate four-week figures for its range."""
SCORES_KEPT = 14
COUNTED_KEPT = 4
_MASK = (1 << WEEKS_KEPT) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScore:
    block: BlockPeriod
    first: IsoWeek
    last: IsoWeek
    figure: ScoreFigure
    comparable: bool = False
    """Whether the gate allows it to be compared with the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """State at the end of `week`. Bits of `reached` and `heard`: bit 0 is that week, bit 1 the one before."""

    week: IsoWeek
    first: IsoWeek | None = None
    """The week of the team's first closed round."""
    reached: Mapping[PersonId, int] = field(default_factory=dict)
    heard: Mapping[PersonId, int] = field(default_factory=dict)
    counted: tuple[WeekCount, ...] = ()
    shown: tuple[tuple[IsoWeek, ShareFigure], ...] = ()
    scores: tuple[ShownScore, ...] = ()
    score_withheld: bool = False
    """The newest block's score was not released."""
    heard_block: frozenset[PersonId] = frozenset()
    """Who was heard in the running block."""
    heard_before: frozenset[PersonId] = frozenset()
    """Who was heard in the block before."""
    scored_of: frozenset[UnitId] = frozenset()
    """The microsystems in the newest shown score."""
    expected: tuple[tuple[IsoWeek, float, int], ...] = ()
    """Of the last four weeks: answers that habits would give, and people within reach."""
    locks: tuple[Lock, ...] = ()
    """The chart's locked ranges."""
    habits: bytes = b""
    """The detector's own state on the participation side."""

    def moved_to(self, week: IsoWeek, *, block: Block | None = None) -> "UnitState":
        """The same state seen from the end of a later week, in which nothing has happened yet.

        `block` is the one in which that week lies. If the block before ended unseen, as after a restore or the loss of
        a key, nobody of it is counted in this one, and nothing is compared with it.
        """
        step = week - self.week
        if step < 0:
            raise ValueError(f"a state of {self.week} cannot go back to {week}")
        if block is not None and self.week < block.first and (self.heard_block or self.week < block.first - 1):
            nobody: frozenset[PersonId] = frozenset()
            unseen = replace(self, heard_block=nobody, heard_before=nobody, scored_of=frozenset())
            return unseen.moved_to(week)
        reached = {person: bits for person, old in self.reached.items() if (bits := old << step & _MASK)}
        return replace(
            self,
            week=week,
            reached=reached,
            heard={person: bits for person, old in self.heard.items() if (bits := old << step & _MASK)},
            expected=tuple(each for each in self.expected if week - each[0] < 4),
        )

    def with_presence(self, rows: Iterable[Presence]) -> "UnitState":
        """This week's participation entered; `rows` are the team's."""
        held = list(rows)
        if not held:
            return self
        reached, heard = dict(self.reached), dict(self.heard)
        for row in held:
            if row.reached:
                reached[row.person] = reached.get(row.person, 0) | 1
            if row.heard:
                heard[row.person] = heard.get(row.person, 0) | 1
        block = self.heard_block | {row.person for row in held if row.heard}
        return replace(self, first=self.first or self.week, reached=reached, heard=heard, heard_block=block)

    def reached_within(self, weeks: int) -> frozenset[PersonId]:
        wanted = (1 << weeks) - 1
        return frozenset(person for person, bits in self.reached.items() if bits & wanted)

    def heard_within(self, weeks: int) -> frozenset[PersonId]:
        wanted = (1 << weeks) - 1
        return frozenset(person for person, bits in self.heard.items() if bits & wanted)

    def person_weeks_within(self, weeks: int) -> tuple[int, int]:
        """Answered and reachable person-weeks of the last so many weeks."""
        wanted = (1 << weeks) - 1
        answered = sum([(bits & wanted).bit_count() for bits in self.heard.values()])
        return answered, sum([(bits & wanted).bit_count() for bits in self.reached.values()])

    @property
    def weeks_observed(self) -> int:
        """Weeks since the first closed round, this one included; 0 before it."""
        return 0 if self.first is None else self.week - self.first + 1

    @property
    def expected_share(self) -> float | None:
        """Participation that habits would give over the last four weeks."""
        people = sum(each[2] for each in self.expected)
        return sum(each[1] for each in self.expected) / people if people else None


def read(kept: bytes, *, closing: IsoWeek) -> UnitState:
    """One of the two states as `before_closing` found it; an empty one where there was none."""
    return UnitState(week=closing - 1) if kept == resumable_state.NOTHING else _state(resumable_state.read(kept))


def written(state: UnitState) -> bytes:
    """One state as bytes."""
    plain: dict[str, Any] = {
        "first": state.first and state.first.index,
        "people": {person: [bits, state.heard.get(person, 0)] for person, bits in state.reached.items()},
        "counted": [[each.week.index, each.asked, each.answered, each.people] for each in state.counted],
        "shown": [[week.index, _figure_written(figure)] for week, figure in state.shown],
        "scores": [
            [str(each.block), each.first.index, each.last.index, as_json(each.figure), each.comparable]
            for each in state.scores
        ],
        "withheld": state.score_withheld,
        "block": sorted(state.heard_block),
        "block_before": sorted(state.heard_before),
        "scored_of": sorted(state.scored_of),
        "expected": [[week.index, expected, people] for week, expected, people in state.expected],
        "locks": [[lock.since and lock.since.index, lock.mean, lock.half] for lock in state.locks],
        "habits": b64encode(state.habits).decode(),
    }
    return resumable_state.written(state.week, plain)


def _state(plain: dict[str, Any]) -> UnitState:
    week = IsoWeek.from_index
    people = {intern_id(person): bits for person, bits in plain["people"].items()}
    return UnitState(
        week=week(plain["week"]),
        first=None if plain["first"] is None else week(plain["first"]),
        reached={person: bits for person, (bits, _) in people.items()},
        heard={person: bits for person, (_, bits) in people.items() if bits},
        counted=tuple([WeekCount(week=week(at), asked=a, answered=b, people=n) for at, a, b, n in plain["counted"]]),
        shown=tuple([_shown(at, figure["part"], figure["tenths"]) for at, figure in plain["shown"]]),
        scores=tuple([_shown_score(*each) for each in plain["scores"]]),
        score_withheld=plain["withheld"],
        heard_block=frozenset([intern_id(person) for person in plain["block"]]),
        heard_before=frozenset([intern_id(person) for person in plain["block_before"]]),
        scored_of=frozenset([intern_id(unit) for unit in plain["scored_of"]]),
        expected=tuple([(week(at), expected, people) for at, expected, people in plain["expected"]]),
        locks=tuple([_lock(*each) for each in plain.get("locks", ())]),  # older states have none
        habits=b64decode(plain["habits"]),
    )


def _lock(since: int | None, mean: float, half: float) -> Lock:
    return Lock(since=None if since is None else IsoWeek.from_index(since), mean=mean, half=half)


# Thousands of units share a few hundred figures of the same weeks: each of them is made, and held, once.
_figure_written = lru_cache(maxsize=256)(as_json)


@lru_cache(maxsize=16_384)
def _shown(at: int, part: str, tenths: int | None) -> tuple[IsoWeek, ShareFigure]:
    return IsoWeek.from_index(at), _share({"part": part, "tenths": tenths})


def _shown_score(block: str, first: int, last: int, figure: Mapping[str, object], comparable: bool) -> ShownScore:
    return _made_score(block, first, last, figure["halves"], figure["people_from"], comparable)


@lru_cache(maxsize=16_384)
def _made_score(block: str, first: int, last: int, halves: object, people_from: object, comparable: bool) -> ShownScore:
    return ShownScore(
        block=BlockPeriod.parse(block),
        first=IsoWeek.from_index(first),
        last=IsoWeek.from_index(last),
        figure=_score({"halves": halves, "people_from": people_from}),
        comparable=comparable,
    )


def _share(shown: Mapping[str, object]) -> ShareFigure:
    figure = from_json(ReleaseKind.PARTICIPATION, shown)
    if not isinstance(figure, ShareFigure):
        raise ValueError("a unit's state keeps another figure where a share belongs")
    return figure


def _score(shown: Mapping[str, object]) -> ScoreFigure:
    figure = from_json(ReleaseKind.SCORE, shown)
    if not isinstance(figure, ScoreFigure):
        raise ValueError("a unit's state keeps another figure where a score belongs")
    return figure
