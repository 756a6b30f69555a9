"""A form as the templates show it: fields in order, what was posted kept, faults at their fields and listed on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from bot.domain.forms.fields import (
    ChoiceField,
    DateField,
    FormField,
    NumberField,
    SeveralField,
    TextField,
    TimeField,
    YesNoField,
)
from bot.domain.forms.form import FilledForm


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnField:
    kind: str
    field: FormField
    id: str
    values: Sequence[str]
    fault: str

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader reads with the field."""
        return " ".join(f"{self.id}-{part}" for part in ("help", "fault") if getattr(self, part))

    @property
    def help(self) -> str:
        return self.field.help

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


def drawn(filled: FilledForm) -> Mapping[str, Any]:
    """What the template `form.html` needs."""
    fields = [
        DrawnField(
            kind=_kind(each),
            field=each,
            id=f"f-{each.name}",
            values=filled.posted.get(each.name, ()),
            fault=filled.faults.get(each.name, ""),
        )
        for each in filled.form.fields
    ]
    return {
        "form": filled.form,
        "fields": fields,
        "faulty": [each for each in fields if each.fault],
        "others": [words for name, words in filled.faults.items() if not name],
    }


def _kind(field: FormField) -> str:
    match field:
        case TextField():
            return "text"
        case ChoiceField():
            return "choice"
        case SeveralField():
            return "several"
        case DateField():
            return "date"
        case TimeField():
            return "time"
        case NumberField():
            return "number"
        case YesNoField():
            return "yes_no"
        case _:
            assert_never(field)
