"""Pages name tests that there are; the page of threats says of each what stands against it or what is open."""

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
    """On this page, on every other one, in the README and in the change log."""
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in (path.stem, *re.findall(r"^ *(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
    }
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {path.relative_to(ROOT).as_posix(): named_in(path) for path in pages}
    assert len(named["docs/trust/threats.md"]) > 40
    assert {page: lost for page, names in named.items() if (lost := sorted(names - there))} == {}


def named_in(page: Path) -> set[str]:
    return set(re.findall(r"\btest_\w+", page.read_text("utf-8")))


def test_every_threat_has_a_test_or_says_what_is_open() -> None:
    for threat, cells in rows().items():
        assert any("`test_" in cell for cell in cells) or any("*Open:*" in cell for cell in cells), threat
