"""Frozen records of a closed week: what was counted, what was released, and the digest that was made of it."""

from dataclasses import dataclass

from bot.domain.disclosure.periods import ReleasePeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import Json, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One row of the release ledger: a figure that somebody may have seen.

    `people` are those over whom it was computed: known from participation, so they disclose no answer.
    """

    scope: Scope
    kind: ReleaseKind
    period: ReleasePeriod
    week: IsoWeek
    shown: Json
    """The coarse figure as shown, for example {"tenths": 6}; empty when it was withheld."""
    people: frozenset[PersonId] = frozenset()
    withheld: str = ""
    """Why nothing was shown; empty when it was."""


LedgerKey = tuple[Scope, ReleaseKind, ReleasePeriod]
"""Whom and when a release is of, and its kind of figure."""
