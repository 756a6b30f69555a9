"""What members read: questions in all their forms, and the answers to whatever they do."""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

from bot.adapters.channels.registry import longest_text, name_command
from bot.domain.asking.consent_changes import ConsentWish, after_silence, apply_change, confirmation
from bot.domain.asking.language_menu import language_chosen, language_menu
from bot.domain.asking.pulse_messages import Setting, View, answer_rows, compose_pulse, compose_trial, trial_pressed
from bot.domain.asking.pulses import PulseState
from bot.domain.follow_up.prompts import Prompt, TeamWords
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PromptId, QuestionId, ScheduleId
from bot.domain.messaging.buttons import HeldWordsPress, JoinPress, OnHeldWords, OnJoin, OnPulse, OnSelf
from bot.domain.messaging.inbound import Command, Commanded, Edited, Inbound, Started, Typed, Wordless
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Address, Consent, Membership, Role, Roster
from bot.domain.programme.halts import Halt
from bot.domain.programme.own_questions import change_question
from bot.domain.programme.programme import Contact, Programme
from bot.domain.programme.questions import Kind, Question, QuestionRef, Scale
from bot.domain.texts import say
from bot.flows.answering.enrol import RedeemCode, digest_of
from bot.flows.answering.enrol_in_chat import EnrolInChat
from bot.flows.answering.seal_answer import SealAnswer
from bot.flows.answering.show_home import ShowHome
from bot.flows.follow_up.digest_now import newest_digest
from bot.flows.inbox.pace_answers import PaceAnswers
from bot.flows.inbox.process import ProcessInbox
from bot.flows.inbox.receive import Receive
from bot.flows.operations.tell_pause import pause_message
from bot.flows.own_page.export_person import whole_copy_told
from bot.ports import Storage
from tests.domain.messaging.guard_cases import REFUSED
from tests.support.builders import ICU, T0, a_delivery, a_person, a_programme, a_pulse, a_question, a_roster, no_notes
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.locales import OneLocale
from tests.support.routes import a_route
from tests.support.ward import TEAM, Ward, lead_flows

NAME = "Ж"
NOW = T0.replace(hour=11)


def pulse_messages(locale: str) -> Iterator[Message]:
    """Each view of each kind of question."""
    wording = {locale: NAME}
    questions = [
        a_question(text=wording),
        a_question("q2", text=wording, scale=Scale.YES_NO, none_label=wording),
        a_question("q3", text=wording, scale=Scale.RATING10),
        replace(change_question(), text={locale: say("pulse-change_question", locale)}),
        a_question("q4", text=wording, scale=Scale.TEXT, kind=Kind.TWO_WAY, competency=None, facet=None, tags=()),
    ]
    snoozes = {
        OnPulse.AFTER_SHIFT: NOW + timedelta(hours=5),
        OnPulse.TOMORROW: NOW + timedelta(days=9),
        OnPulse.NEXT_WEEK: None,
    }
    for question in questions:
        for is_first in (True, False):
            for pulse in (a_pulse("ana"), replace(a_pulse("ana"), state=PulseState.ANSWERED)):
                for view in View:
                    setting = Setting(
                        unit_name=NAME,
                        locale=locale,
                        zone="Europe/London",
                        now=NOW,
                        introduction=NAME if is_first else "",
                        news=NAME,
                        action=NAME if question.kind is Kind.CHANGE else "",
                        words_from=10 if is_first else 0,
                        again=snoozes,
                    )
                    yield compose_pulse(view, pulse, question, setting)
        yield compose_trial(question, schedule=ScheduleId("ж"), when=NAME, locale=locale)
        yield trial_pressed(locale)
        assert answer_rows(a_pulse("ana"), question, locale) or question.is_text


