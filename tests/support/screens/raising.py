"""What is read before something is raised, while it is written, and when it reaches somebody."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from bot.adapters.console.rendering import page, words_page
from bot.domain.digests.redrawn.action_text import late_to_accountable
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.identifiers import ActionId, NoteId, PersonId
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Consent, Person, Role, TeamMember
from bot.domain.programme.programme import StaffHelp
from bot.domain.raising.choices import ReaderChoice
from bot.domain.raising.notes import LONGEST_NOTE, MOST_REPLIES, Letter, LetterKind, Note, Readers
from bot.domain.texts import say
from bot.flows.raising.screens import (
    Raiser,
    asked_for_words,
    choice_label,
    first_screen,
    letter_message,
    newest_words,
    reader_names,
)
from tests.support.builders import ICU, T0
from tests.support.channels import WEB
from tests.support.screens.asking import NAME, programme_in

WRITER, READER, GUARDIAN = map(PersonId, ("щ", "ж", "й"))
_WHILE_WRITING: Final = (
    *("gone", "not_there", "sent", "sent_reply", "write_reply", "write_back", "what_note", "what_reply", "when"),
    *("names_colleague", "goes_to", "more", "goes_on"),
)


def raising_messages(locale: str) -> Iterator[Message]:
    raiser = _raiser(locale)
    note = Note(
        id=NoteId("0f" * 16),
        writer=WRITER,
        unit=ICU,
        readers=(READER,),
        to=Readers.LEADS,
        guardians=(GUARDIAN,),
        last_at=T0,
        letters=(_letter(LetterKind.RAISED),),
    )
    for choices, has_chat in ((raiser.choices, True), (raiser.choices[1:2], False), ((), True)):
        yield first_screen(replace(raiser, choices=choices, has_chat=has_chat), [note])
    for choice in raiser.choices:
        yield message_of(MessageKind.ANSWER, locale, asked_for_words(raiser, choice))
    closed = replace(note, letters=(*note.letters, *[_letter(LetterKind.REPLY)] * MOST_REPLIES))
    for each in (note, closed):
        for kind in LetterKind:
            yield letter_message(each, _letter(kind), raiser.programme, locale, may_write=True)
        yield message_of(MessageKind.ANSWER, locale, tuple(newest_words(each, READER, locale)))
    goes_to = [say("raise-readers", locale, names=NAME), say("raise-writer", locale)]
    for name in _WHILE_WRITING:
        for to in goes_to:
            yield message_of(MessageKind.ANSWER, locale, say(f"raise-{name}", locale, to=to))
    yield message_of(MessageKind.ANSWER, locale, say("raise-button", locale))
    together = say("raise-too_long_together", locale, length=LONGEST_NOTE + 1, longest=LONGEST_NOTE)
    yield message_of(MessageKind.ANSWER, locale, together)
    action = Action(id=ActionId("a1"), unit=ICU, raised_by=WRITER, raised_at=T0, words=NAME, due=T0.date())
    for role in (Role.MEMBER, Role.NURSING_LEAD):
        for state in (ActionState.PROPOSED, ActionState.OPEN):
            late = replace(action, owner=READER, owner_role=role, state=state)
            yield late_to_accountable(late, [_member(READER, role)], unit_name=NAME, locale=locale, today=T0.date())


def raising_pages(locale: str, name: str, **who: Any) -> Iterator[tuple[str, bytes]]:
    raiser = _raiser(locale)
    shown = {**who, **dict.fromkeys(("here", "back", "action", "form_token", "to", "page"), "/x"), "words": name}
    choices = [
        {"value": "x", "label": choice_label(raiser, each), "names": reader_names(each, locale), "chosen": False}
        for each in raiser.choices
    ]
    title = say("raise-title", locale)
    for fault in ("", say("raise-choose", locale), say("raise-page_ask_colleague", locale)):
        values = {**shown, "fault": fault, "choices": choices, "longest": LONGEST_NOTE, "said": [name]}
        yield "raise", bytes(page("raise.html", locale, title=title, **values).body)
        for asks in ("", say("raise-names_colleague", locale, to=name)):
            values |= {"goes_to": say("raise-goes_to", locale, to=name), "asks": asks}
            yield "raise, looked at", bytes(page("raise_look.html", locale, title=title, **values).body)
    yield "raised", bytes(page("raise_sent.html", locale, title=say("raise-page_sent", locale), **shown).body)
    yield "not raised", bytes(words_page("not_raised", locale, status=503).body)
    told = [say("guardians-end", locale, who=name), say("me-help", locale, text=name)]
    told += [say("teams-count-guardian", locale, count=count) for count in (1, 2)]
    for each in told:
        yield "guardians", bytes(page("words.html", locale, title=name, words=each).body)


def _raiser(locale: str) -> Raiser:
    programme = replace(programme_in(locale), help=StaffHelp(text=NAME))
    lead, guardian = _member(READER, Role.NURSING_LEAD), _member(GUARDIAN, Role.GUARDIAN)
    choices = [
        ReaderChoice(to=Readers.LEADS, unit=ICU, readers=(lead,), guardians=(GUARDIAN,)),
        ReaderChoice(to=Readers.GUARDIAN, unit=ICU, readers=(guardian,), guardians=()),
        ReaderChoice(to=Readers.LEADS, unit=ICU, readers=(lead,), guardians=(), writer_leads=True),
    ]
    person = _member(WRITER, Role.MEMBER).person
    return Raiser(person=person, programme=programme, locale=locale, choices=tuple(choices), has_chat=True)


def _member(person: PersonId, role: Role) -> TeamMember:
    return TeamMember(
        person=Person(id=person, name=NAME, channel=WEB),
        unit=ICU,
        roles=frozenset({role}),
        address=None,
        consent=Consent(),
        since=T0,
    )


def _letter(kind: LetterKind) -> Letter:
    words = "" if kind in (LetterKind.MOVED, LetterKind.UNANSWERED) else NAME
    return Letter(id="x", kind=kind, to=(READER,), due_at=T0, words=words, by=GUARDIAN, given=frozenset({READER}))
