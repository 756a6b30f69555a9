"""The files that `rounds init` writes are a programme that a hospital could start with."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web.channel import CHANNEL as ON_WEB
from bot.adapters.recurrence import CronRecurrence
from bot.domain.organisation.people import CO_LEADS, Role
from config.faults import InputWrong
from config.folder import read_folder
from config.settings import load_settings, names_of
from config.toml_schema import QuestionTable, ScheduleTable
from config.warnings import cautions

STARTER = Path(str(files("config") / "starter"))


def test_the_starter_is_sound_and_gives_no_cause_for_a_warning() -> None:
    folder = read_folder(STARTER, recurrence=CronRecurrence(), channels=CHANNELS)
    assert folder.cautions == ()
    assert list(cautions(folder.programme, folder.roster, directory=STARTER)) == []
    assert 4 <= len(folder.programme.organisation.microsystems) <= 12


def test_the_tables_shown_as_comments_are_sound_when_they_are_uncommented(tmp_path: Path) -> None:
    for name in ("questions.toml", "roster.csv"):
        (tmp_path / name).write_bytes((STARTER / name).read_bytes())
    text = (STARTER / "programme.toml").read_text("utf-8")
    opened = re.sub(r"^# (?=\[\[|\[contact|[a-z]+ = )", "", text, flags=re.MULTILINE)
    (tmp_path / "programme.toml").write_text(opened, "utf-8")
    programme = read_folder(tmp_path, recurrence=CronRecurrence(), channels=CHANNELS).programme
    shown = (
        programme.quiet_weeks,
        programme.quiet_days,
        programme.change_overs,
        programme.leadership_roles,
        programme.governance_seats,
    )
    assert [len(each) for each in shown] == [1, 1, 1, 1, 1]
    assert programme.contact is not None
    assert programme.help is not None
    assert programme.help.link.startswith("https://")


def test_what_is_raised_in_the_starter_has_a_guardian_everywhere() -> None:
    folder = read_folder(STARTER, recurrence=CronRecurrence(), channels=CHANNELS)
    (guardian,) = folder.programme.guardians
    held = {each.role for each in folder.roster.memberships if each.person == guardian.person}
    assert held == {Role.GUARDIAN}
    assert set(folder.programme.organisation.microsystems) == set(
        folder.programme.organisation.microsystems_below(guardian.units)
    )


def test_every_team_of_the_starter_has_its_co_leads_and_a_champion() -> None:
    folder = read_folder(STARTER, recurrence=CronRecurrence(), channels=CHANNELS)
    for unit in folder.programme.organisation.microsystems:
        held = {each.role for each in folder.roster.memberships if each.unit == unit.id}
        assert held >= CO_LEADS | {Role.CHAMPION, Role.MEMBER}


def test_the_weekly_pulse_goes_out_on_tuesday_at_ten() -> None:
    schedule = tomllib.loads((STARTER / "programme.toml").read_text("utf-8"))["schedule"][0]
    assert (schedule["id"], schedule["days"], schedule["at"]) == ("weekly-pulse", ["Tue"], "10:00")


def test_the_environment_template_lists_every_variable_and_works_when_uncommented(tmp_path: Path) -> None:
    template = (STARTER / "env").read_text("utf-8")
    settings = re.findall(r"^#(ROUNDS_[A-Z_]+)=(.*)$", template, re.MULTILINE)
    assert [name for name, _ in settings] == list(dict.fromkeys(name for name, _ in settings))
    assert {name for name, _ in settings} == set(names_of(CHANNELS))
    (tmp_path / ".env").write_text(template.replace("\n#ROUNDS_", "\nROUNDS_"), "utf-8")
    loaded = load_settings({}, tmp_path, channels=CHANNELS)
    assert loaded.of(ON_WEB).url == "https://rounds.example.org"
    assert list(loaded.channels) == [ON_WEB.id]


def test_untouched_the_template_changes_nothing(tmp_path: Path) -> None:
    before = load_settings({}, tmp_path, channels=CHANNELS)
    (tmp_path / ".env").write_text((STARTER / "env").read_text("utf-8"), "utf-8")
    assert load_settings({}, tmp_path, channels=CHANNELS) == before


def test_the_examples_in_faults_are_toml_themselves() -> None:
    for model in (QuestionTable, ScheduleTable):
        for field in model.model_fields.values():
            example = str(field.description)
            assert example.startswith("[") or tomllib.loads(example)


def test_a_folder_that_is_not_there_gives_three_lines(tmp_path: Path) -> None:
    with pytest.raises(InputWrong) as caught:
        read_folder(tmp_path, recurrence=CronRecurrence(), channels=CHANNELS)
    assert [fault.key for fault in caught.value.faults] == ["file", "file", "file"]
