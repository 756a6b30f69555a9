"""`rounds init` asks a little, invents nobody, and what it writes passes `rounds check`."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.cli.ending import exit_code_after
from bot.cli.init import run_init
from bot.domain.organisation.people import Role
from config.bank_holidays import Nation, bank_holidays
from config.folder import Folder, read_folder
from tests.cli.test_files import Terminal, check

TODAY = date(2026, 3, 3)
WEB = {"ROUNDS_WEB_URL": "https://rounds.example.org"}


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def init(
    terminal: Terminal,
    folder: Path,
    *,
    example: bool = False,
    admin: str | None = None,
    typed: Iterable[str] | None = None,
) -> int:
    answers = None if typed is None else iter(typed)

    def ask(question: str) -> str:
        assert answers is not None
        terminal.printed.write(f"{question}\n")
        return next(answers)

    return exit_code_after(
        lambda: run_init(
            folder, example=example, admin=admin, ask=ask if answers else None, today=TODAY, out=terminal.out
        ),
        err=terminal.err,
    )


def read(folder: Path) -> Folder:
    return read_folder(folder, recurrence=CronRecurrence(), channels=CHANNELS)


def test_without_a_terminal_the_defaults_are_four_files_that_check_accepts(terminal: Terminal) -> None:
    folder = terminal.folder / "new" / "hospital"
    assert init(terminal, folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == [".env", "programme.toml", "questions.toml", "roster.csv"]
    modes = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}
    assert (modes[".env"], modes["roster.csv"]) == (0, 0)
    inside = Terminal(folder)
    assert check(inside, WEB) == 0
    assert inside.out_lines == ["The files are fine: 1 microsystem, 1 person, 38 questions, 3 schedules."]
    found = read(folder)
    assert [(each.unit, each.role) for each in found.roster.memberships] == [("hospital", Role.ADMINISTRATOR)]
    assert not found.programme.quiet_days, "bank holidays are offered and not applied"
    text = (folder / "programme.toml").read_text("utf-8")
    assert not re.search("Riverside|medicine|surgery|family|theatres|invented", text)


def test_what_is_offered_in_comments_is_sound_too(terminal: Terminal) -> None:
    assert init(terminal, terminal.folder) == 0
    path = terminal.folder / "programme.toml"
    opened = re.sub(r"^# (?=\[\[|\[contact|\[help|[a-z]+ = )", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(opened, "utf-8")
    with (terminal.folder / "roster.csv").open("a", encoding="utf-8") as roster:
        roster.write("g01,Grace Hall,hospital,guardian,web\n")
    programme = read(terminal.folder).programme
    holidays = bank_holidays(Nation.ENGLAND, TODAY)
    assert [(each.date, each.reason) for each in programme.quiet_days][1:] == list(holidays)
    assert (date(2026, 4, 3), "Good Friday") in holidays


def test_answers_on_a_terminal_are_asked_for_again_until_they_can_be_used(terminal: Terminal) -> None:
    typed = [
        'St Mary\'s "Old" Hospital',
        "Lndon",
        "Europe/London",
        "scotland",
        "a01,Ada Lowe",
        "a01,Ada Lowe,Web",
        "a01,Ada Lowe,web",
    ]
    assert init(terminal, terminal.folder, typed=typed) == 0
    found = read(terminal.folder)
    assert found.programme.organisation.name == 'St Mary\'s "Old" Hospital'
    (person,) = found.roster.people.values()
    assert (person.id, person.name, person.channel) == ("a01", "Ada Lowe", "web")
    assert "Bank holidays in Scotland" in (terminal.folder / "programme.toml").read_text("utf-8")
    assert '"Lndon" is no IANA time zone' in terminal.printed.getvalue()


def test_elsewhere_no_bank_holidays_are_offered(terminal: Terminal) -> None:
    assert init(terminal, terminal.folder, typed=["", "Europe/Berlin", ""]) == 0
    assert read(terminal.folder).programme.organisation.timezone == "Europe/Berlin"
    assert "Bank holidays" not in (terminal.folder / "programme.toml").read_text("utf-8")


def test_the_administrator_may_be_given_as_a_flag_and_then_nothing_is_asked(terminal: Terminal) -> None:
    assert init(terminal, terminal.folder, admin="a01, Ada Lowe, web", typed=[]) == 0
    assert [person.name for person in read(terminal.folder).roster.people.values()] == ["Ada Lowe"]


@pytest.mark.parametrize("admin", ["a01,Ada Lowe", "a 1,Ada,web", "a01,Ada,fax", ""])
def test_a_wrong_flag_is_one_line_and_nothing_is_written(terminal: Terminal, admin: str) -> None:
    assert init(terminal, terminal.folder / "new", admin=admin) == 2
    assert len(terminal.err_lines) == 1
    assert terminal.err_lines[0].startswith("--admin: ")
    assert not (terminal.folder / "new").exists()


def test_the_example_is_the_invented_hospital_without_a_warning(terminal: Terminal) -> None:
    assert init(terminal, terminal.folder, example=True, typed=[]) == 0
    inside = Terminal(terminal.folder)
    assert check(inside, WEB) == 0
    assert inside.err_lines == []
    assert inside.out_lines == ["The files are fine: 6 microsystems, 71 people, 38 questions, 3 schedules."]


def test_nothing_is_overwritten(terminal: Terminal) -> None:
    (terminal.folder / "roster.csv").write_text("mine")
    (terminal.folder / ".env").write_text("mine")
    assert init(terminal, terminal.folder) == 2
    assert terminal.err_lines == [
        ".env:1: file: exists already and was left as it is; choose another folder",
        "roster.csv:1: file: exists already and was left as it is; choose another folder",
    ]
    assert (terminal.folder / "roster.csv").read_text() == "mine"
    assert not (terminal.folder / "programme.toml").exists()


def test_a_file_in_place_of_the_folder_is_answered_in_one_line(terminal: Terminal) -> None:
    (terminal.folder / "file").write_text("")
    assert init(terminal, terminal.folder / "file") == 2
    assert len(terminal.err_lines) == 1
