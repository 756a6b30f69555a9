"""The title of a digest and the one sentence that says why, both made of its verdict."""

from typing import Literal, assert_never

from bot.domain.digests.digest_facts import kind_words, one_line, phrase
from bot.domain.digests.page import Page, RollUp
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.messaging.documents import Lead, Title
from bot.domain.texts import say
from bot.domain.texts.dates import day, month_and_year

WORDS_QUOTED = 45
"""Characters of somebody's words that stand in sight; all of them are in the details."""


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
            return say(
                f"digest-why-new_flag-{figure.kind.name.lower()}", locale, month=month_and_year(figure.since, locale)
            )
        case Reason.UNANSWERED_FLAG | Reason.STILL_LOW:
            if page.earlier is None:
                raise ValueError("a page without an earlier flag cannot tell of one")
            date = day(page.earlier.week.sunday(), locale)
            if reason is Reason.STILL_LOW:
                return say("digest-why-still_low", locale, date=date)
            kinds = kind_words(page.earlier.kind, locale)
            return say("digest-why-unanswered_flag", locale, date=date, kinds=kinds)
        case Reason.ACTION_LATE:
            if page.late is None:
                raise ValueError("a page without a late action cannot tell of one")
            return say("digest-why-action_late", locale, words=phrase(page.late.words, WORDS_QUOTED))
        case Reason.FEWER_HEARD:
            return say("digest-why-fewer_heard", locale)
        case Reason.WORD_LOWER | Reason.WORD_DISAGREES:
            return _why_said(reason, locale)
        case Reason.TEAM_WAITS | Reason.HELP_ASKED | Reason.ORGANISATION_LOW:
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
            return say("digest-why-team_waits", locale, count=len(page.waiting))
        case Reason.HELP_ASKED:
            return say("digest-why-help_asked", locale, count=len(page.asking_help))
        case Reason.FEWER_HEARD:
            return say("digest-why-fewer_heard_above", locale)
        case Reason.ORGANISATION_LOW:
            return say("digest-why-organisation_low", locale)
        case Reason.WORD_LOWER | Reason.WORD_DISAGREES:
            return _why_said(reason, locale)
        case Reason.NEW_FLAG | Reason.UNANSWERED_FLAG | Reason.ACTION_LATE | Reason.STILL_LOW:
            raise ValueError("this is told to teams")
        case _:
            assert_never(reason)


def _why_said(reason: Literal[Reason.WORD_LOWER, Reason.WORD_DISAGREES], locale: str) -> str:
    return say("digest-why-word_lower" if reason is Reason.WORD_LOWER else "digest-why-word_disagrees", locale)
