"""The ward's leads with a flagged digest before them: they press, write, send and cancel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients, digest_message
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.figures import FlagFigure
from bot.domain.disclosure.gate import recall
from bot.domain.disclosure.periods import WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import (
    Flag,
    flag_id,
)
from bot.domain.follow_up.prompts import Box, Prompt
from bot.domain.identifiers import MessageRef, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    DigestPress,
    DigestRef,
    FlagPress,
    Intent,
    OnDigest,
    OnFlag,
)
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.delivery_keys import digest_key
from bot.domain.messaging.inbound import (
    Command,
    Commanded,
    Deleted,
    Edited,
    Event,
    Inbound,
    Pressed,
    Typed,
)
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
)
from bot.domain.organisation.units import Organisation
from bot.domain.programme.programme import Programme
from bot.flows.epochs.seal_text import SealText
from bot.flows.follow_up.act_on_digest import ActOnDigest
from bot.flows.follow_up.digest_now import ComposeDigest
from bot.flows.follow_up.take_words import TakeWords
from bot.flows.sending.what_holds import without_settled
from bot.ports import Storage
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.freezing import freeze
from tests.support.messages import words_of
from tests.support.pages import a_flagged_page, released_share
from tests.support.sealing import seal_text
from tests.support.ward import lead_flows
from tests.support.weeks import CLINIC, MEDICINE, WARD, the_programme, the_roster

WEEK = IsoWeek.parse("2026-W10")
MONDAY, TUESDAY = datetime(2026, 3, 9, 2, tzinfo=UTC), datetime(2026, 3, 10, 13, tzinfo=UTC)
NIGHT = datetime(2026, 3, 10, 23, tzinfo=UTC)
FLAG = Flag(
    id=flag_id(WARD, WEEK),
    unit=WARD,
    week=WEEK,
    kind=FlagKind.FEWER_VOICES,
)
NURSE, DOCTOR, CHAMPION, MEMBER, BOSS = "ward-nurse", "ward-doctor", "ward-champion", "ward-m1", "boss"
CHIEF = "chief"
"""Another sponsor, where there is one."""


@dataclass
class Leads:
    """The ward's leads with a flagged digest before them."""

    storage: Storage
    now: datetime = TUESDAY
    count: int = 0
    box: Box = Box.OPENED
    text: SealText = field(default_factory=seal_text)
    sent: dict[str, Delivery] = field(default_factory=dict)
    went: Sequence[Delivery] = ()

    async def furnish(self, *, programme: Programme | None = None, pages: Sequence[FrozenDigest] | None = None) -> None:
        """`pages` in place of the flagged digest."""
        async with self.storage.writing() as work:
            await work.programmes.save(programme or the_programme(), at=TUESDAY)
            await work.rosters.save(the_roster({WARD: 6, CLINIC: 2}), at=TUESDAY)
            await work.loop.add_flag(FLAG)
            own = [a_digest((programme or the_programme()).organisation)]
            await freeze(work, own if pages is None else pages)

    async def have_another_sponsor(self) -> None:
        chief = Person(id=PersonId(CHIEF), name=CHIEF, channel=WEB)
        async with self.storage.writing() as work:
            roster = await work.rosters.current()
            held = roster.memberships | {Membership(person=chief.id, unit=MEDICINE, role=Role.SPONSOR)}
            joined = replace(roster, people={**roster.people, chief.id: chief}, memberships=held)
            await work.rosters.save(joined, at=MONDAY)
            await work.rosters.enrol(chief.id, Address(channel=WEB, value=f"at-{CHIEF}"), at=MONDAY)

    async def are_run_by(self, *where: tuple[PersonId, UnitId]) -> None:
        """Administrators of these units, who can be reached."""
        async with self.storage.writing() as work:
            roster = await work.rosters.current()
            people = {each: Person(id=each, name=each, channel=WEB) for each, _ in where}
            held = {Membership(person=each, unit=unit, role=Role.ADMINISTRATOR) for each, unit in where}
            joined = replace(roster, people={**roster.people, **people}, memberships=roster.memberships | held)
            await work.rosters.save(joined, at=MONDAY)
            for each, _ in where:
                await work.rosters.enrol(each, Address(channel=WEB, value=f"at-{each}"), at=MONDAY)

    def flows(self) -> tuple[ActOnDigest, TakeWords]:
        return lead_flows(boxes={WEB: self.box}, text=self.text)

    async def press(self, who: str, intent: Intent, *, update_id: str = "", on: str = "pressed") -> Sequence[Delivery]:
        return await self.does(who, Pressed(intent=intent), update_id=update_id, message=on)

    async def have_it(self, digest: FrozenDigest | None = None) -> Mapping[str, MessageRef]:
        """The digest has come to the ward's readers: whose message is where."""
        async with self.storage.writing() as work:
            programme = await work.programmes.current()
            assert programme is not None
            digest = digest or a_digest(programme.organisation)
            message = digest_message(digest, unit_name="Acute medical unit", locale="en-GB")
            readers = sorted(digest.recipients.readers)
            await work.deliveries.add(
                [
                    Delivery(
                        key=digest_key(digest.unit, digest.week, reader),
                        person=reader,
                        channel=WEB,
                        kind=DeliveryKind.DIGEST,
                        digest=digest.ref,
                        message=message,
                        due_at=TUESDAY,
                        expires_at=TUESDAY + timedelta(days=4),
                    )
                    for reader in readers
                ]
            )
        return await self.arrive()

    async def goes_out(self) -> Sequence[Delivery]:
        """What is due and may still be sent, as if it had come to its people's chats."""
        await self.arrive()
        return self.went

    async def arrive(self) -> Mapping[str, MessageRef]:
        """Whatever is due has come to its people's chats: whose newest message is where."""
        async with self.storage.writing() as work:
            due = await work.deliveries.lease(WEB, owner="x", now=self.now, lease_until=self.now, limit=999)
            leases = await without_settled(work, due, now=self.now)
            self.went = [each.delivery for each in leases]
            places = [(each, each.delivery.edits or MessageRef(f"at:{each.delivery.key}")) for each in leases]
            await work.deliveries.mark_many_sent(places, at=self.now)
        return {lease.delivery.person: ref for lease, ref in places}

    async def now_shown(self, delivery: Delivery) -> Message:
        """What a digest says when it is sent now, or sent anew."""
        async with self.storage.reading() as work:
            message = await ComposeDigest(clock=StillClock(self.now))(work, delivery)
        assert message is not None
        return message

    async def writes(self, who: str, text: str, *, at: str = "") -> Sequence[Delivery]:
        """A reply, in their message `at`, to whatever asked this person last."""
        return await self.does(who, Typed(text=text, written_in=MessageRef(at) if at else None))

    async def changes(self, who: str, ref: str, text: str | None) -> Sequence[Delivery]:
        """This person changes, or without a text deletes, a message of theirs."""
        return await self.does(who, Deleted() if text is None else Edited(text=text), message=ref)

    async def sends(self, who: str, text: str) -> Sequence[Delivery]:
        """The same, and then "Send" under what was shown."""
        return await self.press(who, labelled(await self.writes(who, text), "Send"))

    async def prompts(self, who: str) -> Sequence[Prompt]:
        async with self.storage.reading() as work:
            return await work.prompts.open_of(PersonId(who), now=self.now)

    async def cancels(self, who: str) -> Sequence[Delivery]:
        """Everything that waits for this person's words, once it has come to their chat."""
        async with self.storage.writing() as work:
            leases = await work.deliveries.lease(WEB, owner="x", now=self.now, lease_until=self.now, limit=999)
            sent = [(lease, MessageRef(str(number))) for number, lease in enumerate(leases, 1)]
            await work.deliveries.mark_many_sent(sent, at=self.now)
            person = await work.rosters.person(PersonId(who))
            assert person is not None
            update = self.update(who, Commanded(command=Command.CANCEL))
            found, closed = await self.flows()[1].cancel(work, person, update, now=self.now)
        assert found is bool(closed)
        return closed

    def update(
        self, who: str, event: Event, *, update_id: str = "", message: str = "pressed", reply_via: str = ""
    ) -> Inbound:
        self.count += 1
        return Inbound(
            sender=Address(channel=WEB, value=f"at-{who}"),
            update_id=update_id or f"u{self.count}",
            sequence=self.count,
            event=event,
            message=MessageRef(message),
            reply_via=reply_via,
        )

    async def does(
        self, who: str, event: Event, *, update_id: str = "", message: str = "pressed", reply_via: str = ""
    ) -> Sequence[Delivery]:
        update = self.update(who, event, update_id=update_id, message=message, reply_via=reply_via)
        async with self.storage.writing() as work:
            person = await work.rosters.person(PersonId(who))
            assert person is not None
            act, words = self.flows()
            asked = await work.prompts.open_of(person.id, now=self.now)
            deliveries: Sequence[Delivery] = ()
            if isinstance(event, Edited | Deleted):
                text = event.text if isinstance(event, Edited) else None
                deliveries = await words.changed(work, person, update, text, now=self.now)
            elif not isinstance(event, Typed):
                deliveries = await act(work, person, update, now=self.now)
            elif asked:
                deliveries = await words.written(work, person, update, asked[0], event.text, now=self.now)
            await work.deliveries.add([delivery for delivery in deliveries if delivery.edits is None])
            await work.deliveries.put_redraws([delivery for delivery in deliveries if delivery.edits is not None])
        self.sent |= {delivery.key: delivery for delivery in deliveries}
        return deliveries

    async def on_flag(self, who: str, what: OnFlag, *, update_id: str = "") -> Sequence[Delivery]:
        return await self.press(who, FlagPress(flag=FLAG.id, what=what), update_id=update_id)

    async def on_digest(self, who: str, what: OnDigest, *, unit: UnitId = WARD) -> Sequence[Delivery]:
        return await self.press(who, DigestPress(digest=DigestRef(unit=unit, week=WEEK), what=what))

    async def action(self) -> Action:
        """The one action there is, in whatever state."""
        async with self.storage.reading() as work:
            opened = await work.loop.open_actions([WARD])
            closed = await work.loop.closed_actions([WARD], TUESDAY - timedelta(days=1))
        (found,) = [*opened, *closed]
        return found

    async def proposes(self, *, owner: Role = Role.MEDICAL_LEAD) -> Action:
        """The nurse starts an action and asks a lead to own it within a week."""
        await self.on_digest(NURSE, OnDigest.START_ACTION)
        asked = await self.sends(NURSE, "Second trolley for\nthe night drug round")
        (owners,) = [press.intent for press in buttons(asked) if press.label.lower() == owner.value.replace("_", " ")]
        dates = await self.press(NURSE, owners)
        await self.press(NURSE, buttons(dates)[0].intent)
        return await self.action()


