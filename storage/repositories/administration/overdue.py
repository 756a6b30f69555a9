"""What should be gone by now: one look at every table that a job takes rows out of.

Each count stops at the first thousand. All is asked in one statement: a day has one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, func, literal, or_, select

from bot.domain.answers.epochs import EpochState
from bot.domain.attention.budget import Counted
from bot.domain.iso_weeks import IsoWeek
from bot.domain.retention import tables as rules
from bot.domain.retention.rules import RetentionByJob, over_everywhere, over_in_every_zone
from bot.repositories.retention import MOST_COUNTED
from storage.repositories.base import Repository
from storage.repositories.queries.of_closed_weeks import (
    asked_in_weeks_before,
    in_chats_of,
    sent_of,
    shown_of,
    timed_replies,
)
from storage.repositories.queries.remembered import of_units_retired, shown_before
from storage.schema.tables import (
    PASSING,
    SETTLED,
    answers,
    attention,
    attention_spreads,
    closed_weeks,
    code_attempts,
    comment_answers,
    comments,
    console_sessions,
    deliveries,
    epochs,
    forgotten,
    held_words,
    inbox,
    inbox_keys,
    memberships,
    nudges,
    organisation_workings,
    pending_releases,
    people,
    prompts,
    pulse_messages,
    pulses,
    rotas,
    rounds,
    shadow_plans,
    sign_in_links,
    team_workings,
    told_shown,
    unit_states,
    uploads,
    web_messages,
)
from storage.sql.columns import Week

_LONG_AGO: Final = IsoWeek(year=2000, week=1)
_BLOCK_GONE_WEEKS: Final = 2
"""After its life a key is destroyed within a week and a day, wherever the day ends; then two weeks have begun."""
_REMINDER: Final = attention.c.kind == Counted.REMINDER.value


class CountedOverdueRows(Repository):
    __slots__ = ()

    async def count(
        self, *, at: datetime, real: datetime, shifts_before: datetime, asked_before: IsoWeek | None
    ) -> Mapping[RetentionByJob, int]:
        newest = select(func.max(closed_weeks.c.week, type_=Week())).where(
            closed_weeks.c.finished, closed_weeks.c.claimed_at <= at
        )
        closed: IsoWeek = await self._transaction.scalar(newest) or _LONG_AGO
        wanted: dict[RetentionByJob, _Rows] = {**_by_time(at, real, closed), **_by_weeks(closed, at), **_by_blocks(at)}
        wanted[rules.SHIFTS] = rotas, rotas.c.oldest_at <= shifts_before
        wanted[rules.ASKED] = pulses, asked_in_weeks_before(asked_before or _LONG_AGO, closed)
        wanted[rules.TOLD] = told_shown, shown_before(asked_before or _LONG_AGO)
        row = await self._transaction.row(select(*(_up_to(*each) for each in wanted.values())))
        return dict(zip(wanted, row or (), strict=True))


_Rows = tuple[FromClause, ColumnElement[bool]]


def _up_to(table: FromClause, condition: ColumnElement[bool]) -> Any:
    found: Subquery = select(literal(1).label("row")).select_from(table).where(condition).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _by_time(at: datetime, real: datetime, closed: IsoWeek) -> Mapping[RetentionByJob, _Rows]:
    old_comments = select(comments.c.id).where(comments.c.week < rules.COMMENT_ANSWERS.week(at))
    erased = people.c.name == "", people.c.left_at < rules.ERASED.moment(at)
    return {
        rules.UPDATE_IDS: (inbox, inbox.c.filed_on < rules.UPDATE_IDS.day(at)),
        rules.INBOX_KEYS: (inbox_keys, inbox_keys.c.week < rules.INBOX_KEYS.week(at)),
        rules.LOOSE_WORDS: (held_words, held_words.c.asked_at < rules.LOOSE_WORDS.moment(at)),
        rules.PROMPTS: (prompts, prompts.c.asked_at < rules.PROMPTS.moment(at)),
        rules.PASSED_MESSAGES: (
            deliveries,
            and_(PASSING, SETTLED, deliveries.c.expires_at < rules.PASSED_MESSAGES.moment(at)),
        ),
        rules.TRIES: (code_attempts, code_attempts.c.at <= rules.TRIES.moment(at)),
        rules.ATTENTION: (attention, and_(attention.c.week < rules.ATTENTION.week(at), ~_REMINDER)),
        rules.SPREADS: (attention_spreads, attention_spreads.c.week < rules.SPREADS.week(at)),
        rules.NAMES_ON_NUDGES: (
            nudges,
            and_(nudges.c.week < rules.NAMES_ON_NUDGES.week(at), nudges.c.person.is_not(None)),
        ),
        rules.NUDGES: (nudges, nudges.c.week < rules.NUDGES.week(at)),
        rules.COMMENTS: (comments, comments.c.week < rules.COMMENTS.week(at)),
        rules.COMMENT_ANSWERS: (comment_answers, comment_answers.c.comment.in_(old_comments)),
        rules.QUOTES_IN_CHATS: (web_messages, web_messages.c.comment_week < rules.QUOTES_IN_CHATS.week(at)),
        rules.QUOTES_SENT: (
            deliveries,
            and_(SETTLED, deliveries.c.comment_week < rules.QUOTES_SENT.week(at)),
        ),
        rules.SEALED_IN_CHATS: (web_messages, web_messages.c.sealed_under < rules.SEALED_IN_CHATS.week(at)),
        rules.CHATS: (
            web_messages,
            and_(web_messages.c.sealed_under.is_(None), web_messages.c.found_in < rules.CHATS.week(at)),
        ),
        rules.ERASED: (people, and_(*erased)),
        rules.ROLES_OF_ERASED: (memberships, memberships.c.person.in_(select(people.c.id).where(*erased))),
        rules.STATES_OF_RETIRED: (unit_states, of_units_retired(rules.retired_before(at, closed=closed))),
        rules.UPLOADS: (uploads, uploads.c.expires_at <= rules.UPLOADS.moment(real)),
        rules.LINKS: (sign_in_links, sign_in_links.c.expires_at <= rules.LINKS.moment(real)),
        rules.SESSIONS: (console_sessions, console_sessions.c.seen_at <= rules.SESSIONS.moment(real)),
    }


def _by_weeks(closed: IsoWeek, at: datetime) -> Mapping[RetentionByJob, _Rows]:
    """`closed`: the newest week whose rows should be gone by that moment."""
    over = select(closed_weeks.c.week).where(
        closed_weeks.c.finished, ~closed_weeks.c.forgotten, closed_weeks.c.claimed_at <= at
    )
    since = over_everywhere(closed)
    return {
        # By the weeks that the job has not finished: through all pulses of all years it would be a long way.
        rules.PRESSES: (
            pulses.join(rounds, rounds.c.id == pulses.c.round),
            rounds.c.week.in_(over),
        ),
        rules.SHOWN_IN: (pulse_messages, shown_of(closed)),
        rules.QUESTIONS_SENT: (deliveries, sent_of(closed)),
        rules.REPLY_MOMENTS: (deliveries, timed_replies(over_in_every_zone(closed))),
        rules.QUESTIONS_IN_CHATS: (web_messages, in_chats_of(closed)),
        rules.REMINDERS: (attention, and_(attention.c.week <= closed, _REMINDER)),
        rules.PAUSES: (people, or_(people.c.paused_until <= since, people.c.away_until <= since)),
        rules.ASKED_TO_GO: (forgotten, forgotten.c.through <= closed),
        rules.SHADOW_PLANS: (shadow_plans, shadow_plans.c.week <= closed),
        rules.PENDING_RELEASES: (pending_releases, pending_releases.c.week <= closed),
    }


def _by_blocks(at: datetime) -> Mapping[RetentionByJob, _Rows]:
    gone = select(epochs.c.id).where(
        or_(
            epochs.c.state == EpochState.CLOSED.value,
            epochs.c.lives_through < IsoWeek.of(at.date()) - _BLOCK_GONE_WEEKS,
        )
    )
    return {
        rules.ANSWERS: (answers, answers.c.epoch.in_(gone)),
        rules.TEAM_WORKINGS: (team_workings, team_workings.c.epoch.in_(gone)),
        rules.ORGANISATION_WORKINGS: (organisation_workings, organisation_workings.c.epoch.in_(gone)),
    }
