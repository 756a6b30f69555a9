"""Does the detector find drift, and how often in vain? Ours beside what others would use, in one run.

Simulated hospitals by default; `--votes FILE` does the same on real votes with injected drift. Every detector
is tuned to the stated number of false flags on one set of steady teams and judged on others; ours is also
shown with its shipped thresholds. Delays are in weeks from the onset of an 8-week ramp. In simulation an oracle that
knows every habit shows what is possible at all, and a second table what mergers and single leavers do.
"""

import argparse
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import baselines
from benchmarks.oracle import oracle
from benchmarks.simulation import DRIFTS, HARD, REFERENCE, Floats, History, Nuisances, joined, simulate
from benchmarks.votes import SILENT, inject, pseudo_teams, read_votes
from bot.domain.detector.backtest import flags_at
from bot.domain.detector.replay import MemoryKind, replay_history
from bot.domain.detector.thresholds import Thresholds
from bot.domain.detector.weekly_step import Rules

LEARNING = 12
CHECK_SEED = 500  # the method and its thresholds were chosen on other seeds
Statistic = Callable[[History], Floats]


@dataclass(frozen=True, kw_only=True)
class Sets:
    """Steady teams to tune on and to check on, and drifting ones by name."""

    tune: History
    check: History
    drifts: dict[str, History]


def ours(history: History, *, memory: MemoryKind = MemoryKind.PRODUCT) -> Floats:
    """The shipped detector's statistic."""
    columns = history.columns()
    out = np.zeros((len(history.unit), history.answered.shape[2]))
    readings = replay_history(
        columns, thresholds=Thresholds.shipped(0.5), rules=Rules(learning_weeks=LEARNING), memory=memory
    )
    for week in readings:
        out[:, week.week] = week.statistic / week.threshold
    return out


def remembered(statistic: Statistic) -> Statistic:
    """The same statistic, worked out once for each history."""
    held: dict[int, Floats] = {}

    def read(history: History) -> Floats:
        if id(history) not in held:
            held[id(history)] = statistic(history)
        return held[id(history)]

    return read


def flags(statistic: Floats, threshold: float, history: History) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    since = np.arange(statistic.shape[1])[None, :] - history.started[:, None]
    level = np.full(statistic.T.shape, threshold)
    found = flags_at(statistic.T, level, (since >= LEARNING).T)
    return found.T


def false_flags(statistic: Floats, threshold: float, history: History, *, weeks: tuple[int, int] = (12, 999)) -> float:
    """Flags per team-year in the weeks of a team's life from `weeks[0]` to before `weeks[1]`."""
    since = np.arange(statistic.shape[1])[None, :] - history.started[:, None]
    inside = (since >= weeks[0]) & (since < weeks[1])
    return float((flags(statistic, threshold, history) & inside).sum() / max(1, inside.sum()) * 52)


def tuned(statistic: Floats, history: History, *, wanted: float) -> float:
    low, high = 0.0, float(np.nanmax(statistic)) + 1
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if false_flags(statistic, middle, history) > wanted else (low, middle)
    return high


def delays(statistic: Floats, threshold: float, history: History) -> Floats:
    """Weeks from onset to the first flag of each drifting team; 99 for none."""
    found = flags(statistic, threshold, history)
    drifting = history.onset >= 0
    after = found & (np.arange(found.shape[1])[None, :] >= history.onset[:, None])
    first = np.where(after.any(1), after.argmax(1) - history.onset, 99)
    return np.asarray(first[drifting], dtype=np.float64)


