"""Who is found out: exact reasoning about which weeks people took part in, from what is known of counts and scores.

Of every week the counts that are still possible are known, of every score whether it was shown. The attackers know
their own answers. For everybody else and every week both must stay possible: heard, and not. Bounds of each week by
itself come first; what a shown score ties together is decided by the smallest cut of a flow where that is enough, and
otherwise by an integer programme, which is exact.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from bot.domain.identifiers import PersonId

NOBODY: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFact:
    """One week of people who are counted together."""

    week: int
    counted: frozenset[PersonId]
    counts: frozenset[int]
    """How many of them may have been heard."""
    insiders: frozenset[PersonId] = NOBODY
    """Who read about that week when it was told, and knows what they did themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """A score that was shown, and so had contributors enough: people with a score in one of these weeks."""

    least: int
    asked: Mapping[int, frozenset[PersonId]]
    may_share: bool = False
    """Whether its weeks may be those of other scores, too: comments, which come last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of one group of people in the weeks of a block, or of several blocks."""

    weeks: Sequence[WeekFact]
    shown: Sequence[ShownFact] = ()
    heard: Mapping[int, frozenset[PersonId]]
    """The truth, of which attackers know their own part."""
    scored: Sequence[frozenset[PersonId]] = ()
    """The contributors of each shown score: the truth, too."""
    attackers: frozenset[PersonId] = NOBODY
    """Insiders when the scores were told."""

    def with_attacker(self, person: PersonId) -> "Case":
        return replace(self, attackers=self.attackers | {person})


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Determined:
    """Somebody of whom it is known whether they were heard in a week."""

    person: PersonId
    week: int
    heard: bool
    confidant: PersonId | None = None
    """The colleague who helped, beside all insiders."""


@dataclass(slots=True)
class Effort:
    """How the cases were decided."""

    cases: int = 0
    by_flow: int = 0
    by_programme: int = 0
    programmes: int = 0

    def counts(self) -> Mapping[str, int]:
        return {
            "cases with shown scores": self.by_flow + self.by_programme,
            "of these decided by programmes": self.by_programme,
            "integer programmes": self.programmes,
        }


@dataclass(slots=True)
class Attack:
    """Tries insiders alone, and with each colleague in turn."""

    effort: Effort = field(default_factory=Effort)
    checks: bool = False
    """Whether programmes decide, too, where the flow has decided that nobody is found."""

    def on(self, case: Case) -> set[Determined]:
        self.effort.cases += 1
        found = set(_week_by_week(case))
        if not case.shown:
            return found
        if not self.checks and leaves_room(case):
            self.effort.by_flow += 1
            return found
        self.effort.by_programme += 1
        for confidant, taken in _confidants(case):
            found |= {replace(each, confidant=confidant) for each in self._by_programmes(taken)}
        return found

    def _by_programmes(self, case: Case) -> Iterator[Determined]:
        programme = Programme(case)
        for (person, week), value in programme.fixed().items():
            yield Determined(person=person, week=week, heard=value)
        self.effort.programmes += programme.solved


def _confidants(case: Case) -> Iterator[tuple[PersonId | None, Case]]:
    """Nobody, and one of each kind: people of the same shifts and the same answers know the same."""
    yield None, case
    kinds: set[object] = set()
    for person in sorted(_others(case)):
        kind = (
            tuple((person in week.counted, person in case.heard[week.week]) for week in case.weeks),
            tuple(person in contributors for contributors in case.scored),
            tuple(tuple(sorted(w for w, asked in fact.asked.items() if person in asked)) for fact in case.shown),
        )
        if kind not in kinds:
            kinds.add(kind)
            yield person, case.with_attacker(person)


def _others(case: Case) -> frozenset[PersonId]:
    return NOBODY.union(*(week.counted for week in case.weeks)) - case.attackers


def _week_by_week(case: Case) -> Iterator[Determined]:
    """From each week by itself: everybody else was heard, or nobody was."""
    for week in case.weeks:
        others, heard = week.counted - week.insiders, case.heard[week.week]
        told = len(week.counted & week.insiders & heard)
        helping = [None, *(next(iter(sorted(kind)), None) for kind in (others & heard, others - heard))]
        for confidant in dict.fromkeys(helping):
            left = others - {confidant}
            counts = [count - told - (confidant in heard) for count in week.counts]
            possible = [count for count in counts if 0 <= count <= len(left)]
            for value, bound in ((False, 0), (True, len(left))):
                if left and possible and all(count == bound for count in possible):
                    yield from (
                        Determined(person=person, week=week.week, heard=value, confidant=confidant) for person in left
                    )


def leaves_room(case: Case) -> bool:
    """Whether the weeks can be shared out among the scores so that each has room, whoever tells and whoever differs."""
    free, taken = {week.week: week for week in case.weeks}, list[Mapping[int, frozenset[PersonId]]]()
    for fact, scored in zip(case.shown, case.scored, strict=True):
        if fact.may_share:
            sharing = _beside(fact, taken)
            if not _is_roomy(case, [week for week in case.weeks if week.week in sharing.asked], sharing, scored):
                return False
            continue
        chosen: list[WeekFact] = []
        offered = sorted((free[week] for week in fact.asked if week in free), key=lambda week: -max(week.counts))
        while not _is_roomy(case, chosen, fact, scored):
            if len(chosen) == len(offered):
                return False
            chosen.append(offered[len(chosen)])
        for week in chosen:
            del free[week.week]
        taken.append({week.week: fact.asked[week.week] for week in chosen})
    return True