def consent_messages(locale: str) -> Iterator[Message]:
    """Each wish about being asked, from each state."""
    for before in (
        Consent(joined_at=T0),
        Consent(joined_at=T0, stopped_at=T0),
        Consent(joined_at=T0, paused_until=NOW + timedelta(weeks=2)),
    ):
        for wish in get_args(ConsentWish):
            after = apply_change(before, wish, now=NOW, zone="Europe/London")
            yield confirmation(before, after, wish, now=NOW, zone="Europe/London", locale=locale)
    yield from (language_menu(locale), language_chosen(locale))
    yield after_silence(count=4, weeks=4, locale=locale)
    yield whole_copy_told(locale, date=NAME)
    for until, where in ((None, NAME), (NOW + timedelta(weeks=1), "")):
        halt = Halt(unit=None, since=NOW, until=until, reason=NAME)
        yield pause_message(halt, where=where, zone="Europe/London", locale=locale)


def _in_words(locale: str) -> Question:
    of_words = {"scale": Scale.TEXT, "kind": Kind.INFLUENCE, "competency": None, "facet": None}
    return a_question("in-words", text={locale: NAME}, tags=frozenset(), **of_words)


def programme_in(locale: str) -> Programme:
    programme = a_programme(units=[("icu", NAME)], questions=[a_question(text={locale: NAME}), _in_words(locale)])
    organisation = replace(programme.organisation, name=NAME, locale=locale)
    units = tuple(replace(unit, name=NAME) for unit in organisation.units)
    contact = Contact(name=NAME, address=NAME)
    return replace(programme, organisation=replace(organisation, units=units), contact=contact)


async def chat_messages(locale: str, storage: Storage, folder: Path) -> AsyncIterator[Message]:
    """What follows a press, words, a command or a code, from the flows themselves; and the page of settings."""
    ward = Ward(storage, folder)
    act_on_digest, words = lead_flows(text=ward.text)
    route = a_route(
        seal_answer=SealAnswer(sealer=ward.sealer, open_epoch=ward.open_epoch),
        hold=ward.hold,
        own=ward.own,
        rights=ward.rights.in_chat,
        raising=ward.raising,
        act=act_on_digest,
        lead_words=words,
        enrol=EnrolInChat(
            join=RedeemCode(name_command=name_command, part_from_notes=no_notes), pace=PaceAnswers(token=bytes)
        ),
    )
    ward.handle = ProcessInbox(
        storage=storage,
        clock=ward.clock,
        queue=ward.seen,
        route=route,
        greet=ward.seen.greet,
        seal=ward.seal,
        seal_messages=ward.seal_messages,
        longest_text=longest_text,
        health=ward.health,
        batch_size=100,
    )
    ward.receive = Receive(
        storage=storage,
        clock=ward.clock,
        wake=ward.seen.wake_inbox,
        locale_of=OneLocale(locale),
        names_of=works_with,
        longest_text=longest_text,
        seal=ward.seal,
    )
    await ward.furnish(programme=programme_in(locale), roster=_roster())
    around = replace(ward.round, slot="11:00")
    ref = QuestionRef(id=QuestionId("in-words"), version=1)
    await ward.ask(around, [replace(a_pulse("dee", identity="pulse-words", round_=around), question=ref)])
    async with storage.writing() as work:
        for person in ("new", "reader"):
            await work.codes.replace(PersonId(person), digest_of(CODES[person]), expires_at=T0.replace(year=2027))
    await ward.do(ward.update("ana", Commanded(command=Command.PRIVACY)))
    await ward.do(ward.tap("fay", "4"))
    await ward.do(ward.words("cas", NAME, reply_to="m-cas"))
    await ward.do(ward.tap("cas", "4"))
    await ward.do(ward.words("cas", NAME, reply_to="m-cas"))
    await _asked_to_write(ward)
    for update in _updates(ward):
        for receipt in await ward.do(update):
            if receipt.refused is not None:
                yield message_of(MessageKind.ANSWER, locale, receipt.explanation)
    async with storage.writing() as work:
        await work.codes.replace(PersonId("reader"), digest_of(CODES["reader"]), expires_at=T0.replace(year=2027))
    await ward.do(ward.update("new", Started(code=CODES["reader"])))
    for choice in (OnJoin.NO, OnJoin.YES):
        await ward.do(ward.press("new", JoinPress(code=CODES["reader"], what=choice), message="m-new"))
    await ward.do(ward.update("new", Edited(text=NAME), message="m-nothing"))
    for what in (OnHeldWords.NO, OnHeldWords.YES):
        await ward.do(ward.words("fay", NAME))
        for press in await _asked_back(ward, what):
            await ward.do(press)
            await ward.do(replace(press, update_id=f"twice-{what}"))
    for update in _answering(ward):
        await ward.do(update)
    for what in (OnHeldWords.ADD, OnHeldWords.YES):
        await ward.do(_typed(ward, "words-again", reply=True))
        for press in await _asked_back(ward, what, who="dee"):
            await ward.do(press)
        await ward.do(ward.on_pulse("dee", OnPulse.DONE, pulse="pulse-words"))
    for each in await _own_data(ward, locale):
        yield message_of(MessageKind.ANSWER, locale, each)
    for delivery in (await ward.deliveries()).values():
        if delivery.message is not None:
            yield delivery.message
    await ward.do(ward.on_self("cas", OnSelf.FORGET_NOW, message=""))
    for _, message in ward.seen.greeted:
        yield message
    home = ShowHome(storage=storage, clock=ward.clock, newest_digest=newest_digest)
    for wish in (OnSelf.KEEP, OnSelf.EVERY_4_WEEKS, OnSelf.PAUSE_2_WEEKS, OnSelf.STOP_NOW):
        await ward.do(ward.on_self("dee", wish))
        for message in await home(ward.update("dee", Started(code="")).sender):
            yield message


