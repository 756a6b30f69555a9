"""The proof that ships: an adversary against thousands of small histories, and against gates with one rule replaced.

`make prove` runs it. Each history is played through the product's own code. Then the adversary, who knows all that was
shown, all lists and rotas and the rules, with all insiders and any one colleague, must determine nobody; every fact of
every page must follow from released cells alone; and another course of events with the same cells must give everybody
the same pages. Under each mutant somebody must be found.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from random import Random

import pytest

from tests.adversary.attack import Attack
from tests.adversary.from_cells import FromCells
from tests.adversary.histories import a_history
from tests.adversary.known import groups, with_later_readers
from tests.adversary.known_comments import comments_of
from tests.adversary.known_scores import scores_of
from tests.adversary.mutants import MUTANTS, Mutant
from tests.adversary.neighbours import differing
from tests.adversary.play import play
from tests.adversary.scales import pinned

HISTORIES = 10_000
CHUNK = 50
NEIGHBOURS_EVERY = 2
"""In every so many-th history another course with the same cells is played."""
CHECKED_EVERY = 25
"""In every so many-th history integer programmes decide what the flow had decided already."""
LONGEST_HUNT = 2_000
"""Histories in which a mutant has to be found out."""


@dataclass(slots=True)
class Findings:
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        self.counts += other.counts
        self.faults += other.faults


def examine(seed: int, *, attack: Attack) -> Findings:
    """One history, and all that is wrong about it; everything is named by its seed, and can be played again."""
    found, history = Findings(), a_history(seed)
    played = play(history)
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
        differences = differing(played, scores, Random(seed))
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


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--histories", type=int, default=HISTORIES)
    arguments.add_argument("--seed", type=int, default=0, help="of the first history")
    arguments.add_argument("--processes", type=int, default=2)
    chosen = arguments.parse_args()
    began, found = time.monotonic(), Findings()
    for each in examine_in_parallel(chosen.histories, first=chosen.seed, processes=chosen.processes):
        found.add(each)
    print(f"{chosen.histories} histories from seed {chosen.seed}, {time.monotonic() - began:.0f} s")
    for what, count in sorted(found.counts.items()):
        print(f"  {what}: {count}")
    print(f"  found out, or otherwise wrong: {len(found.faults)}")
    print("\n".join(f"    {fault}" for fault in found.faults[:20]))
    survivors = 0
    for mutant in MUTANTS:
        histories = hunt(mutant, first=chosen.seed)
        survivors += histories is None
        outcome = "SURVIVED" if histories is None else f"found out after {histories} histories"
        print(f"  mutant, {mutant.name}: {outcome}")
    return 1 if found.faults or survivors else 0


if __name__ == "__main__":
    sys.exit(main())
