"""The digest of a unit above microsystems in words: counts and ages, no team named before its time, nothing ranked."""

from collections import Counter
from datetime import datetime

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import (
    NamedTeam,
    RollUp,
)
from bot.domain.digests.quarter_text import (
    moved_line,
    note_lines,
    organisation_lines,
)
from bot.domain.digests.team_text import (
    LONG,
    SHORT,
    digest_button,
    heard_line,
    kind_words,
    said_line,
    title_line,
    with_told,
)
from bot.domain.follow_up.action_library import step
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import DigestRef, OnDigest
from bot.domain.texts import say
from bot.domain.texts.dates import day


def write_roll_up(page: RollUp, *, at: datetime, chart: ChartFigures | None = None) -> FrozenDigest:
    """Freeze the digest of a unit above microsystems."""
    loc = page.locale
    lines = [title_line(page.name, page.week, loc), _first_line_above(page), ""]
    if page.participation is not None:
        lines.append(heard_line(page.participation, page.usual, loc))
    if page.said is not None:
        lines.append(said_line(page.said, loc))
    lines.append(say("digest-next", loc, date=day(page.next_figures, loc)))
    lines.append(say("digest-up_shown", loc, count=page.teams_shown, teams=page.teams))
    lines += ["", _flag_counts(page), *_named(page)]
    if page.open_count:
        lines.append(
            say(
                "digest-up_actions",
                loc,
                count=page.open_count,
                age=page.open_oldest_days,
                overdue=page.open_overdue,
            )
        )
    else:
        lines.append(say("digest-up_actions_none", loc))
    lines += [say("digest-up_step", loc, step=step(code, loc)) for code in page.steps[:1]]
    lines.append(say("digest-up_footer", loc))
    most = LONG if page.needs_conversation else SHORT
    told = organisation_lines(page.notes, loc) if page.is_top else moved_line(page.notes, loc, above=True)
    lines = with_told(lines, [*told, *note_lines(page.notes, loc)], most=most)
    digest = DigestRef(unit=page.unit, week=page.week)
    row = (digest_button("chart", OnDigest.CHART, digest, loc),) if page.has_chart else ()
    return FrozenDigest(
        unit=page.unit,
        week=page.week,
        text="\n".join(lines),
        needs_conversation=page.needs_conversation,
        made_at=at,
        buttons=(row,) if row else (),
        chart=chart,
    )


def _first_line_above(page: RollUp) -> str:
    reasons = []
    if page.asking_help:
        many = len(page.asking_help) > 1
        reasons.append(
            say("digest-up_help_many" if many else "digest-up_help", page.locale, count=len(page.asking_help))
        )
    if page.waiting:
        many = len(page.waiting) > 1
        reasons.append(
            say("digest-up_waiting_many" if many else "digest-up_waiting", page.locale, count=len(page.waiting))
        )
    if reasons:
        return say("digest-up_worth", page.locale, reasons="; ".join(reasons))
    if page.flagged_now and page.counts_flags:
        return say("digest-up_flags", page.locale, count=page.flagged_now, teams=page.teams)
    return say("digest-nothing", page.locale)


def _flag_counts(page: RollUp) -> str:
    if not page.counts_flags:
        return say("digest-up_flag_few", page.locale)
    kinds = Counter(page.flagged_lately)
    if not kinds:
        return say("digest-up_flag_none", page.locale, teams=page.teams)
    return say(
        "digest-up_flag_line",
        page.locale,
        teams=page.teams,
        fewer=kinds[FlagKind.FEWER_VOICES],
        lower=kinds[FlagKind.LOWER_SCORE],
        both=kinds[FlagKind.BOTH],
    )


def _named(page: RollUp) -> list[str]:
    """At most three teams by name, in the order of the alphabet: nothing is ranked."""

    def line(name: str, team: NamedTeam) -> str:
        words = kind_words(team.kind, page.locale)
        return say(f"digest-{name}", page.locale, unit=team.name, date=day(team.since, page.locale), kinds=words)

    asking = sorted(page.asking_help, key=lambda team: team.name)
    waiting = sorted(page.waiting, key=lambda team: team.name)
    lines = [line("up_help_line", team) for team in asking] + [line("up_waiting_line", team) for team in waiting]
    return lines[:3]
