"""What people wrote, as readers see it a few at a time, and what follows when a lead answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.digests.quarterly.comments_text import CommentsShown, comments_page, read_comments_button
from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.identifiers import CommentId, PersonId
from bot.domain.messaging.buttons import DigestRef, OnDigest
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Membership, Role
from tests.support.leads import NURSE, WEEK, Leads
from tests.support.screens.acting import written
from tests.support.weeks import WARD


def some_comments(words: str) -> Sequence[Comment]:
    return [Comment(id=CommentId(f"{at:016}"), unit=WARD, week=WEEK, words=words) for at in range(7)]


def comment_messages(locale: str, name: str) -> Iterator[Message]:
    """`name`: all that people write."""
    digest, comments = DigestRef(unit=WARD, week=WEEK), some_comments(name)
    shown = CommentsShown(
        digest=digest,
        unit_name=name,
        locale=locale,
        comments=comments,
        answers={comments[0].id: [CommentAnswer(comment=comments[0].id, role=role, words=name) for role in Role]},
        asked=[name],
        may_answer=True,
    )
    for page in range(2):
        sections, rows = comments_page(shown, page)
        yield message_of(MessageKind.ANSWER, locale, tuple(sections), buttons=tuple(rows))
    button = read_comments_button(digest, locale)
    yield message_of(MessageKind.TEAM_PAGE, locale, name, buttons=((button,),), unit_name=name)


async def comments_read(leads: Leads) -> Sequence[Delivery]:
    """By a lead, who answers one; by somebody who has joined since; and by somebody of another team."""
    async with leads.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        await work.comments.add(some_comments(programme.organisation.name))
        roster = await work.rosters.current()
        joined = Membership(person=PersonId("clinic-m0"), unit=WARD, role=Role.MEMBER)
        await work.rosters.save(replace(roster, memberships=roster.memberships | {joined}), at=leads.now)
    said = [each for who in (NURSE, "clinic-m0") for each in await leads.on_digest(who, OnDigest.READ_COMMENTS)]
    for what in (OnDigest.HOW_KNOWN, OnDigest.START_ACTION):
        said += await leads.on_digest("clinic-m0", what)
    said += await leads.on_digest("clinic-m1", OnDigest.READ_COMMENTS)
    said += [*await leads.on_digest(NURSE, OnDigest.ANSWER_COMMENT), *await written(leads)]
    for _ in range(2):
        said += await leads.on_digest(NURSE, OnDigest.ANSWER_COMMENT)
        await leads.arrive()
    said += await leads.cancels(NURSE)
    leads.now += timedelta(weeks=40)
    said += await leads.on_digest(NURSE, OnDigest.HOW_KNOWN)
    leads.now -= timedelta(weeks=40)
    return said
