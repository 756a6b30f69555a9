"""The typed facts of a page as its certificate records them: bands, words, verdict and chart values, never wordings."""

from collections.abc import Iterable
from typing import TypeVar

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.page import LatestScore, Page, ReleasedNotes, RollUp
from bot.domain.digests.verdict import Reason, Verdict, reasons_above, reasons_of, verdict_of
from bot.domain.disclosure.figure_json import as_json
from bot.domain.disclosure.figures import Figure
from bot.domain.disclosure.gate import Released
from bot.domain.disclosure.participation import Participation
from bot.domain.disclosure.withholding import Withheld
from bot.domain.identifiers import Json

F = TypeVar("F", bound=Figure)


def facts_of(page: Page | RollUp, chart: ChartFigures | None) -> Json:
    """As JSON keeps them: texts, numbers, lists and tables."""
    reasons = reasons_of(page) if isinstance(page, Page) else reasons_above(page)
    found: dict[str, object] = {
        "heard": _heard(page.participation),
        "usual": page.usual.value,
        "lower_since": None if page.lower_since is None else str(page.lower_since),
        "said": _said(page.said),
        **_notes(page.notes),
        "chart": chart_facts(chart),
        **verdict_facts(verdict_of(reasons), reasons),
    }
    if isinstance(page, Page):
        return found | {
            "score_withheld": page.score_withheld,
            "learning_week": page.learning_week,
            "flag": None if page.flag is None else as_json(page.flag.figure),
        }
    low_since = page.organisation_low_since
    return found | {
        "teams": page.teams,
        "teams_shown": page.teams_shown,
        "organisation_low_since": None if low_since is None else str(low_since),
    }


def verdict_facts(verdict: Verdict, reasons: Iterable[Reason]) -> Json:
    return {"verdict": verdict.value, "reasons": [each.value for each in reasons]}


def chart_facts(chart: ChartFigures | None) -> Json | None:
    if chart is None:
        return None
    return {
        "points": [[str(week), tenths] for week, tenths in chart.points],
        "scores": [[str(each.block), str(each.first), str(each.last), str(each.figure.word)] for each in chart.scores],
        "flags": [[str(week), None if kind is None else kind.value] for week, kind in chart.flags],
        "steps": [str(week) for week in chart.steps],
        "locks": [[None if lock.since is None else str(lock.since), lock.mean, lock.half] for lock in chart.locks],
        "target": chart.target,
    }


def _heard(share: Participation | Withheld | None) -> Json | None:
    if isinstance(share, Participation):
        figure = share.figure
        return {"part": figure.part.value, "tenths": figure.tenths, "together": list(share.together)}
    return None if share is None else {"withheld": share.because.value}


def _said(said: LatestScore | None) -> Json | None:
    if said is None:
        return None
    return {
        "period": str(said.score.period),
        "first": str(said.first),
        "last": str(said.last),
        "change": said.change.value,
        **as_json(said.score.figure),
    }


def _notes(notes: ReleasedNotes) -> Json:
    return {
        "organisation": _released(notes.organisation),
        "organisation_said": _said(notes.organisation_said),
        "levels": _released(notes.levels),
        "kinds": _released(notes.kinds),
        "coupling": _released(notes.coupling),
    }


def _released(released: Released[F] | None) -> Json | None:
    return None if released is None else {"period": str(released.period), **as_json(released.figure)}
