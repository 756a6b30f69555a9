"""Whether a programme and its people can be written as files that are read again as the same."""

from collections.abc import Mapping, Sequence

from bot.channel_port import Channels
from bot.domain.administration.revisions import ProgrammeState
from bot.domain.identifiers import UnitId
from bot.domain.organisation.differing import differing
from bot.domain.organisation.people import Roster
from bot.domain.organisation.units import Organisation
from bot.domain.programme.diff import programme_changes, roster_changes
from bot.domain.programme.programme import Programme
from bot.domain.texts.sentences import Sentence, Wording, elsewhere
from bot.ports import Recurrence
from config.faults import InputWrong
from config.files import in_memory
from config.folder import read_files
from config.programme import PROGRAMME_FILE
from config.questions import QUESTIONS_FILE
from config.roster import ROSTER_FILE, read_roster
from config.units import KnownUnits
from config.writers import programme_toml, questions_toml, roster_csv


def faults_as_files(
    programme: Programme, roster: Roster, *, recurrence: Recurrence, channels: Channels
) -> Sequence[Wording]:
    """What `rounds check` would say to them, and what would not be read back as it is."""
    texts = {
        PROGRAMME_FILE: programme_toml(programme),
        QUESTIONS_FILE: questions_toml(programme.questions.values()),
        ROSTER_FILE: roster_csv(roster, channels=channels),
    }
    try:
        read = read_files(in_memory(texts), recurrence=recurrence, channels=channels)
    except InputWrong as error:
        return [elsewhere(fault.key, fault.wording) for fault in error.faults]
    if (read.programme, read.roster) == (programme, roster):
        return []
    changes = programme_changes(programme, read.programme) + roster_changes(roster, read.roster)
    return [Sentence.of("change-refused-not_kept", what=each.what, value=each.after or each.before) for each in changes]


def faults_of_change(
    before: ProgrammeState, programme: Programme, roster: Roster, *, recurrence: Recurrence, channels: Channels
) -> Sequence[Wording]:
    """The same of a change of what is in force, and therefore fits: of thousands of people only the rows of those are
    written and read whom the change touches. Where these have a fault, all is looked at, to say what the files would.
    """
    if before.programme is not None:
        touched = _touched(before.programme, before.roster, programme, roster)
        if before.programme == programme:
            fits = _rows_fit(programme, touched, channels=channels)
        else:
            fits = not faults_as_files(programme, touched, recurrence=recurrence, channels=channels)
        if fits and _guardians_listed(programme, roster):
            return []
    return faults_as_files(programme, roster, recurrence=recurrence, channels=channels)


def _rows_fit(programme: Programme, roster: Roster, *, channels: Channels) -> bool:
    if not roster.people:
        return True
    texts, units = {ROSTER_FILE: roster_csv(roster, channels=channels)}, KnownUnits.of(programme.organisation)
    try:
        return not roster_changes(roster, read_roster(in_memory(texts), units, channels=channels))
    except InputWrong:
        return False


def _guardians_listed(programme: Programme, roster: Roster) -> bool:
    return not roster.people or all(each.person in roster.people for each in programme.guardians)


def _touched(before: Programme, known: Roster, after: Programme, roster: Roster) -> Roster:
    """Of the new list: who differs, who has an address that one of them is given, who is in a unit that may hold
    others than before, and who is a guardian."""
    people = set(differing(known, roster))
    given = {roster.addresses[each].value for each in people if each in roster.addresses}
    if given:
        people |= {person for person, address in roster.addresses.items() if address.value in given}
    if before.organisation != after.organisation:
        same = _units(before.organisation).items() & _units(after.organisation).items()
        stay = {unit for unit, _ in same}
        people |= {each.person for each in roster.memberships if each.unit not in stay}
    people |= {each.person for each in after.guardians}
    return Roster(
        people={person: who for person, who in roster.people.items() if person in people},
        memberships=frozenset(each for each in roster.memberships if each.person in people),
        addresses={person: roster.addresses[person] for person in people if person in roster.addresses},
    )


def _units(organisation: Organisation) -> Mapping[UnitId, bool]:
    """Each unit, and whether there are others below it: then it has no members."""
    parents = {unit.parent for unit in organisation.units}
    return {unit.id: unit.id in parents for unit in organisation.units}
