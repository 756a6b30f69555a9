"""What people wrote is read by those whom its page was for; a lead's answer goes to all of them, under the comment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.answers.epochs import planned_epoch
from bot.domain.digests.frozen_digest import Recipients, team_page_at
from bot.domain.disclosure.atoms import kept_atom
from bot.domain.disclosure.bands import band_of
from bot.domain.disclosure.cells import kept_cell
from bot.domain.follow_up.comments import Comment
from bot.domain.identifiers import CommentId, PersonId, QuestionId, ScheduleId
from bot.domain.messaging.buttons import OnDigest
from bot.domain.organisation.people import Membership, Person, Role
from bot.domain.programme.questions import Kind, Scale
from bot.ports import Storage
from tests.support.builders import a_question, a_round
from tests.support.channels import WEB
from tests.support.leads import BOSS, DOCTOR, MEMBER, NURSE, TUESDAY, WEEK, Leads, a_digest, buttons, labelled, texts
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

THURSDAY = TUESDAY + timedelta(days=2)
"""When the team has its own page, too."""
WORDS = ["The lift is slow.", "We need a second hoist.", "Handover at seven is too early.", *map(str, range(100, 107))]

NAMED = ["twelve", "eleven", "both"]


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    held = Leads(storage, now=THURSDAY)
    await held.furnish()
    await tell(held, WORDS)
    return held


async def tell(leads: Leads, words: Sequence[str]) -> None:
    told = [Comment(id=CommentId(f"{at:016}"), unit=WARD, week=WEEK, words=each) for at, each in enumerate(words)]
    async with leads.storage.writing() as work:
        await work.comments.add(told)


async def test_readers_and_team_read_the_same_and_only_leads_are_asked_to_answer(leads: Leads) -> None:
    for_lead, for_member = [await leads.on_digest(who, OnDigest.READ_COMMENTS) for who in (NURSE, MEMBER)]
    assert texts(for_lead)[NURSE] == texts(for_member)[MEMBER]
    for each in WORDS[:5]:
        assert each in texts(for_member)[MEMBER]
    assert "Please do not ask who wrote what." in texts(for_member)[MEMBER]
    assert [each.label for each in buttons(for_member)] == ["More"]
    assert [each.label for each in buttons(for_lead)] == [*(f"Answer {number}" for number in range(1, 6)), "More"]


async def test_all_of_them_are_found_some_at_a_time_and_nothing_is_cut(storage: Storage) -> None:
    leads = Leads(storage, now=THURSDAY)
    await leads.furnish()
    words = [*WORDS, " ".join(["long"] * 790), "y" * 3900]
    await tell(leads, words)
    shown, read = await leads.on_digest(MEMBER, OnDigest.READ_COMMENTS), ""
    for _ in range(20):
        read += texts(shown)[MEMBER]
        after = [each.intent for each in buttons(shown) if each.label == "More"]
        if not after:
            break
        shown = await leads.press(MEMBER, after[0])
    assert [each.label for each in buttons(shown)] == ["Earlier ones"]
    while earlier := [each.intent for each in buttons(shown) if each.label == "Earlier ones"]:
        shown = await leads.press(MEMBER, earlier[0])
        assert [each.edits for each in shown] == ["pressed"], "whoever turns pages stays in one message, to the first"
    assert WORDS[0] in texts(shown)[MEMBER]
    assert [each.edits for each in await leads.on_digest(MEMBER, OnDigest.READ_COMMENTS)] == [None]
    assert all(each in read for each in WORDS)
    assert (read.count("long"), read.count("y" * 50)) == (790, 3900 // 50)


async def test_an_answer_is_shown_first_and_goes_to_the_team_under_the_comment(leads: Leads) -> None:
    shown = await leads.on_digest(NURSE, OnDigest.READ_COMMENTS)
    asked = await leads.press(NURSE, labelled(shown, "Answer 2"))
    assert "We need a second hoist." in texts(asked)[NURSE]
    preview = await leads.writes(NURSE, "It comes on Monday.")
    assert texts(preview)[NURSE].startswith("This goes to the 8 people of Acute medical unit")
    told = await leads.press(NURSE, labelled(preview, "Send"))
    assert len(told) == 1 + 8
    assert [each.comment_week for each in told] == [None, *[WEEK] * 8], "it goes with the comment"
    for who in (DOCTOR, MEMBER):
        assert "“We need a second hoist.”" in texts(told)[who]
        assert "It comes on Monday." in texts(told)[who]
    read = texts(await leads.on_digest(MEMBER, OnDigest.READ_COMMENTS))[MEMBER]
    under = read[read.index("We need a second hoist.") : read.index("Handover at seven")]
    assert "The nursing lead answers" in under
    assert "It comes on Monday." in under
    async with leads.storage.reading() as work:
        assert not await work.loop.news([(PersonId(MEMBER), WARD)], since=WEEK), (
            "beside a question it would stand alone"
        )


async def test_above_them_stands_what_so_many_could_be_asked_as_comments_need(leads: Leads) -> None:
    """One question of twelve within reach, one of eleven, and two of one week, of which nobody can tell how many."""
    asked = {WEEK - 3: ["twelve"], WEEK - 2: ["eleven"], WEEK - 1: ["both", "core"], WEEK: []}
    reach = {WEEK - 3: 12, WEEK - 2: 11, WEEK - 1: 14, WEEK: 14}
    programme = the_programme()
    words = [a_question(name, scale=Scale.TEXT, kind=Kind.TWO_WAY, competency=None, facet=None) for name in NAMED]
    questions = {each.id: each for each in (*words, a_question("core"))}
    atom = kept_atom([WARD], [PersonId(f"p{number}") for number in range(14)], ["Ward"])
    async with leads.storage.writing() as work:
        await work.programmes.save(replace(programme, questions={**programme.questions, **questions}), at=TUESDAY)
        await work.epochs.save(
            planned_epoch(
                WEEK, before=None, start=WEEK - 3, after=None, quarter_weeks=13, live_blocks=2, weeks_of_life=14
            )
        )
        for week, names in asked.items():
            n = reach[week]
            cell = kept_cell(atom, week, n=n, band=band_of(n, n), insiders=())
            await work.cells.add(week, {WARD: cell})
            for name in names:
                round_ = a_round(unit=WARD, opens_at=datetime.combine(week.monday(), time(10), UTC))
                asks = (questions[QuestionId(name)].ref,)
                await work.rounds.claim_many([replace(round_, schedule=ScheduleId(name), questions=asks)])
    read = texts(await leads.on_digest(MEMBER, OnDigest.READ_COMMENTS))[MEMBER]
    assert [name for name in NAMED if f"Wording of {name}." in read] == ["twelve"]


async def test_who_was_not_there_when_it_was_shown_reads_none(leads: Leads) -> None:
    """Somebody who joined since, a sponsor above, and a member who has left."""
    roster = the_roster({WARD: 6, CLINIC: 2})
    late = Person(id=PersonId("late"), name="late", channel=WEB)
    held = {each for each in roster.memberships if each.person != MEMBER}
    held.add(Membership(person=late.id, unit=WARD, role=Role.NURSING_LEAD))
    async with leads.storage.writing() as work:
        people = {**roster.people, late.id: late}
        await work.rosters.save(replace(roster, people=people, memberships=frozenset(held)), at=TUESDAY)
    stale = "nothing left to do here"
    for who, words in (("late", "for those who were in the team"), (BOSS, stale), (MEMBER, stale)):
        for what in (OnDigest.READ_COMMENTS, OnDigest.ANSWER_COMMENT):
            assert words in texts(await leads.on_digest(who, what))[who]
    shown = await leads.on_digest(NURSE, OnDigest.READ_COMMENTS)
    await leads.press(NURSE, labelled(shown, "Answer 1"))
    told = await leads.sends(NURSE, "It is mended.")
    assert {"late", MEMBER}.isdisjoint(texts(told))


async def test_the_team_reads_them_and_hears_the_answer_with_its_own_page(leads: Leads) -> None:
    leads.now = TUESDAY
    for what in (OnDigest.READ_COMMENTS, OnDigest.ANSWER_COMMENT):
        assert "for those who were in the team" in texts(await leads.on_digest(MEMBER, what))[MEMBER]
    shown = await leads.on_digest(NURSE, OnDigest.READ_COMMENTS)
    await leads.press(NURSE, labelled(shown, "Answer 1"))
    told = {each.person: each.due_at for each in await leads.sends(NURSE, "It is mended.")}
    assert told[PersonId(DOCTOR)] == TUESDAY
    assert told[PersonId(MEMBER)] >= team_page_at(WEEK, the_programme().digest, "Europe/London")


async def test_who_leads_no_more_reads_with_the_team_and_who_leads_now_as_the_member_they_were(leads: Leads) -> None:
    roster = the_roster({WARD: 6, CLINIC: 2})
    held = {each for each in roster.memberships if each.person != NURSE}
    held.add(Membership(person=PersonId(NURSE), unit=WARD, role=Role.MEMBER))
    held.add(Membership(person=PersonId(MEMBER), unit=WARD, role=Role.CHAMPION))
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=frozenset(held)), at=TUESDAY)
    for leads.now, reads in ((TUESDAY, False), (THURSDAY, True)):
        read = {each: texts(await leads.on_digest(each, OnDigest.READ_COMMENTS))[each] for each in (NURSE, MEMBER)}
        assert {each: WORDS[0] in words for each, words in read.items()} == {NURSE: reads, MEMBER: reads}


async def test_a_member_answers_nobody(leads: Leads) -> None:
    assert "lead" in texts(await leads.on_digest(MEMBER, OnDigest.ANSWER_COMMENT))[MEMBER]
    assert await leads.prompts(MEMBER) == []


async def test_once_they_are_no_longer_kept_that_is_said(storage: Storage) -> None:
    leads = Leads(storage)
    await leads.furnish()
    assert "no longer kept" in texts(await leads.on_digest(NURSE, OnDigest.READ_COMMENTS))[NURSE]
    assert a_digest(the_programme().organisation).recipients != Recipients()


async def test_a_lead_who_left_the_team_meanwhile_answers_no_comment(leads: Leads) -> None:
    """Today's list is asked at each step: the old button, the words, and "Send"."""
    shown = await leads.on_digest(NURSE, OnDigest.READ_COMMENTS)
    await leads.press(NURSE, labelled(shown, "Answer 1"))
    draft = await leads.writes(NURSE, "It is mended.")
    held = the_roster({WARD: 6, CLINIC: 2})
    moved = Membership(person=PersonId(NURSE), unit=CLINIC, role=Role.NURSING_LEAD)
    others = frozenset(each for each in held.memberships if each.person != NURSE)
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(held, memberships=others | {moved}), at=THURSDAY)
    sent = texts(await leads.press(NURSE, labelled(draft, "Send")))
    assert sent.keys() == {NURSE}
    assert "Only the leads" in sent[NURSE]
    pressed = texts(await leads.press(NURSE, labelled(shown, "Answer 1")))
    assert pressed.keys() == {NURSE}
    assert "nothing left to do here" in pressed[NURSE]
    async with leads.storage.reading() as work:
        assert not await work.comments.answers_to([CommentId(f"{0:016}")])
