"""One picture per flagged team of a backtest: answers against what was expected, and the statistic."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bot.domain.detector.backtest import Backtest

_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_BLUE, _ORANGE, _GREY = "#0072b2", "#d55e00", "#666666"  # Okabe and Ito, told apart by colour-blind eyes


def plot_flagged(result: "Backtest", folder: Path) -> list[Path]:
    """Write `unit--team.png` for every team with a flag; raises OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for team in np.flatnonzero(result.flag.any(axis=0)):
        names = (result.units[result.unit_of_team[team]], result.teams[team])
        # The number keeps apart two teams whose names differ only in what a file name cannot hold.
        stem = "--".join(_UNSAFE.sub("_", name).strip(".")[:60] for name in names)
        path = folder / f"{stem}.png"
        if path in written:
            path = folder / f"{stem}-{team}.png"
        _draw(result, int(team), path)
        written.append(path)
    return written


def _draw(result: "Backtest", team: int, path: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from bot.domain.iso_weeks import IsoWeek

    steps = np.flatnonzero(result.on_record[:, team])
    labels = [str(IsoWeek.from_index(result.first_week + int(step))) for step in steps]
    figure = Figure(figsize=(8, 5), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    heard, drift = figure.subplots(2, 1, sharex=True)
    heard.plot(steps, result.answered[steps, team], color=_BLUE, marker="o", markersize=3, label="answered")
    heard.plot(steps, result.expected[steps, team], color=_GREY, linestyle="--", label="expected")
    heard.set_ylabel("people")
    heard.set_ylim(bottom=0)
    heard.legend(loc="upper right", fontsize=8)
    heard.set_title(f"{result.units[result.unit_of_team[team]]}, {result.teams[team]}", parse_math=False)
    watched = np.flatnonzero(result.watched[:, team])
    drift.plot(watched, result.statistic[watched, team], color=_BLUE, label="statistic")
    drift.plot(watched, result.threshold[watched, team], color=_GREY, linestyle="--", label="threshold")
    flags = np.flatnonzero(result.flag[:, team])
    drift.plot(
        flags, result.statistic[flags, team], color=_ORANGE, marker="v", linestyle="", markersize=8, label="flag"
    )
    drift.set_ylabel("drift")
    drift.legend(loc="upper left", fontsize=8)
    shown = steps[:: max(1, len(steps) // 8)]
    drift.set_xticks(shown, [labels[int(step - steps[0])] for step in shown], rotation=30, ha="right", fontsize=8)
    figure.savefig(path)
