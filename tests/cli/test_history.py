"""Files on top of a revision, revisions turned back, and the log: what administrators are told, and nothing lost."""

from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.clock import SystemEntropy
from bot.adapters.recurrence import CronRecurrence
from bot.app.revising import reviser
from bot.cli.confirm_leaving import agreed_number
from bot.cli.ending import CommandRefused, exit_code_of
from bot.cli.files import run_apply, run_export
from bot.cli.history import run_log, run_undo
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address
from bot.domain.programme.programme import Budget, Programme
from config.settings import load_settings
from storage.database import Database
from tests.support.backups import NO_KEYS
from tests.support.channels import SLACK
from tests.support.clocks import StillClock
from tests.support.programme_files import Files, sound_files

RECURRENCE = CronRecurrence()
ADA = Author(who=Actor.person(PersonId("p1")), source=RevisionSource.CONSOLE)


@dataclass(slots=True)
class Shell:
    """The commands in one folder, with what the last of them said."""

    files: Files
    database: Database
    said: list[str] = field(default_factory=list)

    async def apply(self, *, onto_newest: bool = False, folder: Path | None = None) -> int:
        settings = load_settings({}, folder or self.files.directory, channels=CHANNELS)
        return await self._code(
            lambda out: run_apply(
                settings,
                database=self.database,
                clock=StillClock(),
                entropy=SystemEntropy(),
                recurrence=RECURRENCE,
                dry_run=False,
                onto_newest=onto_newest,
                out=out,
                err=Console(file=StringIO()),
            )
        )

    async def export(self, folder: Path) -> int:
        return await self._code(
            lambda out: run_export(folder, database=self.database, clock=StillClock(), entropy=SystemEntropy(), out=out)
        )

    async def undo(self, number: int, *, dry_run: bool = False, agreed: int | None = None) -> int:
        return await self._code(
            lambda out: run_undo(
                number,
                dry_run=dry_run,
                agreed=agreed,
                database=self.database,
                clock=StillClock(),
                entropy=SystemEntropy(),
                recurrence=RECURRENCE,
                keys=NO_KEYS,
                out=out,
                err=out,
            )
        )

    async def log(self, *, unit: str | None = None, since: str | None = None, export: Path | None = None) -> int:
        return await self._code(
            lambda out: run_log(
                unit=unit,
                since=since,
                export=export,
                database=self.database,
                clock=StillClock(),
                entropy=SystemEntropy(),
                out=out,
            )
        )

    async def in_the_console(self, **changes: object) -> None:
        """Ada changes something of the programme by herself."""
        async with self.database.reading() as work:
            programme, roster = await work.programmes.current(), await work.rosters.current()
        assert programme is not None
        revise = reviser(
            self.database, clock=StillClock(), entropy=SystemEntropy(), recurrence=RECURRENCE, keys=NO_KEYS
        )
        await revise(replace(programme, **changes), roster, author=ADA)  # type: ignore[arg-type]

    async def programme(self) -> Programme:
        async with self.database.reading() as work:
            found = await work.programmes.current()
        assert found is not None
        return found

    async def people(self) -> set[str]:
        async with self.database.reading() as work:
            return set((await work.rosters.current()).people)

    async def _code(self, command: object) -> int:
        file = StringIO()
        console = Console(file=file, width=40)
        code = await exit_code_of(command(console), err=console)  # type: ignore[operator]
        self.said = file.getvalue().splitlines()
        return code


@pytest.fixture
async def shell(database: Database, tmp_path: Path) -> Shell:
    """The sound files, applied."""
    shell = Shell(sound_files(tmp_path), database)
    assert await shell.apply() == 0
    return shell


ONCE = Budget(questions_per_week=1)


async def test_exported_files_say_their_revision_and_change_nothing(shell: Shell, tmp_path: Path) -> None:
    assert await shell.export(tmp_path / "out") == 0
    assert "revision = 1\n" in (tmp_path / "out" / "programme.toml").read_text()
    assert await shell.apply(folder=tmp_path / "out") == 0
    assert shell.said == ["Nothing to change."]


@pytest.mark.drill
async def test_files_are_refused_once_the_database_has_moved_on_and_told_what_moved(
    shell: Shell, tmp_path: Path
) -> None:
    await shell.export(tmp_path / "out")
    await shell.in_the_console(budget=ONCE)
    exported = Files(tmp_path / "out")
    for files in (exported, shell.files):  # those that were applied name no revision
        files.swap("programme.toml", 'name = "Riverside"', 'name = "Seaside"')
    for folder in (exported.directory, None):
        assert await shell.apply(folder=folder) == 1
        assert shell.said == [
            "the database has moved on to revision 2 since revision 1, which these files are based on: budget"
            " questions_per_week: 2 -> 1, by p1 (console). To take both together run: rounds apply --onto-newest"
        ]
    assert (await shell.programme()).organisation.name == "Riverside"

    assert await shell.apply(folder=exported.directory, onto_newest=True) == 0
    assert shell.said == [
        "organisation name: Riverside -> Seaside",
        "Applied onto the newest: 1 change. For files that say all of it run: rounds export programme DIR",
    ]
    merged = await shell.programme()
    assert (merged.organisation.name, merged.budget) == ("Seaside", ONCE)
    shell.files.swap("programme.toml", 'name = "Seaside"', 'name = "Lakeside"')
    assert await shell.apply() == 1, "files that were merged say less than the database"


