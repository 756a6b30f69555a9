"""A person's own page: their settings and, for those who lead, the newest digest of each of their units."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.digests.frozen_digest import FrozenDigest, digest_message, reads_digest
from bot.domain.identifiers import UnitId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.documents import Section, Title
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import (
    READERS,
    Address,
    Consent,
    TeamMember,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import last_day, listed
from bot.ports import Clock, Storage, UnitOfWork


class NewestDigest(Protocol):
    """The newest digest of a unit that its readers have been sent, or could have been."""

    async def __call__(
        self, work: UnitOfWork, programme: Programme, unit: UnitId, *, now: datetime
    ) -> FrozenDigest | None: ...


class ShowHome:
    """Shows people what concerns them and nobody else: of digests, those that were made for them and have come.

    An address that is on no list sees nothing, nor does whoever has not begun, or has left.
    """

    def __init__(self, *, storage: Storage, clock: Clock, newest_digest: NewestDigest) -> None:
        self._storage, self._clock, self._newest_digest = storage, clock, newest_digest

    async def __call__(self, address: Address) -> Sequence[Message]:
        async with self._storage.reading() as work:
            person = await work.rosters.at_address(address)
            programme = await work.programmes.current()
            if person is None or programme is None:
                return ()
            memberships, now = await work.rosters.memberships_of(person.id), self._clock.now()
            zone = person.timezone or _zone_of(programme, memberships)
            if not person.is_listed(local_date(now, zone)):
                return ()
            consent = await work.rosters.consent(person.id)
            organisation = programme.organisation
            frozen = [
                await self._newest(work, programme, each, now=now) for each in memberships if each.roles & READERS
            ]
            theirs = [
                each.in_language(organisation.locale_for(person, [each.unit]), organisation.locale_of(each.unit))
                for each in frozen
                if each is not None
            ]
            digests = [
                digest_message(each, unit_name=organisation.unit(each.unit).name, locale=each.locale) for each in theirs
            ]
        locale = organisation.locale_for(person, [each.unit for each in memberships])
        settings = _settings(programme, memberships, consent, now=now, zone=zone, locale=locale)
        return (settings, *digests)

    async def _newest(
        self, work: UnitOfWork, programme: Programme, member: TeamMember, *, now: datetime
    ) -> FrozenDigest | None:
        """Of one unit, what its readers have been sent last, or could have been, if this one may read it."""
        if member.unit not in programme.organisation:
            return None
        zone = programme.organisation.zone_of(member.unit)
        digest = await self._newest_digest(work, programme, member.unit, now=now)
        roles = member.roles_on(local_date(now, zone))
        is_theirs = digest is not None and reads_digest(digest, member.person.id, roles, programme, now=now)
        return digest if is_theirs else None


def _zone_of(programme: Programme, memberships: Sequence[TeamMember]) -> str:
    """The first unit's, as everywhere else that this person is told a time."""
    units = [each.unit for each in memberships if each.unit in programme.organisation]
    return programme.organisation.zone_of(units[0]) if units else programme.organisation.timezone


def _settings(
    programme: Programme,
    memberships: Sequence[TeamMember],
    consent: Consent,
    *,
    now: datetime,
    zone: str,
    locale: str,
) -> Message:
    organisation = programme.organisation
    teams = listed([organisation.unit(each.unit).name for each in memberships if each.unit in organisation], locale)
    said: list[Section | str] = [Title(words=say("home-title", locale, organisation=organisation.name))]
    if teams:
        said.append(say("home-teams", locale, teams=teams))
    silent_until = consent.silent_until(now=now)
    if consent.stopped_at is not None:
        said.append(say("home-stopped", locale))
    elif silent_until is not None:
        said.append(say("home-paused", locale, day=last_day(silent_until, zone=zone, locale=locale)))
    elif consent.weeks_between > 1:
        said.append(say("home-asked_less", locale, weeks=consent.weeks_between))
    else:
        said.append(say("home-asked", locale))
    said.append(say("home-confidential", locale))
    often = OnSelf.WEEKLY_AGAIN if consent.weeks_between > 1 else OnSelf.LESS_OFTEN
    choices = (OnSelf.RESUME,) if not consent.accepts(now=now) else (often, OnSelf.PAUSE, OnSelf.STOP)
    return message_of(
        MessageKind.SETTINGS,
        locale,
        tuple(said),
        buttons=(
            tuple(_button(choice, locale) for choice in choices),
            (_button(OnSelf.PRIVACY, locale),),
        ),
    )


def _button(choice: OnSelf, locale: str) -> Button:
    return Button(label=say(f"home-button-{choice.name.lower()}", locale), intent=SelfPress(what=choice))
