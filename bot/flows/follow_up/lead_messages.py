"""Messages of the loop: answers to a press, and notices to others in their waking hours, each under its own key."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.digests.build_page import leading_role
from bot.domain.digests.frozen_digest import FrozenDigest, may_tell_of, reads_digest
from bot.domain.errors import ProgrammeMissing
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import MessageRef, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import CommentAnswered, FollowUp, follow_up_key, late_key
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.messaging.messages import Button, Message, MessageKind, Said, message_of
from bot.domain.messaging.notices import notice_to, redraw, reply_to
from bot.domain.organisation.people import (
    LEADS_AND_CHAMPIONS,
    READERS,
    Person,
    Role,
    TeamMember,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import day
from bot.flows.follow_up.digest_now import is_superseded, redraw_copies
from bot.ports import UnitOfWork

MessageIn = Callable[[str], Message]
"""A message in the language that is asked for, by its locale."""


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
    pressed: DigestRef | None = None
    """The digest whose message was pressed; None for every other message."""

    @classmethod
    async def load(
        cls,
        work: UnitOfWork,
        programme: Programme,
        unit: UnitId | None,
        person: PersonId,
        update: Inbound,
        *,
        now: datetime,
    ) -> "LeadContext | None":
        """None without a unit, and for one that is no longer in the programme."""
        organisation = programme.organisation
        if unit is None or unit not in organisation:
            return None
        team = {each.person.id: each for each in (await work.rosters.team([unit])).get(unit, ())}
        pressing = team.get(person)
        on_message = update.message if isinstance(update.event, Pressed) else None
        return cls(
            work=work,
            programme=programme,
            unit=unit,
            name=organisation.unit(unit).name,
            zone=organisation.zone_of(unit),
            locale=organisation.locale_for(None if pressing is None else pressing.person, [unit]),
            team=team,
            person=person,
            update=update,
            now=now,
            pressed=None
            if on_message is None
            else await work.deliveries.digest_at(person, update.sender.channel, on_message),
        )

    @property
    def roles(self) -> frozenset[Role]:
        """What the person who pressed is in this unit now, by today's list; asked again at every press."""
        member = self.team.get(self.person)
        return frozenset() if member is None else member.roles_on(self.today)

    @property
    def today(self) -> date:
        """In the unit's zone, as lists count their days."""
        return local_date(self.now, self.zone)

    @property
    def may_act(self) -> bool:
        return bool(self.roles & LEADS_AND_CHAMPIONS)

    async def page(self, week: IsoWeek) -> FrozenDigest | None:
        """The digest of a week as it was made; None where it was not made for whoever presses, is not theirs to read
        any more, or has not come yet."""
        digest = await self.work.weeks.digest(self.unit, week)
        return digest if digest is not None and self.reads(digest, self.person) else None

    async def told_of(self, flag: Flag) -> frozenset[PersonId]:
        """Who may read, now, a digest on which this flag of the unit may stand: whoever has come to lead the team since
        it was raised reads it on a later one."""
        digests = await self.work.weeks.digests(self.unit, since=flag.week)
        pages = [each for each in digests if may_tell_of(each, flag)]
        return frozenset(person for person in self.here if any(self.reads(page, person) for page in pages))

    def reads(self, digest: FrozenDigest, person: PersonId) -> bool:
        """Whether a digest of this unit is for this person to read, now."""
        member = self.here.get(person)
        return member is not None and reads_digest(digest, person, member.roles, self.programme, now=self.now)

    @property
    def role(self) -> Role:
        return leading_role(self.roles)

    @property
    def here(self) -> Mapping[PersonId, TeamMember]:
        """Those of the team who have begun and not left, by today's list: whoever is told something is one of them."""
        return {person: each for person, each in self.team.items() if each.person.is_listed(self.today)}

    @property
    def by_name(self) -> Sequence[TeamMember]:
        """Who is on the team's list today, by name: its members and those who lead it."""
        on_list = [each for each in self.here.values() if each.roles & (LEADS_AND_CHAMPIONS | {Role.MEMBER})]
        return sorted(on_list, key=lambda each: (each.person.name.casefold(), each.person.id))

    def holder(self, role: Role) -> TeamMember | None:
        """Who owns things under a role: the person who pressed, if it is theirs, else the first on today's list."""
        holders = [each for each in self.here.values() if role in each.roles]
        own = [member for member in holders if member.person.id == self.person]
        return next(iter(own + holders), None)

    def say(self, name: str, locale: str = "", /, **values: object) -> str:
        """A text about this unit, for the person who pressed or, with a locale, for somebody else."""
        return say(name, locale or self.locale, unit=self.name, **values)

    def locale_of(self, member: TeamMember) -> str:
        """The language that somebody else is told in."""
        return self.programme.organisation.locale_for(member.person, [member.unit])

    def answer(
        self,
        said: Said,
        *buttons: tuple[Button, ...],
        kind: MessageKind = MessageKind.ANSWER,
        in_place: bool = False,
        at: MessageRef | None = None,
        locale: str = "",
    ) -> Delivery:
        """Answer the press: with a new message, or `in_place` where the pressed buttons were, unless on a digest; or in
        the message that is named. `locale`: of what is said, if not that of the person who pressed."""
        message = message_of(kind, locale or self.locale, said, buttons=buttons, unit_name=self.name)
        is_message = in_place and isinstance(self.update.event, Pressed) and self.pressed is None
        pressed = self.update.message if is_message else None
        return reply_to(self.update, self.person, message, now=self.now, edits=at or pressed)

    def late(self, name: str, /, **values: object) -> Sequence[Delivery]:
        """Say to a press that it is done already, once for each message, and bring the digest up to date that was
        pressed."""
        told = self.answer(self.say(name, **values))
        return [replace(told, key=late_key(self.update, self.person, name)), *self.redraw_pressed()]

    def tell(
        self,
        member: TeamMember,
        message: MessageIn,
        event: FollowUp,
        *,
        zone: str = "",
        at: datetime | None = None,
    ) -> Delivery:
        """Tell somebody who did not press, in their waking hours and once for each event; `zone` if not this unit's,
        `at` if not from now on."""
        notice = notice_to(
            member,
            message(self.locale_of(member)),
            key=follow_up_key(event, member.person.id),
            at=at or self.now,
            quiet=self.programme.quiet,
            zone=zone or self.zone,
            comment_week=event.week if isinstance(event, CommentAnswered) else None,
        )
        # When somebody may be asked follows from their pauses, and in the open it would stay when they were.
        return notice if at is not None else self.told(notice)

    def told(self, notice: Delivery) -> Delivery:
        """A notice as it is kept. What follows from a press of somebody who leads nothing here, such as the owner of an
        action, is sealed like the answer to it: in the open it would tell when they pressed."""
        leads = bool(self.roles & READERS)
        return replace(notice, is_told_by_leads=leads and notice.person != self.person)

    def message(self, kind: MessageKind, locale: str, said: Said, *buttons: tuple[Button, ...]) -> Message:
        """A message about this unit for somebody who did not press."""
        return message_of(kind, locale, said, buttons=buttons, unit_name=self.name)

    async def redraw(self) -> Sequence[Delivery]:
        """Every reader's copy of this unit's digest, since something has followed it."""
        return await redraw_copies(self.work, self.programme, self.unit, by=self.person, now=self.now)

    def redraw_pressed(self) -> Sequence[Delivery]:
        """The digest that was pressed, since what was pressed there is no longer so."""
        ref, channel = self.update.message, self.update.sender.channel
        if self.pressed is None or ref is None:
            return []
        return [redraw(self.pressed, self.person, channel, ref, now=self.now, waits=True)]

    async def older_digest(self, week: IsoWeek | None) -> Sequence[Delivery]:
        """What to say to a press on the digest of a week that a newer one has followed; empty if none has. None: of
        the one whose message was pressed, if it was one."""
        digest = self.pressed if week is None else DigestRef(unit=self.unit, week=week)
        if digest is None or not await is_superseded(self.work, self.programme, digest, now=self.now):
            return []
        date = day(digest.week.sunday(), self.locale)
        return self.late("loop-older_digest", date=date)

    def tell_others(self, message: MessageIn, event: FollowUp, *, but: Collection[PersonId] = ()) -> list[Delivery]:
        """The other readers of this unit's digest, as far as they can be reached."""
        others = [
            member
            for member in self.here.values()
            if member.roles & LEADS_AND_CHAMPIONS
            and member.address is not None
            and member.person.id not in {self.person, *but}
        ]
        return [self.tell(member, message, event) for member in others]


