"""What should a dated change-over restart? Trainee intakes in simulated hospitals, handled in three ways.

`nothing`: joiners are new, which the detector knows anyway. `share`: the running evidence keeps the share of the team
that stayed. `restart`: the whole team's baseline begins anew. Each way is tuned to the stated number of false flags on
one set of steady teams and judged on others, overall and in the eight weeks after an intake; delays are in weeks from
the onset of an 8-week ramp.
"""

import argparse
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.detection import CHECK_SEED, LEARNING, delays, flags, tuned
from benchmarks.simulation import DRIFTS, Floats, History, Nuisances, simulate
from bot.domain.indicators.detector import Rules, State, restart, take_week
from bot.domain.indicators.history import weeks_of
from bot.domain.indicators.thresholds import Thresholds
from bot.domain.indicators.voices import NEVER
from bot.domain.indicators.week_rows import WeekRows

INTAKE_SHARE = 0.1
"""From so many newcomers in one week on, an administrator would have written an intake down."""
AFTER = 8
RULES = Rules(learning_weeks=LEARNING)
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Handling = Callable[[State, WeekRows, Flags, Floats, "np.ndarray[tuple[int], np.dtype[np.int64]]"], State]


def nothing(state: State, _rows: WeekRows, _teams: Flags, _new: Floats, _owner: object) -> State:
    return state


def share(state: State, _rows: WeekRows, teams: Flags, new: Floats, _owner: object) -> State:
    kept = np.where(teams, 1 - new, 1.0)
    smoothed = replace(state.tracks.smoothed, watched=state.tracks.smoothed.watched * kept)
    return replace(state, tracks=replace(state.tracks, smoothed=smoothed))


def whole(
    state: State, rows: WeekRows, teams: Flags, _new: Floats, owner: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> State:
    return restart(state, teams=teams, members=teams[owner], week=rows.week, rules=RULES) if teams.any() else state


def read(history: History, handle: Handling) -> tuple[Floats, "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"]:
    """The statistic against its threshold, and the weeks of intakes; both (teams, weeks)."""
    columns = history.columns()
    owner = np.zeros(columns.members, dtype=np.int64)
    owner[columns.member] = columns.team
    state = State.empty(members=columns.members, teams=len(columns.teams), units=len(columns.units))
    out = np.zeros((len(columns.teams), history.answered.shape[2]))
    intakes = np.zeros(out.shape, dtype=np.bool_)
    for rows in weeks_of(columns):
        listed = rows.per_team(np.ones(len(rows.team)))
        new = rows.per_team(state.voices.joined[rows.member] == NEVER) / np.maximum(listed, 1)
        teams = (new >= INTAKE_SHARE) & (state.tracks.first != NEVER)
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


if __name__ == "__main__":
    main()
