"""Somebody chooses their own language in the chat: it counts at once, for all that is not worded yet."""

from dataclasses import replace

from bot.domain.asking.language_menu import language_chosen, language_menu
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Person
from bot.domain.texts import languages
from bot.flows.inbox.batch import InboxBatch


class ChooseLanguage:
    """It is a wish of their own, like a pause, and no revision: files that a hospital applies every night are based on
    the newest revision, and many people may choose on the same day."""

    async def __call__(self, batch: InboxBatch, person: Person, wish: str) -> Message:
        """A wish for a language that there is none of leads back to the choice."""
        await batch.flush()
        if wish not in languages():
            _, locale = await batch.zone_and_locale(person)
            return language_menu(locale)
        if person.locale != wish:
            await batch.work.own_data.set_locale(person.id, wish)
            batch.rename(replace(person, locale=wish))
        return language_chosen(wish)
