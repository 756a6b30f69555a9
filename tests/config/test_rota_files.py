"""Files of shifts as rota systems and spreadsheets write them."""

from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.domain.administration.upload.scope import UploadRefused
from config.faults import InputWrong
from config.rota_files import read_shift_file, read_shift_table


def test_times_of_a_spreadsheet_are_read_with_their_days() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Unit roster: Willow Ward"])
    sheet.append(["Person ID", "Starts", "Ends", "Kind"])
    monday = datetime.fromisoformat("2026-03-02")  # spreadsheets know no time zones
    sheet.append(["ann", monday + timedelta(hours=7.5), monday + timedelta(hours=20), "LD"])
    sheet.append(["ben", monday, time(8, 0), "Night"])
    file = BytesIO()
    book.save(file)
    table = read_shift_table(file.getvalue())
    assert table.headings == ("Person ID", "Starts", "Ends", "Kind")
    assert [row.cells for row in table.rows] == [
        ("ann", "2026-03-02 07:30", "2026-03-02 20:00", "LD"),
        ("ben", "2026-03-02", "08:00", "Night"),
    ]
    assert [row.line for row in table.rows] == [3, 4]


def test_an_export_with_semicolons_and_a_title_is_read() -> None:
    raw = "Period 7;;;\nStaff Number;Duty Date;Start Time;End Time;Shift\n421;02/03/2026;07:30;20:00;LD\n"
    assert read_shift_table(raw.encode("utf-16")).rows[0].cells[3] == "20:00"


def test_what_is_no_list_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UploadRefused):
        read_shift_table(b"\x00\x01\x02" * 100)
    path = tmp_path / "rota.csv"
    with pytest.raises(InputWrong, match="file: cannot be read"):
        read_shift_file(path)
    path.write_text("")
    with pytest.raises(InputWrong, match="file: is empty"):
        read_shift_file(path)
