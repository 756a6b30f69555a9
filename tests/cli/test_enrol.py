"""`rounds enrol` writes a private file with what a slip of paper needs, or says in one line why it cannot."""

import csv
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.clock import SystemEntropy
from bot.cli.ending import exit_code_of
from bot.cli.enrol import run_enrol
from bot.domain.administration.log import Actor, AdministrationAct, RevisionSource
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Channel
from bot.flows.answering.enrol import IssueCodes, Links
from storage.database import Database
from tests.support.builders import T0, a_programme, a_roster
from tests.support.channels import TELEGRAM, WEB
from tests.support.clocks import StillClock

LINKS: Links = {TELEGRAM: "https://t/{}".format, WEB: "https://w/{}".format}


class Terminal:
    def __init__(self, storage: Database, folder: Path) -> None:
        self.storage, self.folder, self.out, self.err = storage, folder, StringIO(), StringIO()

    async def enrol(
        self,
        name: str,
        person: str | None = None,
        *,
        slips: str = "",
        renew: bool = False,
        links: Links = LINKS,
        broken: Mapping[Channel, str] | None = None,
    ) -> int:
        issue = IssueCodes(storage=self.storage, clock=StillClock(), entropy=SystemEntropy(), links=links)
        out, err = Console(file=self.out), Console(file=self.err)
        work = run_enrol(
            self.folder / name if name else None,
            slips=self.folder / slips if slips else None,
            issue=issue,
            broken=broken or {},
            person=person,
            renew=renew,
            database=self.storage,
            out=out,
            err=err,
        )
        return await exit_code_of(work, err=err)

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(StringIO((self.folder / name).read_text("utf-8"))))


@pytest.fixture
async def terminal(sqlite_storage: Database, tmp_path: Path) -> Terminal:
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"zoe": "1"}), at=T0)
        await work.rosters.save(a_roster(["ada", "ben", "zoe"]), at=T0)
    return Terminal(sqlite_storage, tmp_path)


async def test_a_row_holds_all_that_a_slip_of_paper_needs(terminal: Terminal) -> None:
    assert await terminal.enrol("codes.csv") == 0
    assert (terminal.folder / "codes.csv").stat().st_mode & 0o777 == 0o600
    ada, ben = terminal.rows("codes.csv")
    assert list(ada) == ["person_id", "code", "link", "expires_at", "name", "unit", "channel"]
    assert [ada["person_id"], ben["person_id"]] == ["ada", "ben"]
    assert (ada["link"], ada["expires_at"]) == (f"https://t/{ada['code'].replace('-', '')}", "2026-03-17T10:00:00Z")
    assert (ada["name"], ada["unit"], ada["channel"]) == ("Ada", "icu", "telegram")


@pytest.mark.drill
async def test_codes_that_are_good_stay_and_one_person_may_get_another(terminal: Terminal) -> None:
    assert await terminal.enrol("first.csv") == 0
    assert await terminal.enrol("none.csv") == 0
    assert terminal.rows("none.csv") == []
    assert "2 people have a code that is still good" in terminal.out.getvalue()
    assert await terminal.enrol("ada.csv", "ada") == 2
    assert await terminal.enrol("ada.csv", "ada", renew=True) == 0
    assert await terminal.enrol("zoe.csv", "zoe") == 0, "who has an address may have lost it"
    assert await terminal.enrol("nobody.csv", "nobody") == 2
    assert terminal.err.getvalue().splitlines()[-1] == (
        '--person: nobody on the list has the id "nobody"; see: rounds people'
    )
    assert not (terminal.folder / "nobody.csv").exists()