def row(name: str, statistic: Statistic, sets: Sets, *, wanted: float, threshold: float | None = None) -> str:
    """One line of the table. `threshold` is given for rules that are not tuned."""
    at = tuned(statistic(sets.tune), sets.tune, wanted=wanted) if threshold is None else threshold
    checked = statistic(sets.check)
    size = sets.check.size
    by_size = [
        false_flags(checked[inside], at, sets.check.only(inside))
        for inside in (size < 10, (size >= 10) & (size < 20), size >= 20)
    ]
    launch, later = (false_flags(checked, at, sets.check, weeks=weeks) for weeks in ((12, 21), (21, 999)))
    cells = [
        f"{false_flags(checked, at, sets.check):.2f}",
        " / ".join(f"{value:.2f}" for value in by_size),
        f"{launch:.2f} / {later:.2f}",
    ]
    for history in sets.drifts.values():
        delay = delays(statistic(history), at, history)
        median = np.median(delay)
        cells.append(
            f"{'>26' if median > 26 else f'{median:.0f}'}, {(delay <= 8).mean():.0%}, {(delay <= 12).mean():.0%}"
        )
    return f"| {name} | " + " | ".join(cells) + " |"


def table(title: str, sets: Sets, *, wanted: float, simulated_truth: bool, rivals: bool) -> None:
    names = " | ".join(f"{name}: median, <=8, <=12" for name in sets.drifts)
    print(f"\n### {title}\n")
    print(f"| Detector | false flags | 5-9 / 10-19 / 20+ | weeks 12-20 / later | {names} |")
    print("|---" * (4 + len(sets.drifts)) + "|")
    others: list[tuple[str, Statistic, float | None]] = [
        ("XmR, four NHS rules, untuned", baselines.xmr_rules, 0.5),
        ("XmR, point only, untuned", baselines.xmr_point, 1.0),
        ("XmR, limits widened", baselines.xmr_point, None),
        ("four-week drop", baselines.four_week_drop, None),
        ("EWMA 0.15, own baseline", baselines.ewma, None),
        ("CUSUM 0.5, own baseline", baselines.cusum, None),
    ]
    detector = remembered(ours)
    rows: list[tuple[str, Statistic, float | None]] = [
        *(others if rivals else []),
        ("**Rounds, re-tuned**", detector, None),
        ("**Rounds, as shipped**", detector, 1.0),
    ]
    if simulated_truth:
        rows.append(
            ("Rounds re-tuned, nothing ever forgotten", lambda each: ours(each, memory=MemoryKind.FOREVER), None)
        )
        rows.append(("oracle: true habits, fade and calendar", oracle, None))
    for name, statistic, threshold in rows:
        print(row(name, statistic, sets, wanted=wanted, threshold=threshold), flush=True)


def simulated(world: Nuisances, *, teams: int, seed: int) -> Sets:
    known = partial(simulate, teams=teams, weeks=76, world=world, with_truth=True)
    return Sets(
        tune=known(seed=seed),
        check=known(seed=seed + 1),
        drifts={
            name: known(seed=seed + 10 + number, drift=drift, drifting=0.2)
            for number, (name, drift) in enumerate(DRIFTS.items())
        },
    )


def events(*, teams: int, seed: int) -> None:
    """What else shakes a steady team: false flags of the shipped thresholds in the 12 weeks after it, and otherwise."""
    print("\n### Steady teams to which something else happens, as shipped\n")
    print("| Event | size | 12 weeks after | other weeks |\n|---|---|---|---|")
    worlds = (
        ("takes in another team's people", replace(REFERENCE, mergers=0.6)),
        ("one person falls silent for good", replace(REFERENCE, silenced=0.6)),
    )
    for number, (what, world) in enumerate(worlds):
        history = simulate(teams=teams, seed=seed + 40 + number, weeks=76, world=world)
        assert history.event is not None
        weeks = np.arange(history.answered.shape[2])[None, :]
        after = (weeks >= history.event[:, None]) & (weeks < history.event[:, None] + 12)
        watched = weeks - history.started[:, None] >= LEARNING
        found = flags(ours(history), 1.0, history)
        for low, high in ((5, 10), (10, 20), (20, 999)):
            inside = ((history.size >= low) & (history.size < high))[:, None] & watched
            rates = [(found & where).sum() / max(1, where.sum()) * 52 for where in (inside & after, inside & ~after)]
            print(f"| {what} | {low}-{high - 1 if high < 999 else ''} | {rates[0]:.2f} | {rates[1]:.2f} |", flush=True)


