"""`rounds person`: a file for the person, an erasure that asks twice, and an id that may be used again."""

import json
from collections.abc import Awaitable
from contextlib import chdir
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.clock import SystemEntropy
from bot.adapters.recurrence import CronRecurrence
from bot.cli.ending import exit_code_of
from bot.cli.frame import Ask
from bot.cli.person import run_person_erase, run_person_export, run_person_readmit
from bot.cli.system_user import system_user
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from storage.database import Database
from tests.support.builders import ICU, T0, a_programme, a_roster
from tests.support.channels import SLACK
from tests.support.clocks import StillClock
from tests.support.consoles import seen_in_the_log


class Shell:
    def __init__(self, storage: Database, folder: Path) -> None:
        self.storage, self.keys, self.clock = storage, folder / "keys", StillClock(T0)
        self.said = StringIO()
        self.out = Console(file=self.said, width=40)

    async def code(self, command: Awaitable[None]) -> int:
        return await exit_code_of(command, err=self.out)

    async def export(self, person: str, file: Path | None, *, is_whole: bool = False) -> int:
        return await self.code(
            run_person_export(
                person,
                file,
                is_whole=is_whole,
                database=self.storage,
                clock=self.clock,
                entropy=SystemEntropy(),
                out=self.out,
            )
        )

    async def erase(self, person: str, *, confirmed: str | None = None, ask: Ask | None = None) -> int:
        return await self.code(
            run_person_erase(
                person,
                confirmed=confirmed,
                ask=ask,
                keys=self.keys,
                database=self.storage,
                clock=self.clock,
                entropy=SystemEntropy(),
                recurrence=CronRecurrence(),
                out=self.out,
            )
        )

    async def readmit(self, person: str) -> int:
        return await self.code(
            run_person_readmit(
                person,
                keys=self.keys,
                database=self.storage,
                clock=self.clock,
                entropy=SystemEntropy(),
                out=self.out,
            )
        )


@pytest.fixture
async def shell(sqlite_storage: Database, tmp_path: Path) -> Shell:
    roster = a_roster({"ann": "U1", "bob": "U2"}, channel=SLACK)
    runs = Membership(person=next(iter(roster.people)), unit=ICU, role=Role.ADMINISTRATOR)
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(
            type(roster)(people=roster.people, memberships=roster.memberships | {runs}, addresses=roster.addresses),
            at=T0,
        )
    return Shell(sqlite_storage, tmp_path)


@pytest.mark.drill
async def test_the_file_is_new_and_private_and_stands_in_the_log(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "bob.json"
    assert await shell.export("bob", path) == 0
    assert path.stat().st_mode & 0o077 == 0
    assert {each["table"] for each in json.loads(path.read_text("utf-8"))["kept"]} >= {"people", "addresses"}
    assert await shell.export("bob", path) == 2, "it is never overwritten"
    assert await shell.export("nobody", tmp_path / "nobody.json") == 2
    assert not (tmp_path / "nobody.json").exists()
    with chdir(tmp_path):
        assert await shell.export("bob", None) == 0
    assert (tmp_path / "person-bob.json").exists()
    entry = (system_user(), "shell", "what is kept of a person exported: bob")
    assert await seen_in_the_log(shell.storage) == [entry, entry]


@pytest.mark.drill
async def test_a_whole_copy_is_said_to_be_one_and_by_whom_its_person_is_told(shell: Shell, tmp_path: Path) -> None:
    assert await shell.export("bob", tmp_path / "known.json") == 0
    assert "without a chat: --whole" in shell.said.getvalue()
    assert await shell.export("bob", tmp_path / "whole.json", is_whole=True) == 0
    assert "they get a message that it was made" in shell.said.getvalue()
    async with shell.storage.writing() as work:
        await work.rosters.revoke(PersonId("bob"))
    assert await shell.export("bob", tmp_path / "whole-again.json", is_whole=True) == 0
    assert "they have no chat: tell them of it" in shell.said.getvalue()
    whole = "all that is kept of a person exported, also whether they answered: bob"
    said = [words for _, _, words in await seen_in_the_log(shell.storage)]
    assert said.count(whole) == 2


@pytest.mark.drill
async def test_it_asks_for_the_id_once_more(shell: Shell) -> None:
    assert await shell.erase("bob", confirmed="bob") == 2, (
        "there is no key folder, so no tombstone would be in its place"
    )
    shell.keys.mkdir(mode=0o700)
    assert await shell.erase("bob") == 2
    assert "--confirm bob" in shell.said.getvalue()
    assert await shell.erase("bob", ask=lambda _: "bill") == 2
    assert await shell.erase("nobody", confirmed="nobody") == 2
    assert await shell.erase("ann", confirmed="ann") == 1
    assert "nobody would administer Rounds any more" in shell.said.getvalue()
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return " bob "

    assert await shell.erase("bob", ask=answer) == 0
    assert asked == ["Type bob to erase them: "]
    async with shell.storage.reading() as work:
        assert list((await work.rosters.current()).people) == ["ann"]
    assert await shell.erase("bob", confirmed="bob") == 0
    assert "the database's files are clean" in shell.said.getvalue()


@pytest.mark.drill
async def test_the_id_may_be_used_again_once_an_administrator_has_said_so(shell: Shell) -> None:
    shell.keys.mkdir(mode=0o700)
    assert await shell.readmit("bob") == 2
    assert await shell.erase("bob", confirmed="bob") == 0
    shell.clock.advance(minutes=1)
    assert await shell.readmit("bob") == 0
    assert await shell.readmit("bob") == 2
    said = (system_user(), "shell", "somebody who was erased may be on the list again, as somebody new")
    assert (await seen_in_the_log(shell.storage))[-1] == said
