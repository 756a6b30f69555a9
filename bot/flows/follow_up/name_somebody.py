"""A lead names somebody for a co-lead post that nobody holds; whoever runs Rounds there is told, and decides."""

from collections.abc import Sequence
from typing import Final

from bot.domain.batches import batches
from bot.domain.digests.digest_facts import phrase, role_words
from bot.domain.identifiers import about_unit, short_id
from bot.domain.indicators.governance import missing_co_leads
from bot.domain.messaging.buttons import AdministrationPress, OnAdministration, PostPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import PostAsked, follow_up_key
from bot.domain.messaging.documents import Section, SmallPrint
from bot.domain.messaging.messages import Button, MessageKind, message_of
from bot.domain.messaging.notices import notice_to
from bot.domain.organisation.people import Role, TeamMember
from bot.domain.programme.wall_clock import week_of
from bot.domain.texts import say
from bot.flows.follow_up.choose_owner import NAMES_ON_PAGE
from bot.flows.follow_up.lead_messages import LeadContext

SOMEBODY_ELSE: Final = "x"
"""In place of a colleague: nobody on the list, so that whoever runs Rounds looks for somebody."""
_LONGEST_NAME: Final = 40


class NameSomebody:
    """From the digest of a team that lacks a medical, nursing or operational lead.

    - A lead or champion chooses somebody from the team's list, or says that it should be somebody from elsewhere.
    - It is a suggestion: nothing is kept of it and no role changes. It goes, once a week at most, to those who run
      Rounds nearest to the team, with a way to the page on which the post is filled.
    - Choosing reads the list alone, so whoever chooses learns nothing of what somebody answered or chose.
    """

    def ask(self, context: LeadContext) -> Sequence[Delivery]:
        missing = _missing(context)
        if not missing:
            return [context.answer(context.say("loop-post_none_missing"))]
        if len(missing) == 1:
            return self._colleagues(context, missing[0], 0, in_place=False)
        rows = tuple(
            (Button(label=role_words(role, context.locale), intent=PostPress(unit=context.unit, role=role)),)
            for role in missing
        )
        return [context.answer(context.say("loop-post_ask_role"), *rows)]

    async def press(self, context: LeadContext, press: PostPress) -> Sequence[Delivery]:
        if press.role not in _missing(context):
            return context.late("loop-post_filled", role=role_words(press.role, context.locale))
        if not press.member:
            return self._colleagues(context, press.role, press.page, in_place=True)
        if press.member == SOMEBODY_ELSE:
            return await self._suggested(context, press.role, None)
        chosen = next((each for each in context.by_name if _alias(context, each) == press.member), None)
        if chosen is None:  # has left since the list was shown
            return self._colleagues(context, press.role, 0, in_place=True)
        return await self._suggested(context, press.role, chosen)

    def _colleagues(self, context: LeadContext, role: Role, page: int, *, in_place: bool) -> Sequence[Delivery]:
        """One page of the team's list, by name."""
        pages = [*batches(context.by_name, NAMES_ON_PAGE)]
        page = page if page < len(pages) else 0

        def button(label: str, *, to: int = 0, member: str = "") -> Button:
            return Button(label=label, intent=PostPress(unit=context.unit, role=role, page=to, member=member))

        names = [
            (button(phrase(each.person.name, _LONGEST_NAME), member=_alias(context, each)),)
            for each in (pages[page] if pages else ())
        ]
        turning = tuple(
            button(context.say(name), to=other)
            for name, other in (("loop-button-names_before", page - 1), ("loop-button-names_after", page + 1))
            if 0 <= other < len(pages)
        )
        elsewhere = (button(context.say("loop-button-post_elsewhere"), member=SOMEBODY_ELSE),)
        asked = context.say("loop-post_ask", role=role_words(role, context.locale))
        note = SmallPrint(words=context.say("loop-post_ask_note"))
        rows = (*names, *((turning,) if turning else ()), elsewhere)
        return [context.answer((asked, note), *rows, in_place=in_place)]

    async def _suggested(self, context: LeadContext, role: Role, chosen: TeamMember | None) -> Sequence[Delivery]:
        told = [self._told(context, role, chosen, each) for each in await _those_who_run_it(context)]
        if not told:
            return [context.answer(context.say("loop-post_nobody"), in_place=True)]
        named = "" if chosen is None else phrase(chosen.person.name, _LONGEST_NAME)
        name = "loop-post_sent" if chosen else "loop-post_sent_elsewhere"
        said = context.say(name, role=role_words(role, context.locale), name=named)
        return [context.answer(said, in_place=True), *told]

    @staticmethod
    def _told(context: LeadContext, role: Role, chosen: TeamMember | None, to: TeamMember) -> Delivery:
        organisation = context.programme.organisation
        locale = organisation.locale_for(to.person, [to.unit])
        words = {"by": role_words(context.role, locale), "role": role_words(role, locale)}
        if chosen is None:
            what = say("posts-suggested_elsewhere", locale, unit=context.name, **words)
        else:
            person = phrase(chosen.person.name, _LONGEST_NAME)
            what = say("posts-suggested", locale, unit=context.name, person=person, **words)
        said: tuple[Section | str, ...] = (what, say("posts-suggested_ask", locale))
        way = Button(
            label=say("posts-button-open", locale),
            intent=AdministrationPress(what=OnAdministration.POSTS, about=about_unit(context.unit)),
            is_primary=True,
        )
        event = PostAsked(
            unit=context.unit,
            role=role,
            member="" if chosen is None else _alias(context, chosen),
            week=week_of(context.now, context.zone),
        )
        return notice_to(
            to,
            message_of(MessageKind.ALERT, locale, said, buttons=((way,),)),
            key=follow_up_key(event, to.person.id),
            at=context.now,
            quiet=context.programme.quiet,
            zone=organisation.zone_of(to.unit),
        )


async def _those_who_run_it(context: LeadContext) -> Sequence[TeamMember]:
    """The administrators who can be reached of the nearest unit that has any."""
    holding = [each for each in await context.work.rosters.holding(Role.ADMINISTRATOR) if each.address is not None]
    for unit in (context.unit, *context.programme.organisation.ancestors(context.unit)):
        own = [each for each in holding if each.unit == unit and each.person.is_listed(context.today)]
        if own:
            return own
    return []


def _missing(context: LeadContext) -> Sequence[Role]:
    held = [role for each in context.here.values() for role in each.roles]
    return [role for role in Role if role in missing_co_leads(held)]


def _alias(context: LeadContext, member: TeamMember) -> str:
    """Stands for somebody in a button about a post of this one team."""
    return short_id("post", context.unit, member.person.id)
