"""The idempotency keys of deliveries. Every key is made here from its parts, and none is ever read back: what a
delivery is and what it is about stands in the delivery itself.

A new version must not send again what an earlier one has sent, so these texts stay as they are, whatever becomes of the
names in the code. No two makers may ever give one key: a new one gets letters of its own before the first colon.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.domain.identifiers import (
    ActionId,
    DeliveryKey,
    EpochId,
    FlagId,
    MessageRef,
    NudgeId,
    PersonId,
    PromptId,
    PulseId,
    UnitId,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import OnFlag
from bot.domain.messaging.inbound import Inbound
from bot.domain.organisation.people import Channel, Role

# --- about one pulse ----------------------------------------------------------------------------------------------


def question_key(pulse: PulseId) -> DeliveryKey:
    return DeliveryKey(f"q:{pulse}")


def reminder_key(pulse: PulseId) -> DeliveryKey:
    return DeliveryKey(f"r:{pulse}")


def snoozed_key(pulse: PulseId, at: datetime | None) -> DeliveryKey:
    """The question again, at the time that its person chose."""
    return DeliveryKey(f"z:{pulse}:{0 if at is None else int(at.timestamp())}")


def anew_key(pulse: PulseId, at: datetime) -> DeliveryKey:
    """The question in a chat that was begun anew at that moment."""
    return DeliveryKey(f"pa:{pulse}:{int(at.timestamp())}")


def wrong_code_key(line: str) -> DeliveryKey:
    """The one line that answers all wrong codes that somebody has brought till then; `line`: chance, made for it."""
    return DeliveryKey(f"c:{line}")


def no_file_key(update: Inbound) -> DeliveryKey:
    """That the file which this update asked for did not arrive."""
    return DeliveryKey(f"f:{update.sender.channel}:{update.update_id}")


def redraw_key(pulse: PulseId) -> DeliveryKey:
    return DeliveryKey(f"e:{pulse}")


def earlier_copy_key(channel: Channel, ref: MessageRef) -> DeliveryKey:
    """That a message is not the one to answer in any more."""
    return DeliveryKey(f"ec:{channel}:{ref}")


def answering_key(update: Inbound) -> DeliveryKey:
    """That an answer is being written, of which this update brought a part."""
    return DeliveryKey(f"w:{update.sender.channel}:{update.update_id}")


def less_often_key(pulse: PulseId) -> DeliveryKey:
    """That somebody is asked less often from now on, after this pulse went unanswered too."""
    return DeliveryKey(f"n:less-often:{pulse}")


def trial_key(person: PersonId, at: datetime) -> DeliveryKey:
    """A question that is only a test; who asks for it twice within a second gets it once."""
    return DeliveryKey(f"s:{person}:{int(at.timestamp())}")


def alert_key(kind: str, when: str, administrator: PersonId) -> DeliveryKey:
    """What somebody who runs Rounds is told at most once in that day or week."""
    return DeliveryKey(f"k:{kind}:{when}:{administrator}")


# --- answers ------------------------------------------------------------------------------------------------------


def reply_key(update: Inbound) -> DeliveryKey:
    """What is said at once to whoever sent this update."""
    return DeliveryKey(f"n:{update.sender.channel}:{update.update_id}")


def late_key(update: Inbound, person: PersonId, told: str) -> DeliveryKey:
    """That what somebody pressed is done already; `told`: which text says so. Pressed again, the message does not say
    it a second time."""
    return DeliveryKey(f"y:{update.sender.channel}:{person}:{update.message or update.update_id}:{told}")


def details_key(update: Inbound) -> DeliveryKey:
    """The second of two messages that answer whoever asked for the details of a digest."""
    return DeliveryKey(f"m:{update.sender.channel}:{update.update_id}")


def offer_key(update: Inbound) -> DeliveryKey:
    """What may be taken in place of writing; the second of two messages that answer whoever begins an action."""
    return DeliveryKey(f"i:{update.sender.channel}:{update.update_id}")


def closed_prompt_key(prompt: PromptId) -> DeliveryKey:
    """The message of a prompt that takes no more words."""
    return DeliveryKey(f"b:{prompt}")


# --- with the week ------------------------------------------------------------------------------------------------


def digest_key(unit: UnitId, week: IsoWeek, reader: PersonId) -> DeliveryKey:
    return DeliveryKey(f"d:{unit}:{week}:{reader}")


def redrawn_digest_key(unit: UnitId, week: IsoWeek, reader: PersonId) -> DeliveryKey:
    """One reader's copy of a digest in its latest state."""
    return DeliveryKey(f"u:{unit}:{week}:{reader}")


def superseded_digest_key(unit: UnitId, week: IsoWeek, reader: PersonId) -> DeliveryKey:
    """One reader's copy of a digest, once a newer one has come."""
    return DeliveryKey(f"sd:{unit}:{week}:{reader}")


def redrawn_help_key(flag: FlagId, to: PersonId) -> DeliveryKey:
    """What asked somebody above for help, in its latest state."""
    return DeliveryKey(f"g:{flag}:{to}")


def team_page_key(unit: UnitId, week: IsoWeek, member: PersonId) -> DeliveryKey:
    return DeliveryKey(f"t:{unit}:{week}:{member}")


