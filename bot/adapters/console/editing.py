"""A change in three steps, without a script: fill in, look at what it would do, save just that."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import FORM_TOKEN, Visitor, show
from bot.adapters.console.filling import drawn
from bot.domain.administration.log import RevisionSource
from bot.domain.forms.fields import FieldValue
from bot.domain.forms.form import FilledForm, Form
from bot.domain.organisation.leaving import Leaving
from bot.domain.texts import say
from bot.flows.administration.edits import Edit, EditProgramme, PlannedEdit, SavedEdit, with_faults
from bot.programme_rules import EditRefused

_SEEN, _STEP, _COUNT = "seen", "step", "count"
_OWN: Final = frozenset({FORM_TOKEN, _SEEN, _STEP, _COUNT})
_NOTHING: Final[Mapping[str, FieldValue]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """What has to be said once more, by its number, before it is saved."""

    words: str
    names: Sequence[str]

    @property
    def count(self) -> int:
        return len(self.names)


def _nothing(_values: Mapping[str, FieldValue]) -> None:
    return None


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
    told: Callable[[Mapping[str, FieldValue]], Sequence[str] | None] = _nothing
    """What is good to know beside the words of the rules."""
    asks: Callable[[Mapping[str, FieldValue]], AskedAgain | None] = _nothing
    way: tuple[str, str] | None = None
    """A way from the form to another one, and its words."""


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
            return _form(visitor, task, with_faults(filled, refused, visitor.locale))

    async def _planned(self, visitor: Visitor, task: EditTask, values: Mapping[str, FieldValue]) -> Response:
        """What would be changed, or what came of saving it."""
        edit, moved, fault = task.make(values), False, ""
        asked, is_saving = task.asks(values), visitor.value(_STEP) == "save"
        looked: PlannedEdit | None = None
        if task.undoes is not None:
            looked = await self._edit.look(edit)
            asked = _leaving_asked(looked.leaving, visitor.locale)
        if is_saving and asked is not None and visitor.value(_COUNT).strip() != str(asked.count):
            fault = say("console-asked_count_wrong", visitor.locale, count=asked.count)
        plan: PlannedEdit | SavedEdit
        if is_saving and not fault:
            plan = await self._edit.save(
                edit,
                seen=visitor.value(_SEEN),
                by=visitor.who.person.id,
                source=RevisionSource.CONSOLE,
                undoes=task.undoes,
            )
            if isinstance(plan, SavedEdit):
                return await task.done(values)
            moved = True
        else:
            plan = looked or await self._edit.look(edit)
        carried = [(name, value) for name, found in visitor.posted.items() if name not in _OWN for value in found]
        return show(
            visitor,
            "plan.html",
            title=task.title,
            here=task.here,
            plan=plan,
            moved=moved,
            told=task.told(values) or (),
            asked=asked,
            fault=fault,
            carried=carried,
            may_change=task.form is not None,
            action=task.action,
            back=task.back,
        )


def _leaving_asked(leaving: Leaving, locale: str) -> AskedAgain | None:
    """A list that is turned back may end as many people as one that is uploaded, so it is asked about alike."""
    if not leaving.asks_again:
        return None
    words = say("upload-kind-leaves", locale, count=len(leaving.people))
    names = [say("posts-person", locale, name=each.name, id=each.id) for each in leaving.people]
    return AskedAgain(words=words, names=names)


def _not_possible(visitor: Visitor, task: EditTask, refused: EditRefused) -> Response:
    faults = refused.said(visitor.locale)
    return show(visitor, "refused.html", title=task.title, here=task.here, status=422, faults=faults, back=task.back)


def _form(visitor: Visitor, task: EditTask, filled: FilledForm | None) -> Response:
    if task.form is None:
        raise ValueError("there is nothing to fill in")
    shown = task.form.blank() if filled is None else filled
    return show_form(visitor, shown, action=task.action, back=task.back, here=task.here, way=task.way)


def show_form(
    visitor: Visitor, filled: FilledForm, *, action: str, back: str, here: str, way: tuple[str, str] | None = None
) -> Response:
    return show(
        visitor,
        "form.html",
        title=filled.form.title,
        here=here,
        status=422 if filled.faults else 200,
        action=action,
        back=back,
        way=way,
        **drawn(filled),
    )
