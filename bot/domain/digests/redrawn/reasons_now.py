"""What still needs the readers of a digest once some of it is done: its verdict of now, and why, in one sentence."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bot.domain.digests.digest_facts import kind_words, phrase
from bot.domain.digests.frozen_digest import FrozenDigest, ReasonTold
from bot.domain.digests.page import ActionLine, longest_late
from bot.domain.digests.redrawn.follow_up_shown import FollowUpShown
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.digests.verdict_text import WORDS_QUOTED
from bot.domain.identifiers import ActionId
from bot.domain.messaging.buttons import ActionPress, HelpPress, Intent, OnAction
from bot.domain.messaging.documents import Lead
from bot.domain.messaging.messages import Button
from bot.domain.texts import say
from bot.domain.texts.dates import day

Reasons = tuple[ReasonTold, ...]
_ASKED_IF_LATE = (OnAction.CLOSE, OnAction.STILL_OPEN)


def reasons_now(digest: FrozenDigest, since: FollowUpShown, locale: str) -> Reasons:
    """Of the reasons for its verdict those that still hold, as they are told now. What has come up since is the matter
    of the next digest."""
    now = (_told_now(digest, told, since, locale) for told in digest.reasons)
    return tuple(told for told in now if told is not None)


def verdict_now(digest: FrozenDigest, left: Reasons) -> Verdict:
    """`left`: those of `reasons_now`."""
    if not digest.reasons:  # nothing needed anybody, or it was frozen before its reasons were kept
        return digest.verdict
    return left[0].reason.verdict if left else Verdict.NOTHING


def why_now(digest: FrozenDigest, left: Reasons, since: FollowUpShown, locale: str) -> Lead | None:
    """The sentence under the title; None where it is the one that was frozen."""
    if not digest.reasons or left[:1] == digest.reasons[:1]:
        return None
    return Lead(words=left[0].words if left else _done_with(digest.reasons[0].reason, since, locale))


def asked_now(buttons: Sequence[tuple[Button, ...]], since: FollowUpShown) -> tuple[tuple[Button, ...], ...]:
    """The buttons with another late action in the place of one that is closed: it is what is asked about next."""
    late, closed = late_now(since), closed_since(since)

    def about(intent: Intent) -> Intent:
        if late is None or not isinstance(intent, ActionPress) or intent.action not in closed:
            return intent
        return replace(intent, action=late.action) if intent.what in _ASKED_IF_LATE else intent

    return tuple(tuple(replace(each, intent=about(each.intent)) for each in row) for row in buttons)


def late_now(since: FollowUpShown) -> ActionLine | None:
    """The open action that has been past its date for the longest time; none on a digest that a newer one followed."""
    return None if since.is_superseded else longest_late(since.open_actions)


def closed_since(since: FollowUpShown) -> frozenset[ActionId]:
    return frozenset(each.action for each in since.actions if each.closed)


def _told_now(digest: FrozenDigest, told: ReasonTold, since: FollowUpShown, locale: str) -> ReasonTold | None:
    """None where it holds no more."""
    match told.reason:
        case Reason.UNANSWERED_FLAG:
            return None if any(since.answers.values()) else told
        case Reason.ACTION_LATE:
            return _late_told(told, since, locale)
        case Reason.HELP_ASKED:
            asking = {each.intent.flag for each in _buttons(digest) if isinstance(each.intent, HelpPress)}
            return None if asking and all(since.help_answers.get(flag) for flag in asking) else told
        case Reason.NEW_FLAG | Reason.STILL_LOW | Reason.TEAM_WAITS | Reason.ROOM_NEEDED:
            return told
        case Reason.ORGANISATION_LOW | Reason.ORGANISATION_STILL_LOW:
            return told
        case Reason.FEWER_HEARD | Reason.WORD_LOWER | Reason.WORD_DISAGREES:
            return told
        case _:
            assert_never(told.reason)


def _late_told(told: ReasonTold, since: FollowUpShown, locale: str) -> ReasonTold | None:
    if since.is_superseded:
        return None if told.action in closed_since(since) else told
    late = late_now(since)
    if late is None:
        return None
    if late.action == told.action:
        return told
    words = say("reason-action_late", locale, words=phrase(late.words, WORDS_QUOTED))
    return replace(told, words=words, action=late.action)


def _done_with(reason: Reason, since: FollowUpShown, locale: str) -> str:
    match reason:
        case Reason.UNANSWERED_FLAG:
            flag = next(flag for flag in since.flags.values() if since.answers.get(flag.id))
            date, kinds = day(flag.week.sunday(), locale), kind_words(flag.kind, locale)
            return say("reason-answered_flag", locale, date=date, kinds=kinds)
        case Reason.HELP_ASKED:
            return say("reason-help_answered", locale)
        case Reason.ACTION_LATE:
            closed = [each for each in since.actions if each.closed]
            if not closed:
                return say("reason-action_not_late", locale)
            return say("reason-action_cannot" if closed[-1].cannot else "reason-action_done", locale)
        case Reason.NEW_FLAG | Reason.STILL_LOW | Reason.TEAM_WAITS | Reason.ROOM_NEEDED:
            raise ValueError("this holds for as long as the digest is read")
        case Reason.ORGANISATION_LOW | Reason.ORGANISATION_STILL_LOW:
            raise ValueError("this holds for as long as the digest is read")
        case Reason.FEWER_HEARD | Reason.WORD_LOWER | Reason.WORD_DISAGREES:
            raise ValueError("this holds for as long as the digest is read")
        case _:
            assert_never(reason)


def _buttons(digest: FrozenDigest) -> Sequence[Button]:
    return [button for row in (*digest.buttons, *digest.further_buttons) for button in row]
