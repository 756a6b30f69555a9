"""Garbled, cut and monstrous files are answered quickly by lines, never by a crash."""

from collections.abc import Callable
from random import Random

import pytest

from tests.support.programme_files import PROGRAMME, QUESTIONS, ROSTER, Files
from tests.support.working_time import seconds_of

REGISTER = """
[[change_over]]
kind = "trainees"
month = "August"
units = ["medicine"]
reason = "Doctors in training change over"

[[change_over]]
kind = "merger"
week = "2026-W40"
units = ["icu"]
reason = "High dependency joins"

[[leadership_role]]
role = "clinical_lead"
unit = "icu"
profession = "doctor"
since = "2024-09-01"

[[governance_seat]]
title = "Chief executive"
kind = "chief_executive"
profession = "other"
since = "2021-04-06"
votes = false

[[governance_seat]]
title = "Lay member"
vacant = true
"""
SOUND = {"programme.toml": PROGRAMME + REGISTER, "questions.toml": QUESTIONS, "roster.csv": ROSTER}
NAMES = list(SOUND)
SPOILT = pytest.mark.parametrize("spoilt", [2_000, pytest.param(20_000, marks=pytest.mark.soak)])


AT_MOST = 2_000
"""So many times as long as sound files may monstrous ones take: ten seconds where those take five milliseconds. What
tries all pairs of places in megabytes takes hours."""


def usual(files: Files) -> float:
    """Seconds that sound files take here and now, on a machine that may be busy with others."""
    return min(seconds_of(files.faults)[0] for _ in range(3))