async def _own_data(ward: Ward, locale: str) -> Sequence[str]:
    """What is said on the web, and what stands beside a file, which no storage in memory can make."""
    async with ward.storage.writing() as work:
        await work.rosters.enrol(PersonId("more-0"), Address(channel=WEB, value="at-more"), at=T0)
        await work.rosters.enrol(PersonId("more-1"), Address(channel=SLACK, value="at-more"), at=T0)
    for channel in (WEB, SLACK):
        for command in (Command.MYDATA, Command.FORGET):
            await ward.do(ward.update("more", Commanded(command=command), channel=channel))
    await ward.do(ward.on_self("eve", OnSelf.FILE, message=""))
    await ward.do(ward.on_self("nobody", OnSelf.KEEP))
    texts = ("mydata_file", "mydata_file_for_good", "mydata_failed", "forget_moved")
    return [say(f"commands-{each}", locale) for each in texts]


async def _asked_to_write(ward: Ward) -> None:
    """Ana is asked for words, and has a message that takes none."""
    keys = [DeliveryKey("n:asks"), DeliveryKey("n:used")]
    subject = TeamWords(unit=ICU)
    prompt = Prompt(id=PromptId("w"), person=PersonId("ana"), subject=subject, shown_in=keys[0], asked_at=NOW)
    async with ward.storage.writing() as work:
        await work.prompts.open(prompt)
        await work.deliveries.add([a_delivery("ana", key=key) for key in keys])
        leases = await work.deliveries.lease(TELEGRAM, owner="x", now=NOW, lease_until=NOW, limit=99)
        for identity, person in (("w2", "fay"), ("w3", "eve"), ("w4", "eve")):
            await work.prompts.open(replace(prompt, id=PromptId(identity), person=PersonId(person)))
        sent = [(lease, MessageRef(lease.delivery.key)) for lease in leases if lease.delivery.key in keys]
        await work.deliveries.mark_many_sent(sent, at=NOW)


def _typed(ward: Ward, at: str, text: str = NAME, *, reply: bool = False) -> Inbound:
    reply_to = MessageRef("m-words") if reply else None
    return ward.update("dee", Typed(text=text, reply_to=reply_to, written_in=MessageRef(at)), message=reply_to or "")