def _beside(fact: ShownFact, taken: Iterable[Mapping[int, frozenset[PersonId]]]) -> ShownFact:
    """What is left for it beside other scores: of the weeks of one either none, or all of them, and there only those
    whom that score was asked of, for only they may stand in for its contributors."""
    left = dict(fact.asked)
    for each in taken:
        if each.keys() <= left.keys():
            left |= {week: left[week] & asked for week, asked in each.items()}
        else:
            left = {week: people for week, people in left.items() if week not in each}
    return replace(fact, asked=left)


def _is_roomy(case: Case, weeks: Sequence[WeekFact], fact: ShownFact, scored: frozenset[PersonId]) -> bool:
    """Whether contributors enough can be found in these weeks without any two people, and with one of them heard.

    The most that can contribute is the smallest cut: the room of some weeks, and whoever was asked in any other.
    Somebody who was asked the same takes the place of a contributor; for others one place is kept.
    """
    asked = [fact.asked[week.week] & week.counted - case.attackers for week in weeks]
    room = [
        max(week.counts)
        - len(week.counted & case.attackers & case.heard[week.week])
        - (2 if fact.may_share or own < week.counted - case.attackers else 1)
        for week, own in zip(weeks, asked, strict=True)
    ]
    kinds = Counter(tuple(person in own for own in asked) for person in NOBODY.union(*asked))
    least = fact.least - len(scored & case.attackers)
    for size in range(len(weeks) + 1):
        for chosen in combinations(range(len(weeks)), size):
            elsewhere = sum(
                count
                for kind, count in kinds.items()
                if any(there and at not in chosen for at, there in enumerate(kind))
            )
            if sum(max(0, room[at]) for at in chosen) + max(0, elsewhere - 2) < least:
                return False
    return True


class Programme:
    """What may have happened, as an integer programme: one unknown for each person and week, and each contributor."""

    def __init__(self, case: Case) -> None:
        self.case, self.solved = case, 0
        self.unknown = [(person, week.week) for week in case.weeks for person in sorted(week.counted - case.attackers)]
        self.at = {key: at for at, key in enumerate(self.unknown)}
        self.contributors = [
            (number, person)
            for number, fact in enumerate(case.shown)
            for person in sorted(NOBODY.union(*fact.asked.values()) - case.attackers)
        ]
        self.size = len(self.unknown) + len(self.contributors)
        self.constraints = LinearConstraint(*self._rows())

    def _rows(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        case = self.case
        rows: list[np.ndarray] = []
        bounds: list[tuple[float, float]] = []

        def row(entries: Iterable[tuple[int, float]], low: float, high: float) -> None:
            made = np.zeros(self.size)
            for at, value in entries:
                made[at] = value
            rows.append(made)
            bounds.append((low, high))

        for week in case.weeks:
            told = len(week.counted & case.attackers & case.heard[week.week])
            mine = [(self.at[person, week.week], 1.0) for person in week.counted - case.attackers]
            row(mine, min(week.counts) - told, max(week.counts) - told)
        first = len(self.unknown)
        for number, fact in enumerate(case.shown):
            own = [(first + at, 1.0) for at, (of, _) in enumerate(self.contributors) if of == number]
            row(own, fact.least - len(case.scored[number] & case.attackers), np.inf)
        for at, (number, person) in enumerate(self.contributors):
            weeks = [w for w, asked in case.shown[number].asked.items() if person in asked and (person, w) in self.at]
            row([(first + at, 1.0), *((self.at[person, w], -1.0) for w in weeks)], -np.inf, 0)
        return np.array(rows), np.array([low for low, _ in bounds]), np.array([high for _, high in bounds])

    def solve(self, wish: np.ndarray) -> np.ndarray | None:
        """A possible course of events with the least sum of wishes, or None if there is none."""
        self.solved += 1
        result = milp(wish, constraints=self.constraints, integrality=np.ones(self.size), bounds=Bounds(0, 1))
        return None if result.x is None else np.round(result.x).astype(int)

    def fixed(self) -> Mapping[tuple[PersonId, int], bool]:
        """Of whom it is certain whether they were heard in a week. Courses that were found show what is not."""
        seen = np.zeros((2, len(self.unknown)), dtype=bool)
        truth = np.array([person in self.case.heard[week] for person, week in self.unknown], dtype=int)
        seen[truth, np.arange(len(truth))] = True
        while not seen.all():
            wish = np.zeros(self.size)
            wish[: len(self.unknown)] = seen[1].astype(float) - seen[0].astype(float)
            before = seen.sum()
            self._mark(self.solve(wish), seen)
            if seen.sum() > before:
                continue
            for at in np.flatnonzero(~seen.all(axis=0)):
                alone = np.zeros(self.size)
                alone[at] = 1.0 if seen[1, at] else -1.0
                self._mark(self.solve(alone), seen)
            break
        return {self.unknown[at]: bool(truth[at]) for at in np.flatnonzero(~seen.all(axis=0))}

    def _mark(self, course: np.ndarray | None, seen: np.ndarray) -> None:
        if course is None:
            raise ValueError("what happened cannot have happened: something is known wrongly")
        mine = course[: len(self.unknown)]
        seen[mine, np.arange(len(mine))] = True
