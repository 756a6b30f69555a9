"""What leads do with a digest: answer a flag, start and follow actions, tell the team, ask for the chart."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.digests.build_page import leading_role
from bot.domain.digests.page import behind_subject
from bot.domain.digests.team_text import kind_words, role_words
from bot.domain.errors import ProgrammeMissing
from bot.domain.follow_up.actions import (
    ExpectedReply,
    Purpose,
    ToldBack,
)
from bot.domain.follow_up.flags import (
    Flag,
    FlagReply,
    Verdict,
)
from bot.domain.identifiers import ActionId, FlagId, UnitId, short_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    FlagPress,
    OnDigest,
    OnFlag,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import FlagAnswered, HelpAsked, TeamTold
from bot.domain.messaging.inbound import (
    Inbound,
    Pressed,
    Typed,
)
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import (
    CO_LEADS,
    Person,
    Role,
)
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.domain.texts.dates import day
from bot.flows.follow_up.explain_digest import ExplainDigest
from bot.flows.follow_up.follow_action import FollowAction
from bot.flows.follow_up.lead_messages import (
    Room,
)
from bot.ports import UnitOfWork

WORDS_WAIT = timedelta(days=3)
LONGEST_WORDS = 600


class CloseLoop:
    """The readers of a digest act on it, and everything they do is shown to the other readers.

    - Who may act is asked anew at every press: the leads and champions of that very unit, and nobody else.
    - The first lead who says "I will reply" takes the flag; the others see that.
    - A known reason silences flags for at most eight weeks and moves no baseline.
    - Help from above goes to the nearest unit above that has a sponsor or leads.
    - Pressing twice, or the same update again, changes nothing more: what is stored and sent has its own key.
    """

    def __init__(self) -> None:
        self._actions = FollowAction()
        self._explain = ExplainDigest()

    async def __call__(self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime) -> Sequence[Delivery]:
        programme = await work.programmes.current()
        if programme is None:
            raise ProgrammeMissing
        event = update.event
        if isinstance(event, Typed):
            return await self._words(work, programme, person, update, event.text.strip(), now=now)
        if not isinstance(event, Pressed):
            return ()
        intent = event.intent
        if isinstance(intent, FlagPress):
            flag = await work.loop.flag(intent.flag)
            room = None if flag is None else await Room.enter(work, programme, flag.unit, person.id, update, now=now)
            if flag is None or room is None:
                return _stale(programme, person, update, now=now)
            return await self._flag(room, flag, intent.what) if room.may_act else [_not_yours(room)]
        if isinstance(intent, DigestPress):
            place = behind_subject(intent.digest, programme.organisation)
            room = None if place is None else await Room.enter(work, programme, place[0], person.id, update, now=now)
            if place is None or room is None:
                return _stale(programme, person, update, now=now)
            return await self._digest(room, place[1], intent.what) if room.may_read else [_not_yours(room)]
        if isinstance(intent, ActionPress):
            action = await work.loop.action(intent.action)
            room = (
                None if action is None else await Room.enter(work, programme, action.unit, person.id, update, now=now)
            )
            if action is None or room is None:
                return _stale(programme, person, update, now=now)
            return await self._actions(room, action, intent) if room.may_act else [_not_yours(room)]
        return ()

    # --- flags ----------------------------------------------------------------------------------------------------

    async def _flag(self, room: Room, flag: Flag, what: OnFlag) -> Sequence[Delivery]:
        verdict = _verdict(what)
        replies = await room.work.loop.replies(flag.id)
        if what is OnFlag.REPLY:
            taken = next((each for each in replies if each.verdict is verdict and each.person != room.person), None)
            if taken is not None:
                member = room.team.get(taken.person)
                roles = frozenset({Role.CHAMPION}) if member is None else member.roles
                return [room.answer(room.say("reply_taken", role=_role(roles, room)))]
        await room.work.loop.add_reply(FlagReply(flag=flag.id, person=room.person, verdict=verdict, at=room.now))
        date, kinds = day(flag.week.sunday(), room.locale), kind_words(flag.kind, room.locale)
        news = room.say(f"others_{verdict.value}", role=role_words(room.role, room.locale), date=date, kinds=kinds)
        told = room.tell_others(news, FlagAnswered(flag=flag.id, what=what, by=room.person))
        match what:
            case OnFlag.REPLY:
                await _expect(room, Purpose.REPLY_WORDS, flag.id)
                return [room.answer(room.say("reply_thanks"), asks_reply=True), *told]
            case OnFlag.KNOWN_REASON:
                await _expect(room, Purpose.KNOWN_REASON, flag.id)
                return [room.answer(room.say("reason_thanks"), asks_reply=True), *told]
            case OnFlag.NOT_RECOGNISED:
                return [room.answer(room.say("not_recognised_thanks")), *told]
            case OnFlag.HELP_FROM_ABOVE:
                return [*await self._help(room, flag), *told]
            case _:
                assert_never(what)

    async def _help(self, room: Room, flag: Flag) -> Sequence[Delivery]:
        """To the sponsors and leads of the nearest unit above that has any who can be reached."""
        for above in room.programme.organisation.ancestors(room.unit):
            members = (await room.work.rosters.team([above])).get(above, ())
            able = [each for each in members if each.roles & (CO_LEADS | {Role.SPONSOR}) and each.address is not None]
            if not able:
                continue
            kinds = kind_words(flag.kind, room.locale)
            message = Message(text=room.say("help_asked", kinds=kinds))
            zone = room.programme.organisation.zone_of(above)
            asked = [room.tell(each, message, HelpAsked(flag=flag.id), zone=zone) for each in able]
            roles = sorted({_above_role(each.roles, room) for each in able})
            return [room.answer(room.say("help_thanks", roles=", ".join(roles))), *asked]
        return [room.answer(room.say("help_nobody"))]

    # --- digests --------------------------------------------------------------------------------------------------

    async def _digest(self, room: Room, week: IsoWeek, what: OnDigest) -> Sequence[Delivery]:
        match what:
            case OnDigest.CHART:
                return [await self._explain.chart(room, week)]
            case OnDigest.WHY_NO_FIGURES:
                return [self._explain.why_no_figures(room)]
            case OnDigest.HANDOVER_WORDS:
                return [room.answer(room.say("handover"))]
            case OnDigest.TEAM_LIST:
                return [self._explain.team_list(room) if room.may_act else _not_yours(room)]
            case OnDigest.START_ACTION:
                return [await self._actions.start(room, week) if room.may_act else _not_yours(room)]
            case OnDigest.TELL_TEAM:
                if not room.may_act:
                    return [_not_yours(room)]
                await _expect(room, Purpose.TEAM_WORDS, f"unit:{room.unit}")
                return [room.answer(room.say("ask_team_words"), asks_reply=True)]
            case _:
                assert_never(what)

    # --- words ----------------------------------------------------------------------------------------------------

    async def _words(
        self, work: UnitOfWork, programme: Programme, person: Person, update: Inbound, text: str, *, now: datetime
    ) -> Sequence[Delivery]:
        """The words a person was asked for. They have passed the guard already."""
        expected = await work.loop.expected(person.id, now=now)
        if expected is None:
            return ()
        unit = await _unit_of(work, expected)
        room = None if unit is None else await Room.enter(work, programme, unit, person.id, update, now=now)
        if room is None or not room.may_act:
            await work.loop.forget_expected(person.id)
            return _stale(programme, person, update, now=now) if room is None else [_not_yours(room)]
        if not text:
            return [room.answer(room.say("empty_words"), asks_reply=True)]
        text = text[:LONGEST_WORDS]
        await work.loop.forget_expected(person.id)
        match expected.purpose:
            case Purpose.KNOWN_REASON:
                await _keep_words(room, FlagId(expected.subject), Verdict.KNOWN_REASON, text)
                return [room.answer(room.say("reason_words_kept"))]
            case Purpose.REPLY_WORDS:
                await _keep_words(room, FlagId(expected.subject), Verdict.REPLYING, text)
                return [room.answer(room.say("reply_words_kept"))]
            case Purpose.ACTION_WORDS:
                return await self._actions.worded(room, ActionId(expected.subject), text)
            case Purpose.TEAM_WORDS:
                return await self._tell_team(room, expected.subject, text)
            case Purpose.PULSE_TEXT:
                return ()
            case _:
                assert_never(expected.purpose)

    async def _tell_team(self, room: Room, subject: str, text: str) -> Sequence[Delivery]:
        """A notice to every member who can be reached and has not stopped; kept to be shown beside later questions."""
        told = ToldBack(
            id=short_id("told", room.update.sender.channel, room.update.update_id),
            unit=room.unit,
            words=text,
            at=room.now,
        )
        await room.work.loop.add_told(told)
        about_action = subject.startswith("action:")
        if about_action:
            await self._actions.told(room, ActionId(subject.removeprefix("action:")), text)
        role = role_words(room.role, room.locale)
        words = room.say("told_action", words=text) if about_action else room.say("told_plain", role=role, words=text)
        team = [
            member
            for member in room.team.values()
            if member.address is not None and member.consent.stopped_at is None and member.person.id != room.person
        ]
        return [
            room.answer(room.say("told_thanks")),
            *(room.tell(member, Message(text=words), TeamTold(told=told.id)) for member in team),
        ]


async def _unit_of(work: UnitOfWork, expected: ExpectedReply) -> UnitId | None:
    """The unit that expected words are about."""
    kind, _, rest = expected.subject.partition(":")
    if expected.purpose is Purpose.TEAM_WORDS and kind == "unit":
        return UnitId(rest)
    if expected.purpose in (Purpose.ACTION_WORDS, Purpose.TEAM_WORDS):
        action = await work.loop.action(ActionId(rest if kind == "action" else expected.subject))
        return None if action is None else action.unit
    flag = await work.loop.flag(FlagId(expected.subject))
    return None if flag is None else flag.unit


def _verdict(what: OnFlag) -> Verdict:
    match what:
        case OnFlag.REPLY:
            return Verdict.REPLYING
        case OnFlag.KNOWN_REASON:
            return Verdict.KNOWN_REASON
        case OnFlag.NOT_RECOGNISED:
            return Verdict.NOT_RECOGNISED
        case OnFlag.HELP_FROM_ABOVE:
            return Verdict.HELP_FROM_ABOVE
        case _:
            assert_never(what)


async def _keep_words(room: Room, flag: FlagId, verdict: Verdict, words: str) -> None:
    await room.work.loop.set_reply_words(
        FlagReply(flag=flag, person=room.person, verdict=verdict, at=room.now, words=words)
    )


async def _expect(room: Room, purpose: Purpose, subject: str) -> None:
    await room.work.loop.expect(
        ExpectedReply(person=room.person, purpose=purpose, subject=subject, until=room.now + WORDS_WAIT)
    )


def _not_yours(room: Room) -> Delivery:
    return room.answer(room.say("not_yours"))


def _stale(programme: Programme, person: Person, update: Inbound, *, now: datetime) -> Sequence[Delivery]:
    """A button whose flag, action or unit is no more."""
    locale = person.locale or programme.organisation.locale
    return [reply_to(update, person.id, Message(text=say("loop-stale", locale)), now=now)]


def _role(roles: frozenset[Role], room: Room) -> str:
    return role_words(leading_role(roles), room.locale)


def _above_role(roles: frozenset[Role], room: Room) -> str:
    role = Role.SPONSOR if Role.SPONSOR in roles else next(role for role in Role if role in roles & CO_LEADS)
    return role_words(role, room.locale)
