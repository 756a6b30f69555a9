"""Reading what people of a team wrote, and answering it: for those whom its page was for, and nobody else."""

from collections.abc import Sequence

from bot.domain.digests.frozen_digest import may_read
from bot.domain.digests.quarterly.comments_text import CommentsShown, comments_page
from bot.domain.disclosure.comment_cells import fewest_within
from bot.domain.follow_up.comments import Comment
from bot.domain.follow_up.prompts import CommentWords
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.documents import Quote
from bot.domain.programme.questions import QuestionRef
from bot.flows.follow_up.ask_for_words import AskForWords
from bot.flows.follow_up.lead_messages import LeadContext, not_yours


class ReadComments:
    """Readers were settled when the page was frozen, and read once it has come, as long as they may read the page.
    Whoever joined since, or has got a role, reads the next block's."""

    def __init__(self, *, ask: AskForWords) -> None:
        self._ask = ask

    async def read(self, context: LeadContext, week: IsoWeek, page: int, *, in_place: bool) -> Sequence[Delivery]:
        """`in_place`: where another page stands."""
        comments = await self._comments(context, week)
        if isinstance(comments, Delivery):
            return [comments]
        sections, rows = comments_page(
            CommentsShown(
                digest=DigestRef(unit=context.unit, week=week),
                unit_name=context.name,
                locale=context.locale,
                comments=comments,
                answers=await context.work.comments.answers_to([each.id for each in comments]),
                asked=await _asked(context, week),
                may_answer=context.may_act,
            ),
            page,
        )
        return [context.answer(tuple(sections), *rows, in_place=in_place)]

    async def answer(self, context: LeadContext, week: IsoWeek, at: int) -> Sequence[Delivery]:
        """Ask for the words."""
        comments = await self._comments(context, week)
        if isinstance(comments, Delivery):
            return [comments]
        if not context.may_act:
            return [not_yours(context)]
        if at >= len(comments):
            return context.late("loop-stale")
        subject, asked = CommentWords(comment=comments[at].id), context.say("comments-ask")
        return await self._ask(context, subject, Quote(words=comments[at].words), asked)

    @staticmethod
    async def _comments(context: LeadContext, week: IsoWeek) -> Sequence[Comment] | Delivery:
        """Or what to say to whoever may not read them."""
        digest = await context.work.weeks.digest(context.unit, week)
        if digest is None or not may_read(digest, context.person, context.roles, context.programme, now=context.now):
            return context.answer(context.say("comments-not_for_you"))
        return await context.work.comments.of(context.unit, week) or context.answer(context.say("comments-none"))


async def _asked(context: LeadContext, week: IsoWeek) -> Sequence[str]:
    """The questions of the block that asked for words, if so many were within reach of each as comments need.

    How many were is known of whole weeks: where a week asked other things, too, nobody can tell whom each was asked of,
    and none of its questions is named.
    """
    work, unit = context.work, context.unit
    epoch = await work.epochs.covering(week)
    if epoch is None:
        return ()
    first, fewest = epoch.block_of(week).first, fewest_within(context.programme.privacy.minimum_group_comments)
    reach = await work.cells.reach_of(unit, first, week)
    named: dict[QuestionRef, None] = {}
    for at, colleagues in reach.items():
        asked = dict.fromkeys((await work.rounds.questions_of([unit], at, at)).get(unit, ()))
        if colleagues >= fewest and len(asked) == 1:
            named |= asked
    wordings = await work.programmes.wordings(set(named)) if named else {}
    return [
        question.wording(context.locale)
        for ref in named
        if (question := wordings.get(ref)) is not None and question.is_text
    ]
