"""A team's digest as a document, in one of four forms: all well, drifting, too few to show, and still learning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.digest_facts import (
    digest_document,
    digest_title,
    fact_of,
    heard_fact,
    kind_words,
    one_line,
    role_words,
    said_fact,
)
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import (
    ActionLine,
    EarlierFlag,
    Page,
    Usual,
)
from bot.domain.digests.quarter_text import moved_facts, note_facts
from bot.domain.disclosure.participation import Participation
from bot.domain.follow_up.action_library import step
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import (
    DigestPress,
    DigestRef,
    FlagPress,
    OnDigest,
    OnFlag,
)
from bot.domain.messaging.documents import (
    Context,
    Document,
    Fact,
    Facts,
    Lead,
    Paragraph,
    Quote,
    Section,
    Sign,
    SmallPrint,
    Steps,
)
from bot.domain.messaging.messages import Button
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import day, month_and_year, weekday


def write_page(
    page: Page, *, at: datetime, chart: ChartFigures | None = None, beside: Sequence[Fact] = ()
) -> FrozenDigest:
    """Freeze a team's digest, with the facts that stand `beside` the pulse.

    What did not pass the gate cannot get here (`Page` refuses it).
    """
    form = _form_of(page)
    facts = [*form.facts, *_grown(page), *moved_facts(page.notes, page.locale)]
    sections: list[Section] = [digest_title(page.name, page.week, page.locale), Lead(words=form.lead), *form.opening]
    sections += [Facts(facts=tuple(facts)), *form.advice]
    sections += [Facts(facts=tuple(group)) for group in (form.actions, beside) if group]
    sections += form.closing
    needs_conversation = page.flag is not None
    return FrozenDigest(
        unit=page.unit,
        week=page.week,
        document=digest_document(sections, needs_conversation=needs_conversation),
        needs_conversation=needs_conversation,
        for_the_team=page.for_the_team,
        made_at=at,
        buttons=_buttons(page),
        chart=chart,
    )


# --- the four forms -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What differs from one form to another, in the order in which it is read."""

    lead: str
    opening: Sequence[Section] = ()
    facts: Sequence[Fact]
    advice: Sequence[Section] = ()
    actions: Sequence[Fact]
    closing: Sequence[Section]


def _form_of(page: Page) -> _Form:
    if page.flag is not None:
        return _drifting(page)
    if page.learning_week is not None:
        return _learning(page)
    return _too_few(page) if page.is_bare else _well(page)


def _well(page: Page) -> _Form:
    locale = page.locale
    facts = []
    if page.asked:
        facts.append(heard_fact(page.participation, page.usual, locale=locale))
    facts += _said_facts(page)
    if page.earlier is not None:
        facts.append(_earlier(page.earlier, locale))
    return _Form(
        lead=_nothing(page),
        facts=[*facts, *note_facts(page.notes, locale)],
        actions=_actions(page),
        closing=[
            *(
                Steps(heading=say("digest-five_minutes", locale), steps=(step(code, locale),))
                for code in page.steps[:1]
            ),
            SmallPrint(words=say("digest-team_sees" if page.for_the_team else "digest-readers_only", locale)),
        ],
    )


def _drifting(page: Page) -> _Form:
    locale, flag = page.locale, page.flag
    if flag is None:
        raise ValueError("only a page with a flag is drifting")
    kind = flag.figure.kind
    expected = say("digest-heard_same" if kind is FlagKind.LOWER_SCORE else "digest-expected_more", locale)
    since = month_and_year(flag.figure.since, locale)
    often = _often(page.false_flags_per_team_year, locale)
    facts = [
        heard_fact(page.participation, Usual.UNKNOWN, expected, locale=locale),
        fact_of(
            "digest-building_label",
            say("digest-building", locale, month=since),
            say("digest-building_note", locale),
            locale=locale,
        ),
        *_said_of_flag(page, kind),
        fact_of(
            "digest-sure_label", say("digest-sure", locale), say("digest-sure_note", locale, often=often), locale=locale
        ),
    ]
    asking = "digest-ask_lower" if kind is FlagKind.LOWER_SCORE else "digest-ask"
    steps = [step(code, locale) for code in page.steps[:3]]
    if any(action.overdue for action in page.open_actions) and steps:
        steps[-1] = say("digest-step_overdue", locale)
    shown_on = weekday(page.week.monday() + timedelta(days=page.team_day % 7), locale)
    return _Form(
        lead=say("digest-worth", locale, kinds=kind_words(kind, locale)),
        facts=facts,
        advice=[
            Paragraph(words=f"{say('digest-not_who', locale)}\n{say(asking, locale)}"),
            *([Steps(heading=say("digest-try", locale), steps=tuple(steps))] if steps else []),
        ],
        actions=_actions(page),
        closing=[
            SmallPrint(words=say("digest-leads_share", locale)),
            SmallPrint(words=say("digest-team_thursday", locale, weekday=shown_on)),
        ],
    )


