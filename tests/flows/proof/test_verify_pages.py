"""Frozen pages are computed again from cells and lists; whatever somebody changes in what is stored is found."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes

import pytest
from sqlalchemy import Table, update

from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.certificates.kept_week import reworded_evidence
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import Programme
from bot.flows.proof.verify_pages import VerifyPages
from bot.ports import Storage
from storage.codecs.json_text import dumps, loads
from storage.database import Database
from storage.schema import tables
from tests.support.chains import by_hand
from tests.support.records import row_of, tampered
from tests.support.weeks import CLINIC, FIRST, MEDICINE, QUESTIONS, WARD, Weeks, monday_after, the_programme, the_roster

THEATRES = UnitId("theatres")
SIZES = {WARD: 20, CLINIC: 18, THEATRES: 18}
WEEKS = 6
TOLD = FIRST + 3
"""The week in which the first block ends, and is told."""
NEWEST = FIRST + (WEEKS - 1)
PAGE = {"unit": "ward", "week": NEWEST}


def a_hospital() -> Programme:
    names = {MEDICINE: "Medicine", WARD: "Acute medical unit", CLINIC: "Diabetes clinic", THEATRES: "Theatres"}
    units = tuple(
        Unit(id=unit, name=name, parent=None if unit == MEDICINE else MEDICINE) for unit, name in names.items()
    )
    return the_programme(
        organisation=Organisation(name="Riverside", timezone="Europe/London", locale="en-GB", units=units),
        questions={question.id: question for question in QUESTIONS},
    )


async def closed(storage: Storage, folder: Path) -> Weeks:
    weeks = Weeks(storage, folder)
    await weeks.furnish(SIZES, a_hospital())
    await weeks.run(WEEKS)
    return weeks


async def faults_of(storage: Storage) -> Sequence[str]:
    return (await VerifyPages(storage=storage)()).faults


@contextmanager
def unlogged(storage: Database, entry: int) -> Iterator[None]:
    """An entry of the log without evidence, as weeks had none that were closed by an earlier version."""
    with by_hand(storage.url) as connection:
        connection.execute(
            update(tables.administration_log).where(tables.administration_log.c.id == entry).values(evidence=b"")
        )
    yield


@pytest.mark.drill
async def test_a_week_without_its_words_in_the_log_is_still_held_by_it(database: Database, tmp_path: Path) -> None:
    await closed(database, tmp_path)
    body = row_of(database, tables.page_certificates, PAGE)["body"]
    other = with_other(body, '"recorded":{', '"recorded":{"actions":[],')
    for week in (FIRST, NEWEST):
        key = {"unit": "ward", "week": week}
        with tampered(database, tables.log_words, {"entry": await entry_of(database, week)}):
            assert await faults_of(database) == ()
            with tampered(database, tables.page_certificates, key):
                assert any("is of nothing that is kept" in fault for fault in await faults_of(database))
    with (
        tampered(database, tables.log_words, {"entry": await entry_of(database, NEWEST)}),
        tampered(database, tables.page_certificates, PAGE, body=other),
    ):
        assert f"{NEWEST}: certificates or cells are others than the log says" in await faults_of(database)


async def entry_of(storage: Storage, week: IsoWeek) -> int:
    """Of the log of administration, when the week was closed."""
    async with storage.reading() as work:
        entries = await work.administration_log.entries()
    return next(
        number
        for number, each in enumerate(entries, start=1)
        if each.act is AdministrationAct.WEEK_CLOSED and each.words is not None and each.words.after == str(week)
    )


def with_other(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.drill
async def test_pages_of_closed_weeks_are_those_of_their_cells(storage: Storage, tmp_path: Path) -> None:
    await closed(storage, tmp_path)
    check = await VerifyPages(storage=storage)()
    assert check.faults == ()
    assert (check.name, check.examined) == ("pages", WEEKS * (len(SIZES) + 1))


@pytest.mark.drill
async def test_each_changed_byte_is_found(database: Database, tmp_path: Path) -> None:
    await closed(database, tmp_path)
    page, at = row_of(database, tables.digests, PAGE), {"week": NEWEST, "team": "ward"}
    cell, body = row_of(database, tables.participation_cells, at), row_of(database, tables.page_certificates, PAGE)
    of_week = {"week": NEWEST}
    lists = with_other(row_of(database, tables.certificate_lists, of_week)["body"], '"ward"', '"Ward"')
    of_block = {"unit": "ward", "kind": "score_cells"}
    score = row_of(database, tables.releases, of_block)
    of_all = {"kind": "organisation", "week": NEWEST}
    recipients = loads(page["recipients"])
    others = {**recipients, "readers": [*recipients["readers"], "clinic-nurse"]}
    fewer = {**recipients, "members": recipients["members"][1:]}
    said = with_other(score["shown"], '"word":"agree', '"word":"mixed')
    changes: list[tuple[Table, Mapping[str, object], dict[str, object], str]] = [
        (tables.digests, PAGE, {"document": with_other(page["document"], "Acute", "acute")}, "what it says"),
        (tables.digests, PAGE, {"details": page["details"] + " "}, "what it says"),
        (tables.digests, PAGE, {"team_page": page["team_page"] + " "}, "what it says"),
        (tables.digests, PAGE, {"translations": "{} "}, "what it says"),
        (tables.digests, PAGE, {"verdict": "conversation"}, "its verdict"),
        (tables.digests, PAGE, {"chart": with_other(page["chart"], ",6]", ",7]")}, "its chart"),
        (tables.digests, PAGE, {"chart": "{"}, "cannot be read"),
        (tables.digests, PAGE, {"recipients": dumps(others)}, "its recipients"),
        (tables.digests, PAGE, {"recipients": dumps(fewer)}, "its recipients"),
        (tables.digests, PAGE, {}, "it is gone"),
        (tables.participation_cells, at, {"n": cell["n"] - 1}, "wrongly cut"),
        (tables.participation_cells, at, {"high": cell["high"] + 1}, "wrongly cut"),
        (tables.participation_cells, at, {"low": 0, "high": 2}, "ward 2026-W07: chart does not follow"),
        (tables.participation_cells, at, {}, "names other cells"),
        (tables.releases, of_block, {"shown": said}, "score does not follow"),
        (tables.releases, of_block, {"shown": with_other(score["shown"], '"n":20', '"n":19')}, "wrongly cut"),
        (tables.organisation_releases, of_all, {"shown": "{}"}, "the week of the whole organisation"),
        (tables.page_certificates, PAGE, {"body": with_other(body["body"], '"usual":"u', '"usual":"U')}, "usual"),
        (tables.page_certificates, PAGE, {"body": body["body"][1:]}, "its certificate cannot be read"),
        (tables.page_certificates, PAGE, {}, "it has no certificate"),
        (tables.page_certificates, PAGE, {"salt": b"another"}, "what it says"),
        (tables.certificate_lists, of_week, {"body": lists}, "heard does not follow"),
        (tables.recipient_salts, {"person": "ward-nurse"}, {"salt": b"another"}, "its recipients"),
    ]
    assert await faults_of(database) == ()
    for table, key, changed, told in changes:
        with tampered(database, table, key, **changed):
            faults = await faults_of(database)
            assert any(told in fault for fault in faults), (table.name, changed, faults)
    assert await faults_of(database) == ()


@pytest.mark.drill
async def test_a_page_that_is_gone_is_missed_whatever_else_of_its_unit_cannot_be_read(
    database: Database, tmp_path: Path
) -> None:
    await closed(database, tmp_path)
    page, score = {"unit": "ward", "week": TOLD}, {"unit": "ward", "kind": "score_cells"}
    with tampered(database, tables.digests, page), tampered(database, tables.releases, score, shown="{"):
        faults = await faults_of(database)
    assert f"ward {TOLD}: its row of the ledger cannot be read" in faults
    assert f"ward {TOLD}: it is gone" in faults


@pytest.mark.drill
async def test_what_no_cell_tells_is_held_by_the_evidence_of_its_week(database: Database, tmp_path: Path) -> None:
    """Ages of actions and answers to flags are recorded, not computed: one hash over a week's certificates and cells
    stands in the log of administration."""
    await closed(database, tmp_path)
    body = row_of(database, tables.page_certificates, PAGE)["body"]
    found = f"{NEWEST}: certificates or cells are others than the log says"
    with tampered(
        database, tables.page_certificates, PAGE, body=with_other(body, '"recorded":{', '"recorded":{"actions":[],')
    ):
        assert await faults_of(database) == (found,)
    with tampered(database, tables.page_certificates, PAGE):
        assert found in await faults_of(database)
    gone = LogEntry(
        at=datetime(2026, 12, 1, tzinfo=UTC),
        act=AdministrationAct.WEEK_CLOSED,
        author=None,
        words=LogWords(what="week closed", after=str(FIRST + 40)),
        evidence=b"of something",
    )
    async with database.writing() as work:
        await work.administration_log.add([gone], token=bytes)
    nothing = f"{FIRST + 40}: what the log says of a week that was closed is of nothing that is kept"
    assert await faults_of(database) == (nothing,)


@pytest.mark.drill
async def test_who_is_erased_leaves_a_certificate_that_still_holds(database: Database, tmp_path: Path) -> None:
    await closed(database, tmp_path)
    gone, number = PersonId("ward-nurse"), "7f3a"
    recipients = row_of(database, tables.digests, PAGE)["recipients"]
    erased = with_other(recipients, f'"{gone}"', f'"{number}"')
    with tampered(database, tables.digests, PAGE, recipients=erased):
        assert await faults_of(database) == (f"ward {NEWEST}: its recipients are not those of its certificate",)
        with tampered(database, tables.recipient_salts, {"person": gone}):
            assert not [fault for fault in await faults_of(database) if str(NEWEST) in fault]
            named = with_other(erased, f'"{number}"', '"clinic-nurse"')
            with (
                tampered(database, tables.recipient_salts, {"person": "clinic-nurse"}),
                tampered(database, tables.digests, PAGE, recipients=named),
            ):
                said = f"ward {NEWEST}: its recipients are not those of its certificate"
                assert said in await faults_of(database), "who has a name was not erased"
            swapped = with_other(erased, '"ward-m1"', '"9c41"')  # whose salt is still there
            with tampered(database, tables.digests, PAGE, recipients=swapped):
                assert f"ward {NEWEST}: its recipients are not those of its certificate" in await faults_of(database)


@pytest.mark.drill
async def test_who_is_erased_in_a_block_counts_once_in_it(database: Database, tmp_path: Path) -> None:
    """Their number stands in the week that runs, and their id stood in the sums of the weeks before."""
    weeks, gone = Weeks(database, tmp_path), PersonId("ward-m19")
    await weeks.furnish(SIZES, a_hospital())
    await weeks.run(2)
    await weeks.play(FIRST + 2)
    async with database.writing() as work:
        await work.own_data.erase(gone, under=PersonId("7f3a"), at=datetime(2026, 1, 21, tzinfo=UTC))
    await weeks.close(now=monday_after(FIRST + 2))
    weeks.sizes[WARD] = 19
    await weeks.run(2, first=FIRST + 3)
    assert await faults_of(database) == ()
    shown = loads(row_of(database, tables.releases, {"unit": "ward", "kind": "score_cells"})["shown"])
    assert shown["cells"]["core"]["n"] == 20


@pytest.mark.drill
async def test_a_name_that_is_taken_out_of_pages_stands_in_the_log(database: Database, tmp_path: Path) -> None:
    """Somebody is called like a unit, whose name stands on pages."""
    gone, at = PersonId("ward-m1"), datetime(2026, 12, 1, tzinfo=UTC)
    await closed(database, tmp_path)
    roster = the_roster(SIZES)
    named = {**roster.people, gone: replace(roster.people[gone], name="Diabetes clinic")}
    async with database.writing() as work:
        await work.rosters.save(replace(roster, people=named), at=at)
        await work.own_data.erase(gone, under=PersonId("7f3a"), at=at)
        reworded = await work.certificates.reworded()
    assert ("clinic", NEWEST) in reworded
    assert await faults_of(database) == ("pages were reworded otherwise than the log says",)
    erased = LogEntry(
        at=at,
        act=AdministrationAct.ERASED,
        author=None,
        words=LogWords(what="somebody was erased"),
        evidence=reworded_evidence(reworded),
    )
    async with database.writing() as work:
        await work.administration_log.add([erased], token=token_bytes)
    assert await faults_of(database) == ()
    key = {"unit": "clinic", "week": NEWEST}
    page = row_of(database, tables.digests, key)
    with tampered(database, tables.digests, key, document=with_other(page["document"], "(somebody)", "(nobody)")):
        assert await faults_of(database) == (f"clinic {NEWEST}: what it says is not what its certificate is of",)
    with tampered(database, tables.reworded_pages, key, document="another"):
        assert "pages were reworded otherwise than the log says" in await faults_of(database)


@pytest.mark.drill
async def test_pages_that_are_older_than_certificates_are_counted_and_no_fault(
    database: Database, tmp_path: Path
) -> None:
    await closed(database, tmp_path)
    with (
        unlogged(database, await entry_of(database, FIRST)),
        tampered(database, tables.certificate_lists, {"week": FIRST}),
        tampered(database, tables.page_certificates, {"week": FIRST, "unit": "ward"}),
        tampered(database, tables.page_certificates, {"week": FIRST, "unit": "clinic"}),
        tampered(database, tables.page_certificates, {"week": FIRST, "unit": "theatres"}),
        tampered(database, tables.page_certificates, {"week": FIRST, "unit": "medicine"}),
    ):
        check = await VerifyPages(storage=database)()
    assert check.faults == ()
    assert check.remarks == ("pages that are older than certificates: 4",)
    assert check.examined == WEEKS * 4
