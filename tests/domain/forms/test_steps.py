"""A form step by step: whatever is pressed or written, it comes to the same as the whole form at once."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.forms.fields import (
    ChoiceField,
    DateField,
    FieldFault,
    FieldOption,
    NumberField,
    SeveralField,
    TextField,
    TimeField,
    YesNoField,
)
from bot.domain.forms.form import Form
from bot.domain.forms.steps import LONGEST_LIST, MOST_STEPS, PAGE_SIZE, FormSteps, fits_steps

EN = "en-GB"
MANY = tuple(FieldOption(value=f"v{number}", label=f"Option {number}") for number in range(25))
FORM = Form(
    id="f",
    title="A form",
    submit="Look",
    fields=(
        TextField(name="text", label="Text"),
        ChoiceField(name="choice", label="Choice", options=MANY[:3]),
        SeveralField(name="several", label="Several", options=MANY, given=("v1",)),
        TimeField(name="time", label="Time", given=("10:00",)),
        DateField(name="date", label="Date", is_needed=False),
        NumberField(name="number", label="Number", given=("7",), is_needed=False),
        YesNoField(name="yes", label="Yes or no"),
    ),
)
MOVES: st.SearchStrategy[Callable[[FormSteps], FormSteps]] = st.one_of(
    st.integers(0, 40).map(lambda number: lambda steps: steps.chosen(number, EN)),
    st.sampled_from(["word", "10:15", "2026-03-02", "12", "25:00", ""]).map(
        lambda words: lambda steps: steps.written(words, EN)
    ),
    st.sampled_from(
        [
            lambda steps: steps.left_empty(EN),
            lambda steps: steps.kept(EN),
            lambda steps: steps.back(),
            lambda steps: steps.writing(),
            lambda steps: steps.turned(1, EN),
            lambda steps: steps.turned(-1, EN),
            lambda steps: steps.at_field("several"),
            lambda steps: steps.at_field("unknown"),
        ]
    ),
)


@given(st.lists(MOVES, max_size=40))
def test_no_press_and_no_word_leads_out_of_the_form(moves: list[Callable[[FormSteps], FormSteps]]) -> None:
    steps = FormSteps.begun(FORM)
    for move in moves:
        try:
            steps = move(steps)
        except FieldFault:
            assert steps.field is not None
        assert 0 <= steps.place <= len(FORM.fields)
        assert set(steps.posted) == {each.name for each in FORM.fields}
        assert len(steps.in_sight(EN)) <= PAGE_SIZE
        assert steps.field is None or steps.takes_words(EN) or steps.in_sight(EN) or not steps.field.is_needed
    if steps.field is None and steps.place > 0:
        assert set(FORM.read(steps.posted, EN).faults) <= {each.name for each in FORM.fields}


@given(moves=st.lists(MOVES, max_size=30))
def test_back_is_offered_wherever_it_leads_and_nowhere_else(moves: list[Callable[[FormSteps], FormSteps]]) -> None:
    steps = FormSteps.begun(FORM)
    for move in moves:
        with suppress(FieldFault):
            steps = move(steps)
        back = steps.back()
        assert steps.may_go_back(EN) == ((back.place, back.takes_words(EN)) != (steps.place, steps.takes_words(EN)))


def test_filled_in_step_by_step_is_filled_in() -> None:
    steps = FormSteps.begun(FORM)
    assert steps.takes_words(EN)
    steps = steps.written("words", EN).chosen(1, EN)
    steps = steps.turned(1, EN).chosen(12, EN).chosen(1, EN).kept(EN)
    steps = steps.writing().written("11:15", EN).left_empty(EN).chosen(0, EN).chosen(0, EN)
    assert steps.field is None
    filled = FORM.read(steps.posted, EN)
    assert filled.faults == {}
    assert {name: str(value) for name, value in filled.values.items()} == {
        "text": "words",
        "choice": "v1",
        "several": "('v12',)",
        "time": "11:15:00",
        "date": "None",
        "number": "7",
        "yes": "True",
    }


def test_a_fault_is_that_of_the_field_and_the_step_stays() -> None:
    steps = FormSteps.begun(FORM).at_field("time")
    for words in ("late", "25:00", ""):
        with pytest.raises(FieldFault):
            steps.written(words, EN)
    assert steps.written("08:00", EN).posted["time"] == ("08:00",)


def test_words_that_were_refused_are_not_offered_again_and_a_choice_is() -> None:
    steps = FormSteps.begun(FORM).written("nobody", EN).chosen(1, EN).at_field("time").writing().written("03:00", EN)
    assert [each.value for each in steps.at_field("text").options(EN)] == ["nobody"]
    assert steps.refused("text").options(EN) == []
    assert "03:00" not in [each.value for each in steps.refused("time").options(EN)]
    assert steps.refused("choice").values == ("v1",)


def test_back_leads_from_words_to_the_choice_and_from_there_to_the_field_before() -> None:
    steps = FormSteps.begun(FORM).at_field("time").writing()
    assert steps.is_writing
    assert steps.back().field is steps.field
    assert steps.back().back().place == steps.place - 1
    assert FormSteps.begun(FORM).back().place == 0


def test_long_forms_and_long_lists_are_for_elsewhere() -> None:
    fields = tuple(TextField(name=f"t{number}", label="Text") for number in range(MOST_STEPS + 1))
    form = partial(Form, id="f", title="T", submit="S")
    options = tuple(FieldOption(value=str(number), label="x") for number in range(LONGEST_LIST + 1))
    assert fits_steps(form(fields=fields[:-1]))
    assert not fits_steps(form(fields=fields))
    assert not fits_steps(form(fields=(SeveralField(name="s", label="S", options=options),)))
