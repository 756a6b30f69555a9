"""What stands beside the pulse, in words: posts, the board, missing co-leads; said in a quarter's first digest."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.domain.answers.epochs import Epoch
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import (
    Page,
    ReleasedNotes,
    RollUp,
)
from bot.domain.digests.team_text import (
    LONG,
    SHORT,
    role_words,
)
from bot.domain.identifiers import UnitId
from bot.domain.indicators.governance import (
    Governance,
    governance,
    missing_co_leads,
    tenure_years,
    vacant_roles,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Profession, Role
from bot.domain.organisation.posts import (
    GovernanceSeat,
    RoleHeld,
    SeatKind,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.domain.texts.dates import month_and_year

AnyPage = TypeVar("AnyPage", Page, RollUp)
MOST_POSTS = 4
"""Posts named on one line; vacant ones first, because something can be done about them."""


def opens_quarter(epoch: Epoch | None, week: IsoWeek) -> bool:
    """Whether a week's digests are the first of a quarter: structure changes slowly and is said once."""
    return epoch is not None and epoch.first == week


def structure_lines(
    programme: Programme,
    unit: UnitId,
    *,
    tree: UnitTree,
    roles: Mapping[UnitId, Collection[Role]],
    on: date,
) -> list[str]:
    """At most three lines for a unit: co-leads that are missing, its posts, its board. Empty when all is in order.

    `roles` are those held in each microsystem that has begun. Posts and seats of the organisation as a whole are said
    to the top units.
    """
    loc = tree.locales[unit]
    places = {unit, None} if tree.parents[unit] is None else {unit}
    posts = [each for each in programme.leadership_roles if each.unit in places]
    seats = [each for each in programme.governance_seats if each.unit in places]
    return [
        *_co_leads(unit, tree, roles, loc),
        *_posts(posts, on=on, loc=loc),
        *(_board(governance(seats, on=on), on=on, loc=loc) if seats else ()),
    ]


def written_with(lines: Sequence[str], page: AnyPage, write: Callable[[AnyPage], FrozenDigest]) -> FrozenDigest:
    """The page's digest with these lines; where they find no room, what other weeks repeat gives way this once."""
    digest = write(page)
    if lines and not _has_room(digest, lines):
        digest = write(replace(page, notes=ReleasedNotes(organisation=page.notes.organisation)))
    return with_lines(digest, lines)


def _has_room(digest: FrozenDigest, lines: Sequence[str]) -> bool:
    most = LONG if digest.needs_conversation else SHORT
    return sum(bool(line) for line in digest.text.split("\n")) + len(lines) <= most


def with_lines(digest: FrozenDigest, lines: Sequence[str]) -> FrozenDigest:
    """The digest with a paragraph more before its last one; blank lines, then the new lines, give way to its length."""
    if not lines:
        return digest
    most = LONG if digest.needs_conversation else SHORT
    text = digest.text.split("\n")
    at = max((place for place, line in enumerate(text) if not line), default=len(text))
    head, tail, added = text[:at], text[at:], ["", *lines]
    for part in (tail, added, head):
        while "" in part and len(head) + len(added) + len(tail) > most:
            del part[len(part) - 1 - part[::-1].index("")]
    added = added[: max(most - len(head) - len(tail), 0)]
    return replace(digest, text="\n".join([*head, *added, *tail]))


def _co_leads(unit: UnitId, tree: UnitTree, roles: Mapping[UnitId, Collection[Role]], loc: str) -> list[str]:
    if tree.is_microsystem(unit):
        missing = missing_co_leads(roles.get(unit, ()))
        names = ", ".join(role_words(role, loc) for role in Role if role in missing)
        return [say("structure-co_leads", loc, roles=names)] if missing else []
    teams = [team for team in tree.leaves[unit] if team in roles]
    count = sum(bool(missing_co_leads(roles[team])) for team in teams)
    return [say("structure-co_leads_above", loc, count=count, teams=len(teams))] if count else []


def _posts(posts: Sequence[RoleHeld], *, on: date, loc: str) -> list[str]:
    if not posts:
        return []
    vacant = vacant_roles(posts, on=on)
    filled = [each for each in posts if each.held_on(on)]
    words = [_post(each, vacant=each in vacant, loc=loc) for each in (*vacant, *filled)]
    if len(words) > MOST_POSTS:
        words[MOST_POSTS - 1 :] = [say("structure-posts_more", loc, count=len(words) - MOST_POSTS + 1)]
    line = "; ".join(words)
    return [say("structure-posts", loc, posts=line[0].upper() + line[1:])]


def _post(post: RoleHeld, *, vacant: bool, loc: str) -> str:
    role = say(f"structure-role-{post.role.value}", loc)
    if vacant or post.since is None or post.profession is None:
        return say("structure-post_vacant", loc, role=role)
    return say(
        f"structure-post-{post.profession.value}",
        loc,
        role=role,
        since=month_and_year(post.since, loc),
    )


def _board(board: Governance, *, on: date, loc: str) -> list[str]:
    if board.seats == board.empty or not isinstance(board.median_tenure_years, float):
        return [say("structure-board_empty", loc, seats=board.seats)]
    professions = [
        say(f"structure-professions-{each.value}", loc, count=board.by_profession[each])
        for each in Profession
        if each in board.by_profession
    ]
    kinds = [
        say(f"structure-kind-{each.value}", loc, count=board.by_kind[each])
        for each in (SeatKind.ACTIVE_STAFF, SeatKind.AT_LARGE, SeatKind.MANAGEMENT)
        if each in board.by_kind
    ]
    line = say(
        "structure-board",
        loc,
        held=board.seats - board.empty,
        seats=board.seats,
        who="; ".join(", ".join(each) for each in (professions, kinds) if each),
        tenure=_tenure(board.median_tenure_years, loc),
    )
    if board.chief_executive is None:
        return [line]
    return [f"{line} {_chief_executive(board.chief_executive, on=on, loc=loc)}"]


def _chief_executive(seat: GovernanceSeat, *, on: date, loc: str) -> str:
    if seat.since is None:
        raise ValueError("an empty seat has no tenure")
    return say(
        "structure-chief_executive",
        loc,
        vote=say("structure-vote-yes" if seat.votes else "structure-vote-no", loc),
        tenure=_tenure(tenure_years(seat.since, on=on), loc),
    )


def _tenure(years: float, loc: str) -> str:
    whole = int(years + 0.01)  # a year's last day counts as the year
    if whole < 1:
        return say("structure-tenure_under", loc)
    return say("structure-tenure_one", loc) if whole == 1 else say("structure-tenure", loc, years=whole)
