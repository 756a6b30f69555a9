"""What should a dated change-over restart? Trainee intakes and mergers in simulated hospitals, handled in several ways.

Intakes. `nothing`: joiners are new, which the detector knows anyway. `share that stayed`: the running evidence keeps
the share of the team that stayed. `whole restart`: the team's baseline begins again. Each way is tuned to the stated
number of false flags on one set of steady teams and judged on others, overall and in the eight weeks after an intake;
delays are in weeks from the onset of an 8-week ramp.

Mergers. Pairs of steady teams of one hospital become one team in different weeks; everybody goes on as before.
`newcomers`: those who come are taken for people who have just joined Rounds. `settled`: for people who were asked
elsewhere, with a quarter of their habit or, when it came from a team that is gone, without it. Each with and without a
restart of the whole team; false flags in the twelve weeks after the merger.
"""

import argparse
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.detection import CHECK_SEED, LEARNING, delays, flags, tuned
from benchmarks.simulation import DRIFTS, Floats, History, Ints, Nuisances, simulate
from bot.domain.detector.participation_habits import NEVER
from bot.domain.detector.replay import HistoryColumns, weeks_of
from bot.domain.detector.thresholds import Thresholds
from bot.domain.detector.week_rows import WeekRows
from bot.domain.detector.weekly_step import (
    KEPT_AT_RESTART,
    Rules,
    State,
    restart,
    take_week,
)

INTAKE_SHARE = 0.1
"""From so many newcomers in one week on, an administrator would have written an intake down."""
AFTER, AFTER_MERGER = 8, 12
RULES = Rules(learning_weeks=LEARNING)
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Handling = Callable[[State, WeekRows, Flags, Floats, "np.ndarray[tuple[int], np.dtype[np.int64]]"], State]


def nothing(state: State, _rows: WeekRows, _teams: Flags, _new: Floats, _owner: object) -> State:
    return state


def share(state: State, _rows: WeekRows, teams: Flags, new: Floats, _owner: object) -> State:
    kept = np.where(teams, 1 - new, 1.0)
    watches = [
        replace(watch, smoothed=replace(watch.smoothed, watched=watch.smoothed.watched * kept))
        for watch in state.watches
    ]
    return replace(state, watches=tuple(watches))


