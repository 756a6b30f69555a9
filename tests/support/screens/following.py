"""What leads and those above them read once something has followed a digest, and when they press too late."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from bot.domain.digests.frozen_digest import digest_message
from bot.domain.digests.page import NamedTeam, Page, ScoreChange, Usual
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FlagAnswer, FollowUpShown, HelpAnswer
from bot.domain.digests.redrawn.redraw import redrawn
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, FlagResponse, HelpResponse, flag_id
from bot.domain.follow_up.prompts import Box
from bot.domain.identifiers import ActionId, PersonId
from bot.domain.indicators.score_words import Vocabulary, words_of
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    DigestRef,
    FlagPress,
    HelpPress,
    OnAction,
    OnDigest,
    OnFlag,
    OnHelp,
    OnPrompt,
    PromptPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import Pressed
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.flows.follow_up.tell_anew import as_newest, as_repeated
from bot.ports import Storage
from tests.domain.digests.quarterly.test_quarter_text import FALLEN, notes
from tests.support import pages
from tests.support.freezing import freeze
from tests.support.leads import BOSS, CHAMPION, CHIEF, DOCTOR, FLAG, NURSE, TUESDAY, WEEK, Leads, a_digest, labelled
from tests.support.memory import MemoryStorage
from tests.support.pages import AT, LATE, UNANSWERED, a_page, a_roll_up, released_score
from tests.support.screens.acting import sending
from tests.support.screens.asking import NAME
from tests.support.screens.leading import programme_of_leads
from tests.support.weeks import WARD

ACTION = Action(
    id=ActionId("followed"),
    unit=WARD,
    raised_by=PersonId(NURSE),
    raised_at=TUESDAY,
    words=NAME,
    owner=PersonId(DOCTOR),
    owner_role=Role.MEDICAL_LEAD,
    due=date(2026, 3, 24),
    state=ActionState.PROPOSED,
)


def redrawn_messages(locale: str) -> Iterator[Message]:
    """Digests that something followed, in forms that no lead's press alone brings about."""
    done = ActionShown(action=LATE.action, words=NAME, owner=LATE.owner, accepted=True, due=None, closed=AT.date())
    started = replace(done, action=ActionId("b"), closed=None, due=date(2026, 3, 24))
    given = FlagAnswer(role=Role.NURSING_LEAD, response=FlagResponse.REPLYING, on=AT.date(), words=NAME, is_own=True)
    waiting = Flag(id=UNANSWERED.flag, unit=a_page().unit, week=UNANSWERED.week, kind=UNANSWERED.kind)
    late = replace(LATE, words=NAME)
    for page, since in (
        (
            {"earlier": UNANSWERED},
            FollowUpShown(flags={waiting.id: waiting}, answers={waiting.id: [given] * 4}, actions=[started]),
        ),
        ({"open_actions": (late,), "closed": ()}, FollowUpShown(actions=[done, started])),
        ({"open_actions": (late,)}, FollowUpShown(actions=[replace(done, cannot=True)])),
        ({"open_actions": (late,)}, FollowUpShown()),
        ({}, FollowUpShown(actions=[started])),
        ({}, FollowUpShown(is_superseded=True)),
        ({}, FollowUpShown(actions=[replace(started, accepted=False)])),
        ({}, FollowUpShown(actions=[replace(started, accepted=False, due=None)])),
        ({}, FollowUpShown(actions=[replace(started, due=None)])),
    ):
        yield _shown(a_page(**({"name": NAME, "locale": locale, "open_actions": (), "closed": ()} | page)), since)


