"""Telling how long answers live; and telling members, once, that a new rule follows the quarter that is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.answers.life_told import LifeTold, WholeQuarter
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
from bot.ports import Storage, UnitOfWork

_ASKED: Sequence[Role] = (Role.MEMBER, *sorted(CO_LEADS))


async def life_told(work: UnitOfWork, programme: Programme) -> LifeTold:
    weeks = programme.weeks_of_life
    for epoch in await work.epochs.not_closed():
        if epoch.ends_with_quarter:
            opened = await work.rounds.first_opening(epoch.first, epoch.last)
            by = epoch.destroyed_by(first_opening=opened, weeks_of_life=weeks)
            return LifeTold(weeks=weeks, whole=WholeQuarter(epoch=epoch, destroyed_by=by))
    return LifeTold(weeks=weeks)


class TellNewRule:
    """One message to everybody who is asked questions, as soon as they may be written to.

    - A quarter that was open when every block got a key of its own ends by the earlier rule: it was promised so.
      Before the new rule holds for anybody, they are told of both.
    - Also those who paused or stopped: it is about what they said before, and no question.
    - Who joins later reads the same when joining. The messages are put out in one transaction together with the note
      that they were, so nobody is told twice, whatever happens in between.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, *, now: datetime) -> int:
        """How many messages were put out."""
        async with self._storage.reading() as work:
            untold = [each for each in await work.epochs.not_closed() if each.ends_with_quarter and not each.told_at]
        if not untold:
            return 0
        async with self._storage.writing() as work:
            programme = await work.programmes.current()
            if programme is None:
                raise ProgrammeMissing
            life = await life_told(work, programme)
            if life.whole is None or life.whole.epoch.told_at is not None:
                return 0  # another process was faster
            asked = {each.person.id: each for role in _ASKED for each in await work.rosters.holding(role)}
            notices = [
                _notice(member, life.whole, programme, now=now)
                for member in asked.values()
                if member.address is not None and member.unit in programme.organisation
            ]
            await work.deliveries.add(notices)
            await work.epochs.save(replace(life.whole.epoch, told_at=now))
        return len(notices)


def _notice(member: TeamMember, whole: WholeQuarter, programme: Programme, *, now: datetime) -> Delivery:
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
            say("commands-new_rule", locale, weeks=programme.weeks_of_life),
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
