"""What leads do with a digest: answer a flag, start and follow actions, tell the team, ask for the chart."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, assert_never

from bot.domain.digests.build_page import leading_role
from bot.domain.digests.digest_facts import kind_words, role_words
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.gate import WEEKS_BETWEEN_FLAGS
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import (
    Flag,
    FlagReply,
    FlagResponse,
)
from bot.domain.follow_up.prompts import KnownReasonWords, ReplyWords, TeamWords
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    AboutAction,
    ActionPress,
    AdministrationPress,
    Answer,
    ConversationPress,
    DigestPress,
    DigestRef,
    DuePress,
    FlagPress,
    FormPress,
    HeldWordsPress,
    HelpPress,
    Intent,
    JoinPress,
    MemberPress,
    NudgeDayPress,
    NudgePress,
    OnAction,
    OnConversation,
    OnDigest,
    OnFlag,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    RaisePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import FlagAnswered, follow_up_key, lead_ask_key
from bot.domain.messaging.documents import Quote, Section
from bot.domain.messaging.inbound import (
    Blocked,
    Commanded,
    Deleted,
    Edited,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
    Wordless,
)
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.nudges.lead_asks import LeadAsk
from bot.domain.organisation.people import (
    READERS,
    Person,
    Role,
)
from bot.domain.programme.programme import Programme
from bot.domain.texts.dates import day
from bot.flows.follow_up.answer_help import AnswerHelp
from bot.flows.follow_up.ask_for_words import AskForWords
from bot.flows.follow_up.digest_now import newest_digest
from bot.flows.follow_up.explain_digest import ExplainDigest
from bot.flows.follow_up.follow_action import FollowAction
from bot.flows.follow_up.lead_messages import LeadContext, current_programme, not_made_for, not_yours, stale
from bot.flows.follow_up.name_somebody import NameSomebody
from bot.flows.follow_up.read_comments import ReadComments
from bot.flows.follow_up.take_words import TakeWords
from bot.flows.follow_up.tell_anew import tell_anew
from bot.flows.follow_up.word_subjects import reply_ask
from bot.ports import UnitOfWork

_CHANGING = frozenset({OnDigest.START_ACTION, OnDigest.TELL_TEAM})
"""What is done from the newest digest alone; the rest explains."""

_BY_OWNER = frozenset({OnAction.ACCEPT, OnAction.DECLINE, OnAction.CLOSE, OnAction.STILL_OPEN, OnAction.HAND_BACK})
"""What the owner of an action may do with it, whatever their role."""


class CertificateOf(Protocol):
    """What somebody may know of how a page was made."""

    async def __call__(
        self, work: UnitOfWork, programme: Programme, page: DigestRef, person: PersonId, *, now: datetime, locale: str
    ) -> Sequence[Section] | None:
        """None for a page that was not made for them."""


class ActOnDigest:
    """The readers of a digest act on it, and everything they do is shown to the other readers.

    - Who may act is asked again at every press: the leads and champions of that very unit, and whoever is to own an
      action, with that action alone. Of a digest, and of its flag, nothing is told to whom it was not made for.
    - Whoever holds no role in a unit gets the same answer whether there is such a unit or none.
    - The first lead who says "I will reply" takes the flag; the others see that.
    - A newer answer of a lead takes the place of an earlier one, unless both hold: who asks for help may also reply.
    - What has followed is shown on the digest itself, at every reader; who presses too late is told so.
    - A known reason silences flags for at most eight weeks and moves no baseline.
    - Help from above goes to the nearest unit above that has a sponsor or leads.
    - Pressing twice, or the same update again, changes nothing more: what is stored and sent has its own key.
    """

    def __init__(
        self,
        *,
        ask: AskForWords,
        actions: FollowAction,
        words: TakeWords,
        help_above: AnswerHelp,
        certificate: CertificateOf,
    ) -> None:
        self._ask, self._actions, self._words, self._help = ask, actions, words, help_above
        self._certificate = certificate
        self._explain, self._name, self._comments = ExplainDigest(), NameSomebody(), ReadComments(ask=ask)

    async def __call__(self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime) -> Sequence[Delivery]:
        match update.event:
            case Pressed(intent=PromptPress() as press):
                return await self._words.press(work, person, update, press, now=now)
            case Pressed(intent=intent):
                return await self._press(work, await current_programme(work), person, update, intent, now=now)
            case Typed() | Edited() | Deleted() | Wordless() | Commanded() | Started():
                return ()  # nothing that only leads do
            case Blocked() | Returned() | Opened():
                return ()
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
                # That there is a flag is told to those leads for whom a page with it was made.
                if flag is None or context is None or not await _may_answer(context, flag):
                    return [await not_made_for(work, programme, person, update, now=now)]
                late = await self._closed(context, flag, intent.week)
                return late or await self._flag(context, flag, intent.what)
            case ConversationPress(flag=identity, what=what):
                flag = await work.loop.flag(identity)
                unit = None if flag is None else flag.unit
                context = await LeadContext.load(work, programme, unit, person.id, update, now=now)
                if flag is None or context is None or not await _may_answer(context, flag):
                    return [await not_made_for(work, programme, person, update, now=now)]
                return await self._conversation(context, what)
            case HelpPress():
                return await self._help.press(work, programme, person, update, intent, now=now)
            case DigestPress(digest=digest, what=what):
                context = await LeadContext.load(work, programme, digest.unit, person.id, update, now=now)
                if what is OnDigest.HOW_KNOWN and context is not None:
                    told = await self._certificate(
                        work, programme, digest, context.person, now=now, locale=context.locale
                    )
                    if told is not None:
                        return [context.answer(tuple(told))]
                if context is None or not context.roles:  # not even whether there is such a unit
                    return [stale(programme, person, update, now=now)]
                if what in (OnDigest.READ_COMMENTS, OnDigest.FIRST_COMMENTS):
                    is_turned = what is OnDigest.FIRST_COMMENTS or intent.at > 0
                    return await self._comments.read(context, digest.week, intent.at, in_place=is_turned)
                if what is OnDigest.ANSWER_COMMENT:
                    return await self._comments.answer(context, digest.week, intent.at)
                if what is OnDigest.HOW_KNOWN:
                    other = "loop-made_before" if context.roles & READERS else "certificate-not_for_you"
                    return [context.answer(context.say(other))]
                if not context.roles & READERS:
                    return [not_yours(context)]
                page = await context.page(digest.week)
                if page is None:  # who was promoted since reads the next one
                    return [context.answer(context.say("loop-made_before"))]
                return await self._digest(context, page, what)
            case PostPress(unit=of_post):
                context = await LeadContext.load(work, programme, of_post, person.id, update, now=now)
                if context is None or not context.roles:
                    return [stale(programme, person, update, now=now)]
                return await self._name.press(context, intent) if context.may_act else [not_yours(context)]
            case ActionPress() | OwnerPress() | TeamListPress() | MemberPress() | DuePress():
                action = await work.loop.action(intent.action)
                unit = None if action is None else action.unit
                context = await LeadContext.load(work, programme, unit, person.id, update, now=now)
                if action is None or context is None or not (context.may_act or _is_own(intent, action, context)):
                    return [stale(programme, person, update, now=now)]
                week = intent.week if isinstance(intent, ActionPress) else None
                return await context.older_digest(week) or await self._actions(context, action, intent)
            case Answer() | PulsePress() | SelfPress() | PromptPress() | HeldWordsPress() | JoinPress() | TrialPress():
                return ()  # not about a digest
            case AdministrationPress() | FormPress() | RaisePress() | NudgePress() | NudgeDayPress():
                return ()
            case _:
                assert_never(intent)

    # --- flags ----------------------------------------------------------------------------------------------------

    async def _closed(self, context: LeadContext, flag: Flag, week: IsoWeek | None) -> Sequence[Delivery]:
        """What to say to a press that comes too late; empty while the flag is open. `week`: of the pressed digest."""
        if older := await context.older_digest(week):
            return older
        newest = await newest_digest(context.work, context.programme, context.unit, now=context.now)
        later = await context.work.loop.flags([context.unit], flag.week + 1)
        is_old = newest is not None and newest.week - flag.week > WEEKS_BETWEEN_FLAGS
        if not is_old and not any(newest is not None and each.week <= newest.week for each in later):
            return []
        date = day(flag.week.sunday(), context.locale)
        return context.late("loop-flag_closed", date=date)

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
                return context.late("loop-reply_taken", role=_role(roles, context))
        await context.work.loop.put_reply(
            FlagReply(flag=flag.id, person=context.person, response=response, at=context.now)
        )
        done = await self._close_others(context, flag, response)
        await _sponsors_need_not_ask(context, flag)

        def news(locale: str) -> Message:
            date, kinds = day(flag.week.sunday(), locale), kind_words(flag.kind, locale)
            role = role_words(context.role, locale)
            text = context.say(f"loop-others-{response.value}", locale, role=role, date=date, kinds=kinds)
            return context.message(MessageKind.FLAG_NEWS, locale, text)

        replaced = [each for each in OnFlag if response.replaces(_response(each))]

        def earlier(reader: PersonId) -> Collection[DeliveryKey]:
            events = (FlagAnswered(flag=flag.id, what=each, by=context.person) for each in replaced)
            return [follow_up_key(event, reader) for event in events]

        strangers = context.here.keys() - await context.told_of(flag)
        event = FlagAnswered(flag=flag.id, what=what, by=context.person)
        told = context.tell_others(news, event, but=strangers)
        notices = [
            *done,
            *await tell_anew(context.work, told, now=context.now, instead_of=earlier),
            *await context.redraw(),
        ]
        match what:
            case OnFlag.REPLY:
                said = context.say("loop-reply_thanks"), await reply_ask(context, flag.id)
                return [*await self._ask(context, ReplyWords(flag=flag.id), *said), *notices]
            case OnFlag.KNOWN_REASON:
                said = context.say("loop-reason_thanks"), context.say("loop-reason_ask")
                return [*await self._ask(context, KnownReasonWords(flag=flag.id), *said), *notices]
            case OnFlag.NOT_RECOGNISED:
                return [context.answer(context.say("loop-not_recognised_thanks")), *notices]
            case OnFlag.HELP_FROM_ABOVE:
                return [*await self._help.ask_above(context, flag), *notices]
            case _:
                assert_never(what)

    async def _close_others(self, context: LeadContext, flag: Flag, response: FlagResponse) -> Sequence[Delivery]:
        """Nobody waits any more for words that belong to an answer which this one has replaced."""
        subjects = {
            FlagResponse.REPLYING: ReplyWords(flag=flag.id),
            FlagResponse.KNOWN_REASON: KnownReasonWords(flag=flag.id),
        }
        replaced = [subject for earlier, subject in subjects.items() if response.replaces(earlier)]
        opened = await context.work.prompts.open_of(context.person, now=context.now)
        done = [each for each in opened if each.subject in replaced]
        return await self._ask.close(context, done, "loop-prompt_not_needed")

    async def _conversation(self, context: LeadContext, what: OnConversation) -> Sequence[Delivery]:
        """Nothing of it is kept but words that go to the team."""
        match what:
            case OnConversation.HAPPENED:
                return await self._ask(context, TeamWords(unit=context.unit), context.say("nudges-talk_heard"))
            case OnConversation.NOT_YET:
                return [context.answer(context.say("nudges-talk_not_yet"), in_place=True)]
            case OnConversation.NOT_NEEDED:
                return [context.answer(context.say("nudges-talk_not_needed"), in_place=True)]
            case _:
                assert_never(what)

    # --- digests --------------------------------------------------------------------------------------------------

    async def _digest(self, context: LeadContext, page: FrozenDigest, what: OnDigest) -> Sequence[Delivery]:
        is_change = what in _CHANGING and context.may_act
        if is_change and (older := await context.older_digest(page.week)):
            return older
        match what:
            case OnDigest.DETAILS:
                return await self._explain.details(context, page)
            case OnDigest.WHY_NO_FIGURES:
                return [await self._explain.why_no_figures(context)]
            case OnDigest.HANDOVER_WORDS:
                return [context.answer((context.say("loop-handover"), Quote(words=context.say("loop-handover_words"))))]
            case OnDigest.TEAM_LIST:
                return [self._explain.team_list(context) if context.may_act else not_yours(context)]
            case OnDigest.NAME_SOMEBODY:
                return self._name.ask(context) if context.may_act else [not_yours(context)]
            case OnDigest.START_ACTION:
                return await self._actions.start(context, page) if context.may_act else [not_yours(context)]
            case OnDigest.TELL_TEAM:
                if not context.may_act:
                    return [not_yours(context)]
                subject = TeamWords(unit=context.unit)
                return await self._ask(context, subject, context.say("loop-ask_team_words"))
            case OnDigest.READ_COMMENTS | OnDigest.FIRST_COMMENTS | OnDigest.ANSWER_COMMENT | OnDigest.HOW_KNOWN:
                return ()  # for the team, too
            case _:
                assert_never(what)


async def _may_answer(context: LeadContext, flag: Flag) -> bool:
    """Leads whom a page of theirs has told of it, be it the flag's own or a later one."""
    return context.may_act and context.person in await context.told_of(flag)


async def _sponsors_need_not_ask(context: LeadContext, flag: Flag) -> None:
    """What would tell them that nobody has answered is not sent, if it still waits."""
    above = await context.work.rosters.team(list(context.programme.organisation.ancestors(flag.unit)))
    sponsors = {each.person.id for team in above.values() for each in team if Role.SPONSOR in each.roles}
    await context.work.deliveries.take_back([lead_ask_key(LeadAsk.WAITING, flag.id, each) for each in sorted(sponsors)])


def _is_own(intent: AboutAction, action: Action, context: LeadContext) -> bool:
    """Whether somebody who is on the team's list presses what the owner of an action may."""
    is_owner = action.owner == context.person and bool(context.roles)
    return is_owner and isinstance(intent, ActionPress) and intent.what in _BY_OWNER


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


def _role(roles: frozenset[Role], context: LeadContext) -> str:
    return role_words(leading_role(roles), context.locale)
