"""What people read before they raise something, while they write it, and when it reaches somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.asking.pulse_messages import help_for_staff
from bot.domain.digests.digest_facts import role_words
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.messaging.buttons import OnRaise, RaisePress
from bot.domain.messaging.documents import Lead, Quote, Section, SmallPrint
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import CO_LEADS, Person, Role, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date
from bot.domain.raising.choices import ReaderChoice, guardians_of, reader_choices
from bot.domain.raising.notes import (
    LONGEST_NOTE,
    MOST_REPLIES,
    QUIET,
    UNANSWERED,
    Letter,
    LetterKind,
    Note,
    Readers,
)
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Raiser:
    """Whoever looks at raising something, or writes about it, and whom they can choose from."""

    person: Person
    programme: Programme
    locale: str
    choices: tuple[ReaderChoice, ...]
    has_chat: bool

    def choice(self, to: Readers, unit: UnitId) -> ReaderChoice | None:
        return next((each for each in self.choices if (each.to, each.unit) == (to, unit)), None)


async def raiser_of(work: UnitOfWork, person: Person, *, now: datetime) -> Raiser:
    """Who can be chosen is asked anew at every step, until it is settled. Raises `ProgrammeMissing`."""
    programme = await work.programmes.current()
    if programme is None:
        raise ProgrammeMissing
    organisation = programme.organisation
    own = (await work.rosters.members([person.id])).get(person.id, ())
    units = list(dict.fromkeys(each.unit for each in own if each.unit in organisation))
    teams = await work.rosters.team(units) if units else {}
    named = {each for unit in units for each in guardians_of(programme, unit)}
    guardians = await listed_now(work, programme, named, now=now)
    here = {unit: [each for each in teams.get(unit, ()) if _is_listed(each, programme, now)] for unit in units}
    return Raiser(
        person=person,
        programme=programme,
        locale=organisation.locale_for(person, units),
        choices=reader_choices(programme, person.id, here, guardians),
        has_chat=any(each.address is not None for each in own),
    )


async def listed_now(
    work: UnitOfWork, programme: Programme, people: Sequence[PersonId] | set[PersonId], *, now: datetime
) -> dict[PersonId, TeamMember]:
    """Those of these who are on the list today, each with where they are reached."""
    found = await work.rosters.members(list(people)) if people else {}
    return {person: held[0] for person, held in found.items() if held and _is_listed(held[0], programme, now)}


def zone_of(member: TeamMember, programme: Programme) -> str:
    organisation = programme.organisation
    unit_zone = organisation.zone_of(member.unit) if member.unit in organisation else organisation.timezone
    return member.person.timezone or unit_zone


def _is_listed(member: TeamMember, programme: Programme, now: datetime) -> bool:
    return member.person.is_listed(local_date(now, zone_of(member, programme)))


# --- before anything is written ------------------------------------------------------------------------------------


def first_screen(raiser: Raiser, open_notes: Sequence[Note] = ()) -> Message:
    """Who would read it, and what it is not for; nothing is stored yet. `open_notes`: those that this person wrote or
    reads, to go on with."""
    buttons = tuple(
        (Button(label=choice_label(raiser, each), intent=RaisePress(what=_PRESSES[each.to], unit=each.unit)),)
        for each in raiser.choices
    )
    said: list[Section | str] = [Lead(words=say("raise-title", raiser.locale)), *first_words(raiser)]
    for each in open_notes:
        label = say("raise-open", raiser.locale, words=_beginning(each.words, 30))
        buttons = (*buttons, (Button(label=label, intent=RaisePress(what=OnRaise.REPLY, note=each.id)),))
    return message_of(MessageKind.ANSWER, raiser.locale, tuple(said), buttons=buttons)


def first_words(raiser: Raiser) -> Sequence[str]:
    locale = raiser.locale
    said = [say("raise-not_for", locale)]
    if not raiser.choices:
        return [*said, say("raise-nobody", locale), *help_words(raiser.programme, locale)]
    said.append(say("raise-how", locale))
    said.append(say("raise-exception", locale, replies=MOST_REPLIES, days=QUIET.days))
    if not any(each.to is Readers.LEADS for each in raiser.choices):
        said.append(say("raise-no_leads", locale))
    if not raiser.has_chat:
        said.append(say("raise-no_chat", locale))
    said.append(say("raise-choose", locale))
    return said


def choice_label(raiser: Raiser, choice: ReaderChoice) -> str:
    """A short label; the names stand on the next screen."""
    if choice.to is Readers.GUARDIAN:
        return say("raise-to_guardian", raiser.locale, names=reader_names(choice, raiser.locale))
    name = raiser.programme.organisation.unit(choice.unit).name
    return say("raise-to_leads", raiser.locale, unit=name)


def reader_names(choice: ReaderChoice, locale: str) -> str:
    def named(member: TeamMember) -> str:
        if choice.to is Readers.GUARDIAN:
            return member.person.name
        roles = listed([role_words(role, locale) for role in Role if role in member.roles & CO_LEADS], locale)
        return say("raise-named", locale, name=member.person.name, role=roles)

    return listed([named(each) for each in choice.readers], locale)


def who_reads(raiser: Raiser, choice: ReaderChoice) -> Sequence[str]:
    """The names of those who get it, and whom it goes to if they do not answer."""
    locale = raiser.locale
    said = [say("raise-who_reads", locale, names=reader_names(choice, locale))]
    if choice.to is Readers.LEADS:
        after = "raise-then_guardian" if choice.guardians else "raise-then_nobody"
        said += [say(after, locale, days=UNANSWERED.days), say("raise-reach", locale)]
        if choice.is_among_own:
            said.append(say("raise-you_lead", locale))
    return said


def asked_for_words(raiser: Raiser, choice: ReaderChoice) -> tuple[Section | str, ...]:
    locale = raiser.locale
    return (
        *who_reads(raiser, choice),
        say("raise-not_for", locale),
        say("raise-write", locale),
        SmallPrint(words=say("raise-limits", locale, longest=LONGEST_NOTE)),
    )


def help_words(programme: Programme, locale: str) -> Sequence[str]:
    """Help for staff, where the programme names any."""
    named = help_for_staff(programme, locale)
    return [named] if named else []


_PRESSES = {Readers.LEADS: OnRaise.TO_LEADS, Readers.GUARDIAN: OnRaise.TO_GUARDIAN}


# --- what reaches somebody -----------------------------------------------------------------------------------------


def letter_message(note: Note, letter: Letter, programme: Programme, locale: str, *, may_write: bool) -> Message:
    """As it is read by one of those it is for; without a name, a moment or a channel."""
    organisation = programme.organisation
    unit = organisation.unit(note.unit).name if note.unit in organisation else note.unit
    said: list[Section | str] = [say(f"raise-letter-{letter.kind}", locale, unit=unit, days=UNANSWERED.days)]
    if letter.words:
        said.append(Quote(words=letter.words))
    if letter.kind in (LetterKind.RAISED, LetterKind.PASSED_ON):
        said.append(SmallPrint(words=say("raise-for_readers", locale, replies=MOST_REPLIES, days=QUIET.days)))
    elif letter.kind in (LetterKind.REPLY, LetterKind.BACK):
        said.append(SmallPrint(words=say("raise-about", locale, words=_beginning(note.words))))
        if note.is_closed:
            said.append(say("raise-closed", locale, replies=MOST_REPLIES))
    else:
        said.extend(help_words(programme, locale))
    reply = Button(label=say("raise-reply", locale), intent=RaisePress(what=OnRaise.REPLY, note=note.id))
    return message_of(MessageKind.ANSWER, locale, tuple(said), buttons=((reply,),) if may_write else ())


def newest_words(note: Note, person: PersonId, locale: str) -> Sequence[Section | str]:
    """What it is about, and what came last that this person may read."""
    about = SmallPrint(words=say("raise-about", locale, words=_beginning(note.words)))
    own = (person,) if person != note.writer else (person, None)
    last = next(
        (each for each in reversed(note.letters) if each.words and each.by not in own and person in each.given), None
    )
    return [about] if last is None else [about, Quote(words=last.words)]


def _beginning(words: str, most: int = 60) -> str:
    first = " ".join(words.split())
    return first if len(first) <= most else f"{first[: most - 1].rstrip()}…"
