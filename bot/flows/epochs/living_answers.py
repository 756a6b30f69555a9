"""One person's answers that still live: those whose key is not destroyed yet. Nobody else is shown them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.answers.answer_body import TEXT_GIVEN, AnswerBody, added_to, unpack
from bot.domain.asking.pulse_messages import answer_label
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PulseId, QuestionId
from bot.domain.programme.questions import Question
from bot.domain.texts import say
from bot.flows.epochs.open_epoch import HeldEpoch, OpenEpoch
from bot.ports import Sealer, UnitOfWork


def answer_ids(pulses: Sequence[Pulse], living: Sequence[HeldEpoch], *, sealer: Sealer) -> list[bytes]:
    """Under which ids answers to these may lie, whatever is noted of them."""
    return [
        each
        for held in living
        for under in (_answer, _added)
        for each in _ids(_within(held, pulses), held, sealer, under)
    ]


class LivingAnswers:
    def __init__(self, *, open_epoch: OpenEpoch, sealer: Sealer) -> None:
        self._open_epoch, self._sealer = open_epoch, sealer

    async def held(self, work: UnitOfWork) -> Sequence[HeldEpoch]:
        """Raises `KeyUnavailable`."""
        known = await work.epochs.not_closed()
        return [HeldEpoch(epoch=epoch, key=self._open_epoch.key_of(epoch)) for epoch in known]

    async def ids(self, work: UnitOfWork, pulses: Sequence[Pulse]) -> list[bytes]:
        """Raises `KeyUnavailable`."""
        return answer_ids(pulses, await self.held(work), sealer=self._sealer)

    async def of(self, work: UnitOfWork, pulses: Sequence[Pulse]) -> Mapping[PulseId, AnswerBody] | None:
        """What was answered to those of these pulses, all of one person, whose answer lives; None where a key that
        should live is missing."""
        found: dict[PulseId, AnswerBody] = {}
        try:
            living = await self.held(work)
        except KeyUnavailable:
            return None
        for held in living:
            answered = [each for each in _within(held, pulses) if each.state is PulseState.ANSWERED]
            for under in (_answer, _added):
                ids = _ids(answered, held, self._sealer, under)
                sealed = await work.answers.many(ids)
                for pulse, identity in zip(answered, ids, strict=True):
                    if identity in sealed:
                        body = unpack(self._sealer.unseal(held.key, sealed=sealed[identity], bound_to=identity))
                        answer = found.get(pulse.id)
                        found[pulse.id] = body if answer is None else replace(answer, text=body.text)
        return found


def answer_words(question: Question, body: AnswerBody | None, locale: str) -> str:
    """Empty where no answer is kept."""
    if body is None:
        return ""
    if body.code == TEXT_GIVEN:
        return body.text
    label = answer_label(question, body.code, locale)
    return say("me-answer_with_words", locale, answer=label, words=body.text) if body.text else label


def _within(held: HeldEpoch, pulses: Sequence[Pulse]) -> Sequence[Pulse]:
    return [each for each in pulses if held.epoch.first <= each.week <= held.epoch.last]


def _ids(pulses: Sequence[Pulse], held: HeldEpoch, sealer: Sealer, under: Callable[[Pulse], QuestionId]) -> list[bytes]:
    return sealer.answer_ids(held.key, [(each.person, each.round, under(each)) for each in pulses])


def _answer(pulse: Pulse) -> QuestionId:
    return pulse.question.id


def _added(pulse: Pulse) -> QuestionId:
    """Words that were added to an answer with a button; where there are none, nothing lies under this."""
    return added_to(pulse.question.id)