def whole(
    state: State, rows: WeekRows, teams: Flags, _new: Floats, owner: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> State:
    return restart(state, teams=teams, members=teams[owner], week=rows.week, rules=RULES) if teams.any() else state


def read(history: History, handle: Handling) -> tuple[Floats, "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"]:
    """The statistic against its threshold, and the weeks of intakes; both (teams, weeks)."""
    columns = history.columns()
    owner = np.zeros(columns.members, dtype=np.int64)
    owner[columns.member] = columns.team
    state = State.empty(owner, teams=len(columns.teams), units=len(columns.units))
    out = np.zeros((len(columns.teams), history.answered.shape[2]))
    intakes = np.zeros(out.shape, dtype=np.bool_)
    for rows in weeks_of(columns):
        listed = rows.per_team(np.ones(len(rows.team)))
        new = rows.per_team(state.voices.joined[rows.member] == NEVER) / np.maximum(listed, 1)
        teams = (new >= INTAKE_SHARE) & (state.first != NEVER)
        state = handle(state, rows, teams, new, owner)
        state, reading = take_week(state, rows, thresholds=Thresholds.shipped(0.5), rules=RULES)
        out[:, rows.week] = np.where(reading.watched, reading.statistic / reading.threshold, 0.0)
        intakes[:, rows.week] = teams
    return out, intakes


def after_intakes(found: np.ndarray[tuple[int, int], np.dtype[np.bool_]], intakes: Floats) -> float:
    """Flags per team-year in the weeks that follow an intake."""
    near = np.zeros(intakes.shape, dtype=np.bool_)
    for step in range(AFTER):
        near[:, step:] |= intakes[:, : intakes.shape[1] - step] > 0
    near[:, :LEARNING] = False
    return float((found & near).sum() / max(1, near.sum()) * 52)


@dataclass(frozen=True, kw_only=True)
class Mergers:
    """Pairs of teams (2k, 2k + 1) that become one team in `week`, NEVER for those that do not; (pairs,)."""

    columns: HistoryColumns
    week: Ints

    @classmethod
    def of(cls, history: History, *, share: float, seed: int) -> "Mergers":
        """Members keep their codes in the old team and get a second one, `members` higher, in the new one."""
        rng = np.random.default_rng(seed)
        pairs, weeks = len(history.unit) // 2, history.answered.shape[2]
        at = np.where(rng.random(pairs) < share, rng.integers(24, weeks - AFTER_MERGER, pairs), NEVER)
        columns = history.columns()
        own = at[columns.team // 2]
        moves = (columns.team % 2 == 1) & (own != NEVER) & (columns.week >= own)
        return cls(
            columns=replace(
                columns,
                members=2 * columns.members,
                team=np.where(moves, columns.team - 1, columns.team),
                member=np.where(moves, columns.member + columns.members, columns.member),
            ),
            week=at,
        )

    def read(self, *, settle: bool, kept: float, again: bool) -> Floats:
        """The statistic against its threshold, (teams, weeks)."""
        columns, half = self.columns, self.columns.members // 2
        owner = np.zeros(columns.members, dtype=np.int64)
        owner[columns.member] = columns.team
        old = np.arange(half)
        state = State.empty(owner, teams=len(columns.teams), units=len(columns.units))
        out = np.zeros((len(columns.teams), int(columns.week.max()) + 1))
        for rows in weeks_of(columns):
            merged = np.zeros(len(columns.teams), dtype=np.bool_)
            merged[0::2] = self.week == rows.week
            if again and merged.any():
                state = restart(state, teams=merged, members=merged[owner], week=rows.week, rules=RULES)
            if settle and merged.any():
                here = old[merged[owner[old + half]] & (state.voices.joined[old] != NEVER)]
                voices = state.voices
                joined, seen, active = voices.joined.copy(), voices.seen.copy(), voices.active.copy()
                pull, weight = voices.weighted_sum.copy(), voices.weight.copy()
                joined[here + half], seen[here + half] = joined[here], rows.week - 1
                active[here + half] = active[here]
                pull[here + half], weight[here + half] = kept * pull[here], kept * weight[here]
                state = replace(
                    state,
                    voices=replace(voices, joined=joined, seen=seen, active=active, weighted_sum=pull, weight=weight),
                )
            state, reading = take_week(state, rows, thresholds=Thresholds.shipped(0.5), rules=RULES)
            out[:, rows.week] = np.where(reading.watched, reading.statistic / reading.threshold, 0.0)
        return out


def mergers(*, teams: int, seed: int, wanted: float) -> None:
    world = Nuisances(fade=1.0, rotation=0.1)
    tune, check = (simulate(teams=teams, seed=seed + number, weeks=76, world=world) for number in (3, 4))
    plain = Mergers.of(tune, share=0.0, seed=seed).read(settle=False, kept=0.0, again=False)
    threshold = tuned(plain, tune, wanted=wanted)
    merged = Mergers.of(check, share=0.25, seed=seed)
    since = np.arange(76)[None, :] - np.repeat(merged.week, 2)[:, None]
    near = (since >= 0) & (since < AFTER_MERGER) & np.repeat(merged.week != NEVER, 2)[:, None]
    near[1::2] = False
    print(f"\n| those who come are | the team restarts | false flags in {AFTER_MERGER} weeks after a merger |")
    print("|---|---|---|")
    ways = (("newcomers", False, 0.0), ("settled", True, KEPT_AT_RESTART), ("settled, habit lost", True, 0.0))
    for name, settle, kept in ways:
        for again in (False, True):
            found = flags(merged.read(settle=settle, kept=kept, again=again), threshold, check)
            rate = (found & near).sum() / near.sum() * 52
            print(f"| {name} | {'yes' if again else 'no'} | {rate:.2f} |", flush=True)
    print(f"\n{int((merged.week != NEVER).sum())} mergers, {near.sum() / 52:.0f} team-years.")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--false-flags", type=float, default=0.5, help="per team-year")
    arguments.add_argument("--teams", type=int, default=800, help="teams in each simulated set")
    arguments.add_argument("--seed", type=int, default=CHECK_SEED)
    chosen = arguments.parse_args()
    warnings.simplefilter("ignore", RuntimeWarning)
    world = Nuisances(fade=1.0, rotation=0.6)

    def hospital(seed: int, drift: str = "") -> History:
        more = {"drift": DRIFTS[drift], "drifting": 0.3} if drift else {}
        return simulate(teams=chosen.teams, seed=seed, weeks=76, world=world, **more)  # type: ignore[arg-type]

    tune, check = hospital(chosen.seed), hospital(chosen.seed + 1)
    names = ("both", "silence", "score")
    drifts = {name: hospital(chosen.seed + 10 + number, name) for number, name in enumerate(names)}
    print(
        f"| handling | false flags | in {AFTER} weeks after an intake | " + " | ".join(f"{n}: <=8, <=12" for n in names)
    )
    print("|---" * (3 + len(names)) + "|")
    for name, handle in (("nothing", nothing), ("share that stayed", share), ("whole restart", whole)):
        threshold = tuned(read(tune, handle)[0], tune, wanted=chosen.false_flags)
        statistic, intakes = read(check, handle)
        found = flags(statistic, threshold, check)
        since = np.arange(found.shape[1])[None, :] - check.started[:, None]
        cells = [
            f"{found.sum() / (since >= LEARNING).sum() * 52:.2f}",
            f"{after_intakes(found, intakes.astype(np.float64)):.2f}",
        ]
        for history in drifts.values():
            delay = delays(read(history, handle)[0], threshold, history)
            cells.append(f"{(delay <= 8).mean():.0%}, {(delay <= 12).mean():.0%}")
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    mergers(teams=3 * chosen.teams, seed=chosen.seed, wanted=chosen.false_flags)


if __name__ == "__main__":
    main()
