"""`rounds backtest` writes the flags of a history, says what is wrong in one line each, and draws pictures."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.backtest import run_backtest
from bot.cli.ending import exit_code_after
from tests.domain.detector.detector_cases import (
    Team,
    hospital,
    steady,
)

FALLING = Team(name="falling", falls_at=18, quieter=0.4, lower=0.9)


def write_history(path: Path, *, weeks: int = 32) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unit", "team", "member", "week", "reachable", "answered", "score"))
        for row in hospital([*steady(8), FALLING], weeks=weeks):
            score = "" if row.score is None else f"{row.score:.2f}"
            writer.writerow(("north", row.team, row.member, row.week, int(row.reachable), int(row.answered), score))
    return path


def run(history: Path, **options: Path | float | str | None) -> tuple[int, str]:
    said = StringIO()
    chosen: dict[str, Path | float | str | None] = {
        "calibrate": None,
        "false_flags": 0.5,
        "out": None,
        "plot": None,
        "memory": "product",
    }
    console = Console(file=said)
    code = exit_code_after(
        lambda: run_backtest(history, **{**chosen, **options}, console=console),  # type: ignore[arg-type]
        err=Console(stderr=True, soft_wrap=True),
    )
    return code, said.getvalue()


@pytest.mark.drill
def test_it_writes_a_row_for_every_team_and_week_and_a_picture_of_the_flagged_team(tmp_path: Path) -> None:
    out, plot = tmp_path / "flags.csv", tmp_path / "pictures"
    code, said = run(write_history(tmp_path / "h.csv"), out=out, plot=plot)
    assert code == 0
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["unit", "team", "week", "statistic", "threshold", "flag", "kind"]
    assert len(rows) == 9 * 32
    flagged = [row for row in rows if row["flag"] == "1"]
    assert {row["kind"] for row in flagged if row["team"] == "falling"} == {"both"}
    assert all((row["kind"] == "") == (row["flag"] == "0") for row in rows)
    assert all((row["statistic"] == "") == (row["threshold"] == "") for row in rows)
    assert "9 teams in 1 units over 32 weeks" in said
    assert (plot / "north--falling.png").read_bytes().startswith(b"\x89PNG")
    assert {path.stem.removeprefix("north--") for path in plot.iterdir()} == {row["team"] for row in flagged}


def test_it_forgets_as_the_product_does_unless_it_is_told_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = write_history(tmp_path / "h.csv")
    said = {}
    for memory in ("product", "forever"):
        assert run(history, memory=memory, out=tmp_path / memory)[0] == 0
        said[memory] = (tmp_path / memory).read_text().splitlines()
    differing = [number for number, rows in enumerate(zip(*said.values(), strict=True)) if rows[0] != rows[1]]
    assert differing
    assert run(history, memory="for ever") == (2, "")
    assert capsys.readouterr().err.endswith('--memory: "for ever" is neither product nor forever\n')


def test_without_a_file_the_flags_and_the_summary_are_printed(tmp_path: Path) -> None:
    code, said = run(write_history(tmp_path / "h.csv"))
    assert code == 0
    assert "north,falling,2026-W" in said
    assert "per team-year" in said


@pytest.mark.drill
def test_calibration_reads_the_thresholds_from_steady_history(tmp_path: Path) -> None:
    history = write_history(tmp_path / "h.csv")
    code, said = run(history, calibrate=history)
    assert code == 0
    assert "shipped ones times" in said


@pytest.mark.parametrize("broken", ["history", "calibrate"])
def test_wrong_input_is_exit_2_with_one_line_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    good = write_history(tmp_path / "h.csv", weeks=14)
    bad = tmp_path / "bad.csv"
    bad.write_text(good.read_text().replace("2026-W03", "2026-W3", 2))
    code, _ = run(bad if broken == "history" else good, calibrate=bad if broken == "calibrate" else None)
    assert code == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{bad}:") and ": week: " in line for line in lines)


def test_calibration_on_baseline_weeks_only_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history = write_history(tmp_path / "h.csv", weeks=12)
    assert run(history, calibrate=history)[0] == 2
    assert "no watched weeks" in capsys.readouterr().err
    assert run(history)[0] == 0


def test_a_number_of_false_flags_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    assert run(write_history(tmp_path / "h.csv", weeks=2), false_flags=0.0)[0] == 2


def test_a_file_that_cannot_be_written_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(write_history(tmp_path / "h.csv", weeks=14), out=tmp_path / "no" / "f.csv")[0] == 1
    assert "cannot be written" in capsys.readouterr().err
