"""Words beside an answer, and comments that are read and answered, on each channel: through the real libraries."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import unpack
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients, digest_message
from bot.domain.digests.quarterly.comments_text import read_comments_button
from bot.domain.digests.verdict import Verdict
from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.identifiers import CommentId, DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.documents import Document, Title
from bot.domain.organisation.people import Membership, Person, Role
from storage.database import Database
from tests.acceptance.test_words_on_every_channel import ASKED, BEFORE, OnWeb, Scene, scene
from tests.support.builders import ICU, a_programme
from tests.support.channels import WEB
from tests.support.freezing import freeze
from tests.support.patience import until_seen
from tests.support.records import sealed_answers

NURSE = PersonId("nurse")
WEEK = IsoWeek.parse("2026-W08")
COMMENTS = [
    Comment(id=CommentId(f"{number:016}"), unit=ICU, week=WEEK, words=f"We need hoist {number}.")
    for number in range(10)
]


@pytest.fixture(params=["telegram", "slack", WEB])
async def at(request: pytest.FixtureRequest, sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """The nurse and eleven colleagues."""
    async with scene(sqlite_storage, tmp_path, request.param) as ready:
        async with sqlite_storage.writing() as work:
            roster = await work.rosters.current()
            others = [Person(id=PersonId(f"p{number}"), name=f"P {number}", channel=WEB) for number in range(11)]
            held = {Membership(person=each.id, unit=ICU, role=Role.MEMBER) for each in others}
            joined = replace(
                roster,
                people={**roster.people, **{each.id: each for each in others}},
                memberships=roster.memberships | held,
            )
            await work.programmes.save(a_programme(), at=BEFORE)
            await work.rosters.save(joined, at=BEFORE)
        yield ready


@pytest.mark.drill
async def test_words_are_added_and_comments_are_read_and_answered(at: Scene) -> None:
    nurse = at.nurse
    at.clock.jump(ASKED)
    await at.app.tick()
    await nurse.reads("One question, one tap")
    await nurse.press("Strongly agree")
    await nurse.reads("Recorded for Intensive care")
    await nurse.press("Add words")
    await nurse.reads("This needs 10 people who write")
    await nurse.writes("The lift is slow.", under="What would you like to add" if isinstance(nurse, OnWeb) else "")
    await until_seen(lambda: _lies_sealed(at, "The lift is slow."))
    await nurse.reads("Got it for Intensive care")
    await nurse.press("That is all")
    await nurse.reads("Recorded for Intensive care")

    await _told(at)
    await at.app.tick()
    await nurse.reads("A digest")
    await nurse.press("Read what people wrote")
    await nurse.reads("We need hoist 4.")
    await nurse.press("More")
    await nurse.reads("We need hoist 9.")
    await nurse.press("Answer 10")
    await nurse.reads("You answer this comment")
    await nurse.writes("It comes on Monday.", under="You answer this comment")
    await nurse.reads("This goes to the 11 people of Intensive care")
    await nurse.press("Send")
    await nurse.reads("Sent to everybody in Intensive care")
    answer = CommentAnswer(comment=COMMENTS[9].id, role=Role.NURSING_LEAD, words="It comes on Monday.")
    async with at.storage.reading() as work:
        assert await work.comments.answers_to([each.id for each in COMMENTS]) == {COMMENTS[9].id: [answer]}


async def _lies_sealed(at: Scene, words: str) -> bool:
    sealer = AesSealer(entropy=SystemEntropy())
    async with at.storage.reading() as work:
        (epoch,) = await work.epochs.not_closed()
    key = FileKeys(at.keys, entropy=SystemEntropy()).load(epoch.id)
    assert key is not None
    answers = sealed_answers(at.storage, epoch.id)
    return words in [unpack(sealer.unseal(key, sealed=each.body, bound_to=each.id)).text for each in answers]


async def _told(at: Scene) -> None:
    """A digest with comments comes to the nurse, who leads the team by then."""
    ref, now = DigestRef(unit=ICU, week=WEEK), at.clock.now()
    async with at.storage.writing() as work:
        roster = await work.rosters.current()
        held = roster.memberships | {Membership(person=NURSE, unit=ICU, role=Role.NURSING_LEAD)}
        await work.rosters.save(replace(roster, memberships=held), at=now)
        digest = FrozenDigest(
            unit=ICU,
            week=WEEK,
            verdict=Verdict.NOTHING,
            document=Document(sections=(Title(words="A digest"),)),
            team_page=Document(sections=(Title(words="The team's own page"),)),
            made_at=now,
            buttons=((read_comments_button(ref, "en-GB"),),),
            recipients=Recipients(readers=frozenset({NURSE}), members=frozenset(roster.people)),
        )
        await freeze(work, [digest])
        await work.comments.add(COMMENTS)
        delivery = Delivery(
            key=DeliveryKey("digest-of-comments"),
            person=NURSE,
            channel=roster.people[NURSE].channel,
            kind=DeliveryKind.DIGEST,
            digest=ref,
            message=digest_message(digest, unit_name="Intensive care", locale="en-GB"),
            due_at=now,
            expires_at=now + timedelta(days=1),
        )
        await work.deliveries.add([delivery])
