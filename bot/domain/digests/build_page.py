"""From the gate's decision on a closed week to what each unit's digest says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never

from bot.domain.digests.chart import ChartFigures, chart_of
from bot.domain.digests.closed_week import ClosedWeek, FollowUpState, lower_since, organisation_low_since
from bot.domain.digests.digest_facts import lowest_of, together_words
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients
from bot.domain.digests.page import (
    NAMED_AFTER_DAYS,
    TEAM_DAYS_LATER,
    ActionLine,
    ClosedLine,
    EarlierFlag,
    NamedTeam,
    Page,
    RollUp,
    Usual,
    usual_for,
)
from bot.domain.digests.quarterly.blocks_told import ended_without_score, next_release
from bot.domain.digests.quarterly.change_over_text import change_facts
from bot.domain.digests.quarterly.governance_text import (
    co_lead_facts,
    opens_quarter,
    structure_facts,
)
from bot.domain.digests.quarterly.notes import lacking_room, notes_of, said_lately, with_leads_above
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.gate import WEEKS_BETWEEN_FLAGS
from bot.domain.disclosure.participation import Participation
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.follow_up.action_library import component_of, suggest, suggest_above, suggest_room
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import (
    FlagResponse,
    flag_id,
)
from bot.domain.identifiers import UnitId
from bot.domain.indicators.governance import missing_co_leads
from bot.domain.indicators.usual_range import APART
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Fact
from bot.domain.organisation.people import CO_LEADS, Role
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Kind, QuestionRef
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import digest_at, digest_day, local_date

CLOSED_SHOWN = timedelta(days=35)
STEPS_SUGGESTED = 3
"""The first stands in sight, the others among the details."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestInput:
    """All that a digest is written from, before it is put into words: the same of this is the same in every word."""

    page: Page | RollUp
    at: datetime
    chart: ChartFigures | None
    beside: tuple[Fact, ...]
    """What stands beside the pulse."""
    recipients: Recipients


def written(told: DigestInput) -> FrozenDigest:
    """In the language of its unit."""
    match told.page:
        case Page() as page:
            return write_page(page, at=told.at, chart=told.chart, beside=told.beside, recipients=told.recipients)
        case RollUp() as page:
            return write_roll_up(page, at=told.at, chart=told.chart, beside=told.beside, recipients=told.recipients)
        case _:
            assert_never(told.page)


def told_of_team(closed: ClosedWeek, unit: UnitId, news: FollowUpState) -> DigestInput:
    """What the digest of one microsystem is written from."""
    locale, flags = closed.tree.locales[unit], news.flags.get(unit, ())
    chart = chart_of(
        closed.states[unit],
        unit=together_words(closed.together.get(unit, ()), locale) or closed.tree.names[unit],
        locale=locale,
        flags=[(each.week, each.kind) for each in flags],
        steps=closed.restarts.steps.get(unit, ()),
        target=closed.programme.participation_target,
    )
    return _told(closed, _page(closed, unit, news), chart, news)


def told_above(closed: ClosedWeek, unit: UnitId, news: FollowUpState) -> DigestInput:
    """The same of a unit above microsystems: counts and ages over the teams below it."""
    chart = chart_of(
        closed.states[unit],
        unit=closed.tree.names[unit],
        locale=closed.tree.locales[unit],
        steps=closed.restarts.steps.get(unit, ()),
        target=closed.programme.participation_target,
    )
    return _told(closed, _roll_up(closed, unit, news), chart, news)


def _told(closed: ClosedWeek, page: Page | RollUp, chart: ChartFigures | None, news: FollowUpState) -> DigestInput:
    return DigestInput(
        page=page,
        at=closed.made_at,
        chart=chart,
        beside=tuple(_beside_the_pulse(closed, page.unit, news)),
        recipients=Recipients.of(news.roles.get(page.unit, {})),
    )


