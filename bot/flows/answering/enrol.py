"""Enrolment: codes for those who cannot be reached yet, and what a code does for whoever brings it."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.domain.batches import batches
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId
from bot.domain.messaging.inbound import Command
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.orders import is_code
from bot.domain.organisation.people import (
    Address,
    Person,
    Role,
    TeamMember,
)
from bot.domain.programme.wall_clock import week_of
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.answering.name_commands import NameCommand
from bot.flows.epochs.tell_life import life_told
from bot.ports import Clock, Entropy, Storage, UnitOfWork

LIFETIME = timedelta(days=14)
TRIES_AN_HOUR = 5
"""Failed tries of one address; a code holds 128 bits, so this is against nuisance more than against guessing."""
TRIES_AN_HOUR_OF_ALL = 300
"""Of all addresses in chats together."""
_BATCH = 500
"""People in one transaction, so that a running bot is never held up for long."""

LinkTo = Callable[[Person, str], str]
"""The link that carries a person's code on their channel; empty where none can be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """A row of `rounds enrol`: the only time that the code itself is seen."""

    person: PersonId
    code: str
    link: str
    expires_at: datetime


class IssueCodes:
    """Give a fresh code to everyone on the list who has no address yet.

    A code replaces the person's earlier one, works once, for 14 days, and is stored hashed only.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy, link: LinkTo) -> None:
        self._storage, self._clock, self._entropy, self._link = storage, clock, entropy, link

    async def __call__(self) -> tuple[IssuedCode, ...]:
        expires_at = self._clock.now() + LIFETIME
        async with self._storage.reading() as work:
            people = await work.codes.without_address()
        issued: list[IssuedCode] = []
        for few in batches(people, _BATCH):
            async with self._storage.writing() as work:
                for person in few:
                    code = new_code(self._entropy)
                    await work.codes.replace(person.id, digest_of(code), expires_at=expires_at)
                    link = self._link(person, code)
                    issued.append(IssuedCode(person=person.id, code=code, link=link, expires_at=expires_at))
        return tuple(issued)


def new_code(entropy: Entropy) -> str:
    """Sixteen bytes of chance as 22 characters of base64url.

    The first is a letter or digit, so that no spreadsheet takes the code for a formula; that costs 0.05 of 128 bits.
    """
    while True:
        code = urlsafe_b64encode(entropy.token(16)).decode().rstrip("=")
        if code[0].isalnum():
            return code


def digest_of(code: str) -> bytes:
    """What is stored of a code. It has 128 bits of chance, so it needs neither salt nor stretching."""
    return sha256(code.encode()).digest()


class RedeemCode:
    """Enrol whoever brings a valid code at the address they brought it from.

    - A code works once. Pressing the same link again after joining is no mistake and is answered as such.
    - After five failed tries in an hour an address is asked to wait, whatever it brings; after 300 of all, everybody.
    - The answer names teams and never the person, in case a code came into the wrong hands.
    """

    def __init__(self, *, name_command: NameCommand) -> None:
        self._name_command = name_command

    async def __call__(self, work: UnitOfWork, address: Address, code: str, *, now: datetime) -> Message:
        """What to say. The address is enrolled if `work` commits and `rosters.at_address` knows it then."""
        of_all = await work.codes.recent_attempts(None, at=now)
        if of_all >= TRIES_AN_HOUR_OF_ALL or await work.codes.recent_attempts(address, at=now) >= TRIES_AN_HOUR:
            locale = await _locale_at(work, address)
            return message_of(MessageKind.ANSWER, locale, say("enrol-too_many_tries", locale))
        welcome = await _redeemed(work, address, code, now=now, name_command=self._name_command)
        if welcome is not None:
            return welcome
        await work.codes.note_attempt(address, at=now)
        known = await work.rosters.at_address(address)
        text = "enrol-code_not_valid" if known is None else "enrol-joined_already"
        locale = await _locale_at(work, address)
        return message_of(MessageKind.ANSWER, locale, say(text, locale))


class RedeemOnPage:
    """The same for a web page, which enrols at once and shows only what went wrong.

    Every page comes with an address of its own, so whoever serves it counts the tries, and a wrong one writes nothing.
    """

    def __init__(self, *, storage: Storage, clock: Clock, name_command: NameCommand) -> None:
        self._storage, self._clock, self._name_command = storage, clock, name_command

    async def __call__(self, code: str, address: Address) -> str:
        """An empty text if the address is enrolled now, otherwise why not, in plain words."""
        async with self._storage.writing() as work:
            now = self._clock.now()
            welcome = await _redeemed(work, address, code, now=now, name_command=self._name_command)
            return "" if welcome is not None else say("enrol-code_not_valid", await _locale_at(work, address))


async def _redeemed(
    work: UnitOfWork, address: Address, code: str, *, now: datetime, name_command: NameCommand
) -> Message | None:
    """The welcome at the address; None, with nobody enrolled, if the code does not work."""
    code = code.strip()
    person_id = await work.codes.redeem(digest_of(code), at=now) if is_code(code) else None
    person = await work.rosters.person(person_id) if person_id is not None else None
    teams = await work.rosters.memberships_of(person.id) if person is not None else ()
    if person is None or not teams:
        return None
    await work.rosters.enrol(person.id, address, at=now)
    help_command = name_command(address.channel, Command.HELP)
    return await _welcome(work, person, teams, now=now, command=help_command)


async def _welcome(
    work: UnitOfWork, person: Person, teams: Sequence[TeamMember], *, now: datetime, command: str
) -> Message:
    names = [await work.programmes.unit_name(team.unit) for team in teams]
    is_asked = any(Role.MEMBER in team.roles for team in teams)
    locale = await _locale_of(work, person, teams)
    units = listed(dict.fromkeys(names), locale)
    if is_asked:
        programme = await work.programmes.current()
        if programme is None:
            raise ProgrammeMissing
        life, zone = await life_told(work, programme), programme.organisation.zone_of(teams[0].unit)
        confidential = life.words(
            week_of(now, zone),
            of_blocks="enrol-joined_confidential",
            of_quarter="enrol-joined_confidential_quarter",
            zone=zone,
            locale=locale,
        )
        can_stop = say("enrol-joined_help", locale, command=command)
        said = say("enrol-joined", locale, units=units), f"{confidential} {can_stop}"
    else:
        said = (
            say("enrol-joined_reader", locale, units=units),
            say("enrol-joined_reader_digests", locale, command=command),
        )
    return message_of(MessageKind.WELCOME, locale, said)


async def _locale_at(work: UnitOfWork, address: Address) -> str:
    people, teams = await work.rosters.listed_at([address])
    person = people.get(address)
    return await _locale_of(work, person, () if person is None else teams.get(person.id, ()))


async def _locale_of(work: UnitOfWork, person: Person | None, teams: Sequence[TeamMember]) -> str:
    programme = await work.programmes.current()
    if programme is None:
        return DEFAULT_LOCALE
    return programme.organisation.locale_for(person, [team.unit for team in teams])
