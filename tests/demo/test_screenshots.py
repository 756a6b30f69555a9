"""The pictures of docs/screenshots are those of the table, small, and shown by the pages that people read."""

import re
from pathlib import Path

from tests.screenshots.situations import DEMO, FOLDER, LARGEST, PHONE, SITUATIONS

ROOT = FOLDER.parents[1]
NAMED = {DEMO, *(each.file for each in SITUATIONS)}


def shown_in(page: Path) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\((?:docs/)?screenshots/([^)]+)\)", page.read_text(encoding="utf-8"))


def test_every_picture_is_shown_by_a_page_and_every_page_shows_one_of_the_table() -> None:
    shown = {name for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")) for name in shown_in(page)}
    assert shown == NAMED
    assert {path.name for path in FOLDER.iterdir()} == NAMED


def test_the_readme_opens_with_two_of_them() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")[0]
    assert opening.count("](docs/screenshots/") == 2


def test_pictures_are_small_and_as_wide_as_a_phone() -> None:
    assert len({each.file for each in SITUATIONS}) == len(SITUATIONS)
    for name in NAMED:
        png = (FOLDER / name).read_bytes()
        assert len(png) <= LARGEST, name
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        if name != DEMO:
            assert int.from_bytes(png[16:20], "big") == PHONE, name
