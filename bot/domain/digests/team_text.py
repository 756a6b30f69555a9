"""A digest in words: values to lines, at most fifteen without a flag and twenty-five with one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import (
    ActionLine,
    EarlierFlag,
    LatestScore,
    Page,
    Usual,
)
from bot.domain.digests.quarter_text import moved_line, note_lines
from bot.domain.disclosure.figures import ShareFigure
from bot.domain.disclosure.gate import Released, Withheld
from bot.domain.follow_up.action_library import step
from bot.domain.follow_up.flags import FlagResponse
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    DigestPress,
    DigestRef,
    FlagPress,
    OnDigest,
    OnFlag,
)
from bot.domain.messaging.messages import Button
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import day, weekday

SHORT, LONG = 15, 25
"""Lines that a digest may have without and with a flag, so that it is read in a minute."""


def write_page(page: Page, *, at: datetime, chart: ChartFigures | None = None) -> FrozenDigest:
    """Freeze a microsystem's digest. What did not pass the gate cannot get here (`Page` refuses it)."""
    if page.flag is not None:
        lines = _drifting(page)
    elif page.learning_week is not None:
        lines = _learning(page)
    elif page.is_bare:
        lines = _too_few(page)
    else:
        lines = with_told(_well(page), note_lines(page.notes, page.locale), most=SHORT)
    lines = with_told(lines, moved_line(page.notes, page.locale), most=SHORT if page.flag is None else LONG, must=True)
    return FrozenDigest(
        unit=page.unit,
        week=page.week,
        text="\n".join(lines),
        needs_conversation=page.flag is not None,
        made_at=at,
        buttons=_buttons(page),
        chart=chart,
    )


def with_told(lines: Sequence[str], more: Sequence[str], *, most: int, must: bool = False) -> list[str]:
    """Lines more at the end of the second paragraph, where figures stand, as far as they fit.

    With `must` blank lines from the end, then the second last line, give way.
    """
    result = [*lines]
    gaps = [at for at, line in enumerate(result) if not line]
    at = gaps[1] if len(gaps) > 1 else len(result)
    while must and len(result) + len(more) > most:
        gaps = [place for place, line in enumerate(result) if not line and place > at]
        result.pop(gaps[-1] if gaps else -2)
    return [*result[:at], *more[: max(most - len(result), 0)], *result[at:]]


# --- the four forms -----------------------------------------------------------------------------------------------


def _well(page: Page) -> list[str]:
    loc = page.locale
    lines = [title_line(page.name, page.week, loc), _nothing(page), ""]
    if page.asked:
        lines.append(heard_line(page.participation, page.usual, loc))
        if isinstance(page.could_not_be_asked, Released):
            lines.append(say("digest-not_asked", loc, share=share(page.could_not_be_asked.figure, loc)))
    lines += _said_lines(page)
    if page.earlier is not None:
        lines.append(_earlier(page.earlier, loc))
    lines += ["", *_loop(page)] if page.open_actions or page.closed else []
    lines += [""]
    lines += [say("digest-five_minutes", loc, step=step(code, loc)) for code in page.steps[:1]]
    return [*lines, say("digest-team_sees" if page.for_the_team else "digest-readers_only", loc)]


def _drifting(page: Page) -> list[str]:
    loc, flag = page.locale, page.flag
    if flag is None:
        raise ValueError("only a page with a flag is drifting")
    kind = flag.figure.kind
    lines = [title_line(page.name, page.week, loc), say("digest-worth", loc, kinds=kind_words(kind, loc)), ""]
    lines.append(heard_line(page.participation, Usual.UNKNOWN, loc))
    if kind is FlagKind.LOWER_SCORE:
        lines.append(say("digest-heard_same", loc))
    elif flag.figure.expected_tenths is None:
        lines.append(say("digest-expected_more", loc))
    else:
        lines.append(say("digest-expected", loc, tenths=flag.figure.expected_tenths))
    lines.append(say("digest-building", loc, weeks=_weeks(page.week - flag.figure.since + 1, loc)))
    if page.said is not None:
        lines.append(said_line(page.said, loc))
    if kind is not FlagKind.FEWER_VOICES:
        lines.append(say("digest-said_lower" if page.said else "digest-said_habit", loc))
    lines.append(say("digest-sure", loc, often=_often(page.false_flags_per_team_year, loc)))
    asking = "digest-ask_lower" if kind is FlagKind.LOWER_SCORE else "digest-ask"
    lines += ["", say("digest-not_who", loc), say(asking, loc), "", say("digest-try", loc)]
    steps = [step(code, loc) for code in page.steps[:3]]
    if any(action.overdue for action in page.open_actions) and steps:
        steps[-1] = say("digest-step_overdue", loc)
    lines += [say("digest-step", loc, number=number, step=words) for number, words in enumerate(steps, start=1)]
    lines += ["", *_loop(page)] if page.open_actions or page.closed else []
    shown_on = weekday(page.week.monday() + timedelta(days=page.team_day % 7), loc)
    return [*lines, "", say("digest-leads_share", loc), say("digest-team_thursday", loc, weekday=shown_on)]


