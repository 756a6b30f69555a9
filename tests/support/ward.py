"""A small ward on a real database: people with open questions who press, write and command, and all that follows."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from bot.adapters.channels.registry import longest_text, name_command
from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.note_files import FileNotes
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import AnswerBody, unpack
from bot.domain.asking.pulses import Pulse, Round
from bot.domain.errors import KeyUnavailable
from bot.domain.follow_up.prompts import Box, Prompt
from bot.domain.identifiers import AnswerCode, DeliveryKey, EpochId, MessageRef, PersonId, PulseId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer, Intent, OnPulse, OnSelf, PulsePress, SelfPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import Command, Commanded, Event, Inbound, Pressed, Receipt, Typed
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.organisation.people import Address, Channel, Person, Roster
from bot.domain.programme.programme import Programme
from bot.flows.answering.enrol_in_chat import EnrolInChat
from bot.flows.answering.hold_words import HoldWords
from bot.flows.answering.seal_answer import SealAnswer
from bot.flows.answering.wishes.show_own import ShowOwn
from bot.flows.asking.compose_pulse import ComposePulse
from bot.flows.epochs.close_epoch import CloseEpoch
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.flows.epochs.seal_text import SealText
from bot.flows.follow_up.act_on_digest import ActOnDigest
from bot.flows.follow_up.answer_help import AnswerHelp
from bot.flows.follow_up.ask_for_words import AskForWords
from bot.flows.follow_up.follow_action import FollowAction
from bot.flows.follow_up.take_words import TakeWords
from bot.flows.inbox.pace_answers import PaceAnswers
from bot.flows.inbox.process import ProcessInbox
from bot.flows.inbox.receive import Receive
from bot.flows.inbox.seal_updates import SealUpdates
from bot.flows.operations.health import HealthBoard
from bot.flows.raising.keep_notes import KeepNotes
from bot.flows.raising.raise_something import RaiseSomething
from bot.ports import Storage, UnitOfWork
from tests.support import channels
from tests.support.builders import FAR, T0, a_programme, a_pulse, a_roster, a_round
from tests.support.certificates import certificates
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock
from tests.support.locales import OneLocale, nobody
from tests.support.messages import a_message, words_of
from tests.support.own_rights import WardRights
from tests.support.records import sealed_answers
from tests.support.routes import a_route
from tests.support.sealed_inbox import as_taken_in
from tests.support.sealing import seal_messages, seal_text

TEAM = ("ana", "ben", "cas", "dee", "eve", "fay")


@dataclass(slots=True)
class Seen:
    """What left the flows by another way than storage."""

    woken: list[Channel] = field(default_factory=list)
    greeted: list[tuple[Address, Message]] = field(default_factory=list)
    replaced: list[MessageRef] = field(default_factory=list)
    """The messages in whose place something was said."""
    led: list[Inbound] = field(default_factory=list)
    written_for: list[tuple[Prompt, str]] = field(default_factory=list)
    changed_to: list[tuple[MessageRef | None, str | None]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    inbox_wakes: int = 0

    async def wake(self, channel: Channel) -> None:
        self.woken.append(channel)

    def wake_inbox(self) -> None:
        self.inbox_wakes += 1

    def greet(self, to: Address, message: Message, *, key: DeliveryKey, edits: MessageRef | None = None) -> None:
        assert key
        if edits is not None:
            self.replaced.append(edits)
        self.greeted.append((to, message))

    async def act_on_digest(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: object
    ) -> Sequence[Delivery]:
        assert person.id in (await work.rosters.current()).people
        assert now
        self.led.append(update)
        return ()

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]:
        assert person.id == prompt.person
        assert isinstance(update.event, Typed | Pressed)
        assert prompt in await work.prompts.open_of(person.id, now=now)
        self.written_for.append((prompt, text))
        return ()

    async def changed(
        self, work: UnitOfWork, person: Person, update: Inbound, text: str | None, *, now: datetime
    ) -> Sequence[Delivery]:
        assert person.id in (await work.rosters.current()).people
        assert now >= T0
        self.changed_to.append((update.message, text))
        return ()

    async def about(self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, *, now: datetime) -> str:
        assert (person.id, bool(update), bool(now)) == (prompt.person, True, True)
        assert await work.prompts.open_of(person.id, now=now)
        return "your reply to the team"

    async def cancel(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> tuple[bool, Sequence[Delivery]]:
        opened = await work.prompts.open_of(person.id, now=now)
        assert update.event == Commanded(command=Command.CANCEL)
        await work.prompts.forget([each.id for each in opened])
        return bool(opened), ()

    async def knows(self, work: UnitOfWork, address: Address, code: str, *, now: datetime) -> bool:
        assert now >= T0
        assert address.value
        return code == "right" and bool(await work.rosters.current())

    async def __call__(
        self, work: UnitOfWork, address: Address, code: str, *, now: datetime, is_sure: bool = False
    ) -> Message:
        assert now >= T0
        assert not is_sure
        self.joined.append(code)
        if code == "right":
            await work.rosters.enrol(PersonId("new"), address, at=T0)
            return a_message("Welcome.", kind=MessageKind.WELCOME)
        return a_message("No such code.")


def lead_flows(
    *, boxes: Mapping[Channel, Box] = MappingProxyType({}), text: SealText | None = None
) -> tuple[ActOnDigest, TakeWords]:
    """What leads do and write, wired as in the product."""
    ask = AskForWords(boxes=boxes)
    actions = FollowAction(ask=ask)
    help_above = AnswerHelp(ask=ask)
    words = TakeWords(ask=ask, actions=actions, help_above=help_above, seal=text or seal_text())
    return ActOnDigest(ask=ask, actions=actions, words=words, help_above=help_above, certificate=certificates()), words


class Ward:
    """`pulse-ana` is Ana's question; her messages have the ref `m-ana`."""

    def __init__(
        self, storage: Storage, folder: Path, *, clock: StillClock | None = None, batch_size: int = 100
    ) -> None:
        self.folder = folder
        self.storage, self.clock, self.seen = storage, clock or StillClock(T0.replace(hour=11)), Seen()
        entropy = SystemEntropy()
        self.keys, self.sealer = FileKeys(folder / "keys", entropy=entropy), AesSealer(entropy=entropy)
        self.open_epoch = OpenEpoch(keys=self.keys, sealer=self.sealer)
        self.inbox_keys = InboxKeys(
            keys=FileKeys(folder / "keys", entropy=entropy, suffix=INBOX_SUFFIX),
            sealer=self.sealer,
        )
        self.seal = SealUpdates(keys=self.inbox_keys, quarter_keys=self.keys, sealer=self.sealer)
        self.text = SealText(keys=self.inbox_keys, sealer=self.sealer)
        self.seal_messages = seal_messages(self.text)
        self.hold = HoldWords(seal=self.text)
        self.receive = Receive(
            storage=storage,
            clock=self.clock,
            wake=self.seen.wake_inbox,
            locale_of=OneLocale(),
            names_of=nobody,
            longest_text=longest_text,
            seal=self.seal,
        )
        seal_answer = SealAnswer(sealer=self.sealer, open_epoch=self.open_epoch)
        self.notes = KeepNotes(files=FileNotes(folder / "keys", entropy=entropy, sealer=self.sealer), entropy=entropy)
        self.raising = RaiseSomething(notes=self.notes, entropy=entropy)
        answers = LivingAnswers(open_epoch=self.open_epoch, sealer=self.sealer)
        self.own = ShowOwn(answers=answers, channels={TELEGRAM: "Telegram"})
        self.rights = WardRights(
            storage,
            folder,
            clock=self.clock,
            answers=answers,
            seal=self.seal_messages,
            destroy_notes=self.notes.destroy_of,
            queue=self.seen,
            greet=self.seen.greet,
        )
        self.route = a_route(
            seal_answer=seal_answer,
            hold=self.hold,
            own=self.own,
            rights=self.rights.in_chat,
            raising=self.raising,
            act=self.seen.act_on_digest,
            lead_words=self.seen,
            enrol=EnrolInChat(join=self.seen, pace=PaceAnswers(token=entropy.token)),
        )
        self.health = HealthBoard()
        self.handle = ProcessInbox(
            storage=storage,
            clock=self.clock,
            queue=self.seen,
            route=self.route,
            greet=self.seen.greet,
            seal=self.seal,
            seal_messages=self.seal_messages,
            longest_text=longest_text,
            health=self.health,
            batch_size=batch_size,
        )
        self.compose = ComposePulse(clock=self.clock, longest_text=longest_text, name_command=name_command)
        self.close_epoch = CloseEpoch(storage=storage, keys=self.keys, clock=self.clock, entropy=SystemEntropy())
        self.round = a_round()
        self._sequence = 100

    async def furnish(
        self,
        team: Iterable[str] = TEAM,
        *,
        programme: Programme | None = None,
        roster: Roster | None = None,
        rounds: Sequence[Round] = (),
        channel: Channel = TELEGRAM,
    ) -> None:
        names = list(team)
        async with self.storage.writing() as work:
            await work.programmes.save(programme or a_programme(), at=T0)
            given = roster or a_roster({name: f"at-{name}" for name in names}, channel=channel)
            await work.rosters.save(given, at=T0)
            for person in given.people:
                consent = await work.rosters.consent(person)
                await work.rosters.set_consent(person, replace(consent, joined_at=T0, unanswered=2))
        for around in rounds or (self.round,):
            prefix = "" if around == self.round else f"{around.local_date}-"
            await self.ask(around, [a_pulse(name, identity=f"pulse-{prefix}{name}", round_=around) for name in names])

    async def ask(self, around: Round, pulses: Sequence[Pulse]) -> None:
        async with self.storage.writing() as work:
            await work.rounds.claim_many([around])
            await work.pulses.add(pulses)
            ids = [pulse.id for pulse in pulses]
            for channel in channels.ALL:  # wherever they read it, it is not their first
                await work.pulses.mark_sent(ids, channel=channel, at=around.opens_at)
            for pulse in pulses:
                await work.pulses.set_message(pulse.id, MessageRef(f"m-{pulse.id.removeprefix('pulse-')}"))

    # --- what people do -------------------------------------------------------------------------------------------

    def update(
        self,
        who: str,
        event: Event,
        *,
        sequence: int = 0,
        update_id: str = "",
        message: str = "",
        channel: Channel = TELEGRAM,
    ) -> Inbound:
        self._sequence += 1
        number = sequence or self._sequence
        return Inbound(
            sender=Address(channel=channel, value=f"at-{who}"),
            update_id=update_id or f"u{number}",
            sequence=number,
            event=event,
            message=MessageRef(message) if message else None,
        )

    def tap(self, who: str, code: str, *, pulse: str = "", sequence: int = 0) -> Inbound:
        intent = Answer(pulse=PulseId(pulse or f"pulse-{who}"), code=AnswerCode(code))
        return self.press(who, intent, sequence=sequence)

    def on_pulse(self, who: str, what: OnPulse, *, pulse: str = "", sequence: int = 0) -> Inbound:
        return self.press(who, PulsePress(pulse=PulseId(pulse or f"pulse-{who}"), what=what), sequence=sequence)

    def on_self(self, who: str, what: OnSelf, *, message: str | None = None) -> Inbound:
        return self.press(who, SelfPress(what=what), message=message)

    def press(self, who: str, intent: Intent, *, sequence: int = 0, message: str | None = None) -> Inbound:
        ref = f"m-{who}" if message is None else message
        return self.update(who, Pressed(intent=intent), sequence=sequence, message=ref)

    def words(self, who: str, text: str, *, reply_to: str = "") -> Inbound:
        return self.update(who, Typed(text=text, reply_to=MessageRef(reply_to) if reply_to else None), message=reply_to)

    def replied(self, who: str, text: str, *, to: str) -> Inbound:
        """A message of their own that replies to one, from the line that their chat has for everything."""
        return self.update(
            who, Typed(text=text, reply_to=MessageRef(to), written_in=MessageRef(f"w-{who}")), message=to
        )

    async def taken_in(self, update: Inbound) -> Inbound:
        return await as_taken_in(self.storage, self.seal, update, now=self.clock.now())

    async def do(self, *updates: Inbound) -> Sequence[Receipt]:
        receipts = await self.receive(updates)
        await self.handle()
        return receipts

    # --- what became of it ----------------------------------------------------------------------------------------

    async def pulse(self, who: str) -> Pulse:
        async with self.storage.reading() as work:
            found = (await work.pulses.many([PulseId(f"pulse-{who}")])).get(PulseId(f"pulse-{who}"))
        assert found is not None
        return found

    async def answers(self) -> Mapping[str, AnswerBody]:
        """Every sealed answer, opened, by person and round."""
        found: dict[str, AnswerBody] = {}
        async with self.storage.reading() as work:
            for epoch in await work.epochs.not_closed():
                key = self.keys.load(epoch.id)
                for answer in sealed_answers(self.storage, epoch.id):
                    assert key is not None
                    body = unpack(self.sealer.unseal(key, sealed=answer.body, bound_to=answer.id))
                    found[body.person] = body
        return found

    async def codes(self) -> Mapping[str, str]:
        return {person: body.code for person, body in (await self.answers()).items()}

    async def deliveries(self) -> Mapping[DeliveryKey, Delivery]:
        """Everything that is waiting to be sent."""
        found: dict[DeliveryKey, Delivery] = {}
        with suppress(_RolledBack):
            async with self.storage.writing() as work:
                for channel in channels.ALL:
                    claims = await work.deliveries.lease(
                        channel, owner="test", now=FAR, lease_until=FAR.replace(year=2101), limit=10_000
                    )
                    for claim in claims:
                        found[claim.delivery.key] = await self._opened(work, claim.delivery)
                raise _RolledBack
        return found

    async def _opened(self, work: UnitOfWork, delivery: Delivery) -> Delivery:
        """With its message, but where the key of that is lost."""
        try:
            (opened,) = await self.seal_messages.opened(work, [delivery])
        except KeyUnavailable:
            return delivery
        return opened

    async def shown(self, who: str) -> Message:
        """What the message of a person's question is to show next."""
        message = (await self.deliveries())[DeliveryKey(f"e:pulse-{who}")].message
        assert message is not None
        return message

    async def said(self) -> str:
        return "\n".join(words_of(each.message) for each in (await self.deliveries()).values() if each.message)

    async def close_weeks(self, *weeks: IsoWeek) -> None:
        async with self.storage.writing() as work:
            await work.rounds.close([self.round.id])
            for week in weeks:
                await work.weeks.claim(week, at=self.clock.now())
                await work.weeks.finish(week)

    async def raw_rows(self, epoch: EpochId) -> Sequence[tuple[bytes, bytes]]:
        return [(each.id, each.body) for each in sealed_answers(self.storage, epoch)]


class _RolledBack(Exception):
    """Looking must leave no claim behind."""
