"""The title of a digest and the one sentence that says why, both made of its verdict."""

from datetime import timedelta
from typing import Literal, assert_never

from bot.domain.digests.digest_facts import kind_words, one_line, phrase
from bot.domain.digests.page import NAMED_AFTER_DAYS, Page, RollUp
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Lead, Title
from bot.domain.texts import say
from bot.domain.texts.dates import day, month_and_year

WORDS_QUOTED = 45
"""Characters of somebody's words that stand in sight; all of them are in the details."""
NAME_IN_SIGHT = 40


A_WEEK = 7
"""Days; what is late for longer was late in the digest before."""


def verdict_title(name: str, verdict: Verdict, locale: str) -> Title:
    return Title(words=one_line(say(f"digest-title-{verdict.value}", locale, unit=name)))


def why(page: Page, reason: Reason) -> Lead:
    """The reason in one sentence, for a team's page of which it holds."""
    return Lead(words=_why(page, reason))


def _why(page: Page, reason: Reason) -> str:
    locale = page.locale
    match reason:
        case Reason.NEW_FLAG:
            if page.flag is None:
                raise ValueError("a page without a flag has no new one")
            figure = page.flag.figure
            if figure.kind is FlagKind.ROOM_FROM_ABOVE:
                return say("reason-room_from_above", locale, above=phrase(page.above, NAME_IN_SIGHT))
            return say(
                f"reason-new_flag-{figure.kind.name.lower()}", locale, month=month_and_year(figure.since, locale)
            )
        case Reason.UNANSWERED_FLAG | Reason.STILL_LOW:
            if page.earlier is None:
                raise ValueError("a page without an earlier flag cannot tell of one")
            date = day(page.earlier.week.sunday(), locale)
            if reason is Reason.STILL_LOW:
                return say("reason-still_low", locale, date=date)
            kinds, was_told = kind_words(page.earlier.kind, locale), page.week - page.earlier.week > 1
            if was_told:
                return say("reason-still-unanswered_flag", locale, date=date, kinds=kinds)
            return say("reason-unanswered_flag", locale, date=date, kinds=kinds)
        case Reason.ACTION_LATE:
            if page.late is None:
                raise ValueError("a page without a late action cannot tell of one")
            words, days = phrase(page.late.words, WORDS_QUOTED), page.late.days_late
            if days > A_WEEK:
                return say("reason-still-action_late", locale, words=words, days=days)
            return say("reason-action_late", locale, words=words)
        case Reason.FEWER_HEARD:
            if page.lower_since is not None:
                return say("reason-still-fewer_heard", locale, date=_to(page.lower_since, locale))
            return say("reason-fewer_heard", locale)
        case Reason.WORD_LOWER | Reason.WORD_DISAGREES:
            return _why_said(page, reason)
        case Reason.TEAM_WAITS | Reason.HELP_ASKED | Reason.ROOM_NEEDED:
            raise ValueError("this is told to units above teams")
        case Reason.ORGANISATION_LOW | Reason.ORGANISATION_STILL_LOW:
            raise ValueError("this is told to units above teams")
        case _:
            assert_never(reason)


def why_above(page: RollUp, reason: Reason) -> Lead:
    """The reason in one sentence, for a page above teams of which it holds."""
    return Lead(words=_why_above(page, reason))


def _why_above(page: RollUp, reason: Reason) -> str:
    locale = page.locale
    match reason:
        case Reason.TEAM_WAITS:
            count, since = len(page.waiting), [each.since for each in page.waiting]
            was_told = page.week.sunday() - timedelta(days=NAMED_AFTER_DAYS)  # with last week's digest, or earlier
            if max(since) < was_told:
                return say("reason-still-team_waits", locale, count=count, date=day(min(since), locale))
            return say("reason-team_waits", locale, count=count)
        case Reason.HELP_ASKED:
            count, since = len(page.asking_help), [each.since for each in page.asking_help]
            if max(since) <= (page.week - 1).sunday():
                return say("reason-still-help_asked", locale, count=count, date=day(min(since), locale))
            return say("reason-help_asked", locale, count=count)
        case Reason.ROOM_NEEDED:
            return say("reason-room_needed", locale, count=page.lacking_room)
        case Reason.FEWER_HEARD:
            if page.lower_since is not None:
                return say("reason-still-fewer_heard_above", locale, date=_to(page.lower_since, locale))
            return say("reason-fewer_heard_above", locale)
        case Reason.ORGANISATION_LOW:
            return say("reason-organisation_low", locale)
        case Reason.ORGANISATION_STILL_LOW:
            date = _to(page.organisation_low_since or page.week, locale)
            return say("reason-still-organisation_low", locale, date=date)
        case Reason.WORD_LOWER | Reason.WORD_DISAGREES:
            return _why_said(page, reason)
        case Reason.NEW_FLAG | Reason.UNANSWERED_FLAG | Reason.ACTION_LATE | Reason.STILL_LOW:
            raise ValueError("this is told to teams")
        case _:
            assert_never(reason)


def _why_said(page: Page | RollUp, reason: Literal[Reason.WORD_LOWER, Reason.WORD_DISAGREES]) -> str:
    """Between two blocks the same score is told again."""
    if page.said is None:
        raise ValueError("a page without a score cannot tell of one")
    is_lower, locale = reason is Reason.WORD_LOWER, page.locale
    if page.said.last < page.week:
        name = "reason-still-word_lower" if is_lower else "reason-still-word_disagrees"
        return say(name, locale, date=_to(page.said.last, locale))
    return say("reason-word_lower" if is_lower else "reason-word_disagrees", locale)


def _to(week: IsoWeek, locale: str) -> str:
    return day(week.sunday(), locale)