def spoil(raw: bytes, chance: Random) -> bytes:
    """Cut, flip some bits, repeat or drop a piece."""
    at, to = sorted(chance.randrange(len(raw)) for _ in range(2))
    match chance.randrange(4):
        case 0:
            return raw[:at]
        case 1:
            garbled = bytearray(raw)
            for _ in range(chance.randrange(1, 8)):
                garbled[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            return bytes(garbled)
        case 2:
            return raw[:to] + raw[at:to] + raw[to:]
        case _:
            return raw[:at] + raw[to:]


@pytest.mark.drill
@SPOILT
def test_spoilt_files_are_read_or_answered_in_single_lines(files: Files, spoilt: int) -> None:
    chance = Random(20260302)
    answered, enough = 0, AT_MOST * usual(files)
    for _ in range(spoilt):
        name = chance.choice(NAMES)
        files.write(name, spoil(SOUND[name].encode(), chance))
        took, lines = seconds_of(files.faults)
        assert took < enough
        assert all(line.isprintable() and line.count(": ") >= 2 for line in lines)
        answered += bool(lines)
        files.write(name, SOUND[name])
    assert answered > spoilt / 2


UNITS = "[organisation]\nname = 'x'\ntimezone = 'UTC'\n"
Bomb = Callable[[int], str]
"""The text of a monstrous file, or of one so many times smaller."""
BOMBS: dict[str, Bomb] = {
    "ten megabytes": lambda less: "x" * (10_000_000 // less),
    "nothing but zeros": lambda less: "\0" * (200_000 // less),
    "a hundred thousand brackets": lambda less: "x = " + "[" * (100_000 // less),
    "nested tables": lambda less: "x = " + "{a=" * (60_000 // less),
    "one key of a hundred thousand parts": lambda less: ".".join("a" * (100_000 // less)) + " = 1",
    "the same inside a table": lambda less: "x = {" + ".".join(["'a'"] * (60_000 // less)) + " = 1}",
    "a header of as many": lambda less: "[" + ".".join("a" * (100_000 // less)) + "]",
    "a number of as many digits": lambda less: "x = " + "9" * (200_000 // less),
    "many unknown tables": lambda less: "\n".join(f"[t{number}]" for number in range(20_000 // less)),
    "many empty units": lambda less: "[[unit]]\n" * (20_000 // less),
    "many empty posts": lambda less: (
        f"{UNITS}[[unit]]\nid='u'\nname='n'\n" + "[[governance_seat]]\n" * (10_000 // less)
    ),
    "many change-overs": lambda less: (
        UNITS + "[[change_over]]\nunits=['u']\nkind='rota'\nmonth='Juli'\n" * (4_000 // less)
    ),
    "a chain of units": lambda less: (
        UNITS + "".join(f"[[unit]]\nid='u{n}'\nname='n'\nparent='u{n + 1}'\n" for n in range(4000 // less))
    ),
}
ROWS: dict[str, Bomb] = {
    "ten megabytes": lambda less: "x" * (10_000_000 // less),
    "ten megabytes of commas": lambda less: "," * (10_000_000 // less),
    "ten megabytes of lines": lambda less: "\n" * (10_000_000 // less),
    "an open quote": lambda less: ROSTER + '"' * (1_000_000 // less),
    "wrong rows without end": lambda less: ROSTER + "a,b\n" * (400_000 // less),
    "one person again and again": lambda less: (
        ROSTER + "p1,Ada Lowe,icu,member,telegram,nurse,4711,,,,\n" * (100_000 // less)
    ),
}


@pytest.mark.drill
@pytest.mark.parametrize(
    ("name", "bomb"),
    [
        *((name, bomb) for name in NAMES[:2] for bomb in BOMBS.values()),
        *(("roster.csv", bomb) for bomb in ROWS.values()),
    ],
    ids=[*(f"{name}: {what}" for name in NAMES[:2] for what in BOMBS), *(f"roster.csv: {what}" for what in ROWS)],
)
def test_a_bomb_is_answered_in_no_time_that_grows_with_its_square(files: Files, name: str, bomb: Bomb) -> None:
    """Eight times as much takes about eight times as long, and 64 times if each part looked at all others. What takes
    less than so many sound files is quick, whatever it is compared with.
    """
    quick = AT_MOST * usual(files)
    files.write(name, bomb(8))
    smaller, _lines = seconds_of(files.faults)
    files.write(name, bomb(1))
    took, lines = seconds_of(files.faults)
    assert took < max(32 * smaller, quick)
    assert lines
    assert len(lines) < 1000


@pytest.mark.drill
def test_eight_times_as_many_rows_take_about_eight_times_as_long(files: Files) -> None:
    """64 times, if each row looked at all others."""

    def took(begin: int, end: int) -> float:
        rows = (f"q{n},Name {n},icu,member,telegram,nurse,{10**6 + n},,,2026-01-05,\n" for n in range(begin, end))
        files.add("roster.csv", "".join(rows))
        seconds, read = seconds_of(files.read)
        assert len(read.roster.people) == end + 3
        return seconds

    few = took(0, 2_500)
    assert took(2_500, 20_000) < 32 * few  # 0.8 s on the machine this was written on


def test_a_file_that_is_missing_or_no_file_is_named(files: Files) -> None:
    (files.directory / "questions.toml").unlink()
    (files.directory / "roster.csv").unlink()
    (files.directory / "roster.csv").mkdir()
    assert files.faults() == [
        "questions.toml:1: file: does not exist; `rounds init DIR` writes one to start from",
        "roster.csv:1: file: is not a file; name a plain text file",
    ]


def test_other_encodings_are_named_with_the_line_and_a_byte_order_mark_is_no_fault(files: Files) -> None:
    files.write("programme.toml", b"\xef\xbb\xbf" + PROGRAMME.encode())
    files.write("roster.csv", b"\xef\xbb\xbf" + ROSTER.encode())
    assert files.faults() == []
    files.write("roster.csv", ROSTER.replace("Ben", "Bén").encode("latin-1"))
    files.write("programme.toml", PROGRAMME.encode("utf-16"))
    assert files.faults() == [
        "programme.toml:1: file: is not UTF-8 text; save the file with the encoding UTF-8",
        "roster.csv:4: file: is not UTF-8 text; save the file with the encoding UTF-8",
    ]


def test_windows_line_ends_change_no_line_number(files: Files) -> None:
    files.write("programme.toml", PROGRAMME.replace("10:00", "02:00").replace("\n", "\r\n"))
    files.write("roster.csv", ROSTER.replace("p3,", "p 3,").replace("\n", "\r\n"))
    assert [line.split(" ")[0] for line in files.faults()] == ["programme.toml:19:", "roster.csv:5:"]


def test_a_quoted_line_break_in_a_row_counts_as_a_line(files: Files) -> None:
    files.add("roster.csv", 'p4,"Dora\nEvans",icu,member,web,,,,,,\np5,Eli,icux,member,web,,,,,,\n')
    assert files.faults() == [
        "roster.csv:6: name: holds a line break or another control character; keep it on one line",
        'roster.csv:8: unit: "icux" is no unit of the programme; did you mean "icu"?',
    ]
