"""Forms: what posted words mean in each kind of field, and that nothing that is posted breaks one."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.forms.fields import (
    ChoiceField,
    DateField,
    FieldFault,
    FieldOption,
    FormField,
    NumberField,
    SeveralField,
    TextField,
    TimeField,
    YesNoField,
)
from bot.domain.forms.form import Form

OPTIONS = (FieldOption(value="a", label="A"), FieldOption(value="b", label="B", level=1))
FIELDS: tuple[FormField, ...] = (
    TextField(name="text", label="Text"),
    ChoiceField(name="choice", label="Choice", options=OPTIONS),
    SeveralField(name="several", label="Several", options=OPTIONS),
    DateField(name="date", label="Date"),
    TimeField(name="time", label="Time"),
    NumberField(name="number", label="Number"),
    YesNoField(name="yes_no", label="Yes or no"),
)
FORM = Form(id="all", title="All", fields=FIELDS, submit="Send")


def test_what_is_filled_in_becomes_values() -> None:
    posted = {
        "text": ["  Ward\u00a07  ", "ignored"],
        "choice": ["b"],
        "several": ["b", "a", "b"],
        "date": ["2026-03-02"],
        "time": ["09:30:00"],
        "number": ["+12"],
        "yes_no": ["yes"],
    }
    filled = FORM.read(posted, "en-GB")
    assert filled.faults == {}
    assert filled.values == {
        "text": "Ward 7",
        "choice": "b",
        "several": ("a", "b"),
        "date": date(2026, 3, 2),
        "time": time(9, 30),
        "number": 12,
        "yes_no": True,
    }
    assert filled.posted["text"] == ("  Ward\u00a07  ", "ignored")


def test_what_is_needed_is_asked_for_at_its_field() -> None:
    filled = FORM.read({}, "en-GB")
    assert filled.values == {"yes_no": False}
    assert set(filled.faults) == {"text", "choice", "several", "date", "time", "number"}
    assert set(filled.faults.values()) == {"Please fill this in", "Please choose at least one"}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_may_be_left_out_is_nothing(field: FormField) -> None:
    kind = type(field)
    options = {"options": OPTIONS} if isinstance(field, ChoiceField | SeveralField) else {}
    free = kind(name="x", label="X", is_needed=False, **options)  # type: ignore[arg-type]
    assert not free.read([], "en-GB")
    if not isinstance(field, SeveralField):
        assert not free.read(["  "], "en-GB")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("choice", "c"),
        ("several", "c"),
        ("date", "2026-02-30"),
        ("date", "20260302"),
        ("time", "24:00"),
        ("time", "10.00"),
        ("number", "1e3"),
        ("number", "9" * 400),
        ("number", "²"),
    ],
)
def test_what_is_no_value_says_so(name: str, word: str) -> None:
    field = next(each for each in FIELDS if each.name == name)
    with pytest.raises(FieldFault, match="Please"):
        field.read([word], "en-GB")


@given(st.dictionaries(st.sampled_from([each.name for each in FIELDS] + ["other"]), st.lists(st.text(), max_size=3)))
def test_whatever_is_posted_each_field_has_a_value_or_a_fault(posted: dict[str, list[str]]) -> None:
    filled = FORM.read(posted, "en-GB")
    assert filled.values.keys() | filled.faults.keys() == {each.name for each in FIELDS}
    assert not filled.values.keys() & filled.faults.keys()


def test_a_form_without_fields_or_with_one_name_twice_is_none() -> None:
    for fields in ((), (FIELDS[0], FIELDS[0])):
        with pytest.raises(ValueError, match="needs fields"):
            Form(id="x", title="X", fields=fields, submit="Send")
    with pytest.raises(ValueError, match="a name and a label"):
        TextField(name="", label="x")


def test_at_first_a_form_shows_what_it_was_given() -> None:
    form = Form(id="x", title="X", fields=(TextField(name="a", label="A", given=("b",)),), submit="Send")
    assert form.blank().posted == {"a": ("b",)}
    assert form.blank().faults == {}
