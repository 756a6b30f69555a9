"""Follow up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.follow_up.actions import (
    Action,
    TeamUpdate,
)
from bot.domain.follow_up.flags import (
    AnsweredFlag,
    Flag,
    FlagReply,
    HelpReply,
)
from bot.domain.identifiers import (
    ActionId,
    FlagId,
    PersonId,
    UnitId,
)
from bot.domain.iso_weeks import IsoWeek


class Loop(Protocol):
    """Flags with their replies, actions, and what was told back."""

    async def add_flag(self, flag: Flag) -> None: ...

    async def flag(self, flag: FlagId) -> Flag | None: ...

    async def flags(self, units: Collection[UnitId], since: IsoWeek) -> Sequence[Flag]: ...

    async def judged(self, since: IsoWeek) -> Sequence[AnsweredFlag]:
        """Every flag since a week, of all units, with the newest reply to it."""

    async def put_reply(self, reply: FlagReply) -> bool:
        """In place of whatever this person said to the flag before; False, with nothing changed, if they said the same
        already."""

    async def set_reply_words(self, reply: FlagReply) -> None:
        """Give this person's reply of this kind the words they wrote after pressing; the newest words stand."""

    async def replies(self, flag: FlagId) -> Sequence[FlagReply]: ...

    async def replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[FlagReply]]:
        """`replies` for many, oldest first; flags without any are left out."""

    async def put_help_reply(self, reply: HelpReply) -> None:
        """In place of what this person said before to those who asked for help about the flag."""

    async def help_replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[HelpReply]]:
        """What those above said, oldest first; flags without any are left out."""

    async def save_action(self, action: Action) -> None: ...

    async def action(self, action: ActionId) -> Action | None: ...

    async def open_actions(self, units: Collection[UnitId]) -> Sequence[Action]:
        """Proposed and open, oldest first."""

    async def unowned_actions(self, today: date) -> Sequence[Action]:
        """Proposed and open ones whose owner has no role in their unit any more or has left the list, whatever they
        chose in Rounds; by unit, oldest first."""

    async def done_between(self, first: datetime, end: datetime) -> Sequence[Action]:
        """Those of all units that were closed from `first` on and before `end`, but for what cannot be done; oldest
        first."""

    async def actions(self, wanted: Collection[ActionId]) -> Mapping[ActionId, Action]:
        """Those that there are."""

    async def move_actions(self, unit: UnitId, into: UnitId) -> None:
        """All of a unit, in whatever state, become those of another one, which know where they came from."""

    async def give_back_actions(self, unit: UnitId) -> None:
        """All that came from a unit, by whatever way, are its own again."""

    async def closed_actions(self, units: Collection[UnitId], since: datetime) -> Sequence[Action]: ...

    async def add_told(self, told: TeamUpdate) -> None: ...

    async def news(
        self, wanted: Collection[tuple[PersonId, UnitId]], *, since: IsoWeek
    ) -> Mapping[tuple[PersonId, UnitId], TeamUpdate]:
        """The newest thing told back to each team since a week began that the person has not been shown; only those who
        have news."""

    async def mark_shown(self, person: PersonId, told: str) -> None: ...

    async def forget_shown(self, people: Collection[PersonId]) -> None:
        """Whatever was told back to their teams is news to these people again."""

    async def forget_shown_before(self, week: IsoWeek) -> None:
        """Who was shown what was told in earlier weeks."""
