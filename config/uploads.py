"""An uploaded list read by the rules of `roster.csv`: by the same reader, to the same people."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.channel_port import Channels
from bot.domain.administration.upload.columns import UploadedTable
from bot.domain.administration.upload.scope import RowFault, RowsRefused, UploadScope
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme
from config.faults import InputWrong
from config.roster import read_rows
from config.roster_rows import folded
from config.units import KnownUnits
from config.upload_files import read_table
from config.writers import particulars_of

MOST_FAULTS: Final = 1_000


class UploadedTables:
    """Meets `bot.flows.administration.upload.rules.UploadRules`."""

    def __init__(self, *, channels: Channels) -> None:
        self._channels = channels

    def table(self, raw: bytes) -> UploadedTable:
        return read_table(raw)

    def particulars(self, roster: Roster, person: PersonId) -> Mapping[str, str]:
        return particulars_of(roster, person, channels=self._channels)

    def people(self, programme: Programme, scope: UploadScope, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Roster:
        parents = KnownUnits.of(programme.organisation).parent_of
        own = {unit: above if above in scope.units else None for unit, above in parents.items() if unit in scope.units}
        cells = ((line, {name: folded(name, cell) for name, cell in row.items()}) for line, row in rows)
        try:
            units = KnownUnits(parent_of=own, names=list(scope.units.values()))
            return read_rows(cells, units, channels=self._channels, most=MOST_FAULTS)
        except InputWrong as error:
            found = [RowFault(line=fault.line or 0, column=fault.key, what=fault.wording) for fault in error.faults]
            raise RowsRefused(found, has_more=len(found) >= MOST_FAULTS) from error
