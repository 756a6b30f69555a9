"""What the words of leads are about: whose unit, who reads them, and whether anybody still waits for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from bot.domain.digests.frozen_digest import may_read, team_page_at
from bot.domain.follow_up.actions import ActionState
from bot.domain.follow_up.flags import FlagResponse
from bot.domain.follow_up.prompts import (
    ActionWords,
    CannotWords,
    CommentWords,
    HelpWords,
    KnownReasonWords,
    LeadSubject,
    ReplyWords,
    TeamWords,
    TeamWordsOnAction,
)
from bot.domain.identifiers import CommentId, FlagId, PersonId, UnitId
from bot.domain.programme.wall_clock import last_complete_week, local_date
from bot.domain.texts.dates import weekday
from bot.flows.follow_up.answer_help import AnswerHelp
from bot.flows.follow_up.lead_messages import LeadContext
from bot.ports import UnitOfWork


def fits(subject: LeadSubject, response: FlagResponse) -> bool:
    """Whether the words would belong to this answer to a flag."""
    match subject:
        case KnownReasonWords():
            return response is FlagResponse.KNOWN_REASON
        case ReplyWords():
            return response is FlagResponse.REPLYING
        case ActionWords() | CannotWords() | TeamWords() | TeamWordsOnAction() | HelpWords() | CommentWords():
            return False
        case _:
            assert_never(subject)


async def reply_ask(context: LeadContext, flag: FlagId) -> str:
    """What to write to the team, and when it will read that."""
    page = await page_to_come(context, flag)
    return (
        context.say("loop-reply_ask_now")
        if page is None
        else context.say("loop-reply_ask", day=weekday_of(page, context))
    )


async def page_to_come(context: LeadContext, identity: FlagId) -> datetime | None:
    """When the team's own page takes along what its leads write about this flag; None where none is to come."""
    flag = await context.work.loop.flag(identity)
    digest = None if flag is None else await context.work.weeks.digest(context.unit, flag.week)
    if flag is None or digest is None or digest.team_page is None:
        return None
    at = team_page_at(flag.week, context.programme.digest, context.zone)
    is_newest = flag.week == last_complete_week(context.now, context.zone)
    return at if is_newest and context.now < at else None


def weekday_of(at: datetime, context: LeadContext) -> str:
    return weekday(local_date(at, context.zone), context.locale)


async def goes_to(context: LeadContext, subject: LeadSubject) -> str:
    """Who will read the words. Colleagues are counted by the list alone: how many of them have stopped is shown to
    nobody.
    """
    others = len(context.here.keys() - {context.person})
    match subject:
        case KnownReasonWords():
            return context.say("loop-goes_with_flag")
        case ReplyWords(flag=flag):
            page = await page_to_come(context, flag)
            if page is None:
                return context.say("loop-goes_to_team", people=others)
            return context.say("loop-goes_with_page", people=others, day=weekday_of(page, context))
        case HelpWords():
            return context.say("loop-goes_to_askers")
        case ActionWords():
            return context.say("loop-goes_into_digest", people=others)
        case TeamWords() | TeamWordsOnAction() | CannotWords():
            return context.say("loop-goes_to_team", people=others)
        case CommentWords(comment=comment):
            who = (await comment_readers(context, comment)).keys() - {context.person}
            return context.say("loop-goes_to_team", people=len(who))
        case _:
            assert_never(subject)


async def is_done(context: LeadContext, subject: LeadSubject) -> bool:
    """Whether nobody waits for these words any more."""
    match subject:
        case KnownReasonWords(flag=flag) | ReplyWords(flag=flag):
            replies = await context.work.loop.replies(flag)
            return not any(each.person == context.person and fits(subject, each.response) for each in replies)
        case TeamWords():
            return False
        case HelpWords(flag=flag):
            return not await AnswerHelp.is_awaited(context, flag)
        case ActionWords(action=identity):
            action = await context.work.loop.action(identity)
            return action is None or action.state is not ActionState.DRAFT or action.words != ""
        case TeamWordsOnAction(action=identity):
            action = await context.work.loop.action(identity)
            return action is None or action.state is ActionState.DRAFT
        case CannotWords(action=identity):
            action = await context.work.loop.action(identity)
            return action is None or action.state is ActionState.CLOSED
        case CommentWords(comment=comment):
            return await context.work.comments.comment(comment) is None
        case _:
            assert_never(subject)


async def unit_of(work: UnitOfWork, subject: LeadSubject) -> UnitId | None:
    match subject:
        case KnownReasonWords(flag=flag_id) | ReplyWords(flag=flag_id) | HelpWords(flag=flag_id):
            flag = await work.loop.flag(flag_id)
            return None if flag is None else flag.unit
        case ActionWords(action=action_id) | TeamWordsOnAction(action=action_id) | CannotWords(action=action_id):
            action = await work.loop.action(action_id)
            return None if action is None else action.unit
        case TeamWords(unit=unit):
            return unit
        case CommentWords(comment=comment_id):
            comment = await work.comments.comment(comment_id)
            return None if comment is None else comment.unit
        case _:
            assert_never(subject)


async def comment_readers(context: LeadContext, identity: CommentId) -> Mapping[PersonId, datetime]:
    """Who may read a comment, and so what is said to it, and from when: whom its page was for when it was frozen, if
    they may read it still. The team reads it with its own page, and so does whoever was a reader then."""
    comment = await context.work.comments.comment(identity)
    digest = None if comment is None else await context.work.weeks.digest(comment.unit, comment.week)
    if digest is None:
        return {}
    times = context.now, max(context.now, team_page_at(digest.week, context.programme.digest, context.zone))
    found: dict[PersonId, datetime] = {}
    for person, each in context.here.items():
        can = (at for at in times if may_read(digest, person, each.roles, context.programme, now=at))
        if (first := next(can, None)) is not None:
            found[person] = first
    return found
