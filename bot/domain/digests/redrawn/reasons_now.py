"""What still needs the readers of a digest once some of it is done: its verdict of now, and why, in one sentence."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.digests.digest_facts import kind_words, phrase
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import ActionLine, longest_late
from bot.domain.digests.redrawn.follow_up_shown import FollowUpShown
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.digests.verdict_text import WORDS_QUOTED
from bot.domain.messaging.buttons import ActionPress, HelpPress, Intent, OnAction
from bot.domain.messaging.documents import Lead
from bot.domain.messaging.messages import Button
from bot.domain.texts import say
from bot.domain.texts.dates import day

Reasons = tuple[tuple[Reason, str], ...]


def reasons_now(digest: FrozenDigest, since: FollowUpShown, locale: str) -> Reasons:
    """Of the reasons for its verdict those that still hold, each in one sentence. What has come up since is the matter
    of the next digest."""
    now = ((reason, _words_now(digest, reason, words, since, locale)) for reason, words in digest.reasons)
    return tuple((reason, words) for reason, words in now if words)


def verdict_now(digest: FrozenDigest, left: Reasons) -> Verdict:
    """`left`: those of `reasons_now`."""
    if not digest.reasons:  # nothing needed anybody, or it was frozen before its reasons were kept
        return digest.verdict
    return left[0][0].verdict if left else Verdict.NOTHING


def why_now(digest: FrozenDigest, left: Reasons, since: FollowUpShown, locale: str) -> Lead | None:
    """The sentence under the title; None where it is the one that was frozen."""
    if not digest.reasons or left[:1] == digest.reasons[:1]:
        return None
    return Lead(words=left[0][1] if left else _done_with(digest.reasons[0][0], since, locale))


def asked_now(buttons: Sequence[tuple[Button, ...]], since: FollowUpShown) -> tuple[tuple[Button, ...], ...]:
    """The buttons with another late action in the place of one that is closed: it is what is asked about next."""
    late, closed = late_now(since), {each.action for each in since.actions if each.closed}

    def about(intent: Intent) -> Intent:
        match intent:
            case ActionPress(action=action, what=OnAction.CLOSE | OnAction.STILL_OPEN) if late and action in closed:
                return replace(intent, action=late.action)
            case _:
                return intent

    return tuple(tuple(replace(each, intent=about(each.intent)) for each in row) for row in buttons)


def late_now(since: FollowUpShown) -> ActionLine | None:
    """The open action that has been past its date for the longest time; none on a digest that a newer one followed."""
    return None if since.is_superseded else longest_late(since.open_actions)


def _words_now(digest: FrozenDigest, reason: Reason, words: str, since: FollowUpShown, locale: str) -> str:
    """Empty where it holds no more."""
    match reason:
        case Reason.UNANSWERED_FLAG:
            return "" if any(since.answers.values()) else words
        case Reason.ACTION_LATE:
            return _late_words(words, since, locale)
        case Reason.HELP_ASKED:
            asking = {each.intent.flag for each in _buttons(digest) if isinstance(each.intent, HelpPress)}
            return "" if asking and all(since.help_answers.get(flag) for flag in asking) else words
        case _:
            return words


def _late_words(words: str, since: FollowUpShown, locale: str) -> str:
    if since.is_superseded:
        is_closed = any(phrase(each.words, WORDS_QUOTED) in words for each in since.actions if each.closed)
        return "" if is_closed else words
    late = late_now(since)
    if late is None:
        return ""
    named = phrase(late.words, WORDS_QUOTED)
    return words if named in words else say("digest-why-action_late", locale, words=named)


def _done_with(reason: Reason, since: FollowUpShown, locale: str) -> str:
    match reason:
        case Reason.UNANSWERED_FLAG:
            flag = next(flag for flag in since.flags.values() if since.answers.get(flag.id))
            date, kinds = day(flag.week.sunday(), locale), kind_words(flag.kind, locale)
            return say("digest-why-answered_flag", locale, date=date, kinds=kinds)
        case Reason.HELP_ASKED:
            return say("digest-why-help_answered", locale)
        case _:
            closed = [each for each in since.actions if each.closed]
            if not closed:
                return say("digest-why-action_not_late", locale)
            return say("digest-why-action_cannot" if closed[-1].cannot else "digest-why-action_done", locale)


def _buttons(digest: FrozenDigest) -> Sequence[Button]:
    return [button for row in (*digest.buttons, *digest.further_buttons) for button in row]
