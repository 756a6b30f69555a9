"""A whole form at once, for channels that can show one beside the chat: filled in, looked at, saved."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.domain.administration.programme_forms import Administered
from bot.domain.asking.presses import opens_form
from bot.domain.errors import ProgrammeMissing
from bot.domain.forms.form import FilledForm, Posted
from bot.domain.messaging.buttons import AdministrationPress
from bot.domain.messaging.messages import Message, MessageKind, Said, message_of
from bot.domain.organisation.people import Address
from bot.flows.administration.edits import with_faults
from bot.flows.administration.in_chat.administer import administered_by
from bot.flows.administration.in_chat.steps import plan_said
from bot.flows.administration.in_chat.tasks import ChatTask, ChatTasks, Looked, NothingToSave, Values
from bot.ports import Storage, UnitOfWork
from bot.programme_rules import EditRefused

_NOTHING: Values = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownForm:
    """To be filled in, with what is filled in already and what is wrong with it."""

    filled: FilledForm
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlan:
    """What would be done, to be saved or left."""

    title: str
    message: Message
    seen: str
    """The fingerprint of what is shown; empty where there is nothing to save."""
    posted: Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWords:
    """All that there is to say."""

    title: str
    message: Message


FormShown = ShownForm | ShownPlan | ShownWords
_Do = Callable[[UnitOfWork, Values], Awaitable[Looked]]


class FillInForm:
    """Asks anew at every step who this is and what they administer. None where there is no such form for them: then the
    press is filed like any other, and answered in the chat."""

    def __init__(self, *, storage: Storage, tasks: ChatTasks) -> None:
        self._storage, self._tasks = storage, tasks

    async def open(self, sender: Address, press: AdministrationPress) -> ShownForm | None:
        """Raises `StorageUnavailable`."""
        if not opens_form(press):
            return None
        async with self._storage.reading() as work:
            administered, task = await self._found(work, sender, press)
        if administered is None or task is None or task.form is None:
            return None
        return ShownForm(filled=task.form.blank(), locale=administered.locale)

    async def look(self, sender: Address, press: AdministrationPress, posted: Posted) -> FormShown | None:
        """What came of what was filled in. Raises `StorageUnavailable`."""
        async with self._storage.reading() as work:
            administered, task = await self._found(work, sender, press)
            if administered is None or task is None:
                return None
            return await _shown(work, administered, task, task.look, posted)

    async def save(self, sender: Address, press: AdministrationPress, posted: Posted, *, seen: str) -> FormShown | None:
        """What came of saving what was shown. Raises `StorageUnavailable`."""
        async with self._storage.writing() as work:
            administered, task = await self._found(work, sender, press)
            if administered is None or task is None:
                return None
            return await _shown(
                work, administered, task, lambda work, values: task.save(work, values, seen), posted, moved=True
            )

    async def _found(
        self, work: UnitOfWork, sender: Address, press: AdministrationPress
    ) -> tuple[Administered | None, ChatTask | None]:
        person = await work.rosters.at_address(sender)
        try:
            administered = None if person is None else await administered_by(work, person.id)
        except ProgrammeMissing:
            administered = None
        return administered, None if administered is None else await self._tasks.of(work, administered, press)


async def _shown(
    work: UnitOfWork, administered: Administered, task: ChatTask, do: _Do, posted: Posted, *, moved: bool = False
) -> FormShown:
    locale = administered.locale
    filled = None if task.form is None else task.form.read(posted, locale)
    if filled is not None and filled.faults:
        return ShownForm(filled=filled, locale=locale)
    try:
        found = await do(work, _NOTHING if filled is None else filled.values)
    except EditRefused as refused:
        if filled is not None:
            return ShownForm(filled=with_faults(replace(filled, faults={}), refused, locale), locale=locale)
        return ShownWords(title=task.title, message=_say(refused.said(locale), locale))
    if isinstance(found, NothingToSave):
        return ShownWords(title=task.title, message=_say(found.said, locale))
    kept: Mapping[str, tuple[str, ...]] = (
        {} if filled is None else {name: tuple(given) for name, given in filled.posted.items()}
    )
    return ShownPlan(
        title=task.title,
        message=_say(plan_said(found, locale, moved=moved), locale),
        seen=found.fingerprint if found.changes else "",
        posted=kept,
    )


def _say(said: Said, locale: str) -> Message:
    return message_of(MessageKind.ANSWER, locale, said)
