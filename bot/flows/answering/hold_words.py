"""What waits for a person's word: words that came without a reply, and an answer that is being written."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.answers.answer_body import AnswerPart
from bot.domain.errors import KeyUnavailable
from bot.domain.follow_up.prompts import ASKED_BACK
from bot.domain.identifiers import HeldWordsId, MessageRef, PersonId, PromptId, PulseId, short_id
from bot.domain.messaging.inbound import Inbound
from bot.flows.epochs.seal_text import SealText
from bot.ports import UnitOfWork
from bot.repositories.prompts import HeldWords

_write = json.JSONEncoder(ensure_ascii=False).encode
"""As short in any script: the length of what is sealed says next to nothing of the words."""


class Stage(StrEnum):
    ASKED_BACK = "asked_back"
    """Their writer was asked what the words are for."""
    WRITING = "writing"
    """More words belong to the answer of this question."""
    ADDING = "adding"
    """The next words go beside the answer that was given with a button."""
    CHANGING = "changing"
    """The next words begin the answer of this question anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingWords:
    """What is held of one person, and what it is for."""

    stage: Stage
    prompt: PromptId | None = None
    pulse: PulseId | None = None
    parts: tuple[AnswerPart, ...] = ()
    """The words that were asked back about; those of an answer lie with the answer."""
    asked_at: datetime | None = None
    id: HeldWordsId | None = None


class HoldWords:
    """They may be anybody's confidential words, so nothing of them is kept in the open, their purpose neither."""

    def __init__(self, *, seal: SealText) -> None:
        self._seal = seal

    async def hold(
        self, work: UnitOfWork, person: PersonId, update: Inbound, words: WaitingWords, *, now: datetime
    ) -> HeldWordsId:
        """In place of what was held before; under the same id if `words` has one. Raises `KeyUnavailable`."""
        identity = words.id or HeldWordsId(short_id("held", update.sender.channel, update.update_id))
        sealed = await self._seal(work, _written(words), bound_to=_bound_to(person, identity), now=now)
        await work.prompts.hold(HeldWords(id=identity, person=person, sealed=sealed, asked_at=now))
        return identity

    async def waiting(self, work: UnitOfWork, person: PersonId, *, now: datetime) -> WaitingWords | None:
        """None once it is too old, or its key is gone, or it has the form of another version."""
        held = await work.prompts.held(person)
        if held is None or now - held.asked_at > ASKED_BACK:
            return None
        try:
            body = await self._seal.opened(work, held.sealed, bound_to=_bound_to(person, held.id))
            return replace(_read(body), asked_at=held.asked_at, id=held.id)
        except (KeyUnavailable, ValueError):  # of another version, a quarter of an hour ago
            return None

    async def release(
        self, work: UnitOfWork, person: PersonId, identity: HeldWordsId, *, now: datetime
    ) -> WaitingWords | None:
        """What is held under this id, which is held no more; None once it is too old, or its key is gone."""
        waiting = await self.waiting(work, person, now=now)
        if waiting is not None and waiting.id != identity:
            return None
        await work.prompts.let_go(person)
        return waiting


def _written(words: WaitingWords) -> str:
    parts = [{"text": each.text, "sequence": each.sequence, "written_in": each.written_in} for each in words.parts]
    return _write({"v": 1, "stage": words.stage.value, "prompt": words.prompt, "pulse": words.pulse, "parts": parts})


def _read(text: str) -> WaitingWords:
    """The inverse of `_written`; raises ValueError for anything that it did not write."""
    match json.loads(text):
        case {
            "v": 1,
            "stage": str(stage),
            "prompt": str() | None as prompt,
            "pulse": str() | None as pulse,
            "parts": list(parts),
        }:
            return WaitingWords(
                stage=Stage(stage),
                prompt=None if prompt is None else PromptId(prompt),
                pulse=None if pulse is None else PulseId(pulse),
                parts=tuple(_part(each) for each in parts),
            )
        case _:
            raise ValueError("held words of another version")


def _part(plain: object) -> AnswerPart:
    match plain:
        case {"text": str(text), "sequence": int(sequence), "written_in": str() | None as ref}:
            return AnswerPart(text=text, sequence=sequence, written_in=None if ref is None else MessageRef(ref))
        case _:
            raise ValueError("a part of held words of another version")


def _bound_to(person: PersonId, identity: HeldWordsId) -> str:
    return f"{person}\x1f{identity}"
