"""What leads tell others lies in the open in chats on the web, as long as digests do, and rings; what answers a press,
and what follows from the press of somebody who leads nothing, lies sealed."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.comments import Comment
from bot.domain.identifiers import ActionId, CommentId, MessageRef, PersonId
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    DigestRef,
    FlagPress,
    HelpPress,
    Intent,
    OnAction,
    OnDigest,
    OnFlag,
    OnHelp,
    OnPrompt,
    OwnerPress,
    PromptPress,
)
from bot.domain.messaging.inbound import Typed
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Role
from bot.repositories.sending import KeptWebMessage
from tests.storage.test_words_on_disk import LEAD, MEMBER, OTHER, Chats, Opener
from tests.support.databases import POSTGRES_BY_DRILLS
from tests.support.freezing import freeze
from tests.support.leads import BOSS, CHAMPION, DOCTOR, FLAG, TUESDAY, WEEK, a_digest
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

pytestmark = POSTGRES_BY_DRILLS
TROLLEY, TOLD = "Second trolley for the night", "From Monday there is a second trolley"


@pytest.fixture
async def chats(open_database: Opener, tmp_path: Path) -> AsyncIterator[Chats]:
    async with open_database() as database:
        async with database.writing() as work:
            await work.programmes.save(the_programme(), at=TUESDAY)
            await work.rosters.save(the_roster({WARD: 6, CLINIC: 2}), at=TUESDAY)
            await work.loop.add_flag(FLAG)
            await freeze(work, [a_digest(the_programme().organisation)])
        clock = ShiftedClock(start=TUESDAY, speed=0)
        yield Chats(
            database=database, app=App(World(storage=database, keys_folder=tmp_path / "keys", clock=clock)), clock=clock
        )


async def newest(chats: Chats, *people: str) -> Mapping[str, KeptWebMessage]:
    """The last message in the chat of each, as it lies there."""
    async with chats.database.reading() as work:
        return {each: (await work.web_chats.since(PersonId(each), 0, limit=99))[-1] for each in people}


async def lie_open(chats: Chats, words: str, *people: str) -> Mapping[str, bool]:
    """Who has these words last in their chat, and whether they lie in the open, with a moment."""
    kept = await newest(chats, *people)
    for who in people:
        assert words in await chats.said(who)
    opened = {who: isinstance(each.words, Message) and words in words_of(each.words) for who, each in kept.items()}
    assert all(opened[who] is (each.posted_at is not None) for who, each in kept.items())
    return opened


async def hang_bells(chats: Chats, *people: str) -> None:
    """Whose address may not be called, so that it is taken down when it is rung."""
    async with chats.database.writing() as work:
        for who in people:
            await work.web_chats.hang_bell(PersonId(who), f"nowhere/{who}")


async def rung(chats: Chats, *people: str) -> list[str]:
    await chats.app.graph.bells.ring_all()
    async with chats.database.reading() as work:
        return [who for who in people if not await work.web_chats.bells_of([PersonId(who)])]


async def sends(chats: Chats, words: str) -> None:
    """The lead writes what they were asked last, and sends it."""
    asked, _ = (await chats.chat(LEAD))[-1]
    await chats.does(LEAD, Typed(text=words, reply_to=MessageRef(str(asked))), message=str(asked))
    async with chats.database.reading() as work:
        prompt = (await work.prompts.open_of(PersonId(LEAD), now=chats.clock.now()))[0]
    await chats.press(LEAD, PromptPress(prompt=prompt.id, what=OnPrompt.SEND))


async def has_action(chats: Chats, owner: str, role: Role, state: ActionState) -> ActionId:
    action = Action(
        id=ActionId("act"),
        unit=WARD,
        raised_by=PersonId(LEAD),
        raised_at=TUESDAY,
        words=TROLLEY,
        state=state,
        owner=PersonId(owner) if state is not ActionState.DRAFT else None,
        owner_role=role if state is not ActionState.DRAFT else None,
        due=TUESDAY.date() + timedelta(days=7),
    )
    async with chats.database.writing() as work:
        await work.loop.save_action(action)
    return action.id


async def test_what_a_lead_tells_the_team_rings_and_is_still_there_after_weeks(chats: Chats) -> None:
    await hang_bells(chats, LEAD, MEMBER)
    await chats.press(LEAD, DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=OnDigest.TELL_TEAM))
    await sends(chats, TOLD)
    assert await lie_open(chats, TOLD, LEAD, MEMBER, OTHER) == {LEAD: False, MEMBER: True, OTHER: True}
    assert await rung(chats, LEAD, MEMBER) == [MEMBER], "whoever sent it is looking"
    for _ in range(15):
        chats.clock.jump(chats.clock.now() + timedelta(days=1))
        await chats.app.tick()
    assert TOLD in await chats.said(MEMBER)
    assert TOLD not in await chats.said(LEAD), "what it was answered with has gone with its key"


async def test_an_answer_to_a_comment_lies_open_until_the_comment_goes(chats: Chats) -> None:
    comment = Comment(id=CommentId("0" * 16), unit=WARD, week=WEEK, words="The lift is slow.")
    async with chats.database.writing() as work:
        await work.comments.add([comment])
    chats.clock.jump(TUESDAY + timedelta(days=2))  # the team reads it, too
    await chats.press(LEAD, DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=OnDigest.READ_COMMENTS))
    _, shown = (await chats.chat(LEAD))[-1]
    (answer,) = [each.intent for row in shown.buttons for each in row if each.label == "Answer 1"]
    await chats.press(LEAD, answer)
    await sends(chats, "It is mended.")
    assert await lie_open(chats, "It is mended.", LEAD, MEMBER) == {LEAD: False, MEMBER: True}
    assert comment.words in await chats.said(MEMBER)
    async with chats.database.writing() as work:
        await work.web_chats.forget_comments(before=WEEK)
        await work.deliveries.forget_comments(before=WEEK)
    assert comment.words in await chats.said(MEMBER)
    async with chats.database.writing() as work:
        assert await work.web_chats.forget_comments(before=WEEK + 1) > 0
        await work.deliveries.forget_comments(before=WEEK + 1)
    assert comment.words not in await chats.said(MEMBER)


@pytest.mark.parametrize("what", [OnFlag.NOT_RECOGNISED, OnFlag.HELP_FROM_ABOVE])
async def test_news_for_other_leads_and_a_call_for_help_lie_open(chats: Chats, what: OnFlag) -> None:
    await hang_bells(chats, LEAD, DOCTOR)
    await chats.press(LEAD, FlagPress(flag=FLAG.id, what=what))
    kept = await newest(chats, LEAD, DOCTOR, CHAMPION)
    assert [isinstance(each.words, Message) for each in kept.values()] == [False, True, True]
    assert await rung(chats, LEAD, DOCTOR) == [DOCTOR]
    if what is OnFlag.HELP_FROM_ABOVE:
        called = (await newest(chats, BOSS))[BOSS]
        assert isinstance(called.words, Message)
        await chats.press(BOSS, HelpPress(flag=FLAG.id, what=OnHelp.WILL_SPEAK))
        echo = (await newest(chats, LEAD))[LEAD]
        assert isinstance(echo.words, Message)
        async with chats.database.reading() as work:
            theirs = {each.id: each for each in await work.web_chats.since(PersonId(BOSS), 0, limit=99)}
        assert not isinstance(theirs[called.id].words, Message), "their own press changed it, so it tells what they did"


@pytest.mark.parametrize(
    ("owner", "role", "is_open"), [(DOCTOR, Role.MEDICAL_LEAD, True), (MEMBER, Role.MEMBER, False)]
)
async def test_what_follows_from_a_press_is_in_the_open_only_where_somebody_who_leads_has_pressed(
    chats: Chats, owner: str, role: Role, is_open: bool
) -> None:
    """In the open it would say when a member pressed; it rings all the same."""
    action = await has_action(chats, owner, role, ActionState.PROPOSED)
    await hang_bells(chats, LEAD, owner)
    for what in (OnAction.ACCEPT, OnAction.CLOSE):
        await chats.press(owner, ActionPress(action=action, what=what))
        assert await lie_open(chats, TROLLEY, LEAD, CHAMPION, owner) == {LEAD: is_open, CHAMPION: is_open, owner: False}
    assert await rung(chats, LEAD, owner) == [LEAD]


async def test_whoever_is_asked_to_own_an_action_is_asked_sealed(chats: Chats) -> None:
    """When they are asked follows from their pauses."""
    action = await has_action(chats, DOCTOR, Role.MEDICAL_LEAD, ActionState.DRAFT)
    await hang_bells(chats, DOCTOR)
    await chats.press(LEAD, OwnerPress(action=action, role=Role.MEDICAL_LEAD))
    _, shown = (await chats.chat(LEAD))[-1]
    dates: list[Intent] = [each.intent for row in shown.buttons for each in row]
    await chats.press(LEAD, dates[0])
    assert await lie_open(chats, TROLLEY, DOCTOR) == {DOCTOR: False}
    assert await rung(chats, DOCTOR) == [DOCTOR]
