"""An erasure that is refused, however late, leaves no tombstone, and what its person has raised is still there. So does
forgetting."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.adapters.clock import SystemEntropy
from bot.adapters.signing_keys import FileSigningKeys
from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import NoteId
from bot.domain.raising.notes import Note, Readers
from bot.repositories.tombstones import Stone
from storage.database import Database
from tests.support.builders import ICU, T0
from tests.support.chains import by_hand
from tests.support.erasing import BEN, ROOT, Rights
from tests.support.everywhere import ZOE

ENTROPY = SystemEntropy()


def a_note(identity: NoteId) -> Note:
    return Note(id=identity, writer=ZOE, unit=ICU, readers=(BEN,), to=Readers.LEADS, guardians=(), last_at=T0)


async def raised(rights: Rights) -> int:
    async with rights.storage.reading() as work:
        return len(await rights.ward.notes.all(work))


async def test_where_the_log_cannot_be_signed(database: Database, tmp_path: Path) -> None:
    rights = Rights(database, tmp_path)
    await rights.furnish()
    programme, roster = await rights.now()
    without = replace(
        roster,
        people={BEN: roster.people[BEN]},
        memberships=frozenset(each for each in roster.memberships if each.person == BEN),
        addresses={BEN: roster.addresses[BEN]},
    )
    await rights.revise(replace(programme, guardians=()), without, author=ROOT, leave=1)
    async with database.writing() as work:
        await rights.ward.notes.open(work, a_note)
    signing = Database(
        database.url.render_as_string(hide_password=False),
        keeper=FileSigningKeys(tmp_path / "signing", entropy=ENTROPY),
    )
    async with signing.writing() as work:
        entry = LogEntry(at=T0, act=AdministrationAct.EXPORTED, author=ROOT, words=LogWords(what="exported"))
        await work.administration_log.add([entry], token=ENTROPY.token)
    await signing.close()
    with pytest.raises(KeyUnavailable, match="signed"):
        await rights.erase(ZOE, author=ROOT)
    assert rights.stones.placed_at(ZOE, Stone.ERASED) is None
    assert await raised(rights) == 1
    async with database.reading() as work:
        assert await work.rosters.person(ZOE) is not None


REFUSE = {
    "sqlite": ("CREATE TRIGGER refuses BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'no'); END",),
    "postgresql": (
        "CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no'; END$$",
        "CREATE TRIGGER refuses BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION refuses()",
    ),
}


@pytest.mark.parametrize("stone", [Stone.FORGOTTEN, Stone.ERASED])
async def test_where_the_database_refuses_late(url_at_head: str, tmp_path: Path, stone: Stone) -> None:
    storage = Database(url_at_head)
    rights = Rights(storage, tmp_path)
    await rights.furnish()
    async with storage.writing() as work:
        await rights.ward.notes.open(work, a_note)
    with by_hand(url_at_head) as connection:
        for each in REFUSE[connection.dialect.name]:
            connection.execute(text(each))
    with pytest.raises(DBAPIError):
        await (rights.ward.rights.forget(ZOE) if stone is Stone.FORGOTTEN else rights.erase(ZOE, author=ROOT))
    assert rights.stones.placed_at(ZOE, stone) is None
    assert await raised(rights) == 1
    await storage.close()
