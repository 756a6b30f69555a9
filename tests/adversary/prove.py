"""The proof that ships: an adversary against thousands of small histories, and against gates with one rule replaced.

`make prove` runs it, and a whole run writes docs/trust/report.md. Each history is played through the product's own
code. Then the adversary, who knows all that was shown, all lists and rotas and the rules, with all insiders and any
one colleague, must determine nobody; every fact of every page must follow from released cells alone; and another
course of events with the same cells must give everybody the same pages. Under each mutant somebody must be found.
"""

import argparse
import gc
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from benchmarks.detection import CHECK_SEED
from benchmarks.one_silent import REGULAR, SIZES, WEEKS_AFTER
from tests.adversary.attack import Attack
from tests.adversary.figures import Detection, Figures, Hunted, OneSilent
from tests.adversary.flags import WORLDS, detection, one_silent
from tests.adversary.from_cells import FromCells
from tests.adversary.histories import History, a_history
from tests.adversary.known import groups, with_later_readers
from tests.adversary.known_comments import comments_of
from tests.adversary.known_scores import scores_of
from tests.adversary.mutants import MUTANTS, Mutant
from tests.adversary.neighbours import differing
from tests.adversary.play import play
from tests.adversary.report import KEPT, PAGE, rendered, write
from tests.adversary.scales import pinned

ROOT = Path(__file__).parents[2]
HISTORIES = 10_000
CHUNK = 50
NEIGHBOURS_EVERY = 2
"""In every so many-th history another course with the same cells is played."""
WORDS_EVERY = 20
"""In every so many-th history all pages of that course are written again, even from what is the same."""
CHECKED_EVERY = 25
"""In every so many-th history integer programmes decide what the flow had decided already."""
LONGEST_HUNT = 2_000
"""Histories in which a mutant has to be found out."""
TEAMS, SILENT_FOR_EACH = 800, 4
"""Simulated in each set, and so many times as many where one person falls silent: half of the benchmarks and less."""


@dataclass(slots=True)
class Findings:
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        self.counts += other.counts
        self.faults += other.faults


def examine(seed: int, *, attack: Attack, history: History | None = None) -> Findings:
    """One history, and all that is wrong about it; everything is named by its seed, and can be played again. `history`:
    another one than that of the seed."""
    found = Findings()
    played = play(history or a_history(seed))
    found.counts.update(histories=1, pages=len(played.pages), cells=len(played.cells))
    scores = list(scores_of(played))
    told = [(score, score.word) for score in scores if score.word is not None]
    found.counts["words told"] += len(told)
    found.faults += [f"history {seed}: {each}" for score, word in told for each in pinned(score.in_words(word))]
    comments = list(comments_of(played))
    found.counts["comments told"] += len(comments)
    for group in groups(played, scores, comments):
        found.counts["groups"] += 1
        for each in sorted(attack.on(group.case), key=str):
            found.faults.append(f"history {seed}: {each} in {', '.join(group.teams)}")
        pooled = {(each.person, each.week) for each in Attack().on(with_later_readers(played, group))}
        found.counts["not promised: weeks of people whom a later reader and a colleague find out"] += len(pooled)
    found.faults += [f"history {seed}: {wrong}" for wrong in FromCells(played).wrong()]
    if seed % NEIGHBOURS_EVERY == 0:
        differences = differing(played, scores, Random(seed), word_by_word=seed % WORDS_EVERY == 0)
        found.counts["neighbours"] += differences is not None
        found.faults += [
            f"history {seed}: the page of {unit} and week {week} tells one course of events from another"
            for unit, week in differences or ()
        ]
    return found


def examine_all(seeds: Sequence[int]) -> Findings:
    found, attack = Findings(), Attack()
    for seed in seeds:
        attack.checks = seed % CHECKED_EVERY == 0
        found.add(examine(seed, attack=attack))
    found.counts.update(attack.effort.counts())
    return found


