"""Epochs, blocks and quarters: whose answers lie under which key, and when that key is destroyed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum, StrEnum

from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.quarters import Block, Quarter, block_lengths, longest_life


class EpochState(StrEnum):
    OPEN = "open"
    FINISHED = "finished"
    """Its last week is closed: nothing is filed under its key any more, and the key lives on for the detector."""
    CLOSED = "closed"
    LOST = "lost"
    """Closed by an administrator after its key was lost: its answers were deleted unread."""


class KeyDerivation(IntEnum):
    """How the keys of single purposes are made from an epoch's secret; an epoch keeps its own to the end."""

    LABELLED_HMAC = 1
    """One HMAC-SHA256 of a label; for epochs that began before the other was used."""
    HKDF_EXPAND = 2
    """RFC 5869."""


SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochKey:
    """The secret of an epoch, and how keys are derived from it."""

    secret: bytes = field(repr=False)  # must never come into a log
    derivation: KeyDerivation

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"the secret of an epoch has {SECRET_BYTES} bytes, this one has {len(self.secret)}")


SETTLED_STATES = frozenset({EpochState.CLOSED, EpochState.LOST})
"""Nothing is left to be done about these."""
REST = timedelta(hours=24)
LAST_ZONE = timedelta(hours=12)
"""How far the westernmost zone lags behind UTC."""
LONGEST_GRACE = timedelta(days=7)
"""Weeks that cannot be closed keep a key alive no longer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """The `weeks` ISO weeks from `first` whose answers lie under one key: a block of its quarter, or what is left of
    one after a loss.

    Epochs from before every block had a key of its own are whole quarters, and end with them.
    """

    first: IsoWeek
    weeks: int
    quarter: Quarter
    number: int
    """Of the block in its quarter; 0 where the epoch is a whole quarter."""
    lives_through: IsoWeek
    """The last of the weeks whose close still needs its key."""
    weeks_of_life: int
    """The most weeks for which its answers live, as people were told when its key was made: whatever is told later of
    other blocks, these keep it."""
    fingerprint: str = ""
    """Tells a lost or foreign key; not the key itself."""
    state: EpochState = EpochState.OPEN
    told_at: datetime | None = None
    """When the members of a whole quarter were told that a new rule follows it."""

    @property
    def id(self) -> EpochId:
        return EpochId(str(self.first))

    @property
    def last(self) -> IsoWeek:
        return self.first + (self.weeks - 1)

    def __contains__(self, week: IsoWeek) -> bool:
        return self.first <= week <= self.last

    @property
    def ends_with_quarter(self) -> bool:
        """Begun before every block had a key of its own: it dies with its last week, not after later blocks."""
        return self.lives_through == self.last

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The release periods under its key: one, but for whole quarters from before."""
        if self.first == self.quarter.first and self.weeks == self.quarter.weeks:
            return self.quarter.blocks
        return (Block(quarter=self.quarter.first, number=self.number, first=self.first, last=self.last),)

    def block_of(self, week: IsoWeek) -> Block:
        """The block in which a week lies; raises ValueError outside the epoch."""
        for block in self.blocks:
            if block.first <= week <= block.last:
                return block
        raise ValueError(f"{week} lies outside the epoch from {self.first} to {self.last}")

    @property
    def destroyed_at(self) -> datetime:
        """When its key is destroyed if all goes well: 24 hours after its life has ended everywhere on earth, UTC."""
        return _end_of(self.lives_through) + LAST_ZONE + REST

    def destroyed_by(self, *, first_opening: datetime | None) -> datetime:
        """When its key is destroyed even though weeks could not be closed: a week after its life has ended, and never
        later than what people were told. Its answers were given after `first_opening` of a round."""
        latest = _end_of(self.lives_through) + LONGEST_GRACE
        return latest if first_opening is None else min(latest, first_opening + timedelta(weeks=self.weeks_of_life))


def oldest_living(weeks_of_life: int, *, now: datetime) -> IsoWeek:
    """The first week of which an answer may still live, in whatever zone it was given."""
    return IsoWeek.of((now - LAST_ZONE).date()) - weeks_of_life


def planned_epoch(
    week: IsoWeek,
    *,
    before: Epoch | None,
    start: IsoWeek,
    after: IsoWeek | None,
    quarter_weeks: int,
    live_blocks: int,
    weeks_of_life: int,
) -> Epoch:
    """The epoch over a week that none covers yet: in step with the one `before` it, and clipped where another begins
    with `after`. Where there was none before, quarters are counted from `start`."""
    quarter = Quarter(first=start, weeks=quarter_weeks) if before is None else before.quarter
    if week not in quarter:
        begins = quarter.last + 1 if before is not None else start
        quarter = Quarter(first=begins + (week - begins) // quarter_weeks * quarter_weeks, weeks=quarter_weeks)
    block = quarter.block_of(week)
    first = block.first if before is None else max(block.first, before.last + 1)
    last = block.last if after is None else min(block.last, after - 1)
    lengths = [each.last - each.first + 1 for each in quarter.blocks[block.number + 1 :]]
    cycle = block_lengths(quarter_weeks)
    while len(lengths) < live_blocks:
        lengths += cycle
    # A quarter that was planned under another setting must not lengthen what people are told today.
    longest = longest_life(quarter_weeks, live_blocks) - (block.last - first + 1)
    lives = block.last + min(sum(lengths[:live_blocks]), longest)
    return Epoch(
        first=first,
        weeks=last - first + 1,
        quarter=quarter,
        number=block.number,
        lives_through=lives,
        weeks_of_life=weeks_of_life,
    )


def _end_of(week: IsoWeek) -> datetime:
    return datetime.combine((week + 1).monday(), time(0, 0), tzinfo=UTC)
