"""What stops nothing and is still worth telling an administrator: missing leads, channels that are off, small teams."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.channel_port import Channels
from bot.domain.disclosure.atoms import Insiders, cut_atoms
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.leaving import alike_in
from bot.domain.organisation.people import (
    CO_LEADS,
    LEADS_AND_CHAMPIONS,
    READERS,
    Membership,
    Role,
    Roster,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.texts.sentences import Sentence
from bot.setting_fields import shown
from config.faults import Fault
from config.programme import PROGRAMME_FILE
from config.roster import ROSTER_FILE
from config.schedule_warnings import schedule_cautions
from config.settings import Settings
from config.zones import is_fixed


def cautions(programme: Programme, roster: Roster, *, directory: Path) -> Iterator[Fault]:
    """What in the files of a folder may surprise, by file."""
    for _, part in _PARTS:
        yield from part(programme, roster, directory)


def changed_cautions(
    before: tuple[Programme, Roster], after: tuple[Programme, Roster], *, directory: Path
) -> tuple[Sequence[Fault], Sequence[Fault]]:
    """Those before and those after, without the parts that look only at what stayed the same: a change of a schedule
    needs nobody counted."""
    changed = [part for looks_at, part in _PARTS if looks_at(*before) != looks_at(*after)]
    old, new = ([each for part in changed for each in part(*side, directory)] for side in (before, after))
    return old, new


def channel_cautions(roster: Roster, settings: Settings, *, channels: Channels) -> Iterator[Fault]:
    """Channels that people are on and that the settings leave off, or without what they need."""
    file = str(settings.programme / ROSTER_FILE)
    used = Counter(person.channel for person in roster.people.values())
    for channel in channels:
        people = _people(used[channel.id])
        if not used[channel.id]:
            continue
        if channel.id not in settings.channels:
            what = f"{channel.id} is off, and {people} on it; set {channel.switch}"
        else:
            what = channel.warning(settings.of(channel), people)
        if what:
            yield Fault(file=file, key="channel", what=what)


def _zones(programme: Programme, roster: Roster, directory: Path) -> Iterator[Fault]:
    organisation = programme.organisation
    of_units = {organisation.timezone, *(unit.timezone for unit in organisation.units)}
    of_people = {person.timezone for person in roster.people.values()}
    for file, found in ((PROGRAMME_FILE, of_units), (ROSTER_FILE, of_people - of_units)):
        for zone in sorted(zone for zone in found if zone is not None and is_fixed(zone)):
            said = Sentence.of("caution-fixed_zone", zone=shown(zone))
            yield Fault.saying(said, file=str(directory / file), key="timezone")


def _schedules(programme: Programme, roster: Roster, directory: Path) -> Iterator[Fault]:
    yield from schedule_cautions(programme, roster, str(directory / PROGRAMME_FILE))


def _people_listed(_programme: Programme, roster: Roster, directory: Path) -> Iterator[Fault]:
    file = str(directory / ROSTER_FILE)
    if not roster.people:
        yield Fault.saying(Sentence.of("caution-nobody"), file=file, key="row")
    for later, earlier in alike_in(roster).items():
        said = Sentence.of("caution-alike", later=shown(later), earlier=shown(earlier))
        yield Fault.saying(said, file=file, key="person_id")


@dataclass(slots=True)
class _Held:
    """Who holds what, in one look through the list."""

    members: dict[UnitId, set[PersonId]]
    """Of each team."""
    readers: dict[UnitId, set[PersonId]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[UnitId, set[Role]] = field(default_factory=lambda: defaultdict(set))
    """Which there are in a unit, that of members left out."""
    administrators: set[PersonId] = field(default_factory=set)

    def add(self, memberships: Iterable[Membership]) -> None:
        for each in memberships:
            if each.role is Role.MEMBER:  # nearly all
                if each.unit in self.members:
                    self.members[each.unit].add(each.person)
                continue
            self.roles[each.unit].add(each.role)
            if each.role in READERS:
                self.readers[each.unit].add(each.person)
            elif each.role is Role.ADMINISTRATOR:
                self.administrators.add(each.person)


def _teams(programme: Programme, roster: Roster, directory: Path) -> Iterator[Fault]:
    if not roster.people:
        return
    file, tree = str(directory / ROSTER_FILE), UnitTree.of(programme.organisation)
    held = _Held(members={unit: set() for unit in tree.microsystems})
    held.add(roster.memberships)
    counted = _counted(tree, held, programme.privacy.minimum_team)
    for unit in programme.organisation.microsystems:
        roles = held.roles[unit.id]
        missing = tuple(
            Sentence.of("caution-no_role", role=role.value) for role in Role if role in CO_LEADS and role not in roles
        )
        if missing:
            is_read = not roles.isdisjoint(LEADS_AND_CHAMPIONS)
            text = "caution-no_leads" if is_read else "caution-no_leads_unread"
            yield Fault.saying(Sentence.of(text, unit=shown(unit.id), roles=missing), file=file, key="role")
        if not held.members[unit.id]:
            yield Fault.saying(Sentence.of("caution-no_members", unit=shown(unit.id)), file=file, key="unit")
        elif unit.id in counted:
            yield Fault.saying(counted[unit.id], file=file, key="unit")


def _guardians(programme: Programme, roster: Roster, directory: Path) -> Iterator[Fault]:
    """Teams in which what is raised can reach nobody outside; and guardians on the list for whom nothing is said."""
    if not roster.people:
        return
    organisation = programme.organisation
    covered = organisation.at_or_below(*(unit for each in programme.guardians for unit in each.units))
    without = [unit.id for unit in organisation.microsystems if unit.id not in covered]
    file = str(directory / PROGRAMME_FILE)
    if len(without) == len(organisation.microsystems):
        yield Fault.saying(Sentence.of("caution-no_guardian"), file=file, key="guardian")
    elif without:
        said = Sentence.of("caution-no_guardian_of", units=tuple(shown(unit) for unit in without))
        yield Fault.saying(said, file=file, key="guardian")
    named = {each.person for each in programme.guardians}
    listed = {each.person for each in roster.memberships if each.role is Role.GUARDIAN}
    for person in sorted(listed - named):
        said = Sentence.of("caution-guardian_of_nothing", person=shown(person))
        yield Fault.saying(said, file=str(directory / ROSTER_FILE), key="role")


def _counted(tree: UnitTree, held: _Held, least: int) -> Mapping[UnitId, Sentence]:
    """How each team too small to be shown by itself is counted."""
    insiders = Insiders(
        readers={unit: frozenset(people) for unit, people in held.readers.items()},
        everywhere=frozenset(held.administrators),
    )
    lists = {unit: frozenset(people) for unit, people in held.members.items()}
    atoms = {team: atom for atom in cut_atoms(tree, lists, insiders, minimum_team=least) for team in atom.teams}
    found: dict[UnitId, Sentence] = {}
    for unit in tree.microsystems:
        atom = atoms.get(unit)
        if atom is not None and atom.is_one_team:
            continue
        left = str(len(lists[unit] - insiders.of([unit], tree)))
        if atom is None:
            found[unit] = Sentence.of("caution-too_few", unit=shown(unit), left=left, least=str(least))
        else:
            others = tuple(shown(team) for team in atom.teams if team != unit)
            found[unit] = Sentence.of("caution-pooled", unit=shown(unit), left=left, others=others)
    return found


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count} people are"


_Part = Callable[[Programme, Roster, Path], Iterator[Fault]]
_LooksAt = Callable[[Programme, Roster], tuple[object, ...]]
_PARTS: Final[Sequence[tuple[_LooksAt, _Part]]] = [
    (lambda programme, roster: (programme.organisation, roster.people), _zones),
    (lambda programme, roster: (programme, roster.memberships), _schedules),
    (lambda _, roster: (roster.people,), _people_listed),
    (
        lambda programme, roster: (
            programme.organisation,
            programme.privacy,
            roster.memberships,
            bool(roster.people),
        ),
        _teams,
    ),
    (
        lambda programme, roster: (
            programme.organisation,
            programme.guardians,
            roster.memberships,
            bool(roster.people),
        ),
        _guardians,
    ),
]
"""Each with all that it looks at: where that is the same, it says the same."""
