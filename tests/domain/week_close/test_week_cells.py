"""Lists are cut into atoms once a block: who has just come counts later, the first lists of all at once."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.disclosure.atoms import Insiders
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Listed, Role
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.week_close.week_cells import cut_block

LAUNCHED = IsoWeek.parse("2026-W02")
WARD, GONE = UnitId("ward"), UnitId("gone")
TREE = UnitTree(parents={WARD: None}, zones={WARD: "UTC"})


def monday(week: IsoWeek) -> datetime:
    return datetime.combine(week.monday(), time(), tzinfo=UTC)


def member(name: str, since: datetime, *roles: Role) -> Listed:
    return Listed(person=PersonId(name), roles=frozenset(roles or [Role.MEMBER]), joined=True, since=since)


def colleagues(since: IsoWeek, *others: Listed, launched: IsoWeek | None = LAUNCHED) -> set[PersonId]:
    first = [member(f"first{number}", monday(LAUNCHED) + timedelta(days=6)) for number in range(7)]
    cut = cut_block(since, TREE, {WARD: [*first, *others]}, Insiders(), launched=launched, minimum_team=7)
    assert cut.since == since
    return set(cut.by_team[WARD].colleagues) - {member.person for member in first}


@pytest.mark.parametrize(
    ("came", "block", "counts"),
    [
        (monday(LAUNCHED + 4), LAUNCHED + 8, True),
        (monday(LAUNCHED + 4) + timedelta(seconds=1), LAUNCHED + 8, False),
        (monday(LAUNCHED + 5), LAUNCHED + 8, False),
        (monday(LAUNCHED + 5), LAUNCHED + 13, True),
        (monday(LAUNCHED + 1), LAUNCHED + 4, False),
    ],
)
def test_a_joiner_counts_from_a_block_that_begins_four_weeks_later(
    came: datetime, block: IsoWeek, *, counts: bool
) -> None:
    assert colleagues(block, member("new", came)) == ({"new"} if counts else set())


def test_the_first_lists_of_all_count_at_once_and_stay() -> None:
    late = member("late", monday(LAUNCHED + 1) - timedelta(seconds=1))
    assert colleagues(LAUNCHED, late, launched=None) == {"late"}
    assert colleagues(LAUNCHED + 4, late) == {"late"}, "who was there in the first week has waited long enough"


@pytest.mark.parametrize(
    ("moved", "block", "counts"),
    [
        (monday(LAUNCHED + 4), LAUNCHED + 8, True),
        (monday(LAUNCHED + 5), LAUNCHED + 8, False),
        (monday(LAUNCHED + 5), LAUNCHED + 13, True),
        (monday(LAUNCHED + 1) - timedelta(seconds=1), LAUNCHED + 4, True),
        (monday(LAUNCHED + 1), LAUNCHED + 4, False),
    ],
)
def test_the_people_of_a_team_that_moved_wait_as_if_each_had_come_by_themselves(
    moved: datetime, block: IsoWeek, *, counts: bool
) -> None:
    team = [member(f"first{number}", monday(LAUNCHED)) for number in range(7)]
    cut = cut_block(
        block, TREE, {WARD: team}, Insiders(), launched=LAUNCHED, minimum_team=7, moved={WARD: moved, GONE: moved}
    )
    assert [len(atom.colleagues) for atom in cut.atoms] == ([7] if counts else [])


def test_only_members_are_colleagues() -> None:
    lead = member("lead", monday(LAUNCHED - 20), Role.NURSING_LEAD)
    assert colleagues(LAUNCHED + 4, lead) == set()