def _answering(ward: Ward) -> Iterator[Inbound]:
    """Dee writes an answer, and thinks again."""
    yield _typed(ward, "a0")
    yield ward.update("dee", Edited(text=NAME), message="a0")
    yield _typed(ward, "a1", reply=True)
    yield _typed(ward, "a2", NAME * 3_999)
    yield _typed(ward, "a3", NAME * 3_000)
    yield ward.update("dee", Edited(text=NAME * 2), message="a1")
    yield ward.update("dee", Edited(text=NAME * 2_000), message="a1")
    yield ward.update("dee", Edited(text=NAME), message="a9")
    yield ward.update("dee", Wordless())
    yield ward.on_pulse("dee", OnPulse.DONE, pulse="pulse-words")


async def _asked_back(ward: Ward, what: OnHeldWords, *, who: str = "fay") -> Sequence[Inbound]:
    shown = (each.message for each in (await ward.deliveries()).values() if each.message is not None)
    intents = [button.intent for message in shown for row in message.buttons for button in row]
    return [ward.press(who, each) for each in intents if isinstance(each, HeldWordsPress) and each.what is what]


async def works_with(_address: Address) -> Collection[str]:
    return (f"{NAME * 4} {NAME * 5}",)


def _roster() -> Roster:
    """The team, somebody who only reads, and two who have not joined yet."""
    roster = a_roster({name: f"at-{name}" for name in TEAM})
    more = {PersonId(name): a_person(name, channel=TELEGRAM) for name in ("new", "reader")}
    held = {
        Membership(person=PersonId("new"), unit=ICU, role=Role.MEMBER),
        Membership(person=PersonId("reader"), unit=ICU, role=Role.CHAMPION),
        *(Membership(person=PersonId(each), unit=ICU, role=Role.CHAMPION) for each in ("ana", "fay")),
        Membership(person=PersonId("fay"), unit=ICU, role=Role.ADMINISTRATOR),
    }
    colleagues = {PersonId(f"more-{number}"): a_person(f"more-{number}", channel=TELEGRAM) for number in range(8)}
    held |= {Membership(person=each, unit=ICU, role=Role.MEMBER) for each in colleagues}
    everybody = (*roster.people.values(), *more.values(), *colleagues.values())
    people = {each.id: replace(each, name=NAME) for each in everybody}
    return replace(roster, people=people, memberships=roster.memberships | held)


CODES = {"new": "n" * 22, "reader": "r" * 22}


def _updates(ward: Ward) -> Iterator[Inbound]:
    yield ward.update("stranger", Typed(text=NAME))
    yield ward.words("ana", NAME)
    yield ward.words("eve", NAME * 4)
    yield ward.words("eve", NAME)
    yield ward.words("dee", NAME)
    yield ward.words("ana", NAME, reply_to="n:used")
    yield ward.update("ana", Started(code=""))
    yield from (ward.update("ana", Commanded(command=command)) for command in Command)
    yield ward.update("fay", Commanded(command=Command.CONSOLE))
    yield ward.update("ana", Commanded(command=Command.CANCEL))
    yield from (ward.on_self("ana", wish, message="") for wish in OnSelf if wish is not OnSelf.FORGET_NOW)
    yield from (ward.on_self("fay", what, message="") for what in (OnSelf.ME, OnSelf.ANSWERS))
    yield ward.on_self("eve", OnSelf.ANSWERS, message="")
    yield ward.words("cas", NAME, reply_to="m-cas")
    yield ward.words("ben", NAME)
    yield ward.tap("ben", "4", pulse="pulse-ana")
    yield ward.tap("ben", "4", pulse="pulse-gone")
    for person, code in CODES.items():
        yield ward.update(person, Started(code=code))
        yield ward.update(person, Started(code=code))
    for number in range(7):
        yield ward.update("stranger", Started(code="x" * 22), sequence=5_000 + number)
    ward.clock.advance(seconds=61)  # ana has done as much as is taken in a minute
    for text in dict(REFUSED).values():
        yield ward.words("ana", text)
    yield ward.words("ana", NAME * 4_001)
    yield from (ward.tap("flood", "4", sequence=7_000 + number) for number in range(31))
