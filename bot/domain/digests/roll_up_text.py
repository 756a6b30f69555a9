"""The digest of a unit above microsystems: counts and ages, no team named before its time, nothing ranked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import assert_never

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.digest_facts import (
    age_notes,
    fact_of,
    heard_fact,
    heard_in_line,
    in_one_line,
    kind_words,
    one_line,
    phrase,
    role_words,
    said_fact,
    said_in_full,
    said_in_line,
)
from bot.domain.digests.frozen_digest import NOBODY, FrozenDigest, ReasonTold, Recipients, fits_in_sight
from bot.domain.digests.page import NamedTeam, RollUp
from bot.domain.digests.quarterly.helped_text import helped_sections
from bot.domain.digests.quarterly.quarter_text import moved_facts, note_facts, organisation_facts
from bot.domain.digests.verdict import Reason, reasons_above, verdict_of
from bot.domain.digests.verdict_text import verdict_title, why_above
from bot.domain.disclosure.participation import Participation
from bot.domain.disclosure.withholding import Withheld
from bot.domain.follow_up.action_library import step
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import DigestPress, DigestRef, HelpPress, OnDigest, OnHelp
from bot.domain.messaging.documents import (
    Context,
    Document,
    Fact,
    Facts,
    Lead,
    Paragraph,
    Section,
    SmallPrint,
    Steps,
    Title,
)
from bot.domain.messaging.messages import Button
from bot.domain.texts import say
from bot.domain.texts.dates import day, listed

NAMED_IN_SIGHT, MOST_NAMED = 3, 20
NAME_ON_BUTTON = 40
"""Characters of a team's name."""


def write_roll_up(
    page: RollUp,
    *,
    at: datetime,
    chart: ChartFigures | None = None,
    beside: Sequence[Fact] = (),
    recipients: Recipients = NOBODY,
) -> FrozenDigest:
    """Freeze the digest of a unit above microsystems, with the facts that stand `beside` the pulse."""
    reasons = reasons_above(page)
    verdict = verdict_of(reasons)
    digest = DigestRef(unit=page.unit, week=page.week)
    name = "more" if reasons else "details" if chart is None else "details_chart"
    intent = DigestPress(digest=digest, what=OnDigest.DETAILS)
    more = Button(label=say(f"digest-button-{name}", page.locale), intent=intent)
    first, *others = [_help_buttons(page, team) for team in _asking(page)] or [()]
    return FrozenDigest(
        unit=page.unit,
        week=page.week,
        verdict=verdict,
        reasons=tuple(ReasonTold(reason=reason, words=why_above(page, reason).words) for reason in reasons),
        document=Document(sections=tuple(_in_sight(page, reasons))),
        details=_details(page, beside),
        made_at=at,
        buttons=((first[0],), (*first[1:], more)) if first else ((more,),),
        further_buttons=tuple(others),
        chart=chart,
        recipients=recipients,
        written_in=page.locale,
    )


def _in_sight(page: RollUp, reasons: tuple[Reason, ...]) -> list[Section]:
    """What needs the readers first, then counts, then the organisation; as much as there is room for."""
    locale, date = page.locale, day(page.week.sunday(), page.locale)
    title = verdict_title(page.name, verdict_of(reasons), locale)
    if not reasons:
        return [title, Lead(words=_steady(page))]
    strip = organisation_facts(page.notes, locale)[:1] if page.is_top else []
    step_above = _one_thing(page)
    sections: list[Section] = []
    strips = [strip, [replace(each, note="") for each in strip], []]
    rooms = [*product(strips, (NAMED_IN_SIGHT, 2, 1), (True, False))]
    if not _named(page):  # then the step is all that the title asks for; the figure of the organisation comes second
        rooms.sort(key=lambda each: not each[2])
    for shown, most, has_step in rooms:
        named = _named(page, most=most)
        sections = [
            title,
            Context(words=say("digest-window", locale, date=date)),
            why_above(page, reasons[0]),
            *((Facts(facts=tuple(named)),) if named else ()),
            Facts(facts=(*_shares(page), _flag_counts(page), _open_actions(page))),
            *((Facts(facts=tuple(shown)),) if shown else ()),
            *(step_above if has_step else ()),
        ]
        if fits_in_sight(Document(sections=tuple(sections)), verdict_of(reasons)):
            break
    return sections


def _one_thing(page: RollUp) -> Sequence[Steps]:
    """What to do for teams that are named, or about a week that was low everywhere; nothing where nothing is asked."""
    heading = say("digest-one_thing", page.locale)
    if _asking(page) or page.waiting:
        return [Steps(heading=heading, steps=(step(page.step, page.locale),))]
    if page.room_steps:
        return [Steps(heading=heading, steps=(step(page.room_steps[0], page.locale),))]
    if Reason.ORGANISATION_LOW in reasons_above(page):  # in its first week; later nothing new can be done
        return [Steps(heading=heading, steps=(say("digest-low_step", page.locale),))]
    return []


def _steady(page: RollUp) -> str:
    locale = page.locale
    parts = [say("digest-window", locale, date=day(page.week.sunday(), locale))]
    match page.participation:
        case None:
            parts.append(say("digest-steady_quiet", locale))
        case Withheld():
            parts.append(say("digest-steady_too_few", locale))
        case Participation() as heard:
            parts.append(heard_in_line(heard, page.usual_told, locale, is_above=True))
        case _:
            assert_never(page.participation)
    if page.said is not None:
        parts.append(said_in_line(page.said, locale))
    if page.counts_flags:
        parts.append(say("digest-steady_flags", locale, count=page.flagged_now))
    parts.append(say("digest-open_steady", locale, count=page.open_count))
    return in_one_line(parts, locale)


