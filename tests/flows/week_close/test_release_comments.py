"""Comments at the end of a block: ten of at least twelve, shuffled, guarded once more, without a way back."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestPress, OnDigest
from bot.domain.organisation.people import Membership, Person, Role
from bot.ports import Storage, UnitOfWork
from tests.support.channels import WEB
from tests.support.memory import MemoryStorage
from tests.support.weeks import FIRST, WARD, Weeks, monday_after, the_programme, the_roster

BLOCK_ENDS = FIRST + 3


def everybody_agrees(_week: IsoWeek, _number: int) -> str:
    return "3"


async def a_block(
    folder: Path, *, size: int = 14, writers: int = 10, of_one: str = "", storage: Storage | None = None
) -> Weeks:
    """A ward of so many in a block of four weeks, of which the last is not closed; so many write in its second."""
    weeks = Weeks(storage or MemoryStorage(), folder)
    await weeks.furnish({WARD: size}, the_programme())

    def adds(_unit: UnitId, week: IsoWeek, number: int) -> str:
        names_somebody = " Marguerite Okonkwo knows." if number == 0 else of_one if number == 1 else ""
        return f"Words of {number}.{names_somebody}" if week == FIRST + 1 and number < writers else ""

    weeks.adds = adds
    await weeks.run(3, {WARD: everybody_agrees})
    await weeks.play(BLOCK_ENDS, {WARD: everybody_agrees})
    return weeks


async def told(weeks: Weeks) -> Sequence[str]:
    await weeks.close(now=monday_after(BLOCK_ENDS))
    async with weeks.storage.reading() as work:
        return [each.words for each in await work.comments.of(WARD, BLOCK_ENDS)]


async def brings_comments(weeks: Weeks, week: IsoWeek) -> bool:
    digest = await weeks.digest(WARD, week)
    intents = [each.intent for row in (*digest.buttons, *digest.further_buttons) for each in row]
    return any(isinstance(each, DigestPress) and each.what is OnDigest.READ_COMMENTS for each in intents)


@pytest.mark.parametrize(("size", "writers", "count"), [(14, 10, 10), (14, 9, 0), (11, 11, 0), (12, 10, 10)])
async def test_ten_of_at_least_twelve_are_told_with_the_block(
    tmp_path: Path, size: int, writers: int, count: int
) -> None:
    weeks = await a_block(tmp_path, size=size, writers=writers)
    comments = await told(weeks)
    assert len(comments) == count
    assert await brings_comments(weeks, BLOCK_ENDS) is (count > 0)
    assert not await brings_comments(weeks, BLOCK_ENDS - 1)
    assert ((await weeks.digest(WARD, BLOCK_ENDS)).team_page is not None) is (count > 0)  # the team is new


async def test_whether_there_were_any_is_in_no_row_of_the_ledger(tmp_path: Path) -> None:
    kept = []
    for writers in (0, 9, 10):
        weeks = await a_block(tmp_path / str(writers), writers=writers)
        await told(weeks)
        async with weeks.storage.reading() as work:
            rows = await work.weeks.releases([WARD], BLOCK_ENDS, BLOCK_ENDS)
        kept.append([row for row in rows if row.kind is ReleaseKind.COMMENT_CELLS])
    assert kept[0] == kept[1] == kept[2]
    assert len(kept[0]) == 1


@pytest.mark.parametrize(("writers", "count"), [(10, 0), (11, 10)])
async def test_who_names_somebody_on_today_s_list_is_left_out_and_counts_for_nothing(
    tmp_path: Path, writers: int, count: int
) -> None:
    """She came after the words were written."""
    weeks = await a_block(tmp_path, writers=writers)
    roster, newcomer = the_roster({WARD: 14}), Person(id=PersonId("new"), name="Marguerite Okonkwo", channel=WEB)
    held = Membership(person=newcomer.id, unit=WARD, role=Role.MEMBER)
    roster = replace(roster, people={**roster.people, newcomer.id: newcomer}, memberships=roster.memberships | {held})
    async with weeks.storage.writing() as work:
        await work.rosters.save(roster, at=monday_after(FIRST + 2))
    comments = await told(weeks)
    assert len(comments) == count
    assert not any("Marguerite" in each for each in comments)


async def test_who_mentions_somebody_by_an_id_of_the_chat_is_left_out(tmp_path: Path) -> None:
    weeks = await a_block(tmp_path, writers=12, of_one=" @U07QK2XBP shouts at me.")
    comments = await told(weeks)
    assert len(comments) == 11
    assert not any("@" in each for each in comments)


async def test_the_guard_reads_again_in_the_language_of_the_writer(tmp_path: Path) -> None:
    weeks = await a_block(tmp_path, writers=11, of_one=" Enw'r claf yw Prydderch.")
    roster = the_roster({WARD: 14})
    welsh = {person: replace(each, locale="cy") for person, each in roster.people.items()}
    async with weeks.storage.writing() as work:
        await work.rosters.save(replace(roster, people=welsh), at=monday_after(FIRST + 2))
    comments = await told(weeks)
    assert len(comments) == 10
    assert not any("Prydderch" in each for each in comments)


class CutOff(MemoryStorage):
    """The machine stops just before a week is finished."""

    stops = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with super().writing() as work:
            if self.stops:
                work.weeks.finish = self._stop  # type: ignore[method-assign]
            yield work

    async def _stop(self, week: IsoWeek) -> None:
        raise StorageUnavailable(f"stopped before the end of {week}")


async def test_a_close_that_is_repeated_leaves_them_as_they_are(tmp_path: Path) -> None:
    weeks = await a_block(tmp_path, storage=(storage := CutOff()))
    storage.stops = True
    with pytest.raises(StorageUnavailable):
        await told(weeks)
    async with storage.reading() as work:
        first = [each.words for each in await work.comments.of(WARD, BLOCK_ENDS)]
    storage.stops = False
    assert await told(weeks) == first
    assert len(first) == 10
