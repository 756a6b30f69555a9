"""Simulates the detector's shipped thresholds and prints the table of bot/domain/detector/thresholds.py."""

import argparse

import numpy as np

from benchmarks.simulation import HARD, REFERENCE, simulate
from bot.domain.detector.backtest import (
    BACKTEST_RULES,
    Backtest,
    flags_at,
)
from bot.domain.detector.replay import replay_history
from bot.domain.detector.thresholds import SIZES, Thresholds

RATES = (0.125, 0.25, 0.5, 1.0, 2.0)
TUNING_SEED = 90_000  # far from the seeds that benchmarks/detection.py checks on
EDGES = (0.0, 8.5, 17.0, 1e9)  # halfway, in logarithms, between the sizes of the table


def steady_worlds(teams: int) -> list[Backtest]:
    """Steady teams with and without launch fade, in small, middling and large hospitals."""
    worlds = []
    for number, (world, per_unit) in enumerate((w, u) for w in (REFERENCE, HARD) for u in (10, 20, 40)):
        seen = simulate(teams=teams, seed=TUNING_SEED + number, weeks=90, per_unit=per_unit, world=world).columns()
        readings = replay_history(seen, thresholds=Thresholds.shipped(0.5), rules=BACKTEST_RULES)
        worlds.append(Backtest.of(seen, readings))
    return worlds


def rate(worlds: list[Backtest], at_size: list[float], inside: tuple[float, float]) -> float:
    """Flags per team-year of the teams of one size."""
    thresholds = Thresholds(false_flags=1.0, at_size=(at_size[0], at_size[1], at_size[2]))
    flags, years = 0, 0.0
    for world in worlds:
        size = world.size_of_team()
        chosen = (size >= inside[0]) & (size < inside[1])
        flag = flags_at(
            world.statistic[:, chosen],
            thresholds.of(world.asked_people[:, chosen]),
            world.watched[:, chosen],
        )
        flags += int(flag.sum())
        years += float(world.watched[:, chosen].sum()) / 52
    return flags / years


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--teams", type=int, default=1500, help="teams in each of six worlds")
    worlds = steady_worlds(arguments.parse_args().teams)
    for wanted in RATES:
        at_size = [2.0] * len(SIZES)
        for _ in range(4):  # a size's flags hang a little on its neighbours' thresholds
            for knot in range(len(SIZES)):
                low, high = 0.3, 6.0
                for _ in range(16):
                    at_size[knot] = (low + high) / 2
                    if rate(worlds, at_size, (EDGES[knot], EDGES[knot + 1])) > wanted:
                        low = at_size[knot]
                    else:
                        high = at_size[knot]
        found = [rate(worlds, at_size, (EDGES[k], EDGES[k + 1])) for k in range(len(SIZES))]
        print(f"    ({wanted}, ({', '.join(f'{value:.2f}' for value in at_size)})),  # {np.round(found, 2)}")


if __name__ == "__main__":
    main()
