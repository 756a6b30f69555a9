"""A seeded hospital simulator with the nuisances that a pulse meets.

Dense arrays of shape (teams, seats, weeks); a seat that changes hands counts up `generation`, so a person is
(team, seat, generation). Onset and length of a drift are in weeks; delays are counted from the onset.
"""

from dataclasses import dataclass, field, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from bot.domain.detector.replay import HistoryColumns

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

SEATS = 40
ANSWER_SD = 0.68  # of one person's latent score from week to week
# Weekly response by weeks since joining in real votes, leavers included: 0.71, 0.47 by week 8, 0.34 by week 26.
FADE_WEEKS = np.array([0.0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 26, 60])
FADE_SHARE = np.array([0.80, 0.71, 0.61, 0.56, 0.51, 0.49, 0.47, 0.42, 0.38, 0.36, 0.34, 0.30])


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """An 8-week ramp (or a step) down to `participation` logit and `score` latent points."""

    participation: float = 0.0
    score: float = 0.0
    ramp_weeks: int = 8


DRIFTS = {
    "both": Drift(participation=-1.2, score=-0.7),
    "silence": Drift(participation=-1.2),
    "score": Drift(score=-0.7),
    "half": Drift(participation=-0.6, score=-0.35),
    "shock": Drift(participation=-1.2, score=-0.7, ramp_weeks=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nuisances:
    """What shakes a steady team. The defaults are those that the thresholds were tuned on."""

    habit_sd: float = 1.2
    wobble_sd: float = 0.25
    wobble_memory: float = 0.5
    hospital_sd: float = 0.15
    rotation: float = 0.4
    away: float = 0.10
    away_known: float = 0.6
    mood_answers: float = 0.4
    fade: float = 0.0  # share of the real votes' fade that happens here
    staggered_starts: int = 0  # weeks over which wards start one after the other
    leavers: float = 0.0  # weekly chance that a seat is handed on
    mergers: float = 0.0  # share of teams that take in another team's people once
    silenced: float = 0.0  # share of teams in which one person stops answering for good and stays on the list


REFERENCE = Nuisances()
HARD = Nuisances(fade=1.0, staggered_starts=20, leavers=0.006, mergers=0.08)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What nobody can know, for a ceiling: each person's own habits in a steady team, calendar and fade included.

    `chance` of an answer within reach and the `score` expected of it with its `variance`, all (T, S, W).
    """

    chance: NDArray[np.float32]
    score: NDArray[np.float32]
    variance: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class History:
    """Simulated or real weeks. `reachable` is what the product would know, `answered` what it would see."""

    unit: Ints  # (T,) hospital of each team
    generation: Ints  # (T, S, W), -1 where nobody sits
    reachable: Flags
    answered: Flags
    score: Floats  # nan where nothing was scored
    started: Ints  # (T,) first week
    truth: Truth | None = None
    event: Ints | None = None  # (T,) week of a merger or of one person's silence, past the end where there is none
    onset: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # (T,), -1 for a steady team

    @property
    def present(self) -> Flags:
        return self.generation >= 0

    @property
    def size(self) -> Ints:
        """People listed in a team, median over its weeks."""
        count = self.present.sum(1).astype(float)
        count[count == 0] = np.nan
        return np.asarray(np.nanmedian(count, axis=1), dtype=np.int64)

    def columns(self) -> HistoryColumns:
        """The same weeks as person-weeks; weeks are numbered from 0."""
        team, seat, week = np.nonzero(self.present)
        deepest = int(self.generation.max()) + 1
        _, member = np.unique(
            (team * self.generation.shape[1] + seat) * deepest + self.generation[team, seat, week], return_inverse=True
        )
        units = int(self.unit.max()) + 1
        return HistoryColumns(
            units=tuple(f"hospital-{number:03d}" for number in range(units)),
            teams=tuple(f"team-{number:05d}" for number in range(len(self.unit))),
            unit_of_team=self.unit,
            members=int(member.max()) + 1,
            team=team,
            member=member,
            week=week,
            reachable=self.reachable[team, seat, week],
            answered=self.answered[team, seat, week],
            score=self.score[team, seat, week],
        )

    def only(self, teams: NDArray[np.int64] | Flags) -> "History":
        return replace(
            self,
            unit=self.unit[teams],
            generation=self.generation[teams],
            reachable=self.reachable[teams],
            answered=self.answered[teams],
            score=self.score[teams],
            started=self.started[teams],
            onset=self.onset[teams],
            event=None if self.event is None else self.event[teams],
        )


def joined(histories: "list[History]", *, same_units: bool = False) -> History:
    """Several histories as one; their units are kept apart unless they carry different numbers already."""
    units, past = [], 0
    for history in histories:
        units.append(history.unit + (0 if same_units else past))
        past += int(history.unit.max()) + 1
    return History(
        unit=np.concatenate(units),
        generation=np.concatenate([each.generation for each in histories]),
        reachable=np.concatenate([each.reachable for each in histories]),
        answered=np.concatenate([each.answered for each in histories]),
        score=np.concatenate([each.score for each in histories]),
        started=np.concatenate([each.started for each in histories]),
        onset=np.concatenate([each.onset for each in histories]),
    )


def _logit(share: Floats) -> Floats:
    return np.asarray(np.log(share / (1 - share)))


def _expit(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)))


def _wobble(rng: np.random.Generator, shape: tuple[int, int], sd: float, memory: float) -> Floats:
    """AR(1) with stationary standard deviation `sd`, along the last axis."""
    noise = rng.normal(0, sd * np.sqrt(1 - memory**2), shape)
    out = np.empty(shape)
    out[:, 0] = rng.normal(0, sd, shape[0])
    for week in range(1, shape[1]):
        out[:, week] = memory * out[:, week - 1] + noise[:, week]
    return out


def _calendar(rng: np.random.Generator, units: int, weeks: int) -> tuple[Floats, Floats]:
    """Logit offset and additional share away per hospital and week: Christmas, summer, half-terms, outages."""
    offset, away = np.zeros((units, weeks)), np.zeros((units, weeks))
    phase = rng.integers(0, 52, units)
    for unit in range(units):
        year_week = (np.arange(weeks) + phase[unit]) % 52
        christmas = (year_week == 51) | (year_week == 0)
        offset[unit, christmas] -= 0.8
        away[unit, christmas] += 0.25
        summer = (year_week >= 29) & (year_week <= 34)
        offset[unit, summer] -= 0.25
        away[unit, summer] += 0.10
        half_term = np.isin(year_week, (7, 14, 21, 42))
        offset[unit, half_term] -= 0.15
        away[unit, half_term] += 0.06
        offset[unit, rng.random(weeks) < 0.015] -= 2.0  # outage
    return offset, away


def _turnover(rng: np.random.Generator, sizes: Ints, weeks: int, world: Nuisances) -> tuple[Ints, Ints]:
    """Who sits where: six-monthly rotation, single leavers, and mergers that fill empty seats; week of the merger."""
    teams = len(sizes)
    seat = np.arange(SEATS)[None, :]
    generation = np.zeros((teams, SEATS, weeks), dtype=np.int64)
    phase = rng.integers(0, 26, teams)
    share = rng.uniform(0, world.rotation, teams)
    merged_at = np.where(rng.random(teams) < world.mergers, rng.integers(14, weeks, teams), weeks + 1)
    grown = np.minimum(SEATS, sizes + np.maximum(3, sizes // 2))
    current = np.where(seat < sizes[:, None], 0, -1)
    for week in range(weeks):
        rotates = np.asarray((week + phase) % 26 == 0)[:, None] & (rng.random((teams, SEATS)) < share[:, None])
        leaves = rng.random((teams, SEATS)) < world.leavers
        if week > 0:
            current = np.where((current >= 0) & (rotates | leaves), current + 1, current)
        joins = np.asarray(merged_at == week)[:, None] & (current < 0) & (seat < grown[:, None])
        current = np.where(joins, 0, current)
        generation[:, :, week] = current
    return generation, merged_at


def _on_four(latent: Floats) -> Floats:
    """Cut points that give about 6/16/54/24 % of 1-4."""
    return np.asarray(1.0 + (latent > -1.27) + (latent > -0.56) + (latent > 0.87))


def _truth(*, logit: Floats, mood: Floats, usual_mood: Floats, there: Floats, world: Nuisances) -> Truth:
    """Expectations over a week's own mood, by its quantiles: a low mood answers less and scores lower."""
    steps = 15
    chance, score, square = np.zeros(logit.shape), np.zeros(logit.shape), np.zeros(logit.shape)
    for step in range(steps):
        today = mood + ANSWER_SD * NormalDist().inv_cdf((step + 0.5) / steps)
        answers = _expit(logit + world.mood_answers * today) / steps
        said = _on_four(today + usual_mood)
        chance += answers
        score += answers * said
        square += answers * said**2
    mean = score / chance
    return Truth(
        chance=(there * chance).astype(np.float32),
        score=mean.astype(np.float32),
        variance=(square / chance - mean**2).astype(np.float32),
    )


def simulate(
    *,
    teams: int,
    seed: int,
    weeks: int = 64,
    per_unit: int = 20,
    size: int | None = None,
    world: Nuisances = REFERENCE,
    drift: Drift | None = None,
    drifting: float = 1.0,
    with_truth: bool = False,
) -> History:
    """`teams` teams in hospitals of `per_unit`; a share `drifting` of them drifts from an onset in weeks 20-40.

    They are of 5 to 40 people, or all of one `size`. `with_truth` adds what an oracle would know, and about twice the
    memory.
    """
    rng = np.random.default_rng(seed)
    sizes = np.round(np.exp(rng.uniform(np.log(5), np.log(40), teams))).astype(np.int64)
    if size is not None:
        sizes = np.full(teams, size, dtype=np.int64)
    unit = np.arange(teams) // per_unit
    units = int(unit.max()) + 1
    generation, event = _turnover(rng, sizes, weeks, world)
    started = rng.integers(0, world.staggered_starts + 1, teams)
    generation = np.where(np.arange(weeks)[None, None, :] < started[:, None, None], -1, generation)
    shape = generation.shape

    tenure = np.zeros(shape)
    fresh = np.ones(shape, dtype=np.bool_)
    fresh[:, :, 1:] = generation[:, :, 1:] != generation[:, :, :-1]
    for week in range(1, weeks):
        tenure[:, :, week] = np.where(fresh[:, :, week], 0, tenure[:, :, week - 1] + 1)
    person = np.cumsum(fresh, axis=2) - 1  # index of each occupant of a seat
    people = int(person.max()) + 1

    target = rng.uniform(0.2, 0.8, teams)
    # A logit spread of habits flattens the mean, so the centre is moved out to meet the target response.
    centre = _logit(target) * np.sqrt(1 + 0.346 * world.habit_sd**2)
    habits = rng.normal(0, world.habit_sd, (teams, SEATS, people))
    mood = rng.normal(0, 0.62, (teams, SEATS, people))
    at = (np.arange(teams)[:, None, None], np.arange(SEATS)[None, :, None], person)
    calendar, more_away = _calendar(rng, units, weeks)
    hospital = _wobble(rng, (units, weeks), world.hospital_sd, 0.3) + calendar
    hospital_mood = _wobble(rng, (units, weeks), 0.08, 0.3)
    fade = _logit(np.interp(tenure, FADE_WEEKS, FADE_SHARE)) - _logit(np.array(0.34))
    fade = fade * np.sqrt(1 + 0.346 * world.habit_sd**2) * world.fade

    onset = np.full(teams, -1, dtype=np.int64)
    ramp = np.zeros((teams, weeks))
    change = drift if drift is not None else Drift()
    if drift is not None:
        chosen = np.less(rng.random(teams), drifting)
        low = 20 + world.staggered_starts
        onset[chosen] = rng.integers(low, low + 20, int(chosen.sum()))
        since = np.arange(weeks)[None, :] - onset[:, None]
        ramp = np.where(chosen[:, None], np.clip(since / drift.ramp_weeks, 0, 1), 0)

    usual_mood = rng.normal(0, 0.25, teams)[:, None]
    team_mood = usual_mood + _wobble(rng, (teams, weeks), 0.13, 0.5)
    lasting = mood[at] + (team_mood + hospital_mood[unit] + change.score * ramp)[:, None, :]
    latent = lasting + rng.normal(0, ANSWER_SD, shape)
    logit = (
        centre[:, None, None]
        + habits[at]
        + fade
        + (_wobble(rng, (teams, weeks), world.wobble_sd, world.wobble_memory) + hospital[unit])[:, None, :]
        + change.participation * ramp[:, None, :]
        + world.mood_answers * (latent - team_mood[:, None, :] - change.score * ramp[:, None, :])
    )
    would = rng.random(shape) < _expit(logit)
    spell: Flags = rng.random(shape) < (world.away / 1.5 + more_away[unit] / 1.5)[:, None, :]
    absent = spell.copy()
    absent[:, :, 1:] |= spell[:, :, :-1] & (rng.random((teams, SEATS, weeks - 1)) < 0.5)
    known = np.less(rng.random((teams, SEATS, people))[at], world.away_known)  # a rota feed knows people, not weeks
    present = generation >= 0
    reachable = present & ~(absent & known)
    answered = reachable & ~absent & would
    if world.silenced:
        gone = np.where(rng.random(teams) < world.silenced, rng.integers(14, weeks - 12, teams), weeks + 1)
        event = np.minimum(event, gone)
        first = generation[:, 0, :]
        of_gone = first[np.arange(teams), np.minimum(gone, weeks - 1)][:, None]
        answered[:, 0, :] &= ~((np.arange(weeks)[None, :] >= gone[:, None]) & (first == of_gone))
    score = _on_four(latent)
    truth = None
    if with_truth:
        spells = (world.away / 1.5 + more_away[unit] / 1.5)[:, None, :]
        away = 1 - (1 - spells) * (1 - 0.5 * np.concatenate([spells[:, :, :1], spells[:, :, :-1]], axis=2))
        truth = _truth(
            logit=centre[:, None, None] + habits[at] + fade + hospital[unit][:, None, :],
            mood=mood[at] + hospital_mood[unit][:, None, :],
            usual_mood=usual_mood[:, :, None],
            there=np.where(known, 1.0, 1 - away),
            world=world,
        )
    return History(
        unit=unit,
        generation=generation,
        reachable=reachable,
        answered=answered,
        score=np.where(answered, score, np.nan),
        started=started,
        onset=onset,
        truth=truth,
        event=event,
    )
