"""The cells of a closing week: lists are cut into atoms once a block, and each atom's week once and for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.disclosure.atoms import Atom, BlockAtoms, Insiders, cut_atoms
from bot.domain.disclosure.cells import CellDecision, ParticipationCell, cut_cell
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Listed, Role
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.wall_clock import end_of_week
from bot.domain.week_close.inputs import TeamInput, WeekInput

WEEKS_BEFORE_COUNTED = 4
"""Whoever joins a list, by themselves or with a team that moves, counts from the next block on, and not before so many
weeks."""


def cut_block(
    since: IsoWeek,
    tree: UnitTree,
    teams: Mapping[UnitId, Sequence[Listed]],
    insiders: Insiders,
    *,
    launched: IsoWeek | None,
    minimum_team: int,
    moved: Mapping[UnitId, datetime] | None = None,
) -> BlockAtoms:
    """Cut atoms from lists alone. The first lists of all, those of the week `launched`, count at once.

    `moved`: when units came under the parent that they have, if they had another before. The people of a team that
    moved wait as if each had come by themselves, and nothing is handed on through a unit above that moved.
    """

    def has_waited(came: datetime, unit: UnitId) -> bool:
        zone = tree.zones[unit]
        if launched is None or came < end_of_week(launched, zone):
            return True
        return came <= end_of_week(since - (WEEKS_BEFORE_COUNTED + 1), zone)

    new_there = frozenset(unit for unit, at in (moved or {}).items() if unit in tree.zones and not has_waited(at, unit))
    listed = {
        unit: frozenset(
            [
                member.person
                for member in team
                if Role.MEMBER in member.roles and unit not in new_there and has_waited(member.since, unit)
            ]
        )
        for unit, team in teams.items()
    }
    atoms = cut_atoms(tree, listed, insiders, minimum_team=minimum_team, new_there=new_there)
    return BlockAtoms(since=since, atoms=atoms)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCells:
    insiders: Insiders
    atoms: Sequence[Atom]
    decided: Mapping[UnitId, CellDecision]
    """Of every atom that was asked anything, by its first team."""
    by_team: Mapping[UnitId, ParticipationCell]
    within: Mapping[UnitId, frozenset[PersonId]]
    """Who was within the plan of each team's rounds."""


def week_cells(inputs: WeekInput) -> WeekCells:
    """What was decided before the close was cut off stays."""
    decided: dict[UnitId, CellDecision] = {}
    by_team: dict[UnitId, ParticipationCell] = {}
    for atom in inputs.atoms.atoms:
        teams = [inputs.teams[team] for team in atom.teams if team in inputs.teams]
        if not any(team.asked for team in teams):
            continue
        kept = inputs.cells.get(atom.teams[0])
        decided[atom.teams[0]] = cell = _cut(inputs, atom, teams) if kept is None else kept
        if isinstance(cell, ParticipationCell):
            by_team |= dict.fromkeys([team for team in atom.teams if team in inputs.teams], cell)
    return WeekCells(
        insiders=inputs.insiders,
        atoms=[atom for atom in inputs.atoms.atoms if all(team in inputs.teams for team in atom.teams)],
        decided=decided,
        by_team=by_team,
        within={unit: team.within for unit, team in inputs.teams.items()},
    )


def _cut(inputs: WeekInput, atom: Atom, teams: Sequence[TeamInput]) -> CellDecision:
    return cut_cell(
        atom,
        inputs.week,
        within=_all(team.within for team in teams),
        heard=[row.person for team in teams for row in team.presence if row.heard],
        insiders=inputs.insiders.of(atom.teams, inputs.tree),
        delivered=10 * sum(team.untaken for team in teams) <= sum(len(team.within) for team in teams),
    )


def _all(people: Iterable[frozenset[PersonId]]) -> frozenset[PersonId]:
    return frozenset[PersonId]().union(*people)