def _shares(page: RollUp) -> list[Fact]:
    facts = []
    if page.participation is not None:
        facts.append(heard_fact(page.participation, page.usual_told, locale=page.locale, is_above=True))
    if page.said is not None:
        facts.append(said_fact(page.said, locale=page.locale))
    return facts


def _details(page: RollUp, beside: Sequence[Fact]) -> Document:
    locale = page.locale
    counts = [_flag_counts(page), *_named(page, most=MOST_NAMED), *_not_named(page), _open_actions(page)]
    return Document(
        sections=(
            Title(words=one_line(say("digest-heading-details", locale, unit=page.name))),
            Context(words=say("digest-window", locale, date=day(page.week.sunday(), locale))),
            *(Facts(facts=tuple(group)) for group in (_figures(page), beside, counts) if group),
            *_giving_room(page),
            *(helped_sections(page.helped, locale) if page.helped else ()),
            SmallPrint(words=say("digest-up_footer", locale)),
        )
    )


def _giving_room(page: RollUp) -> list[Section]:
    """What makes room for the teams below, where any lacks it."""
    if not page.room_steps:
        return []
    steps = tuple(step(code, page.locale) for code in page.room_steps)
    about = Paragraph(words=say("digest-room_about", page.locale))
    return [about, Steps(heading=say("digest-room_ideas", page.locale), steps=steps)]


def _figures(page: RollUp) -> list[Fact]:
    locale = page.locale
    facts = []
    if page.participation is not None:
        usual = page.usual_told
        facts.append(heard_fact(page.participation, usual, locale=locale, in_full=True, is_above=True))
    if page.said is not None:
        facts.append(said_in_full(page.said, locale=locale))
    facts.append(fact_of("digest-next_label", day(page.next_figures, locale), locale=locale))
    shown = say("digest-up_shown", locale, count=page.teams_shown, teams=page.teams)
    facts.append(fact_of("digest-up_shown_label", shown, say("digest-up_shown_note", locale), locale=locale))
    facts += organisation_facts(page.notes, locale) if page.is_top else moved_facts(page.notes, locale, above=True)
    return [*facts, *note_facts(page.notes, locale)]


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
    room = kinds[FlagKind.ROOM_FROM_ABOVE]
    more = say("digest-up_flags_room", locale, counts=counts, room=room) if room else counts
    return fact_of(label, more, note, locale=locale)


def _open_actions(page: RollUp) -> Fact:
    locale, label = page.locale, "digest-up_actions_label"
    if not page.open_count:
        return fact_of(label, say("digest-up_actions_none", locale), locale=locale)
    notes = age_notes(page.open_count, page.open_oldest_days, page.open_overdue, locale=locale)
    return fact_of(label, str(page.open_count), *notes, locale=locale)


def _asking(page: RollUp) -> list[NamedTeam]:
    return sorted(page.asking_help, key=lambda team: team.name)[:MOST_NAMED]


def _help_buttons(page: RollUp, team: NamedTeam) -> tuple[Button, ...]:
    """What the readers may say to leads who ask for help; which ones, where several teams do."""
    is_only, name, locale = len(page.asking_help) == 1, phrase(team.name, NAME_ON_BUTTON), page.locale
    will, not_now = (
        HelpPress(flag=team.flag, what=what, week=page.week) for what in (OnHelp.WILL_SPEAK, OnHelp.NOT_NOW)
    )
    if is_only:
        labels = say("digest-button-will_speak", locale), say("digest-button-not_now", locale)
    else:
        labels = say("digest-will_speak_to", locale, team=name), say("digest-not_now_to", locale, team=name)
    is_first = team is _asking(page)[0]
    return (
        Button(label=labels[0], intent=will, is_primary=is_first),
        Button(label=labels[1], intent=not_now),
    )


def _not_named(page: RollUp) -> list[Fact]:
    """How many teams ask or wait that stand nowhere by name, for want of room."""
    left = len(page.asking_help) + len(page.waiting) - MOST_NAMED
    locale = page.locale
    words = say("digest-up_not_named", locale, count=left)
    return [fact_of("digest-up_not_named_label", words, locale=locale)] if left > 0 else []


def _named(page: RollUp, *, most: int = NAMED_IN_SIGHT) -> list[Fact]:
    """Teams by name, in the order of the alphabet: nothing is ranked."""

    def fact(label: str, note: str, team: NamedTeam) -> Fact:
        date, kinds = day(team.since, page.locale), kind_words(team.kind, page.locale)
        words = say(note, page.locale, date=date, kinds=kinds)
        roles = listed([role_words(role, page.locale) for role in team.leads], page.locale) if team.leads else ""
        speak_to = say("digest-up_speak_to", page.locale, roles=roles) if roles else ""
        return fact_of(label, one_line(team.name), words, speak_to, locale=page.locale)

    waiting = sorted(page.waiting, key=lambda team: team.name)
    return [
        *(fact("digest-up_help_label", "digest-up_help_note", team) for team in _asking(page)),
        *(fact("digest-up_waiting_label", "digest-up_waiting_note", team) for team in waiting),
    ][:most]