def told_again(locale: str) -> Iterator[Message]:
    """Digests of what has just begun to hold, and of what still does."""
    for word in words_of(Vocabulary.THREE):
        for last, change in ((WEEK, ScoreChange.LOWER), (WEEK, ScoreChange.UNKNOWN), (WEEK - 1, ScoreChange.UNKNOWN)):
            score = replace(pages.said(), score=released_score(ScoreFigure(word=word)), last=last, change=change)
            yield _shown(a_page(name=NAME, locale=locale, said=score, open_actions=()), FollowUpShown())
    late = replace(LATE, words=NAME)
    for page, since in (
        ({"usual": Usual.LOWER, "lower_since": WEEK - 3, "open_actions": ()}, FollowUpShown()),
        ({"open_actions": (late,)}, FollowUpShown(open_actions=(late,))),
        ({"earlier": replace(UNANSWERED, week=WEEK - 1)}, FollowUpShown()),
    ):
        yield _shown(a_page(**({"name": NAME, "locale": locale} | page)), since)
    low, new = notes(week=FALLEN), date(2026, 3, 4)
    team = NamedTeam(name=NAME, kind=FLAG.kind, since=new, flag=FLAG.id)
    for above in (
        {"waiting": (replace(team, since=date(2026, 2, 10)),)},
        {"asking_help": (team,)},
        {"usual": Usual.LOWER, "lower_since": WEEK - 3},
        {"notes": low, "is_top": True, "organisation_low_since": WEEK - 2},
    ):
        digest = write_roll_up(a_roll_up(**({"name": NAME, "locale": locale} | above)), at=AT)
        yield digest_message(digest, unit_name=NAME, locale=locale)


def redrawn_roll_up(locale: str) -> Message:
    """The digest of a unit above teams after its sponsor has said not now to one that asks for help."""
    team = NamedTeam(name=NAME, kind=FLAG.kind, since=AT.date(), flag=FLAG.id)
    digest = write_roll_up(a_roll_up(name=NAME, locale=locale, asking_help=(team,)), at=AT)
    answer = HelpAnswer(role=Role.SPONSOR, response=HelpResponse.NOT_NOW, on=AT.date(), words=NAME)
    since = FollowUpShown(help_answers={FLAG.id: [answer]}, teams={FLAG.id: NAME})
    return digest_message(redrawn(digest, since, unit_name=NAME, locale=locale), unit_name=NAME, locale=locale)


def _shown(page: Page, since: FollowUpShown) -> Message:
    digest = redrawn(write_page(page, at=AT), since, unit_name=page.name, locale=page.locale)
    return digest_message(digest, unit_name=NAME, locale=page.locale)


