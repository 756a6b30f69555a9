"""Who finds a revision to turn back."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.domain.organisation.unit_tree import UnitTree
from bot.flows.administration.undo_revision import FindRevision
from storage.database import Database
from tests.support.builders import ICU


async def test_a_number_that_no_revision_has_finds_nothing(
    open_database: Callable[[], AbstractAsyncContextManager[Database]],
) -> None:
    async with open_database() as database:
        for number in (0, 1, 2**31, 10**15 - 1):
            assert await FindRevision(storage=database)(number, held={}, tree=UnitTree(parents={ICU: None})) is None
