"""One person's answer to one question, put under seal; their own written words are read again to add to them."""

from collections.abc import Sequence

from bot.domain.answers.answer_body import TEXT_GIVEN, AnswerBody, AnswerPart, pack, text_of, unpack
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.identifiers import AnswerCode
from bot.domain.programme.questions import Question
from bot.flows.epochs.open_epoch import HeldEpoch, OpenEpoch
from bot.flows.inbox.batch import InboxBatch
from bot.ports import SealedAnswer, Sealer


class SealAnswer:
    """Each person has one answer to each question: what is put takes the place of what was there."""

    def __init__(self, *, sealer: Sealer, open_epoch: OpenEpoch) -> None:
        self._sealer, self._open_epoch = sealer, open_epoch

    async def put(
        self,
        batch: InboxBatch,
        pulse: Pulse,
        question: Question,
        code: AnswerCode,
        parts: Sequence[AnswerPart] = (),
    ) -> bool:
        """Put the sealed answer into the batch; False when its epoch was closed for good."""
        held = await self._epoch(batch, pulse)
        if held is None:
            return False
        body = AnswerBody(
            person=pulse.person,
            round=pulse.round,
            question=pulse.question,
            week=pulse.week,
            code=code,
            text=text_of(parts),
            parts=tuple(parts),
        )
        identity = self._id(held, pulse)
        sealed = self._sealer.seal(held.key, body=pack(body, takes_words=question.is_text), bound_to=identity)
        batch.put_answer(SealedAnswer(id=identity, epoch=held.epoch.id, unit=pulse.unit, body=sealed))
        return True

    async def written(self, batch: InboxBatch, pulse: Pulse) -> Sequence[AnswerPart]:
        """What its person has written so far; nothing where they have not, or not in words."""
        held = await self._epoch(batch, pulse) if pulse.state is PulseState.ANSWERED else None
        if held is None:
            return ()
        identity = self._id(held, pulse)
        sealed = await batch.answer(identity)
        if sealed is None:
            return ()
        body = unpack(self._sealer.unseal(held.key, sealed=sealed, bound_to=identity))
        if body.code != TEXT_GIVEN:
            return ()
        return body.parts or (AnswerPart(text=body.text, sequence=0),)

    async def _epoch(self, batch: InboxBatch, pulse: Pulse) -> HeldEpoch | None:
        if pulse.week not in batch.epochs:
            privacy = batch.programme.privacy
            batch.epochs[pulse.week] = await self._open_epoch(batch.work, pulse.week, privacy=privacy)
        return batch.epochs[pulse.week]

    def _id(self, held: HeldEpoch, pulse: Pulse) -> bytes:
        return self._sealer.answer_id(held.key, person=pulse.person, round_id=pulse.round, question=pulse.question.id)
