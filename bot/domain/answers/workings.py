"""Sealed workings of an open epoch: what each of them is of, and what its sealed body is bound to."""

from dataclasses import dataclass
from typing import NewType, assert_never

from bot.domain.answers.epochs import Epoch
from bot.domain.identifiers import UnitId

SealedWorking = NewType("SealedWorking", bytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamBlock:
    """A microsystem's sums of the running block, and its score habits (`block_sums`)."""

    unit: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamQuarter:
    """A microsystem's sums over the epoch so far (`quarter_sums`)."""

    unit: UnitId


@dataclass(frozen=True, slots=True)
class OrganisationHabits:
    """The score habits of the organisation as a whole (`block_sums`, without any people)."""


@dataclass(frozen=True, slots=True)
class QuestionSums:
    """How each question was answered in the whole organisation (`block_sums.ItemSums`)."""


Working = TeamBlock | TeamQuarter | OrganisationHabits | QuestionSums


def bound_to(epoch: Epoch, working: Working) -> bytes:
    """Associated data of the sealed body, so that none can be moved to another place or epoch.

    Bodies that exist are sealed with exactly these words: changed, they would never open again.
    """
    return f"working\x1f{epoch.id}\x1f{_written(working)}".encode()


def _written(working: Working) -> str:
    match working:
        case TeamBlock(unit=unit):
            return unit
        case TeamQuarter(unit=unit):
            return f"*quarter/{unit}"
        case OrganisationHabits():
            return "*"
        case QuestionSums():
            return "*items"
        case _:
            assert_never(working)
