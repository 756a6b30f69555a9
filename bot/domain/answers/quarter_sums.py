"""A microsystem's sealed workings of the blocks of a quarter that have ended; the running block has its own.

Each epoch has those of its own weeks: a quarter's figures are put together from its blocks while their keys live.
Each block has an entry by the week in which it ended, so that a week which was interrupted overwrites it with the same.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NewType

from bot.domain.answers.block_sums import KINDS, BlockSums, PackedBlock, unpack_block, unpack_co_leads
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek

_VERSION = 2

PackedQuarter = NewType("PackedQuarter", bytes)
"""The ended blocks of one team as bytes: read, changed and written one team at a time."""
NO_QUARTER = PackedQuarter(b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedBlock:
    """A block that has ended, and the weeks that vouch for its score cells."""

    sums: BlockSums
    vouched: frozenset[IsoWeek] = frozenset()


def with_block(
    stored: PackedQuarter, week: IsoWeek, block: PackedBlock, *, vouched: Collection[IsoWeek]
) -> PackedQuarter:
    """The quarter with the block that ended with `week`."""
    others = [each for each in _entries(stored) if each[0] != week.index]
    entry = [week.index, sorted(each.index for each in vouched), block.decode()]
    return PackedQuarter(json.dumps({"v": _VERSION, "blocks": [*others, entry]}, separators=(",", ":")).encode())


def ended_blocks(stored: PackedQuarter, *, before: IsoWeek, of: Collection[ScoreKind] = KINDS) -> Sequence[EndedBlock]:
    """The blocks that had ended before a week, as far as questions of these kinds were put in them."""
    return [
        EndedBlock(
            sums=unpack_block(PackedBlock(block.encode()), week=IsoWeek.from_index(week), of=of),
            vouched=frozenset(IsoWeek.from_index(each) for each in vouched),
        )
        for week, vouched, block in _entries(stored)
        if week < before.index
    ]


def co_leads_in(stored: PackedQuarter, *, before: IsoWeek) -> Sequence[BlockSums]:
    """What the blocks that had ended before a week hold of co-leads who were asked about coupling."""
    return [
        unpack_co_leads(PackedBlock(block.encode()), week=IsoWeek.from_index(week))
        for week, _, block in _entries(stored)
        if week < before.index
    ]


def _entries(stored: PackedQuarter) -> list[tuple[int, list[int], str]]:
    """None where an earlier version wrote: what it had added up cannot be cut into cells."""
    if stored == NO_QUARTER:
        return []
    plain = json.loads(stored)
    if plain["v"] > _VERSION:
        raise ValueError(f"quarter sums of version {plain['v']} cannot be read by version {_VERSION}")
    return list(plain["blocks"]) if plain["v"] == _VERSION else []