def _too_few(page: Page) -> _Form:
    locale = page.locale
    facts = [heard_fact(page.participation, Usual.UNKNOWN, say("digest-small_team", locale), locale=locale)]
    return _Form(
        lead=say("digest-nothing_too_few", locale),
        facts=[*facts, _next_figures(page)],
        actions=_actions(page, most=1),
        closing=[
            Steps(
                heading=say("digest-small_help", locale),
                steps=tuple(say(f"digest-small_step-{number}", locale) for number in (1, 2, 3)),
            ),
            SmallPrint(words=say("digest-readers_only", locale)),
        ],
    )


def _learning(page: Page) -> _Form:
    locale = page.locale
    facts = []
    if isinstance(page.participation, Participation):
        facts.append(heard_fact(page.participation, Usual.UNKNOWN, locale=locale))
    if page.said is not None:
        facts.append(said_fact(page.said, locale=locale))
    else:
        facts += [_skipped(page), _next_figures(page)] if page.score_skipped else [_first_figures(page)]
    return _Form(
        lead=say("digest-nothing_learning", locale, number=page.learning_week),
        opening=[Paragraph(words=say("digest-learning_note", locale))],
        facts=facts,
        actions=_actions(page),
        closing=[
            Steps(heading=say("digest-learning_do_label", locale), steps=(say("digest-learning_do", locale),)),
            SmallPrint(words=say("digest-learning_footer", locale)),
        ],
    )


# --- facts --------------------------------------------------------------------------------------------------------


def _nothing(page: Page) -> str:
    locale = page.locale
    if not page.asked:
        if page.quiet_reason:
            return say("digest-nothing_quiet_reason", locale, reason=one_line(page.quiet_reason))
        return say("digest-nothing_quiet", locale)
    if page.earlier is not None and page.earlier.response is None:
        return say("digest-nothing_beyond", locale, date=day(page.earlier.week.sunday(), locale))
    if any(action.overdue for action in page.open_actions):
        return say("digest-nothing_overdue", locale)
    return say("digest-nothing", locale)


def _said_facts(page: Page) -> list[Fact]:
    locale = page.locale
    if page.said is not None:
        return [said_fact(page.said, locale=locale), _next_figures(page)]
    if page.score_skipped:
        return [_skipped(page), _next_figures(page)]
    if page.score_withheld:
        withheld, note = say("digest-said_too_few", locale), say("digest-said_too_few_note", locale)
        return [fact_of("digest-said_label", withheld, note, locale=locale), _next_figures(page)]
    return [_first_figures(page)]


def _skipped(page: Page) -> Fact:
    return fact_of("digest-said_label", say("digest-said_skipped", page.locale), locale=page.locale)


def _said_of_flag(page: Page, kind: FlagKind) -> list[Fact]:
    """What was said, and that it is lower where the flag says so."""
    locale, is_lower = page.locale, kind is not FlagKind.FEWER_VOICES
    if page.said is not None:
        return [said_fact(page.said, say("digest-said_lower", locale) if is_lower else "", locale=locale)]
    if not is_lower:
        return []
    lower, note = say("digest-said_habit", locale), say("digest-said_habit_note", locale)
    return [fact_of("digest-said_label", lower, note, locale=locale, sign=Sign.LOWER)]


def _grown(page: Page) -> list[Fact]:
    """Who is counted among them is everybody's concern, so a team is told that many have come."""
    locale = page.locale
    if not page.list_has_grown:
        return []
    return [fact_of("digest-grown_label", say("digest-grown", locale), say("digest-grown_note", locale), locale=locale)]


def _first_figures(page: Page) -> Fact:
    first = say("digest-said_first", page.locale, date=day(page.next_figures, page.locale))
    note = say("digest-said_first_note", page.locale, minimum=page.minimum_group)
    return fact_of("digest-said_label", first, note, locale=page.locale)


def _next_figures(page: Page) -> Fact:
    return fact_of("digest-next_label", day(page.next_figures, page.locale), locale=page.locale)


