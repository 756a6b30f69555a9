"""What is kept of a form between two steps, and the text that is sealed of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.forms.steps import FormSteps
from bot.domain.messaging.buttons import AdministrationPress, OnAdministration

_write = json.JSONEncoder(ensure_ascii=False).encode
"""As short in any script: the length of what is sealed says next to nothing of the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDraft:
    press: AdministrationPress
    posted: Mapping[str, Sequence[str]]
    place: int = 0
    page: int = 0
    is_writing: bool = False
    seen: str = ""
    """The fingerprint of the plan that is shown."""

    @classmethod
    def of(cls, press: AdministrationPress, steps: FormSteps) -> "FormDraft":
        return cls(press=press, posted=steps.posted, place=steps.place, page=steps.page, is_writing=steps.is_writing)

    def onto(self, steps: FormSteps) -> FormSteps:
        """A form that was made anew, as far as it was filled in; of fields that are gone nothing is left."""
        posted = {name: tuple(self.posted.get(name, values)) for name, values in steps.posted.items()}
        return replace(replace(steps, posted=posted).at(self.place), page=self.page, is_writing=self.is_writing)


def pack(draft: FormDraft) -> str:
    return _write(
        {
            "v": 1,
            "what": draft.press.what.value,
            "about": draft.press.about,
            "posted": {name: list(values) for name, values in draft.posted.items()},
            "place": draft.place,
            "page": draft.page,
            "is_writing": draft.is_writing,
            "seen": draft.seen,
        }
    )


def unpack(text: str) -> FormDraft:
    """The inverse of `pack`. Raises ValueError for anything that it did not write: another version may have, within
    the hour that a draft is kept."""
    match json.loads(text):
        case {
            "v": 1,
            "what": str(what),
            "about": str(about),
            "posted": dict(posted),
            "place": int(place),
            "page": int(page),
            "is_writing": bool(is_writing),
            "seen": str(seen),
        }:
            return FormDraft(
                press=AdministrationPress(what=OnAdministration(what), about=about),
                posted={name: _texts(values) for name, values in posted.items()},
                place=place,
                page=page,
                is_writing=is_writing,
                seen=seen,
            )
        case _:
            raise ValueError("a form's draft of another version")


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ValueError("what is posted in a field is kept as texts")
    return tuple(values)
