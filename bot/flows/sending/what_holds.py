"""What asks for something that was settled while it waited is not sent any more, however it was settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import FlagReply, FlagResponse, HelpReply, HelpResponse
from bot.domain.identifiers import ActionId, FlagId, PersonId
from bot.domain.messaging.buttons import (
    ActionPress,
    AdministrationPress,
    Answer,
    ConversationPress,
    DigestPress,
    DuePress,
    FlagPress,
    FormPress,
    HeldWordsPress,
    HelpPress,
    Intent,
    JoinPress,
    MemberPress,
    NudgeDayPress,
    NudgePress,
    OnAction,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    RaisePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Lease, Priority
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.nudges.lead_asks import is_settled
from bot.ports import UnitOfWork

_ASKING = frozenset(
    {
        MessageKind.ACTION_PROPOSED,
        MessageKind.ACTION_LATE,
        MessageKind.ACTION_NEWS,
        MessageKind.LEAD_ASKED,
        MessageKind.HELP_ASKED,
    }
)
"""Notices whose buttons say what is asked of whom."""


_ABOUT_ACTIONS = ActionPress | OwnerPress | TeamListPress
_ABOUT_FLAGS = FlagPress | ConversationPress | HelpPress


async def without_settled(work: UnitOfWork, leases: Sequence[Lease], *, now: datetime) -> Sequence[Lease]:
    """Those that may go out; the others are given up."""
    asking = [(lease, message) for lease in leases if (message := _asking(lease.delivery)) is not None]
    intents = [button.intent for _, message in asking for row in message.buttons for button in row]
    actions = {each.action for each in intents if isinstance(each, _ABOUT_ACTIONS)}
    flags = {each.flag for each in intents if isinstance(each, _ABOUT_FLAGS)}
    if not actions and not flags:
        return leases
    today = _Today(
        now=now,
        actions=await work.loop.actions(actions) if actions else {},
        replies=await work.loop.replies_to(flags) if flags else {},
        help_replies=await work.loop.help_replies_to(flags) if flags else {},
    )
    settled = [lease for lease, message in asking if not today.holds(message, lease.delivery.person)]
    for lease in settled:
        await work.deliveries.mark_expired(lease, at=now)
    keys = {lease.delivery.key for lease in settled}
    return [lease for lease in leases if lease.delivery.key not in keys]


def _asking(delivery: Delivery) -> Message | None:
    """A notice that asks for something, of somebody who has not just pressed for it."""
    is_notice = delivery.kind is DeliveryKind.NOTICE and delivery.edits is None
    message = delivery.message if is_notice and delivery.priority is not Priority.INTERACTIVE else None
    return message if message is not None and message.kind in _ASKING else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Today:
    """What has become of what is asked about."""

    now: datetime
    actions: Mapping[ActionId, Action]
    replies: Mapping[FlagId, Sequence[FlagReply]]
    help_replies: Mapping[FlagId, Sequence[HelpReply]]

    def holds(self, message: Message, person: PersonId) -> bool:
        """Whether this person may still be asked for everything that its buttons offer."""
        return all(self._holds(button.intent, message.kind, person) for row in message.buttons for button in row)

    def _holds(self, intent: Intent, kind: MessageKind, person: PersonId) -> bool:
        match intent:
            case ActionPress(action=identity, what=what):
                action = self.actions.get(identity)
                return action is not None and self._is_still(action, what, kind, person)
            case OwnerPress(action=identity) | TeamListPress(action=identity):
                action = self.actions.get(identity)
                if action is None or action.state is ActionState.CLOSED:
                    return False
                is_theirs = action.state is ActionState.DRAFT or action.owner == person
                if kind is MessageKind.ACTION_NEWS:
                    return is_theirs
                return action.state is not ActionState.OPEN and self._is_late(action)  # an owner has said yes
            case FlagPress(flag=flag):
                return not self.replies.get(flag)
            case ConversationPress(flag=flag):
                return not is_settled(self.replies.get(flag, ()))
            case HelpPress(flag=flag):
                said, above = self.replies.get(flag, ()), self.help_replies.get(flag, ())
                is_asked = any(each.response is FlagResponse.HELP_FROM_ABOVE for each in said)
                return is_asked and not any(each.response is HelpResponse.WILL_SPEAK for each in above)
            case DigestPress() | PostPress() | MemberPress() | DuePress():
                return True  # nothing that somebody else could settle
            case Answer() | PulsePress() | SelfPress() | JoinPress() | PromptPress() | HeldWordsPress() | RaisePress():
                return True
            case NudgePress() | NudgeDayPress() | AdministrationPress() | FormPress() | TrialPress():
                return True
            case _:
                assert_never(intent)

    def _is_still(self, action: Action, what: OnAction, kind: MessageKind, person: PersonId) -> bool:
        """Whether this may be asked about an action."""
        is_closed = action.state is ActionState.CLOSED
        match what:
            case OnAction.ACCEPT | OnAction.DECLINE:
                return action.owner == person and action.state is ActionState.PROPOSED
            case OnAction.STILL_OPEN | OnAction.HAND_BACK:
                return action.owner == person and action.state is ActionState.OPEN
            case OnAction.CLOSE | OnAction.CANNOT:
                return not is_closed and (kind is not MessageKind.ACTION_LATE or self._is_late(action))
            case OnAction.TELL:  # elsewhere it is offered beside something else
                return kind is not MessageKind.LEAD_ASKED or action.told_at is None
            case OnAction.TAKE_STEP:
                return True
            case _:
                assert_never(what)

    def _is_late(self, action: Action) -> bool:
        """Whether its date has passed somewhere on earth."""
        return action.due is not None and action.due <= self.now.date()
