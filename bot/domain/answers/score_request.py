"""What one microsystem asks the gate to show of its scores when a block ends."""

from dataclasses import dataclass

from bot.domain.identifiers import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRequest:
    """One microsystem's closing block. `weighted` / `precision` add up over microsystems to a mean on 0-10."""

    people: frozenset[PersonId]
    """Those whose answers enter the mean."""
    heard: frozenset[PersonId]
    """Those who answered at all, "can't say" included."""
    weighted: float
    precision: float
    heard_before: frozenset[PersonId] = frozenset()
    """`heard` of the block before."""
