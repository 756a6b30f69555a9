"""Words beside an answer with a button: who is asked for them, what becomes of them, and who reads them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.answers.answer_body import TEXT_GIVEN, AnswerBody, unpack
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import AnswerCode, MessageRef, PersonId
from bot.domain.messaging.buttons import OnPulse
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.inbound import Edited, Inbound, Typed
from bot.domain.organisation.people import Membership, Role
from bot.domain.programme.questions import CANT_SAY, Kind, Scale
from bot.flows.epochs.living_answers import LivingAnswers
from bot.ports import Storage
from tests.support.builders import ICU, a_programme, a_question, a_roster
from tests.support.messages import words_of
from tests.support.records import sealed_answers
from tests.support.ward import Ward

TWELVE = ("ana", *(f"p{number:02}" for number in range(11)))


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    held = Ward(storage, tmp_path)
    await held.furnish(TWELVE)
    return held


def says(ward: Ward, text: str, *, at: str) -> Inbound:
    return ward.update("ana", Typed(text=text, written_in=MessageRef(at)))


async def labels(ward: Ward, who: str = "ana") -> Sequence[str]:
    return [button.label for row in (await ward.shown(who)).buttons for button in row]


async def kept(ward: Ward) -> tuple[str, str]:
    """The code of Ana's answer, and her words, as she reads them on her own page."""
    living = LivingAnswers(open_epoch=ward.open_epoch, sealer=ward.sealer)
    async with ward.storage.reading() as work:
        found = await living.of(work, [await ward.pulse("ana")])
    assert found is not None
    (body,) = found.values()
    return body.code, body.text


async def bodies(ward: Ward) -> Sequence[AnswerBody]:
    found = []
    async with ward.storage.reading() as work:
        for epoch in await work.epochs.not_closed():
            key = ward.keys.load(epoch.id)
            assert key is not None
            sealed = sealed_answers(ward.storage, epoch.id)
            found += [unpack(ward.sealer.unseal(key, sealed=each.body, bound_to=each.id)) for each in sealed]
    return [each for each in found if each.person == PersonId("ana")]


