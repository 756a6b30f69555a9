"""What one process stands on."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapters.channels.web import WEB
from bot.adapters.channels.web.chat import TOLD_WITHIN
from bot.adapters.clock import SystemClock, SystemEntropy, SystemTimer
from bot.adapters.console.provider import ProviderAccount
from bot.domain.organisation.people import Channel
from bot.flows.operations.health import HealthBoard
from bot.ports import Clock, Entropy, Timer, WorkQueue
from storage.database import Database


async def _no_link(_channel: Channel, _code: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The database, the keys, and the only sources of time and chance."""

    storage: Database
    keys_folder: Path
    clock: Clock
    real_clock: Clock = field(default_factory=SystemClock)
    timer: Timer = field(default_factory=SystemTimer)
    entropy: Entropy = field(default_factory=SystemEntropy)
    health: HealthBoard = field(default_factory=HealthBoard)
    all_is_well: Callable[[], Awaitable[None]] | None = None
    """Tells a watcher outside after every clean audit of the deliveries."""
    queue: WorkQueue | None = None
    """What several processes share their work by; None when this one is alone with its database."""
    contact: str = "https://localhost"
    """By which a push service may find who runs this server: the public root of its pages."""
    pages_root: str = ""
    """The public root of its pages, where people reach them by one; empty where nobody has said so."""
    join_link: Callable[[Channel, str], Awaitable[str]] = _no_link
    """Where somebody takes up their code on a channel; empty where they have to type it."""
    account: ProviderAccount | None = None
    """By which the hospital's own sign-in knows Rounds."""
    administrators_by_link: bool = True
    """Whether a link signs administrators in, too."""
    channels_off: Collection[Channel] = ()
    """Those without their settings: nobody can join there."""
    told_within: float = TOLD_WITHIN
    """Seconds after which whoever acts on the web hears that nothing is saved yet."""
    shows_frames: bool = False
    """Whether pages of ours show others of ours in frames, as the demo does."""
    tell_pages: Callable[[Collection[str]], Awaitable[None]] | None = None
    """Tells the processes that serve pages which chats have changed, by their keys."""

    async def link_at_hand(self, channel: Channel, code: str) -> str:
        """The link that carries a code, where no platform has to be asked for it: what is filed waits for nobody."""
        return await self.join_link(channel, code) if channel == WEB else ""
