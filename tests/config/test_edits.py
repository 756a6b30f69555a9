"""Changes from elsewhere are judged by the rules of the files, in the same words and by the same keys."""

from pathlib import Path
from typing import Any

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Role
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import worded
from bot.programme_rules import EditRefused
from config.edits import FileRules
from config.faults import InputWrong
from config.folder import Folder, read_folder
from config.writers import programme_toml, questions_toml, roster_csv

RULES = FileRules(recurrence=CronRecurrence(), channels=CHANNELS)
STARTER = Path(__file__).parents[2] / "config/starter"


@pytest.fixture(scope="module")
def starter() -> Folder:
    return read_folder(STARTER, recurrence=CronRecurrence(), channels=CHANNELS)


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("at", "01:30", '"01:30"'),
        ("at", None, None),
        ("days", ["Tuesday"], '["Tuesday"]'),
        ("days", [], "[]"),
        ("questions", ["no-such"], '["no-such"]'),
        ("units", ["nowhere"], '["nowhere"]'),
        ("questions_per_round", 9, "9"),
        ("open_hours", 0, "0"),
        ("remind_after_hours", 5000, "5000"),
        ("every_weeks", 99, "99"),
    ],
)
def test_a_fault_has_the_words_of_the_files_and_its_key(
    starter: Folder, tmp_path: Path, key: str, value: Any, written: str | None
) -> None:
    schedule = starter.programme.schedules[0].id
    with pytest.raises(EditRefused) as refused:
        RULES.with_entry(starter.programme, "schedule", schedule, {key: value})
    (fault,) = refused.value.faults
    assert fault.key == key
    lines = programme_toml(starter.programme).splitlines()
    start = lines.index(f'id = "{schedule}"')
    place = next(place for place, line in enumerate(lines) if place > start and line.startswith(f"{key} ="))
    lines[place : place + 1] = [] if written is None else [f"{key} = {written}"]
    (tmp_path / "programme.toml").write_text("\n".join(lines), "utf-8")
    (tmp_path / "questions.toml").write_text(questions_toml(starter.programme.questions.values()), "utf-8")
    (tmp_path / "roster.csv").write_text(roster_csv(starter.roster, channels=CHANNELS), "utf-8")
    with pytest.raises(InputWrong) as wrong:
        read_folder(tmp_path, recurrence=CronRecurrence(), channels=CHANNELS)
    assert [each.what for each in wrong.value.faults] == [worded(fault.what, DEFAULT_LOCALE)]


def test_only_the_changed_keys_of_one_entry_change(starter: Folder) -> None:
    before = starter.programme
    first = before.schedules[0]
    after = RULES.with_entry(before, "schedule", first.id, {"open_hours": 96, "remind_after_hours": None})
    assert [each.id for each in after.schedules] == [each.id for each in before.schedules]
    assert after.schedules[0].open_hours == 96
    assert after.schedules[1:] == before.schedules[1:]
    assert RULES.with_entry(after, "schedule", first.id, RULES.entry(before, "schedule", first.id)) == before
    assert RULES.with_entry(before, "schedule", first.id, {}) == before


def test_a_new_entry_stands_last_and_may_not_take_the_id_of_another(starter: Folder) -> None:
    before = starter.programme
    keys = {**RULES.entry(before, "schedule", before.schedules[0].id), "id": "another"}
    after = RULES.with_entry(before, "schedule", None, keys)
    assert [each.id for each in after.schedules] == [*(each.id for each in before.schedules), "another"]
    assert RULES.without_entry(after, "schedule", "another") == before
    with pytest.raises(EditRefused, match="is there already"):
        RULES.with_entry(after, "schedule", None, keys)


def test_the_last_entry_of_a_list_may_be_taken_out(starter: Folder) -> None:
    programme = starter.programme
    for each in programme.schedules:
        programme = RULES.without_entry(programme, "schedule", each.id)
    assert programme.schedules == ()
    assert RULES.entry(programme, "schedule", "weekly-pulse") == {}


def test_what_another_part_says_against_a_change_has_no_key(starter: Folder) -> None:
    unit = next(each for each in starter.programme.organisation.units if each.parent is None)
    with pytest.raises(EditRefused) as refused:
        RULES.without_entry(starter.programme, "unit", unit.id)
    assert {fault.key for fault in refused.value.faults} == {""}
    assert any("is no unit of the programme" in str(fault.what) for fault in refused.value.faults)


def test_a_person_is_added_moved_and_leaves(starter: Folder) -> None:
    programme, before = starter.programme, starter.roster
    first, second = (each.id for each in programme.organisation.microsystems[:2])
    cells = {"person_id": "zoe", "name": "Zoë", "channel": "web", "starts": "2026-03-02"}
    added = RULES.with_person(programme, before, cells, [(first, Role.MEMBER)])
    assert added.people[PersonId("zoe")].name == "Zoë"
    particulars = RULES.particulars(added, PersonId("zoe"))
    moved = RULES.with_person(programme, added, particulars, [(second, Role.MEMBER), (second, Role.CHAMPION)])
    assert moved.people == added.people
    assert {(each.unit, each.role) for each in moved.memberships if each.person == "zoe"} == {
        (second, Role.MEMBER),
        (second, Role.CHAMPION),
    }
    assert RULES.with_person(programme, moved, particulars, []) == before


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("name", "", "is empty; write the person's name"),
        ("person_id", "a b", '"a b" is no id'),
        ("channel", "pigeon", '"pigeon" is not known here'),
        ("group", "surgeon", '"surgeon" is not known here'),
        ("ends", "2026-02-31", '"2026-02-31" is no date'),
    ],
)
def test_a_person_s_row_is_judged_like_one_of_the_roster(starter: Folder, column: str, value: str, words: str) -> None:
    cells = {"person_id": "zoe", "name": "Zoë", "channel": "web", column: value}
    unit = starter.programme.organisation.microsystems[0].id
    with pytest.raises(EditRefused) as refused:
        RULES.with_person(starter.programme, starter.roster, cells, [(unit, Role.MEMBER)])
    assert [fault.key for fault in refused.value.faults] == [column]
    assert str(refused.value.faults[0].what).startswith(words)


def test_members_belong_to_a_microsystem(starter: Folder) -> None:
    top = next(each.id for each in starter.programme.organisation.units if each.parent is None)
    cells = {"person_id": "zoe", "name": "Zoë", "channel": "web"}
    for unit in (top, UnitId("nowhere")):
        with pytest.raises(EditRefused) as refused:
            RULES.with_person(starter.programme, starter.roster, cells, [(unit, Role.MEMBER)])
        assert [fault.key for fault in refused.value.faults] == ["unit"]
