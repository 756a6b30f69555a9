"""The rules of the administrator's files as a port: what the flows ask when a change comes from elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.errors import RoundsError
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Role, Roster
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import Wording, worded

Plain = str | int | list[str] | dict[str, str]
"""A value of a table of the programme, as the files have it: dates and times are texts, wordings stand by language."""
Keys = Mapping[str, Plain | None]
"""Keys of a table to be changed; None takes one out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFault:
    """Why a change cannot be made, as `rounds check` would say it."""

    key: str
    """Of the table or row that was to be changed; empty where another part of the programme speaks against it."""
    what: Wording


class EditRefused(RoundsError):
    """The files may not say what was wanted."""

    def __init__(self, faults: Iterable[EditFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.said(DEFAULT_LOCALE)))

    def said(self, locale: str) -> tuple[str, ...]:
        return tuple(worded(fault.what, locale) for fault in self.faults)


class ProgrammeRules(Protocol):
    """The rules of the administrator's files, for changes that come from elsewhere.

    An entry is a table of a list in `programme.toml` or `questions.toml`, such as a schedule, found by its id.
    """

    def entry(self, programme: Programme, table: str, identity: str) -> Mapping[str, Plain]:
        """Its keys; none where there is no such entry."""

    def with_entry(self, programme: Programme, table: str, identity: str | None, keys: Keys) -> Programme:
        """With these keys changed; a new entry (None) stands last. Raises EditRefused."""

    def with_more(self, programme: Programme, table: str, *more: Keys) -> Programme:
        """With more tables in a list whose tables have no id, such as quiet weeks. Raises EditRefused."""

    def without_one(self, programme: Programme, table: str, entry: Mapping[str, Plain]) -> Programme:
        """Without one table of such a list that says just this; as it is where there is none. Raises EditRefused."""

    def entries(self, programme: Programme, table: str) -> Sequence[Mapping[str, Plain]]:
        """All of a list, in order, also where its tables have no id."""

    def with_settings(self, programme: Programme, table: str, keys: Keys) -> Programme:
        """With keys changed in a table that stands alone, such as the budget. Raises EditRefused."""

    def with_nth(self, programme: Programme, table: str, place: int, keys: Keys) -> Programme:
        """With keys changed in the table at a place of such a list. Raises EditRefused."""

    def table(self, programme: Programme, name: str) -> Mapping[str, Plain]:
        """The keys of a table that there is once, such as `[help]`; none where there is no such table."""

    def with_table(self, programme: Programme, name: str, keys: Keys) -> Programme:
        """With these keys in such a table; without any it is gone. Raises EditRefused."""

    def without_entry(self, programme: Programme, table: str, identity: str) -> Programme:
        """Raises EditRefused."""

    def particulars(self, roster: Roster, person: PersonId) -> Mapping[str, str]:
        """What the rows of somebody on the roster have in common, by column."""

    def with_person(
        self, programme: Programme, roster: Roster, particulars: Mapping[str, str], roles: Iterable[tuple[UnitId, Role]]
    ) -> Roster:
        """With somebody's rows replaced, a row for each role; without any they have left. Raises EditRefused."""

    def wording_cautions(self, question: Question) -> Sequence[Wording]:
        """Which rules for the writing of questions its wordings break."""

    def new_cautions(self, before: tuple[Programme, Roster], after: tuple[Programme, Roster]) -> Sequence[Wording]:
        """What stops nothing and is worth telling of what is wanted, and was not yet true of what stands."""