def _too_few(page: Page) -> list[str]:
    loc = page.locale
    lines = [title_line(page.name, page.week, loc), say("digest-nothing_too_few", loc), ""]
    lines.append(say("digest-heard_too_few", loc))
    if isinstance(page.joined, Released):
        lines.append(say("digest-joined", loc, share=share(page.joined.figure, loc)))
    lines += [say("digest-small_team", loc), say("digest-next", loc, date=day(page.next_figures, loc))]
    lines += ["", *_loop(page, most=1)] if page.open_actions or page.closed else [""]
    lines.append(say("digest-small_help", loc))
    lines += [
        say("digest-step", loc, number=number, step=say(f"digest-small_step_{number}", loc)) for number in (1, 2, 3)
    ]
    return [*lines, say("digest-readers_only", loc)]


def _learning(page: Page) -> list[str]:
    loc = page.locale
    lines = [title_line(page.name, page.week, loc)]
    lines += [say("digest-nothing_learning", loc, number=page.learning_week), say("digest-learning_note", loc), ""]
    if isinstance(page.joined, Released):
        lines.append(say("digest-joined", loc, share=share(page.joined.figure, loc)))
    if isinstance(page.participation, Released):
        lines.append(heard_line(page.participation, Usual.UNKNOWN, loc))
    if page.said is not None:
        lines.append(said_line(page.said, loc))
    else:
        first = day(page.next_figures, loc)
        lines.append(say("digest-said_first", loc, date=first, minimum=page.minimum_group))
    lines += ["", *_loop(page)] if page.open_actions or page.closed else []
    return [*lines, "", say("digest-learning_do", loc), say("digest-learning_footer", loc)]


# --- lines --------------------------------------------------------------------------------------------------------


def title_line(name: str, week: IsoWeek, loc: str) -> str:
    return say("digest-title", loc, unit=name, date=day(week.sunday(), loc))


def _nothing(page: Page) -> str:
    loc = page.locale
    if not page.asked:
        if page.quiet_reason:
            return say("digest-nothing_quiet_reason", loc, reason=page.quiet_reason)
        return say("digest-nothing_quiet", loc)
    if page.earlier is not None and page.earlier.response is None:
        return say("digest-nothing_beyond", loc, date=day(page.earlier.week.sunday(), loc))
    if any(action.overdue for action in page.open_actions):
        return say("digest-nothing_overdue", loc)
    return say("digest-nothing", loc)


def heard_line(heard: Released[ShareFigure] | Withheld, usual: Usual, loc: str) -> str:
    if isinstance(heard, Withheld):
        return say("digest-heard_too_few", loc)
    return say("digest-heard", loc, share=share(heard.figure, loc), usual=say(f"digest-usual-{usual.value}", loc))


def _said_lines(page: Page) -> list[str]:
    following = say("digest-next", page.locale, date=day(page.next_figures, page.locale))
    if page.said is not None:
        return [said_line(page.said, page.locale), following]
    if page.score_withheld:
        return [say("digest-said_too_few", page.locale), following]
    first = day(page.next_figures, page.locale)
    return [say("digest-said_first", page.locale, date=first, minimum=page.minimum_group)]


def said_line(said: LatestScore, loc: str) -> str:
    figure = said.score.figure
    count = say(f"digest-number-{said.last - said.first + 1}", loc)
    return say(
        "digest-said",
        loc,
        agreement=say(f"digest-agreement-{figure.agreement.value}", loc),
        period=say("digest-period", loc, weeks=count, date=day(said.last.sunday(), loc)),
        people=_people(figure.people_from, loc),
        change=say(f"digest-change-{said.change.value}", loc),
    )