async def following_messages(locale: str, storage: Storage) -> AsyncIterator[Message]:
    """Everything on one digest: taken, explained, helped, done, and pressed too late."""
    for message in (*redrawn_messages(locale), *told_again(locale), redrawn_roll_up(locale)):
        yield message
    for noted in (as_newest, as_repeated):
        yield noted(message_of(MessageKind.HELP_ANSWERED, locale, NAME, unit_name=NAME))
    leads = Leads(storage)
    programme = programme_of_leads(locale)
    await leads.furnish(programme=programme)
    await leads.have_another_sponsor()
    places = await leads.have_it()

    async def seen(deliveries: Sequence[Delivery]) -> Sequence[Message]:
        return [each.message or await leads.now_shown(each) for each in deliveries]

    async def flag(who: str, what: OnFlag) -> Sequence[Message]:
        return await seen(await leads.press(who, FlagPress(flag=FLAG.id, what=what), on=places[who]))

    async def helped(what: OnHelp, who: str = BOSS) -> Sequence[Message]:
        return await seen(await leads.press(who, HelpPress(flag=FLAG.id, what=what)))

    async def written(who: str) -> Sequence[Message]:
        shown = await leads.writes(who, NAME)
        return [*await seen(shown), *await seen(await leads.press(who, sending(shown)))]

    said = [*await helped(OnHelp.WILL_SPEAK), *await flag(DOCTOR, OnFlag.KNOWN_REASON), *await written(DOCTOR)]
    said += [*await flag(CHAMPION, OnFlag.NOT_RECOGNISED), *await flag(NURSE, OnFlag.REPLY)]
    said += await flag(DOCTOR, OnFlag.REPLY)
    leads.now = TUESDAY + timedelta(days=2)
    said += [*await flag(NURSE, OnFlag.REPLY), *await written(NURSE), *await flag(NURSE, OnFlag.HELP_FROM_ABOVE)]
    await leads.arrive()
    said += [*await flag(NURSE, OnFlag.NOT_RECOGNISED), *await helped(OnHelp.WILL_SPEAK)]
    said += await flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    await leads.arrive()
    said += [*await helped(OnHelp.NOT_NOW), *await seen(await leads.cancels(BOSS))]
    said += [*await helped(OnHelp.NOT_NOW), *await written(BOSS), *await helped(OnHelp.NOT_NOW)]
    said += await helped(OnHelp.NOT_NOW, CHIEF)
    said += [*await helped(OnHelp.WILL_SPEAK), *await helped(OnHelp.WILL_SPEAK), *await helped(OnHelp.NOT_NOW, CHIEF)]
    async with storage.writing() as work:
        await work.loop.save_action(ACTION)
        await work.loop.add_flag(Flag(id=flag_id(WARD, WEEK - 8), unit=WARD, week=WEEK - 8, kind=FLAG.kind))
        await freeze(work, [replace(a_digest(programme.organisation), week=WEEK - 8, details=None, chart=None)])
    for who, what in ((NURSE, OnAction.ACCEPT), (DOCTOR, OnAction.ACCEPT), (DOCTOR, OnAction.DECLINE)):
        said += await seen(await leads.press(who, ActionPress(action=ACTION.id, what=what)))
    for _ in range(2):
        said += await seen(await leads.press(NURSE, ActionPress(action=ACTION.id, what=OnAction.CLOSE)))
    details = DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=OnDigest.DETAILS)
    said += await seen(await leads.press(NURSE, details))
    before = DigestPress(digest=DigestRef(unit=WARD, week=WEEK - 8), what=OnDigest.DETAILS)
    said += await seen(await leads.press(NURSE, before))
    said += await seen(await leads.press(NURSE, FlagPress(flag=flag_id(WARD, WEEK - 8), what=OnFlag.REPLY)))
    async with storage.writing() as work:
        await freeze(work, [replace(a_digest(programme.organisation), week=WEEK + 1)])
    leads.now = TUESDAY + timedelta(days=7)
    for message in [*said, *await flag(NURSE, OnFlag.REPLY)]:
        yield message
    async for message in _boxes_done_with(locale):
        yield message


async def _boxes_done_with(locale: str) -> AsyncIterator[Message]:
    """What becomes of messages that asked for words: asked again, written elsewhere, not needed any more."""
    leads = Leads(MemoryStorage())
    await leads.furnish(programme=programme_of_leads(locale))
    said: list[Delivery] = []
    for who, what in product((NURSE, DOCTOR), (OnFlag.REPLY, OnFlag.KNOWN_REASON)):
        for _ in range(2):
            said += await leads.on_flag(who, what)
            await leads.arrive()
    await leads.cancels(NURSE)
    leads.box = Box.REPLIED_TO
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    draft = await leads.writes(NURSE, NAME)
    await leads.arrive()
    said += await leads.press(NURSE, labelled(draft, say("loop-button-change", locale)))
    leads.box = Box.OPENED
    await leads.on_digest(CHAMPION, OnDigest.TELL_TEAM)
    await leads.arrive()
    (prompt,) = await leads.prompts(CHAMPION)
    press = leads.update(CHAMPION, Pressed(intent=PromptPress(prompt=prompt.id, what=OnPrompt.SEND)), message="asked")
    async with leads.storage.writing() as work:
        person = await work.rosters.person(prompt.person)
        assert person is not None
        said += await leads.flows()[1].written(work, person, press, prompt, NAME, now=leads.now)
    await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    await leads.press(BOSS, HelpPress(flag=FLAG.id, what=OnHelp.NOT_NOW))
    draft = await leads.writes(BOSS, NAME)
    await leads.press(BOSS, HelpPress(flag=FLAG.id, what=OnHelp.WILL_SPEAK))
    said += await leads.press(BOSS, sending(draft))
    for each in said:
        if each.message is not None:
            yield each.message