@pytest.mark.drill
async def test_words_stand_beside_the_answer_and_change_nothing_of_it(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"))
    assert await labels(ward) == ["Change", "Add words"]
    await ward.do(ward.on_pulse("ana", OnPulse.ADD_WORDS))
    asked = await ward.shown("ana")
    assert (asked.asks_reply, asked.longest_reply) == (True, 600)
    assert "This needs 10 people who write." in words_of(asked)
    await ward.do(says(ward, "The lift is slow.", at="a1"))
    await ward.do(says(ward, "And loud.", at="a2"))
    assert await kept(ward) == ("3", "The lift is slow.\nAnd loud.")
    await ward.do(ward.on_pulse("ana", OnPulse.DONE))
    await ward.do(says(ward, "Thank you", at="a3"))
    assert await kept(ward) == ("3", "The lift is slow.\nAnd loud.")
    await ward.do(ward.tap("ana", "1"))
    assert await kept(ward) == ("1", "The lift is slow.\nAnd loud.")
    assert (await ward.pulse("ana")).state is PulseState.ANSWERED
    (words,) = [each for each in await bodies(ward) if each.code == TEXT_GIVEN]
    assert words.may_be_shown


async def test_what_becomes_of_the_message_counts(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.on_pulse("ana", OnPulse.ADD_WORDS))
    await ward.do(says(ward, "The lift is slow.", at="a1"))
    await ward.do(ward.update("ana", Edited(text="The lift is loud."), message="a1"))
    assert await kept(ward) == ("3", "The lift is loud.")


async def test_start_again_takes_the_words_out_and_leaves_the_answer(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.on_pulse("ana", OnPulse.ADD_WORDS))
    await ward.do(says(ward, "Something hasty", at="a1"), ward.on_pulse("ana", OnPulse.START_AGAIN))
    assert await kept(ward) == ("3", "")
    await ward.do(says(ward, "Something better", at="a2"))
    assert await kept(ward) == ("3", "Something better")


async def test_a_question_that_is_skipped_keeps_no_words(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.on_pulse("ana", OnPulse.ADD_WORDS))
    await ward.do(says(ward, "Something hasty", at="a1"), ward.on_pulse("ana", OnPulse.SKIP))
    assert {(each.code, each.text) for each in await bodies(ward)} == {(CANT_SAY, "")}


async def test_words_without_the_button_are_given_back(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"))
    reply = Typed(text="The lift is slow.", reply_to=MessageRef("m-ana"), written_in=MessageRef("a1"))
    await ward.do(ward.update("ana", reply, message="m-ana"))
    said = await ward.said()
    assert "press “Add words” under your answer first" in said
    assert "The lift is slow." in said
    assert await kept(ward) == ("3", "")


async def test_too_many_words_are_given_back(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "3"), ward.on_pulse("ana", OnPulse.ADD_WORDS))
    await ward.do(says(ward, "x" * 601, at="a1"))
    assert "601 characters, and 600 fit" in await ward.said()
    assert await kept(ward) == ("3", "")


async def test_who_is_never_told_of_is_not_asked(storage: Storage, tmp_path: Path) -> None:
    """In a team of eleven colleagues, and whoever reads the digest: nobody would read their words."""
    ward = Ward(storage, tmp_path)
    roster = a_roster({name: f"at-{name}" for name in TWELVE})
    champion = Membership(person=PersonId("ana"), unit=ICU, role=Role.CHAMPION)
    await ward.furnish(TWELVE, roster=replace(roster, memberships=roster.memberships | {champion}))
    await ward.do(ward.tap("ana", "3"), ward.tap("p00", "3"))
    assert await labels(ward) == ["Change"]
    assert await labels(ward, "p00") == ["Change"]
    await ward.do(ward.on_pulse("ana", OnPulse.ADD_WORDS))
    assert not (await ward.shown("ana")).asks_reply
    await ward.do(says(ward, "The lift is slow.", at="a1"))
    assert {each.code for each in await bodies(ward)} == {AnswerCode("3")}


@pytest.mark.parametrize(("start_again", "may_be_shown"), [(False, False), (True, True)])
async def test_words_that_nobody_reads_stay_so_when_the_team_has_grown(
    storage: Storage, tmp_path: Path, *, start_again: bool, may_be_shown: bool
) -> None:
    ward, eleven = Ward(storage, tmp_path), TWELVE[:-1]
    question = a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    await ward.furnish(eleven, programme=a_programme(questions=[question]))
    first = Typed(text="The lift is slow.", written_in=MessageRef("a1"), reply_to=MessageRef("m-ana"))
    await ward.do(ward.update("ana", first, message="m-ana"))
    assert "Nobody reads these words" in await told_while_writing(ward)
    async with storage.writing() as work:
        await work.rosters.save(a_roster({name: f"at-{name}" for name in TWELVE}), at=ward.clock.now())
    if start_again:
        await ward.do(ward.on_pulse("ana", OnPulse.START_AGAIN))
    await ward.do(says(ward, "And loud.", at="a2"))
    await ward.do(ward.update("ana", Edited(text="And very loud."), message="a2"))
    (body,) = await bodies(ward)
    assert body.text.endswith("And very loud.")
    assert body.may_be_shown is may_be_shown
    assert ("This needs 10 people who write." in await told_while_writing(ward)) is may_be_shown


@pytest.mark.parametrize("skips_first", [False, True])
async def test_words_that_were_asked_for_nobody_to_read_stay_so(
    storage: Storage, tmp_path: Path, *, skips_first: bool
) -> None:
    """The question said so when it was sent; whoever changes their answer is told anew."""
    ward, eleven = Ward(storage, tmp_path), TWELVE[:-1]
    question = a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    await ward.furnish(eleven, programme=a_programme(questions=[question]))
    async with storage.writing() as work:
        await work.rosters.save(a_roster({name: f"at-{name}" for name in TWELVE}), at=ward.clock.now())
    if skips_first:
        await ward.do(ward.on_pulse("ana", OnPulse.SKIP))
    answer = Typed(text="The lift is slow.", written_in=MessageRef("a1"), reply_to=MessageRef("m-ana"))
    await ward.do(ward.update("ana", answer, message="m-ana"))
    (body,) = [each for each in await bodies(ward) if each.code == TEXT_GIVEN]
    assert not body.may_be_shown
    assert "Nobody reads these words" in await told_while_writing(ward)


async def told_while_writing(ward: Ward) -> str:
    found = [each for each in (await ward.deliveries()).values() if each.kind is DeliveryKind.ANSWERING]
    assert found[-1].message is not None
    return words_of(found[-1].message)
