"""What stops nothing and is still worth telling an administrator: missing leads, channels that are off, small teams."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.channel_port import Channels
from bot.domain.disclosure.atoms import Insiders, cut_atoms
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.leaving import alike_in
from bot.domain.organisation.people import (
    CO_LEADS,
    LEADS_AND_CHAMPIONS,
    READERS,
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
    yield from _zones(programme, roster, directory)
    yield from schedule_cautions(programme, roster, str(directory / PROGRAMME_FILE))
    file = str(directory / ROSTER_FILE)
    if not roster.people:
        yield Fault.saying(Sentence.of("caution-nobody"), file=file, key="row")
        return
    for later, earlier in alike_in(roster).items():
        said = Sentence.of("caution-alike", later=shown(later), earlier=shown(earlier))
        yield Fault.saying(said, file=file, key="person_id")
    yield from _teams(programme, roster, file)
    yield from _guardians(programme, roster, directory)


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


def _teams(programme: Programme, roster: Roster, file: str) -> Iterator[Fault]:
    roles_of: dict[str, Counter[Role]] = defaultdict(Counter)
    for membership in roster.memberships:
        roles_of[membership.unit][membership.role] += 1
    counted = _counted(programme, roster)
    for unit in programme.organisation.microsystems:
        roles = roles_of[unit.id]
        missing = tuple(
            Sentence.of("caution-no_role", role=role.value) for role in Role if role in CO_LEADS and not roles[role]
        )
        if missing:
            is_read = any(roles[role] for role in LEADS_AND_CHAMPIONS)
            text = "caution-no_leads" if is_read else "caution-no_leads_unread"
            yield Fault.saying(Sentence.of(text, unit=shown(unit.id), roles=missing), file=file, key="role")
        if not roles[Role.MEMBER]:
            yield Fault.saying(Sentence.of("caution-no_members", unit=shown(unit.id)), file=file, key="unit")
        elif unit.id in counted:
            yield Fault.saying(counted[unit.id], file=file, key="unit")


def _guardians(programme: Programme, roster: Roster, directory: Path) -> Iterator[Fault]:
    """Teams in which what is raised can reach nobody outside; and guardians on the list for whom nothing is said."""
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


def _counted(programme: Programme, roster: Roster) -> Mapping[UnitId, Sentence]:
    """How each team too small to be shown by itself is counted."""
    tree, least = UnitTree.of(programme.organisation), programme.privacy.minimum_team
    readers: dict[UnitId, set[PersonId]] = defaultdict(set)
    listed: dict[UnitId, set[PersonId]] = {unit: set() for unit in tree.microsystems}
    for each in roster.memberships:
        if each.role in READERS:
            readers[each.unit].add(each.person)
        elif each.role is Role.MEMBER and each.unit in listed:
            listed[each.unit].add(each.person)
    insiders = Insiders(
        readers={unit: frozenset(people) for unit, people in readers.items()},
        everywhere=frozenset([each.person for each in roster.memberships if each.role is Role.ADMINISTRATOR]),
    )
    lists = {unit: frozenset(people) for unit, people in listed.items()}
    atoms = {team: atom for atom in cut_atoms(tree, lists, insiders, minimum_team=least) for team in atom.teams}
    found: dict[UnitId, Sentence] = {}
    for unit in tree.microsystems:
        atom, left = atoms.get(unit), len(lists[unit] - insiders.of([unit], tree))
        if atom is None:
            found[unit] = Sentence.of("caution-too_few", unit=shown(unit), left=str(left), least=str(least))
        elif not atom.is_one_team:
            others = tuple(shown(team) for team in atom.teams if team != unit)
            found[unit] = Sentence.of("caution-pooled", unit=shown(unit), left=str(left), others=others)
    return found


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count} people are"
