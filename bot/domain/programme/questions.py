"""Questions: versioned wordings with a scale, and how an answer becomes a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import assert_never

from bot.domain.identifiers import AnswerCode, QuestionId
from bot.domain.texts.languages import nearest

CANT_SAY = AnswerCode("cs")
NONE_RAISED = AnswerCode("nr")
"""The question's own `none_label` ("I raised nothing"): heard, no score."""


class Scale(StrEnum):
    LIKERT4 = "likert4"
    YES_NO = "yes_no"
    RATING10 = "rating10"
    TEXT = "text"
    YES_LITTLE_NO = "yes_little_no"
    """Of the question alone that Rounds asks by itself."""


class Polarity(StrEnum):
    POSITIVE = "+"
    NEGATIVE = "-"


class Audience(StrEnum):
    MEMBERS = "members"
    CO_LEADS = "co_leads"
    BOTH = "both"


class Kind(StrEnum):
    CORE = "core"
    INFLUENCE = "influence"
    ADVOCACY = "advocacy"
    TWO_WAY = "two_way"
    COUPLING_STRATEGIC = "coupling_strategic"
    COUPLING_ORGANISATIONAL = "coupling_organisational"
    COUPLING_ENVIRONMENTAL = "coupling_environmental"
    FOLLOWERSHIP = "followership"
    CHANGE = "change"
    """Whether an action changed anything: asked by Rounds itself, and by no schedule."""


class Competency(StrEnum):
    PERSONAL = "personal"
    SUPERVISORY = "supervisory"
    STRATEGIC = "strategic"


class Facet(StrEnum):
    INTELLECTUAL = "intellectual"
    EMOTIONAL = "emotional"
    INTERPERSONAL = "interpersonal"


OWN_KINDS, OWN_SCALES = frozenset({Kind.CHANGE}), frozenset({Scale.YES_LITTLE_NO})
"""Those of the questions that Rounds asks by itself; no question of a programme has them."""
_LIKERT4 = tuple(AnswerCode(str(step)) for step in (4, 3, 2, 1))  # strongly agree first
_YES, _LITTLE, _NO = AnswerCode("y"), AnswerCode("l"), AnswerCode("n")
_RATING10 = tuple(AnswerCode(str(step)) for step in range(11))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRef:
    """One wording for ever: the id together with its version."""

    id: QuestionId
    version: int


@lru_cache(maxsize=4096)  # everybody who is asked in a round is asked the same
def _ref(question: QuestionId, version: int) -> QuestionRef:
    return QuestionRef(id=question, version=version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: QuestionId
    version: int
    scale: Scale
    polarity: Polarity
    text: Mapping[str, str]
    """Wording by locale."""
    audience: Audience = Audience.MEMBERS
    kind: Kind = Kind.CORE
    competency: Competency | None = None
    facet: Facet | None = None
    tags: frozenset[str] = frozenset()
    none_label: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        if self.version < 1:
            raise ValueError(f"question {self.id}: versions count from 1")
        if not self.text or not all(wording.strip() for wording in self.text.values()):
            raise ValueError(f"question {self.id} has no wording")
        is_core = self.kind is Kind.CORE
        if is_core != (self.competency is not None) or is_core != (self.facet is not None):
            raise ValueError(f"question {self.id}: exactly the core questions name a competency and a facet")
        if self.is_text and (is_core or self.none_label):
            raise ValueError(f"question {self.id}: a text question has no score, so it cannot be core")

    @property
    def ref(self) -> QuestionRef:
        return _ref(self.id, self.version)

    @property
    def is_text(self) -> bool:
        """Whether it is answered in the person's own words instead of with a button."""
        return self.scale is Scale.TEXT

    @property
    def all_tags(self) -> frozenset[str]:
        """Every word by which a schedule may choose this question."""
        own = {self.kind.value, *self.tags}
        return frozenset(own | {tag.value for tag in (self.competency, self.facet) if tag})

    @property
    def codes(self) -> tuple[AnswerCode, ...]:
        """What a button may answer, in scale order, without "can't say"."""
        return _codes(self.scale) + ((NONE_RAISED,) if self.none_label else ())

    def takes(self, code: AnswerCode) -> bool:
        return code in self.codes or code == CANT_SAY

    def wording(self, locale: str) -> str:
        return nearest(self.text, locale)


def score(question: Question, code: AnswerCode) -> float | None:
    """The answer on 0-10 after polarity, or None where it is heard without a score.

    likert4 gives (x-1)/3*10, yes_no 0 or 10, yes_little_no 0, 5 or 10, rating10 as it is: each scale's ends become 0
    and 10.
    """
    if code in (CANT_SAY, NONE_RAISED):
        return None
    if not question.is_text and code not in question.codes:
        raise ValueError(f"{question.id} does not take the answer {code!r}")
    match question.scale:
        case Scale.LIKERT4:
            value = (int(code) - 1) / 3 * 10
        case Scale.YES_NO:
            value = 10.0 if code == _YES else 0.0
        case Scale.YES_LITTLE_NO:
            value = {_YES: 10.0, _LITTLE: 5.0, _NO: 0.0}[code]
        case Scale.RATING10:
            value = float(code)
        case Scale.TEXT:
            return None
        case _:
            assert_never(question.scale)
    return value if question.polarity is Polarity.POSITIVE else 10.0 - value


def _codes(scale: Scale) -> tuple[AnswerCode, ...]:
    match scale:
        case Scale.LIKERT4:
            return _LIKERT4
        case Scale.YES_NO:
            return _YES, _NO
        case Scale.YES_LITTLE_NO:
            return _YES, _LITTLE, _NO
        case Scale.RATING10:
            return _RATING10
        case Scale.TEXT:
            return ()
        case _:
            assert_never(scale)
