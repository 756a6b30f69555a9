"""What one transaction of the inbox has read ahead, and what it will write: few statements for many presses."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.errors import ProgrammeMissing
from bot.domain.follow_up.actions import TeamUpdate
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer, PulsePress
from bot.domain.messaging.deliveries import (
    Delivery,
    DeliveryKind,
    Lease,
    handed_over,
)
from bot.domain.messaging.delivery_keys import redraw_key
from bot.domain.messaging.free_text_guard import LongestText
from bot.domain.messaging.inbound import (
    Blocked,
    Deleted,
    Edited,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Typed,
)
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import (
    Address,
    Channel,
    Listed,
    Person,
    TeamMember,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.epochs.asked_kept_from import kept_from
from bot.flows.epochs.open_epoch import HeldEpoch
from bot.flows.epochs.seal_messages import SealMessages
from bot.ports import SealedAnswer, UnitOfWork


@dataclass(slots=True, kw_only=True)
class InboxBatch:
    """Reads are done once; presses change what lies here; `flush` writes it all."""

    work: UnitOfWork
    now: datetime
    seal: SealMessages
    longest_text: LongestText
    people: Mapping[Address, Person]
    members: Mapping[PersonId, Sequence[TeamMember]]
    pulses: dict[PulseId, Pulse]
    questions: Mapping[QuestionRef, Question]
    news: dict[tuple[PersonId, UnitId], TeamUpdate | None]
    """What was told back to a team and not yet shown to a person, of those for whom it was looked up."""
    closed_through: IsoWeek | None
    """The newest week that is closed or being closed: nothing that belongs to it may change."""
    known_programme: Programme | None
    epochs: dict[IsoWeek, HeldEpoch | None] = field(default_factory=dict)
    """The epochs that were looked up; None where one has ended."""
    channels: set[Channel] = field(default_factory=set)
    """Accounts for which something was put out that only the database knows of."""
    edits: dict[DeliveryKey, Lease] = field(default_factory=dict)
    """What was put out to change a message that somebody has just pressed, to be handed over after the commit."""
    afterwards: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What is done once all of it is committed, and waits for nobody but the database and the disk."""
    speaks: bool = True
    """Whether new messages go out for what is acted upon now; edits go out always."""
    _changed: dict[PulseId, Pulse] = field(default_factory=dict)
    _answers: dict[bytes, SealedAnswer] = field(default_factory=dict)
    _redraws: dict[DeliveryKey, Delivery] = field(default_factory=dict)
    _posts: list[Delivery] = field(default_factory=list)
    _obsolete: set[DeliveryKey] = field(default_factory=set)
    _heard: set[PersonId] = field(default_factory=set)
    _shown: list[tuple[PersonId, str]] = field(default_factory=list)
    _places: dict[UnitId, tuple[str, str, str]] = field(default_factory=dict)
    _listed: dict[UnitId, Sequence[Listed]] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        if self.known_programme is None:
            raise ProgrammeMissing
        return self.known_programme

    @property
    def organisation_locale(self) -> str:
        """For those who are on no list."""
        programme = self.known_programme
        return DEFAULT_LOCALE if programme is None else programme.organisation.locale_for()

    # --- reading --------------------------------------------------------------------------------------------------

    async def place(self, unit: UnitId) -> tuple[str, str, str]:
        """Name, zone and locale of a unit; a retired one has the organisation's."""
        if unit not in self._places:
            organisation = self.programme.organisation
            if unit in organisation:
                found = organisation.unit(unit).name, organisation.zone_of(unit), organisation.locale_of(unit)
            else:
                found = await self.work.programmes.unit_name(unit), organisation.timezone, organisation.locale
            self._places[unit] = found
        return self._places[unit]

    async def listed(self, unit: UnitId) -> Sequence[Listed]:
        """Who is on a team's list."""
        if unit not in self._listed:
            self._listed[unit] = (await self.work.rosters.listed([unit])).get(unit, ())
        return self._listed[unit]

    async def zone_and_locale(self, person: Person) -> tuple[str, str]:
        """How to write to a person outside any pulse: their own, or their first unit's."""
        units = [team.unit for team in self.members.get(person.id, ())]
        zone = (await self.place(units[0]))[1] if units else self.programme.organisation.timezone
        return person.timezone or zone, self.programme.organisation.locale_for(person, units)

    async def belongs(self, person: Person, unit: UnitId) -> bool:
        """Whether the person is on the unit's list today: asked again at every action."""
        _, zone, _ = await self.place(unit)
        today = local_date(self.now, person.timezone or zone)
        return person.is_listed(today) and any(team.unit == unit for team in self.members.get(person.id, ()))

    def is_closed(self, pulse: Pulse) -> bool:
        """Closed by the clock, by its state, or because its week is: a clock that went back opens nothing again."""
        week_closed = self.closed_through is not None and pulse.week <= self.closed_through
        return self.now >= pulse.closes_at or pulse.state is PulseState.EXPIRED or week_closed

    def rename(self, person: Person) -> None:
        """Somebody's row on the list was changed: what was read ahead is brought to it."""
        self.people = {at: person if each.id == person.id else each for at, each in self.people.items()}
        teams = [replace(team, person=person) for team in self.members.get(person.id, ())]
        self.members = {**self.members, person.id: teams}

    async def pulse(self, pulse_id: PulseId) -> Pulse | None:
        """A pulse that may not have been read ahead."""
        if pulse_id not in self.pulses:
            found = (await self.work.pulses.many_locked([pulse_id])).get(pulse_id)
            if found is None:
                return None
            self.pulses[pulse_id] = found
            if found.question not in self.questions:
                self.questions = {**self.questions, **await self.work.programmes.wordings([found.question])}
        return self.pulses[pulse_id]

    # --- writing --------------------------------------------------------------------------------------------------

    def save(self, pulse: Pulse) -> None:
        self.pulses[pulse.id] = self._changed[pulse.id] = pulse

    def put_answer(self, answer: SealedAnswer) -> None:
        self._answers[answer.id] = answer

    async def answer(self, identity: bytes) -> bytes | None:
        """The sealed answer under this id, as it will be once this is written."""
        waiting = self._answers.get(identity)
        return waiting.body if waiting is not None else (await self.work.answers.many([identity])).get(identity)

    def note_heard(self, person: PersonId) -> None:
        """Whoever was silent before begins again; most were not, and need no statement for it."""
        teams = self.members.get(person, ())
        if not teams or any(team.consent.unanswered for team in teams):
            self._heard.add(person)

    async def take_news(self, person: PersonId, unit: UnitId) -> str:
        """What was told back and not yet shown to this person, once."""
        place = person, unit
        if place not in self.news:
            self.news[place] = (await _news(self.work, self.known_programme, {place}, self.now)).get(place)
        told, self.news[place] = self.news[place], None
        if told is None:
            return ""
        self._shown.append((person, told.id))
        return told.words

    def withdraw(self, *keys: DeliveryKey) -> None:
        """These need not be sent any more."""
        self._obsolete.update(keys)

    def post(self, delivery: Delivery) -> None:
        if self.speaks:
            self._posts.append(delivery)
            self.channels.add(delivery.channel)

    def queue(self, deliveries: Collection[Delivery]) -> None:
        """What another flow answers replaces what waits under its key: of two answers of one batch the newest goes."""
        for delivery in deliveries:
            if delivery.edits is None:
                self._posts[:] = [each for each in self._posts if each.key != delivery.key]
                self.post(delivery)
            else:
                self._redraws[delivery.key] = delivery
                self.edits.pop(delivery.key, None)
                self.channels.add(delivery.channel)

    async def redraw(self, update: Inbound, pulse: Pulse, message: Message, *, at: MessageRef | None = None) -> None:
        """Bring the message of a pulse to this state: the one `at` this place, the pressed one, or the newest."""
        pressed = update.message if isinstance(update.event, Pressed) else None
        ref = at or pressed or await self.work.pulses.message_of(pulse.id)
        if ref is None:
            self.reply(update, pulse.person, message)
            return
        reply = reply_to(update, pulse.person, message, now=self.now, edits=ref)
        redraw = replace(reply, key=redraw_key(pulse.id), kind=DeliveryKind.REDRAW, pulse=pulse.id)
        self._answer(update, redraw)

    def reply(self, update: Inbound, person: PersonId, message: Message) -> None:
        """Answer in the message that was pressed, or with a new one."""
        pressed = update.message if isinstance(update.event, Pressed) else None
        self._answer(update, reply_to(update, person, message, now=self.now, edits=pressed))

    def _answer(self, update: Inbound, delivery: Delivery) -> None:
        """Put out what goes back to the one who acted."""
        if delivery.edits is None:
            self.post(delivery)
        else:
            self._redraws[delivery.key] = delivery
            self.edits.pop(delivery.key, None)  # the newest stands last
            self.edits[delivery.key] = handed_over(delivery, update.sender)

    async def flush(self) -> None:
        """Write everything that lies here; afterwards the batch may be used on."""
        work = self.work
        await work.answers.put_many(list(self._answers.values()))
        await work.pulses.save_many(list(self._changed.values()))
        await work.deliveries.expire_keys(self._obsolete, withdrawn=True)
        await work.deliveries.put_redraws(await self._sealed_redraws())
        await work.deliveries.add(await self._sealed(self._posts))
        await work.rosters.forget_unanswered(self._heard)
        for person, told in self._shown:
            await work.loop.mark_shown(person, told)
        for pile in (
            self._answers,
            self._changed,
            self._heard,
            self._obsolete,
            self._redraws,
            self._posts,
            self._shown,
        ):
            pile.clear()

    async def _sealed_redraws(self) -> Sequence[Delivery]:
        """Those that are handed over, too: the dispatcher notes what it has shown by how it is kept."""
        sealed = await self._sealed(list(self._redraws.values()))
        for each in sealed:
            if each.key in self.edits:
                self.edits[each.key] = replace(self.edits[each.key], delivery=each)
        return sealed

    async def _sealed(self, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
        """Whatever says what somebody did; what leads tell others lies in the open, like the same from the clock."""
        hidden = [each for each in deliveries if not each.is_told_by_leads]
        sealed = iter(await self.seal(self.work, hidden, now=self.now))
        return [each if each.is_told_by_leads else next(sealed) for each in deliveries]

    def reread(self, pulses: Collection[PulseId]) -> None:
        """These were changed in storage directly: what was read ahead is no longer true."""
        for pulse in pulses:
            self.pulses.pop(pulse, None)


async def open_batch(
    work: UnitOfWork, updates: Sequence[Inbound], *, now: datetime, seal: SealMessages, longest_text: LongestText
) -> InboxBatch:
    """Read ahead what a batch of updates will need."""
    people, members = await _senders(work, updates)
    opened = {each.sender for each in updates if isinstance(each.event, Opened) and each.sender in people}
    for channel in {each.channel for each in opened}:  # a page's question is delivered when its person has seen it
        theirs = {people[each].id for each in opened if each.channel == channel}
        await work.pulses.note_opened(theirs, channel=channel, now=now)
    pressed = _pressed(updates)
    pulses = dict(await work.pulses.many_locked(pressed)) if pressed else {}
    programme = await work.programmes.current()
    wanted = {(pulse.person, pulse.unit) for pulse in pulses.values() if not pulse.as_told().heard}
    news = await _news(work, programme, wanted, now)
    return InboxBatch(
        work=work,
        now=now,
        seal=seal,
        longest_text=longest_text,
        people=people,
        members=members,
        pulses=pulses,
        questions=await _wordings(work, programme, {pulse.question for pulse in pulses.values()}),
        news={place: news.get(place) for place in wanted},
        closed_through=await work.weeks.closed_through() if pulses or _may_answer(updates) else None,
        known_programme=programme,
    )


async def open_to_look(
    work: UnitOfWork, sender: Address, *, now: datetime, seal: SealMessages, longest_text: LongestText
) -> InboxBatch:
    """For somebody who is only shown something: nothing is locked, and nothing of it may be written."""
    people, members = await work.rosters.listed_at([sender])
    return await _with_nothing_read(work, people, members, now=now, seal=seal, longest_text=longest_text)


async def open_beside_the_chat(
    work: UnitOfWork, person: Person, *, now: datetime, seal: SealMessages, longest_text: LongestText
) -> InboxBatch:
    """For somebody who acts elsewhere than in their chat, which they may not even have."""
    members = await work.rosters.members([person.id])
    return await _with_nothing_read(work, {}, members, now=now, seal=seal, longest_text=longest_text)


async def _with_nothing_read(
    work: UnitOfWork,
    people: Mapping[Address, Person],
    members: Mapping[PersonId, Sequence[TeamMember]],
    *,
    now: datetime,
    seal: SealMessages,
    longest_text: LongestText,
) -> InboxBatch:
    return InboxBatch(
        work=work,
        now=now,
        seal=seal,
        longest_text=longest_text,
        people=people,
        members=members,
        pulses={},
        questions={},
        news={},
        closed_through=await work.weeks.closed_through(),
        known_programme=await work.programmes.current(),
    )


async def _news(
    work: UnitOfWork, programme: Programme | None, wanted: Collection[tuple[PersonId, UnitId]], now: datetime
) -> Mapping[tuple[PersonId, UnitId], TeamUpdate]:
    """Not what is so old that it may have been forgotten who was shown it."""
    if programme is None or not wanted:
        return {}
    return await work.loop.news(wanted, since=await kept_from(work, programme, now=now))


async def _senders(
    work: UnitOfWork, updates: Sequence[Inbound]
) -> tuple[Mapping[Address, Person], Mapping[PersonId, Sequence[TeamMember]]]:
    """Who they are. Whoever does anything can be reached, whatever their address refused before."""
    senders = {update.sender for update in updates}
    people, members = await work.rosters.listed_at(senders, held=True)
    acted = {update.sender for update in updates if not isinstance(update.event, Blocked)}
    back = [at for at in acted & people.keys() if any(each.address is None for each in members[people[at].id])]
    other = {update.sender for update in updates if isinstance(update.event, Blocked | Returned)}
    # Before any question: whoever changes addresses has them first, too.
    await work.rosters.lock_addresses({people[at].id: at for at in (*back, *(other & people.keys()))})
    if not back:
        return people, members
    for address in back:
        await work.rosters.mark_reachable(address)
    return await work.rosters.listed_at(senders)


def _may_answer(updates: Sequence[Inbound]) -> bool:
    """Whether any of these may belong to a question that only their message names."""
    return any(isinstance(each.event, Typed | Edited | Deleted | Pressed) for each in updates)


def _pressed(updates: Sequence[Inbound]) -> Collection[PulseId]:
    return {
        update.event.intent.pulse
        for update in updates
        if isinstance(update.event, Pressed) and isinstance(update.event.intent, Answer | PulsePress)
    }


async def _wordings(
    work: UnitOfWork, programme: Programme | None, wanted: Collection[QuestionRef]
) -> Mapping[QuestionRef, Question]:
    """What was asked, mostly by the programme in force, which is known already."""
    asked_now = {} if programme is None else {each.ref: each for each in programme.questions.values()}
    known = {ref: asked_now[ref] for ref in wanted if ref in asked_now}
    older = [ref for ref in wanted if ref not in known]
    return {**known, **await work.programmes.wordings(older)} if older else known
