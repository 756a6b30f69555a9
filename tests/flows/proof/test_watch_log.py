"""A running process finds out by itself that the log was changed, from the last good entry on, and all of it weekly."""

import pytest
from sqlalchemy import delete, make_url

from bot.adapters.signing_keys import FileSigningKeys, fits
from bot.flows.operations.check_readiness import LOG, SPOILT
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import Troubled
from bot.flows.proof.watch_log import FROM_THE_START, WatchLog
from storage.backup.log_records import DatabaseLogRecords
from storage.schema import tables
from tests.support.chains import LOG as ENTRIES
from tests.support.chains import PAUSED, Desk
from tests.support.clocks import VirtualTimer


class Watch:
    def __init__(self, desk: Desk) -> None:
        self.timer, self.health = VirtualTimer(), HealthBoard()
        self.look = WatchLog(
            records=DatabaseLogRecords(make_url(desk.url)),
            keeper=desk.keeper,
            fits=fits,
            timer=self.timer,
            health=self.health,
        )

    async def trouble(self) -> str:
        with pytest.raises(Troubled) as found:
            await self.look()
        assert found.value.why.startswith(SPOILT)
        return found.value.why.removeprefix(SPOILT)


async def test_only_what_is_new_is_looked_at_until_a_week_has_passed(desk: Desk) -> None:
    watch, entries = Watch(desk), len(desk.links())
    assert await watch.look() == entries
    assert watch.health.parts == {LOG: ""}
    assert await watch.look() == 0
    await desk.add(PAUSED, PAUSED)
    assert await watch.look() == 2
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert await watch.look() == entries + 2


async def test_what_was_changed_is_named_and_looked_at_anew_until_it_is_well(desk: Desk) -> None:
    watch, kept = Watch(desk), desk.kept()
    await watch.look()
    await desk.add(PAUSED)
    number = len(desk.links())
    whole = desk.kept()
    desk.change(ENTRIES, ENTRIES.c.id == number, source="shell")
    assert f"entry {number} (" in await watch.trouble()
    desk.put_back(whole)
    assert await watch.look() == number, "after a trouble nothing is taken for granted"
    desk.change(tables.log_words, tables.log_words.c.entry == number, words="other")
    assert await watch.look() == 0, "what was good is looked at when a week has passed"
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert "its words were changed" in await watch.trouble()
    desk.put_back(whole)
    await watch.look()
    desk.put_back(kept)
    assert f"entry {number}: is not what it was" in await watch.trouble()
    assert f"entry {number} is missing at the end" in await watch.trouble()


async def test_a_log_that_is_taken_away_or_unsigned_is_spoilt(desk: Desk) -> None:
    watch = Watch(desk)
    with desk.by_hand() as connection:
        connection.execute(delete(tables.log_words))
        connection.execute(delete(ENTRIES))
    assert "are missing at the end" in await watch.trouble()


async def test_in_a_log_that_has_not_begun_all_is_well(url_at_head: str, tmp_path: object) -> None:
    desk = Desk(url_at_head, tmp_path / "keys")  # type: ignore[operator]
    assert isinstance(desk.keeper, FileSigningKeys)
    assert await Watch(desk).look() == 0