def a_digest(organisation: Organisation) -> FrozenDigest:
    name, locale = organisation.unit(WARD).name, organisation.locale
    points = tuple((WEEK - back, 6) for back in (4, 3, 2, 1, 0))
    chart = ChartFigures(unit=name, locale=locale, points=points)
    drift = FlagFigure(kind=FLAG.kind, since=date(2026, 2, 1))
    flag = recall(WARD, ReleaseKind.FLAG, WeekPeriod(week=WEEK), WEEK, drift)
    page = a_flagged_page(name=name, locale=locale, open_actions=(), closed=())
    page = replace(page, unit=WARD, participation=released_share(4), flag=flag, flag_id=FLAG.id)
    digest = write_page(page, at=MONDAY, chart=chart)
    roster = the_roster({WARD: 6, CLINIC: 2})
    roles = {each.person: frozenset({each.role}) for each in roster.memberships if each.unit == WARD}
    return replace(digest, recipients=Recipients.of(roles))


def buttons(deliveries: Sequence[Delivery]) -> list[Button]:
    return [
        button
        for delivery in deliveries[:1]
        if delivery.message is not None
        for row in delivery.message.buttons
        for button in row
    ]


def labelled(deliveries: Sequence[Delivery], label: str) -> Intent:
    (found,) = [button.intent for button in buttons(deliveries) if button.label == label]
    return found


def texts(deliveries: Sequence[Delivery]) -> dict[str, str]:
    return {delivery.person: words_of(delivery.message) for delivery in deliveries if delivery.message is not None}
