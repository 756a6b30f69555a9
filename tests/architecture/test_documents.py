"""Documents that code and pages name are in the repository, and decisions are numbered, dated and listed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.channels.registry import CHANNELS
from config.settings import names_of

ROOT = Path(__file__).parents[2]
CODE = {".py", ".toml", ".ftl", ".html", ".css", ".js", ".ini", ".mako", ".yaml", ".csv"}
FOLDERS = ("bot", "storage", "config", "tests", "benchmarks", "docs")
LOOSE = (
    "Makefile",
    "Procfile",
    "pyproject.toml",
    "mkdocs.yml",
    ".pre-commit-config.yaml",
    ".ci/run",
    "docs/Containerfile",
)
DOCUMENT = re.compile(r"[\w./-]*\w\.md\b")
DECISION_LIST = ROOT / "docs/adr/index.md"
DECISIONS = sorted(DECISION_LIST.parent.glob("[0-9]*.md"))
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")


def code() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in CODE)
    yield from (ROOT / name for name in LOOSE)


def named_in(path: Path) -> set[str]:
    return set(DOCUMENT.findall(path.read_text("utf-8")))


def missing(path: Path) -> set[str]:
    roots = (ROOT, ROOT / "docs") if path.name == "mkdocs.yml" else (ROOT,)
    return {name for name in named_in(path) if not any((root / name).is_file() for root in roots)}


def test_code_names_no_document_that_is_not_in_the_repository() -> None:
    assert {path.relative_to(ROOT): found for path in code() if (found := missing(path))} == {}


def test_a_document_is_known_by_its_ending(tmp_path: Path) -> None:
    ending = ".md"
    (tmp_path / "a.py").write_text(f"# as nowhere{ending} says (docs/adr/0099-no-such{ending})", "utf-8")
    assert missing(tmp_path / "a.py") == {f"nowhere{ending}", f"docs/adr/0099-no-such{ending}"}


@pytest.mark.parametrize("page", PAGES)
def test_links_of_the_pages_beside_the_source_lead_to_files(page: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_files_and_modules_that_pages_name_are_in_the_repository() -> None:
    gone = {}
    for page in (*map(ROOT.joinpath, PAGES), *(ROOT / "docs").rglob("*.md")):
        text = page.read_text("utf-8")
        files = set(re.findall(rf"`((?:{'|'.join(FOLDERS)})/[a-z0-9_./-]+)`", text))
        files |= {module.replace(".", "/") + ".py" for module in re.findall(r"python -m (\w+\.[\w.]+)", text)}
        if missing_files := {name for name in files if not (ROOT / name).exists()}:
            gone[page.name] = missing_files
    assert gone == {}


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_number_status_and_date_and_a_row_in_the_list(page: Path) -> None:
    number = int(page.name[:4])
    title, _, status = page.read_text("utf-8").splitlines()[:3]
    assert title.startswith(f"# {number}. ")
    stated = re.match(r"Status: (accepted|superseded)\. Date: (\d{4}-\d\d-\d\d)\.", status)
    assert stated is not None, status
    row = f"| {number} | [{title.removeprefix(f'# {number}. ')}]({page.name}) | {stated[1]} | {stated[2]} |"
    assert row in DECISION_LIST.read_text("utf-8").splitlines()


def test_every_setting_is_told_of_outside_the_file_that_sets_it() -> None:
    pages = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    assert [name for name in names_of(CHANNELS) if name not in pages] == []


def test_no_two_decisions_share_a_number() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
