"""Coarse figures, as anybody may see them: tenths, words and half points, never an exact count or mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, assert_never

from bot.domain.disclosure.quarter_figures import (
    BandsFigure,
    CouplingFigure,
    Disagreement,
    DisagreementFigure,
    KindsFigure,
    OrganisationFigure,
    QuarterFigure,
    WeekComparison,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import Json
from bot.domain.indicators.bands import Band
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import Kind

TEN = 10


class ShareWord(StrEnum):
    """A share in words; the ends take in none and all, so that neither is ever said."""

    FEW = "few"
    THIRD = "third"
    HALF = "half"
    TWO_THIRDS = "two_thirds"
    MOST = "most"


_PART_EDGES = ((0.2, ShareWord.FEW), (0.42, ShareWord.THIRD), (0.58, ShareWord.HALF), (0.8, ShareWord.TWO_THIRDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFigure:
    """A share as shown: in words and, for a larger group, in tenths from 1 to 9."""

    part: ShareWord
    tenths: int | None = None

    def __post_init__(self) -> None:
        if self.tenths is not None and not 1 <= self.tenths <= 9:
            raise ValueError("none and all are never shown")

    @classmethod
    def of(cls, hits: int, trials: int, *, in_tenths: bool) -> Self:
        """Rounded from `hits` of `trials` (at least one trial); 0 and 10 tenths are drawn in to 1 and 9."""
        share = hits / trials
        part = next((part for edge, part in _PART_EDGES if share < edge), ShareWord.MOST)
        return cls(part=part, tenths=min(9, max(1, round(share * TEN))) if in_tenths else None)


class Agreement(StrEnum):
    """A score in words."""

    STRONGLY_DISAGREE = "strongly_disagree"
    MOSTLY_DISAGREE = "mostly_disagree"
    MIXED = "mixed"
    MOSTLY_AGREE = "mostly_agree"
    STRONGLY_AGREE = "strongly_agree"


_AGREEMENT_EDGES = (
    (4, Agreement.STRONGLY_DISAGREE),
    (9, Agreement.MOSTLY_DISAGREE),
    (12, Agreement.MIXED),
    (17, Agreement.MOSTLY_AGREE),
)


def agreement_of(halves: int) -> Agreement:
    """Twice a score on 0-10 in words."""
    return next((word for edge, word in _AGREEMENT_EDGES if halves < edge), Agreement.STRONGLY_AGREE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFigure:
    """A block's score on 0-10 to the nearest half (`halves` = twice the score) and the number of people by fives.

    The ends are drawn in to 1 and 9: a mean at the very end would tell what everybody said (group disclosure).
    """

    halves: int
    people_from: int

    def __post_init__(self) -> None:
        if not 2 <= self.halves <= 18 or self.people_from < 5 or self.people_from % 5:
            raise ValueError("a score is shown from 1 to 9 in halves, its people by fives from 5")

    @classmethod
    def of(cls, score: float, *, people: int) -> Self:
        return cls(halves=min(18, max(2, round(score * 2))), people_from=people // 5 * 5)

    @property
    def score(self) -> float:
        return self.halves / 2

    @property
    def agreement(self) -> Agreement:
        return agreement_of(self.halves)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFigure:
    """That a microsystem drifts: kind and since when. No score."""

    kind: FlagKind
    since: IsoWeek


Figure = ShareFigure | ScoreFigure | FlagFigure | QuarterFigure


def as_json(figure: Figure) -> Json:
    """The figure as the release ledger keeps it."""
    match figure:
        case ShareFigure(part=part, tenths=tenths):
            return {"part": part.value, "tenths": tenths}
        case ScoreFigure(halves=halves, people_from=people_from):
            return {"halves": halves, "people_from": people_from}
        case FlagFigure(kind=kind, since=since):
            return {"kind": kind.value, "since": str(since)}
        case BandsFigure(bands=bands, lowest=lowest, lowest_is_clear=clear, people_from=people_from):
            likely_bands = {name: [band.value for band in likely] for name, likely in bands.items()}
            return {"bands": likely_bands, "lowest": lowest, "clear": clear, "people_from": people_from}
        case KindsFigure(halves=halves):
            return {"kinds": {kind.value: each for kind, each in halves.items()}}
        case CouplingFigure(form=form, halves=halves):
            return {"form": form.value, "halves": halves}
        case DisagreementFigure(spread=spread):
            return {"spread": spread.value}
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
        case ReleaseKind.PARTICIPATION:
            return _share(shown)
        case ReleaseKind.SCORE:
            return _score(shown)
        case ReleaseKind.FLAG:
            return _flag(shown)
        case ReleaseKind.BANDS:
            return _bands(shown)
        case ReleaseKind.KINDS:
            return _kinds(shown)
        case ReleaseKind.SPREAD:
            return _spread(shown)
        case ReleaseKind.COUPLING_STRATEGIC | ReleaseKind.COUPLING_ORGANISATIONAL | ReleaseKind.COUPLING_ENVIRONMENTAL:
            return _coupling(shown)
        case ReleaseKind.ORGANISATION:
            return _organisation(shown)
        case _:
            assert_never(kind)


def _share(shown: Json) -> ShareFigure:
    return ShareFigure(part=ShareWord(str(shown["part"])), tenths=_whole(shown["tenths"]))


def _score(shown: Json) -> ScoreFigure:
    return ScoreFigure(halves=_number(shown["halves"]), people_from=_number(shown["people_from"]))


def _flag(shown: Json) -> FlagFigure:
    return FlagFigure(kind=FlagKind(str(shown["kind"])), since=IsoWeek.parse(str(shown["since"])))


def _bands(shown: Json) -> BandsFigure:
    return BandsFigure(
        bands={
            name: tuple(Band(str(each)) for each in _list(likely)) for name, likely in _held(shown["bands"]).items()
        },
        lowest=str(shown["lowest"]),
        lowest_is_clear=bool(shown["clear"]),
        people_from=_number(shown["people_from"]),
    )


def _kinds(shown: Json) -> KindsFigure:
    return KindsFigure(halves={Kind(kind): _number(halves) for kind, halves in _held(shown["kinds"]).items()})


def _coupling(shown: Json) -> CouplingFigure:
    return CouplingFigure(form=Kind(str(shown["form"])), halves=_number(shown["halves"]))


def _spread(shown: Json) -> DisagreementFigure:
    return DisagreementFigure(spread=Disagreement(str(shown["spread"])))


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
