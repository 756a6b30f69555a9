"""`rounds check`, `apply` and `export programme`: exit codes, lines and files."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.clock import SystemEntropy
from bot.adapters.recurrence import CronRecurrence
from bot.cli.ending import exit_code_after, exit_code_of
from bot.cli.files import run_apply, run_check, run_export
from bot.cli.frame import Ask
from bot.cli.init import run_init
from bot.domain.iso_weeks import IsoWeek
from config.folder import read_folder
from config.settings import load_settings
from storage.database import Database
from tests.support.builders import T0
from tests.support.clocks import StillClock
from tests.support.programme_files import ROSTER, sound_files

RECURRENCE = CronRecurrence()


@dataclass(slots=True)
class Terminal:
    """What a command prints, without the folder's own path."""

    folder: Path
    printed: StringIO = field(default_factory=StringIO)
    complained: StringIO = field(default_factory=StringIO)

    @property
    def out(self) -> Console:
        return Console(file=self.printed, width=40)

    @property
    def err(self) -> Console:
        return Console(file=self.complained, width=40)

    @property
    def out_lines(self) -> list[str]:
        return self.printed.getvalue().replace(f"{self.folder}/", "").splitlines()

    @property
    def err_lines(self) -> list[str]:
        return self.complained.getvalue().replace(f"{self.folder}/", "").splitlines()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def check(terminal: Terminal, environ: dict[str, str] | None = None, *, lint: bool = False) -> int:
    return exit_code_after(
        lambda: run_check(
            environ or {}, terminal.folder, recurrence=RECURRENCE, out=terminal.out, err=terminal.err, lint=lint
        ),
        err=terminal.err,
    )


def init(terminal: Terminal, folder: Path) -> int:
    return exit_code_after(
        lambda: run_init(folder, example=True, admin=None, ask=None, today=T0.date(), out=terminal.out),
        err=terminal.err,
    )


async def export(terminal: Terminal, database: Database, folder: Path) -> int:
    return await exit_code_of(
        run_export(folder, database=database, clock=StillClock(), entropy=SystemEntropy(), out=terminal.out),
        err=terminal.err,
    )


async def apply(
    terminal: Terminal,
    database: Database,
    *,
    dry_run: bool = False,
    agreed: int | None = None,
    ask: Ask | None = None,
) -> int:
    command = run_apply(
        load_settings({}, terminal.folder, channels=CHANNELS),
        database=database,
        clock=StillClock(),
        entropy=SystemEntropy(),
        recurrence=RECURRENCE,
        dry_run=dry_run,
        agreed=agreed,
        ask=ask,
        out=terminal.out,
        err=terminal.err,
    )
    return await exit_code_of(command, err=terminal.err)