async def test_each_run_stands_in_the_log_without_its_codes(terminal: Terminal) -> None:
    for name, person, renew in (("all.csv", None, False), ("none.csv", None, False), ("ada.csv", "ada", True)):
        assert await terminal.enrol(name, person, renew=renew) == 0
    async with terminal.storage.reading() as work:
        entries = await work.administration_log.entries()
    told = [(each.act, str(each.words), each.about) for each in entries]
    assert told == [
        (AdministrationAct.INVITED, "invited: 2 people", None),
        (AdministrationAct.INVITED, "invited: ada", Actor.person(PersonId("ada"))),
    ]
    assert all(each.author is not None and each.author.source is RevisionSource.SHELL for each in entries)
    assert {each.words.units for each in entries if each.words} == {frozenset({"icu"})}


async def test_a_link_that_cannot_be_made_spends_no_code_and_says_why(terminal: Terminal) -> None:
    assert await terminal.enrol("codes.csv", links={WEB: str}, broken={TELEGRAM: "the name is unknown"}) == 1
    assert terminal.err.getvalue() == "no codes were written: 2 people on telegram: the name is unknown\n"
    assert not (terminal.folder / "codes.csv").exists()
    assert await terminal.enrol("codes.csv") == 0
    assert len(terminal.rows("codes.csv")) == 2


async def test_nothing_is_overwritten_and_no_code_spent_on_a_place_that_cannot_be_written(terminal: Terminal) -> None:
    (terminal.folder / "there.csv").write_text("mine", "utf-8")
    assert await terminal.enrol("there.csv") == 2
    assert await terminal.enrol("nowhere/codes.csv") == 2
    assert (terminal.folder / "there.csv").read_text("utf-8") == "mine"
    assert await terminal.enrol("codes.csv") == 0
    assert len(terminal.rows("codes.csv")) == 2


async def test_without_a_schema_one_line_says_what_to_run_and_no_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "rounds.db").touch()
    for name in ("rounds.db", "missing.db"):
        empty = Database(f"sqlite:///{tmp_path / name}")
        terminal = Terminal(empty, tmp_path)
        assert await terminal.enrol("codes.csv") == 1
        await empty.close()
        (line,) = terminal.err.getvalue().replace("\n", " ").strip().split("  ")
        assert "run: rounds migrate" in line
        assert not (tmp_path / "codes.csv").exists()


async def test_slips_hold_the_codes_of_the_table_and_stand_alone(terminal: Terminal) -> None:
    assert await terminal.enrol("codes.csv", slips="slips.html") == 0
    file = terminal.folder / "slips.html"
    assert file.stat().st_mode & 0o777 == 0o600
    text, rows = file.read_text("utf-8"), terminal.rows("codes.csv")
    assert [(row["name"], row["code"]) for row in rows] == list(
        zip(re.findall(r"<h2>(.*?)</h2>", text), re.findall(r'class="code">(.*?)<', text), strict=True)
    )
    assert all(row["link"] in text for row in rows)
    assert text.count("<svg") == len(rows) == 2
    assert "<style>" in text
    assert not re.search(r"<(link|script|img)|href=|src=", text), "nothing is loaded from anywhere"
    assert "slips.html: 2 codes" in " ".join(terminal.out.getvalue().split())


async def test_slips_alone_and_what_is_wrong_in_one_line(terminal: Terminal) -> None:
    (terminal.folder / "there.html").write_text("mine")
    assert await terminal.enrol("", slips="there.html") == 2
    assert await terminal.enrol("codes.csv", slips="nowhere/slips.html") == 2
    assert await terminal.enrol("") == 2
    said = terminal.err.getvalue().splitlines()
    assert ["exists already" in said[0], "cannot be written" in said[1], "--slips FILE.html" in said[2]] == [True] * 3
    assert len(said) == 3
    assert sorted(each.name for each in terminal.folder.iterdir() if each.suffix in {".csv", ".html"}) == ["there.html"]
    assert await terminal.enrol("", slips="slips.html") == 0
    assert (terminal.folder / "slips.html").read_text("utf-8").count("<svg") == 2, "no code was spent before"
    assert await terminal.enrol("", slips="nobody.html") == 0
    assert "2 people have a code" in terminal.out.getvalue()
