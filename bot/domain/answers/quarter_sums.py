"""A microsystem's sealed workings over a whole epoch: sums by block that the gate found whole, and coupling answers.

Kept apart from the block's own sums, since they are only read and written when a block ends or co-leads were asked.
Each block and week has an entry of its own, so that a week which was interrupted overwrites it with the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NewType

from bot.domain.answers.block_sums import OVERALL
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.coupling import CouplingAnswer
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import Competency, Kind

COMPETENCIES = tuple(each.value for each in Competency)
SPECIAL_KINDS = (Kind.INFLUENCE, Kind.TWO_WAY, Kind.ADVOCACY, Kind.FOLLOWERSHIP)
SPLIT = (*COMPETENCIES, *(kind.value for kind in SPECIAL_KINDS))
"""Every scored answer counts under exactly one of these (and under `OVERALL`)."""
_ORDER = (OVERALL, *SPLIT)
_VERSION = 1

PackedQuarter = NewType("PackedQuarter", bytes)
"""`QuarterSums` of one team as bytes: read, changed and written one team at a time."""
NO_QUARTER = PackedQuarter(b"")
Part = Mapping[PersonId, tuple[int, float]]
"""Number and sum on 0-10, item difficulty taken out, of each person's answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingRow:
    """One answer on 0-10 to a coupling question. It enters no score of the team."""

    form: Kind
    person: PersonId
    value: float
    by_co_lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterSums:
    """By number of the block the parts that may be counted by themselves; by week the coupling answers."""

    blocks: Mapping[int, Mapping[str, Part]] = field(default_factory=dict)
    coupling: Mapping[IsoWeek, Sequence[CouplingRow]] = field(default_factory=dict)

    def with_block(self, number: int, parts: Mapping[str, Part]) -> "QuarterSums":
        return replace(self, blocks={**self.blocks, number: parts})

    def with_coupling(self, week: IsoWeek, rows: Sequence[CouplingRow]) -> "QuarterSums":
        return replace(self, coupling={**self.coupling, week: tuple(rows)}) if rows else self

    def over_blocks(self, dimension: str) -> Part:
        """The parts of one dimension together, by person."""
        found: dict[PersonId, tuple[int, float]] = {}
        for parts in self.blocks.values():
            for person, (count, total) in parts.get(dimension, {}).items():
                before = found.get(person, (0, 0.0))
                found[person] = (before[0] + count, before[1] + total)
        return found

    def coupling_answers(self, unit: UnitId) -> Mapping[Kind, Sequence[CouplingAnswer]]:
        collected: dict[Kind, list[CouplingAnswer]] = defaultdict(list)
        for rows in self.coupling.values():
            for row in rows:
                collected[row.form].append(
                    CouplingAnswer(team=unit, person=row.person, value=row.value, by_co_lead=row.by_co_lead)
                )
        return collected


def parts_of(people: Mapping[PersonId, Mapping[str, tuple[int, float]]]) -> Mapping[str, Part]:
    """A block's sums by person turned round: by dimension, `OVERALL` among them."""
    collected: dict[str, dict[PersonId, tuple[int, float]]] = {name: {} for name in (OVERALL, *SPLIT)}
    for person, sums in people.items():
        for name, each in sums.items():
            if name in collected:
                collected[name][person] = each
    return {name: part for name, part in collected.items() if part}


def pack(sums: QuarterSums) -> PackedQuarter:
    plain = {
        "v": _VERSION,
        "blocks": {str(number): _by_person(parts) for number, parts in sums.blocks.items()},
        "coupling": [
            [week.index, [[row.form.value, row.person, row.value, row.by_co_lead] for row in rows]]
            for week, rows in sums.coupling.items()
        ],
    }
    return PackedQuarter(json.dumps(plain, separators=(",", ":")).encode())


def unpack(stored: PackedQuarter) -> QuarterSums:
    """The inverse of `pack`; empty for `NO_QUARTER`. Raises ValueError for a version that this one does not know."""
    if stored == NO_QUARTER:
        return QuarterSums()
    plain = json.loads(stored)
    if plain.get("v") != _VERSION:
        raise ValueError(f"quarter sums of version {plain.get('v')} cannot be read by version {_VERSION}")
    return QuarterSums(
        blocks={int(number): _by_dimension(people) for number, people in plain["blocks"].items()},
        coupling={IsoWeek.from_index(week): tuple(_rows(rows)) for week, rows in plain["coupling"]},
    )


def _by_person(parts: Mapping[str, Part]) -> Mapping[str, list[list[float]]]:
    """Each person once, with the place of each dimension in `_ORDER`, number and sum."""
    collected: dict[str, list[list[float]]] = {}
    for at, name in enumerate(_ORDER):
        for person, (count, total) in parts.get(name, {}).items():
            collected.setdefault(person, []).append([at, count, total])
    return collected


def _by_dimension(people: Mapping[str, Iterable[tuple[int, int, float]]]) -> Mapping[str, Part]:
    collected: dict[str, dict[PersonId, tuple[int, float]]] = {}
    for person, each in people.items():
        for at, count, total in each:
            collected.setdefault(_ORDER[at], {})[PersonId(person)] = (count, total)
    return collected


def _rows(plain: Iterable[tuple[str, str, float, bool]]) -> Iterable[CouplingRow]:
    for form, person, value, by_co_lead in plain:
        yield CouplingRow(form=Kind(form), person=PersonId(person), value=float(value), by_co_lead=bool(by_co_lead))
