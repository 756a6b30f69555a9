"""The pictures of docs/screenshots are those of the table, small, and shown by the pages that people read."""

import re
from collections.abc import Sequence
from pathlib import Path

from tests.screenshots.situations import CONSOLE, DEMO, FOLDER, LARGEST, LIVED, OF_TABLE, PHONE, Lived, OfTable
from tests.situations.table import situations

ROOT = FOLDER.parents[1]
PICTURED: Sequence[Lived | OfTable] = (*LIVED, *OF_TABLE)
NAMED = {DEMO, CONSOLE, *(each.file for each in PICTURED)}


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
    assert len({each.file for each in PICTURED}) == len(PICTURED)
    for name in NAMED:
        png = (FOLDER / name).read_bytes()
        assert len(png) <= LARGEST, name
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        if name != DEMO:
            assert int.from_bytes(png[16:20], "big") == PHONE, name


async def test_every_situation_of_the_table_is_pictured() -> None:
    table = {each.name: {screen.name for screen in each.screens} for each in await situations()}
    assert {each.situation for each in PICTURED} - {""} == set(table)
    assert [each for each in OF_TABLE if each.screen not in table[each.situation]] == []
