"""Every mistake in a file is answered by whole lines: file, line, key, what is wrong and the mend.

The cases stand in `mistakes/`, named by the file that they spoil, one block each: `-` what stands in the sound file,
`+` what is put in its place (or at the end of the file), `>` every line that is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.programme_files import Files

MISTAKES = Path(__file__).parent / "mistakes"


@dataclass(frozen=True, slots=True)
class Mistake:
    file: str
    old: str
    new: str
    lines: list[str]


def mistakes() -> Iterator[Mistake]:
    for path in sorted(MISTAKES.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n\n"):
            rows = block.strip("\n").split("\n")
            old, new, lines = ([row[2:] for row in rows if row[:1] == mark] for mark in "-+>")
            assert lines, f"a block of {path.name} says nothing: {block}"
            yield Mistake(path.stem.partition("-")[0], "\n".join(old), "\n".join(new), lines)


@pytest.mark.drill
@pytest.mark.parametrize("mistake", list(mistakes()), ids=lambda mistake: f"{mistake.file}: {mistake.new!r}")
def test_a_mistake_is_named_with_its_line_and_its_mend(files: Files, mistake: Mistake) -> None:
    if mistake.old:
        files.swap(mistake.file, mistake.old, mistake.new)
    else:
        files.add(mistake.file, f"{mistake.new}\n")
    assert files.faults() == mistake.lines


def test_sound_files_have_no_fault(files: Files) -> None:
    assert files.faults() == []
