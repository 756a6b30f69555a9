"""What `make prove` measures of the detector: what it finds, how often in vain, and what a flag gives away of one."""

import warnings

from benchmarks.detection import delays, false_flags, ours
from benchmarks.one_silent import Flagged, compared
from benchmarks.simulation import DRIFTS, HARD, REFERENCE
from benchmarks.simulation import simulate as simulated
from tests.adversary.figures import Detection, Found, OneSilent, Share

WORLDS = {"steady": REFERENCE, "hard": HARD}
SHARE_DRIFTING = 0.2
WEEKS = 76
SOON = (8, 12)
"""Weeks after its onset within which a drift should be found."""


def detection(world: str, *, teams: int, seed: int) -> Detection:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # means of weeks in which nobody was there
        steady = simulated(teams=teams, seed=seed + 1, weeks=WEEKS, world=WORLDS[world])
        return Detection(
            world=world,
            steady_teams=teams,
            false_flags=round(false_flags(ours(steady), 1.0, steady), 4),
            found=[_found(world, drift, teams=teams, seed=seed + 10 + number) for number, drift in enumerate(DRIFTS)],
        )


def _found(world: str, drift: str, *, teams: int, seed: int) -> Found:
    history = simulated(
        teams=teams, seed=seed, weeks=WEEKS, world=WORLDS[world], drift=DRIFTS[drift], drifting=SHARE_DRIFTING
    )
    taken = delays(ours(history), 1.0, history)
    return Found(
        drift=drift,
        teams=len(taken),
        ramp=DRIFTS[drift].ramp_weeks,
        within={weeks: share_of(int((taken <= weeks).sum()), len(taken)) for weeks in SOON},
    )


def share_of(found: int, teams: int) -> Share:
    share = found / max(1, teams)
    return Share(share=round(share, 4), error=round((share * (1 - share) / max(1, teams)) ** 0.5, 4))


def one_silent(size: int, *, teams: int, seed: int) -> list[OneSilent]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        both = compared(size=size, teams=teams, seed=seed)
    return [_told(size, each, regular=regular) for regular, each in zip((False, True), both, strict=True)]


def _told(size: int, flagged: Flagged, *, regular: bool) -> OneSilent:
    return OneSilent(
        people=size,
        regular=regular,
        teams=flagged.teams,
        silent=round(flagged.silent / max(1, flagged.teams), 4),
        steady=round(flagged.steady / max(1, flagged.teams), 4),
        ratio=round(flagged.ratio, 4),
        error=round(flagged.error, 4),
    )