def _actions(page: Page, *, most: int = 2) -> list[Fact]:
    """Open actions with their age, then the newest one closed; never more than `most` + 2 facts."""
    locale = page.locale
    facts = [_open(action, locale) for action in page.open_actions[:most]]
    rest = page.open_actions[most:]
    if len(rest) == 1 and most > 1:
        facts.append(_open(rest[0], locale))
    elif rest:
        oldest = max(action.age_days for action in rest)
        more, note = say("digest-more_open", locale, count=len(rest)), say("digest-more_open_note", locale, age=oldest)
        facts.append(fact_of("digest-open_label", more, note, locale=locale))
    done = [
        fact_of(
            "digest-closed_label",
            _phrase(each.words),
            say("digest-closed_note", locale, date=day(each.closed, locale)),
            locale=locale,
        )
        for each in page.closed
    ]
    return facts + done[: 1 if len(facts) < most + 1 else 0]


def _open(action: ActionLine, locale: str) -> Fact:
    owner = say("digest-open_nobody", locale) if action.owner is None else role_words(action.owner, locale)
    if action.owner is not None and not action.accepted:
        owner = say("digest-open_waiting", locale, owner=owner)
    age = (
        say("digest-age", locale, age=action.age_days)
        if action.due_days is None
        else say(
            "digest-age_past" if action.overdue else "digest-age_of", locale, age=action.age_days, days=action.due_days
        )
    )
    told = say("digest-told", locale, date=day(action.told, locale)) if action.told else say("digest-not_told", locale)
    return fact_of(
        "digest-open_label",
        _phrase(action.words),
        say("digest-open_owner", locale, owner=owner),
        age,
        told,
        locale=locale,
        sign=Sign.LATE if action.overdue else None,
    )


def _earlier(earlier: EarlierFlag, locale: str) -> Fact:
    name = "unanswered" if earlier.response is None else earlier.response.value
    date, kinds = day(earlier.week.sunday(), locale), kind_words(earlier.kind, locale)
    note = say(f"digest-earlier-{name}", locale, role=role_words(earlier.by or Role.CHAMPION, locale))
    return fact_of("digest-earlier_label", say("digest-earlier", locale, date=date, kinds=kinds), note, locale=locale)


def _often(per_year: float, locale: str) -> str:
    """How often a steady team gets a flag by chance, in words a person would use."""
    months = round(12 / per_year)
    if months % 12 == 0 and months <= 144:
        return say("digest-often-years", locale, count=months // 12)
    return say("digest-often-months", locale, count=months)


def _phrase(words: str) -> str:
    """What somebody wrote, on one line and without the full stop, since notes follow it."""
    return one_line(words).removesuffix(".") or words.strip()


# --- buttons ------------------------------------------------------------------------------------------------------


def _buttons(page: Page) -> tuple[tuple[Button, ...], ...]:
    locale, digest = page.locale, DigestRef(unit=page.unit, week=page.week)

    def on_digest(name: str, what: OnDigest) -> Button:
        return digest_button(name, what, digest, locale)

    start = on_digest("start", OnDigest.START_ACTION)
    chart = (on_digest("chart", OnDigest.CHART),) if page.has_chart else ()
    if page.flag_id is not None:
        flag = page.flag_id

        def on_flag(name: str, what: OnFlag) -> Button:
            return Button(label=say(f"digest-button-{name}", locale), intent=FlagPress(flag=flag, what=what))

        return (
            (on_flag("reply", OnFlag.REPLY),),
            (start, on_flag("help", OnFlag.HELP_FROM_ABOVE)),
            (on_flag("reason", OnFlag.KNOWN_REASON), on_flag("not_recognised", OnFlag.NOT_RECOGNISED)),
            *((chart,) if chart else ()),
        )
    if page.learning_week is not None:
        return ((start, on_digest("handover", OnDigest.HANDOVER_WORDS)),)
    if page.is_bare:
        return (
            (start, on_digest("tell", OnDigest.TELL_TEAM)),
            (on_digest("list", OnDigest.TEAM_LIST), on_digest("why", OnDigest.WHY_NO_FIGURES)),
        )
    return ((start, on_digest("tell", OnDigest.TELL_TEAM), *chart),)


def digest_button(name: str, what: OnDigest, digest: DigestRef, locale: str) -> Button:
    return Button(label=say(f"digest-button-{name}", locale), intent=DigestPress(digest=digest, what=what))


def team_page(
    digest: FrozenDigest, *, unit_name: str, read_on: date, words: Sequence[tuple[Role, str]], locale: str
) -> Document:
    """The same page as the team sees it two days later: all of it, with the leads' words if they wrote any."""
    intro = Context(words=one_line(say("digest-team_intro", locale, unit=unit_name, date=day(read_on, locale))))
    said = (
        Quote(source=say("digest-team_words", locale, role=role_words(role, locale)), words=text)
        for role, text in words
    )
    return Document(sections=(intro, *said, *digest.document.sections), is_spaced=digest.document.is_spaced)
