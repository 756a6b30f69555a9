"""Who could read what somebody raises: the other co-leads of each of their units, or the guardians for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import CO_LEADS, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.raising.notes import Readers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderChoice:
    """One choice of readers; it exists only where somebody can be reached."""

    to: Readers
    unit: UnitId
    readers: tuple[TeamMember, ...]
    guardians: tuple[PersonId, ...]
    """Whom it goes to if none of the readers answers."""
    writer_leads: bool = False
    """Whether the writer leads the same team, so that its leads may notice who did not get it."""

    def __post_init__(self) -> None:
        if not self.readers:
            raise ValueError("a choice needs readers")


def guardians_of(programme: Programme, unit: UnitId) -> tuple[PersonId, ...]:
    """Those named for the unit, or for the nearest unit above it that names any."""
    for each in (unit, *programme.organisation.ancestors(unit)):
        named = tuple(guardian.person for guardian in programme.guardians if each in guardian.units)
        if named:
            return tuple(dict.fromkeys(named))
    return ()


def reader_choices(
    programme: Programme,
    writer: PersonId,
    teams: Mapping[UnitId, Sequence[TeamMember]],
    people: Mapping[PersonId, TeamMember],
) -> tuple[ReaderChoice, ...]:
    """`teams`: everybody of the writer's own units. `people`: the guardians on the list, as they are reached.

    Who cannot be reached is nobody's reader, and nobody is their own. The same guardians are one choice, whatever unit
    they are for.
    """
    found: list[ReaderChoice] = []
    of_guardians: dict[tuple[PersonId, ...], ReaderChoice] = {}
    for unit, team in teams.items():
        named = (people[each] for each in guardians_of(programme, unit) if each in people)
        guardians = tuple(each for each in named if each.person.id != writer and each.address is not None)
        leads = tuple(
            each for each in team if each.roles & CO_LEADS and each.person.id != writer and each.address is not None
        )
        if leads:
            asked = {each.person.id for each in leads}
            others = tuple(each.person.id for each in guardians if each.person.id not in asked)
            is_lead = any(each.person.id == writer and each.roles & CO_LEADS for each in team)
            found.append(
                ReaderChoice(to=Readers.LEADS, unit=unit, readers=leads, guardians=others, writer_leads=is_lead)
            )
        if guardians:
            choice = ReaderChoice(to=Readers.GUARDIAN, unit=unit, readers=guardians, guardians=())
            of_guardians.setdefault(tuple(each.person.id for each in guardians), choice)
    return (*found, *of_guardians.values())