def _page(closed: ClosedWeek, unit: UnitId, news: FollowUpState) -> Page:
    state, programme, week = closed.states[unit], closed.programme, closed.week
    locale, zone = closed.tree.locales[unit], closed.tree.zones[unit]
    read_at = digest_at(week, programme.digest, zone)
    participation = closed.decision.participation.get(unit, Withheld(because=Withholding.TOO_FEW))
    flag = closed.decision.flags.get(unit)
    is_learning = state.weeks_observed <= LEARNING_WEEKS
    said = said_lately(closed, unit)
    earlier = _earlier(news, unit, week)
    above, notes = with_leads_above(closed, unit, news)
    flagged_as = flag.figure.kind if flag else earlier.kind if earlier is not None else None
    steps = suggest(
        flagged_as,
        lowest=None if said is None else lowest_of(said.score.figure),
        unit=unit,
        recent=news.suggested.get(unit, frozenset()),
        count=STEPS_SUGGESTED,
    )
    return Page(
        unit=unit,
        name=closed.tree.names[unit],
        week=week,
        locale=locale,
        asked=unit in closed.asked,
        quiet_reason=_quiet_reason(closed, unit),
        participation=participation,
        usual=Usual.UNKNOWN if is_learning else usual_for(participation, _shown_before(closed, unit)),
        lower_since=lower_since(
            _shown(closed, unit), week, first=None if state.first is None else state.first + LEARNING_WEEKS
        ),
        said=said,
        score_withheld=state.score_withheld,
        score_skipped=ended_without_score(
            closed.epoch, week, quarter_weeks=programme.privacy.quarter_weeks, skipped=closed.skipped
        ),
        next_figures=next_figures(closed, unit),
        questions=[] if said is None else _wordings(programme, news.questions.get(unit, ()), locale),
        flag=flag,
        flag_id=flag_id(unit, week) if flag else None,
        earlier=earlier,
        learning_week=state.weeks_observed if is_learning else None,
        open_actions=[action_line(action, read_at=read_at, zone=zone) for action in news.open_actions.get(unit, ())],
        closed=[
            ClosedLine(words=action.words, closed=local_date(action.closed_at, zone), cannot=action.cannot)
            for action in sorted(news.closed_actions.get(unit, ()), key=_closed_at, reverse=True)
            if action.closed_at is not None and read_at - action.closed_at < CLOSED_SHOWN
        ],
        steps=steps,
        minimum_group=programme.privacy.minimum_group,
        false_flags_per_team_year=programme.false_flags_per_team_year,
        team_day=programme.digest.day.number + TEAM_DAYS_LATER,
        list_has_grown=state.list_has_grown,
        notes=notes,
        helped=[
            each
            for each in news.helped
            if each.kind is flagged_as and each.component in {component_of(code) for code in steps}
        ],
        missing=missing_co_leads(_held(unit, news)) if unit in news.roles else frozenset(),
        above=above,
        has_comments=unit in news.comments,
    )


def _roll_up(closed: ClosedWeek, unit: UnitId, news: FollowUpState) -> RollUp:
    week, tree = closed.week, closed.tree
    locale, zone = tree.locales[unit], tree.zones[unit]
    read_at = digest_at(week, closed.programme.digest, zone)
    teams = sorted(tree.leaves[unit])
    lately = [flag for team in teams for flag in news.flags.get(team, ()) if week - flag.week <= WEEKS_BETWEEN_FLAGS]
    actions = [action for team in teams for action in news.open_actions.get(team, ())]
    lines = [action_line(action, read_at=read_at, zone=zone) for action in actions]
    room_lacking = lacking_room(closed, unit, lately, news)
    help_asked, waiting = _named(closed, teams, news, read_on=local_date(read_at, zone))
    participation = closed.decision.participation.get(unit)
    return RollUp(
        unit=unit,
        name=tree.names[unit],
        week=week,
        locale=locale,
        teams=len(teams),
        teams_shown=sum(isinstance(closed.decision.participation.get(team), Participation) for team in teams),
        participation=participation if closed.asked & tree.leaves[unit] else None,
        usual=usual_for(participation, _shown_before(closed, unit)),
        lower_since=lower_since(_shown(closed, unit), week, first=None),
        said=said_lately(closed, unit),
        flagged_now=sum(flag.week == week for flag in lately),
        flagged_lately=[flag.kind for flag in lately],
        asking_help=help_asked,
        waiting=waiting,
        open_count=len(lines),
        open_oldest_days=max((line.age_days for line in lines), default=0),
        open_overdue=sum(line.overdue for line in lines),
        next_figures=next_figures(closed, unit),
        helped=news.helped if tree.parents[unit] is None else (),
        lacking_room=room_lacking,
        room_steps=suggest_room(unit=unit, week=week) if room_lacking else (),
        step=suggest_above(unit=unit, week=week),
        notes=notes_of(closed, unit, news),
        is_top=tree.parents[unit] is None,
        organisation_low_since=organisation_low_since(news.organisation, week),
    )


def _wordings(programme: Programme, asked: Sequence[QuestionRef], locale: str) -> list[str]:
    """The core questions among them as they were worded; one that was reworded since is left out."""
    questions = [programme.questions.get(ref.id) for ref in dict.fromkeys(asked)]
    return [
        each.wording(locale)
        for each, ref in zip(questions, dict.fromkeys(asked), strict=True)
        if each is not None and each.ref == ref and each.kind is Kind.CORE
    ]


def _beside_the_pulse(closed: ClosedWeek, unit: UnitId, news: FollowUpState) -> list[Fact]:
    """What a dated step restarted, which co-leads a team lacks, and once a quarter the formal structure."""
    facts = change_facts(closed.restarts, unit, tree=closed.tree)
    roles = {team: _held(team, news) for team in closed.tree.leaves[unit] if team in news.roles}
    if not opens_quarter(closed.epoch, closed.week):  # something can be done about a missing lead in every week
        return facts + (co_lead_facts(unit, tree=closed.tree, roles=roles) if closed.tree.is_microsystem(unit) else [])
    zone = closed.tree.zones[unit]
    on = digest_day(closed.week, closed.programme.digest, zone)
    return facts + structure_facts(closed.programme, unit, tree=closed.tree, roles=roles, on=on)