@pytest.fixture
async def no_schema(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield database
    await database.close()


def test_check_names_the_faults_of_all_files_and_of_the_settings_in_whole_lines(terminal: Terminal) -> None:
    files = sound_files(terminal.folder)
    files.swap("programme.toml", 'at = "10:00"', 'at = "02:00"')
    files.swap("questions.toml", "version = 1", "version = 0")
    files.swap("roster.csv", "medical_lead", "medical_leader")
    assert check(terminal, {"ROUNDS_WEB_PORT": "x"}) == 2
    assert terminal.err_lines == [
        "programme.toml:19: schedule.at: a slot between 00:00 and 03:00 can fall out or come twice when clocks change; "
        "choose a later time",
        "questions.toml:3: question.version: must be at least 1",
        'roster.csv:4: role: "medical_leader" is no role; did you mean "medical_lead"?',
        "environment: ROUNDS_WEB_PORT: must be a whole number",
    ]


def test_check_reads_the_folder_that_the_settings_name(terminal: Terminal) -> None:
    (terminal.folder / "hospital").mkdir()
    sound_files(terminal.folder / "hospital")
    assert check(terminal, {"ROUNDS_PROGRAMME": "hospital"}) == 0
    assert terminal.out_lines == ["The files are fine: 1 microsystem, 3 people, 2 questions, 1 schedule."]


def test_check_warns_of_files_of_keys_that_others_may_read(terminal: Terminal) -> None:
    sound_files(terminal.folder)
    keys = terminal.folder / "keys"
    keys.mkdir(mode=0o700)
    (keys / "2026-W10.key").touch()
    (keys / "2026-W10.key").chmod(0o644)
    assert check(terminal) == 0
    line = "warning: keys: files in the keys folder keys are open to others; run: chmod 600 keys/*"
    assert [each for each in terminal.err_lines if "keys" in each] == [line]


def test_the_old_name_of_a_key_still_works_and_is_a_warning(terminal: Terminal) -> None:
    files = sound_files(terminal.folder)
    assert check(terminal) == 0
    before = terminal.err_lines
    files.add("programme.toml", "\n[privacy]\nepoch_weeks = 8\n")
    assert check(terminal) == 0
    assert [line for line in terminal.err_lines if line not in before] == [
        "warning: programme.toml:22: privacy.epoch_weeks: is called quarter_weeks now; the old name still works"
    ]
    assert files.read().programme.privacy.quarter_weeks == 8


def test_wordings_that_are_hard_to_answer_are_warned_of_with_their_line(terminal: Terminal) -> None:
    assert init(terminal, terminal.folder) == 0
    assert check(terminal, lint=True) == 0, "the whole bank keeps to the rules"
    questions = terminal.folder / "questions.toml"
    easy, hard = "I mostly keep my ideas for this service to myself.", "I do not feel happy."
    questions.write_text(questions.read_text("utf-8").replace(easy, hard), "utf-8")
    line = next(at for at, each in enumerate(questions.read_text("utf-8").splitlines(), start=1) if hard in each)
    assert check(terminal) == 0
    assert [each for each in terminal.err_lines if "question.text" in each] == [
        f'warning: questions.toml:{line}: question.text: "pers-rel-3" says "not": nobody should have to agree to a '
        '"not"; say it the other way round',
        f'warning: questions.toml:{line}: question.text: "pers-rel-3" says "feel, happy": Rounds asks about running '
        "the service, not about mood",
    ]
    assert check(terminal, lint=True) == 2
    assert f'questions.toml:{line}: question.text: "pers-rel-3" says "not"' in "\n".join(terminal.err_lines)


def test_missing_leads_and_a_channel_that_is_off_are_warnings(terminal: Terminal) -> None:
    files = sound_files(terminal.folder)
    files.add("programme.toml", '\n[quiet]\nfrom = "20:00"\nto = "11:00"\n\n[[unit]]\nid = "amu"\nname = "Acute"\n')
    assert check(terminal) == 0
    assert terminal.err_lines == [
        'warning: programme.toml: schedule: no schedule asks "amu", so it is never heard',
        'warning: programme.toml: schedule.at: "weekly-pulse" starts at 10:00, in the quiet hours, so nothing goes out '
        "before 11:00",
        'warning: programme.toml: schedule.questions: "weekly-pulse" has one question alone: it runs out at once, and '
        "every round asks the same",
        'warning: roster.csv: role: "icu" has no nursing_lead, no operational_lead',
        'warning: roster.csv: unit: "icu": colleagues left after readers: 0; figures need at least 7',
        'warning: roster.csv: role: "amu" has no medical_lead, no nursing_lead, no operational_lead; '
        "nobody reads its digest",
        'warning: roster.csv: unit: "amu" has no members',
        "warning: programme.toml: guardian: names nobody, so what is raised and not answered can go to nobody else; "
        "add a [[guardian]]",
        "warning: roster.csv: channel: slack is off, and 1 person is on it; set ROUNDS_SLACK_BOT_TOKEN",
        "warning: roster.csv: channel: telegram is off, and 1 person is on it; set ROUNDS_TELEGRAM_TOKEN",
        "warning: roster.csv: channel: 1 person is on the web, and links lead to http://127.0.0.1:8000; "
        "set ROUNDS_WEB_URL",
    ]


def test_a_round_that_closes_in_the_quiet_hours_asks_nobody(terminal: Terminal) -> None:
    files = sound_files(terminal.folder)
    files.swap("programme.toml", 'at = "10:00"', 'at = "21:30"\nopen_hours = 8')
    files.add("programme.toml", '\n[quiet]\nfrom = "20:00"\nto = "06:00"\n')
    assert check(terminal) == 0
    assert [line for line in terminal.err_lines if "schedule.at" in line] == [
        'warning: programme.toml: schedule.at: "weekly-pulse" starts at 21:30, in the quiet hours, and closes before '
        "they end at 06:00, so nobody is ever asked"
    ]


def test_a_round_that_closes_in_a_later_week_is_warned_of(terminal: Terminal) -> None:
    files = sound_files(terminal.folder)
    files.swap("programme.toml", 'at = "10:00"', 'at = "10:00"\nopen_hours = 144')
    assert check(terminal) == 0
    assert [line for line in terminal.err_lines if "open_hours" in line] == [
        'warning: programme.toml: schedule.open_hours: "weekly-pulse" opens on Tue and closes on Mon of a later week, '
        "for which its answers count"
    ]


def test_an_offset_that_looks_like_a_zone_is_warned_of(terminal: Terminal) -> None:
    files = sound_files(terminal.folder)
    files.swap("programme.toml", "Europe/London", "GMT")
    files.swap("roster.csv", ",4711,,", ",4711,Etc/GMT+1,")
    files.swap("roster.csv", ",4711,,", ",4711,Etc/GMT+1,")
    files.swap("roster.csv", "U024BE7LH,,", "U024BE7LH,Atlantic/Reykjavik,")
    assert check(terminal) == 0
    assert [line for line in terminal.err_lines if "timezone" in line] == [
        'warning: programme.toml: timezone: "GMT" never changes to summer time; if clocks there do, name a place like '
        '"Europe/London"',
        'warning: roster.csv: timezone: "Etc/GMT+1" never changes to summer time; if clocks there do, name a place '
        'like "Europe/London"',
    ]


async def test_apply_warns_of_a_restart_that_comes_too_late(terminal: Terminal, sqlite_storage: Database) -> None:
    files = sound_files(terminal.folder)
    closed = IsoWeek.parse("2026-W32")
    async with sqlite_storage.writing() as work:
        await work.weeks.claim(closed, at=T0)
        await work.weeks.finish(closed)
    entry = '\n[[change_over]]\nkind = "{}"\nunits = ["icu"]\nreason = "x"\nweek = "{}"\n'
    for kind, week in (("rota", closed), ("merger", closed + 1), ("rebase", closed), ("trainees", closed)):
        files.add("programme.toml", entry.format(kind, week))
    assert await apply(terminal, sqlite_storage) == 0
    late = [line for line in terminal.err_lines if "change_over" in line]
    assert late == [
        "warning: change_over: the rota of 2026-W32 comes late, that week is closed; charts show the step, "
        "the baseline for flags stays"
    ]
    files.add("roster.csv", "p4,Dora Evans,icu,member,web,,,,,,\n")
    again = Terminal(terminal.folder)
    assert await apply(again, sqlite_storage) == 0  # said when it is written down, and no more
    assert not [line for line in again.err_lines if "change_over" in line]


async def test_apply_prints_each_change_and_then_writes(terminal: Terminal, sqlite_storage: Database) -> None:
    sound_files(terminal.folder)
    assert await apply(terminal, sqlite_storage, dry_run=True) == 0
    assert terminal.out_lines == [
        "organisation: Riverside",
        "unit added: medicine (Medicine)",
        "unit added: icu (Intensive care, below medicine)",
        "question added: pers-int-1 version 1",
        "question added: infl-1 version 1",
        "schedule added: weekly-pulse (core to medicine, Tue at 10:00 every week)",
        "person joins: p1 (champion of icu, member of icu)",
        "person joins: p2 (medical_lead of icu)",
        "person joins: p3 (sponsor of medicine)",
        "Dry run: 9 changes, nothing was written.",
    ]
    again = Terminal(terminal.folder)
    assert await apply(again, sqlite_storage) == 0
    assert again.out_lines == [*terminal.out_lines[:-1], "Applied: 9 changes."]
    third = Terminal(terminal.folder)
    assert await apply(third, sqlite_storage) == 0
    assert third.out_lines == ["Nothing to change."]


async def test_apply_with_a_fault_applies_nothing(terminal: Terminal, sqlite_storage: Database) -> None:
    sound_files(terminal.folder).swap("roster.csv", "p3,Cleo Reid,medicine", "p3,Cleo Reid,medicin")
    assert await apply(terminal, sqlite_storage) == 2
    assert terminal.err_lines == ['roster.csv:5: unit: "medicin" is no unit of the programme; did you mean "medicine"?']
    async with sqlite_storage.reading() as work:
        assert await work.programmes.current() is None


async def test_a_wording_changed_under_its_version_is_a_fault_on_the_line_of_the_version(
    terminal: Terminal, sqlite_storage: Database
) -> None:
    files = sound_files(terminal.folder)
    await apply(Terminal(terminal.folder), sqlite_storage)
    files.swap("questions.toml", "something I raised", "a thing I raised")
    assert await apply(terminal, sqlite_storage) == 2
    assert terminal.err_lines[-1] == (
        "questions.toml:13: question.version: text changed under version 1; raise the version to 2, "
        "which starts a new baseline"
    )


async def test_without_a_schema_at_head_nothing_is_done(terminal: Terminal, no_schema: Database) -> None:
    sound_files(terminal.folder)
    assert await apply(terminal, no_schema) == 1
    assert await export(terminal, no_schema, terminal.folder / "out") == 1
    assert sum("run: rounds migrate" in line for line in terminal.err_lines) == 2


async def test_export_writes_files_that_apply_to_no_change(terminal: Terminal, sqlite_storage: Database) -> None:
    sound_files(terminal.folder)
    await apply(Terminal(terminal.folder), sqlite_storage)
    target = terminal.folder / "exported"
    assert await export(terminal, sqlite_storage, target) == 0
    assert (target / "roster.csv").stat().st_mode & 0o077 == 0
    before = read_folder(terminal.folder, recurrence=RECURRENCE, channels=CHANNELS)
    after = read_folder(target, recurrence=RECURRENCE, channels=CHANNELS)
    assert (after.programme, after.roster) == (before.programme, before.roster)
    again = Terminal(target)
    assert await apply(again, sqlite_storage) == 0
    assert again.out_lines == ["Nothing to change."]


async def test_export_before_any_apply_says_so_and_overwrites_nothing(
    terminal: Terminal, sqlite_storage: Database
) -> None:
    target = terminal.folder / "exported"
    assert await export(terminal, sqlite_storage, target) == 1
    sound_files(terminal.folder)
    await apply(Terminal(terminal.folder), sqlite_storage)
    assert await export(terminal, sqlite_storage, terminal.folder) == 2
    assert (terminal.folder / "roster.csv").read_text() == ROSTER


async def test_apply_says_that_a_moved_schedule_asks_twice_this_week(
    terminal: Terminal, sqlite_storage: Database
) -> None:
    files = sound_files(terminal.folder)
    assert await apply(Terminal(terminal.folder), sqlite_storage) == 0
    files.swap("programme.toml", 'days = ["Tue"]', 'days = ["Thu"]')
    assert await apply(terminal, sqlite_storage, dry_run=True) == 0
    assert [line for line in terminal.err_lines if "once more" in line] == [
        'warning: programme.toml: schedule: "weekly-pulse" has asked this week already, and would ask once more before '
        "the week ends; apply it next week if once is enough"
    ]
