"""`rounds backtest`: the shipped detector over somebody's history, with a progress bar and a plain summary."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.cli.ending import CommandFailed, CommandRefused
from bot.domain.detector.thresholds import Thresholds
from bot.setting_fields import shown
from config.backtest_csv import read_history
from config.faults import Fault, InputWrong

if TYPE_CHECKING:
    from bot.domain.detector.backtest import (
        Backtest,
        BacktestRow,
        Summary,
    )
    from bot.domain.detector.replay import HistoryColumns, MemoryKind

_HEADER = ("unit", "team", "week", "statistic", "threshold", "flag", "kind")


def run_backtest(
    history: Path,
    *,
    calibrate: Path | None,
    false_flags: float,
    out: Path | None,
    plot: Path | None,
    memory: str,
    console: Console,
) -> None:
    """Read `history`, write the flags, print a summary on `console`; progress goes to standard error.

    Raises `InputWrong`, and `CommandFailed` when a file could not be written.
    """
    from bot.domain.detector import backtest
    from bot.domain.detector.replay import MemoryKind

    if memory not in set(MemoryKind):
        raise CommandRefused(f"--memory: {shown(memory)} is neither product nor forever")
    remembered = MemoryKind(memory)
    if not false_flags > 0:
        raise CommandRefused(f"--false-flags: {false_flags} is not a number above 0")
    thresholds = Thresholds.shipped(false_flags)
    with _progress() as progress:
        if calibrate is not None:
            steady = _read(calibrate, thresholds, remembered, progress)
            try:
                thresholds = backtest.calibrate(steady, thresholds=thresholds)
            except ValueError as why:
                raise InputWrong([Fault(file=str(calibrate), key="rows", what=str(why))]) from None
        result = _read(history, thresholds, remembered, progress)
    try:
        if out is not None:
            with out.open("w", newline="", encoding="utf-8") as file:
                _write(file, result.rows())
        if plot is not None:
            from bot.cli.backtest_plot import plot_flagged

            plot_flagged(result, plot)
    except OSError as error:
        raise CommandFailed(f"{error.filename}: cannot be written: {error.strerror}") from error
    if out is None:
        _write(console.file, (row for row in result.rows() if row.flag))
    _print_summary(result.summary(), thresholds, console=console)


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress


def _read(path: Path, thresholds: Thresholds, memory: "MemoryKind", progress: Progress) -> "Backtest":
    reading = progress.add_task(f"reading {path.name}", total=None)
    columns = read_history(path)
    progress.update(reading, total=1, completed=1)
    weeks = int(columns.week.max() - columns.week.min()) + 1
    return _detect(columns, thresholds, memory, progress, progress.add_task(f"watching {path.name}", total=weeks))


def _detect(
    columns: "HistoryColumns", thresholds: Thresholds, memory: "MemoryKind", progress: Progress, task: int
) -> "Backtest":
    from rich.progress import TaskID

    from bot.domain.detector.backtest import BACKTEST_RULES, Backtest
    from bot.domain.detector.replay import replay_history

    readings = []
    for week in replay_history(columns, thresholds=thresholds, rules=BACKTEST_RULES, memory=memory):
        readings.append(week)
        progress.advance(TaskID(task))
    return Backtest.of(columns, readings)


def _write(file: IO[str], rows: "Iterator[BacktestRow]") -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows(
        (
            row.unit,
            row.team,
            str(row.week),
            "" if row.statistic is None else f"{row.statistic:.4f}",
            "" if row.threshold is None else f"{row.threshold:.4f}",
            int(row.flag),
            row.kind.value if row.kind is not None else "",
        )
        for row in rows
    )


def _print_summary(summary: "Summary", thresholds: Thresholds, *, console: Console) -> None:
    def say(line: str) -> None:
        console.print(line, soft_wrap=True, highlight=False, markup=False)

    say(f"{summary.teams} teams in {summary.units} units over {summary.weeks} weeks.")
    say(
        f"Watched {summary.watched_weeks} team-weeks ({summary.watched_weeks / 52:.1f} team-years);"
        f" the first 12 weeks of a team are its baseline."
    )
    kinds = ", ".join(f"{kind.value} {count}" for kind, count in summary.kinds.items())
    say(f"Flags: {summary.flags} ({kinds}), {summary.flags_per_team_year:.2f} per team-year.")
    if summary.watched_weeks:
        say(
            f"Thresholds {summary.lowest_threshold:.2f} to {summary.highest_threshold:.2f},"
            f" for {thresholds.false_flags:g} false flags per team-year"
            + (f", shipped ones times {thresholds.scale:.2f}." if thresholds.scale != 1 else ", as shipped.")
        )
    for size in summary.sizes:
        if size.watched_weeks:
            people = f"{size.smallest} and more" if size.largest > 999 else f"{size.smallest}-{size.largest}"
            say(
                f"  teams of {people}: {size.teams} teams, {size.watched_weeks} weeks,"
                f" {size.flags} flags, {size.flags_per_team_year:.2f} per team-year"
            )
    if not summary.watched_weeks:
        print("No team has more than its 12 weeks of baseline, so nothing was watched.", file=sys.stderr)  # noqa: T201
