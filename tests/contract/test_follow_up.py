"""What every storage promises about flags, replies, actions, what was told back, and prompts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.follow_up.actions import (
    Action,
    ActionState,
    TeamUpdate,
)
from bot.domain.follow_up.flags import (
    AnsweredFlag,
    Flag,
    FlagReply,
    FlagResponse,
    HelpReply,
    HelpResponse,
)
from bot.domain.follow_up.prompts import (
    ActionWords,
    CannotWords,
    CommentWords,
    FormWords,
    HelpWords,
    KnownReasonWords,
    Prompt,
    PromptSubject,
    ReplyWords,
    TeamWords,
    TeamWordsOnAction,
)
from bot.domain.identifiers import ActionId, CommentId, DeliveryKey, FlagId, HeldWordsId, PersonId, PromptId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import SealedWords
from bot.domain.organisation.people import Consent, Membership, Person, Role, Roster
from bot.ports import Storage
from bot.repositories.prompts import HeldWords
from tests.support.builders import ICU, T0, after
from tests.support.channels import WEB

WARD, THIRD = UnitId("ward"), UnitId("third")
ANN, BOB = PersonId("ann"), PersonId("bob")
W10, W11 = IsoWeek.parse("2026-W10"), IsoWeek.parse("2026-W11")


def a_flag(identity: str, *, unit: UnitId = ICU, week: IsoWeek = W10) -> Flag:
    return Flag(
        id=FlagId(identity),
        unit=unit,
        week=week,
        kind=FlagKind.BOTH,
    )


def an_action(identity: str, *, state: ActionState = ActionState.OPEN, hours: float = 0) -> Action:
    made = after(hours=hours)
    return Action(id=ActionId(identity), unit=ICU, raised_by=ANN, raised_at=made, state=state, step="6.4b")


async def test_flags_come_back_exactly_and_in_order(storage: Storage) -> None:
    flags = [a_flag("b", week=W11), a_flag("a"), a_flag("w", unit=WARD)]
    async with storage.writing() as work:
        for flag in flags:
            await work.loop.add_flag(flag)
        await work.loop.add_flag(replace(flags[0], kind=FlagKind.FEWER_VOICES))
        assert await work.loop.flag(FlagId("b")) == flags[0]
        assert await work.loop.flag(FlagId("x")) is None
        assert await work.loop.flags([ICU, WARD], W10) == [flags[1], flags[2], flags[0]]
        assert await work.loop.flags([ICU], W11) == [flags[0]]


async def test_flags_come_with_the_newest_thing_said_to_them(storage: Storage) -> None:
    async with storage.writing() as work:
        for flag in (a_flag("old", week=W10 - 1), a_flag("said", unit=WARD), a_flag("open", week=W11)):
            await work.loop.add_flag(flag)
        for hours, response in ((2, FlagResponse.NOT_RECOGNISED), (1, FlagResponse.REPLYING)):
            person = ANN if hours == 2 else BOB
            await work.loop.put_reply(
                FlagReply(flag=FlagId("said"), person=person, response=response, at=after(hours=hours))
            )
    async with storage.reading() as work:
        assert await work.loop.judged(W10) == [
            AnsweredFlag(kind=FlagKind.BOTH, unit=WARD, response=FlagResponse.NOT_RECOGNISED),
            AnsweredFlag(kind=FlagKind.BOTH, unit=ICU, response=None),
        ]


async def test_each_lead_says_one_thing_and_may_add_words(storage: Storage) -> None:
    ann = FlagReply(flag=FlagId("f"), person=ANN, response=FlagResponse.KNOWN_REASON, at=after(hours=2))
    bob = replace(ann, person=BOB, at=after(hours=1), words="Rota change")
    instead = replace(bob, response=FlagResponse.REPLYING, at=after(hours=3), words="")
    async with storage.writing() as work:
        assert [await work.loop.put_reply(reply) for reply in (ann, bob)] == [True, True]
        assert not await work.loop.put_reply(replace(ann, at=after(hours=9)))
        assert list(await work.loop.replies(FlagId("f"))) == [bob, ann]
        assert await work.loop.put_reply(instead), "in place of what was said before, with its words"
        await work.loop.set_reply_words(replace(ann, words="Refurbishment"))
        said = [replace(ann, words="Refurbishment"), instead]
        assert await work.loop.replies(FlagId("f")) == said
        assert await work.loop.replies_to([FlagId("f"), FlagId("g")]) == {FlagId("f"): said}
        assert list(await work.loop.replies(FlagId("g"))) == []


async def test_asking_for_help_leaves_what_the_same_lead_has_written(storage: Storage) -> None:
    reason = FlagReply(flag=FlagId("f"), person=ANN, response=FlagResponse.KNOWN_REASON, at=T0, words="A move")
    help_too = replace(reason, response=FlagResponse.HELP_FROM_ABOVE, at=after(hours=1), words="")
    instead = replace(help_too, response=FlagResponse.REPLYING, at=after(hours=2))
    taken_back = replace(help_too, response=FlagResponse.NOT_RECOGNISED, at=after(hours=3))
    async with storage.writing() as work:
        for reply, said in (
            (reason, [reason]),
            (help_too, [reason, help_too]),
            (instead, [help_too, instead]),
            (taken_back, [taken_back]),
            (help_too, [help_too]),
        ):
            await work.loop.put_reply(reply)
            assert await work.loop.replies(FlagId("f")) == said


async def test_those_above_say_one_thing_to_whoever_asks_for_help(storage: Storage) -> None:
    later = HelpReply(
        flag=FlagId("f"),
        person=ANN,
        role=Role.SPONSOR,
        response=HelpResponse.NOT_NOW,
        at=after(hours=2),
        words="On leave",
    )
    first = replace(later, person=BOB, role=Role.MEDICAL_LEAD, at=after(hours=1))
    async with storage.writing() as work:
        for reply in (later, first):
            await work.loop.put_help_reply(reply)
        assert await work.loop.help_replies_to([FlagId("f"), FlagId("g")]) == {FlagId("f"): [first, later]}
        will = replace(first, response=HelpResponse.WILL_SPEAK, at=after(hours=3), words="")
        await work.loop.put_help_reply(will)
        assert await work.loop.help_replies_to([FlagId("f")]) == {FlagId("f"): [later, will]}


@pytest.mark.drill
async def test_an_action_grows_and_closes(storage: Storage) -> None:
    draft = an_action("a", state=ActionState.DRAFT)
    whole = replace(
        draft,
        words="Move the handover",
        owner=BOB,
        owner_role=Role.NURSING_LEAD,
        due=date(2026, 4, 1),
        state=ActionState.PROPOSED,
        flag=FlagId("f"),
        told_at=after(hours=1),
        told_words="We heard you",
    )
    async with storage.writing() as work:
        await work.loop.save_action(draft)
        assert await work.loop.open_actions([ICU]) == []
        await work.loop.save_action(whole)
        assert await work.loop.action(draft.id) == whole
        assert await work.loop.action(ActionId("x")) is None
        await work.loop.save_action(an_action("older", hours=-5))
        assert [action.id for action in await work.loop.open_actions([ICU, WARD])] == ["older", "a"]
        assert await work.loop.open_actions([WARD]) == []

        await work.loop.save_action(replace(whole, state=ActionState.CLOSED, closed_at=after(days=3)))
        assert [action.id for action in await work.loop.closed_actions([ICU], after(days=3))] == ["a"]
        assert await work.loop.closed_actions([ICU], after(days=4)) == []


async def test_an_action_that_cannot_be_done_says_so(storage: Storage) -> None:
    ended = replace(an_action("a", state=ActionState.CLOSED), closed_at=after(days=1), cannot=True)
    async with storage.writing() as work:
        await work.loop.save_action(ended)
        assert await work.loop.action(ended.id) == ended


async def test_actions_of_those_who_have_left_are_found(storage: Storage) -> None:
    """Owned by somebody in the team, by one who is in another team, one whose last day is past, one who is listed and
    has not joined or asked to be forgotten, and one who left: lists alone decide."""
    people = {
        each: Person(id=each, name=each, channel=WEB, ends=date(2026, 2, 1) if each == "past" else None)
        for each in map(PersonId, ("here", "there", "past", "forgotten"))
    }
    held = frozenset(
        Membership(person=each, unit=WARD if each == "there" else ICU, role=Role.MEMBER) for each in people
    )
    owned = [replace(an_action(each), owner=PersonId(each), owner_role=Role.MEMBER) for each in (*people, "gone")]
    proposed = replace(owned[1], id=ActionId("asked"), state=ActionState.PROPOSED)
    async with storage.writing() as work:
        await work.rosters.save(Roster(people=people, memberships=held), at=T0)
        for each in people:
            joined = None if each == "forgotten" else T0
            await work.rosters.set_consent(each, Consent(joined_at=joined))
        over = [replace(owned[1], id=ActionId(state.value), state=state) for state in NOT_UNDER_WAY]
        for action in [*owned, proposed, *over, an_action("nobodys", state=ActionState.PROPOSED)]:
            await work.loop.save_action(action)
        found = await work.loop.unowned_actions(date(2026, 2, 2))
    assert [each.id for each in found] == ["asked", "gone", "past", "there"]


async def test_all_actions_of_a_unit_go_to_another_one(storage: Storage) -> None:
    ended = replace(an_action("b", state=ActionState.CLOSED), closed_at=after(days=1))
    other = replace(an_action("c"), unit=THIRD)
    async with storage.writing() as work:
        for action in (an_action("a"), ended, other):
            await work.loop.save_action(action)
        await work.loop.move_actions(ICU, WARD)
        assert [each.id for each in await work.loop.open_actions([WARD])] == ["a"]
        assert [each.id for each in await work.loop.closed_actions([WARD], T0)] == ["b"]
        assert await work.loop.open_actions([ICU, other.unit]) == [other]
        assert await work.loop.actions([other.id, ActionId("x")]) == {other.id: other}
        assert (await work.loop.actions([ended.id]))[ended.id].moved


async def test_actions_go_back_to_where_they_came_from_by_whatever_way(storage: Storage) -> None:
    first, second, own = an_action("a"), replace(an_action("b"), unit=WARD), replace(an_action("c"), unit=THIRD)
    async with storage.writing() as work:
        for action in (first, second, own):
            await work.loop.save_action(action)
        await work.loop.move_actions(ICU, WARD)
        await work.loop.move_actions(WARD, THIRD)
        moved = await work.loop.open_actions([THIRD])
        assert {each.id: each.moved_from for each in moved} == {"a": (ICU, WARD), "b": (WARD,), "c": ()}
        await work.loop.give_back_actions(WARD)
        assert await work.loop.open_actions([WARD]) == [replace(first, unit=WARD, moved_from=(ICU,)), second]
        assert await work.loop.open_actions([THIRD]) == [own]
        await work.loop.give_back_actions(ICU)
        assert await work.loop.open_actions([ICU]) == [first]


async def test_what_was_done_in_some_days_is_found(storage: Storage) -> None:
    done = [replace(an_action(f"d{day}", state=ActionState.CLOSED), closed_at=after(days=day)) for day in range(4)]
    cannot = replace(done[1], id=ActionId("cannot"), cannot=True)
    async with storage.writing() as work:
        for action in [*done, cannot, an_action("open")]:
            await work.loop.save_action(action)
        assert await work.loop.done_between(after(days=1), after(days=3)) == done[1:3]
        assert await work.loop.actions([]) == {}


NOT_UNDER_WAY = (ActionState.DRAFT, ActionState.CLOSED)


async def test_news_is_the_newest_that_a_person_has_not_been_shown(storage: Storage) -> None:
    old, new = (TeamUpdate(id=name, unit=ICU, words=f"{name} words", at=after(hours=hours)) for name, hours in NEWS)
    async with storage.writing() as work:
        await work.loop.add_told(new)
        await work.loop.add_told(old)
        await work.loop.add_told(replace(old, words="twice"))
        assert await work.loop.news([(ANN, ICU)], since=WEEK_OF_NEWS) == {(ANN, ICU): new}
        assert await work.loop.news([(ANN, WARD)], since=WEEK_OF_NEWS) == {}
        await work.loop.mark_shown(ANN, new.id)
        await work.loop.mark_shown(ANN, new.id)
        assert await work.loop.news([(ANN, ICU)], since=WEEK_OF_NEWS) == {(ANN, ICU): old}
        assert await work.loop.news([(ANN, ICU), (BOB, ICU), (BOB, WARD)], since=WEEK_OF_NEWS) == {
            (ANN, ICU): old,
            (BOB, ICU): new,
        }
        await work.loop.mark_shown(ANN, old.id)
        await work.loop.mark_shown(BOB, new.id)
        assert await work.loop.news([(ANN, ICU)], since=WEEK_OF_NEWS) == {}
        await work.loop.forget_shown([ANN])
        assert await work.loop.news([(ANN, ICU), (BOB, ICU)], since=WEEK_OF_NEWS) == {(ANN, ICU): new, (BOB, ICU): old}
        for each in (new, old):
            await work.loop.mark_shown(ANN, each.id)
        assert await work.loop.news([(ANN, ICU)], since=WEEK_OF_NEWS) == {}
        assert await work.loop.news([], since=WEEK_OF_NEWS) == {}


NEWS = (("old", 1), ("new", 2))
WEEK_OF_NEWS = IsoWeek.of(T0.date())


async def test_what_was_told_long_ago_is_no_news_and_who_was_shown_it_is_forgotten(storage: Storage) -> None:
    old, new = (TeamUpdate(id=f"t{weeks}", unit=ICU, words="words", at=after(weeks=weeks)) for weeks in (0, 1))
    async with storage.writing() as work:
        for told in (old, new):
            await work.loop.add_told(told)
            await work.loop.mark_shown(ANN, told.id)
        assert await work.loop.news([(BOB, ICU)], since=WEEK_OF_NEWS + 1) == {(BOB, ICU): new}
        assert await work.loop.news([(BOB, ICU)], since=WEEK_OF_NEWS + 2) == {}
        await work.loop.forget_shown_before(WEEK_OF_NEWS)
        assert await work.loop.news([(ANN, ICU)], since=WEEK_OF_NEWS) == {}
        await work.loop.forget_shown_before(WEEK_OF_NEWS + 1)
        assert await work.loop.news([(ANN, ICU)], since=WEEK_OF_NEWS) == {(ANN, ICU): old}
        assert await work.loop.news([(ANN, ICU)], since=WEEK_OF_NEWS + 1) == {}


SUBJECTS: Sequence[PromptSubject] = (
    KnownReasonWords(flag=FlagId("f")),
    ReplyWords(flag=FlagId("f")),
    ActionWords(action=ActionId("a")),
    CannotWords(action=ActionId("a")),
    CommentWords(comment=CommentId("c")),
    TeamWords(unit=ICU),
    TeamWordsOnAction(action=ActionId("a")),
    HelpWords(flag=FlagId("f")),
    FormWords(awaited=True),
    FormWords(awaited=False),
)


def a_prompt(name: str, subject: PromptSubject = SUBJECTS[0], *, person: PersonId = ANN, **parts: float) -> Prompt:
    return Prompt(
        id=PromptId(name),
        person=person,
        subject=subject,
        shown_in=DeliveryKey(f"n:{name}"),
        asked_at=after(**parts),
        draft=SealedWords(key=W10, body=b"\x00 sealed") if name == "draft" else None,
    )


@pytest.mark.parametrize("subject", SUBJECTS)
async def test_prompts_wait_until_they_are_used_or_too_old(storage: Storage, subject: PromptSubject) -> None:
    asked, draft, other = a_prompt("p", subject), a_prompt("draft", subject, hours=1), a_prompt("b", person=BOB)
    async with storage.writing() as work:
        for prompt in (asked, draft, other, replace(draft, draft=SealedWords(key=W11, body=b"again"))):
            await work.prompts.open(prompt)
        assert await work.prompts.open_of(ANN, now=after(hours=2)) == [draft, asked]
        assert await work.prompts.open_of(ANN, now=after(hours=72)) == [draft]
        assert await work.prompts.open_of(ANN, now=after(hours=73)) == []
        await work.prompts.forget([draft.id, PromptId("nothing")])
        await work.prompts.forget([])
        assert await work.prompts.open_of(ANN, now=after(hours=2)) == [asked]
        assert await work.prompts.purge(before=after(minutes=1)) == 2
        assert await work.prompts.open_of(BOB, now=after(hours=2)) == []


async def test_words_are_held_for_one_person_at_a_time(storage: Storage) -> None:
    first = HeldWords(id=HeldWordsId("h1"), person=ANN, sealed=SealedWords(key=W10, body=b"sealed"), asked_at=T0)
    newer = replace(
        first,
        id=HeldWordsId("h2"),
        sealed=SealedWords(key=W11, body=b"\x00other"),
        asked_at=after(minutes=5),
    )
    async with storage.writing() as work:
        for held in (first, newer, replace(first, person=BOB)):
            await work.prompts.hold(held)
        assert await work.prompts.held(ANN) == newer
        assert await work.prompts.let_old_go(before=after(minutes=5)) == 1
        assert await work.prompts.held(BOB) is None
        await work.prompts.let_go(ANN)
        assert await work.prompts.held(ANN) is None


async def test_all_that_waits_for_words_of_one_person_is_forgotten(storage: Storage) -> None:
    sealed = SealedWords(key=W10, body=b"sealed")
    async with storage.writing() as work:
        for name, person in (("p", ANN), ("draft", ANN), ("b", BOB)):
            await work.prompts.open(a_prompt(name, person=person))
        for person in (ANN, BOB):
            await work.prompts.hold(HeldWords(id=HeldWordsId("h"), person=person, sealed=sealed, asked_at=T0))
        await work.prompts.forget_of([ANN])
        assert await work.prompts.open_of(ANN, now=T0) == []
        assert await work.prompts.held(ANN) is None
        assert len(await work.prompts.open_of(BOB, now=T0)) == 1
        assert await work.prompts.held(BOB) is not None
