"""What others would use instead of our detector: XmR rules, a four-week drop, and charts on a team's own baseline.

Each gives one statistic per team and week, (teams, weeks), larger meaning worse, to be tuned like ours.
"""

import warnings

import numpy as np

from benchmarks.simulation import Floats, History

BASELINE = 12


def weekly_series(history: History) -> tuple[Floats, Floats]:
    """Share of those in reach who answered, and their mean score, (teams, weeks); nan without anybody."""
    reach, answered = history.reachable.sum(1), history.answered.sum(1)
    rate = np.where(reach > 0, answered / np.maximum(reach, 1), np.nan)
    scored = (~np.isnan(history.score)).sum(1)
    score = np.where(scored > 0, np.nansum(history.score, 1) / np.maximum(scored, 1), np.nan)
    return rate, score


def _since(history: History) -> Floats:
    return np.asarray(np.arange(history.answered.shape[2])[None, :] - history.started[:, None])


def _filled(series: Floats) -> Floats:
    """The series with gaps filled from the week before: control charts allow none."""
    out = series.copy()
    out[:, 0] = np.where(np.isnan(out[:, 0]), np.nan_to_num(np.nanmean(series, axis=1)), out[:, 0])
    for week in range(1, out.shape[1]):
        out[:, week] = np.where(np.isnan(out[:, week]), out[:, week - 1], out[:, week])
    return out


def _xmr(series: Floats, since: Floats) -> tuple[Floats, Floats]:
    """Mean and mean moving range of each team's first 12 weeks."""
    inside = (since >= 0) & (since < BASELINE)
    ranges = np.abs(np.diff(series, axis=1, prepend=series[:, :1]))
    mean = np.nanmean(np.where(inside, series, np.nan), axis=1)
    typical = np.nanmean(np.where(inside & (since > 0), ranges, np.nan), axis=1)
    return mean, np.maximum(typical, 1e-3)


def xmr_point(history: History) -> Floats:
    """How far the week lies below the mean, in units of the natural process limit: 1 is the untuned rule."""
    since, out = _since(history), []
    for series in map(_filled, weekly_series(history)):
        mean, typical = _xmr(series, since)
        out.append((mean[:, None] - series) / (2.66 * typical[:, None]))
    return np.asarray(np.maximum(*out))


def xmr_rules(history: History) -> Floats:
    """1 in weeks that end a special cause for the worse by any of the four NHS rules, else 0."""
    since, out = _since(history), np.zeros((len(history.unit), history.answered.shape[2]))
    for series in map(_filled, weekly_series(history)):
        mean, typical = _xmr(series, since)
        depth = (mean[:, None] - series) / (2.66 * typical[:, None])
        move = np.diff(series, axis=1, prepend=series[:, :1])
        for week in range(7, series.shape[1]):
            newest = depth[:, week - 6 : week + 1]
            three = depth[:, week - 2 : week + 1]
            caused = (depth[:, week] > 1) | (newest > 0).all(1) | (move[:, week - 5 : week + 1] < 0).all(1)
            caused |= ((three > 2 / 3).sum(1) >= 2) & (three > 0).all(1)
            out[:, week] = np.maximum(out[:, week], caused)
    return out


def four_week_drop(history: History) -> Floats:
    """Mean of the last four weeks against the twelve before, each series in its usual spread."""
    out = []
    for series, spread in zip(weekly_series(history), (0.16, 0.35), strict=True):
        drop = np.zeros_like(series)
        for week in range(8, series.shape[1]):
            now, before = series[:, week - 3 : week + 1], series[:, max(0, week - 15) : week - 3]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # a team without any week yet
                drop[:, week] = np.nan_to_num(np.nanmean(before, 1) - np.nanmean(now, 1))
        out.append(drop / spread)
    return np.asarray(np.maximum(*out))


def _own_baseline(history: History) -> list[Floats]:
    """Falls in standard deviations of the team's first 12 weeks: voices, scores, both."""
    since, falls = _since(history), []
    for series in weekly_series(history):
        first = np.where((since >= 0) & (since < BASELINE), series, np.nan)
        mean, spread = np.nanmean(first, 1), np.maximum(np.nanstd(first, 1, ddof=1), 1e-3)
        falls.append(np.nan_to_num(np.where(since >= BASELINE, (mean[:, None] - series) / spread[:, None], 0.0)))
    return [*falls, (falls[0] + falls[1]) / np.sqrt(2)]


def ewma(history: History) -> Floats:
    """EWMA 0.15 of each, the largest."""
    out = []
    for fall in _own_baseline(history):
        level = np.zeros_like(fall)
        for week in range(1, fall.shape[1]):
            level[:, week] = 0.85 * level[:, week - 1] + 0.15 * fall[:, week]
        out.append(level)
    return np.asarray(np.max(out, axis=0))


def cusum(history: History) -> Floats:
    """One-sided CUSUM with reference value 0.5 of each, the largest."""
    out = []
    for fall in _own_baseline(history):
        level = np.zeros_like(fall)
        for week in range(1, fall.shape[1]):
            level[:, week] = np.maximum(0, level[:, week - 1] + fall[:, week] - 0.5)
        out.append(level)
    return np.asarray(np.max(out, axis=0))
