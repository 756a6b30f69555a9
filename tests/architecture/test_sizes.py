"""Files stay short enough to read in one go, and folders small enough to find one's way in."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = 400
MOST_MODULES = 16
CODE = ("bot", "storage", "config", "tests", "benchmarks", "docs")
SOURCES = {".py", ".ftl", ".toml", ".html", ".css", ".js", ".jinja", ".mako", ".json", ".yaml", ".yml", ".csv", ".txt"}
"""Pages of words (.md) are as long as their subject."""
LONG = {
    "docs/ops/dashboard.json": "Grafana reads a dashboard as one file and writes it as one",
}
FOLDERS = ("bot/domain", "bot/flows", "storage")


def test_no_source_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for folder in CODE
        for path in (ROOT / folder).rglob("*")
        if path.suffix in SOURCES and path.is_file()
    }
    assert len(lengths) > 1500
    assert {path for path, lines in lengths.items() if lines > MOST_LINES} == set(LONG)


def test_no_folder_of_domain_flows_and_storage_has_more_than_16_modules() -> None:
    folders = [folder for root in FOLDERS for folder in ((ROOT / root), *(ROOT / root).rglob("*")) if folder.is_dir()]
    sizes = {str(folder.relative_to(ROOT)): len(list(folder.glob("[!_]*.py"))) for folder in folders}
    assert sizes["bot/flows/sending"] > 1
    found = {folder: modules for folder, modules in sizes.items() if modules > MOST_MODULES}
    assert {folder: modules for folder, modules in found.items() if not folder.endswith("/versions")} == {}


def test_the_map_of_the_tests_names_every_part_of_their_support() -> None:
    support = ROOT / "tests" / "support"
    named = set(re.findall(r"`([a-z_]+)", (support / "README.md").read_text("utf-8")))
    parts = [path.stem for path in support.iterdir() if path.suffix == ".py" or (path.is_dir() and path.stem[0] != "_")]
    parts += [path.stem for path in (support / "drills").glob("*.py") if not path.stem.startswith(("crash_", "year_"))]
    assert [part for part in parts if part not in named] == []
