"""A change in three steps, without a script: fill in, look at what it would do, save just that."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import FORM_TOKEN, Visitor, show
from bot.adapters.console.filling import drawn
from bot.domain.administration.log import Source
from bot.domain.forms.fields import FieldValue
from bot.domain.forms.form import FilledForm, Form
from bot.flows.administration.edits import Edit, EditProgramme, PlannedEdit, SavedEdit, with_faults
from bot.ports import EditRefused

_SEEN, _STEP = "seen", "step"
_OWN: Final = frozenset({FORM_TOKEN, _SEEN, _STEP})
_NOTHING: Final[Mapping[str, FieldValue]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTask:
    """What is to be changed on a page, and where to go from there."""

    title: str
    form: Form | None
    """None where there is nothing to fill in, only to say yes."""
    make: Callable[[Mapping[str, FieldValue]], Edit]
    action: str
    back: str
    here: str
    """The page in whose part of the console this is."""
    done: Callable[[Mapping[str, FieldValue]], Awaitable[Response]]
    undoes: int | None = None
    """The revision that it turns back."""


class EditPages:
    def __init__(self, *, edit: EditProgramme) -> None:
        self._edit = edit

    async def show(self, request: Request, visitor: Visitor, task: EditTask) -> Response:
        if task.form is None:
            try:
                return await self._planned(visitor, task, _NOTHING)
            except EditRefused as refused:
                return _not_possible(visitor, task, refused)
        if request.method != "POST":
            return _form(visitor, task, None)
        filled = task.form.read(visitor.posted, visitor.locale)
        if filled.faults:
            return _form(visitor, task, filled)
        if visitor.value(_STEP) == "change":
            return _form(visitor, task, replace(filled, faults={}))
        try:
            return await self._planned(visitor, task, filled.values)
        except EditRefused as refused:
            return _form(visitor, task, with_faults(filled, refused))

    async def _planned(self, visitor: Visitor, task: EditTask, values: Mapping[str, FieldValue]) -> Response:
        """What would be changed, or what came of saving it."""
        edit, moved = task.make(values), False
        plan: PlannedEdit | SavedEdit
        if visitor.value(_STEP) == "save":
            plan = await self._edit.save(
                edit,
                seen=visitor.value(_SEEN),
                by=visitor.who.person.id,
                source=Source.CONSOLE,
                undoes=task.undoes,
            )
            if isinstance(plan, SavedEdit):
                return await task.done(values)
            moved = True
        else:
            plan = await self._edit.look(edit)
        carried = [(name, value) for name, found in visitor.posted.items() if name not in _OWN for value in found]
        return show(
            visitor,
            "plan.html",
            title=task.title,
            here=task.here,
            plan=plan,
            moved=moved,
            carried=carried,
            may_change=task.form is not None,
            action=task.action,
            back=task.back,
        )


def _not_possible(visitor: Visitor, task: EditTask, refused: EditRefused) -> Response:
    faults = [fault.what for fault in refused.faults]
    return show(visitor, "refused.html", title=task.title, here=task.here, status=422, faults=faults, back=task.back)


def _form(visitor: Visitor, task: EditTask, filled: FilledForm | None) -> Response:
    if task.form is None:
        raise ValueError("there is nothing to fill in")
    shown = task.form.blank() if filled is None else filled
    return show_form(visitor, shown, action=task.action, back=task.back, here=task.here)


def show_form(visitor: Visitor, filled: FilledForm, *, action: str, back: str, here: str) -> Response:
    return show(
        visitor,
        "form.html",
        title=filled.form.title,
        here=here,
        status=422 if filled.faults else 200,
        action=action,
        back=back,
        **drawn(filled),
    )
