"""A history file is read whole or every fault of it is said in one line each."""

import os
from pathlib import Path

import numpy as np
import pytest

from config.backtest_csv import LARGEST_HISTORY, read_history
from config.faults import InputWrong

HEADER = "unit,team,member,week,reachable,answered,score"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "history.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(InputWrong) as caught:
        read_history(path)
    return [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]


def test_rows_become_columns_and_an_answer_counts_as_reach(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "b,icu,anna,2026-W01,0,1,3.5",
        "a,icu,anna,2026-W01,1,0,",
        "a,icu,ben,2026-W02,1,1,",
    )
    columns = read_history(path)
    assert (columns.units, columns.teams, columns.members) == (("a", "b"), ("icu", "icu"), 3)
    assert columns.unit_of_team.tolist() == [0, 1]
    assert columns.team.tolist() == [1, 0, 0]
    assert columns.reachable.tolist() == [True, True, True]
    assert columns.answered.tolist() == [True, False, True]
    assert columns.score[0] == 3.5
    assert np.isnan(columns.score[1:]).all()
    assert (columns.week - columns.week[0]).tolist() == [0, 0, 1]


def test_columns_may_stand_in_any_order_and_others_are_ignored(tmp_path: Path) -> None:
    path = write(tmp_path, "4,x,a,1,icu,2026-W01,1,anna", header="score,note,unit,answered,team,week,reachable,member")
    assert read_history(path).score.tolist() == [4.0]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a,icu,anna,2026-1,1,1,3", "3: week: an ISO week is written like 2026-W10, not '2026-1'"),
        ("a,icu,anna,2025-W53,1,1,3", "3: week: 2025 has no ISO week 53"),
        ("a,icu,anna,2026-W02,yes,1,3", '3: reachable: is "yes"; write 1 for yes or 0 for no'),
        ("a,icu,anna,2026-W02,1,2,3", '3: answered: is "2"; write 1 for yes or 0 for no'),
        ("a,icu,anna,2026-W02,1,1,4.1", '3: score: is "4.1"; a score is a number from 1 to 4, or empty'),
        ("a,icu,anna,2026-W02,1,1,nan", '3: score: is "nan"; a score is a number from 1 to 4, or empty'),
        ("a,icu,anna,2026-W02,1,0,3", "3: score: stands in a row that was not answered"),
        ("a,icu,,2026-W02,1,1,3", "3: member: is empty; every row names its unit, team and member"),
        ("a,icu,anna,2026-W01,1,1,3", "3: member: has this week already in line 2"),
        ("a,icu,anna,2062-W02,1,1,3", "3: week: lies more than ten years from the other weeks of the file"),
        ("a,icu,anna,2026-W02,1,1", "3: row: has 6 cells where the header has 7"),
    ],
)
def test_every_fault_names_line_column_and_mend(tmp_path: Path, row: str, fault: str) -> None:
    good = ["a,icu,anna,2026-W01,1,1,3", row, "a,icu,ben,2026-W01,1,1,3", "a,icu,ben,2026-W02,1,1,3"]
    assert faults_of(write(tmp_path, *good)) == [fault]


def test_all_faults_of_a_file_come_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "a,icu,anna,2026-W01,1,1,9", "a,icu,ben,2026-W01,x,0,", ",icu,cleo,2026-W01,1,0,")
    assert [fault.split(":")[0:2] for fault in faults_of(path)] == [
        ["2", " score"],
        ["3", " reachable"],
        ["4", " unit"],
    ]


def test_a_misspelt_column_is_named_with_its_near_miss(tmp_path: Path) -> None:
    path = write(tmp_path, "a,icu,anna,2026-W01,1,1,3", header=HEADER.replace("answered", "answerd"))
    (fault,) = faults_of(path)
    assert fault.startswith("1: answered: is missing")
    assert 'did you mean "answerd"?' in fault


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "is missing"), (HEADER.encode(), "there are none"), (b"\xff\xfe\x00", "not UTF-8")],
)
def test_a_file_without_rows_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(content)
    with pytest.raises(InputWrong, match=what):
        read_history(path)


def test_a_missing_file_and_a_folder_are_said_plainly(tmp_path: Path) -> None:
    for path, what in ((tmp_path / "none.csv", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(InputWrong, match=what):
            read_history(path)


def test_a_file_of_more_than_100_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = write(tmp_path)
    os.truncate(path, LARGEST_HISTORY + 1)  # a hole: nothing of it is on the disk
    (fault,) = faults_of(path)
    assert "is larger than 100 MB" in fault
    os.truncate(path, LARGEST_HISTORY // 100)
    assert "is larger than" not in faults_of(path)[0]
