"""A channel in one value: what it is, how it is set up, what the rest of Rounds gives it and gets from it."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from bot.domain.follow_up.prompts import Box
from bot.domain.messaging.free_text_guard import LONGEST_TEXT
from bot.domain.messaging.inbound import Inbound, Receipt
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Channel
from bot.domain.texts.sentences import Sentence, Wording
from bot.ports import Clock, DatabaseLock, Messenger, Timer
from bot.setting_fields import SettingsGroup

if TYPE_CHECKING:
    import re

    from starlette.routing import BaseRoute

    from bot.flows.administration.find_people import FindAdministrators
    from bot.flows.administration.in_chat.fill_in_form import FillInForm
    from bot.flows.answering.show_home import ShowHome
    from bot.flows.answering.show_menu import ShowMenu
    from bot.flows.inbox.choose_locale import LocaleOf
    from bot.flows.operations.health import HealthBoard

Group = TypeVar("Group", bound=SettingsGroup)
ENROL_INSTEAD = Sentence.of("fault-enrol_instead")
"""What an administrator can always do about an address that does not fit."""
JoinLink = Callable[[str], str]
"""The link that carries an enrolment code; empty where people have to type it."""


class NoLink(Exception):
    """A channel that has links cannot make one now; the words say why and what to do."""


class ReceiveUpdates(Protocol):
    async def __call__(self, updates: Sequence[Inbound], /) -> Sequence[Receipt]:
        """Commit these to the inbox, all or none; one receipt for each, in order. Raises `StorageUnavailable` when
        nothing was saved."""


class ChannelHost(Protocol):
    """What the rest of Rounds gives a channel that is opened."""

    @property
    def receive(self) -> ReceiveUpdates: ...
    @property
    def home(self) -> "ShowHome": ...
    @property
    def menu(self) -> "ShowMenu": ...
    @property
    def forms(self) -> "FillInForm": ...
    @property
    def administrators(self) -> "FindAdministrators": ...
    @property
    def locale_of(self) -> "LocaleOf": ...
    @property
    def health(self) -> "HealthBoard": ...
    @property
    def clock(self) -> Clock:
        """Real time."""

    @property
    def timer(self) -> Timer: ...

    def lock(self, name: str) -> DatabaseLock:
        """What one of several processes holds alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedChannel:
    """What a channel that was opened gives the rest of Rounds."""

    messenger: Messenger
    rate: float
    """Messages a second, at most."""
    loops: Sequence[Callable[[], Awaitable[None]]] = ()
    """What has to run all the time for people's messages to come in."""
    routes: Sequence["BaseRoute"] = ()
    """Addresses of ours that the platform calls."""
    renew: Callable[[Any], Awaitable[None]] | None = None
    """Takes the tokens of new settings of the same channel, while everything goes on. Raises `TokenRefused`, and
    `DeliveryFailed` where the platform cannot be asked; then all stays as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingSetting:
    """A variable that another one needs."""

    at: str
    """The variable that is set."""
    name: str
    what: str


def nothing_missing(_variables: Collection[str]) -> Iterator[MissingSetting]:
    yield from ()


def nothing_to_warn_of(_settings: object, _people: str) -> str:
    return ""


async def no_link(_settings: object, _timer: Timer) -> JoinLink:
    return lambda _code: ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How a page of ours draws a message as people see it on the platform, from the very payload that would be sent."""

    payload: Callable[[Message], Mapping[str, Any]]
    """What the platform is given for a message."""
    package: str
    """The channel's own, which has `templates/likeness.html` and `static/likeness.css`."""
    filters: Mapping[str, Callable[..., object]]
    """What the template makes of parts of the payload, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDescription(Generic[Group]):
    """Everything that differs from channel to channel and is known before it is opened."""

    id: Channel
    """As it stands in rosters and in the database."""
    title: str
    settings: type[Group]
    variables: Mapping[str, str]
    """Names in the environment, each with its field of the settings."""
    secrets: Sequence[str] = ()
    """Those variables that may also be given by a file."""
    tokens: Sequence[str] = ()
    """Fields of the settings that may change while the channel is open."""
    switch: str = ""
    """The variable without which the channel is off; empty: it is always on."""
    missing: Callable[[Collection[str]], Iterator[MissingSetting]] = nothing_missing
    """Says which variables are missing beside those that are set."""
    address_fault: Callable[[str], Wording]
    """What is wrong with an address in the roster; empty if nothing is."""
    warning: Callable[[Group, str], str] = nothing_to_warn_of
    """What an administrator should know when people are on this channel; the second argument says how many are."""
    join_link: Callable[[Group, Timer], Awaitable[JoinLink]] = no_link
    """Raises `NoLink`."""
    seconds_per_chat: float = 1.0
    """Between two messages in one chat."""
    concurrency: int = 1
    """Calls to the platform at the same time."""
    address_is_link: bool = False
    """Whether whoever knows an address is that person: it ends for good when they leave."""
    can_delete: bool = False
    """Whether people can delete what the bot wrote to them."""
    command_prefix: str = ""
    """What stands before the word of a command, as this channel's people type it."""
    has_menu: bool = False
    """Whether commands are buttons of a menu, and there is no box to type them into at any time."""
    longest_text: int = LONGEST_TEXT
    """Characters that an answer in own words may have, however it is sent; what is longer is given back, not cut."""
    box: Box = Box.REPLIED_TO
    likeness: Callable[[], Likeness] | None = None
    """Loaded when somebody looks at it. None: people read pages of ours, which are shown as they are."""
    noisy_loggers: Sequence[str] = ()
    """Libraries whose logs below `warning` could tell secrets."""
    secret_shapes: Sequence["re.Pattern[str]"] = ()
    """Whatever looks like this is hidden in logs."""
    open: Callable[[ChannelHost, Group, AsyncExitStack, bool], Awaitable[OpenedChannel]] | None = None
    """Opens the account, for receiving too where the last argument says so; the stack closes it. None: people read
    their messages on pages of ours, and nothing has to be opened."""


Channels = Sequence[ChannelDescription[Any]]