def _held(team: UnitId, news: FollowUpState) -> frozenset[Role]:
    return frozenset[Role]().union(*news.roles.get(team, {}).values())


def _shown_before(closed: ClosedWeek, unit: UnitId) -> list[int]:
    """Earlier tenths that say what is usual."""
    return [tenths for at, tenths in _shown(closed, unit) if at < closed.week]


def _shown(closed: ClosedWeek, unit: UnitId) -> list[tuple[IsoWeek, int]]:
    """Tenths that may be compared, by the week they ended with: since the newest step, if the chart has one."""
    steps = closed.restarts.steps.get(unit, ())
    return [(at, tenths) for at, tenths in closed.states[unit].tenths if not steps or at - steps[-1] >= APART - 1]


def next_figures(closed: ClosedWeek, unit: UnitId) -> date:
    """The day of the digest that will bring the next scores."""
    weeks = closed.programme.privacy.quarter_weeks
    last = next_release(closed.epoch, closed.week, quarter_weeks=weeks, skipped=closed.skipped)
    zone = closed.tree.zones[unit]
    return digest_day(last, closed.programme.digest, zone)


def _quiet_reason(closed: ClosedWeek, unit: UnitId) -> str:
    return QuietTimes(programme=closed.programme, tree=closed.tree, halts=closed.halts).reason_in(unit, closed.week)


def _earlier(news: FollowUpState, unit: UnitId, week: IsoWeek) -> EarlierFlag | None:
    recent = [flag for flag in news.flags.get(unit, ()) if 0 < week - flag.week <= WEEKS_BETWEEN_FLAGS]
    if not recent:
        return None
    flag = max(recent, key=lambda each: each.week)
    replies = news.replies.get(flag.id, ())
    if not replies:
        return EarlierFlag(flag=flag.id, kind=flag.kind, week=flag.week, response=None)
    first = min(replies, key=lambda reply: reply.at)
    collected = news.roles.get(unit, {}).get(first.person, frozenset())
    by = leading_role(collected)
    return EarlierFlag(flag=flag.id, kind=flag.kind, week=flag.week, response=first.response, by=by, words=first.words)


def leading_role(roles: frozenset[Role]) -> Role:
    """The role under which a reader acts, the leading ones first; someone who has left acted as a champion."""
    order = [*Role]
    lead = [role for role in order if role in roles & CO_LEADS] or [role for role in order if role in roles]
    return next((role for role in lead if role is not Role.MEMBER), Role.CHAMPION)


def _named(
    closed: ClosedWeek, teams: Sequence[UnitId], news: FollowUpState, *, read_on: date
) -> tuple[list[NamedTeam], list[NamedTeam]]:
    """Requests for help without an answer; and each team once of which nobody has answered a flag for 28 days, with
    the oldest such flag."""
    asking: list[NamedTeam] = []
    waiting: list[NamedTeam] = []
    for team in teams:
        unanswered: list[NamedTeam] = []
        for flag in news.flags.get(team, ()):
            replies = news.replies.get(flag.id, ())
            asked = [reply.at for reply in replies if reply.response is FlagResponse.HELP_FROM_ABOVE]
            zone = closed.tree.zones[team]
            told = digest_day(flag.week, closed.programme.digest, zone)
            held = frozenset[Role]().union(*news.roles.get(team, {}).values())
            named = NamedTeam(
                name=closed.tree.names[team],
                kind=flag.kind,
                since=local_date(asked[0], zone) if asked else flag.week.sunday(),
                flag=flag.id,
                leads=tuple(role for role in Role if role in held & CO_LEADS),
            )
            is_helped = flag.id in news.help_replies
            if asked and not is_helped and (read_on - named.since).days < NAMED_AFTER_DAYS:
                asking.append(named)
            elif not replies and flag.kind.is_drift and (read_on - told).days >= NAMED_AFTER_DAYS:
                unanswered.append(named)
        if unanswered:
            waiting.append(min(unanswered, key=lambda each: each.since))
    return asking, waiting


def action_line(action: Action, *, read_at: datetime, zone: str) -> ActionLine:
    """An open action as pages name it; its age is that of the day on which they are read."""
    raised = local_date(action.raised_at, zone)
    return ActionLine(
        action=action.id,
        words=action.words,
        owner=action.owner_role,
        accepted=action.state is ActionState.OPEN,
        age_days=(local_date(read_at, zone) - raised).days,
        due_days=None if action.due is None else (action.due - raised).days,
        told=None if action.told_at is None else local_date(action.told_at, zone),
    )


def _closed_at(action: Action) -> datetime:
    return action.closed_at or action.raised_at
