"""No cell that Rounds writes is a formula, and every cell comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.spreadsheets import escape_formula, unescape_formula

DANGEROUS = "=+-@\t\r\n"


@pytest.mark.parametrize("first", DANGEROUS)
def test_a_cell_that_a_spreadsheet_would_run_is_marked(first: str) -> None:
    assert escape_formula(f"{first}cmd|' /C calc'!A0") == f"'{first}cmd|' /C calc'!A0"


@given(st.text(st.sampled_from("'=+-@\t\r\nab ;,\"")))
def test_marking_is_undone_by_unmarking_and_leaves_no_formula(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
    assert not escape_formula(text).startswith(tuple(DANGEROUS))


@pytest.mark.parametrize("text", ["Ada O'Neill", "'quoted'", "", "4711"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert escape_formula(text) == text == unescape_formula(text)
