"""Whether every page of the year tells what its released cells and its lists say, and nothing else.

The adversary computes each fact of the pages of made-up histories in a way of its own. Here it reads a hospital in
which people have lived.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from storage.database import Database
from tests.adversary.from_cells import FromCells, Wrong
from tests.adversary.histories import FIRST, History, Spell
from tests.adversary.play import Played
from tests.adversary.rolls import Rolls
from tests.year.ward import FIRST_WEEK, NAMES, PEOPLE, TEAMS, Someone, programme

assert FIRST == FIRST_WEEK
SOMEBODY = frozenset({PersonId("somebody")})


async def wrong(database: Database, *, quiet: Sequence[IsoWeek] = ()) -> tuple[int, Sequence[Wrong]]:
    """How many pages there are, and what on them follows from no cell. `quiet`: weeks in which nobody was asked."""
    played = await _played(database, quiet)
    return len(played.pages), list(FromCells(played).wrong())


async def _played(database: Database, quiet: Sequence[IsoWeek]) -> Played:
    tree = UnitTree.of(programme().organisation)
    async with database.reading() as work:
        closed = await work.weeks.closed_through()
        assert closed is not None
        weeks = closed - FIRST + 1
        history = _history(weeks, quiet)
        played = Played(history=history, tree=tree, rolls=Rolls(history))
        for unit in NAMES:
            for digest in await work.weeks.digests(unit, since=FIRST):
                played.pages[unit, digest.week - FIRST] = digest
        played.rows += await work.weeks.releases(list(NAMES), FIRST, closed)
        for number in range(weeks):
            atoms = await work.cells.atoms(FIRST + number)
            if atoms is None:
                continue
            played.atoms[number] = atoms
            for cell in (await work.cells.of_week(FIRST + number, atoms)).values():
                if isinstance(cell, ParticipationCell):
                    played.cells[cell.atom.teams, number] = cell
    return played


def _history(weeks: int, quiet: Sequence[IsoWeek]) -> History:
    asked = {
        (team, number): frozenset[PersonId]() if FIRST + number in quiet else SOMEBODY
        for team in TEAMS
        for number in range(weeks)
    }
    parents: Mapping[UnitId, UnitId | None] = {unit.id: unit.parent for unit in programme().organisation.units}
    return History(
        seed=0,
        parents=parents,
        weeks=weeks,
        spells=[spell for each in PEOPLE for spell in _spells(each, weeks)],
        joined={},
        plan=asked,
        questions=(),
        asked={},
        heard={},
        names=NAMES,
    )


def _spells(someone: Someone, weeks: int) -> Iterator[Spell]:
    """The weeks at whose close, on the Monday after, somebody stands on the list: whoever has left stays until their
    row is taken out, which nobody does here."""
    listed = [number for number in range(weeks) if someone.came <= (FIRST + number).monday() + timedelta(weeks=1)]
    for unit in someone.units if listed else ():
        for role in someone.roles:
            yield Spell(person=someone.id, unit=unit, role=role, first=listed[0], last=listed[-1])
