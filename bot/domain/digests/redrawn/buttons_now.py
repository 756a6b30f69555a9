"""What may still be pressed on a frozen digest: in sight, and below its details."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from bot.domain.batches import batches
from bot.domain.digests.digest_buttons import Rows, how_known_button
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.redrawn.follow_up_shown import FlagAnswer, FollowUpShown
from bot.domain.follow_up.flags import FlagResponse, HelpResponse
from bot.domain.identifiers import FlagId
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
    OnDigest,
    OnFlag,
    OnHelp,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    RaisePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.messaging.messages import Button
from bot.domain.texts import say

_FOR_ALL = frozenset(
    {
        OnDigest.DETAILS,
        OnDigest.READ_COMMENTS,
        OnDigest.WHY_NO_FIGURES,
        OnDigest.HANDOVER_WORDS,
        OnDigest.HOW_KNOWN,
    }
)
_READING = _FOR_ALL | {OnDigest.TEAM_LIST}


def buttons_in_sight(digest: FrozenDigest, since: FollowUpShown, locale: str) -> Rows:
    rows = [tuple(_kept(row, since, locale)) for row in digest.buttons]
    rows = [tuple(each for each in row if not _is_answered(each.intent, since)) for row in rows]
    rows = [row for row in rows if row]
    if since.is_superseded or tuple(rows) == digest.buttons:
        return tuple(rows)
    further = _kept(_flat(digest.further_buttons), since, locale)
    waiting = [each for each in further if isinstance(each.intent, HelpPress)]
    shown = [*_flat(rows)]
    if waiting and not any(isinstance(each.intent, HelpPress) for each in shown):
        next_team = [
            replace(each, is_primary=number == 0)
            for number, each in enumerate(waiting)
            if _flag_of(each.intent) == _flag_of(waiting[0].intent)
        ]
        rows.insert(0, tuple(next_team))
    if any(each.is_primary for each in _flat(digest.buttons)) and not any(each.is_primary for each in _flat(rows)):
        rows = _with_primary(rows, digest, since, locale)
    return tuple(rows)


def _with_primary(
    rows: Sequence[tuple[Button, ...]], digest: FrozenDigest, since: FollowUpShown, locale: str
) -> list[tuple[Button, ...]]:
    """What is left to press first: to start an action."""
    buttons = _kept(_flat((*digest.buttons, *digest.further_buttons)), since, locale)
    start = next((each for each in buttons if _on_digest(each.intent) is OnDigest.START_ACTION), None)
    if start is None:
        return [*rows]
    others = [tuple(each for each in row if each.intent != start.intent) for row in rows]
    return [(replace(start, is_primary=True),), *(row for row in others if row)]


def buttons_below(digest: FrozenDigest, in_sight: Rows, since: FollowUpShown, locale: str) -> Rows:
    shown = {each.intent for each in _flat(in_sight)}
    every = _kept(_flat((*digest.buttons, *digest.further_buttons)), since, locale)
    below = [
        replace(each, is_primary=False)
        for each in every
        if each.intent not in shown and _on_digest(each.intent) is not OnDigest.DETAILS
    ]
    below.append(how_known_button(digest.ref, locale))  # not frozen with the page: older ones have it, too
    return tuple(tuple(row) for row in batches(below, 2))


def _kept(buttons: Iterable[Button], since: FollowUpShown, locale: str) -> Iterator[Button]:
    """Those that still do something when this reader presses them."""
    for button in buttons:
        if not _does_something(button.intent, since):
            continue
        intent = button.intent
        if (
            isinstance(intent, FlagPress)
            and intent.what is OnFlag.REPLY
            and _own(intent.flag, FlagResponse.REPLYING, since) is not None
        ):
            name = "write_now" if since.is_team_served else "write"
            yield replace(button, label=say(f"digest-button-{name}", locale), is_primary=True)
        else:
            yield button


def _does_something(intent: Intent, since: FollowUpShown) -> bool:
    match intent:
        case DigestPress(what=what):
            return what in (_READING if since.is_superseded else OnDigest) and (since.may_act or what in _FOR_ALL)
        case FlagPress(flag=flag, what=what):
            return since.may_act and not since.is_superseded and _may_answer(flag, what, since)
        case HelpPress(flag=flag, what=on_help):
            said = {each.response for each in since.help_answers.get(flag, ())}
            is_open = HelpResponse.WILL_SPEAK not in said and not (on_help is OnHelp.NOT_NOW and said)
            return since.may_help and not since.is_superseded and is_open
        case ActionPress(action=action, what=OnAction.CLOSE | OnAction.STILL_OPEN):
            is_closed = any(each.action == action and each.closed for each in since.actions)
            return since.may_act and not since.is_superseded and not is_closed
        case ActionPress() | OwnerPress() | TeamListPress() | MemberPress() | DuePress():
            return since.may_act and not since.is_superseded
        case ConversationPress() | PostPress():
            return since.may_act and not since.is_superseded
        case Answer() | PulsePress() | SelfPress() | JoinPress() | PromptPress() | HeldWordsPress() | RaisePress():
            return since.may_act and not since.is_superseded
        case NudgePress() | NudgeDayPress() | AdministrationPress() | FormPress() | TrialPress():
            return since.may_act and not since.is_superseded
        case _:
            assert_never(intent)


def _may_answer(flag: FlagId, what: OnFlag, since: FollowUpShown) -> bool:
    """A lead may answer otherwise than before; what is said already needs no button, but for words still to come."""
    given = {each.response for each in since.answers.get(flag, ())}
    match what:
        case OnFlag.REPLY:
            own = _own(flag, FlagResponse.REPLYING, since)
            return (own is not None and not own.words) or FlagResponse.REPLYING not in given
        case OnFlag.KNOWN_REASON:
            own = _own(flag, FlagResponse.KNOWN_REASON, since)
            return own is None or not own.words
        case OnFlag.NOT_RECOGNISED:
            return _own(flag, FlagResponse.NOT_RECOGNISED, since) is None
        case OnFlag.HELP_FROM_ABOVE:
            return FlagResponse.HELP_FROM_ABOVE not in given
        case _:
            assert_never(what)


def _is_answered(intent: Intent, since: FollowUpShown) -> bool:
    """Whether a flag's button leaves the page, since somebody has answered; what one owes oneself stays in sight."""
    if not isinstance(intent, FlagPress) or not since.answers.get(intent.flag):
        return False
    return not (intent.what is OnFlag.REPLY and _own(intent.flag, FlagResponse.REPLYING, since))


def _own(flag: FlagId, response: FlagResponse, since: FollowUpShown) -> FlagAnswer | None:
    """What the reader said, if they said this."""
    given = since.answers.get(flag, ())
    return next((each for each in given if each.is_own and each.response is response), None)


def _flat(rows: Iterable[Iterable[Button]]) -> Iterator[Button]:
    return (button for row in rows for button in row)


def _on_digest(intent: Intent) -> OnDigest | None:
    return intent.what if isinstance(intent, DigestPress) else None


def _flag_of(intent: Intent) -> FlagId | None:
    return intent.flag if isinstance(intent, FlagPress | HelpPress) else None
