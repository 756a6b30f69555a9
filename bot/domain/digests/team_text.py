"""A team's digest as a document: the verdict, why, four facts, the picture, one thing to do. The rest is one tap away.

Three forms: a week in which nothing needs anybody is one line; a week of learning says so; every other week has facts.
"""

from datetime import datetime
from typing import assert_never

from bot.domain.digests.chart import ChartFigures, alt_text, usual_range
from bot.domain.digests.details_text import details_buttons, details_of
from bot.domain.digests.digest_buttons import Rows, flag_button, late_buttons, on_digest
from bot.domain.digests.digest_facts import (
    asked_fact,
    competency_words,
    counting_lead,
    fact_of,
    heard_fact,
    heard_in_line,
    in_one_line,
    lowest_of,
    open_fact,
    phrase,
    said_fact,
    said_in_line,
)
from bot.domain.digests.frozen_digest import NOBODY, FrozenDigest, ReasonTold, Recipients
from bot.domain.digests.page import Page
from bot.domain.digests.team_page_text import write_team_page
from bot.domain.digests.verdict import Reason, Verdict, reasons_of, verdict_of
from bot.domain.digests.verdict_text import WORDS_QUOTED, verdict_title, why
from bot.domain.disclosure.withholding import Withheld
from bot.domain.follow_up.action_library import step
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import OnDigest, OnFlag
from bot.domain.messaging.documents import (
    Context,
    Document,
    Fact,
    Facts,
    Lead,
    Picture,
    Section,
    SmallPrint,
    Steps,
)
from bot.domain.texts import say
from bot.domain.texts.dates import day

LEARNING_TOLD = frozenset({1, 4, 8})
"""The weeks of learning that are sent; the others are silent unless something needs the readers."""
_PICTURED = frozenset({Verdict.CONVERSATION, Verdict.WATCH})
REASON_AT_MOST = 60


def write_page(
    page: Page,
    *,
    at: datetime,
    chart: ChartFigures | None = None,
    beside: tuple[Fact, ...] = (),
    recipients: Recipients = NOBODY,
) -> FrozenDigest:
    """Freeze a team's digest, with the facts that stand `beside` the pulse among its details.

    What did not pass the gate cannot get here (`Page` refuses it).
    """
    reasons = reasons_of(page)
    verdict = verdict_of(reasons)
    is_pictured = chart is not None and verdict in _PICTURED
    buttons = _buttons(page, reasons, has_chart=chart is not None and not is_pictured)
    return FrozenDigest(
        unit=page.unit,
        week=page.week,
        verdict=verdict,
        reasons=tuple(_told(page, reason) for reason in reasons),
        document=Document(sections=tuple(_in_sight(page, reasons, chart if is_pictured else None))),
        details=details_of(page, beside),
        team_page=write_team_page(page) if page.is_for_the_team else None,
        is_for_readers=page.learning_week is None
        or page.learning_week in LEARNING_TOLD
        or bool(reasons)
        or page.has_comments,
        made_at=at,
        buttons=buttons,
        further_buttons=details_buttons(page, buttons),
        chart=chart,
        step=_step_of(page, reasons),
        recipients=recipients,
        written_in=page.locale,
    )


def _told(page: Page, reason: Reason) -> ReasonTold:
    late = page.late if reason is Reason.ACTION_LATE else None
    return ReasonTold(reason=reason, words=why(page, reason).words, action=None if late is None else late.action)


def _in_sight(page: Page, reasons: tuple[Reason, ...], chart: ChartFigures | None) -> list[Section]:
    locale, date = page.locale, day(page.week.sunday(), page.locale)
    title = verdict_title(page.name, verdict_of(reasons), locale)
    if not reasons and page.learning_week is not None:
        return [
            title,
            Lead(words=say("digest-learning", locale, number=page.learning_week)),
            Steps(heading=say("digest-one_thing", locale), steps=(say("digest-learning_step", locale),)),
        ]
    if not reasons:
        return [title, _steady(page)]
    one_thing = _one_thing(page, reasons)
    return [
        title,
        Context(words=say("digest-context", locale, date=date)),
        why(page, reasons[0]),
        Facts(facts=tuple(_four_facts(page))),
        *(() if chart is None else (Picture(alt=alt_text(chart, usual_range(chart))),)),
        *((Steps(heading=say("digest-one_thing", locale), steps=(one_thing,)),) if one_thing else ()),
        SmallPrint(words=say("digest-ask_nobody", locale)),
    ]


