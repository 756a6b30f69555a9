"""The team's own page with what its leads have written for the team by now."""

from collections.abc import Sequence

from bot.domain.digests.build_page import leading_role
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.team_page_text import team_document
from bot.domain.follow_up.flags import FlagResponse
from bot.domain.messaging.documents import Document
from bot.domain.organisation.people import TeamMember
from bot.ports import UnitOfWork


async def team_page_of(
    work: UnitOfWork, digest: FrozenDigest, members: Sequence[TeamMember], *, locale: str
) -> Document | None:
    """None where the team gets no page. A known reason is for the leads alone, so it does not stand here."""
    roles = {member.person.id: member.roles for member in members}
    flags = await work.loop.flags([digest.unit], digest.week)
    replies = await work.loop.replies_to([flag.id for flag in flags if flag.week == digest.week])
    words = [
        (leading_role(roles.get(reply.person, frozenset())), reply.words)
        for reply in sorted((reply for given in replies.values() for reply in given), key=lambda each: each.at)
        if reply.words and reply.response is FlagResponse.REPLYING
    ]
    return team_document(digest, words=words, locale=locale)
