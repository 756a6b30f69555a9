"""One person's answer to one question, put under seal; their own written words are read again to add to them."""

from collections.abc import Sequence

from bot.domain.answers.answer_body import TEXT_GIVEN, AnswerBody, AnswerPart, added_to, pack, text_of, unpack
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.identifiers import AnswerCode, QuestionId
from bot.domain.programme.questions import CANT_SAY, Question
from bot.flows.epochs.open_epoch import HeldEpoch, OpenEpoch
from bot.flows.inbox.batch import InboxBatch
from bot.ports import SealedAnswer, Sealer


class SealAnswer:
    """Each person has one answer to each question, and their words to it: what is put takes the place of what was
    there. Words that were added to an answer with a button lie beside it, under an id of their own.
    """

    def __init__(self, *, sealer: Sealer, open_epoch: OpenEpoch) -> None:
        self._sealer, self._open_epoch = sealer, open_epoch

    async def put(self, batch: InboxBatch, pulse: Pulse, question: Question, code: AnswerCode) -> bool:
        """Put the sealed answer into the batch; False when its epoch was closed for good."""
        return await self._put(batch, pulse, question.id, code, takes_words=question.is_text)

    async def put_words(
        self,
        batch: InboxBatch,
        pulse: Pulse,
        question: Question,
        parts: Sequence[AnswerPart],
        *,
        may_be_shown: bool = False,
    ) -> bool:
        """The same for the words to it; without any, nothing of them stays."""
        code = TEXT_GIVEN if parts else CANT_SAY
        wanted = _words_of(question)
        return await self._put(
            batch, pulse, wanted, code, parts, may_be_shown=may_be_shown and bool(parts), takes_words=True
        )

    async def written(self, batch: InboxBatch, pulse: Pulse, question: Question) -> Sequence[AnswerPart]:
        """What its person has written so far; nothing where they have not, or not in words."""
        body = await self._words(batch, pulse, question)
        return () if body is None else body.parts or (AnswerPart(text=body.text, sequence=0),)

    async def is_unread(self, batch: InboxBatch, pulse: Pulse, question: Question) -> bool:
        """Whether words lie there whose writer was told that nobody reads them."""
        body = await self._words(batch, pulse, question)
        return body is not None and not body.may_be_shown

    async def _words(self, batch: InboxBatch, pulse: Pulse, question: Question) -> AnswerBody | None:
        held = await self._epoch(batch, pulse) if pulse.state is PulseState.ANSWERED else None
        if held is None:
            return None
        identity = self._id(held, pulse, _words_of(question))
        sealed = await batch.answer(identity)
        if sealed is None:
            return None
        body = unpack(self._sealer.unseal(held.key, sealed=sealed, bound_to=identity))
        return body if body.code == TEXT_GIVEN else None

    async def _put(
        self,
        batch: InboxBatch,
        pulse: Pulse,
        under: QuestionId,
        code: AnswerCode,
        parts: Sequence[AnswerPart] = (),
        *,
        takes_words: bool,
        may_be_shown: bool = False,
    ) -> bool:
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
            may_be_shown=may_be_shown,
        )
        identity = self._id(held, pulse, under)
        sealed = self._sealer.seal(held.key, body=pack(body, takes_words=takes_words), bound_to=identity)
        batch.put_answer(SealedAnswer(id=identity, epoch=held.epoch.id, unit=pulse.unit, body=sealed))
        return True

    async def _epoch(self, batch: InboxBatch, pulse: Pulse) -> HeldEpoch | None:
        if pulse.week not in batch.epochs:
            batch.epochs[pulse.week] = await self._open_epoch(batch.work, pulse.week, programme=batch.programme)
        return batch.epochs[pulse.week]

    def _id(self, held: HeldEpoch, pulse: Pulse, under: QuestionId) -> bytes:
        return self._sealer.answer_id(held.key, person=pulse.person, round_id=pulse.round, question=under)


def _words_of(question: Question) -> QuestionId:
    return question.id if question.is_text else added_to(question.id)
