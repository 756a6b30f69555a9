"""`rounds apply` ends nobody by a slip: many people leave only when their number is typed or given."""

from pathlib import Path

import pytest

from bot.cli.confirm_leaving import agreed_number
from bot.cli.ending import CommandRefused
from bot.cli.frame import Ask
from storage.database import Database
from tests.cli.test_files import Terminal, apply
from tests.support.programme_files import Files, sound_files


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


async def a_ward(folder: Path, database: Database, *, people: int = 12) -> Files:
    files = sound_files(folder)
    files.add("roster.csv", "".join(f"{n:03},Person {n},icu,member,web,,,,,,\n" for n in range(people)))
    assert await apply(Terminal(folder), database) == 0
    return files


async def people_of(database: Database) -> int:
    async with database.reading() as work:
        return len((await work.rosters.current()).people)


@pytest.mark.drill
async def test_without_a_terminal_one_line_names_the_flag(terminal: Terminal, sqlite_storage: Database) -> None:
    await a_ward(terminal.folder, sqlite_storage)
    sound_files(terminal.folder)
    assert await apply(terminal, sqlite_storage) == 1
    line = terminal.err_lines[-1]
    assert line.startswith("apply: 12 people leave: 000 Person 0, 001 Person 1")
    assert line.endswith("icu loses 12 of 14; if that is meant: rounds apply --yes-12-leave")
    assert await people_of(sqlite_storage) == 15
    assert await apply(Terminal(terminal.folder), sqlite_storage, agreed=11) == 1
    assert await apply(Terminal(terminal.folder), sqlite_storage, agreed=12) == 0
    assert await people_of(sqlite_storage) == 3


async def test_on_a_terminal_the_number_is_typed(terminal: Terminal, sqlite_storage: Database) -> None:
    await a_ward(terminal.folder, sqlite_storage)
    sound_files(terminal.folder)
    asked: list[str] = []

    def answer(words: str) -> Ask:
        def ask(question: str) -> str:
            asked.append(question)
            return words

        return ask

    assert await apply(terminal, sqlite_storage, ask=answer("y")) == 1
    assert await people_of(sqlite_storage) == 15
    assert "warning: roster.csv: 12 people leave" in terminal.err_lines[-2]
    assert await apply(terminal, sqlite_storage, ask=answer(" 12 ")) == 0
    assert await people_of(sqlite_storage) == 3
    assert asked == ["Type 12 if all of them are to leave: "] * 2


@pytest.mark.drill
async def test_an_empty_list_is_a_warning_at_first_and_then_an_error(
    terminal: Terminal, sqlite_storage: Database
) -> None:
    files = sound_files(terminal.folder)
    header = "person_id,name,unit,role,channel\n"
    files.write("roster.csv", header)
    assert await apply(terminal, sqlite_storage) == 0
    assert [line for line in terminal.err_lines if "roster.csv" in line] == [
        "warning: roster.csv: row: names nobody, so nobody is asked; add your people below the first line"
    ]
    sound_files(terminal.folder)
    assert await apply(Terminal(terminal.folder), sqlite_storage) == 0
    files.write("roster.csv", header)
    again = Terminal(terminal.folder)
    assert await apply(again, sqlite_storage, agreed=3) == 2
    assert again.err_lines[-1].startswith("roster.csv:1: row: names nobody, and 3 people are on the list")


async def test_lost_zeros_are_named_before_anybody_is_a_stranger(terminal: Terminal, sqlite_storage: Database) -> None:
    files = await a_ward(terminal.folder, sqlite_storage, people=2)
    files.swap("roster.csv", "001,Person 1", "1,Person 1")
    assert await apply(terminal, sqlite_storage) == 1
    assert terminal.err_lines[-1] == (
        'apply: 1 person leaves: 001 Person 1; "1" comes in place of "001";'
        " if that is meant: rounds apply --yes-1-leave"
    )
    files.add("roster.csv", "001,Person 1,icu,member,web,,,,,,\n")
    beside = Terminal(terminal.folder)
    assert await apply(beside, sqlite_storage) == 0
    assert sum('"1"' in line for line in beside.err_lines) == 2


def test_only_the_number_is_taken() -> None:
    assert agreed_number([]) is None
    assert agreed_number(["--yes-40-leave"]) == 40
    with pytest.raises(CommandRefused, match="--yes-leave: is no option"):
        agreed_number(["--yes-leave"])
