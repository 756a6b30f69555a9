"""Who could read what somebody raises: the other co-leads of each of their units, or the guardians for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import CO_LEADS, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.raising.notes import Readers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderChoice:
    """One choice of readers; it exists only where it comes to somebody, be it a guardian in the end."""

    to: Readers
    unit: UnitId
    readers: tuple[TeamMember, ...]
    guardians: tuple[PersonId, ...]
    """Whom it goes to if none of the readers answers."""
    is_among_own: bool = False
    """Whether the writer leads with them: whoever of the leads got nothing has written it."""

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

    Leads are named by the list alone, so that nobody learns who of them has shut Rounds out: what does not reach them
    goes on to a guardian. With neither a lead nor a guardian who can be reached it would stay unread, so there is no
    choice. After guardians there is nobody, so they are named only if they can be reached. Nobody is their own reader.
    The same guardians are one choice, whatever unit they are for.
    """
    found: list[ReaderChoice] = []
    of_guardians: dict[tuple[PersonId, ...], ReaderChoice] = {}
    for unit, team in teams.items():
        named = (people[each] for each in guardians_of(programme, unit) if each in people)
        guardians = tuple(each for each in named if each.person.id != writer and each.address is not None)
        leading = [each for each in team if each.roles & CO_LEADS]
        leads = tuple(each for each in leading if each.person.id != writer)
        if leads and (guardians or any(each.address is not None for each in leads)):
            asked = {each.person.id for each in leads}
            others = tuple(each.person.id for each in guardians if each.person.id not in asked)
            found.append(
                ReaderChoice(
                    to=Readers.LEADS,
                    unit=unit,
                    readers=leads,
                    guardians=others,
                    is_among_own=len(leading) > len(leads),
                )
            )
        if guardians:
            choice = ReaderChoice(to=Readers.GUARDIAN, unit=unit, readers=guardians, guardians=())
            of_guardians.setdefault(tuple(each.person.id for each in guardians), choice)
    return (*found, *of_guardians.values())
