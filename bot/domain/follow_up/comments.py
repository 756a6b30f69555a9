"""What people of a team wrote in a block, as it was told, and what its leads say to it. Nobody is named here."""

from dataclasses import dataclass

from bot.domain.identifiers import CommentId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role

COMMENTS_KEPT_WEEKS = 26
"""How long they can be read: as long as digests stay in a chat on the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment. Its id is chance, and so is its place among the others; it has no time, no question, no person."""

    id: CommentId
    unit: UnitId
    week: IsoWeek
    """The last of the block: the page of this week brings it."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAnswer:
    """What the holder of a role said to a comment; a newer answer takes the place of an earlier one."""

    comment: CommentId
    role: Role
    words: str
