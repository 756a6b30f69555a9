"""Names and wordings as people copy them: right ones are taken, and nobody sees what came along."""

import pytest

from bot.domain.identifiers import PersonId, QuestionId, UnitId
from tests.support.programme_files import Files

COPIED = {
    "\u200eAna\u00a0Silva\u202f": "Ana Silva",
    "می\u200cخواهم": "می\u200cخواهم",
    "Ward 👩\u200d⚕\ufe0f": "Ward 👩\u200d⚕\ufe0f",
    "\u202aBay\u20094\u202c": "Bay 4",
}
COPIES = pytest.mark.parametrize(("copied", "meant"), COPIED.items())


@COPIES
def test_a_person(files: Files, copied: str, meant: str) -> None:
    files.swap("roster.csv", "p3,Cleo Reid", f"\u200ep3\u200f,{copied}")
    assert files.read().roster.people[PersonId("p3")].name == meant


def test_rows_of_one_person_agree_though_one_was_copied(files: Files) -> None:
    files.swap("roster.csv", "p1,Ada Lowe,icu,champion", "p1,Ada\u00a0Lowe\u200e,icu,champion")
    assert files.faults() == []


@COPIES
def test_a_unit(files: Files, copied: str, meant: str) -> None:
    files.swap("programme.toml", "Intensive care", copied)
    units = {unit.id: unit.name for unit in files.read().programme.organisation.units}
    assert units[UnitId("icu")] == meant


@COPIES
def test_a_wording_and_a_label(files: Files, copied: str, meant: str) -> None:
    files.swap("questions.toml", "I can name one thing here that I am trying to improve.", copied)
    files.swap("questions.toml", "I raised nothing", copied)
    questions = files.read().programme.questions
    assert dict(questions[QuestionId("pers-int-1")].text) == {"en-GB": meant}
    assert questions[QuestionId("infl-1")].none_label == {"en-GB": meant}


def test_a_name_of_nothing_that_can_be_seen_is_empty(files: Files) -> None:
    files.swap("programme.toml", "Intensive care", "\u200e\u200d\u00a0")
    assert files.faults() == ["programme.toml:11: unit.name: is empty; write some words"]
