"""What was made of it: closed weeks with their releases and digests, and the loop."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NewType, Protocol

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.ledger import Release
from bot.domain.identifiers import (
    UnitId,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import UnitState

ReadyReleases = NewType("ReadyReleases", object)
"""A week's releases as a storage is going to keep them; only that storage knows what is in it."""
ReadyDigests = NewType("ReadyDigests", object)
"""Digests as a storage is going to keep them, in the same way."""


class Weeks(Protocol):
    """Closed weeks: states, releases and digests."""

    async def newest_closed(self) -> IsoWeek | None: ...

    async def closed_through(self) -> IsoWeek | None:
        """The newest week that is closed or being closed: what belongs to it and before may not change any more."""

    async def oldest_open_week(self) -> IsoWeek | None:
        """The week of the oldest round that no closed week covers; None before the first round."""

    async def claim(self, week: IsoWeek, *, at: datetime) -> bool: ...

    async def hold(self, week: IsoWeek) -> bool:
        """Whether it is claimed and not finished; if so, nobody else holds it until this transaction ends."""

    async def finish(self, week: IsoWeek) -> None:
        """All units of the claimed week are done; `newest_closed` may name it."""

    async def unfinished(self) -> IsoWeek | None:
        """A week that was claimed and not finished: a crash to be continued."""

    async def not_forgotten(self) -> IsoWeek | None:
        """The oldest week that is finished and of whose presses something is left."""

    async def skipped(self, first: IsoWeek, last: IsoWeek) -> frozenset[IsoWeek]:
        """Those of these weeks that a restore skipped."""

    async def note_forgotten(self, week: IsoWeek) -> None: ...

    async def forget_late(self) -> int:
        """Remove what was sent about questions of forgotten weeks, where it has come to an end, and where it is shown;
        of what was said back to people in such weeks leave the day. At most a thousand of each. Says how many."""

    async def forget_asked(self, *, before: IsoWeek) -> int:
        """Remove the questions of weeks before this one, at most a thousand, where their week is forgotten. Says how
        many."""

    async def forget_silences(self) -> None:
        """Of whoever has no question any more that reached them, leave how many in a row they did not answer."""

    async def unit_states(self, units: Collection[UnitId], *, before: IsoWeek) -> Mapping[UnitId, UnitState]:
        """Each unit's newest state from before a week: the one that the week is closed from, also when it was closed
        halfway before."""

    async def put_unit_states(self, states: Mapping[UnitId, UnitState]) -> None:
        """Keep these, and of each unit the newest one before."""

    async def forget_retired(self, *, before: datetime) -> None:
        """Remove the states of units that were retired before that moment and have not been taken back since."""

    async def organisation_state(self, *, before: IsoWeek) -> UnitState | None:
        """`unit_states` for the organisation as a whole."""

    async def put_organisation_state(self, state: UnitState) -> None: ...

    async def pending_releases(self, week: IsoWeek) -> Sequence[Release]:
        """All that was decided on a week, if the ledger may still lack a part of it; otherwise nothing."""

    async def ready_to_wait(self, releases: Sequence[Release]) -> ReadyReleases:
        """Made while nobody waits to write: those of a thousand teams take a third of a second."""

    async def put_pending_releases(self, week: IsoWeek, releases: ReadyReleases) -> None:
        """Keep these as one piece until every release of the week stands in the ledger.

        A large hospital's releases are too many for one short transaction. Written in several, they could be cut in
        two by a crash and the second half be decided again, perhaps for other readers, and two figures might then
        differ by a few people. So they are decided once, and whoever takes the week up again keeps to it.
        """

    async def drop_pending_releases(self, week: IsoWeek) -> None:
        """The ledger holds them all; those of earlier weeks go, too."""

    async def add_releases(self, releases: Sequence[Release]) -> None:
        """Idempotent per (unit, kind, period)."""

    async def releases(self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek) -> Sequence[Release]: ...

    async def organisation_releases(self, first: IsoWeek, last: IsoWeek) -> Sequence[Release]:
        """`releases` of the organisation as a whole."""

    async def released_in(self, units: Collection[UnitId], week: IsoWeek) -> Sequence[Release]:
        """What was shown when a block ended in `week` (`BLOCK_END_KINDS`), without the people behind it."""

    async def ready_digests(self, digests: Sequence[FrozenDigest]) -> ReadyDigests:
        """Made while nobody waits to write: a hundred take the twentieth part of a second."""

    async def add_digests(self, digests: ReadyDigests) -> frozenset[UnitId]:
        """Freeze them; what was frozen before for a unit and week stays as it is and is never revised. Of which units
        one was frozen now."""

    async def digest(self, unit: UnitId, week: IsoWeek | None = None) -> FrozenDigest | None:
        """The digest of a week, or the newest."""

    async def digests(self, unit: UnitId, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        """Those of a week and later, newest first."""

    async def steps_suggested(self, units: Collection[UnitId], *, since: IsoWeek) -> Mapping[UnitId, frozenset[str]]:
        """The steps that the digests of these units have suggested since a week, that week included."""

    async def undelivered_digests(self, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        """Frozen digests not yet handed to delivery."""

    async def mark_digest_handed_over(self, unit: UnitId, week: IsoWeek) -> None: ...
