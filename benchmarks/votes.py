"""Real daily votes as pseudo-teams, with drift injected: nuisances that nobody simulated.

The file has the columns `employee, companyAlias, voteDate, vote` (1-4, gzip or plain). Its path is an argument.
"""

import csv
import gzip
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import numpy as np

from benchmarks.simulation import SEATS, History, joined

Votes = dict[str, list[dict[int, float]]]  # company -> per person: week -> mean vote
WEEKS = 38  # 12 of baseline and 26 watched
MOST_PEOPLE = 400
LINGER = 8  # weeks for which someone who has stopped voting still counts as on the list
MINIMUM_PEOPLE = 40


def read_votes(path: Path) -> Votes:
    """Each person's mean vote per week (counted from Monday 0001-01-01), company by company."""
    held: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        for row in csv.DictReader(file):
            day = row["voteDate"].split()
            when = datetime.strptime(" ".join((*day[1:4], day[5])), "%b %d %H:%M:%S %Y")  # noqa: DTZ007 - only the day counts
            # Ordinal 1 was a Monday, so a week is (ordinal - 1) // 7.
            week = (when.toordinal() - 1) // 7
            held[row["companyAlias"], row["employee"]][week].append(int(row["vote"]))
    companies: Votes = defaultdict(list)
    for (company, _), weeks in sorted(held.items()):
        companies[company].append({week: float(np.mean(votes)) for week, votes in weeks.items()})
    return dict(companies)


def pseudo_teams(votes: Votes, *, seed: int, linger: int = LINGER) -> History:
    """Random teams of 5-40 real people inside their company, over its 38 busiest consecutive weeks."""
    rng = np.random.default_rng(seed)
    blocks: list[History] = []
    unit = 0
    for company in sorted(votes):
        people = votes[company]
        weeks = sorted({week for person in people for week in person})
        if weeks[-1] - weeks[0] + 1 < WEEKS:
            continue
        busy = np.zeros(weeks[-1] - weeks[0] + 1)
        for person in people:
            for week in person:
                busy[week - weeks[0]] += 1
        first = weeks[0] + int(np.argmax(np.convolve(busy, np.ones(WEEKS), "valid")))
        inside = [p for p in people if min(p) < first + WEEKS and max(p) >= first]
        if len(inside) < MINIMUM_PEOPLE:
            continue
        blocks.append(_company(inside, first=first, unit=unit, rng=rng, linger=linger))
        unit += 1
    return joined(blocks, same_units=True)


def _company(
    people: list[dict[int, float]], *, first: int, unit: int, rng: np.random.Generator, linger: int
) -> History:
    spans = [(max(min(p) - first, 0), min(max(p) - first + linger, WEEKS - 1)) for p in people]
    teams: list[list[int]] = []
    listed, wanted = 0.0, 0.0
    for person in rng.permutation(len(people)):
        if listed >= wanted:  # the team is full: on average so many people are on its list at one time
            teams.append([])
            listed, wanted = 0.0, float(np.exp(rng.uniform(np.log(5), np.log(SEATS))))
        teams[-1].append(int(person))
        listed += (spans[person][1] - spans[person][0] + 1) / WEEKS
    if listed < 5 and len(teams) > 1:  # what is left over is no team of its own
        teams.pop()
    shape = (len(teams), MOST_PEOPLE, WEEKS)
    generation = np.full(shape, -1, dtype=np.int64)
    score = np.full(shape, np.nan)
    for team, inside in enumerate(teams):
        for seat, person in enumerate(inside):
            begin, end = spans[person]
            generation[team, seat, begin : end + 1] = 0
            for week, vote in people[person].items():
                if 0 <= week - first < WEEKS:
                    score[team, seat, week - first] = vote
    answered = ~np.isnan(score)
    return History(
        unit=np.full(len(teams), unit, dtype=np.int64),
        generation=generation,
        reachable=generation >= 0,
        answered=answered,
        score=score,
        started=np.zeros(len(teams), dtype=np.int64),
        onset=np.full(len(teams), -1, dtype=np.int64),
    )


SILENT, LOWER = 0.45, 0.5  # at the end of a drift


def inject(history: History, *, seed: int, share: float = 0.2, silent: float = SILENT) -> History:
    """Let a share of the teams drift: some answers fall silent, half the scores fall one point, 8-week ramp."""
    rng = np.random.default_rng(seed)
    teams, _, weeks = history.answered.shape
    chosen = np.less(rng.random(teams), share)
    onset = np.where(chosen, rng.integers(14, weeks - 13, teams), -1)
    since = np.arange(weeks)[None, :] - onset[:, None]
    ramp = np.where(chosen[:, None], np.clip(since / 8, 0, 1), 0.0)[:, None, :]
    gone = np.less(rng.random(history.answered.shape), silent * ramp)
    lower = np.less(rng.random(history.answered.shape), LOWER * ramp)
    answered = history.answered & ~gone
    score = np.where(lower, np.maximum(1.0, history.score - 1), history.score)
    return History(
        unit=history.unit,
        generation=history.generation,
        reachable=history.reachable,
        answered=answered,
        score=np.where(answered, score, np.nan),
        started=history.started,
        onset=onset,
    )