ELSEWHERE: dict[str, tuple[Nuisances, int]] = {
    "hospitals of 5 teams": (REFERENCE, 5),
    "hospitals of 40 teams": (REFERENCE, 40),
    "people alike (habits 0.8)": (replace(REFERENCE, habit_sd=0.8), 20),
    "people unlike (habits 2.0)": (replace(REFERENCE, habit_sd=2.0), 20),
    "half the launch fade": (replace(REFERENCE, fade=0.5), 20),
    "launch fade, all start at once": (replace(REFERENCE, fade=1.0), 20),
    "hard, hospitals of 10 teams": (HARD, 10),
    "hospital weeks swing (0.4)": (replace(REFERENCE, hospital_sd=0.4), 20),
    "teams wobble more (0.35)": (replace(REFERENCE, wobble_sd=0.35), 20),
    "teams wobble longer (0.8)": (replace(REFERENCE, wobble_memory=0.8), 20),
    "no rotation": (replace(REFERENCE, rotation=0.0), 20),
    "2 % leave every week": (replace(REFERENCE, leavers=0.02), 20),
}


def elsewhere(*, teams: int, seed: int) -> None:
    """Do the shipped thresholds hold where things are otherwise than where they were simulated?"""
    print("\n### Other hospitals, as shipped\n")
    print("| Hospitals | false flags | both: <=8, <=12 |\n|---|---|---|")
    for what, (world, per_unit) in ELSEWHERE.items():
        build = partial(simulate, teams=teams, weeks=76, world=world, per_unit=per_unit)
        steady, drifting = build(seed=seed + 60), build(seed=seed + 61, drift=DRIFTS["both"], drifting=0.2)
        delay = delays(ours(drifting), 1.0, drifting)
        found = f"{(delay <= 8).mean():.0%}, {(delay <= 12).mean():.0%}"
        print(f"| {what} | {false_flags(ours(steady), 1.0, steady):.2f} | {found} |", flush=True)


def real(path: Path, *, seed: int, partitions: int, linger: int) -> Sets:
    """Random partitions of real people; the drift is injected into partitions that were not tuned on."""
    votes = read_votes(path)
    tune = [pseudo_teams(votes, seed=seed + number, linger=linger) for number in range(partitions)]
    check = [pseudo_teams(votes, seed=seed + 100 + number, linger=linger) for number in range(partitions)]
    drifts = {
        name: joined([inject(each, seed=seed + 200 + number, silent=silent) for number, each in enumerate(check * 3)])
        for name, silent in (("both", SILENT), ("score", 0.0))
    }
    return Sets(tune=joined(tune), check=joined(check), drifts=drifts)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--votes", type=Path, help="real votes: employee, companyAlias, voteDate, vote")
    arguments.add_argument("--false-flags", type=float, default=0.5, help="per team-year")
    arguments.add_argument("--teams", type=int, default=1600, help="teams in each simulated set")
    arguments.add_argument("--seed", type=int, default=CHECK_SEED)
    arguments.add_argument("--no-rivals", action="store_true", help="leave out what others would use")
    chosen = arguments.parse_args()
    rivals = not chosen.no_rivals
    warnings.simplefilter("ignore", RuntimeWarning)  # means of weeks in which nobody was there
    if chosen.votes is not None:
        for linger, what in ((0, "on the list until their last vote"), (8, "on the list 8 weeks longer")):
            sets = real(chosen.votes, seed=chosen.seed, partitions=4, linger=linger)
            print(f"\n{len(sets.check.unit)} pseudo-teams to check on; people who leave are {what}.")
            table(f"Real votes, {what}", sets, wanted=chosen.false_flags, simulated_truth=False, rivals=rivals)
        return
    for world, what in ((REFERENCE, "without launch fade"), (HARD, "launch fade, staggered starts, leavers, mergers")):
        sets = simulated(world, teams=chosen.teams, seed=chosen.seed)
        table(f"Simulated, {what}", sets, wanted=chosen.false_flags, simulated_truth=True, rivals=rivals)
    events(teams=chosen.teams, seed=chosen.seed)
    elsewhere(teams=chosen.teams, seed=chosen.seed)


if __name__ == "__main__":
    main()
