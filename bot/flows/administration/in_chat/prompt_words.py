"""Words that a prompt asked for, and whose business they are."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.follow_up.prompts import FormWords, NoteWords, Prompt
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import Inbound
from bot.domain.organisation.people import Person
from bot.flows.administration.in_chat.administer import AdministerInChat
from bot.flows.answering.place_words import LeadWords
from bot.ports import UnitOfWork


class PromptWords:
    """Satisfies `LeadWords`: what was written goes to whoever asked: leads' matters, forms or notes, never to two."""

    def __init__(self, *, leads: LeadWords, forms: AdministerInChat, notes: LeadWords) -> None:
        self._leads, self._forms, self._notes = leads, forms, notes

    def _place(self, prompt: Prompt) -> LeadWords:
        return self._notes if isinstance(prompt.subject, NoteWords) else self._leads

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]:
        if isinstance(prompt.subject, FormWords):
            return await self._forms.written(work, person, update, prompt, text, now=now)
        return await self._place(prompt).written(work, person, update, prompt, text, now=now)

    async def changed(
        self, work: UnitOfWork, person: Person, update: Inbound, text: str | None, *, now: datetime
    ) -> Sequence[Delivery]:
        """What is in a form already is changed by going back, not by changing an old message."""
        followed = await self._notes.changed(work, person, update, text, now=now)
        return followed or await self._leads.changed(work, person, update, text, now=now)

    async def about(self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, *, now: datetime) -> str:
        if isinstance(prompt.subject, FormWords):
            return await self._forms.about(work, person, update, prompt, now=now)
        return await self._place(prompt).about(work, person, update, prompt, now=now)

    async def cancel(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> tuple[bool, Sequence[Delivery]]:
        is_form = await self._forms.cancel(work, person, now=now)
        is_raised, taken = await self._notes.cancel(work, person, update, now=now)
        found, closed = await self._leads.cancel(work, person, update, now=now)
        return is_form or is_raised or found, [*taken, *closed]
