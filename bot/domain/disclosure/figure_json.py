"""The one form in which figures are written down.

The ledger keeps figures in it, certificates are computed over it, and whoever verifies a page compares what was kept
with what is computed again. So it is a part of the rule, and no format of the storage.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import assert_never

from bot.domain.disclosure.figures import Figure, FlagFigure, ScoreFigure
from bot.domain.disclosure.quarter_figures import (
    CouplingFigure,
    Gap,
    KindsFigure,
    Level,
    LevelsFigure,
    OrganisationFigure,
    WeekComparison,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import Json, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord


def as_json(figure: Figure) -> Json:
    """The figure as the release ledger and certificates keep it."""
    match figure:
        case ScoreFigure(word=word, competencies=competencies, is_wide=is_wide, together=together, mean=mean):
            said: Json = {"word": str(word), "wide": is_wide, "mean": None if mean is None else str(mean)}
            return {
                **said,
                "together": list(together),
                "competencies": {kind.value: str(each) for kind, each in competencies.items()},
            }
        case FlagFigure(kind=kind, since=since):
            return {"kind": kind.value, "since": since.isoformat()}
        case LevelsFigure(levels=levels, lowest=lowest, together=together):
            found = {"" if kind is None else kind.value: level.value for kind, level in levels.items()}
            kept: Json = {"levels": found, "lowest": None if lowest is None else lowest.value}
            return {**kept, "together": list(together)}
        case KindsFigure(words=words, together=together):
            return {"kinds": {kind.value: str(word) for kind, word in words.items()}, "together": list(together)}
        case CouplingFigure(words=words, gap=gap, teams=teams):
            said = {kind.value: str(word) for kind, word in words.items()}
            return {"words": said, "gap": None if gap is None else gap.value, "teams": sorted(teams)}
        case OrganisationFigure(tenths=tenths, swing=swing, lasting=lasting, usual=usual):
            week = {"swing": swing.value, "tenths": tenths, "lasting": lasting}
            return week | {"usual": None if usual is None else list(usual)}
        case _:
            assert_never(figure)


def from_json(kind: ReleaseKind, shown: Json) -> Figure:
    """The figure behind a ledger row of this kind; raises ValueError for anything that `as_json` never wrote."""
    try:
        return _read(kind, shown)
    except (KeyError, TypeError) as fault:
        raise ValueError(f"no figure of the kind {kind.value} is kept as {dict(shown)!r}") from fault


def _read(kind: ReleaseKind, shown: Json) -> Figure:
    match kind:
        case ReleaseKind.SCORE:
            return _score(shown)
        case ReleaseKind.FLAG:
            return _flag(shown)
        case ReleaseKind.LEVELS:
            return _levels(shown)
        case ReleaseKind.KINDS:
            return KindsFigure(words=_words(shown["kinds"]), together=_names(shown))
        case ReleaseKind.COUPLING:
            gap = shown["gap"]
            teams = frozenset(UnitId(str(team)) for team in _list(shown.get("teams", [])))
            return CouplingFigure(words=_words(shown["words"]), gap=None if gap is None else Gap(str(gap)), teams=teams)
        case ReleaseKind.ORGANISATION:
            return _organisation(shown)
        case ReleaseKind.SCORE_CELLS | ReleaseKind.KIND_CELLS | ReleaseKind.COMMENT_CELLS:
            raise ValueError("figures are made of cells, and cells are none")
        case _:
            assert_never(kind)


def _score(shown: Json) -> ScoreFigure:
    mean = shown["mean"]
    return ScoreFigure(
        word=ScoreWord.parse(str(shown["word"])),
        competencies=_words(shown["competencies"]),
        is_wide=bool(shown["wide"]),
        together=_names(shown),
        mean=None if mean is None else Fraction(str(mean)),
    )


def _flag(shown: Json) -> FlagFigure:
    return FlagFigure(kind=FlagKind(str(shown["kind"])), since=date.fromisoformat(str(shown["since"])))


def _levels(shown: Json) -> LevelsFigure:
    levels = {ScoreKind(kind) if kind else None: Level(str(each)) for kind, each in _held(shown["levels"]).items()}
    lowest = shown["lowest"]
    return LevelsFigure(
        levels=levels, lowest=None if lowest is None else ScoreKind(str(lowest)), together=_names(shown)
    )


def _names(shown: Json) -> tuple[str, ...]:
    """Of teams that are counted together; earlier versions kept none."""
    return tuple(map(str, _list(shown.get("together", []))))


def _words(held: object) -> Mapping[ScoreKind, ScoreWord]:
    return {ScoreKind(kind): ScoreWord.parse(str(word)) for kind, word in _held(held).items()}


def _organisation(shown: Json) -> OrganisationFigure:
    usual = None if shown["usual"] is None else [_number(each) for each in _list(shown["usual"])]
    return OrganisationFigure(
        tenths=_number(shown["tenths"]),
        swing=WeekComparison(str(shown["swing"])),
        lasting=bool(shown["lasting"]),
        usual=None if usual is None else (usual[0], usual[1]),
    )


def _held(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError("a table of figures is kept by name")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("several figures are kept as a list")
    return value


def _number(value: object) -> int:
    found = _whole(value)
    if found is None:
        raise ValueError("a shown figure is a whole number")
    return found


def _whole(value: object) -> int | None:
    if value is None or isinstance(value, int):
        return value
    raise ValueError(f"a shown figure is a whole number, not {value!r}")
