"""What was made of it: closed weeks with their releases and digests, and the loop."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.identifiers import (
    ActionId,
    FlagId,
    PersonId,
    UnitId,
)
from bot.domain.loop import ExpectedReply, Flag, FlagReply, JudgedFlag, LoopAction, ToldBack
from bot.domain.records import FrozenDigest, Presence, Release, Snapshot
from bot.domain.weeks import IsoWeek


class Weeks(Protocol):
    """Closed weeks: participation, detector states, snapshots, releases, flags and digests."""

    async def newest_closed(self) -> IsoWeek | None: ...

    async def closed_through(self) -> IsoWeek | None:
        """The newest week that is closed or being closed: what belongs to it and before may not change any more."""

    async def oldest_open_week(self) -> IsoWeek | None:
        """The week of the oldest round that no closed week covers; None before the first round."""

    async def claim(self, week: IsoWeek, *, at: datetime) -> bool: ...

    async def finish(self, week: IsoWeek) -> None:
        """All units of the claimed week are done; `newest_closed` may name it."""

    async def unfinished(self) -> IsoWeek | None:
        """A week that was claimed and not finished: a crash to be continued."""

    async def add_presence(self, rows: Sequence[Presence]) -> None: ...

    async def presence(self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek) -> Sequence[Presence]: ...

    async def states(self, units: Collection[UnitId]) -> Mapping[UnitId, bytes]:
        """Participation-side detector states, which live across epochs."""

    async def put_states(self, states: Mapping[UnitId, bytes], *, week: IsoWeek) -> None: ...

    async def put_snapshots(self, snapshots: Sequence[Snapshot]) -> None: ...

    async def snapshots(self, unit: UnitId, first: IsoWeek, last: IsoWeek) -> Sequence[Snapshot]:
        """In order of weeks."""

    async def add_releases(self, releases: Sequence[Release]) -> None:
        """Idempotent per (unit, kind, period)."""

    async def releases(self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek) -> Sequence[Release]: ...

    async def told(self, units: Collection[UnitId], week: IsoWeek) -> Sequence[Release]:
        """What was shown when a block ended in `week` (`TOLD_WITH_BLOCKS`), without the people behind it."""

    async def add_digest(self, digest: FrozenDigest) -> bool:
        """False if the digest of that unit and week was frozen before; it is never revised."""

    async def add_digests(self, digests: Sequence[FrozenDigest]) -> None:
        """`add_digest` for many; those frozen before stay as they are."""

    async def digest(self, unit: UnitId, week: IsoWeek | None = None) -> FrozenDigest | None:
        """The digest of a week, or the newest."""

    async def undelivered_digests(self, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        """Frozen digests not yet handed to delivery."""

    async def mark_digest_handed_over(self, unit: UnitId, week: IsoWeek) -> None: ...


class Loop(Protocol):
    """Flags with their replies, actions, and what was told back."""

    async def add_flag(self, flag: Flag) -> None: ...

    async def flag(self, flag: FlagId) -> Flag | None: ...

    async def flags(self, units: Collection[UnitId], since: IsoWeek) -> Sequence[Flag]: ...

    async def judged(self, since: IsoWeek) -> Sequence[JudgedFlag]:
        """Every flag since a week, of all units, with the newest reply to it."""

    async def add_reply(self, reply: FlagReply) -> bool:
        """False if this person has replied to this flag in the same way before."""

    async def set_reply_words(self, reply: FlagReply) -> None:
        """Give this person's reply of this verdict the words they wrote after pressing; the newest words stand."""

    async def replies(self, flag: FlagId) -> Sequence[FlagReply]: ...

    async def replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[FlagReply]]:
        """`replies` for many, oldest first; flags without any are left out."""

    async def save_action(self, action: LoopAction) -> None: ...

    async def action(self, action: ActionId) -> LoopAction | None: ...

    async def open_actions(self, units: Collection[UnitId]) -> Sequence[LoopAction]:
        """Proposed and open, oldest first."""

    async def closed_actions(self, units: Collection[UnitId], since: datetime) -> Sequence[LoopAction]: ...

    async def add_told(self, told: ToldBack) -> None: ...

    async def news_for(self, person: PersonId, unit: UnitId) -> ToldBack | None:
        """The newest thing told back to the team that this person has not been shown."""

    async def news(self, wanted: Collection[tuple[PersonId, UnitId]]) -> Mapping[tuple[PersonId, UnitId], ToldBack]:
        """`news_for` for many; only those who have news."""

    async def mark_shown(self, person: PersonId, told: str) -> None: ...

    async def expect(self, reply: ExpectedReply) -> None: ...

    async def expected(self, person: PersonId, *, now: datetime) -> ExpectedReply | None: ...

    async def forget_expected(self, person: PersonId) -> None: ...