def late_action_key(action: ActionId, week: IsoWeek) -> DeliveryKey:
    return DeliveryKey(f"o:{action}:{week}")


def late_action_told_key(action: ActionId, week: IsoWeek, to: PersonId) -> DeliveryKey:
    """That an action which somebody else owns is past its date; to whoever answers for it."""
    return DeliveryKey(f"o:{action}:{week}:{to}")


def closed_action_key(asked: DeliveryKey) -> DeliveryKey:
    """What asked somebody about a late action, once it is closed; `asked`: the key of what asked."""
    return DeliveryKey(f"x:{asked}")


def changed_news_key(told: DeliveryKey) -> DeliveryKey:
    """What told somebody of another's answer, once that one has answered otherwise; `told`: the key of what told."""
    return DeliveryKey(f"a:{told}")


def news_again_key(told: DeliveryKey) -> DeliveryKey:
    """The same news once more, where nobody knows whether that of the key `told` has arrived, or in another chat."""
    return DeliveryKey(f"f:{told}")


def flag_precision_key(epoch: EpochId, administrator: PersonId) -> DeliveryKey:
    return DeliveryKey(f"v:{epoch}:{administrator}")


def nudge_key(nudge: NudgeId) -> DeliveryKey:
    return DeliveryKey(f"h:{nudge}")


def lead_ask_key(what: str, about: str, to: PersonId) -> DeliveryKey:
    """A question to a lead or sponsor, of which there is one about each thing."""
    return DeliveryKey(f"j:{what}:{about}:{to}")


def pause_key(unit: UnitId | None, since: datetime, person: PersonId) -> DeliveryKey:
    """That everything is paused since that moment, in a unit or everywhere."""
    return DeliveryKey(f"n:pause:{unit or '*'}:{int(since.timestamp() * 1000)}:{person}")


def new_rule_key(epoch: EpochId, member: PersonId) -> DeliveryKey:
    """That after this quarter another rule holds for how long answers live."""
    return DeliveryKey(f"n:rule:{epoch}:{member}")


def whole_copy_key(person: PersonId, at: datetime) -> DeliveryKey:
    """That all that is kept of somebody was copied on the server at that moment."""
    return DeliveryKey(f"wc:{person}:{int(at.timestamp() * 1000)}")


# --- among those who read a digest ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAnswered:
    flag: FlagId
    what: OnFlag
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    flag: FlagId


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered:
    """One for each who answers: another answer of theirs takes its place."""

    flag: FlagId
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTold:
    told: str
    """The id of what was told back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnswered:
    """What a lead said to a comment, which is told together with it."""

    week: IsoWeek
    """Of the comment."""
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerAsked:
    action: ActionId
    update_id: str
    """An owner who declined may be asked again later: the update tells the two requests apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerDeclined:
    action: ActionId
    update_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReturned:
    """Whoever owned it, or was asked to, has left the team or wants to own it no longer."""

    action: ActionId
    at: datetime
    """It may come back more than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOpened:
    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionClosed:
    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAsked:
    """Somebody is named for a co-lead post that nobody holds; `member` stands for them, empty for nobody known."""

    unit: UnitId
    role: Role
    member: str
    week: IsoWeek
    """The same suggestion is told again in another week."""


AboutHelp = HelpAsked | HelpAnswered
AboutOwner = OwnerAsked | OwnerDeclined | ActionReturned
FollowUp = FlagAnswered | AboutHelp | TeamTold | CommentAnswered | AboutOwner | ActionOpened | ActionClosed | PostAsked
"""What happened to a flag, an action or a team, and is told to others."""


def follow_up_key(event: FollowUp, to: PersonId) -> DeliveryKey:
    return DeliveryKey(f"l:{_follow_up(event)}:{to}")


def _follow_up(event: FollowUp) -> str:
    match event:
        case FlagAnswered(flag=flag, what=what, by=by):
            return f"{flag}:{_answer(what)}:{by}"
        case HelpAsked(flag=flag):
            return f"{flag}:help"
        case HelpAnswered(flag=flag, by=by):
            return f"{flag}:helped:{by}"
        case TeamTold(told=told):
            return f"told:{told}"
        case CommentAnswered(week=week, told=told):
            return f"comment:{week}:{told}"
        case OwnerAsked(action=action, update_id=update_id):
            return f"{action}:ask:{update_id}"
        case OwnerDeclined(action=action, update_id=update_id):
            return f"{action}:declined:{update_id}"
        case ActionReturned(action=action, at=at):
            return f"{action}:back:{int(at.timestamp())}"
        case ActionOpened(action=action):
            return f"{action}:open"
        case ActionClosed(action=action):
            return f"{action}:closed"
        case PostAsked(unit=unit, role=role, member=member, week=week):
            return f"post:{unit}:{role.value}:{member}:{week}"
        case _:
            assert_never(event)


def _answer(what: OnFlag) -> str:
    match what:
        case OnFlag.REPLY:
            return "replying"
        case OnFlag.KNOWN_REASON:
            return "known_reason"
        case OnFlag.NOT_RECOGNISED:
            return "not_recognised"
        case OnFlag.HELP_FROM_ABOVE:
            return "help_from_above"
        case _:
            assert_never(what)
