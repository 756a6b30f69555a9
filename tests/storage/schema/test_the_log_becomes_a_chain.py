"""The log of earlier versions is chained as it stands, by hashes that the program of today finds right."""

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.adapters.signing_keys import fits
from bot.domain.proof.chain import BEFORE_THE_FIRST
from bot.domain.proof.check_chain import check_chain
from storage.backup.log_records import DatabaseLogRecords
from storage.codecs.revisions import salted_digest
from storage.database import Database

AT = "2026-03-02T10:00:00.000001+00:00"
ROWS = (
    ("revisions", {"number": 1, "at": AT, "who": "n", "source": "files", "based_on": 0, "digest": b"d"}),
    ("revision_people", {"revision": 1, "about": "m", "digest": salted_digest(b"s", "", "after")}),
    ("log_people", {"number": "n" * 24, "kind": "person", "name": "ada"}),
    ("log_words", {"entry": 2, "salt": b"s", "words": "words"}),
    ("administration_log", {"id": 1, "at": AT, "act": "roster", "who": "n", "source": "files", "about": "m"}),
    ("administration_log", {"id": 2, "at": AT, "act": "paused"}),
)


@pytest.mark.drill
async def test_entries_of_before_are_hashed_and_not_signed(url: str) -> None:
    database, parsed = Database(url), make_url(url)
    await database.migrate("0054")
    engine = create_engine(parsed if database.is_embedded else parsed.set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        for table, given in ROWS:
            row = dict(given)
            if table == "administration_log":
                row |= {"digest": salted_digest(b"s", "words"), "revision": 1 if row["id"] == 1 else None}
            names = ", ".join(row)
            places = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)  # noqa: S608
    engine.dispose()
    await database.migrate()
    log = DatabaseLogRecords(parsed).read()
    found = check_chain(log, published=(), noted=None, fits=fits, is_backup=False)
    assert found.faults == ()
    first, second = log.links
    assert (first.previous, second.previous) == (BEFORE_THE_FIRST, first.hash)
    assert first.covers == log.revisions[0].hashed()
    assert (first.signature, second.covers) == (None, None)
    await database.migrate("0054")
    await database.migrate()
    assert DatabaseLogRecords(parsed).read() == log
    await database.close()
