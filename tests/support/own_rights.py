"""What somebody of a ward may do with their own data in their chat, and a platform that remembers the files."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapters.channels.registry import longest_text
from bot.adapters.clock import SystemEntropy
from bot.adapters.tombstones import FileTombstones
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.inbox.process import Greet
from bot.flows.own_page.forget_own import DestroyNotes, ForgetOwn
from bot.flows.own_page.own_batch import OpenOwnBatch
from bot.flows.own_page.own_in_chat import OwnInChat
from bot.flows.own_page.send_own_file import SendOwnFile
from bot.flows.own_page.write_own_file import WriteOwnFile
from bot.ports import Clock, Storage, UnitOfWork, WorkQueue
from tests.support.channels import SLACK, TELEGRAM, WEB

OWN_PAGE = "⟨⟩⟨⟩"
"""Where somebody's link to their own page leads in a ward that has none."""


@dataclass(slots=True)
class RememberedFiles:
    """Stands for the platforms, as far as files go."""

    files: list[tuple[Address, str, bytes, str]] = field(default_factory=list)
    fault: Exception | None = None
    """What every call ends with, if it fails."""
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens while a file is on its way."""

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.fault is not None:
            raise self.fault
        self.files.append((to, name, body, words))


async def own_page_link(_work: UnitOfWork, person: PersonId, /) -> str:
    assert person
    return OWN_PAGE


class WardRights:
    def __init__(
        self,
        storage: Storage,
        folder: Path,
        *,
        clock: Clock,
        answers: LivingAnswers,
        seal: SealMessages,
        destroy_notes: DestroyNotes,
        queue: WorkQueue,
        greet: Greet,
    ) -> None:
        self.platform = RememberedFiles()
        self.stones = FileTombstones(folder / "keys", entropy=SystemEntropy())
        batch = OpenOwnBatch(clock=clock, seal=seal, longest_text=longest_text)
        self.write = WriteOwnFile(storage=storage, clock=clock, batch=batch, answers=answers)
        self.send = SendOwnFile(
            storage=storage,
            write=self.write,
            messengers={TELEGRAM: self.platform, SLACK: self.platform},
            seal=seal,
            clock=clock,
            queue=queue,
        )
        self.forget = ForgetOwn(
            storage=storage,
            clock=clock,
            tombstones=self.stones,
            answers=answers,
            destroy_notes=destroy_notes,
            awaits_file=self.send.is_awaited,
        )
        self.in_chat = OwnInChat(
            pages=WEB,
            deletable={TELEGRAM},
            link=own_page_link,
            is_secret=True,
            send=self.send,
            forget=self.forget,
            tell=greet,
        )
