"""A team that is split: some of its people go on in new teams beside it, from a week on."""

from dataclasses import dataclass, replace
from typing import Final

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind
from bot.domain.organisation.people import LEADS_AND_CHAMPIONS, Membership, Role, Roster
from bot.domain.programme.programme import Programme
from bot.domain.programme.team_changes import name_beside, with_moved
from bot.domain.texts.sentences import Sentence
from bot.flows.administration.edits import CHANGE_OVER, UNIT, change_over_keys
from bot.programme_rules import EditFault, EditRefused, Keys, ProgrammeRules

MOVING: Final = LEADS_AND_CHAMPIONS | {Role.MEMBER}
"""The roles that go with a person; who sponsors, administers or audits a unit does so as before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeam:
    id: UnitId
    name: str
    people: frozenset[PersonId]
    """Who goes there."""
    leads: frozenset[tuple[PersonId, Role]] = frozenset()
    """Who gets a role there in any case, whether they stay in the old team or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitUnit:
    """New teams in the same place of the tree. All that names the old one names them, too; who goes nowhere stays.

    Faults of the so-many-eth new team have its number behind their key: `id-1`.
    """

    id: UnitId
    teams: tuple[NewTeam, ...]
    week: IsoWeek
    reason: str

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        if self.id not in programme.organisation:
            raise EditRefused([EditFault(key="", what=Sentence.of("change-refused-unit_gone", id=self.id))])
        placed = rules.entry(programme, UNIT, self.id)
        gone: set[PersonId] = set()
        for number, team in enumerate(self.teams, start=1):
            if twice := sorted(gone & team.people):
                what = Sentence.of("change-refused-two_teams", people=tuple(twice))
                raise EditRefused([EditFault(key=f"people-{number}", what=what)])
            gone |= team.people
            programme = _with_unit(programme, {**placed, "id": team.id, "name": team.name}, number, rules)
            roster = with_moved(roster, self.id, team.id, people=team.people, roles=MOVING)
            led = {
                Membership(person=person, unit=team.id, role=role)
                for person, role in team.leads
                if person in roster.people
            }
            roster = replace(roster, memberships=roster.memberships | led)
        new = [team.id for team in self.teams]
        step = change_over_keys(ChangeKind.ROTA, [self.id, *new], self.week, self.reason)
        return rules.with_more(name_beside(programme, self.id, new), CHANGE_OVER, step), roster


def _with_unit(programme: Programme, keys: Keys, number: int, rules: ProgrammeRules) -> Programme:
    try:
        return rules.with_entry(programme, UNIT, None, keys)
    except EditRefused as refused:
        faults = [replace(each, key=f"{each.key}-{number}" if each.key else "") for each in refused.faults]
        raise EditRefused(faults) from refused