async def current_programme(work: UnitOfWork) -> Programme:
    programme = await work.programmes.current()
    if programme is None:
        raise ProgrammeMissing
    return programme


def not_yours(context: LeadContext) -> Delivery:
    return context.answer(context.say("loop-not_yours"))


async def not_made_for(
    work: UnitOfWork, programme: Programme, person: Person, update: Inbound, *, now: datetime
) -> Delivery:
    """To a press on what was not made for whoever presses, or is no more. It follows from their roles of today and from
    where they pressed, and not from whether there was anything: they get the same answer either way."""
    ref, organisation = update.message, programme.organisation
    on_own = None if ref is None else await work.deliveries.digest_at(person.id, update.sender.channel, ref)
    held = await work.rosters.memberships_of(person.id)
    here = [each for each in held if each.unit in organisation]
    reads = any(READERS & each.roles_on(local_date(now, organisation.zone_of(each.unit))) for each in here)
    return _told_late(programme, person, update, "loop-made_before" if reads and on_own is None else "loop-stale", now)


def stale(programme: Programme, person: Person, update: Inbound, *, now: datetime) -> Delivery:
    """A button whose flag, action, unit or prompt is no more; once for each message."""
    return _told_late(programme, person, update, "loop-stale", now)


def _told_late(programme: Programme, person: Person, update: Inbound, name: str, now: datetime) -> Delivery:
    locale = programme.organisation.locale_for(person)
    message = message_of(MessageKind.ANSWER, locale, say(name, locale))
    return replace(reply_to(update, person.id, message, now=now), key=late_key(update, person.id, name))
