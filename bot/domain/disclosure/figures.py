"""Coarse figures, as anybody may see them: tenths and words, never an exact count or mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bot.domain.disclosure.quarter_figures import QuarterFigure
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import COMPETENCIES, ScoreKind
from bot.domain.indicators.score_words import ScoreWord


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFigure:
    """A block's score: one word, for a large team also one for each competency that is told."""

    word: ScoreWord
    competencies: Mapping[ScoreKind, ScoreWord] = field(default_factory=dict)
    is_wide: bool = False
    """That people see things very differently; said of a team alone."""
    together: tuple[str, ...] = ()
    """The names of the teams that are counted together, if it is not one team's or a whole unit's."""
    mean: Fraction | None = None
    """Of a unit above teams, or the organisation: the mean of its teams' words, which `word` says coarsely."""

    def __post_init__(self) -> None:
        if not self.competencies.keys() <= set(COMPETENCIES):
            raise ValueError("only competencies are told beside a block's word")

    @property
    def value(self) -> int:
        """The middle of what the word stands for, on 0-10."""
        return self.word.middle


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFigure:
    """That a microsystem drifts: kind and since which month. Nothing else."""

    kind: FlagKind
    since: date
    """The first day of the month."""

    def __post_init__(self) -> None:
        if self.since.day != 1:
            raise ValueError("the beginning of a drift is told by the month")


Figure = ScoreFigure | FlagFigure | QuarterFigure
