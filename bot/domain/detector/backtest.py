"""Backtest: what the shipped detector would have said over a history, week by week, and how often in vain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.detector.replay import QUIET_WEEKS, HistoryColumns
from bot.domain.detector.statistic import (
    BOTH,
    SCORES,
    VOICES,
)
from bot.domain.detector.thresholds import (
    WEEKS_A_YEAR,
    Thresholds,
    retuned,
)
from bot.domain.detector.weekly_step import (
    DECIMALS,
    Readings,
    Rules,
)
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek

if TYPE_CHECKING:
    from numpy.typing import NDArray

BACKTEST_RULES = Rules(learning_weeks=12)
SIZE_CLASSES = ((1, 4), (5, 9), (10, 19), (20, 10_000))
KIND_OF = {VOICES: FlagKind.FEWER_VOICES, SCORES: FlagKind.LOWER_SCORE, BOTH: FlagKind.BOTH}


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRow:
    """One team and week. `statistic` is None while the team's baseline is learned."""

    unit: str
    team: str
    week: IsoWeek
    statistic: float | None
    threshold: float | None
    flag: bool
    kind: FlagKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeClass:
    """Teams of `smallest` to `largest` people asked, and how often they were flagged in their watched time."""

    smallest: int
    largest: int
    teams: int
    watched_weeks: int
    flags: int

    @property
    def flags_per_team_year(self) -> float:
        """Flags per 52 watched weeks; 0 for no watched time."""
        return self.flags * WEEKS_A_YEAR / self.watched_weeks if self.watched_weeks else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A backtest in a few figures. On steady history every flag is a false one."""

    teams: int
    units: int
    weeks: int
    watched_weeks: int
    flags: int
    kinds: dict[FlagKind, int]
    sizes: tuple[SizeClass, ...]
    lowest_threshold: float
    highest_threshold: float

    @property
    def flags_per_team_year(self) -> float:
        return self.flags * WEEKS_A_YEAR / self.watched_weeks if self.watched_weeks else 0.0


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """The readings of a history as arrays (weeks, teams); `first_week` is the `IsoWeek.index` of row 0.

    A team is on record from its first to its last row; outside that it has no row and is not watched.
    """

    units: tuple[str, ...]
    teams: tuple[str, ...]
    unit_of_team: "NDArray[np.int64]"
    first_week: int
    on_record: "NDArray[np.bool_]"
    watched: "NDArray[np.bool_]"
    statistic: "NDArray[np.float64]"
    threshold: "NDArray[np.float64]"
    flag: "NDArray[np.bool_]"
    kind: "NDArray[np.int64]"
    asked_people: "NDArray[np.float64]"
    expected: "NDArray[np.float64]"
    answered: "NDArray[np.float64]"

    @classmethod
    def of(cls, history: HistoryColumns, readings: Iterable[Readings]) -> "Backtest":
        """Collect `replay_history`'s readings of this very history. Raises ValueError without any."""
        collected = list(readings)
        if not collected:
            raise ValueError("a history without rows has nothing to read")
        first = collected[0].week
        begins = np.full(len(history.teams), np.iinfo(np.int64).max)
        ends = np.full(len(history.teams), -1)
        np.minimum.at(begins, history.team, history.week)
        np.maximum.at(ends, history.team, history.week)
        weeks = first + np.arange(len(collected))[:, None]
        on_record = (weeks >= begins) & (weeks <= ends)
        return cls(
            units=history.units,
            teams=history.teams,
            unit_of_team=history.unit_of_team,
            first_week=first,
            on_record=on_record,
            watched=np.stack([week.watched for week in collected]) & on_record,
            statistic=np.stack([week.statistic for week in collected]),
            threshold=np.stack([week.threshold for week in collected]),
            flag=np.stack([week.flag for week in collected]) & on_record,
            kind=np.stack([week.kind for week in collected]),
            asked_people=np.stack([week.asked_people for week in collected]),
            expected=np.stack([week.expected for week in collected]),
            answered=np.stack([week.answered for week in collected]),
        )

    @property
    def team_years(self) -> float:
        return float(self.watched.sum()) / WEEKS_A_YEAR

    def rows(self) -> Iterator[BacktestRow]:
        """One row per team and week on record, team by team in name order."""
        names = [IsoWeek.from_index(self.first_week + step) for step in range(len(self.flag))]
        order = sorted(range(len(self.teams)), key=lambda t: (self.units[self.unit_of_team[t]], self.teams[t]))
        for team in order:
            unit = self.units[self.unit_of_team[team]]
            for step in np.flatnonzero(self.on_record[:, team]):
                watched, flag = bool(self.watched[step, team]), bool(self.flag[step, team])
                yield BacktestRow(
                    unit=unit,
                    team=self.teams[team],
                    week=names[step],
                    statistic=float(self.statistic[step, team]) if watched else None,
                    threshold=float(self.threshold[step, team]) if watched else None,
                    flag=flag,
                    kind=KIND_OF[int(self.kind[step, team])] if flag else None,
                )

    def size_of_team(self) -> "NDArray[np.float64]":
        """Median of the people asked in four weeks over a team's watched weeks, (teams,)."""
        asked = np.where(self.watched, self.asked_people, np.nan)
        sizes = np.zeros(len(self.teams))
        seen = self.watched.any(axis=0)
        if seen.any():
            sizes[seen] = np.nanmedian(asked[:, seen], axis=0)
        return sizes

    def summary(self) -> Summary:
        sizes = self.size_of_team()
        classes = []
        for smallest, largest in SIZE_CLASSES:
            inside = (sizes >= smallest) & (sizes < largest + 1)
            classes.append(
                SizeClass(
                    smallest=smallest,
                    largest=largest,
                    teams=int(inside.sum()),
                    watched_weeks=int(self.watched[:, inside].sum()),
                    flags=int(self.flag[:, inside].sum()),
                )
            )
        used = self.threshold[self.watched]
        return Summary(
            teams=len(self.teams),
            units=len(self.units),
            weeks=len(self.flag),
            watched_weeks=int(self.watched.sum()),
            flags=int(self.flag.sum()),
            kinds={kind: int((self.flag & (self.kind == code)).sum()) for code, kind in KIND_OF.items()},
            sizes=tuple(classes),
            lowest_threshold=float(used.min()) if len(used) else 0.0,
            highest_threshold=float(used.max()) if len(used) else 0.0,
        )


def flags_at(
    statistic: "NDArray[np.float64]",
    threshold: "NDArray[np.float64]",
    watched: "NDArray[np.bool_]",
) -> "NDArray[np.bool_]":
    """Flags of whole histories, all arrays (weeks, teams): at the threshold, watched, none in the weeks before."""
    flag = np.zeros(statistic.shape, dtype=np.bool_)
    last = np.full(statistic.shape[1], -QUIET_WEEKS - 1)
    for step in range(len(statistic)):
        flag[step] = watched[step] & (statistic[step] >= threshold[step]) & (step - last > QUIET_WEEKS)
        last[flag[step]] = step
    return flag


def calibrate(steady: Backtest, *, thresholds: Thresholds) -> Thresholds:
    """Thresholds re-tuned on steady history that was read with any thresholds.

    Raises ValueError where no team was watched for a single week.
    """

    def count(scale: float) -> int:
        at = np.round(thresholds.scaled(scale).of(steady.asked_people), DECIMALS)
        return int(flags_at(steady.statistic, at, steady.watched).sum())

    return retuned(thresholds, flags_at=count, team_years=steady.team_years)
