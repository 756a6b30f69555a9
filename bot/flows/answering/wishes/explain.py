"""Why am I asked, who sees what, and what can I do: answered in plain words from what is really configured."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.asking.language_menu import language_button
from bot.domain.batches import batches
from bot.domain.digests.digest_buttons import how_known_buttons
from bot.domain.digests.digest_facts import role_words
from bot.domain.disclosure.comment_cells import fewest_within
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import DigestRef, OnSelf, SelfPress
from bot.domain.messaging.documents import Lead, Paragraph, Section, SmallPrint
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.nudges.nudge_text import day_button
from bot.domain.organisation.people import Person, Role
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date, week_of
from bot.domain.texts import say
from bot.domain.texts.dates import full_date, listed
from bot.flows.epochs.open_epoch import epoch_over
from bot.flows.epochs.tell_life import life_told
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork

NAMES_TOGETHER = 20
"""In one paragraph, which every channel can show."""


PAGES_NAMED = 5
"""Buttons for somebody of several units."""


class PagesOf(Protocol):
    async def newest(
        self, work: UnitOfWork, programme: Programme, person: PersonId, *, now: datetime
    ) -> Sequence[DigestRef]:
        """Of each of their units the newest page that this person may read."""


class Explain:
    """Every promise here names the figures of the programme in force and the dates of the week that runs."""

    def __init__(self, *, pages: PagesOf) -> None:
        self._pages = pages

    async def help(self, batch: InboxBatch, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        consent = await batch.work.rosters.consent(person.id)
        resting = not consent.accepts(now=batch.now)
        often = ("commands-weekly_again", OnSelf.WEEKLY_AGAIN) if consent.weeks_between > 1 else _LESS_OFTEN
        choices = (_RESUME,) if resting else (often, _NIGHTS, _PAUSE, _STOP)
        return message_of(
            MessageKind.HELP,
            locale,
            (
                say("commands-help", locale, units=await self._units(batch, person, locale)),
                say("commands-help_choices", locale),
            ),
            buttons=tuple(
                (Button(label=say(label, locale), intent=SelfPress(what=wish)),)
                for label, wish in (*choices, _ME, _PRIVACY)
            )
            + ((language_button(locale),),)
            + (((day_button(locale),),) if _is_champion(batch, person) else ()),
        )

    async def why(self, batch: InboxBatch, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        return message_of(
            MessageKind.HELP, locale, say("commands-why", locale, units=await self._units(batch, person, locale))
        )

    async def team(self, batch: InboxBatch, person: Person) -> Message:
        """Who is on the list of each of this person's own teams: names and roles, whatever else is known of them."""
        _, locale = await batch.zone_and_locale(person)
        own = [each.unit for each in batch.members.get(person.id, ())]
        listed_in = await batch.work.rosters.team(own)
        said: list[Section | str] = []
        for unit in dict.fromkeys(own):
            title = say("commands-team", locale, unit=(await batch.place(unit))[0])
            people = sorted(listed_in[unit], key=lambda each: (each.person.name.casefold(), each.person.id))
            names = [f"{each.person.name}: {_roles(each.roles, locale)}" for each in people]
            said += [Lead(words=title), *(Paragraph(words="\n".join(few)) for few in batches(names, NAMES_TOGETHER))]
        return message_of(MessageKind.HELP, locale, (*said, SmallPrint(words=say("commands-team_note", locale))))

    async def privacy(self, batch: InboxBatch, person: Person) -> Message:
        zone, locale = await batch.zone_and_locale(person)
        privacy, week = batch.programme.privacy, week_of(batch.now, zone)
        life = await life_told(batch.work, batch.programme)
        epoch = await epoch_over(batch.work, week, programme=batch.programme)
        opened = await batch.work.rounds.first_opening(epoch.first, epoch.last)
        latest = local_date(epoch.destroyed_by(first_opening=opened), zone)
        destroyed = life.words(
            week,
            of_blocks="commands-privacy_destroyed",
            of_quarter="commands-privacy_destroyed_quarter",
            zone=zone,
            locale=locale,
            date=full_date(latest, locale),
        )
        return message_of(
            MessageKind.PRIVACY,
            locale,
            (
                Lead(words=say("commands-privacy_kept_title", locale)),
                say("commands-privacy_kept", locale),
                Lead(words=say("commands-privacy_seen_title", locale)),
                say(
                    "commands-privacy_seen",
                    locale,
                    minimum=privacy.minimum_group,
                    minimum_comments=privacy.minimum_group_comments,
                    minimum_reach=fewest_within(privacy.minimum_group_comments),
                ),
                Lead(words=say("commands-privacy_known_title", locale)),
                say("commands-privacy_known", locale),
                Lead(words=say("commands-privacy_gone_title", locale)),
                f"{destroyed} {say('commands-privacy_gone', locale, weeks=life.weeks)}",
                Lead(words=say("commands-privacy_limits_title", locale)),
                say("commands-privacy_limits", locale),
            ),
            buttons=await self._certificates(batch, person, locale),
        )

    async def _certificates(self, batch: InboxBatch, person: Person, locale: str) -> tuple[tuple[Button, ...], ...]:
        """To what the newest pages were made of that this person has read."""
        pages = await self._pages.newest(batch.work, batch.programme, person.id, now=batch.now)
        named = {each: (await batch.place(each.unit))[0] for each in pages[:PAGES_NAMED]}
        return how_known_buttons(named, locale)

    @staticmethod
    async def _units(batch: InboxBatch, person: Person, locale: str) -> str:
        names = [(await batch.place(team.unit))[0] for team in batch.members.get(person.id, ())]
        return listed(dict.fromkeys(names), locale) or batch.programme.organisation.name


_ME = ("commands-me_button", OnSelf.ME)
_LESS_OFTEN = ("pulse-less_often", OnSelf.LESS_OFTEN)
_NIGHTS = ("pulse-on_nights", OnSelf.ON_NIGHTS)
_PAUSE = ("pulse-pause", OnSelf.PAUSE)
_STOP = ("pulse-stop", OnSelf.STOP)
_RESUME = ("commands-resume", OnSelf.RESUME)
_PRIVACY = ("pulse-privacy_button", OnSelf.PRIVACY)


def _is_champion(batch: InboxBatch, person: Person) -> bool:
    return any(Role.CHAMPION in each.roles for each in batch.members.get(person.id, ()))


def _roles(roles: frozenset[Role], locale: str) -> str:
    return listed([role_words(role, locale) for role in Role if role in roles], locale)
