"""Whoever changes what is kept of the log is found out, on both databases and from a backup; and nobody else is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Table, delete, insert

from bot.adapters.signing_keys import HEAD_FILE
from bot.domain.administration.log import AdministrationAct
from bot.domain.proof.chain import ChainHead, ChainLink, NotedHead
from storage.schema import tables
from tests.support.builders import after
from tests.support.chains import FROZEN, LOG, PAUSED, SignedLog

COLUMNS = [column.name for column in LOG.columns]


def flipped(value: Any) -> Any:
    """One byte of it changed."""
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1] != "x" else "y")
    return 2 if value is None else value + 1


@pytest.mark.drill
async def test_a_log_that_nobody_touched_is_whole(signed_log: SignedLog) -> None:
    found = await signed_log.look()
    assert (found.faults, found.remarks) == ((), ())
    links = signed_log.links()
    assert found.examined == len(links) + 2
    assert found.head == ChainHead(number=len(links), hash=links[-1].hash)
    assert signed_log.keeper.noted() == NotedHead(head=found.head)
    assert links[-1].evidence == FROZEN.evidence
    assert {path.stat().st_mode & 0o777 for path in signed_log.folder.iterdir()} == {0o600}


@pytest.mark.drill
async def test_a_changed_byte_in_any_column_of_an_entry_is_found(signed_log: SignedLog) -> None:
    kept, links = signed_log.kept(), signed_log.links()
    middle = next(link for link in links if link.revision == 2 and link.about is not None)
    for column in COLUMNS:
        if column == "id":
            continue
        value = next(row[column] for row in kept[LOG] if row["id"] == middle.id)
        changed = after(minutes=1) if column == "at" else b"\1" if column == "evidence" else flipped(value)
        signed_log.change(LOG, LOG.c.id == middle.id, **{column: changed})
        faults = (await signed_log.look()).faults
        assert any(fault.startswith(f"entry {middle.id} (") for fault in faults), (column, faults)
        signed_log.put_back(kept)
    assert (await signed_log.look()).faults == ()


@pytest.mark.drill
async def test_what_else_is_changed_is_named(signed_log: SignedLog) -> None:
    kept, links = signed_log.kept(), signed_log.links()
    middle, last = links[4], links[-1]
    foreign = Ed25519PrivateKey.generate()
    forged = replace(
        last, id=last.id + 1, previous=last.hash, signing_key=foreign.public_key().public_bytes_raw()
    ).with_hash()
    forged = replace(forged, signature=foreign.sign(forged.signed))
    unsigned = replace(forged, signing_key=last.signing_key, signature=None).with_hash()
    begun = replace(forged, act=AdministrationAct.SIGNING_KEY.value, evidence=forged.signing_key or b"").with_hash()
    begun = replace(begun, signature=foreign.sign(begun.signed))

    def swap() -> None:
        signed_log.change(LOG, LOG.c.id == middle.id, id=1000)
        signed_log.change(LOG, LOG.c.id == middle.id + 1, id=middle.id)
        signed_log.change(LOG, LOG.c.id == 1000, id=middle.id + 1)

    def drop(*numbers: int) -> None:
        with signed_log.by_hand() as connection:
            connection.execute(delete(tables.log_words).where(tables.log_words.c.entry.in_(numbers)))
            connection.execute(delete(LOG).where(LOG.c.id.in_(numbers)))

    def forget_words(number: int) -> None:
        with signed_log.by_hand() as connection:
            connection.execute(delete(tables.log_words).where(tables.log_words.c.entry == number))

    def append(link: ChainLink) -> None:
        with signed_log.by_hand() as connection:
            values = {each: getattr(link, each) for each in COLUMNS}
            connection.execute(insert(LOG).values({**values, "at": FROZEN.at}))

    def change(table: Table, column: str) -> None:
        row = next(each for each in kept[table] if each[column] is not None)
        signed_log.change(table, *(key == row[key.name] for key in table.primary_key), **{column: flipped(row[column])})

    revisions, rows = tables.revisions, tables.revision_rows
    cases: Sequence[tuple[str, Callable[[], None], str]] = [
        ("order", swap, f"entry {middle.id} ("),
        ("a middle entry", lambda: drop(middle.id), f"entry {middle.id} is missing"),
        ("the last entry", lambda: drop(last.id), f"entry {last.id} is missing at the end"),
        ("the last two", lambda: drop(last.id, last.id - 1), f"entries {last.id - 1} to {last.id} are missing at the"),
        (
            "added unsigned",
            lambda: append(unsigned),
            f"entry {unsigned.id} (2026-03-03 11:00 UTC, digests_frozen): is not",
        ),
        ("added and signed", lambda: append(forged), "is signed with another key than the one in force"),
        ("a key added", lambda: append(begun), "begins a signing key that is not in the keys folder"),
        (
            "signed by another",
            lambda: signed_log.change(LOG, LOG.c.id == middle.id, signature=foreign.sign(middle.signed)),
            f"entry {middle.id} (",
        ),
        ("words", lambda: change(tables.log_words, "words"), "entry 1 ("),
        ("words that nobody's name was in", lambda: forget_words(1), "entry 1 (2026-03-03"),
        (
            "words of nothing",
            lambda: signed_log.change(tables.log_words, tables.log_words.c.entry == 2, entry=1000),
            "words of an entry that is not there: 1000",
        ),
        ("a name", lambda: change(tables.log_people, "name"), "the name that is kept for this number was"),
        (
            "a salt",
            lambda: signed_log.change(tables.log_people, tables.log_people.c.name == "ada", salt=None),
            "the name",
        ),
        (
            "a revision",
            lambda: signed_log.change(revisions, revisions.c.number == 2, undoes=1),
            "revision 2 was changed",
        ),
        (
            "its moment",
            lambda: signed_log.change(revisions, revisions.c.number == 2, at=after(days=1)),
            "revision 2 was changed",
        ),
        ("its person", lambda: change(tables.revision_people, "digest"), "was changed: it is not what"),
        ("a row", lambda: change(rows, "after"), "what is kept of person"),
        ("a programme", lambda: change(tables.revision_programmes, "after"), "the programme that is kept"),
    ]
    for name, spoil, expected in cases:
        spoil()
        faults = (await signed_log.look()).faults
        assert any(expected in fault for fault in faults), (name, faults)
        signed_log.put_back(kept)
    with signed_log.by_hand() as connection:
        connection.execute(delete(revisions).where(revisions.c.number == 2))
    assert any("revision 2 is missing" in fault for fault in (await signed_log.look()).faults)
    signed_log.put_back(kept)
    assert (await signed_log.look()).faults == ()


@pytest.mark.drill
async def test_a_changed_head_or_public_half_is_named(signed_log: SignedLog) -> None:
    head = signed_log.folder / HEAD_FILE
    (public,) = signed_log.folder.glob("*.signing-public")
    for path, old, new, expected in (
        (head, "newest 11 ", "newest 13 ", "entries 12 to 13 are missing at the end"),
        (head, "newest 11 ", "newest 9 ", "the head kept beside the keys is not in the log"),
        (head, "rounds log head 1", "rounds log head 2", "is not a file that Rounds has written"),
        (public, "MCow", "MCox", "begins a signing key that is not in the keys folder"),
    ):
        before = path.read_text()
        assert old in before
        path.write_text(before.replace(old, new))
        assert any(expected in fault for fault in (await signed_log.look()).faults), expected
        path.write_text(before)
    assert (await signed_log.look()).faults == ()


@pytest.mark.drill
async def test_a_backup_tells_of_what_was_changed_before_it_was_taken(signed_log: SignedLog) -> None:
    whole, head = signed_log.back_up("whole"), (await signed_log.look()).head
    assert (await signed_log.look(whole)).faults == ()
    signed_log.change(LOG, LOG.c.id == 3, source="shell")
    signed_log.change(tables.revisions, tables.revisions.c.number == 1, source="shell")
    with signed_log.by_hand() as connection:
        connection.execute(delete(LOG).where(LOG.c.id == 6))
    spoilt = " ".join((await signed_log.look(signed_log.back_up("spoilt"))).faults)
    for expected in ("entry 3 (", "revision 1 was changed", "entry 6 is missing"):
        assert expected in spoilt
    await signed_log.add(PAUSED)
    told = await signed_log.look(whole)
    assert (told.faults, told.head) == ((), head)
    assert [remark[:33] for remark in told.remarks] == ["the backup ends with entry 11, be"]


@pytest.mark.drill
async def test_whoever_is_erased_leaves_the_chain_whole(signed_log: SignedLog) -> None:
    with signed_log.by_hand() as connection:
        if signed_log.url.startswith("sqlite"):
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.execute(delete(tables.log_words).where(tables.log_words.c.about.is_not(None)))
        connection.execute(delete(tables.revision_rows))
        connection.execute(delete(tables.log_people).where(tables.log_people.c.name == "ada"))
    found = await signed_log.look()
    assert found.faults == ()
    assert found.remarks == ("the words of 3 entries were erased",)
