"""What stands beside the pulse, as facts: posts, the board, missing co-leads; said in a quarter's first digest."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot.domain.answers.epochs import Epoch
from bot.domain.digests.digest_facts import fact_of, notes_of, role_words
from bot.domain.identifiers import UnitId
from bot.domain.indicators.governance import (
    Governance,
    governance,
    missing_co_leads,
    tenure_years,
    vacant_roles,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Fact, SectionPriority
from bot.domain.organisation.people import Profession, Role
from bot.domain.organisation.posts import (
    GovernanceSeat,
    RoleHeld,
    SeatKind,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.domain.texts.dates import enumerated, listed, month_and_year

MOST_POSTS = 4
"""Posts named in one fact; vacant ones first, because something can be done about them."""


def opens_quarter(epoch: Epoch | None, week: IsoWeek) -> bool:
    """Whether a week's digests are the first of a quarter: structure changes slowly and is said once."""
    return epoch is not None and epoch.quarter.first == week


def structure_facts(
    programme: Programme,
    unit: UnitId,
    *,
    tree: UnitTree,
    roles: Mapping[UnitId, Collection[Role]],
    on: date,
) -> list[Fact]:
    """At most three facts for a unit: co-leads that are missing, its posts, its board. Empty when all is in order.

    `roles` are those held in each microsystem that has begun. Posts and seats of the organisation as a whole are said
    to the top units.
    """
    locale = tree.locales[unit]
    places = {unit, None} if tree.parents[unit] is None else {unit}
    posts = [each for each in programme.leadership_roles if each.unit in places]
    seats = [each for each in programme.governance_seats if each.unit in places]
    return [
        *co_lead_facts(unit, tree=tree, roles=roles),
        *_posts(posts, on=on, locale=locale),
        *(_board(governance(seats, on=on), on=on, locale=locale) if seats else ()),
    ]


def co_lead_facts(unit: UnitId, *, tree: UnitTree, roles: Mapping[UnitId, Collection[Role]]) -> list[Fact]:
    """Which of the three a team lacks; above teams, in how many any is lacking. Empty where none is."""
    locale = tree.locales[unit]
    if tree.is_microsystem(unit):
        missing = missing_co_leads(roles.get(unit, ()))
        if not missing:
            return []
        names = listed([role_words(role, locale) for role in Role if role in missing], locale)
        words = say("structure-co_leads", locale, roles=names)
        return [_fact("structure-co_leads_label", words, say("structure-co_leads_note", locale), locale=locale)]
    teams = [team for team in tree.leaves[unit] if team in roles]
    count = sum(bool(missing_co_leads(roles[team])) for team in teams)
    words = say("structure-co_leads_above", locale, count=count, teams=len(teams))
    return [_fact("structure-co_leads_label", words, locale=locale)] if count else []


def _posts(posts: Sequence[RoleHeld], *, on: date, locale: str) -> list[Fact]:
    if not posts:
        return []
    vacant = vacant_roles(posts, on=on)
    held = [each for each in posts if each.held_on(on)]
    words = [_post(each, vacant=each in vacant, locale=locale) for each in (*vacant, *held)]
    if len(words) > MOST_POSTS:
        words[MOST_POSTS - 1 :] = [say("structure-posts_more", locale, count=len(words) - MOST_POSTS + 1)]
    return [_fact("structure-posts_label", notes_of(words, locale), locale=locale)]


def _fact(label: str, value: str, *notes: str, locale: str) -> Fact:
    return fact_of(label, value, *notes, locale=locale, priority=SectionPriority.ADDITIONAL)


def _post(post: RoleHeld, *, vacant: bool, locale: str) -> str:
    role = say(f"structure-role-{post.role.value}", locale)
    if vacant or post.since is None or post.profession is None:
        return say("structure-post_vacant", locale, role=role)
    return say(
        f"structure-post-{post.profession.value}",
        locale,
        role=role,
        since=month_and_year(post.since, locale),
    )


def _board(board: Governance, *, on: date, locale: str) -> list[Fact]:
    if board.seats == board.empty or not isinstance(board.median_tenure_years, float):
        return [_fact("structure-board_label", say("structure-board_empty", locale, seats=board.seats), locale=locale)]
    professions = [
        say(f"structure-professions-{each.value}", locale, count=board.by_profession[each])
        for each in Profession
        if each in board.by_profession
    ]
    kinds = [
        say(f"structure-kind-{each.value}", locale, count=board.by_kind[each])
        for each in (SeatKind.ACTIVE_STAFF, SeatKind.AT_LARGE, SeatKind.MANAGEMENT)
        if each in board.by_kind
    ]
    chief = "" if board.chief_executive is None else _chief_executive(board.chief_executive, on=on, locale=locale)
    held = say("structure-board", locale, filled=board.seats - board.empty, seats=board.seats)
    tenure = say("structure-board_tenure", locale, tenure=_tenure(board.median_tenure_years, locale))
    return [
        _fact(
            "structure-board_label",
            held,
            enumerated(professions, locale),
            enumerated(kinds, locale),
            tenure,
            chief,
            locale=locale,
        )
    ]


def _chief_executive(seat: GovernanceSeat, *, on: date, locale: str) -> str:
    if seat.since is None:
        raise ValueError("an empty seat has no tenure")
    return say(
        "structure-chief_executive",
        locale,
        vote=say("structure-vote-yes" if seat.votes else "structure-vote-no", locale),
        tenure=_tenure(tenure_years(seat.since, on=on), locale),
    )


def _tenure(years: float, locale: str) -> str:
    return say("structure-tenure", locale, years=int(years + 0.01))  # a year's last day counts as the year
