"""What is one tap away from a team's digest: all figures in full, how sure they are, actions, and other ideas."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.domain.batches import batches
from bot.domain.digests.digest_buttons import Rows, flag_button, on_digest
from bot.domain.digests.digest_facts import (
    fact_of,
    heard_fact,
    kind_words,
    one_line,
    phrase,
    role_words,
    said_in_full,
)
from bot.domain.digests.page import ActionLine, EarlierFlag, Page
from bot.domain.digests.quarterly.helped_text import helped_sections
from bot.domain.digests.quarterly.quarter_text import moved_facts, note_facts
from bot.domain.digests.verdict import Verdict, reasons_of, verdict_of
from bot.domain.disclosure.withholding import Withheld
from bot.domain.follow_up.action_library import step
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import OnDigest, OnFlag
from bot.domain.messaging.documents import (
    ActionSubject,
    Context,
    Document,
    Fact,
    Facts,
    FlagSubject,
    Paragraph,
    Quote,
    Section,
    Sign,
    SmallPrint,
    Steps,
    Title,
)
from bot.domain.messaging.messages import Button
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import day, month_and_year, weekday


def details_of(page: Page, beside: Sequence[Fact]) -> Document:
    """All that the page holds, with the facts that stand `beside` the pulse."""
    locale = page.locale
    groups = (
        _figures(page),
        [*note_facts(page.notes, locale, leads_of=page.above), *moved_facts(page.notes, locale)],
        _actions(page),
        beside,
    )
    sections: list[Section] = [
        Title(words=one_line(say("digest-heading-details", locale, unit=page.name))),
        Context(words=say("digest-window", locale, date=day(page.week.sunday(), locale))),
        *(Facts(facts=tuple(group)) for group in groups if group),
    ]
    if page.earlier is not None and page.earlier.words:
        role = role_words(page.earlier.by or Role.CHAMPION, locale)
        sections.append(Quote(source=say("digest-team_words", locale, role=role), words=page.earlier.words))
    if page.questions:
        asked = tuple(map(one_line, page.questions))
        sections.append(Steps(heading=say("digest-what_asked", locale), steps=asked))
    sections += _doubts(page)
    if page.steps[1:]:
        ideas = tuple(step(code, locale) for code in page.steps[1:])
        sections.append(Steps(heading=say("digest-more_ideas", locale), steps=ideas))
    if page.helped:
        sections += helped_sections(page.helped, locale)
    shown_on = weekday(page.week.monday() + timedelta(days=page.team_day % 7), locale)
    told = say("digest-team_sees", locale, weekday=shown_on) if page.is_for_the_team else say("digest-team_not", locale)
    sections.append(SmallPrint(words=f"{told}\n{say('digest-ask_nobody', locale)}"))
    return Document(sections=tuple(sections))


def details_buttons(page: Page, in_sight: Rows) -> Rows:
    """All else that may be done besides what stands under the digest itself, two in a row."""
    shown = {button.intent for row in in_sight for button in row}
    buttons = [each for each in _all_buttons(page) if each.intent not in shown]
    return tuple(tuple(row) for row in batches(buttons, 2))


def _all_buttons(page: Page) -> Iterator[Button]:
    if verdict_of(reasons_of(page)) is Verdict.CONVERSATION:
        yield flag_button(page, "reply", OnFlag.REPLY)
        yield flag_button(page, "reason", OnFlag.KNOWN_REASON)
        yield flag_button(page, "help", OnFlag.HELP_FROM_ABOVE)
        yield flag_button(page, "not_recognised", OnFlag.NOT_RECOGNISED)
    if page.has_comments:
        yield on_digest(page, "comments", OnDigest.READ_COMMENTS)
    yield on_digest(page, "start", OnDigest.START_ACTION)
    yield on_digest(page, "tell", OnDigest.TELL_TEAM)
    yield on_digest(page, "list", OnDigest.TEAM_LIST)
    if page.missing:
        yield on_digest(page, "name", OnDigest.NAME_SOMEBODY)
    if page.is_bare:
        yield on_digest(page, "why", OnDigest.WHY_NO_FIGURES)
    if page.learning_week is not None:
        yield on_digest(page, "handover", OnDigest.HANDOVER_WORDS)


def _figures(page: Page) -> list[Fact]:
    locale = page.locale
    facts = [heard_fact(page.participation, page.usual_told, locale=locale, in_full=True)] if page.asked else []
    if page.flag is not None and page.flag.figure.kind.is_drift:
        since = say("digest-building", locale, month=month_and_year(page.flag.figure.since, locale))
        facts.append(fact_of("digest-building_label", since, say("digest-building_note", locale), locale=locale))
    if page.flag is not None and page.flag.figure.kind is FlagKind.ROOM_FROM_ABOVE:
        told = say("digest-room", locale, above=one_line(page.above))
        facts.append(fact_of("digest-room_label", told, say("digest-room_note", locale), locale=locale))
    if page.said_told is not None:
        facts.append(said_in_full(page.said_told, locale=locale))
    elif page.score_skipped:
        facts.append(fact_of("digest-said_label", say("digest-said_skipped", locale), locale=locale))
    elif page.score_withheld:
        withheld, note = say("digest-said_too_few", locale), say("digest-said_too_few_note", locale)
        facts.append(fact_of("digest-said_label", withheld, note, locale=locale))
    if page.said is not None or page.score_withheld or page.score_skipped:
        facts.append(fact_of("digest-next_label", day(page.next_figures, locale), locale=locale))
    else:
        first = say("digest-said_first", locale, date=day(page.next_figures, locale))
        note = say("digest-said_first_note", locale, minimum=page.minimum_group)
        facts.append(fact_of("digest-said_label", first, note, locale=locale))
    if page.list_has_grown:
        grown, note = say("digest-grown", locale), say("digest-grown_note", locale)
        facts.append(fact_of("digest-grown_label", grown, note, locale=locale))
    if page.earlier is not None:
        facts.append(_earlier(page.earlier, locale))
    return facts


def _doubts(page: Page) -> list[Section]:
    """How far the figures may be leaned on."""
    locale = page.locale
    if page.asked_about is FlagKind.ROOM_FROM_ABOVE:
        made_of = fact_of("digest-sure_label", say("digest-sure_room", locale), locale=locale)
        return [Facts(facts=(made_of,)), Paragraph(words=say("digest-not_who", locale))]
    if page.asked_about is not None:
        often = say("digest-sure", locale, often=_often(page.false_flags_per_team_year, locale))
        sure = fact_of("digest-sure_label", often, locale=locale)
        return [Facts(facts=(sure,)), Paragraph(words=say("digest-not_who", locale))]
    if page.asked and page.learning_week is None and isinstance(page.participation, Withheld):
        return [Paragraph(words=say("digest-small", locale))]
    return []


def _actions(page: Page) -> list[Fact]:
    """Open actions with their age, then those closed lately."""
    locale = page.locale
    done = [
        fact_of(
            "digest-closed_label",
            phrase(each.words),
            say("digest-cannot_note" if each.cannot else "digest-closed_note", locale, date=day(each.closed, locale)),
            locale=locale,
        )
        for each in page.closed
    ]
    return [*(open_action_fact(action, locale) for action in page.open_actions), *done]


def open_action_fact(action: ActionLine, locale: str) -> Fact:
    """An open action with its owner, its age and whether the team was told."""
    owner = say("digest-open_nobody", locale) if action.owner is None else role_words(action.owner, locale)
    if action.owner is not None and not action.accepted:
        owner = say("digest-open_waiting", locale, owner=owner)
    age = (
        say("digest-age_undated", locale, age=action.age_days)
        if action.due_days is None
        else say(
            "digest-age_past" if action.overdue else "digest-age_of", locale, age=action.age_days, days=action.due_days
        )
    )
    told = say("digest-told", locale, date=day(action.told, locale)) if action.told else say("digest-not_told", locale)
    return fact_of(
        "digest-open_label",
        phrase(action.words),
        say("digest-open_owner", locale, owner=owner),
        age,
        told,
        locale=locale,
        sign=Sign.LATE if action.overdue else None,
        about=ActionSubject(action=action.action),
    )


def _earlier(earlier: EarlierFlag, locale: str) -> Fact:
    name = "unanswered" if earlier.response is None else earlier.response.value
    date, kinds = day(earlier.week.sunday(), locale), kind_words(earlier.kind, locale)
    note = say(f"digest-earlier-{name}", locale, role=role_words(earlier.by or Role.CHAMPION, locale))
    about = FlagSubject(flag=earlier.flag) if earlier.response is None else None
    words = say("digest-earlier", locale, date=date, kinds=kinds)
    return fact_of("digest-earlier_label", words, note, locale=locale, about=about)


def _often(per_year: float, locale: str) -> str:
    """How often a steady team gets a flag by chance, in words a person would use."""
    months = round(12 / per_year)
    if months % 12 == 0 and months <= 144:
        return say("digest-often-years", locale, count=months // 12)
    return say("digest-often-months", locale, count=months)
