"""What people of a team wrote in a block, a few comments a page, with what their leads said to each under it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from bot.domain.digests.digest_facts import role_words
from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.identifiers import CommentId
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.documents import Lead, Paragraph, Quote, Section, SmallPrint
from bot.domain.messaging.messages import Button
from bot.domain.texts import say
from bot.domain.texts.dates import day

CHARACTERS, COMMENTS = 2800, 5
"""On one page: as much as every channel shows whole, and as many as have a button each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsShown:
    """All of a block, as its readers see it now."""

    digest: DigestRef
    unit_name: str
    locale: str
    comments: Sequence[Comment]
    answers: Mapping[CommentId, Sequence[CommentAnswer]]
    asked: Sequence[str] = ()
    """The questions that asked for words, as worded."""
    may_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A comment, or a part of a long one: only the last says what leads answered."""

    at: int
    words: str
    answers: Sequence[CommentAnswer]
    is_last: bool

    @property
    def size(self) -> int:
        return len(self.words) + sum(len(each.words) for each in self.answers)


def read_comments_button(digest: DigestRef, locale: str) -> Button:
    press = DigestPress(digest=digest, what=OnDigest.READ_COMMENTS)
    return Button(label=say("digest-button-comments", locale), intent=press)


def comments_page(read: CommentsShown, page: int) -> tuple[Sequence[Section], Sequence[tuple[Button, ...]]]:
    """What stands on a page, and what may be pressed there; a page that is not there is the last one."""
    pages = [*_pages(read)]
    page = min(page, len(pages) - 1)
    locale, pieces = read.locale, pages[page]
    date = day(read.digest.week.sunday(), locale)
    sections: list[Section] = [Lead(words=say("comments-heading", locale, unit=read.unit_name, date=date))]
    if page == 0:
        sections += [Paragraph(words=say("comments-asked", locale, question=each)) for each in read.asked]
    for piece in pieces:
        sections.append(Quote(source=say("comments-number", locale, number=piece.at + 1), words=piece.words))
        sections += [
            Quote(source=say("comments-answer", locale, role=role_words(each.role, locale)), words=each.words)
            for each in piece.answers
        ]
    sections.append(SmallPrint(words=say("comments-note", locale)))
    return sections, [*_answer_rows(read, pieces), *_ways(read, page, len(pages))]


def _pages(read: CommentsShown) -> Iterator[Sequence[_Piece]]:
    here: list[_Piece] = []
    for piece in _pieces(read):
        is_full = len(here) == COMMENTS or sum(each.size for each in here) + piece.size > CHARACTERS
        if here and is_full:
            yield here
            here = []
        here.append(piece)
    yield here


def _pieces(read: CommentsShown) -> Iterator[_Piece]:
    for at, comment in enumerate(read.comments):
        whole = len(comment.words) <= CHARACTERS
        parts = [comment.words] if whole else wrap(comment.words, CHARACTERS, replace_whitespace=False)
        for number, words in enumerate(parts, start=1):
            is_last = number == len(parts)
            answers = read.answers.get(comment.id, ()) if is_last else ()
            yield _Piece(at=at, words=words, answers=answers, is_last=is_last)


def _answer_rows(read: CommentsShown, pieces: Sequence[_Piece]) -> list[tuple[Button, ...]]:
    if not read.may_answer:
        return []
    buttons = [
        Button(
            label=say("comments-button-answer", read.locale, number=piece.at + 1),
            intent=DigestPress(digest=read.digest, what=OnDigest.ANSWER_COMMENT, at=piece.at),
        )
        for piece in pieces
        if piece.is_last
    ]
    return [(each,) for each in buttons]


def _ways(read: CommentsShown, page: int, pages: int) -> list[tuple[Button, ...]]:
    def to(name: str, at: int) -> Button:
        what = OnDigest.READ_COMMENTS if at else OnDigest.FIRST_COMMENTS
        press = DigestPress(digest=read.digest, what=what, at=at)
        return Button(label=say(f"comments-way-{name}", read.locale), intent=press)

    ways = [to("before", page - 1)] if page else []
    ways += [to("after", page + 1)] if page + 1 < pages else []
    return [tuple(ways)] if ways else []
