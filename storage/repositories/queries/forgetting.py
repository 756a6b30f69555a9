"""What goes when somebody asks to be forgotten, in the order in which it goes; a restore does the same again."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Delete, Insert, Select, Update, and_, delete, func, insert, null, or_, select, update

from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryState
from storage.schema.tables import (
    PASSING,
    addresses,
    answers,
    attention,
    code_attempts,
    codes,
    console_sessions,
    deliveries,
    forgotten,
    held_words,
    introductions,
    nudge_days,
    nudges,
    own_calendars,
    people,
    prompts,
    pulse_messages,
    pulses,
    rotas,
    rounds,
    sign_in_links,
    told_shown,
    uploads,
    web_chats,
    web_messages,
)
from storage.sql.statements import among

_OWN = (
    *(introductions, told_shown, prompts, held_words, web_chats, web_messages, codes, sign_in_links, addresses),
    *(rotas, own_calendars, nudge_days, nudges),
)
"""Tables of which everything under a person's id goes at once; bells go with the address."""
BUDGETS_AROUND = 2
"""Weeks by which the week of a question's budget may lie before or after the week in which its round closes."""
PLANNED_WEEKS = select(
    func.min(rounds.c.week, type_=rounds.c.week.type), func.max(rounds.c.week, type_=rounds.c.week.type)
)


def own_pulses(person: PersonId, first: IsoWeek | None, last: IsoWeek | None) -> Any:
    """Those of one person, where rounds close in these weeks: by the index that begins with the budget's week."""
    if first is None or last is None:
        return pulses.c.person.is_(None)
    weeks, week = [], first - BUDGETS_AROUND
    while week <= last + BUDGETS_AROUND:
        weeks.append(str(week))
        week += 1
    return and_(among(pulses.c.budget_week, weeks), pulses.c.person == person)


def forgetting(
    person: PersonId, *, own: Any, answers_given: Collection[bytes], closed_through: IsoWeek | None
) -> Iterator[Delete | Update | Insert]:
    """`own`: as `own_pulses` says. What is counted in weeks that are open stays until they are closed, as with a stop:
    nothing that somebody does may change who counts there."""
    is_over = pulses.c.week <= closed_through if closed_through is not None else pulses.c.week.is_(None)
    sessions = select(console_sessions.c.digest).where(console_sessions.c.person == person)
    reached = select(addresses.c.channel, addresses.c.value).where(addresses.c.person == person).subquery()
    for identity in answers_given:
        yield delete(answers).where(answers.c.id == identity)
    yield delete(uploads).where(uploads.c.digest.in_(sessions))
    yield delete(console_sessions).where(console_sessions.c.person == person)
    yield delete(code_attempts).where(
        code_attempts.c.channel == select(reached.c.channel).scalar_subquery(),
        code_attempts.c.value == select(reached.c.value).scalar_subquery(),
    )
    for table in _OWN:
        yield delete(table).where(table.c.person == person)
    is_open = select(pulses.c.id).where(own, ~is_over)
    yield delete(deliveries).where(
        deliveries.c.person == person,
        deliveries.c.state != DeliveryState.SENDING.value,
        or_(PASSING, deliveries.c.pulse.is_(None), deliveries.c.pulse.not_in(is_open)),
    )
    # On Slack the place of a message holds the channel in which its person is reached.
    yield delete(deliveries).where(deliveries.c.person == person, deliveries.c.edits.is_not(None))
    yield update(deliveries).where(deliveries.c.person == person).values(ref=null(), reply_via="")
    yield delete(pulse_messages).where(pulse_messages.c.pulse.in_(select(pulses.c.id).where(own)))
    yield delete(pulses).where(own, is_over)
    yield delete(attention).where(attention.c.person == person)
    yield (
        update(people)
        .where(people.c.id == person)
        .values(joined_at=None, paused_until=None, stopped_at=None, away_until=None, weeks_between=1, unanswered=0)
    )
    yield delete(forgotten).where(forgotten.c.person == person)
    yield insert(forgotten).from_select(
        ["person", "through"],
        select(pulses.c.person, func.max(pulses.c.week)).where(own).group_by(pulses.c.person),
    )


FORGOTTEN: Select[Any] = select(forgotten.c.person)


def forgetting_participation(own: Sequence[Any], week: IsoWeek) -> Iterator[Delete]:
    """Of those who were forgotten, once the week is closed. `own`: of each, as `own_pulses` says."""
    for theirs in own:
        over = and_(theirs, pulses.c.week <= week)
        yield delete(pulse_messages).where(pulse_messages.c.pulse.in_(select(pulses.c.id).where(over)))
        yield delete(pulses).where(over)
    yield delete(forgotten).where(forgotten.c.through <= week)
