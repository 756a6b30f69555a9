"""How far "Heard" lies from the exact share: what coarse cells cost, by the size of a team and its habits.

People answer with a habit of their own around a team's mean of 0.1 to 0.9. Printed is the mean error of the four-week
mean of cells against the exact share of the same four weeks, before and after it is rounded to tenths from 1 to 9, as
pages show it. Exits 1 when a goal is missed.
"""

import argparse
import sys

import numpy as np

from bot.domain.disclosure.bands import band_of

GOALS = ((5, 9, 0.07), (10, 19, 0.05), (20, 40, 0.03))
HABITS = np.arange(0.1, 0.91, 0.1)
WEEKS = 4


def mean_errors(sizes: range, *, teams: int, seed: int) -> tuple[float, float]:
    """Over all sizes and habits: of the mean of cells, and of the tenths that are shown."""
    chance, errors = np.random.default_rng(seed), []
    for n in sizes:
        middles = np.array([(band_of(a, n).low + band_of(a, n).high) / 2 for a in range(n + 1)])
        for habit in HABITS:
            own = chance.beta(4 * habit, 4 * (1 - habit), size=(teams, 1, n))
            answered = (chance.random((teams, WEEKS, n)) < own).sum(axis=2)
            exact, of_cells = answered.mean(axis=1) / n, middles[answered].mean(axis=1) / n
            shown = np.clip(np.floor(10 * of_cells + 0.5), 1, 9) / 10
            errors.append((np.abs(of_cells - exact).mean(), np.abs(shown - exact).mean()))
    of_cells, shown = np.mean(errors, axis=0)
    return float(of_cells), float(shown)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=2_000, help="simulated for each size and habit")
    parser.add_argument("--seed", type=int, default=7_700)
    given = parser.parse_args()
    missed = 0
    for low, high, goal in GOALS:
        error, shown = mean_errors(range(low, high + 1), teams=given.teams, seed=given.seed)
        missed += max(error, shown) > goal
        print(f"{low:2} to {high:2} within reach: mean error {error:.3f}, in tenths {shown:.3f} (goal {goal:.2f})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