def _steady(page: Page) -> Lead:
    """The week in one line: when, heard, said, open."""
    locale = page.locale
    parts = [say("digest-window" if page.asked else "digest-week", locale, date=day(page.week.sunday(), locale))]
    if not page.asked:
        reason = phrase(page.quiet_reason, REASON_AT_MOST)
        parts.append(
            say("digest-steady_quiet_reason", locale, reason=reason) if reason else say("digest-steady_quiet", locale)
        )
    elif isinstance(page.participation, Withheld):
        parts.append(say("digest-steady_too_few", locale))
    else:
        parts.append(heard_in_line(page.participation, page.usual_told, locale))
    if page.said is not None:
        parts.append(said_in_line(page.said, locale))
    return counting_lead(in_one_line(parts, locale), len(page.open_actions), locale)


def _four_facts(page: Page) -> list[Fact]:
    """Heard, said, lowest or asked, open: in this order in every digest that has facts."""
    locale = page.locale
    if page.asked:
        heard = heard_fact(page.participation, page.usual_told, locale=locale)
    else:
        heard = fact_of("digest-asked_label", say("digest-asked_quiet", locale), locale=locale)
    return [heard, *_said(page), open_fact(page.open_actions, locale=locale)]


def _said(page: Page) -> list[Fact]:
    locale = page.locale
    said = page.said_told
    if said is None:
        return [fact_of("digest-said_label", _why_nothing_said(page), locale=locale)]
    lowest = lowest_of(said.score.figure)
    if lowest is not None:
        named = [fact_of("digest-lowest_label", competency_words(lowest, locale), locale=locale)]
    else:
        named = [asked_fact(page.questions, locale=locale)] if page.questions else []
    return [said_fact(said, locale=locale), *named]


def _why_nothing_said(page: Page) -> str:
    locale = page.locale
    if page.score_skipped:
        return say("digest-said_skipped", locale)
    if page.score_withheld:
        return say("digest-said_too_few", locale)
    return say("digest-said_first", locale, date=day(page.next_figures, locale))


def _step_of(page: Page, reasons: tuple[Reason, ...]) -> str:
    """The code of the step in sight; empty where there is none, or an action past its date is the one thing."""
    return page.steps[0] if reasons and page.steps and page.late is None else ""


def _one_thing(page: Page, reasons: tuple[Reason, ...]) -> str:
    if page.late is not None:
        name = "digest-late_step" if reasons[0] is Reason.ACTION_LATE else "digest-late_step_of"
        return say(name, page.locale, words=phrase(page.late.words, WORDS_QUOTED))
    code = _step_of(page, reasons)
    return step(code, page.locale) if code else ""


def _buttons(page: Page, reasons: tuple[Reason, ...], *, has_chart: bool) -> Rows:
    """One to press first, at most two more, and the way to the rest."""
    locale = page.locale
    read = (on_digest(page, "comments", OnDigest.READ_COMMENTS),) if page.has_comments else ()
    start, more = on_digest(page, "start", OnDigest.START_ACTION), on_digest(page, "more", OnDigest.DETAILS)
    if not reasons:
        if page.learning_week is not None:
            return read or (on_digest(page, "handover", OnDigest.HANDOVER_WORDS), start), (more,)
        return ((on_digest(page, "details_chart" if has_chart else "details", OnDigest.DETAILS), *(read or (start,))),)
    match reasons[0].verdict:
        case Verdict.CONVERSATION if page.asked_about is FlagKind.ROOM_FROM_ABOVE:
            ask = flag_button(page, "help", OnFlag.HELP_FROM_ABOVE, is_primary=True)
            return (ask,), (flag_button(page, "reply", OnFlag.REPLY), *(read or (start,))), (more,)
        case Verdict.CONVERSATION:
            reply = flag_button(page, "reply", OnFlag.REPLY, is_primary=True)
            return (reply,), (flag_button(page, "reason", OnFlag.KNOWN_REASON), *(read or (start,))), (more,)
        case Verdict.NEEDS_YOU:
            done, still_open = late_buttons(page, locale)
            return (done,), (still_open, *read, more)
        case Verdict.WATCH | Verdict.NOTHING:
            primary = on_digest(page, "start", OnDigest.START_ACTION, is_primary=True)
            second = read or (on_digest(page, "tell", OnDigest.TELL_TEAM),)
            return (primary,), (*second, more)
        case _:
            assert_never(reasons[0].verdict)
