"""What a flag gives away of one person: how much likelier it is when exactly one of a team falls silent for good.

The same hospital is simulated twice, with the same chances: in one run the first person of every team stops answering
in some week. Flags of the next twelve weeks are counted in both; their ratio is the likelihood ratio of a flag. With it
somebody who holds a silence for one to one beforehand holds it for so much to one afterwards.
"""

import argparse
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.detection import CHECK_SEED, LEARNING, flags, ours
from benchmarks.simulation import REFERENCE, Flags, History, simulate

SIZES = (8, 12, 20)
WEEKS_AFTER = 12
REGULAR = 0.7
"""Share of the weeks before in which a regular answerer was heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """Of so many teams, how many were flagged after the week in question: with one person silent, and without."""

    teams: int
    silent: int
    steady: int

    @property
    def ratio(self) -> float:
        return self.silent / max(1, self.steady)

    @property
    def error(self) -> float:
        """One standard error of the ratio; the two runs are taken for independent, which they are not quite."""
        return float(self.ratio * np.sqrt(1 / max(1, self.silent) + 1 / max(1, self.steady)))


def compared(*, size: int, teams: int, seed: int) -> tuple[Flagged, Flagged]:
    """Whoever falls silent, and somebody who had answered in most weeks."""
    silent = simulate(teams=teams, seed=seed, weeks=64, size=size, world=replace(REFERENCE, silenced=1.0))
    steady = simulate(teams=teams, seed=seed, weeks=64, size=size)
    assert silent.event is not None
    weeks = np.arange(silent.answered.shape[2])[None, :]
    after = (weeks >= silent.event[:, None]) & (weeks < silent.event[:, None] + WEEKS_AFTER) & (weeks >= LEARNING)
    before = (weeks < silent.event[:, None]) & (weeks >= silent.event[:, None] - WEEKS_AFTER)
    heard = (steady.answered[:, 0, :] & before).sum(1) >= REGULAR * before.sum(1)
    told, told_steady = _flagged(silent, after), _flagged(steady, after)
    everybody = np.ones(teams, dtype=np.bool_)
    whole, regular = (
        Flagged(teams=int(own.sum()), silent=int((told & own).sum()), steady=int((told_steady & own).sum()))
        for own in (everybody, heard)
    )
    return whole, regular


def _flagged(history: History, when: Flags) -> Flags:
    return np.asarray((flags(ours(history), 1.0, history) & when).any(1))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--teams", type=int, default=4000, help="of each size")
    arguments.add_argument("--seed", type=int, default=CHECK_SEED)
    chosen = arguments.parse_args()
    print(f"Flags in {WEEKS_AFTER} weeks after one person falls silent for good, and without that, as shipped\n")
    print("| people | who falls silent | teams | flagged | without | likelihood ratio |\n|---|---|---|---|---|---|")
    for number, size in enumerate(SIZES):
        both = compared(size=size, teams=chosen.teams, seed=chosen.seed + number)
        for who, found in zip(("anybody", f"heard in {REGULAR:.0%} of weeks before"), both, strict=True):
            shares = " | ".join(f"{count / max(1, found.teams):.1%}" for count in (found.silent, found.steady))
            print(f"| {size} | {who} | {found.teams} | {shares} | {found.ratio:.1f} ± {found.error:.1f} |", flush=True)


if __name__ == "__main__":
    main()
