"""The page of threats names tests that there are, and says of every threat what stands against it or what is open."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/trust/threats.md"
THREATS = 27


def rows() -> dict[str, list[str]]:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| T\d", line)]
    return {cells[0]: cells[1:] for line in lines if (cells := [cell.strip() for cell in line.strip("|").split(" | ")])}


def test_every_threat_has_a_row() -> None:
    assert list(rows()) == [f"T{number}" for number in range(1, THREATS + 1)]


def test_every_test_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text("utf-8")))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^ *(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 40
    assert sorted(named - there) == []


def test_every_threat_has_a_test_or_says_what_is_open() -> None:
    for threat, cells in rows().items():
        assert any("`test_" in cell for cell in cells) or any("*Open:*" in cell for cell in cells), threat
