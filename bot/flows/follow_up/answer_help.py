"""Help from above: who is asked, what they answer, and the echo to whoever asked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from bot.domain.attention.moments import is_here_in
from bot.domain.digests.build_page import leading_role
from bot.domain.digests.digest_facts import role_words
from bot.domain.digests.redrawn.follow_up_shown import HelpAnswer
from bot.domain.digests.redrawn.help_text import help_message
from bot.domain.follow_up.flags import Flag, FlagResponse, HelpReply, HelpResponse
from bot.domain.follow_up.prompts import HelpWords
from bot.domain.identifiers import FlagId, PersonId
from bot.domain.messaging.buttons import HelpPress, OnHelp
from bot.domain.messaging.deliveries import Delivery, Priority
from bot.domain.messaging.delivery_keys import HelpAnswered, HelpAsked, follow_up_key, redrawn_help_key
from bot.domain.messaging.documents import Paragraph, Quote
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.notices import notice_to
from bot.domain.organisation.people import CO_LEADS, LEADS_AND_CHAMPIONS, Person, Role, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import listed, weekday
from bot.flows.follow_up.ask_for_words import AskForWords
from bot.flows.follow_up.digest_now import MAY_HELP, redraw_copies
from bot.flows.follow_up.lead_messages import LeadContext, not_made_for
from bot.flows.follow_up.tell_anew import as_repeated, tell_anew, told_under
from bot.ports import UnitOfWork

_NOT_ASKED: Final = "loop-help_late-not_asked"


class AnswerHelp:
    """The sponsors and leads of the nearest unit above are asked, and told whom to speak to.

    - One says "I will speak to them", or "not now" and why; whoever asked hears it at once, with the role and the day.
    - Once somebody will speak, the buttons go from every message that had them.
    """

    def __init__(self, *, ask: AskForWords) -> None:
        self._ask = ask

    async def ask_above(self, context: LeadContext, flag: Flag) -> Sequence[Delivery]:
        """To the sponsors and leads of the nearest unit above that has any who can be reached."""
        for above in context.programme.organisation.ancestors(context.unit):
            members = (await context.work.rosters.team([above])).get(above, ())
            zone = context.programme.organisation.zone_of(above)
            listed_above = [each for each in members if each.roles & MAY_HELP and is_here_in(each, context.now, zone)]
            able = [each for each in listed_above if each.address is not None]
            if not able:
                continue
            leads = _leads(context.team, first=context.role)

            def call(locale: str, leads: Sequence[Role] = leads) -> Message:
                return help_message(flag, unit_name=context.name, leads=leads, answers=(), locale=locale)

            asked = [context.tell(each, call, HelpAsked(flag=flag.id), zone=zone) for each in able]
            told = await tell_anew(context.work, asked, now=context.now, noted=as_repeated)
            # Who has an earlier call in sight needs no second one, and that one may show answers by now.
            asked = [each for each in told if each.edits is None]
            # By the list alone: nobody learns who of them has shut Rounds out.
            roles = sorted({role_words(_role_above(each.roles), context.locale) for each in listed_above})
            thanks = context.say("loop-help_thanks", roles=listed(roles, context.locale))
            return [context.answer(thanks), *asked]
        return [context.answer(context.say("loop-help_nobody"))]

    async def press(
        self,
        work: UnitOfWork,
        programme: Programme,
        person: Person,
        update: Inbound,
        press: HelpPress,
        *,
        now: datetime,
    ) -> Sequence[Delivery]:
        context = await self.above(work, programme, person.id, update, press.flag, now=now)
        if context is None:
            return [await not_made_for(work, programme, person, update, now=now)]
        late = await self._late(context, press.flag, press.what)
        if late and late[0] == _NOT_ASKED and not await self._was_called(context, press):
            return [await not_made_for(work, programme, person, update, now=now)]  # as if there were no flag
        if older := await context.older_digest(press.week):
            return older
        if late:
            name, values = late
            return [*context.late(name, **values), *await self._redraw(context, press.flag)]
        match press.what:
            case OnHelp.WILL_SPEAK:
                thanks = context.answer(context.say("loop-help_will_speak_thanks"))
                return [thanks, *await self.answered(context, press.flag, HelpResponse.WILL_SPEAK)]
            case OnHelp.NOT_NOW:
                flag = await work.loop.flag(press.flag)
                asking = context.unit if flag is None else flag.unit
                team = programme.organisation.unit(asking).name
                return await self._ask(
                    context, HelpWords(flag=press.flag), context.say("loop-help_ask_words", team=team)
                )
            case _:
                assert_never(press.what)

    @staticmethod
    async def above(
        work: UnitOfWork, programme: Programme, person: PersonId, update: Inbound, identity: FlagId, *, now: datetime
    ) -> LeadContext | None:
        """The unit above in which this person may answer; None if there is none, now."""
        flag = await work.loop.flag(identity)
        if flag is None or flag.unit not in programme.organisation:
            return None
        for unit in programme.organisation.ancestors(flag.unit):
            context = await LeadContext.load(work, programme, unit, person, update, now=now)
            if context is not None and context.roles & MAY_HELP:
                return context
        return None

    @classmethod
    async def is_awaited(cls, context: LeadContext, flag: FlagId) -> bool:
        """Whether whoever asked still waits to hear why not now."""
        return not await cls._late(context, flag, OnHelp.NOT_NOW)

    async def answered(
        self, context: LeadContext, identity: FlagId, response: HelpResponse, words: str = ""
    ) -> Sequence[Delivery]:
        """Keep the answer, tell whoever asked, and bring every message that asks up to date."""
        work, flag, role = context.work, await context.work.loop.flag(identity), _role_above(context.roles)
        if flag is None:
            return []
        await work.loop.put_help_reply(
            HelpReply(flag=identity, person=context.person, role=role, response=response, at=context.now, words=words)
        )
        organisation = context.programme.organisation
        name, zone = organisation.unit(flag.unit).name, organisation.zone_of(flag.unit)
        echoes = []
        for member in await _askers(work, flag):
            if not is_here_in(member, context.now, zone):
                continue
            locale = context.locale_of(member)
            on = weekday(local_date(context.now, member.person.timezone or zone), locale)
            told = say(f"loop-help_echo-{response.value}", locale, unit=name, role=role_words(role, locale), day=on)
            said = (Paragraph(words=told), *((Quote(words=words),) if words else ()))
            event = HelpAnswered(flag=identity, by=context.person)
            echoes.append(
                context.told(
                    notice_to(
                        member,
                        message_of(MessageKind.HELP_ANSWERED, locale, said, unit_name=name),
                        key=follow_up_key(event, member.person.id),
                        at=context.now,
                        quiet=context.programme.quiet,
                        zone=zone,
                    )
                )
            )
        return [*await tell_anew(work, echoes, now=context.now), *await self._redraw(context, identity)]

    @staticmethod
    async def _was_called(context: LeadContext, press: HelpPress) -> bool:
        """Whether they heard once that help was asked for: from a call; or, if anybody here got one, on the digest that
        they pressed. That a flag was raised is not told where nobody asked for help."""
        reads = press.week is not None and await context.page(press.week) is not None
        called = context.team if reads else [context.person]
        keys = [key for each in called for key in told_under(follow_up_key(HelpAsked(flag=press.flag), each))]
        return bool(await context.work.deliveries.shown(keys))

    # --- state ----------------------------------------------------------------------------------------------------

    @staticmethod
    async def _late(context: LeadContext, flag: FlagId, what: OnHelp) -> tuple[str, Mapping[str, str]] | None:
        """The text that says that nobody waits for this answer any more, with its values; None while somebody does."""
        said = (await context.work.loop.help_replies_to([flag])).get(flag, ())
        taken = next((each for each in said if each.response is HelpResponse.WILL_SPEAK), None)
        if taken is None and said and what is OnHelp.NOT_NOW:
            taken = said[-1]
        if taken is not None:
            on = weekday(local_date(taken.at, context.zone), context.locale)
            role = role_words(taken.role, context.locale)
            late = "late_own" if taken.person == context.person else "late"
            return f"loop-help_{late}-{taken.response.value}", {"role": role, "day": on}
        replies = await context.work.loop.replies(flag)
        is_asked = any(each.response is FlagResponse.HELP_FROM_ABOVE for each in replies)
        return None if is_asked else (_NOT_ASKED, {})

    async def _redraw(self, context: LeadContext, identity: FlagId) -> Sequence[Delivery]:
        """What asked those above, their own digests, and those of the team that asked."""
        work, flag = context.work, await context.work.loop.flag(identity)
        if flag is None:
            return []
        copies = [
            each
            for unit in (context.unit, flag.unit)
            for each in await redraw_copies(work, context.programme, unit, by=context.person, now=context.now)
        ]
        return [*await self._redrawn_calls(context, flag), *copies]

    @staticmethod
    async def _redrawn_calls(context: LeadContext, flag: Flag) -> Sequence[Delivery]:
        members = {
            asked: (each, edited)
            for each in context.team.values()
            if each.roles & MAY_HELP
            for asked, edited in zip(
                told_under(follow_up_key(HelpAsked(flag=flag.id), each.person.id)),
                told_under(redrawn_help_key(flag.id, each.person.id)),
                strict=True,
            )
        }
        shown = await context.work.deliveries.shown(members)
        if not shown:
            return []
        team = {each.person.id: each for each in (await context.work.rosters.team([flag.unit])).get(flag.unit, ())}
        askers = await _askers(context.work, flag)
        leads = _leads(team, first=leading_role(askers[0].roles) if askers else None)
        replies = (await context.work.loop.help_replies_to([flag.id])).get(flag.id, ())
        edits = []
        for asked_by, (channel, ref) in shown.items():
            (member, key), name = members[asked_by], context.programme.organisation.unit(flag.unit).name
            answers = [
                HelpAnswer(
                    role=each.role,
                    response=each.response,
                    on=local_date(each.at, member.person.timezone or context.zone),
                    words=each.words,
                )
                for each in replies
            ]
            message = help_message(flag, unit_name=name, leads=leads, answers=answers, locale=context.locale_of(member))
            quiet, zone = context.programme.quiet, context.zone
            edits.append(
                replace(
                    context.told(notice_to(member, message, key=key, at=context.now, quiet=quiet, zone=zone)),
                    channel=channel,
                    edits=ref,
                    due_at=context.now,
                    priority=Priority.INTERACTIVE if member.person.id == context.person else Priority.BULK,
                )
            )
        return edits


async def _askers(work: UnitOfWork, flag: Flag) -> Sequence[TeamMember]:
    """Those who ask for help about a flag, in order, as far as they still lead there and can be reached."""
    team = {each.person.id: each for each in (await work.rosters.team([flag.unit])).get(flag.unit, ())}
    replies = await work.loop.replies(flag.id)
    asking = [team.get(each.person) for each in replies if each.response is FlagResponse.HELP_FROM_ABOVE]
    return [
        each for each in asking if each is not None and each.address is not None and each.roles & LEADS_AND_CHAMPIONS
    ]


def _leads(team: Mapping[PersonId, TeamMember], *, first: Role | None) -> Sequence[Role]:
    """The roles to speak to: that of whoever asked, then the other leading ones."""
    held = {role for member in team.values() for role in member.roles}
    asked = [] if first is None else [first]
    return [*asked, *(role for role in Role if role in held & CO_LEADS and role is not first)]


def _role_above(roles: frozenset[Role]) -> Role:
    return Role.SPONSOR if Role.SPONSOR in roles else next(role for role in Role if role in roles & CO_LEADS)
