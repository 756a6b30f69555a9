"""What stops nothing and is still worth telling an administrator: missing leads, channels that are off, small teams."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.channel_port import Channels
from bot.domain.disclosure.small_teams import SmallTeam, small_teams
from bot.domain.identifiers import UnitId
from bot.domain.organisation.leaving import alike_in
from bot.domain.organisation.people import (
    CO_LEADS,
    LEADS_AND_CHAMPIONS,
    Membership,
    Role,
    Roster,
)
from bot.domain.organisation.unit_roles import UnitRoles
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

_State = tuple[Programme, Roster]
_Part = Callable[[Programme, Roster, Path, UnitRoles], Iterator[Fault]]
_LooksAt = Callable[[Programme, Roster], tuple[object, ...]]
_Found = tuple[tuple[object, ...], Sequence[Fault]]
"""What was looked at, and what is to be said of it."""
_KEPT: Final = 3
"""States: the one in force, the one that is looked at, and one of somebody else's."""


def cautions(programme: Programme, roster: Roster, *, directory: Path) -> Iterator[Fault]:
    """What in the files of a folder may surprise, by file."""
    holders = UnitRoles.of(roster.memberships)
    for _, part in _PARTS:
        yield from part(programme, roster, directory, holders)


class ChangedCautions:
    """What the parts of two states say that look at something which is not the same in both: a change of a schedule
    needs nobody counted.

    What was found of the states that were looked at last is kept by what it was found in, whoever has changed what
    meanwhile: so only a new state is gone through, and of its lists only what differs.
    """

    def __init__(self) -> None:
        self._found: Mapping[_LooksAt, Sequence[_Found]] = {}
        self._holders: Sequence[UnitRoles] = ()

    def __call__(self, before: _State, after: _State, *, directory: Path) -> tuple[Sequence[Fault], Sequence[Fault]]:
        """Those before and those after."""
        changed = [(looks_at, part) for looks_at, part in _PARTS if looks_at(*before) != looks_at(*after)]
        if not changed:
            return [], []
        old, new = (
            [each for part in changed for each in self._said(part, side, directory)] for side in (before, after)
        )
        return old, new

    def _said(self, part: tuple[_LooksAt, _Part], side: _State, directory: Path) -> Sequence[Fault]:
        looks_at, says = part
        seen, kept = (directory, *looks_at(*side)), self._found.get(looks_at, ())
        for sight, faults in kept:
            if sight == seen:
                return faults
        programme, roster = side
        faults = [*says(programme, roster, directory, self._held(roster.memberships))]
        self._found = {**self._found, looks_at: ((seen, faults), *kept[: _KEPT - 1])}
        return faults

    def _held(self, memberships: frozenset[Membership]) -> UnitRoles:
        kept = self._holders
        for each in kept:
            if each.memberships == memberships:
                return each
        found = kept[0].now(memberships) if kept else UnitRoles.of(memberships)
        self._holders = (found, *kept[: _KEPT - 1])
        return found


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


def _zones(programme: Programme, roster: Roster, directory: Path, _holders: UnitRoles) -> Iterator[Fault]:
    organisation = programme.organisation
    of_units = {organisation.timezone, *(unit.timezone for unit in organisation.units)}
    of_people = {person.timezone for person in roster.people.values()}
    for file, found in ((PROGRAMME_FILE, of_units), (ROSTER_FILE, of_people - of_units)):
        for zone in sorted(zone for zone in found if zone is not None and is_fixed(zone)):
            said = Sentence.of("caution-fixed_zone", zone=shown(zone))
            yield Fault.saying(said, file=str(directory / file), key="timezone")


def _schedules(programme: Programme, _roster: Roster, directory: Path, holders: UnitRoles) -> Iterator[Fault]:
    yield from schedule_cautions(programme, holders, str(directory / PROGRAMME_FILE))


def _people_listed(_programme: Programme, roster: Roster, directory: Path, _holders: UnitRoles) -> Iterator[Fault]:
    file = str(directory / ROSTER_FILE)
    if not roster.people:
        yield Fault.saying(Sentence.of("caution-nobody"), file=file, key="row")
    for later, earlier in alike_in(roster).items():
        said = Sentence.of("caution-alike", later=shown(later), earlier=shown(earlier))
        yield Fault.saying(said, file=file, key="person_id")


def _teams(programme: Programme, roster: Roster, directory: Path, holders: UnitRoles) -> Iterator[Fault]:
    if not roster.people:
        return
    file, tree = str(directory / ROSTER_FILE), UnitTree.of(programme.organisation)
    least = programme.privacy.minimum_team
    small = small_teams(tree, holders, minimum_team=least)
    for unit in programme.organisation.microsystems:
        roles = holders.roles(unit.id)
        missing = tuple(
            Sentence.of("caution-no_role", role=role.value) for role in Role if role in CO_LEADS and role not in roles
        )
        if missing:
            is_read = not roles.isdisjoint(LEADS_AND_CHAMPIONS)
            text = "caution-no_leads" if is_read else "caution-no_leads_unread"
            yield Fault.saying(Sentence.of(text, unit=shown(unit.id), roles=missing), file=file, key="role")
        if Role.MEMBER not in roles:
            yield Fault.saying(Sentence.of("caution-no_members", unit=shown(unit.id)), file=file, key="unit")
        elif unit.id in small:
            yield Fault.saying(_counted(unit.id, small[unit.id], least), file=file, key="unit")


def _guardians(programme: Programme, roster: Roster, directory: Path, holders: UnitRoles) -> Iterator[Fault]:
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
    for person in sorted(holders.anywhere(Role.GUARDIAN) - named):
        said = Sentence.of("caution-guardian_of_nothing", person=shown(person))
        yield Fault.saying(said, file=str(directory / ROSTER_FILE), key="role")


def _counted(unit: UnitId, small: SmallTeam, least: int) -> Sentence:
    if not small.others:
        return Sentence.of("caution-too_few", unit=shown(unit), left=str(small.left), least=str(least))
    others = tuple(shown(team) for team in small.others)
    return Sentence.of("caution-pooled", unit=shown(unit), left=str(small.left), others=others)


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count} people are"


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
