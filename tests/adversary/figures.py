"""The figures of one run of `make prove`, as they are kept beside its report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunted:
    """A gate with one rule replaced, and how many histories it took to find somebody; None if nobody was found."""

    name: str
    instead: str
    histories: int | None
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    share: float
    error: float
    """One standard error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Drifts of one kind: how many teams drifted, and the share that was flagged within so many weeks."""

    drift: str
    teams: int
    ramp: int
    within: Mapping[int, Share]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The detector as shipped, in one kind of made-up hospital."""

    world: str
    steady_teams: int
    false_flags: float
    """Per team-year, of steady teams."""
    found: Sequence[Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSilent:
    """Shares of teams that are flagged in the weeks after one person fell silent for good, and without that."""

    people: int
    regular: bool
    """Whether only those are looked at who had answered in most weeks before."""
    teams: int
    silent: float
    steady: float
    ratio: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    version: str
    commit: str
    """Empty where the code lies in no repository."""
    changed: bool
    """Whether files were changed after that commit."""
    first_seed: int
    counts: Mapping[str, int]
    faults: int
    """People found out, facts that do not follow from cells, and pages that tell courses of events apart."""
    hunted: Sequence[Hunted]
    detector_seed: int
    detection: Sequence[Detection]
    weeks_after: int
    regular_from: float
    """The share of weeks from which on somebody counts as answering regularly."""
    one_silent: Sequence[OneSilent]

    @property
    def survivors(self) -> int:
        return sum(each.histories is None for each in self.hunted)


FIGURES = TypeAdapter(Figures)


def written(figures: Figures) -> str:
    return FIGURES.dump_json(figures, indent=1).decode() + "\n"


def read(text: str) -> Figures:
    return FIGURES.validate_json(text)
