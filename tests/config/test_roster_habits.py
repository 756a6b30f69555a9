"""What spreadsheets and people do to a roster is understood where it is clear, and one cause is one line where not."""

import csv
from io import StringIO

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Roster
from tests.support.programme_files import ROSTER, Files


def parted_by(separator: str) -> str:
    text = StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(csv.reader(StringIO(ROSTER)))
    return text.getvalue()


WRITTEN_OTHERWISE = {
    "semicolons": parted_by(";"),
    "tabs": parted_by("\t"),
    "carriage returns": ROSTER.replace("\n", "\r"),
    "600 rows with carriage returns": ROSTER.replace("\n", "\r") + "\r" * 600,
    "a title": "Staff list March 2026,,,,,,,,,,\n\n" + ROSTER,
    "a title and semicolons": "Staff list, March 2026\r\n" + parted_by(";"),
    "empty columns": "".join(f"{line},,,\n" for line in ROSTER.splitlines()),
    "an empty column in between": "".join("{},,{}\n".format(*line.split(",", 1)) for line in ROSTER.splitlines()),
    "rows of nothing": ROSTER + ",,,,,,,,,,\n\n,,,,,,,,,,\n",
    "capitals": ROSTER.replace("person_id", "Person ID").replace("name,", "NAME,").replace("member", "Member"),
    "words": ROSTER.replace("medical_lead", "Medical lead").replace("slack", "Slack").replace("doctor", "Doctor"),
    "capitals of a unit": ROSTER.replace("icu", "ICU"),
}


def read(files: Files, text: str) -> Roster:
    files.write("roster.csv", text.encode())
    return files.read().roster


@pytest.mark.parametrize("text", WRITTEN_OTHERWISE.values(), ids=WRITTEN_OTHERWISE)
def test_the_same_list_written_otherwise(files: Files, text: str) -> None:
    assert text != ROSTER
    assert read(files, text) == read(files, ROSTER)


@pytest.mark.parametrize("cell", ['"member,champion"', "Member; Champion", "member/champion", "member & champion"])
def test_several_roles_in_one_cell(files: Files, cell: str) -> None:
    rows = [line for line in ROSTER.splitlines(keepends=True) if not line.startswith("p1,Ada Lowe,icu,champion")]
    assert read(files, "".join(rows).replace("member", cell, 1)) == read(files, ROSTER)


def test_many_lines_with_one_cause_are_one_line(files: Files) -> None:
    files.add("roster.csv", "".join(f"x{number},Name,icu,Nurse,web,,,,,,\n" for number in range(141)))
    (line,) = files.faults()
    assert line.startswith('roster.csv:6: role: "nurse" is no role')
    assert line.endswith("(and on 140 more lines)")


def test_a_list_without_names_of_columns_is_one_line(files: Files) -> None:
    files.write("roster.csv", ROSTER.split("\n", 1)[1].encode())
    assert files.faults() == [
        "roster.csv:1: header: names no column; the first line is to read person_id,name,unit,role,channel"
    ]


def test_a_cell_beside_the_columns_is_named(files: Files) -> None:
    files.write(
        "roster.csv", "".join(f"{line},\n" for line in ROSTER.splitlines()).replace("en-GB,,,", "en-GB,,,x").encode()
    )
    (line,) = files.faults()
    assert "has 12 cells under 11 columns" in line


def test_leading_zeros_stay(files: Files) -> None:
    files.add("roster.csv", "00417,Dora Evans,icu,member,web,,,,,,\n")
    assert PersonId("00417") in files.read().roster.people
