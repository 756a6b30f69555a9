"""Enrolment: codes for those who cannot be reached yet, and what a code does for whoever brings it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import scrypt, sha256

from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords
from bot.domain.batches import batches
from bot.domain.errors import ProgrammeMissing, RoundsError, UnknownPerson
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.messaging.buttons import JoinPress, OnJoin
from bot.domain.messaging.documents import Paragraph, document
from bot.domain.messaging.inbound import Command, NameCommand
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.messaging.orders import CODE_LENGTH, CODE_LETTERS, CODE_SIGNS, can_be_guessed, code_in
from bot.domain.organisation.people import (
    Address,
    Channel,
    Person,
    Role,
    Roster,
    TeamMember,
)
from bot.domain.programme.wall_clock import week_of
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.answering.begin_anew import PartFromNotes, begin_anew
from bot.flows.epochs.tell_life import life_told
from bot.ports import Clock, Entropy, Storage, UnitOfWork

LIFETIME = timedelta(days=14)
TRIES_AN_HOUR = 5
"""Failed tries of one address."""
TRIES_AN_HOUR_OF_ALL = 3_000
"""Of all addresses of one channel together; a page counts its own. What it stops are guesses at codes of eight signs,
right ones, too: with 38 bits and 1,000 of them waiting, two weeks of these find one with 1 chance in 400. A right code
of twelve never waits for others: with 58 bits and as many waiting, a hundred tries a second for two weeks, which many
accounts could bring, find one with less than 1 chance in a million. Strangers need 600 accounts to reach it, on a
channel that takes strangers, and stop no other channel.
"""
_BATCH = 500
"""People in one transaction, so that a running bot is never held up for long."""

Links = Mapping[Channel, Callable[[str], str]]
"""By channel, the link that carries a code; "" where people type it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """A row of `rounds enrol`: the only time that the code itself is seen."""

    person: Person
    units: tuple[UnitId, ...]
    code: str
    link: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    codes: tuple[IssuedCode, ...]
    kept: int
    """People who have a code that is still good, and keep it."""


class StillGood(RoundsError):
    """The person has a code that can be used until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the code of this person is good until {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


class LinksMissing(RoundsError):
    """So many people on these channels would get a code without the link that it needs."""

    def __init__(self, people: Mapping[Channel, int]) -> None:
        super().__init__("no link can be made")
        self.people = dict(people)


class IssueCodes:
    """Give a code to everyone on the list who has no address, or to one person, whether they have one or not.

    - A code works once, for 14 days, and is stored hashed only, so one that was given out cannot be shown again.
      Whoever has one that is still good keeps it, unless it is to be renewed.
    - An address ends when the new code of its person is taken, not before.
    - Nothing is written when a link cannot be made.
    - The log says who made codes for whom, or for how many; the codes stand nowhere.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy, links: Links) -> None:
        """`links` lacks the channels that need a link and cannot make one."""
        self._storage, self._clock, self._entropy, self._links = storage, clock, entropy, links

    async def __call__(self, person: str | None = None, *, renew: bool = False, author: Author) -> Issued:
        """Raises `UnknownPerson` and `StillGood` of one person, and `LinksMissing`."""
        now = self._clock.now()
        async with self._storage.reading() as work:
            roster = await work.rosters.current()
            waiting = {} if renew else await work.codes.waiting(at=now)
            wanted = await work.codes.without_address() if person is None else [_listed(roster, person)]
        if person is not None and person in waiting:
            raise StillGood(waiting[wanted[0].id])
        fresh = [each for each in wanted if each.id not in waiting]
        if missing := Counter(each.channel for each in fresh if each.channel not in self._links):
            raise LinksMissing(missing)
        units: dict[PersonId, set[UnitId]] = defaultdict(set)
        for held in roster.memberships:
            units[held.person].add(held.unit)
        issued: list[IssuedCode] = []
        about = None if person is None else Actor.person(PersonId(person))
        theirs = {unit for each in fresh for unit in units[each.id]}
        entry = invited(_what(fresh, about), theirs, about=about, author=author, at=now)
        for few in batches(fresh, _BATCH):
            async with self._storage.writing() as work:
                issued += [await self._issue(work, each, units[each.id], now) for each in few]
                if few[0] is fresh[0]:  # one entry a run, with the first codes that can be used
                    await work.administration_log.add([entry], token=self._entropy.token)
        return Issued(codes=tuple(issued), kept=len(wanted) - len(fresh))

    async def _issue(self, work: UnitOfWork, person: Person, units: Iterable[UnitId], now: datetime) -> IssuedCode:
        code, until = await issue_code(work, person.id, entropy=self._entropy, now=now)
        link = self._links[person.channel](code)
        return IssuedCode(person=person, units=tuple(sorted(units)), code=code, link=link, expires_at=until)


