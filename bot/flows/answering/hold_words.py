"""Words that came without a reply: sealed until their writer has said what they are for."""

import json
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import KeyUnavailable
from bot.domain.follow_up.prompts import ASKED_BACK
from bot.domain.identifiers import HeldWordsId, PersonId, PromptId, PulseId, short_id
from bot.domain.messaging.inbound import Inbound
from bot.flows.epochs.seal_text import SealText
from bot.ports import UnitOfWork
from bot.repositories.prompts import HeldWords


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWords:
    """What was held, and what it is for if its writer says yes."""

    text: str
    prompt: PromptId | None
    pulse: PulseId | None


class HoldWords:
    """They may be anybody's confidential words, so nothing of them is kept in the open, their purpose neither."""

    def __init__(self, *, seal: SealText) -> None:
        self._seal = seal

    async def hold(
        self,
        work: UnitOfWork,
        person: PersonId,
        update: Inbound,
        text: str,
        *,
        prompt: PromptId | None = None,
        pulse: PulseId | None = None,
        now: datetime,
    ) -> HeldWordsId:
        """In place of what was held before. Raises `KeyUnavailable`."""
        identity = HeldWordsId(short_id("held", update.sender.channel, update.update_id))
        written = json.dumps([prompt, pulse, text])
        sealed = await self._seal(work, written, bound_to=_bound_to(person, identity), now=now)
        await work.prompts.hold(HeldWords(id=identity, person=person, sealed=sealed, asked_at=now))
        return identity

    async def release(
        self, work: UnitOfWork, person: PersonId, identity: HeldWordsId, *, now: datetime
    ) -> FoundWords | None:
        """What is held under this id, which is held no more; None once it is too old, or its key is gone."""
        held = await work.prompts.held(person)
        if held is None or held.id != identity:
            return None
        await work.prompts.let_go(person)
        if now - held.asked_at > ASKED_BACK:
            return None
        try:
            body = await self._seal.opened(work, held.sealed, bound_to=_bound_to(person, identity))
        except KeyUnavailable:
            return None
        prompt, pulse, text = json.loads(body)
        return FoundWords(text=text, prompt=prompt, pulse=pulse)


def _bound_to(person: PersonId, identity: HeldWordsId) -> str:
    return f"{person}\x1f{identity}"
