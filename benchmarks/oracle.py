"""The ceiling: what could be found by someone who knew every habit, the fade and the calendar, and nothing of drift."""

import numpy as np

from benchmarks.simulation import Floats, History
from bot.domain.detector import statistic
from bot.domain.detector.statistic import Smoothed, WeekToWeekVariance

LEARNING = 12
VOICES_WOBBLE, SCORES_WOBBLE = 0.16, 0.045  # of a steady team from week to week, as a detector has to allow for


def oracle(history: History) -> Floats:
    """The statistic of our detector on true expectations; the history must have been simulated with its truth."""
    truth = history.truth
    if truth is None:
        raise ValueError("only a history that was simulated with its truth has an oracle")
    chance = np.where(history.reachable, truth.chance, 0.0)
    voices = _standardised(
        (np.where(history.reachable, history.answered, 0.0) - chance).sum(1),
        (chance * (1 - chance)).sum(1),
        VOICES_WOBBLE,
    )
    scored = ~np.isnan(history.score)
    precision = np.where(scored, 1 / np.maximum(truth.variance, 0.1), 0.0)
    scores = _standardised(
        (precision * np.where(scored, history.score - truth.score, 0.0)).sum(1), precision.sum(1), SCORES_WOBBLE
    )
    teams, weeks = voices.shape
    out, smoothed = np.zeros((teams, weeks)), Smoothed.empty(teams)
    for week in range(weeks):
        since = week - history.started
        smoothed = statistic.advance(
            smoothed, voices=voices[:, week], scores=scores[:, week], started=since >= 0, watched=since >= LEARNING
        )
        each = statistic.channels(smoothed, spread=WeekToWeekVariance.empty(1), unit=np.zeros(teams, dtype=np.int64))
        out[:, week] = np.maximum(each.max(axis=0), 0.0)
    return out


def _standardised(residual: Floats, information: Floats, wobble: float) -> Floats:
    variance = information + wobble * information**2
    return np.asarray(np.where(information > 0, residual / np.sqrt(np.maximum(variance, 1e-9)), 0.0))
