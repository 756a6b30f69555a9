"""Something to fill in, whatever channel it is filled in on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.forms.fields import FieldFault, FieldValue, FormField

Posted = Mapping[str, Sequence[str]]
"""What came back: for each field all the words that were posted under its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    id: str
    title: str
    fields: tuple[FormField, ...]
    submit: str
    """The word on the button."""
    help: str = ""

    def __post_init__(self) -> None:
        names = [each.name for each in self.fields]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"form {self.id} needs fields, each with its own name")

    def read(self, posted: Posted, locale: str) -> "FilledForm":
        values: dict[str, FieldValue] = {}
        faults: dict[str, str] = {}
        for each in self.fields:
            try:
                values[each.name] = each.read(posted.get(each.name, ()), locale)
            except FieldFault as fault:
                faults[each.name] = str(fault)
        shown = {each.name: tuple(posted.get(each.name, ())) for each in self.fields}
        return FilledForm(form=self, posted=shown, values=values, faults=faults)

    def blank(self) -> "FilledForm":
        """As it is shown at first."""
        return FilledForm(form=self, posted={each.name: each.given for each in self.fields})


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form with what was posted, so that nobody types anything twice."""

    form: Form
    posted: Posted
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    """Of the fields without a fault."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """By the name of the field, in words; what belongs to none stands under an empty name."""
