"""Uploaded lists in every habit of spreadsheets; garbled, locked and monstrous ones are refused in a word, quickly."""

from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from bot.domain.administration.upload.columns import UploadedTable
from bot.domain.administration.upload.scope import UploadRefused
from config.upload_files import LARGEST, MOST_ROWS, read_table
from tests.support.working_time import seconds_of

PLAIN = 'Staff number,Full name,Ward\n0012,Zoë Ward,Willow\n13,"Lee, Kim",Willow\n'


def cells(raw: bytes) -> list[tuple[str, ...]]:
    found = read_table(raw)
    return [found.headings, *(row.cells for row in found.rows)]


EXPECTED = [("Staff number", "Full name", "Ward"), ("0012", "Zoë Ward", "Willow"), ("13", "Lee, Kim", "Willow")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_make_no_difference(encoding: str, separator: str, line_end: str) -> None:
    text = PLAIN.replace('"Lee, Kim"', "@").replace(",", separator).replace("@", '"Lee, Kim"')
    assert cells(text.replace("\n", line_end).encode(encoding)) == EXPECTED


def test_titles_empty_columns_and_rows_are_passed_over_and_lines_still_counted() -> None:
    text = f"Workforce report\n,,\n\n{PLAIN.replace('Willow', 'Willow,,')}\n,,,\n14,Pip,Willow\n"
    found = read_table(text.encode())
    assert found.headings == EXPECTED[0]
    assert [row.line for row in found.rows] == [5, 6, 9]


def test_formulas_that_were_marked_are_read_as_they_were() -> None:
    assert cells(b"id,name\n1,'=Zoe\n")[1] == ("1", "=Zoe")


def xlsx(rows: list[list[object]], **formats: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, shape in formats.items():
        sheet[cell].number_format = shape
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_spreadsheet_is_read_as_it_shows_itself() -> None:
    rows: list[list[object]] = [["Id", "Name"], [12.0, "Zoë"], [13, "  Kim "], [True, None], [None, "=1+1"]]
    assert cells(xlsx(rows, A2="00000")) == [("Id", "Name"), ("00012", "Zoë"), ("13", "Kim"), ("true", "")]


def test_the_first_sheet_that_holds_something_and_can_be_seen_is_read() -> None:
    book = Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["id", "secret"])
    hidden.append([1, 2])
    book.create_sheet("Empty")
    shown = book.create_sheet("Staff")
    shown.append(["id", "name"])
    shown.append([1, "Zoe"])
    hidden.sheet_state = "hidden"
    written = BytesIO()
    book.save(written)
    assert cells(written.getvalue()) == [("id", "name"), ("1", "Zoe")]


def why(raw: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        read_table(raw)
    return refused.value.why


def packed(**parts: bytes) -> bytes:
    """A workbook whose parts are replaced; `sheet`, `strings` and `workbook` stand for their files."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "workbook": "xl/workbook.xml"}
    replaced = {names[name]: body for name, body in parts.items()}
    written = BytesIO()
    with ZipFile(BytesIO(xlsx([["id", "name"], [1, "Zoe"]]))) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, replaced.pop(part.filename, old.read(part)))
        for name, body in replaced.items():
            new.writestr(name, body)
    return written.getvalue()


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData>'
    b"<row><c t='inlineStr'><is><t>&b;</t></is></c></row></sheetData></worksheet>"
)
ROW = b'<row r="%d"><c r="A%d" t="n"><v>1</v></c><c r="B%d" t="n"><v>2</v></c></row>'
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
BOMBS = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\n ", "empty"),
    "zeros": (b"\0" * 1_000_000, "no_list"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1_000, "no_list"),
    "a zip of something else": (b"PK\x03\x04" + b"x" * 1_000, "no_list"),
    "an old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000, "old_excel"),
    "too large": (b"x" * (LARGEST + 1), "too_large"),
    "one endless line": (b"x" * LARGEST, "no_list"),
    "an open quote": (b'id,name\n1,"' + b"x" * 1_000_000, "no_list"),
    "commas": (b"a,b" + b"," * 1_000_000, "no_rows"),
    "only lines": (b"id,name" + b"\n" * LARGEST, "too_large"),
    "many rows": (b"id,name\n" + b"1,a\n" * (MOST_ROWS + 100), "too_many_rows"),
    "many columns": (b"id,name\n" + b"1," * 70 + b"1\n", "too_many_columns"),
    "no second row": (b"id,name\n", "no_rows"),
    "laughs": (packed(sheet=LAUGHS), "no_list"),
    "laughs in UTF-16": (packed(sheet=LAUGHS.decode().encode("utf-16")), "no_list"),
    "unpacks to a gigabyte": (packed(strings=b"\0" * 90_000_000), "too_large"),
    "words without end": (packed(strings=b"<si/>" * 6_000_000), "too_large"),
    "no XML": (packed(sheet=b"<worksheet><sheetData><row>"), "no_list"),
    "a sheet of many rows": (
        packed(sheet=SHEET % b"".join(ROW % (n, n, n) for n in range(1, MOST_ROWS + 200))),
        "too_many_rows",
    ),
    "no workbook": (packed(workbook=b""), "no_list"),
}


@pytest.mark.drill
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_word_within_seconds(name: str) -> None:
    raw, expected = BOMBS[name]
    took, refused = seconds_of(lambda: why(raw))
    assert refused == expected
    assert took < 6  # the longest took 1.5 s on the machine this was written on


def test_a_cell_at_the_end_of_the_world_takes_no_longer() -> None:
    far = ROW % (1, 1, 1) + ROW % (2, 2, 2) + b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>'
    took, table = seconds_of(lambda: read_table(packed(sheet=SHEET % far)))
    assert [row.line for row in table.rows] == [2]
    assert took < 6


def spoil(raw: bytes, chance: Random) -> bytes:
    at, to = sorted(chance.randrange(len(raw)) for _ in range(2))
    garbled = bytearray(raw)
    for _ in range(chance.randrange(1, 8)):
        garbled[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return chance.choice([raw[:at], bytes(garbled), raw[:to] + raw[at:to] + raw[to:], raw[:at] + raw[to:]])


@pytest.mark.drill
def test_spoilt_files_are_read_or_refused_and_never_a_crash() -> None:
    chance = Random(20260302)
    sound = [xlsx([["id", "name", "starts"], [1, "Zoe", "2026-03-02"], [2, "Kim", None]]), PLAIN.encode()]
    sheet = b"".join(ROW % (n, n, n) for n in range(1, 9))
    refused = 0
    for _ in range(500):
        raw = chance.choice(sound)
        kind = chance.randrange(3)
        raw = packed(sheet=spoil(SHEET % sheet, chance)) if kind == 0 else spoil(raw, chance)
        try:
            assert isinstance(read_table(raw), UploadedTable)
        except UploadRefused:
            refused += 1
    assert refused > 100


@pytest.mark.drill
def test_ten_thousand_rows_are_read_in_a_second_or_two() -> None:
    words = ("Ward", "Zoë", "Willow Ward", "zoe@example.org", "2026-03-02")
    rest = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in words).encode()
    rows = b"".join(b'<row r="%d"><c t="n"><v>%d</v></c>%s</row>' % (n, n, rest) for n in range(1, 10_002))
    raw = packed(sheet=SHEET % rows)
    took, table = seconds_of(lambda: read_table(raw))
    assert len(table.rows) == 10_000
    assert took < 8  # 1.1 s on the machine this was written on
