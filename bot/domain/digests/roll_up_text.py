"""The digest of a unit above microsystems: counts and ages, no team named before its time, nothing ranked."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.digest_facts import (
    digest_document,
    digest_title,
    fact_of,
    heard_fact,
    kind_words,
    notes_of,
    one_line,
    said_fact,
)
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import (
    NamedTeam,
    RollUp,
)
from bot.domain.digests.quarter_text import (
    moved_facts,
    note_facts,
    organisation_facts,
)
from bot.domain.digests.team_text import digest_button
from bot.domain.follow_up.action_library import step
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import DigestRef, OnDigest
from bot.domain.messaging.documents import Fact, Facts, Lead, Section, SmallPrint
from bot.domain.texts import say
from bot.domain.texts.dates import day


def write_roll_up(
    page: RollUp, *, at: datetime, chart: ChartFigures | None = None, beside: Sequence[Fact] = ()
) -> FrozenDigest:
    """Freeze the digest of a unit above microsystems, with the facts that stand `beside` the pulse."""
    locale = page.locale
    sections: list[Section] = [digest_title(page.name, page.week, locale), Lead(words=_first_line_above(page))]
    steps = [fact_of("digest-up_try", step(code, locale), locale=locale) for code in page.steps[:1]]
    groups = (_figures(page), beside, [_flag_counts(page), *_named(page), _open_actions(page), *steps])
    sections += [Facts(facts=tuple(group)) for group in groups if group]
    sections.append(SmallPrint(words=say("digest-up_footer", locale)))
    digest = DigestRef(unit=page.unit, week=page.week)
    row = (digest_button("chart", OnDigest.CHART, digest, locale),) if page.has_chart else ()
    return FrozenDigest(
        unit=page.unit,
        week=page.week,
        document=digest_document(sections, needs_conversation=page.needs_conversation),
        needs_conversation=page.needs_conversation,
        for_the_team=False,
        made_at=at,
        buttons=(row,) if row else (),
        chart=chart,
    )


def _figures(page: RollUp) -> list[Fact]:
    locale = page.locale
    facts = []
    if page.participation is not None:
        facts.append(heard_fact(page.participation, page.usual, locale=locale))
    if page.said is not None:
        facts.append(said_fact(page.said, locale=locale))
    facts.append(fact_of("digest-next_label", day(page.next_figures, locale), locale=locale))
    shown = say("digest-up_shown", locale, count=page.teams_shown, teams=page.teams)
    facts.append(fact_of("digest-up_shown_label", shown, say("digest-up_shown_note", locale), locale=locale))
    facts += organisation_facts(page.notes, locale) if page.is_top else moved_facts(page.notes, locale, above=True)
    return [*facts, *note_facts(page.notes, locale)]


def _first_line_above(page: RollUp) -> str:
    reasons = [
        say(name, page.locale, count=len(teams))
        for name, teams in (("digest-up_help", page.asking_help), ("digest-up_waiting", page.waiting))
        if teams
    ]
    if reasons:
        return say("digest-up_worth", page.locale, reasons=notes_of(reasons, page.locale))
    if page.flagged_now and page.counts_flags:
        return say("digest-up_flags", page.locale, count=page.flagged_now, teams=page.teams)
    return say("digest-nothing", page.locale)


def _flag_counts(page: RollUp) -> Fact:
    locale, label = page.locale, "digest-up_flags_label"
    if not page.counts_flags:
        return fact_of(label, say("digest-up_flags_few", locale), locale=locale)
    kinds = Counter(page.flagged_lately)
    note = say("digest-up_flags_note", locale, teams=page.teams)
    if not kinds:
        return fact_of(label, say("digest-up_flags_none", locale), note, locale=locale)
    counts = say(
        "digest-up_flags_kinds",
        locale,
        fewer=kinds[FlagKind.FEWER_VOICES],
        lower=kinds[FlagKind.LOWER_SCORE],
        both=kinds[FlagKind.BOTH],
    )
    return fact_of(label, counts, note, locale=locale)


def _open_actions(page: RollUp) -> Fact:
    locale, label = page.locale, "digest-up_actions_label"
    if not page.open_count:
        return fact_of(label, say("digest-up_actions_none", locale), locale=locale)
    note = say("digest-up_actions_note", locale, age=page.open_oldest_days, overdue=page.open_overdue)
    return fact_of(label, str(page.open_count), note, locale=locale)


def _named(page: RollUp) -> list[Fact]:
    """At most three teams by name, in the order of the alphabet: nothing is ranked."""

    def fact(label: str, note: str, team: NamedTeam) -> Fact:
        date, kinds = day(team.since, page.locale), kind_words(team.kind, page.locale)
        words = say(note, page.locale, date=date, kinds=kinds)
        return fact_of(label, one_line(team.name), words, locale=page.locale)

    asking = sorted(page.asking_help, key=lambda team: team.name)
    waiting = sorted(page.waiting, key=lambda team: team.name)
    return [
        *(fact("digest-up_help_label", "digest-up_help_note", team) for team in asking),
        *(fact("digest-up_waiting_label", "digest-up_waiting_note", team) for team in waiting),
    ][:3]
