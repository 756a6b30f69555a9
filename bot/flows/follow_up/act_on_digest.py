"""What leads do with a digest: answer a flag, start and follow actions, tell the team, ask for the chart."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import assert_never

from bot.domain.digests.build_page import leading_role
from bot.domain.digests.digest_facts import kind_words, role_words
from bot.domain.errors import ProgrammeMissing
from bot.domain.follow_up.actions import (
    TeamUpdate,
)
from bot.domain.follow_up.expected_replies import (
    ActionWords,
    ExpectedWords,
    KnownReasonWords,
    ReplyWords,
    TeamWords,
    TeamWordsOnAction,
)
from bot.domain.follow_up.flags import (
    Flag,
    FlagReply,
    FlagResponse,
)
from bot.domain.identifiers import FlagId, UnitId, short_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    ActionPress,
    Answer,
    DigestPress,
    DuePress,
    FlagPress,
    Intent,
    OnDigest,
    OnFlag,
    OwnerPress,
    PulsePress,
    SelfPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import FlagAnswered, HelpAsked, TeamTold
from bot.domain.messaging.documents import Lead, Quote
from bot.domain.messaging.inbound import (
    Blocked,
    Commanded,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
)
from bot.domain.messaging.messages import Message, MessageKind, Said, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import (
    CO_LEADS,
    Person,
    Role,
)
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.domain.texts.dates import day, listed
from bot.flows.follow_up.explain_digest import ExplainDigest
from bot.flows.follow_up.follow_action import FollowAction
from bot.flows.follow_up.lead_messages import (
    LeadContext,
)
from bot.ports import UnitOfWork

LONGEST_WORDS = 600


class ActOnDigest:
    """The readers of a digest act on it, and everything they do is shown to the other readers.

    - Who may act is asked again at every press: the leads and champions of that very unit, and nobody else.
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
        match update.event:
            case Typed(text=text):
                return await self._words(work, programme, person, update, text.strip(), now=now)
            case Pressed(intent=intent):
                return await self._press(work, programme, person, update, intent, now=now)
            case Commanded() | Started() | Blocked() | Returned() | Opened():
                return ()  # nothing that only leads do
            case _:
                assert_never(update.event)

    async def _press(
        self, work: UnitOfWork, programme: Programme, person: Person, update: Inbound, intent: Intent, *, now: datetime
    ) -> Sequence[Delivery]:
        match intent:
            case FlagPress():
                flag = await work.loop.flag(intent.flag)
                unit = None if flag is None else flag.unit
                context = await LeadContext.load(work, programme, unit, person.id, update, now=now)
                if flag is None or context is None:
                    return _stale(programme, person, update, now=now)
                return await self._flag(context, flag, intent.what) if context.may_act else [_not_yours(context)]
            case DigestPress(digest=digest, what=what):
                context = await LeadContext.load(work, programme, digest.unit, person.id, update, now=now)
                if context is None:
                    return _stale(programme, person, update, now=now)
                return await self._digest(context, digest.week, what) if context.may_read else [_not_yours(context)]
            case ActionPress() | OwnerPress() | DuePress():
                action = await work.loop.action(intent.action)
                unit = None if action is None else action.unit
                context = await LeadContext.load(work, programme, unit, person.id, update, now=now)
                if action is None or context is None:
                    return _stale(programme, person, update, now=now)
                return await self._actions(context, action, intent) if context.may_act else [_not_yours(context)]
            case Answer() | PulsePress() | SelfPress():
                return ()  # about nobody but the person who pressed
            case _:
                assert_never(intent)

    # --- flags ----------------------------------------------------------------------------------------------------

    async def _flag(self, context: LeadContext, flag: Flag, what: OnFlag) -> Sequence[Delivery]:
        response = _response(what)
        replies = await context.work.loop.replies(flag.id)
        if what is OnFlag.REPLY:
            taken = next(
                (each for each in replies if each.response is response and each.person != context.person), None
            )
            if taken is not None:
                member = context.team.get(taken.person)
                roles = frozenset({Role.CHAMPION}) if member is None else member.roles
                return [context.answer(context.say("loop-reply_taken", role=_role(roles, context)))]
        await context.work.loop.add_reply(
            FlagReply(flag=flag.id, person=context.person, response=response, at=context.now)
        )

        def news(locale: str) -> Message:
            date, kinds = day(flag.week.sunday(), locale), kind_words(flag.kind, locale)
            role = role_words(context.role, locale)
            text = context.say(f"loop-others-{response.value}", locale, role=role, date=date, kinds=kinds)
            return context.message(MessageKind.FLAG_NEWS, locale, text)

        notices = context.tell_others(news, FlagAnswered(flag=flag.id, what=what, by=context.person))
        match what:
            case OnFlag.REPLY:
                await context.expect(ReplyWords(flag=flag.id))
                return [
                    context.answer((context.say("loop-reply_thanks"), context.say("loop-reply_ask")), asks_reply=True),
                    *notices,
                ]
            case OnFlag.KNOWN_REASON:
                await context.expect(KnownReasonWords(flag=flag.id))
                return [
                    context.answer(
                        (context.say("loop-reason_thanks"), context.say("loop-reason_ask")), asks_reply=True
                    ),
                    *notices,
                ]
            case OnFlag.NOT_RECOGNISED:
                return [context.answer(context.say("loop-not_recognised_thanks")), *notices]
            case OnFlag.HELP_FROM_ABOVE:
                return [*await self._help(context, flag), *notices]
            case _:
                assert_never(what)

    async def _help(self, context: LeadContext, flag: Flag) -> Sequence[Delivery]:
        """To the sponsors and leads of the nearest unit above that has any who can be reached."""

        def call(locale: str) -> Message:
            text = context.say("loop-help_asked", locale, kinds=kind_words(flag.kind, locale))
            return context.message(MessageKind.HELP_ASKED, locale, text)

        for above in context.programme.organisation.ancestors(context.unit):
            members = (await context.work.rosters.team([above])).get(above, ())
            able = [each for each in members if each.roles & (CO_LEADS | {Role.SPONSOR}) and each.address is not None]
            if not able:
                continue
            zone = context.programme.organisation.zone_of(above)
            asked = [context.tell(each, call, HelpAsked(flag=flag.id), zone=zone) for each in able]
            roles = listed(sorted({_above_role(each.roles, context) for each in able}), context.locale)
            return [context.answer(context.say("loop-help_thanks", roles=roles)), *asked]
        return [context.answer(context.say("loop-help_nobody"))]

    # --- digests --------------------------------------------------------------------------------------------------

    async def _digest(self, context: LeadContext, week: IsoWeek, what: OnDigest) -> Sequence[Delivery]:
        match what:
            case OnDigest.CHART:
                return [await self._explain.chart(context, week)]
            case OnDigest.WHY_NO_FIGURES:
                return [self._explain.why_no_figures(context)]
            case OnDigest.HANDOVER_WORDS:
                return [context.answer((context.say("loop-handover"), Quote(words=context.say("loop-handover_words"))))]
            case OnDigest.TEAM_LIST:
                return [self._explain.team_list(context) if context.may_act else _not_yours(context)]
            case OnDigest.START_ACTION:
                return [await self._actions.start(context, week) if context.may_act else _not_yours(context)]
            case OnDigest.TELL_TEAM:
                if not context.may_act:
                    return [_not_yours(context)]
                await context.expect(TeamWords(unit=context.unit))
                return [context.answer(context.say("loop-ask_team_words"), asks_reply=True)]
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
        unit = await _unit_of(work, expected.words)
        context = await LeadContext.load(work, programme, unit, person.id, update, now=now)
        if context is None or not context.may_act:
            await work.loop.forget_expected(person.id)
            return _stale(programme, person, update, now=now) if context is None else [_not_yours(context)]
        if not text:
            return [context.answer(context.say("loop-empty_words"), asks_reply=True)]
        text = text[:LONGEST_WORDS]
        await work.loop.forget_expected(person.id)
        match expected.words:
            case KnownReasonWords(flag=flag):
                await _keep_words(context, flag, FlagResponse.KNOWN_REASON, text)
                return [context.answer(context.say("loop-reason_words_kept"))]
            case ReplyWords(flag=flag):
                await _keep_words(context, flag, FlagResponse.REPLYING, text)
                return [context.answer(context.say("loop-reply_words_kept"))]
            case ActionWords(action=action):
                return await self._actions.worded(context, action, text)
            case TeamWords():

                def plain(locale: str) -> Said:
                    source = context.say("loop-told_plain", locale, role=role_words(context.role, locale))
                    return Quote(source=source, words=text)

                return await self._tell_team(context, text, plain)
            case TeamWordsOnAction(action=action):
                await self._actions.told(context, action, text)

                def on_action(locale: str) -> Said:
                    return Lead(words=context.say("loop-told_action", locale)), Quote(words=text)

                return await self._tell_team(context, text, on_action)
            case _:
                assert_never(expected.words)

    async def _tell_team(self, context: LeadContext, text: str, said: Callable[[str], Said]) -> Sequence[Delivery]:
        """A notice to every member who can be reached and has not stopped; kept to be shown beside later questions."""
        told = TeamUpdate(
            id=short_id("told", context.update.sender.channel, context.update.update_id),
            unit=context.unit,
            words=text,
            at=context.now,
        )
        await context.work.loop.add_told(told)
        team = [
            member
            for member in context.team.values()
            if member.address is not None and member.consent.stopped_at is None and member.person.id != context.person
        ]

        def message(locale: str) -> Message:
            return context.message(MessageKind.TOLD_BACK, locale, said(locale))

        return [
            context.answer(context.say("loop-told_thanks")),
            *(context.tell(member, message, TeamTold(told=told.id)) for member in team),
        ]


