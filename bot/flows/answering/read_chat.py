"""Reading a web chat: the messages of the person behind a personal link, as a page in reading order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot.domain.administration.rights import runs_or_audits
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import FrozenDigest, is_reader
from bot.domain.identifiers import PersonId, PromptId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer, DigestPress, DigestRef, OnDigest, OnPulse, PromptPress, PulsePress
from bot.domain.messaging.documents import Lead
from bot.domain.messaging.messages import Message, MessageKind, SealedWords
from bot.domain.organisation.people import Address, Role
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date
from bot.flows.answering.place_words import NotePrompts
from bot.flows.epochs.seal_messages import SealMessages
from bot.ports import Clock, DigestsNow, Storage, UnitOfWork, WebMessage
from bot.repositories.sending import KeptWebMessage

ON_A_PAGE = 60
"""Messages."""
KEPT_IN_SIGHT = timedelta(days=14)
"""How long what is no question stays whole on a page that gets no digests."""
_DIGESTS = frozenset(
    {
        MessageKind.CONVERSATION_SUGGESTED,
        MessageKind.READERS_NEEDED,
        MessageKind.WORTH_A_LOOK,
        MessageKind.NOTHING_NEEDED,
        MessageKind.TEAM_PAGE,
    }
)

_LOOKED_UP = frozenset({MessageKind.HELP, MessageKind.PRIVACY})
NEWS = frozenset({MessageKind.FLAG_NEWS, MessageKind.HELP_ANSWERED, MessageKind.ACTION_NEWS})
"""What leads hear of one another and of those above; how things are stands on the digest."""


class Place(IntEnum):
    """Where a message stands on its page."""

    FIRST = 1
    """Somebody waits for its reader: a question that can be answered, a box to write in."""
    IN_SIGHT = 2
    EARLIER = 3
    """Folded to a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMessage:
    """A message as it stands on its page."""

    message: WebMessage
    place: Place = Place.IN_SIGHT
    is_over: bool = False
    """It shows a question that has closed, or words that can no longer be sent, so nothing can be pressed any more."""
    day: date | None = None
    """When it was posted, in the reader's zone."""
    week: IsoWeek | None = None
    """About when, where no day is kept because it answers a press."""
    digest: FrozenDigest | None = None
    """What stands behind it: the chart, and the details that its reader may see."""

    @property
    def chart(self) -> ChartFigures | None:
        """In the language of the message."""
        chart = None if self.digest is None else self.digest.chart
        return None if chart is None else replace(chart, locale=self.message.message.locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    person: PersonId
    organisation: str
    locale: str
    page: Sequence[PageMessage]
    """Oldest first."""
    newest_change: int
    runs_rounds: bool = False
    """Whether there is a page of the console for this person."""

    @property
    def messages(self) -> Sequence[WebMessage]:
        """Oldest first."""
        return [each.message for each in self.page]

    @property
    def has_answered(self) -> bool:
        """Whether a question on the page is answered, or was passed over."""
        presses = (button.intent for each in self.messages for row in each.message.buttons for button in row)
        return any(isinstance(press, PulsePress) and press.what is OnPulse.CHANGE for press in presses)

    def in_order(self) -> Sequence[PageMessage]:
        """As they are read: what waits for the reader, then the newest first."""
        return sorted(self.page, key=lambda each: (each.place, -each.message.id))


class ReadChat:
    """Only the holder of the link sees the chat; an unknown link, or one of somebody who left, shows nothing."""

    def __init__(
        self,
        *,
        storage: Storage,
        messages: SealMessages,
        clock: Clock,
        digests_now: DigestsNow,
        notes: NotePrompts | None = None,
    ) -> None:
        """`notes`: what waits for words and has no row."""
        self._storage, self._messages, self._clock, self._notes = storage, messages, clock, notes
        self._digests_now = digests_now

    async def __call__(self, address: Address, *, after: int = 0, limit: int = ON_A_PAGE) -> Chat | None:
        """The newest messages; none where nothing has changed `after` that change. With a `limit` of 0 none is opened:
        for whoever acts on the chat it is enough whose it is, and the change that brought its newest message."""
        now = self._clock.now()
        async with self._storage.reading() as work:
            person = await work.rosters.at_address(address)
            programme = await work.programmes.current()
            if person is None or programme is None:
                return None
            held = await work.rosters.memberships_of(person.id)
            units = [each.unit for each in held]
            organisation = programme.organisation
            known = [unit for unit in units if unit in organisation]
            zone = person.timezone or (organisation.zone_of(known[0]) if known else organisation.timezone)
            changed = await work.web_chats.since(person.id, after, limit=max(limit, 1))
            kept = await work.web_chats.since(person.id, 0, limit=limit) if after and changed else changed
            opened = await self._opened(work, person.id, kept[:limit])
            open_prompts = await self._open_prompts(work, person.id, opened, now=now)
            opened = [each for each in opened if not _is_done_with(each[1].message, open_prompts)]
            pulses = await _pulses(work, opened)
            placed = _placed(opened, pulses, open_prompts, now=now, zone=ZoneInfo(zone))
            roles = {
                unit: each.roles_on(local_date(now, organisation.zone_of(unit)))
                for each in held
                if (unit := each.unit) in organisation
            }
            behind = await self._digests(work, programme, person.id, placed, roles, now=now)
            return Chat(
                person=person.id,
                organisation=organisation.name,
                locale=organisation.locale_for(person, units),
                page=[replace(each, digest=behind.get(each.message.id)) for each in placed],
                runs_rounds=any(runs_or_audits(each.roles) for each in held),
                newest_change=max((each.change for each in (*changed, *kept)), default=after),
            )

    async def _digests(
        self,
        work: UnitOfWork,
        programme: Programme,
        reader: PersonId,
        page: Sequence[PageMessage],
        roles: Mapping[UnitId, frozenset[Role]],
        *,
        now: datetime,
    ) -> Mapping[int, FrozenDigest]:
        """The digests that messages bring, by the number of the message, as far as they are for this reader, who may
        have lost the role. A page may hold a year of them, so each unit's are read at once."""
        refs = {each.message.id: ref for each in page if (ref := _digest_of(each.message)) and ref.unit in roles}
        if not refs:
            return {}
        wanted, first = set(refs.values()), dict[UnitId, IsoWeek]()
        for ref in wanted:
            first[ref.unit] = min(ref.week, first.get(ref.unit, ref.week))
        frozen = [
            digest
            for unit in sorted(first)
            for digest in await work.weeks.digests(unit, since=first[unit])
            if digest.ref in wanted and is_reader(digest, reader, roles[unit])
        ]
        found = {each.ref: each for each in await self._digests_now(work, programme, frozen, reader, now=now)}
        return {number: found[ref] for number, ref in refs.items() if ref in found}

    async def _open_prompts(
        self, work: UnitOfWork, person: PersonId, opened: "Opened", *, now: datetime
    ) -> Collection[PromptId]:
        """What still waits for words, or for a word to send them."""
        if not any(prompt_of(message.message) for _, message in opened):
            return ()
        kept = await work.prompts.open_of(person, now=now)
        unkept = () if self._notes is None else await self._notes.prompts(work, person, now=now)
        return {each.id for each in (*kept, *unkept)}

    async def _opened(self, work: UnitOfWork, person: PersonId, kept: Sequence[KeptWebMessage]) -> "Opened":
        """Without what was sealed under a key that is gone."""
        sealed = [each.words for each in kept if isinstance(each.words, SealedWords)]
        found = iter(await self._messages.messages(work, person, sealed))
        worded = [(each, next(found) if isinstance(each.words, SealedWords) else each.words) for each in kept]
        return [(each, _shown(each, message)) for each, message in worded if message is not None]


Opened = Sequence[tuple[KeptWebMessage, WebMessage]]


def _shown(kept: KeptWebMessage, message: Message) -> WebMessage:
    return WebMessage(
        id=kept.id,
        person=kept.person,
        message=message,
        change=kept.change,
        key=kept.key,
        edited=kept.edited,
        posted_at=kept.posted_at,
        digest=kept.digest,
    )


async def _pulses(work: UnitOfWork, opened: Opened) -> Mapping[PulseId, Pulse]:
    """The questions that these messages show."""
    shown = {pulse for _, message in opened if (pulse := _pulse_of(message.message)) is not None}
    return await work.pulses.many(shown) if shown else {}


def _is_done_with(message: Message, open_prompts: Collection[PromptId]) -> bool:
    """Whether it shows a box that takes no more words, so that it is left out."""
    prompt = prompt_of(message)
    return message.asks_reply and prompt is not None and prompt not in open_prompts


def _digest_of(shown: WebMessage) -> DigestRef | None:
    """The digest that a message brings."""
    if shown.message.kind not in _DIGESTS:
        return None
    return shown.digest or next(
        (
            button.intent.digest
            for row in shown.message.buttons
            for button in row
            if isinstance(button.intent, DigestPress) and button.intent.what is OnDigest.DETAILS
        ),
        None,
    )


def _placed(
    opened: Opened,
    pulses: Mapping[PulseId, Pulse],
    open_prompts: Collection[PromptId],
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Sequence[PageMessage]:
    shown = [message for _, message in opened]
    about = {message.id: pulse for message in shown if (pulse := _pulse_of(message.message)) is not None}
    asked = {message.id: prompt for message in shown if (prompt := prompt_of(message.message)) is not None}
    over = {number for number, pulse in about.items() if _is_over(pulses.get(pulse), now)}
    over |= {number for number, prompt in asked.items() if prompt not in open_prompts}
    places = _places(shown, about, over, now=now)
    return [
        PageMessage(
            message=message,
            place=places[message.id],
            is_over=message.id in over,
            day=None if message.posted_at is None else message.posted_at.astimezone(zone).date(),
            week=kept.words.key if message.posted_at is None and isinstance(kept.words, SealedWords) else None,
        )
        for kept, message in opened
    ]


def _places(
    shown: Sequence[WebMessage], about: Mapping[int, PulseId], over: set[int], *, now: datetime
) -> Mapping[int, Place]:
    """In sight are the newest digest of each unit, those of other units if they are of the same week, and what came
    after them, what changed last, and a champion's nudge until the next one; past questions are not, nor what a newer
    answer has replaced."""
    digests = _newest_digests(shown)
    nudge = max((each.id for each in shown if each.message.kind is MessageKind.NUDGE), default=0)
    newest = {_line_of(each.message): each.id for each in sorted(shown, key=lambda each: each.change)}
    oldest_digest = min(digests, default=0)
    changed_last = max(shown, key=lambda each: each.change).id if shown else 0

    def place(each: WebMessage) -> Place:
        if each.id not in over and _waits(each.message):
            return Place.FIRST
        is_new = each.id >= oldest_digest or each.id == nudge
        is_new &= each.posted_at is None or now - each.posted_at < KEPT_IN_SIGHT
        is_new &= (
            _line_of(each.message) is None
            or newest[_line_of(each.message)] == each.id
            or _has_news_to_press(each.message)
        )
        is_in_sight = each.id in digests or (is_new and each.id not in about and each.message.kind not in _DIGESTS)
        return Place.IN_SIGHT if is_in_sight or each.id == changed_last else Place.EARLIER

    return {each.id: place(each) for each in shown}


def _line_of(message: Message) -> tuple[MessageKind, str] | None:
    """What only the newest of stays in sight: how somebody is asked, what they heard to something they did that leaves
    nothing to press, and news of each sort of a unit. None for all else."""
    if message.kind is MessageKind.SETTINGS:
        return MessageKind.SETTINGS, ""
    if message.kind in NEWS:
        return message.kind, message.unit_name
    is_said = message.kind is MessageKind.ANSWER and not message.buttons and not message.asks_reply
    return (MessageKind.ANSWER, "") if is_said or message.kind in _LOOKED_UP else None


def _has_news_to_press(message: Message) -> bool:
    """Older news that its reader may still act on stays."""
    return message.kind in NEWS and bool(message.buttons)


def _newest_digests(shown: Sequence[WebMessage]) -> set[int]:
    """Who reads several units gets several digests at once, and none hides another; nor does the team's own page hide
    that of its leads."""
    found = [each for each in shown if each.message.kind in _DIGESTS]
    if not found:
        return set()
    newest = max(found, key=lambda each: each.id)
    if newest.digest is None:
        return {newest.id}
    newest_of: dict[tuple[UnitId, bool], int] = {}
    for each in sorted(found, key=lambda each: each.id):
        if each.digest is not None and each.digest.week == newest.digest.week:
            newest_of[each.digest.unit, each.message.kind is MessageKind.TEAM_PAGE] = each.id
    return set(newest_of.values())


def _waits(message: Message) -> bool:
    """Whether its reader is asked for something that they have not done, if only behind a menu."""
    intents = [button.intent for row in message.buttons for button in row]
    return message.asks_reply or any(isinstance(each, Answer | PromptPress) for each in intents) or _is_menu(message)


def _is_menu(message: Message) -> bool:
    """Whether it leads back to a question that it does not show."""
    intents = (button.intent for row in message.buttons for button in row)
    leads_back = any(isinstance(each, PulsePress) and each.what is OnPulse.BACK for each in intents)
    return leads_back and not any(isinstance(each, Lead) for each in message.document.sections)


def prompt_of(message: Message) -> PromptId | None:
    """The prompt whose box, or whose draft, a message shows."""
    intents = (button.intent for row in message.buttons for button in row)
    return next((intent.prompt for intent in intents if isinstance(intent, PromptPress)), None)


def _pulse_of(message: Message) -> PulseId | None:
    """The question that a message shows in any of its views."""
    intents = (button.intent for row in message.buttons for button in row)
    return next((intent.pulse for intent in intents if isinstance(intent, Answer | PulsePress)), None)


def _is_over(pulse: Pulse | None, now: datetime) -> bool:
    return pulse is not None and (now >= pulse.closes_at or pulse.state is PulseState.EXPIRED)
