"""Sealed workings of an open epoch: what each is of, what its sealed body is bound to, and how long that is."""

import zlib
from dataclasses import dataclass
from typing import NewType, assert_never

from bot.domain.answers.epochs import Epoch
from bot.domain.fixed_lengths import filled_up
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


_ROOM, _ROOM_A_PERSON = 2048, 320
"""Bytes. Deflated, a person's sums and habits take some 130 after a quarter; what is of no person takes the rest."""
_DEFLATED = b"x"
"""How every deflated body begins; older ones are JSON, which never does."""


def of_one_length(body: bytes, *, people: int) -> bytes:
    """What is sealed of a body: deflated, then filled up to a length that depends on how many are on the list alone.

    As written, numbers take more or fewer digits and whoever has not answered takes no room: from the length of a
    team's sums of one week anybody could tell how many had answered, and how many at an end of the scale.
    """
    return filled_up(zlib.compress(body, 1), [_ROOM + _ROOM_A_PERSON * people])


def as_written(stored: bytes) -> bytes:
    """The inverse, also for bodies from before they had one length."""
    return zlib.decompressobj().decompress(stored) if stored.startswith(_DEFLATED) else stored


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