async def issue_code(work: UnitOfWork, person: PersonId, *, entropy: Entropy, now: datetime) -> tuple[str, datetime]:
    """A new code in the place of the person's earlier one, and until when it is good."""
    code, until = new_code(entropy), now + LIFETIME
    await work.codes.replace(person, digest_of(code), expires_at=until)
    return code, until


def invited(what: str, units: Iterable[UnitId], *, about: Actor | None, author: Author, at: datetime) -> LogEntry:
    """What the log says of codes that were made; they stand nowhere."""
    words = LogWords(what=what, units=frozenset(units))
    return LogEntry(at=at, act=AdministrationAct.INVITED, author=author, words=words, about=about)


def _what(invited: Sequence[Person], about: Actor | None) -> str:
    if about is not None:
        return f"invited: {about.name}"
    return "invited: 1 person" if len(invited) == 1 else f"invited: {len(invited)} people"


def _listed(roster: Roster, person: str) -> Person:
    found = roster.people.get(PersonId(person))
    if found is None:
        raise UnknownPerson(person)
    return found


def new_code(entropy: Entropy) -> str:
    """Twelve letters and digits, each picked by a byte of chance: 58 bits.

    The first is a letter, so that no spreadsheet takes the code for a number or a formula.
    """
    while True:
        code = "".join(_signs(entropy))
        if code_in(code):
            return code


def _signs(entropy: Entropy) -> Iterator[str]:
    """Bytes beyond the last whole round of signs are passed over, so that every sign is as likely as any other."""
    for signs in (CODE_LETTERS, *(CODE_SIGNS for _ in range(CODE_LENGTH - 1))):
        while (byte := entropy.token(1)[0]) >= 256 - 256 % len(signs):
            pass
        yield signs[byte % len(signs)]


def digest_of(code: str) -> bytes:
    """What is stored of a code. Whoever has the digests could find one of eight or twelve signs by trying them all, so
    each try costs some milliseconds; a long one of the first versions has 128 bits and needs no such thing."""
    if len(code) > CODE_LENGTH:
        return sha256(code.encode()).digest()
    return scrypt(code.encode(), salt=b"rounds code 2", n=2**11, r=8, p=1, dklen=32)


class RedeemCode:
    """Enrol whoever brings a valid code at the address they brought it from.

    - A code works once. Pressing the same link again after joining is no mistake and is answered as such.
    - After five failed tries in an hour an address is asked to wait, whatever it brings. After 3,000 of a channel all
      who come by it are asked so, and only a right code that cannot be guessed is taken.
    - The answer names teams and never the person, in case a code came into the wrong hands.
    """

    def __init__(self, *, name_command: NameCommand, part_from_notes: PartFromNotes) -> None:
        self._name_command, self._part_from_notes = name_command, part_from_notes

    async def knows(self, work: UnitOfWork, address: Address, code: str, *, now: datetime) -> bool:
        """Whether what somebody who has joined wrote is a code that works, and no other words. It is not used up.

        Otherwise it counts as a failed try: else whoever tries codes as plain words would never have to wait.
        """
        if await _has_to_wait(work, address, now=now):
            return False
        if can_be_guessed(code_in(code)) and await _all_wait(work, address.channel, now=now):
            return False
        if await _holder(work, code, now=now) is not None:
            return True
        await work.codes.note_attempt(address, at=now)
        return False

    async def __call__(
        self, work: UnitOfWork, address: Address, code: str, *, now: datetime, is_sure: bool = False
    ) -> Message:
        """What to say. The address is enrolled if `work` commits and `rosters.at_address` knows it then."""
        if await _has_to_wait(work, address, now=now):
            return await _answer(work, address, "enrol-too_many_tries")
        all_wait = await _all_wait(work, address.channel, now=now)
        if all_wait and can_be_guessed(code_in(code)):
            return await _answer(work, address, "enrol-too_many_tries")
        before = await work.rosters.at_address(address)
        holder = await _holder(work, code, now=now)
        is_taken = before is not None and holder is not None and before.id != holder
        if is_taken and not is_sure:
            return await _ask_first(work, before, code)
        welcome = await _redeemed(
            work, address, code, now=now, name_command=self._name_command, part_from_notes=self._part_from_notes
        )
        if welcome is not None:
            return _with_farewell(welcome) if is_taken else welcome
        await work.codes.note_attempt(address, at=now)
        if all_wait:
            return await _answer(work, address, "enrol-too_many_tries")
        return await _answer(work, address, "enrol-code_not_valid" if before is None else "enrol-joined_already")


