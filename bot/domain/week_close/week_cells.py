"""The closing week's participation cells: who is counted together, who was within reach, and who of these was heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.disclosure.atoms import Atom, cut_atoms
from bot.domain.disclosure.cells import ParticipationCell, cut_cell
from bot.domain.disclosure.insiders import Insiders
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import READERS, Role
from bot.domain.week_close.inputs import WeekInput


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCells:
    insiders: Insiders
    atoms: Sequence[Atom]
    by_team: Mapping[UnitId, ParticipationCell]
    within: Mapping[UnitId, frozenset[PersonId]]


def week_cells(inputs: WeekInput) -> WeekCells:
    insiders = Insiders(
        readers={
            unit: frozenset(member.person for member in team.team if member.roles & READERS)
            for unit, team in inputs.teams.items()
        },
        everywhere=inputs.above_readers,
    )
    listed = {
        unit: frozenset(member.person for member in team.team if Role.MEMBER in member.roles)
        for unit, team in inputs.teams.items()
    }
    atoms = cut_atoms(inputs.tree, listed, insiders)
    within = {
        unit: frozenset(row.person for row in team.presence if row.reached) for unit, team in inputs.teams.items()
    }
    heard = {unit: frozenset(row.person for row in team.presence if row.heard) for unit, team in inputs.teams.items()}
    by_team: dict[UnitId, ParticipationCell] = {}
    for atom in atoms:
        cell = cut_cell(
            atom,
            inputs.week,
            within=frozenset[PersonId]().union(*(within[team] for team in atom.teams)),
            heard=frozenset[PersonId]().union(*(heard[team] for team in atom.teams)),
            insiders=insiders.of(atom.teams, inputs.tree),
        )
        if isinstance(cell, ParticipationCell):
            by_team |= dict.fromkeys(atom.teams, cell)
    return WeekCells(insiders=insiders, atoms=atoms, by_team=by_team, within=within)