async def test_what_both_changed_is_named_and_not_merged(shell: Shell) -> None:
    await shell.in_the_console(budget=ONCE)
    shell.files.swap("programme.toml", 'at = "10:00"', 'at = "10:00"\n\n[budget]\nquestions_per_week = 3')
    assert await shell.apply(onto_newest=True) == 1
    assert shell.said == ["cannot be merged: changed there and here, each in its own way: budget; nothing was written"]
    assert (await shell.programme()).budget == ONCE


@pytest.mark.drill
async def test_files_with_a_number_can_be_edited_and_applied_again_and_again(shell: Shell, tmp_path: Path) -> None:
    await shell.export(tmp_path / "out")
    exported = Files(tmp_path / "out")
    for number, (before, after) in enumerate([("Riverside", "Seaside"), ("Seaside", "Lakeside")], start=2):
        exported.swap("programme.toml", f'name = "{before}"', f'name = "{after}"')
        assert await shell.apply(folder=exported.directory) == 0
        assert f"revision = {number}\n" in (exported.directory / "programme.toml").read_text()
    assert shell.said[-1].endswith("programme.toml: revision = 3")


@pytest.mark.drill
async def test_files_of_another_database_are_refused_unless_this_one_is_empty(shell: Shell, tmp_path: Path) -> None:
    shell.files.swap("programme.toml", 'name = "Riverside"', 'name = "Seaside"\nrevision = 9')
    assert await shell.apply() == 1
    assert shell.said == ["these files are based on revision 9, and the newest here is 1; export anew"]
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    await other.migrate()
    assert await Shell(shell.files, other).apply() == 0
    await other.close()
    assert "revision = 1\n" in (tmp_path / "programme.toml").read_text()


@pytest.mark.drill
async def test_a_merge_leaves_addresses_that_people_gave(shell: Shell, tmp_path: Path) -> None:
    await shell.export(tmp_path / "out")
    async with shell.database.writing() as work:
        await work.rosters.enrol(PersonId("p1"), Address(channel=SLACK, value="U0NEW"), at=StillClock().now())
    await shell.in_the_console(budget=ONCE)
    Files(tmp_path / "out").swap("programme.toml", 'name = "Riverside"', 'name = "Seaside"')
    assert await shell.apply(folder=tmp_path / "out", onto_newest=True) == 0
    async with shell.database.reading() as work:
        assert await work.rosters.address_of(PersonId("p1")) == Address(channel=SLACK, value="U0NEW")


@pytest.mark.drill
async def test_a_revision_is_turned_back_by_a_new_one(shell: Shell) -> None:
    before = await shell.programme()
    roster = (shell.files.directory / "roster.csv").read_text()
    shell.files.swap("programme.toml", 'name = "Intensive care"', 'name = "ICU"')
    shell.files.write("roster.csv", "".join(line for line in roster.splitlines(True) if not line.startswith("p2")))
    assert await shell.apply() == 0
    assert await shell.undo(2, dry_run=True) == 0
    assert shell.said == [
        "unit icu renamed: ICU -> Intensive care",
        "person joins: p2 (medical_lead of icu)",
        "Dry run: nothing was written.",
    ]
    assert await shell.undo(2) == 0
    assert shell.said[-1] == "Turned back, as revision 3."
    assert await shell.programme() == before
    assert await shell.people() == {"p1", "p2", "p3"}
    async with shell.database.reading() as work:
        assert [(each.number, each.undoes) for each in await work.revisions.recorded()] == [
            (1, None),
            (2, None),
            (3, 2),
        ]
    assert await shell.undo(2) == 0
    assert shell.said[-1].startswith("Nothing to turn back")


@pytest.mark.drill
async def test_what_was_changed_again_since_is_not_turned_back(shell: Shell) -> None:
    await shell.in_the_console(budget=ONCE)
    await shell.in_the_console(budget=Budget(questions_per_week=3))
    for number, words in (
        (2, "changed again since revision 2: budget"),
        (1, "revision 1 was the first; there is nothing before it"),
        (9, "there is no revision 9; the newest is 3"),
    ):
        assert await shell.undo(number) == 1
        assert shell.said == [f"cannot be turned back: {words}; nothing was written"]


