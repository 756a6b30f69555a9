"""What the adversary knows for certain, put together for the attack: lists, rotas, rules, and what was released.

Whoever reads knows the bands, for pages are computed from them; so the adversary is given every released cell, which is
at least what the words of all pages tell together. Who was counted in it is known from lists.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.disclosure.atoms import INSIDER_WEEKS, Atom
from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import READERS
from tests.adversary.attack import NOBODY, Case, WeekFact
from tests.adversary.histories import History
from tests.adversary.known_comments import SeenComments
from tests.adversary.known_scores import OtherPeople, SeenScore
from tests.adversary.play import Played
from tests.adversary.reading import Shown, shown_to

Possible = Callable[[int, ParticipationCell | None, Shown | None], frozenset[int]]
"""How many may have been heard of so many people, by what was released and what was told of the week."""


def by_cell(n: int, cell: ParticipationCell | None, _told: Shown | None) -> frozenset[int]:
    """A band says that much; no cell says nothing, since lists decide on that."""
    return frozenset(range(n + 1)) if cell is None else frozenset(range(cell.band.low, cell.band.high + 1))


def insiders_of(history: History, week: int, teams: Sequence[UnitId]) -> frozenset[PersonId]:
    """Who reads about any of these teams, has read in half a year before, or will when the week is told."""
    units: set[UnitId | None] = set(teams)
    for team in teams:
        unit: UnitId | None = team
        while unit is not None:
            units.add(unit)
            unit = history.parents[unit]
    return frozenset(
        spell.person
        for spell in history.spells
        if spell.unit in units
        and spell.role in READERS
        and spell.first <= week + 1
        and week - spell.last < INSIDER_WEEKS
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who are counted together in some weeks."""

    teams: tuple[UnitId, ...]
    case: Case


def with_later_readers(played: Played, group: Group) -> Case:
    """The same, if those who became readers later tell what they did before, when they were counted like others.

    This is more than is promised: with a colleague's help they are two who put what they know together.
    """
    last = max(week.week for week in group.case.weeks)
    later = insiders_of(played.history, last, group.teams)
    weeks = [replace(week, insiders=week.insiders | later) for week in group.case.weeks]
    return replace(group.case, weeks=weeks)


def groups(
    played: Played,
    scores: Sequence[SeenScore] = (),
    comments: Sequence[SeenComments] = (),
    *,
    possible: Possible = by_cell,
) -> Iterator[Group]:
    history = played.history
    atoms: dict[tuple[UnitId, ...], dict[int, Atom]] = {}
    for number, cut in played.atoms.items():
        for atom in cut.atoms:
            atoms.setdefault(atom.teams, {})[number] = atom
    for teams, by_week in atoms.items():
        weeks, heard = [], {}
        for number, atom in by_week.items():
            plan = NOBODY.union(*(history.plan[team, number] for team in teams))
            counted = counted_in(played, atom, number, plan)
            cell = played.cells.get((teams, number))
            if cell is not None and cell.n != len(counted):
                raise OtherPeople(f"week {number} of history {history.seed}: {cell.n}, not {len(counted)} of {teams}")
            said = shown_to(played, teams[0], number)
            weeks.append(
                WeekFact(
                    week=number,
                    counted=counted,
                    counts=possible(len(counted), cell, said),
                    insiders=insiders_of(history, number, teams),
                )
            )
            heard[number] = NOBODY.union(*(history.heard[team, number].keys() for team in teams)) & counted
        told = [each for each in scores if each.teams == teams and each.word is not None]
        read = [each for each in comments if each.teams == teams]
        yield Group(
            teams=teams,
            case=Case(
                weeks=weeks,
                heard=heard,
                shown=[*(each.shown for each in told), *(each.shown for each in read)],
                scored=[*(frozenset(each.given) for each in told), *(each.contributors for each in read)],
            ),
        )


def counted_in(played: Played, atom: Atom, week: int, plan: frozenset[PersonId]) -> frozenset[PersonId]:
    """By the product's own rule, from what it took for insiders."""
    insiders = played.insiders[week].of(atom.teams, played.tree)
    return atom.colleagues & plan - insiders


def bands_by_week(played: Played) -> Mapping[int, Sequence[ParticipationCell]]:
    found: dict[int, list[ParticipationCell]] = {}
    for (_, week), cell in played.cells.items():
        found.setdefault(week, []).append(cell)
    return found