async def _unit_of(work: UnitOfWork, words: ExpectedWords) -> UnitId | None:
    """The unit that expected words are about."""
    match words:
        case KnownReasonWords(flag=flag_id) | ReplyWords(flag=flag_id):
            flag = await work.loop.flag(flag_id)
            return None if flag is None else flag.unit
        case ActionWords(action=action_id) | TeamWordsOnAction(action=action_id):
            action = await work.loop.action(action_id)
            return None if action is None else action.unit
        case TeamWords(unit=unit):
            return unit
        case _:
            assert_never(words)


def _response(what: OnFlag) -> FlagResponse:
    match what:
        case OnFlag.REPLY:
            return FlagResponse.REPLYING
        case OnFlag.KNOWN_REASON:
            return FlagResponse.KNOWN_REASON
        case OnFlag.NOT_RECOGNISED:
            return FlagResponse.NOT_RECOGNISED
        case OnFlag.HELP_FROM_ABOVE:
            return FlagResponse.HELP_FROM_ABOVE
        case _:
            assert_never(what)


async def _keep_words(context: LeadContext, flag: FlagId, response: FlagResponse, words: str) -> None:
    await context.work.loop.set_reply_words(
        FlagReply(flag=flag, person=context.person, response=response, at=context.now, words=words)
    )


def _not_yours(context: LeadContext) -> Delivery:
    return context.answer(context.say("loop-not_yours"))


def _stale(programme: Programme, person: Person, update: Inbound, *, now: datetime) -> Sequence[Delivery]:
    """A button whose flag, action or unit is no more."""
    locale = programme.organisation.locale_for(person)
    message = message_of(MessageKind.ANSWER, locale, say("loop-stale", locale))
    return [reply_to(update, person.id, message, now=now)]


def _role(roles: frozenset[Role], context: LeadContext) -> str:
    return role_words(leading_role(roles), context.locale)


def _above_role(roles: frozenset[Role], context: LeadContext) -> str:
    role = Role.SPONSOR if Role.SPONSOR in roles else next(role for role in Role if role in roles & CO_LEADS)
    return role_words(role, context.locale)
