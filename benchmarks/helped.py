"""How far "what helped elsewhere" goes wrong where nothing helps: steady teams, the product's flags, shares as shown.

Nobody's habits change and nothing that is tried does anything, so the two counts should differ by chance alone. Teams
try something by lot, or their leads do so where the fall is deepest, which no count can undo. Printed are the shares
that came back in each arm, their difference, and how often a hospital with so many teams is told anything at all.
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime, time

import numpy as np

from benchmarks.detection import CHECK_SEED, LEARNING, flags, ours
from benchmarks.simulation import History, simulate
from bot.domain.disclosure.bands import band_of
from bot.domain.disclosure.participation import Participation, WeekCount, heard
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, flag_id
from bot.domain.follow_up.helped_elsewhere import TeamShown, came_back, helped_elsewhere
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek

FIRST = IsoWeek.parse("2026-W01")
SIZE, WEEKS = 12, 64
THRESHOLD = 1.0
"""Of the statistic that `ours` gives, as the product has it."""


def shown_of(history: History, team: int) -> TeamShown:
    """Four-week shares in tenths, from cells cut as the product cuts them."""
    counts: list[WeekCount] = []
    tenths = []
    for week in range(history.answered.shape[2]):
        n = int(history.reachable[team, :, week].sum())
        if n >= 5:
            band = band_of(int(history.answered[team, :, week].sum()), n)
            counts.append(WeekCount(week=FIRST + week, cells=1, n=n, doubled=band.low + band.high, smallest=n))
        share = heard(counts[-4:], FIRST + week)
        if isinstance(share, Participation) and share.figure.tenths is not None:
            tenths.append((FIRST + week, share.figure.tenths))
    return TeamShown(tenths=tenths)


def flagged(history: History) -> Sequence[tuple[Flag, TeamShown]]:
    """Every flag of a steady team with two months after it, as fewer voices: the scores of these teams are not cut."""
    told = flags(ours(history), THRESHOLD, history)
    found = []
    for team, week in zip(*np.nonzero(told[:, LEARNING : WEEKS - 8]), strict=True):
        unit, at = UnitId(f"team-{team}"), FIRST + int(week) + LEARNING
        flag = Flag(id=flag_id(unit, at), unit=unit, week=at, kind=FlagKind.FEWER_VOICES)
        found.append((flag, shown_of(history, int(team))))
    return found


def fall(flag: Flag, shown: TeamShown) -> float:
    """By how many tenths the share of the flag's week lies below what was shown before."""
    before = [value for at, value in shown.tenths if at < flag.week][-12:]
    now = [value for at, value in shown.tenths if at <= flag.week][-1:]
    return float(np.mean(before) - now[0]) if before and now else 0.0


def arms(all_flags: Sequence[tuple[Flag, TeamShown]], tries: Sequence[bool]) -> tuple[float, float, float, int]:
    """Shares that came back after something was tried and after nothing was, the error of their difference, and n."""
    outcomes = [(came_back(flag, shown), tried) for (flag, shown), tried in zip(all_flags, tries, strict=True)]
    back = [[bool(was) for was, tried in outcomes if was is not None and tried is arm] for arm in (True, False)]
    first, second = (float(np.mean(each)) for each in back)
    error = float(np.sqrt(sum(np.mean(each) * (1 - np.mean(each)) / len(each) for each in back)))
    return first, second, error, len(back[0]) + len(back[1])


def told_of(all_flags: Sequence[tuple[Flag, TeamShown]], chance: np.random.Generator, *, flags_each: int) -> float:
    """Of hospitals with so many flags in ten months, half of them followed by one component: how many are told."""
    told = []
    for _ in range(300):
        own = [all_flags[at] for at in chance.integers(0, len(all_flags), flags_each)]
        actions: dict[UnitId, list[Action]] = {}
        for flag, _shown in own:
            if chance.random() < 0.5:
                at = datetime.combine((flag.week + 1).monday(), time(12), UTC)
                step = Action(
                    id=ActionId(flag.id), unit=flag.unit, raised_by=PersonId("lead"), raised_at=at, words="x",
                    state=ActionState.OPEN, owned_at=at, step="6.4",
                )  # fmt: skip
                actions.setdefault(flag.unit, []).append(step)
        told.append(bool(helped_elsewhere([flag for flag, _ in own], actions, {f.unit: shown for f, shown in own})))
    return float(np.mean(told))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=CHECK_SEED)
    given = parser.parse_args()
    chance = np.random.default_rng(given.seed)
    found = flagged(simulate(teams=given.teams, seed=given.seed, weeks=WEEKS, size=SIZE))
    falls = np.array([fall(*each) for each in found])
    by_lot = chance.random(len(found)) < 0.5
    deepest = falls > np.median(falls)
    print(f"{len(found)} flags of {given.teams} steady teams of {SIZE}; nothing that is tried does anything")
    for name, tries in (("tried by lot", by_lot), ("tried where the fall is deepest", deepest)):
        tried, alone, error, known = arms(found, [bool(each) for each in tries])
        difference = f"{tried - alone:+.3f} +- {error:.3f}"
        print(f"{name}: {tried:.2f} came back, {alone:.2f} alone; difference {difference} ({known} flags)")
    for count in (20, 30, 40, 60):
        share = told_of(found, chance, flags_each=count)
        print(f"{count} flags in ten months, half tried one component: told in {share:.0%}")


if __name__ == "__main__":
    main()
