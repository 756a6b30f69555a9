"""Telling how long answers live; and telling members, once, that a new rule follows the quarter that is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.answers.life_told import LifeTold, WholeQuarter
from bot.domain.attention.moments import is_here_in
from bot.domain.errors import ProgrammeMissing
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import new_rule_key
from bot.domain.messaging.documents import Lead
from bot.domain.messaging.messages import Button, MessageKind, message_of
from bot.domain.messaging.notices import NOTICE_LIVES, notice_to
from bot.domain.organisation.people import CO_LEADS, Role, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.flows.epochs.put_out import put_out
from bot.ports import Storage, UnitOfWork

_ASKED: Sequence[Role] = (Role.MEMBER, *sorted(CO_LEADS))


async def life_told(work: UnitOfWork, programme: Programme) -> LifeTold:
    """What holds for every answer that lives or is given from now on, and for who was asked."""
    living = await work.epochs.not_closed()
    weeks = max([programme.weeks_of_life, *(each.weeks_of_life for each in living)])
    for epoch in living:
        if epoch.ends_with_quarter:
            opened = await work.rounds.first_opening(epoch.first, epoch.last)
            by = epoch.destroyed_by(first_opening=opened)
            return LifeTold(weeks=weeks, whole=WholeQuarter(epoch=epoch, destroyed_by=by))
    return LifeTold(weeks=weeks)


class TellNewRule:
    """One message to everybody who is asked questions, as soon as they may be written to.

    - A quarter that was open when every block got a key of its own ends by the earlier rule: it was promised so.
      Before the new rule holds for anybody, they are told of both.
    - Also those who paused or stopped: it is about what they said before, and no question. Not those who have left:
      of what they said the promise holds, and no new rule reaches them.
    - Who joins later reads the same when joining. Who could not be reached then is told when they can be, within a day.
    - The messages are put out in one transaction together with the note that they were, and each under a key of its
      own, so nobody is told twice, whatever happens in between.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage
        self._looked_on: date | None = None

    async def __call__(self, *, now: datetime) -> None:
        if self._looked_on == now.date():
            return
        async with self._storage.reading() as work:
            whole = [epoch for epoch in await work.epochs.not_closed() if epoch.ends_with_quarter]
        if whole:
            await self._tell(now)
        self._looked_on = now.date()

    async def _tell(self, now: datetime) -> None:
        async with self._storage.writing() as work:
            programme = await work.programmes.current()
            if programme is None:
                raise ProgrammeMissing
            life = await life_told(work, programme)
            if life.whole is None:
                return  # it has ended meanwhile
            told_at = life.whole.epoch.told_at or now
            asked = {each.person.id: each for role in _ASKED for each in await work.rosters.holding(role)}
            await put_out(
                work,
                [
                    _notice(member, life.whole, programme, weeks=life.weeks, now=now)
                    for member in asked.values()
                    if member.address is not None
                    and member.unit in programme.organisation
                    and is_here_in(member, now, programme.organisation.zone_of(member.unit))
                    and (member.consent.joined_at or told_at) <= told_at
                ],
            )
            await work.epochs.save(replace(life.whole.epoch, told_at=told_at))


def _notice(member: TeamMember, whole: WholeQuarter, programme: Programme, *, weeks: int, now: datetime) -> Delivery:
    organisation = programme.organisation
    locale = organisation.locale_for(member.person, [member.unit])
    zone = member.person.timezone or organisation.zone_of(member.unit)
    last, by = whole.dates(zone=zone, locale=locale)
    message = message_of(
        MessageKind.PRIVACY,
        locale,
        (
            Lead(words=say("commands-new_rule_title", locale)),
            say("commands-new_rule_quarter", locale, last=last, date=by),
            say("commands-new_rule", locale, weeks=weeks),
        ),
        buttons=((Button(label=say("pulse-privacy_button", locale), intent=SelfPress(what=OnSelf.PRIVACY)),),),
    )
    return notice_to(
        member,
        message,
        key=new_rule_key(whole.epoch.id, member.person.id),
        at=now,
        quiet=programme.quiet,
        zone=zone,
        lives=max(NOTICE_LIVES, whole.destroyed_by - now),
    )