class RedeemOnPage:
    """The same for a web page, which enrols at once and shows only what went wrong.

    Every page comes with an address of its own, so whoever serves it counts the tries, and a wrong one writes nothing.
    """

    def __init__(
        self, *, storage: Storage, clock: Clock, name_command: NameCommand, part_from_notes: PartFromNotes
    ) -> None:
        self._storage, self._clock = storage, clock
        self._name_command, self._part_from_notes = name_command, part_from_notes

    async def __call__(self, code: str, address: Address) -> str:
        """An empty text if the address is enrolled now, otherwise why not, in plain words."""
        async with self._storage.writing() as work:
            now = self._clock.now()
            welcome = await _redeemed(
                work, address, code, now=now, name_command=self._name_command, part_from_notes=self._part_from_notes
            )
            return "" if welcome is not None else say("enrol-code_not_valid", await _locale_at(work, address))


async def _redeemed(
    work: UnitOfWork,
    address: Address,
    code: str,
    *,
    now: datetime,
    name_command: NameCommand,
    part_from_notes: PartFromNotes,
) -> Message | None:
    """The welcome at the address; None, with nobody enrolled, if the code does not work.

    Whoever has the code may not be its person, so another address than before finds nothing of what was said before.
    Raises `KeyUnavailable` where notes cannot be looked for.
    """
    code = code_in(code)
    digest = digest_of(code) if code else b""
    holder = await work.codes.holder(digest, at=now) if code else None
    if holder is None or not await work.rosters.hold([holder]):
        return None
    person_id = await work.codes.redeem(digest, at=now)
    person = await work.rosters.person(person_id) if person_id is not None else None
    teams = await work.rosters.memberships_of(person.id) if person is not None else ()
    if person is None or not teams:
        return None
    has_moved = (await work.rosters.lock_addresses({person.id: address})).get(person.id) != address
    if has_moved:
        await begin_anew(work, {person.id: address.channel}, now=now)
    await work.rosters.enrol(person.id, address, at=now)
    help_command = name_command(address.channel, Command.HELP)
    welcome = await _welcome(work, person, teams, now=now, command=help_command)
    if has_moved:
        await part_from_notes(work, [person.id])
    return welcome


async def _has_to_wait(work: UnitOfWork, address: Address, *, now: datetime) -> bool:
    return await work.codes.recent_attempts(address, at=now) >= TRIES_AN_HOUR


async def _all_wait(work: UnitOfWork, channel: Channel, *, now: datetime) -> bool:
    return await work.codes.recent_attempts(channel, at=now) >= TRIES_AN_HOUR_OF_ALL


async def _answer(work: UnitOfWork, address: Address, text: str) -> Message:
    locale = await _locale_at(work, address)
    return message_of(MessageKind.ANSWER, locale, say(text, locale))


async def _holder(work: UnitOfWork, code: str, *, now: datetime) -> PersonId | None:
    code = code_in(code)
    return await work.codes.holder(digest_of(code), at=now) if code else None


async def _ask_first(work: UnitOfWork, before: Person | None, code: str) -> Message:
    """Whoever is asked at an address decides whether it becomes somebody else's. It names no person: both may be
    strangers to whoever holds the telephone."""
    teams = () if before is None else await work.rosters.memberships_of(before.id)
    locale = await _locale_of(work, before, teams)
    names = [await work.programmes.unit_name(team.unit) for team in teams]
    asked = say("enrol-taken", locale, units=listed(dict.fromkeys(names), locale))
    buttons = tuple(
        (Button(label=say(f"enrol-taken_{what.value}", locale), intent=JoinPress(code=code_in(code), what=what)),)
        for what in OnJoin
    )
    return message_of(MessageKind.ANSWER, locale, asked, buttons=buttons)


def _with_farewell(welcome: Message) -> Message:
    said = Paragraph(words=say("enrol-taken_over", welcome.locale))
    return replace(welcome, document=document(*welcome.document.sections, said))


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
