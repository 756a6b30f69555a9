"""A form filled in step by step, where a channel shows one thing at a time: which field is asked for, and what a press
or a word does. What is allowed is known to the fields alone, as everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from bot.domain.forms.fields import (
    ChoiceField,
    DateField,
    FieldOption,
    FormField,
    NumberField,
    SeveralField,
    TextField,
    TimeField,
    YesNoField,
)
from bot.domain.forms.form import Form, Posted
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year

PAGE_SIZE: Final = 10
"""Options of a step that are in sight."""
LONGEST_LIST: Final = 60
MOST_STEPS: Final = 10
"""A longer form is filled in where all of it can be seen at once."""
_HOURS: Final = tuple(f"{hour:02}:00" for hour in range(8, 19))


def _day(value: str, locale: str) -> str:
    try:
        return day_and_year(date.fromisoformat(value), locale)
    except ValueError:
        return value


def fits_steps(form: Form) -> bool:
    """Whether filling it in step by step is bearable."""
    lists = (each.options for each in form.fields if isinstance(each, ChoiceField | SeveralField))
    return len(form.fields) <= MOST_STEPS and all(len(options) <= LONGEST_LIST for options in lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSteps:
    """One form on its way. A step beyond the last field is the look at what it would do."""

    form: Form
    posted: Posted
    """For each field what would be posted now."""
    place: int = 0
    page: int = 0
    """Which part of a long list of options is in sight."""
    is_writing: bool = False
    """Whether words are asked for although there are options."""

    @classmethod
    def begun(cls, form: Form) -> "FormSteps":
        return cls(form=form, posted={each.name: each.given for each in form.fields})

    @property
    def field(self) -> FormField | None:
        """None: all are filled in."""
        return self.form.fields[self.place] if self.place < len(self.form.fields) else None

    @property
    def values(self) -> Sequence[str]:
        """What is filled in here."""
        return () if self.field is None else self.posted.get(self.field.name, ())

    def takes_words(self, locale: str) -> bool:
        """Whether this step is written."""
        must_write = self.field is not None and self.field.is_needed and not self.options(locale)
        return self.is_writing or must_write

    def options(self, locale: str) -> Sequence[FieldOption]:
        """Everything that can be chosen here."""
        field = self.field
        match field:
            case None:
                return ()
            case ChoiceField() | SeveralField():
                return field.options
            case TimeField():
                hours = dict.fromkeys([*self.values, *_HOURS])
                return [FieldOption(value=each, label=each) for each in hours if each]
            case YesNoField():
                yes, no = say("forms-yes", locale), say("forms-no", locale)
                return [FieldOption(value="yes", label=yes), FieldOption(value="no", label=no)]
            case DateField(offered=days):
                chosen = dict.fromkeys([*self.values, *(each.isoformat() for each in days)])
                return [FieldOption(value=each, label=_day(each, locale)) for each in chosen if each]
            case TextField() | NumberField():
                return [FieldOption(value=each, label=each) for each in self.values if each]
            case _:
                assert_never(field)

    def in_sight(self, locale: str) -> Sequence[tuple[int, FieldOption]]:
        """The options of the page, each with its number."""
        first = self.page * PAGE_SIZE
        return list(enumerate(self.options(locale)))[first : first + PAGE_SIZE]

    def has_later(self, locale: str) -> bool:
        return len(self.options(locale)) > (self.page + 1) * PAGE_SIZE

    def may_be_written(self) -> bool:
        if isinstance(self.field, DateField):
            return not self.field.offered
        return isinstance(self.field, TextField | TimeField | NumberField)

    def may_go_back(self, locale: str) -> bool:
        """Whether there is a field before, or options beside the words."""
        return self.place > 0 or (self.is_writing and bool(self.options(locale)))

    # --- moving ---------------------------------------------------------------------------------------------------

    def chosen(self, number: int, locale: str) -> "FormSteps":
        """An option of several is taken or given back; any other choice leads on. Raises FieldFault."""
        options, field = self.options(locale), self.field
        if field is None or number >= len(options):
            return self
        value = options[number].value
        if not isinstance(field, SeveralField):
            return self._with([value])._next(locale)
        held = set(self.values) ^ {value}
        return self._with([each.value for each in field.options if each.value in held])

    def written(self, words: str, locale: str) -> "FormSteps":
        """Raises FieldFault."""
        return self._with([words])._next(locale) if self.may_be_written() else self

    def left_empty(self, locale: str) -> "FormSteps":
        """Raises FieldFault."""
        return self._with([])._next(locale)

    def kept(self, locale: str) -> "FormSteps":
        """On with what is filled in. Raises FieldFault."""
        return self._next(locale)

    def back(self) -> "FormSteps":
        """To the field before; from words to the options beside them."""
        if self.is_writing:
            return replace(self, is_writing=False)
        return self.at(self.place - 1)

    def at(self, place: int) -> "FormSteps":
        return replace(self, place=min(max(place, 0), len(self.form.fields)), page=0, is_writing=False)

    def at_field(self, name: str) -> "FormSteps":
        """At the field of this name; where it is, if there is none."""
        names = [each.name for each in self.form.fields]
        return self.at(names.index(name)) if name in names else self

    def refused(self, name: str) -> "FormSteps":
        """At the field of this name, whose words cannot be: they are not offered as a choice."""
        steps, field = self.at_field(name), next((each for each in self.form.fields if each.name == name), None)
        if field is None or isinstance(field, ChoiceField | SeveralField | YesNoField):
            return steps
        return replace(steps, posted={**self.posted, name: field.given})

    def turned(self, pages: int, locale: str) -> "FormSteps":
        last = max(len(self.options(locale)) - 1, 0) // PAGE_SIZE
        return replace(self, page=min(max(self.page + pages, 0), last))

    def writing(self) -> "FormSteps":
        return replace(self, is_writing=True) if self.may_be_written() else self

    def _with(self, values: Sequence[str]) -> "FormSteps":
        return self if self.field is None else replace(self, posted={**self.posted, self.field.name: tuple(values)})

    def _next(self, locale: str) -> "FormSteps":
        if self.field is None:
            return self
        self.field.read(self.values, locale)
        return self.at(self.place + 1)
