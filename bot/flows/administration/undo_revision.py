"""Turning back what one revision changed, by a new revision."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.administration.log import Author
from bot.domain.administration.merge import merge, with_versions_raised
from bot.domain.administration.revisions import PersonRow, ProgrammeState, RevisionParts, roster_of
from bot.domain.administration.rights import HeldRoles, may_undo, moved_units
from bot.domain.errors import RoundsError
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Roster
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.texts.sentences import Sentence
from bot.flows.administration.revise_programme import Revised, ReviseProgramme
from bot.flows.administration.state import newest_state
from bot.ports import Storage
from bot.programme_rules import EditFault, EditRefused, ProgrammeRules


class CannotUndo(RoundsError):
    """A revision cannot be turned back; the words say why."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(str(said))
        self.said = said


class UndoRevision:
    """What a revision changed says again what it said before, by id; refused where any of it was changed since.

    - Whoever left comes back to the teams and roles they had. Their time there goes on if they were away for less than
      `COMES_BACK_WITHIN`, and otherwise begins anew.
    - A wording comes back as the next version, because versions only rise.
    - Addresses stay as they are: people gave them. Links and codes that ended have ended for good.
    """

    def __init__(self, *, storage: Storage, revise: ReviseProgramme) -> None:
        self._storage, self._revise = storage, revise

    async def __call__(
        self, number: int, *, author: Author, leave: int | None = None, dry_run: bool = False
    ) -> Revised:
        """Raises `CannotUndo`, and what `ReviseProgramme` raises, before anything is written."""
        async with self._storage.reading() if dry_run else self._storage.writing() as work:
            if not dry_run:
                await work.revisions.claim()
            now = await newest_state(work)
            if now.programme is None or not 0 < number <= now.number:
                raise CannotUndo(Sentence.of("change-undo-none", number=str(number), newest=str(now.number)))
            parts = await work.revisions.parts(number)
            programme, roster = _turned_back(number, parts, now.programme, now.roster)
            return await self._revise.within(
                work, now, programme, roster, author=author, undoes=number, leave=leave, dry_run=dry_run
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnBack:
    """What a revision changed, as it was before it: a change that is looked at and saved like any other."""

    number: int
    parts: RevisionParts | None
    """None where they were not recorded."""

    def __call__(self, programme: Programme, roster: Roster, _rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        try:
            return _turned_back(self.number, self.parts, programme, roster)
        except CannotUndo as refused:
            raise EditRefused([EditFault(key="", what=refused.said)]) from refused


class FindRevision:
    """A revision, for those who may turn it back."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, number: int, *, held: HeldRoles, tree: UnitTree) -> TurnBack | None:
        """None where there is none, or it is about more than somebody with these roles may change."""
        async with self._storage.reading() as work:
            if not 0 < number <= await work.revisions.newest():  # no database is asked for more than it can count
                return None
            entries = await work.administration_log.entries(revisions=[number])
            parts = await work.revisions.parts(number)
        about = [frozenset() if each.words is None else each.words.units for each in entries]
        if parts is not None and parts.programme is not None and parts.programme.before is not None:
            about += moved_units(parts.programme.before, parts.programme.after)
        people = () if parts is None else parts.people.values()
        if not entries or not may_undo(about, people, held, tree):
            return None
        return TurnBack(number=number, parts=parts)


def _turned_back(
    number: int, parts: RevisionParts | None, programme: Programme, roster: Roster
) -> tuple[Programme, Roster]:
    """Programme and people of now without what a revision changed. Raises `CannotUndo`."""
    if parts is None:
        raise CannotUndo(Sentence.of("change-undo-not_recorded", number=str(number)))
    if parts.programme is not None and parts.programme.before is None:
        raise CannotUndo(Sentence.of("change-undo-first", number=str(number)))
    about = frozenset(parts.people)
    now = ProgrammeState(programme=programme, roster=_only(roster, about), number=number)
    found = merge(base=_side(parts, now, after=True), mine=_side(parts, now, after=False), theirs=now)
    if found.conflicts:
        raise CannotUndo(Sentence.of("change-undo-changed", number=str(number), what=tuple(found.conflicts)))
    return with_versions_raised(found.programme, programme), _with(roster, found.roster, about) if about else roster


def _only(roster: Roster, about: Collection[PersonId]) -> Roster:
    """These people alone: of ten thousand a revision is about few, and nobody else is compared."""
    people = {person: roster.people[person] for person in sorted(about) if person in roster.people}
    return Roster(people=people, memberships=_held_by(roster, about))


def _with(roster: Roster, found: Roster, about: Collection[PersonId]) -> Roster:
    """With these people as they were found, each where they stood, and without addresses, which changes none."""
    stay = {person: each for person, each in roster.people.items() if person in found.people or person not in about}
    memberships = (roster.memberships - _held_by(roster, about)) | found.memberships
    return Roster(people={**stay, **found.people}, memberships=memberships)


def _held_by(roster: Roster, people: Collection[PersonId]) -> frozenset[Membership]:
    return frozenset(each for each in roster.memberships if each.person in people)


def _side(parts: RevisionParts, now: ProgrammeState, *, after: bool) -> ProgrammeState:
    """What a revision changed, as it was before or after, in what stands now."""
    rows: dict[PersonId, PersonRow] = {}
    for person, sides in sorted(parts.people.items()):  # they lie in no order, and are read by id
        row = sides.after if after else sides.before
        if row is not None:
            rows[person] = row
    programme = now.programme
    if parts.programme is not None:
        programme = parts.programme.after if after else parts.programme.before
    return ProgrammeState(programme=programme, roster=roster_of(rows), number=now.number)