def hunt(mutant: Mutant, *, first: int = 0, longest: int = LONGEST_HUNT) -> int | None:
    """How many histories it takes to find somebody under a mutant; None if nobody is found."""
    with pytest.MonkeyPatch.context() as patch:
        mutant.plant(patch)
        for number, seed in enumerate(range(first, first + longest), start=1):
            if mutant.finds(a_history(seed)):
                return number
    return None


def examine_in_parallel(histories: int, *, first: int, processes: int) -> Iterator[Findings]:
    chunks = [range(start, min(start + CHUNK, first + histories)) for start in range(first, first + histories, CHUNK)]
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        yield from pool.map(examine_all, chunks)


def hunted(number: int, first: int) -> Hunted:
    mutant = MUTANTS[number]
    histories = hunt(mutant, first=first)
    return Hunted(name=mutant.name, instead=mutant.instead, histories=histories, longest=LONGEST_HUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    hunted: Sequence[Hunted]
    detection: Sequence[Detection]
    one_silent: Sequence[OneSilent]


def hunt_and_measure(*, first: int, teams: int, processes: int) -> Measured:
    """Each in a process of its own, which no mutant has touched before; what takes longest begins first."""
    with get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        hunts = [pool.apply_async(hunted, (number, first)) for number in reversed(range(len(MUTANTS)))]
        silent = [
            pool.apply_async(one_silent, (size,), {"teams": SILENT_FOR_EACH * teams, "seed": CHECK_SEED + number})
            for number, size in enumerate(SIZES)
        ]
        found = [pool.apply_async(detection, (world,), {"teams": teams, "seed": CHECK_SEED}) for world in WORLDS]
        return Measured(
            hunted=[each.get() for each in reversed(hunts)],
            detection=[each.get() for each in found],
            one_silent=[row for each in silent for row in each.get()],
        )


def git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else ""


def gathered(found: Findings, measured: Measured, *, first: int) -> Figures:
    reports = [f":!{path.relative_to(ROOT)}" for path in (PAGE, KEPT)]
    return Figures(
        version=version("rounds"),
        commit=git("rev-parse", "--short=12", "HEAD"),
        changed=bool(git("status", "--porcelain", "--", ".", *reports)),
        first_seed=first,
        counts=found.counts,
        faults=len(found.faults),
        hunted=measured.hunted,
        detector_seed=CHECK_SEED,
        detection=measured.detection,
        weeks_after=WEEKS_AFTER,
        regular_from=REGULAR,
        one_silent=measured.one_silent,
    )


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--histories", type=int, default=HISTORIES)
    arguments.add_argument("--seed", type=int, default=0, help="of the first history")
    arguments.add_argument("--processes", type=int, default=2)
    arguments.add_argument(
        "--teams", type=int, default=TEAMS, help="simulated in each set, for what the detector finds"
    )
    arguments.add_argument("--report", type=Path, help="folder for the report; a whole run writes it to docs/trust")
    chosen = arguments.parse_args()
    began, found = time.monotonic(), Findings()
    gc.collect()
    gc.freeze()  # what was imported stays, and need not be looked through again and again
    for each in examine_in_parallel(chosen.histories, first=chosen.seed, processes=chosen.processes):
        found.add(each)
    print(f"{chosen.histories} histories from seed {chosen.seed}, {time.monotonic() - began:.0f} s", flush=True)
    print("\n".join(f"    {fault}" for fault in found.faults[:20]))
    measured = hunt_and_measure(first=chosen.seed, teams=chosen.teams, processes=chosen.processes)
    figures = gathered(found, measured, first=chosen.seed)
    whole = chosen.histories >= HISTORIES and chosen.teams >= TEAMS
    if folder := chosen.report or (PAGE.parent if whole else None):
        write(figures, folder)
    print(rendered(figures))
    print(f"{time.monotonic() - began:.0f} s in all")
    return 1 if figures.faults or figures.survivors else 0


if __name__ == "__main__":
    sys.exit(main())