def _people(people_from: int, loc: str) -> str:
    """By fives while every five count, then by tens."""
    if people_from < 50:
        return say("digest-people", loc, low=people_from, high=people_from + 4)
    return say("digest-people_about", loc, count=people_from // 10 * 10)


def _loop(page: Page, *, most: int = 2) -> list[str]:
    """Open actions with their age, then the newest one closed; never more than `most` + 2 lines."""
    loc = page.locale
    lines = [_open(action, loc) for action in page.open_actions[:most]]
    rest = page.open_actions[most:]
    if len(rest) == 1 and most > 1:
        lines.append(_open(rest[0], loc))
    elif rest:
        oldest = max(action.age_days for action in rest)
        lines.append(say("digest-more_open", loc, count=len(rest), age=oldest))
    done = [say("digest-closed", loc, words=_sentence(each.words), date=day(each.closed, loc)) for each in page.closed]
    return lines + done[: 1 if len(lines) < most + 1 else 0]


def _open(action: ActionLine, loc: str) -> str:
    owner = say("digest-open_nobody", loc) if action.owner is None else role_words(action.owner, loc)
    if action.owner is not None and not action.accepted:
        owner = say("digest-open_waiting", loc, owner=owner)
    age = (
        say("digest-age", loc, age=action.age_days)
        if action.due_days is None
        else say(
            "digest-age_past" if action.overdue else "digest-age_of", loc, age=action.age_days, days=action.due_days
        )
    )
    told = say("digest-told", loc, date=day(action.told, loc)) if action.told else say("digest-not_told", loc)
    return say("digest-open", loc, words=_sentence(action.words), owner=owner, age=age, told=told)


def _earlier(earlier: EarlierFlag, loc: str) -> str:
    name = {
        None: "open",
        FlagResponse.REPLYING: "reply",
        FlagResponse.KNOWN_REASON: "reason",
        FlagResponse.NOT_RECOGNISED: "not_recognised",
        FlagResponse.HELP_FROM_ABOVE: "help",
    }[earlier.response]
    return say(
        f"digest-earlier_{name}",
        loc,
        date=day(earlier.week.sunday(), loc),
        kinds=kind_words(earlier.kind, loc),
        role=role_words(earlier.by or Role.CHAMPION, loc),
    )


# --- words --------------------------------------------------------------------------------------------------------


def share(figure: ShareFigure, loc: str) -> str:
    if figure.tenths is not None:
        return say("digest-tenths", loc, tenths=figure.tenths)
    return say(f"digest-part-{figure.part.value}", loc)


def kind_words(kind: FlagKind, loc: str) -> str:
    return say(f"digest-kind-{kind.name.lower()}", loc)


def role_words(role: Role, loc: str) -> str:
    return say(f"digest-role-{role.value}", loc)


def _weeks(count: int, loc: str) -> str:
    if count <= 1:
        return say("digest-weeks_one", loc)
    name = f"digest-number-{count}" if count <= 12 else ""
    return say("digest-weeks", loc, weeks=say(name, loc).lower() if name else count)


def _often(per_year: float, loc: str) -> str:
    """How often a steady team gets a flag by chance, in words a person would use."""
    months = round(12 / per_year)
    if months == 12:
        return say("digest-often-year", loc)
    if months % 12 == 0 and months <= 144:
        return say("digest-often-years", loc, years=say(f"digest-number-{months // 12}", loc).lower())
    return say("digest-often-months", loc, months=months)


def _sentence(words: str) -> str:
    """What somebody wrote, on one line and with its full stop."""
    one_line = " ".join(words.split())
    return one_line if one_line.endswith((".", "!", "?")) else f"{one_line}."


# --- buttons ------------------------------------------------------------------------------------------------------


def _buttons(page: Page) -> tuple[tuple[Button, ...], ...]:
    loc, digest = page.locale, DigestRef(unit=page.unit, week=page.week)

    def on_digest(name: str, what: OnDigest) -> Button:
        return digest_button(name, what, digest, loc)

    start = on_digest("start", OnDigest.START_ACTION)
    chart = (on_digest("chart", OnDigest.CHART),) if page.has_chart else ()
    if page.flag_id is not None:
        flag = page.flag_id

        def on_flag(name: str, what: OnFlag) -> Button:
            return Button(label=say(f"digest-button-{name}", loc), intent=FlagPress(flag=flag, what=what))

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


def digest_button(name: str, what: OnDigest, digest: DigestRef, loc: str) -> Button:
    return Button(label=say(f"digest-button-{name}", loc), intent=DigestPress(digest=digest, what=what))


def team_page(
    digest: FrozenDigest, *, unit_name: str, read_on: date, words: Sequence[tuple[Role, str]], loc: str
) -> str:
    """The same page as the team sees it two days later: every line of it, with the leads' words if they wrote any."""
    said = [say("digest-team_words", loc, role=role_words(role, loc), words=_sentence(text)) for role, text in words]
    intro = say("digest-team_intro", loc, unit=unit_name, date=day(read_on, loc))
    return "\n".join([intro, *said, "", digest.text])