@pytest.mark.drill
async def test_a_wording_comes_back_as_the_next_version(shell: Shell) -> None:
    shell.files.swap("questions.toml", "version = 1", "version = 2")
    shell.files.swap("questions.toml", "I can name one thing here", "I know a thing here")
    assert await shell.apply() == 0
    assert await shell.undo(2) == 0
    question = next(iter((await shell.programme()).questions.values()))
    assert (question.version, question.text["en-GB"][:10]) == (3, "I can name")


@pytest.mark.drill
async def test_the_log_says_who_did_what_of_which_unit_and_since_when(shell: Shell, tmp_path: Path) -> None:
    await shell.in_the_console(budget=ONCE)
    assert await shell.log() == 0
    everything = shell.said
    assert everything[-1] == "2026-03-03 10:00 UTC  p1 (console)  revision 2: budget questions_per_week: 2 -> 1"
    assert await shell.log(unit="icu") == 0
    assert [line.partition("revision 1: ")[2] for line in shell.said] == [
        "unit added: icu (Intensive care, below medicine)",
        "person joins: p1 (champion of icu, member of icu)",
        "person joins: p2 (medical_lead of icu)",
    ]
    assert await shell.log(unit="medicine") == 0
    assert len(shell.said) == 6, "with the units below it, the schedule and whoever is there"
    assert await shell.log(since="2026-03-04") == 0
    assert shell.said == ["nothing is in the log"]
    assert await shell.log(unit="nowhere") == 2
    assert await shell.log(since="March") == 2

    file = tmp_path / "log.csv"
    assert await shell.log(export=file) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    rows = file.read_text().splitlines()
    assert rows[0] == "at,who,source,act,revision,what,before,after,units"
    assert len(rows) == len(everything) + 1
    assert await shell.log(export=file) == 2
    await shell.log()
    assert shell.said[len(everything)].endswith("(shell)  log exported")


@pytest.mark.drill
async def test_what_could_not_be_written_is_not_in_the_log_as_exported(shell: Shell, tmp_path: Path) -> None:
    standing, folder = tmp_path / "log.csv", tmp_path / "old"
    standing.write_text("mine")
    folder.mkdir()
    (folder / "roster.csv").write_text("mine")
    assert await shell.log(export=standing) == 2
    assert await shell.log(export=tmp_path / "nowhere" / "log.csv") == 2
    assert await shell.export(folder) == 2
    assert await shell.log(unit="nowhere", export=tmp_path / "none.csv") == 2
    assert (standing.read_text(), [each.name for each in folder.iterdir()]) == ("mine", ["roster.csv"])
    assert not (tmp_path / "none.csv").exists()
    await shell.log()
    assert not [line for line in shell.said if "exported" in line]


async def test_an_export_of_nothing_leaves_no_folder(tmp_path: Path, sqlite_storage: Database) -> None:
    shell = Shell(sound_files(tmp_path), sqlite_storage)
    assert await shell.export(tmp_path / "a" / "b") != 0
    assert not (tmp_path / "a").exists()


@pytest.mark.drill
async def test_the_last_administrator_is_not_taken_away_by_files_or_by_turning_back(shell: Shell) -> None:
    plain = (shell.files.directory / "roster.csv").read_text()
    shell.files.add("roster.csv", "a1,Ann Roy,medicine,administrator,web,,,,,,\n")
    assert await shell.apply() == 0
    assert await shell.undo(2) == 1
    assert shell.said[-1] == "nobody would administer Rounds any more; make somebody else an administrator first"
    shell.files.write("roster.csv", plain)
    assert await shell.apply() == 2
    assert "roster.csv:1: role: nobody would administer Rounds any more" in shell.said[-1]
    shell.files.write("roster.csv", plain + "a2,Ben Roy,medicine,administrator,web,,,,,,\n")
    assert await shell.apply() == 0


@pytest.mark.drill
async def test_many_who_leave_by_turning_back_are_named_and_asked_about(shell: Shell) -> None:
    shell.files.add("roster.csv", "".join(f"{n:03},Person {n},icu,member,web,,,,,,\n" for n in range(12)))
    assert await shell.apply() == 0
    assert await shell.undo(2, dry_run=True) == 0
    assert "warning: 12 people leave: 000 Person 0, 001 Person 1" in shell.said[-2]
    assert await shell.undo(2) == 1
    assert shell.said[-1].endswith("; if that is meant: rounds undo 2 --yes-12-leave")
    assert await shell.undo(2, agreed=12) == 0
    assert await shell.people() == {"p1", "p2", "p3"}


def test_whoever_mistypes_at_undo_is_led_to_its_own_help() -> None:
    with pytest.raises(CommandRefused, match="see: rounds undo --help"):
        agreed_number(["--yes"], command="undo")
