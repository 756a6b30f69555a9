"""Two leads who act on their digests, so that a newcomer sees an action grow: by buttons and words, like anybody."""

from collections.abc import Callable, Mapping

from bot.adapters.channels.web.links import address_of
from bot.app.loops import App
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    DuePress,
    Intent,
    OnAction,
    OnDigest,
    OnPrompt,
    OwnerPress,
    PromptPress,
)
from bot.domain.messaging.inbound import (
    Event,
    Inbound,
    Pressed,
    Typed,
)
from bot.domain.organisation.people import Role

EVERY = 9
"""Weeks between two actions of one lead."""
CLOSES_AFTER = 4
"""Weeks after which it is done."""
STARTS: Mapping[PersonId, tuple[int, str]] = {
    PersonId("intensive-care-lead-nursing"): (2, "A second trolley for the night drug round"),
    PersonId("surgical-ward-4-lead-nursing"): (2, "Protected break for the night team"),
}
TELLS = {PersonId("intensive-care-lead-nursing"): "The second trolley has been ordered and arrives on Monday."}


class Leads:
    """Presses the buttons of digests as they stand in the leads' own chats."""

    def __init__(self, *, app: App, tokens: Mapping[PersonId, str]) -> None:
        self._app, self._tokens = app, tokens
        self._read = app.graph.read_chat
        self._acts = 0

    async def act(self, week: IsoWeek) -> None:
        for person, (offset, words) in STARTS.items():
            turn = (week.index - offset) % EVERY
            if turn == 0 and await self._press(person, _digest(OnDigest.START_ACTION)):
                await self._write(person, words)
                await self._press(person, _owner(Role.NURSING_LEAD))
                await self._press(person, _due(days=14))
            if turn == 2 and person in TELLS and await self._press(person, _action(OnAction.TELL)):
                await self._write(person, TELLS[person])
            if turn == CLOSES_AFTER:
                await self._press(person, _action(OnAction.CLOSE))

    async def _press(self, person: PersonId, wanted: Callable[[Intent], bool]) -> bool:
        """Press the newest button of this kind; False if there is none."""
        chat = await self._read(address_of(self._tokens[person]), limit=8)
        for shown in reversed(chat.messages if chat else ()):
            for button in (button for row in shown.message.buttons for button in row):
                if wanted(button.intent):
                    await self._do(person, Pressed(intent=button.intent), MessageRef(str(shown.id)))
                    return True
        return False

    async def _write(self, person: PersonId, words: str) -> None:
        """Into the newest box, and sent off once it was shown."""
        chat = await self._read(address_of(self._tokens[person]), limit=8)
        boxes = [MessageRef(str(shown.id)) for shown in chat.messages if shown.message.asks_reply] if chat else []
        if boxes:
            await self._do(person, Typed(text=words, reply_to=boxes[-1]), boxes[-1])
            await self._press(person, _sending)

    async def _do(self, person: PersonId, event: Event, message: MessageRef | None) -> None:
        self._acts += 1
        update = Inbound(
            sender=address_of(self._tokens[person]),
            update_id=f"lead-{person}-{self._acts}",
            sequence=self._acts,
            event=event,
            message=message,
        )
        await self._app.graph.inbox.receive([update])
        await self._app.graph.inbox.work_off()
        await self._app.graph.post_web.drain()


def _sending(intent: Intent) -> bool:
    return isinstance(intent, PromptPress) and intent.what is OnPrompt.SEND


def _digest(what: OnDigest) -> Callable[[Intent], bool]:
    return lambda intent: isinstance(intent, DigestPress) and intent.what is what


def _action(what: OnAction) -> Callable[[Intent], bool]:
    return lambda intent: isinstance(intent, ActionPress) and intent.what is what


def _owner(role: Role) -> Callable[[Intent], bool]:
    return lambda intent: isinstance(intent, OwnerPress) and intent.role is role


def _due(*, days: int) -> Callable[[Intent], bool]:
    return lambda intent: isinstance(intent, DuePress) and intent.days == days
