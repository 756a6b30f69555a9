"""The rules of the administrator's files, for a list that is uploaded."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.domain.administration.upload.columns import UploadedTable
from bot.domain.administration.upload.scope import UploadScope
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme


class UploadRules(Protocol):
    """What takes long is called on a thread of its own."""

    def table(self, raw: bytes) -> UploadedTable:
        """Raises UploadRefused."""

    def particulars(self, roster: Roster, person: PersonId) -> Mapping[str, str]:
        """What the rows of somebody on the roster have in common, by column."""

    def people(self, programme: Programme, scope: UploadScope, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Roster:
        """People and roles of whole rows, each with its line. Raises RowsRefused."""
