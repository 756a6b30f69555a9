"""One mistake in sound files is answered by one line, wherever it is made."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, repeat

import pytest

from tests.config.test_hostile_files import NAMES, SOUND
from tests.support.programme_files import Files


def misprints(text: str) -> Iterator[str]:
    """Another letter in its place, none, or one more."""
    for at, letter in enumerate(text):
        yield f"{text[:at]}{chr(ord(letter) ^ 1)}{text[at + 1 :]}"
        yield text[:at] + text[at + 1 :]
        yield f"{text[:at]}x{text[at:]}"


def lines_gone_or_twice(text: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    for at in range(len(lines)):
        yield "".join([*lines[:at], *lines[at + 1 :]])
        yield "".join([*lines[: at + 1], *lines[at:]])
        yield "".join(lines[:at])


def shifted_rows(text: str) -> Iterator[str]:
    """One cell is gone or one too many, and at its end the row has been made as long as the others."""
    header, *rows = text.splitlines()
    for at, row in enumerate(rows):
        cells = row.split(",")
        for place in range(len(cells)):
            for shifted in ([*cells[:place], *cells[place + 1 :], ""], [*cells[:place], "", *cells[place:-1]]):
                yield "\n".join([header, *rows[:at], ",".join(shifted), *rows[at + 1 :], ""])


def explained(lines: list[str], *, line_gone: bool) -> bool:
    """Why there are several lines for one mistake."""
    texts = [line.split(": ", 2)[2] for line in lines]
    strange = [text for text in texts if text.startswith("unknown ")]
    # A name that others refer to is no longer there: each place that names it is told, for it may be the one to mend.
    refers = [text for text in texts if "is no unit of the programme" in text or "matches no question" in text]
    # A table was cut short or opened twice, or a name is misspelt beyond guessing: what should stand there is told,
    # each key with how it is written.
    missing = [text for text in texts if text.startswith("missing; ") or text.endswith(" is missing; add it")]
    # The line that opens a table is gone: none of its keys belongs where it stands.
    keys = [text for text in strange if line_gone and text.startswith("unknown key; ")]
    return len(strange) <= max(1, len(keys)) and len(strange) + len(refers) + len(missing) == len(texts)


@pytest.mark.drill
@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_one_mistake_is_answered_by_one_line(files: Files, name: str) -> None:
    counted = Counter[int]()
    for name_of_sound, sound in SOUND.items():
        files.write(name_of_sound, sound)
    words, whole_lines = misprints(SOUND[name]), lines_gone_or_twice(SOUND[name])
    for spoilt, line_gone in chain(zip(words, repeat(False)), zip(whole_lines, repeat(True))):
        files.write(name, spoilt)
        lines = files.faults()
        counted[len(lines)] += 1
        assert len(lines) < 2 or explained(lines, line_gone=line_gone), lines
    assert counted[1] > 0.9 * (counted.total() - counted[0]), counted


def test_a_row_shifted_by_a_column_is_told_in_one_line(files: Files) -> None:
    told = Counter[str]()
    for shifted in shifted_rows(SOUND["roster.csv"]):
        files.write("roster.csv", shifted)
        lines = files.faults()
        told.update(line.split(": ", 2)[2] for line in lines)
        # The address of Ben's row was read as a group, in small letters, and so is no address any more.
        assert len(lines) < 2 or 'group: "u024be7lh"' in lines[0], lines
    assert told["its columns are shifted; count the commas, or the cells, from the left"] > 10
