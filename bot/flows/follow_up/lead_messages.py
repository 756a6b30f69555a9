"""Messages of the loop: answers to a press, and notices to others in their waking hours, each under its own key."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.digests.build_page import leading_role
from bot.domain.identifiers import DeliveryKey, PersonId, UnitId
from bot.domain.messaging.deliveries import (
    NOTICE_LIVES,
    REPLY_LIVES,
    Delivery,
    DeliveryKind,
    Priority,
)
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import (
    LEADS_AND_CHAMPIONS,
    Role,
    TeamMember,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.texts import say
from bot.ports import UnitOfWork


def loop_notice(
    member: TeamMember, message: Message, *, key: str, programme: Programme, zone: str, now: datetime
) -> Delivery:
    """A notice to somebody who did not press anything: after their quiet hours, silently, once per key."""
    due_at = next_allowed(now, programme.quiet, member.person.timezone or zone)
    return Delivery(
        key=DeliveryKey(f"l:{key}:{member.person.id}"),
        person=member.person.id,
        channel=member.address.channel if member.address else member.person.channel,
        kind=DeliveryKind.NOTICE,
        message=message,
        due_at=due_at,
        expires_at=due_at + NOTICE_LIVES,
    )


def answer_to(
    update: Inbound, person: PersonId, message: Message, *, now: datetime, in_place: bool = False, subject: str = ""
) -> Delivery:
    """Answer a press or words at once; `in_place` puts the answer where the pressed buttons were."""
    pressed = update.message if in_place and isinstance(update.event, Pressed) else None
    return Delivery(
        key=DeliveryKey(f"n:{update.sender.channel.value}:{update.update_id}"),
        person=person,
        channel=update.sender.channel,
        kind=DeliveryKind.NOTICE,
        subject=subject,
        message=message,
        edits=pressed,
        reply_via=update.reply_via if pressed else "",
        due_at=now,
        expires_at=now + REPLY_LIVES,
        priority=Priority.INTERACTIVE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadContext:
    """One unit as the loop sees it while one press is dealt with: its people, its words, and who pressed."""

    work: UnitOfWork
    programme: Programme
    unit: UnitId
    name: str
    zone: str
    locale: str
    team: Mapping[PersonId, TeamMember]
    person: PersonId
    update: Inbound
    now: datetime

    @classmethod
    async def load(
        cls, work: UnitOfWork, programme: Programme, unit: UnitId, person: PersonId, update: Inbound, *, now: datetime
    ) -> "LeadContext | None":
        """None for a unit that is no longer in the programme."""
        organisation = programme.organisation
        if unit not in organisation:
            return None
        members = (await work.rosters.team([unit])).get(unit, ())
        return cls(
            work=work,
            programme=programme,
            unit=unit,
            name=organisation.unit(unit).name,
            zone=organisation.zone_of(unit),
            locale=organisation.locale_of(unit),
            team={member.person.id: member for member in members},
            person=person,
            update=update,
            now=now,
        )

    @property
    def roles(self) -> frozenset[Role]:
        """What the person who pressed is in this unit now; asked anew at every press."""
        member = self.team.get(self.person)
        return frozenset() if member is None else member.roles

    @property
    def may_act(self) -> bool:
        return bool(self.roles & LEADS_AND_CHAMPIONS)

    @property
    def may_read(self) -> bool:
        return bool(self.roles & (LEADS_AND_CHAMPIONS | {Role.SPONSOR}))

    @property
    def role(self) -> Role:
        return leading_role(self.roles)

    def holder(self, role: Role) -> TeamMember | None:
        """Who owns things under a role: the person who pressed, if it is theirs, else the first on the list."""
        holders = [member for member in self.team.values() if role in member.roles]
        own = [member for member in holders if member.person.id == self.person]
        return next(iter(own + holders), None)

    @property
    def owner_roles(self) -> tuple[Role, ...]:
        return tuple(role for role in Role if role in LEADS_AND_CHAMPIONS and self.holder(role) is not None)

    def say(self, name: str, /, **values: object) -> str:
        return say(f"loop-{name}", self.locale, **{"unit": self.name, **values})

    def answer(
        self,
        text: str,
        *buttons: tuple[Button, ...],
        asks_reply: bool = False,
        in_place: bool = False,
        subject: str = "",
    ) -> Delivery:
        """Answer the press: with a new message, or in the pressed one when that was ours to change."""
        message = Message(text=text, buttons=buttons, asks_reply=asks_reply)
        return answer_to(self.update, self.person, message, now=self.now, in_place=in_place, subject=subject)

    def tell(self, member: TeamMember, message: Message, *, key: str) -> Delivery:
        return loop_notice(member, message, key=key, programme=self.programme, zone=self.zone, now=self.now)

    def tell_others(self, text: str, *, key: str, but: Collection[PersonId] = ()) -> list[Delivery]:
        """The other readers of this unit's digest, as far as they can be reached."""
        others = [
            member
            for member in self.team.values()
            if member.roles & LEADS_AND_CHAMPIONS
            and member.address is not None
            and member.person.id not in {self.person, *but}
        ]
        return [self.tell(member, Message(text=text), key=key) for member in others]
