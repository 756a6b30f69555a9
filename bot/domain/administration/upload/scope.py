"""What of an uploaded list counts for whoever uploads it, and what they have chosen about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.administration.upload.columns import UploadColumn
from bot.domain.errors import RoundsError
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Channel, Role
from bot.domain.texts.sentences import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadScope:
    """Whose roles an upload may change."""

    by: PersonId
    units: Mapping[UnitId, str]
    """Those that they administer, with their names, in the order of the tree."""
    everything: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadChoices:
    columns: tuple[UploadColumn | None, ...]
    """What each column is; None for one that is not used."""
    unit: UnitId | None
    """The team of those of whom no column says it; None leaves it open."""
    role: Role
    """The role of those of whom no column says it."""
    channel: Channel
    """The channel of newcomers of whom no column says it."""
    missing_leave: bool = False
    """Whether people who are not in the file leave the units that it names."""
    leave_out: bool = False
    """Whether rows with units that are not theirs are passed over."""
    same_named: bool | None = None
    """Whether ids that differ only by capitals or leading zeros are one person where the name is the same too; None as
    long as nobody has said it."""
    same_renamed: bool | None = None
    """The same where the name is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong in one row of an uploaded list."""

    line: int
    column: str
    what: Wording


class RowsRefused(RoundsError):
    """Rows that a roster could not have."""

    def __init__(self, faults: Iterable[RowFault], *, has_more: bool = False) -> None:
        """`has_more`: whether there may be more behind the last one, where nobody has looked."""
        self.faults, self.has_more = tuple(faults), has_more
        super().__init__(f"{len(self.faults)} faults")


class UploadRefused(RoundsError):
    """A file that cannot be read at all; `why` is the end of a text's name."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPlan:
    """What a list would do, in plain words and numbers, so that it can be kept between two pages."""

    based_on: int
    """The revision that it was compared with."""
    faults: Sequence[Sequence[object]] = ()
    """Line, column, what is wrong."""
    read_until: int = 0
    """The line behind which no more was looked for, because so much was wrong; 0 where all lines were read."""
    changes: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    """By kind, for each person: name, id, what was, what will be."""
    cautions: Sequence[str] = ()
    unchanged: int = 0
    missing: int = 0
    """How many on the list are not in the file, of the units that it names."""
    missing_leave: bool = False
    """Whether they leave these."""
    left_out: int = 0
    """Rows of units that are not theirs."""
    left_out_units: Sequence[str] = ()
    kept: int = 0
    """People of whom only roles change, because they belong to others' units, too."""
    named: Sequence[Sequence[str]] = ()
    """Ids that differ only by capitals or leading zeros: id and name in the file, id and name on the list."""
    renamed: Sequence[Sequence[str]] = ()
    leaving: int = 0
    asks_again: bool = False
    """Whether the number of those who leave has to be given."""
    fingerprint: str = ""

    @property
    def has_questions(self) -> bool:
        return bool(self.named or self.renamed)
