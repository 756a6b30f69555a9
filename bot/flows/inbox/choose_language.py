"""Somebody chooses their own language in the chat: it counts at once, for all that is not worded yet."""

from dataclasses import replace

from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, Source
from bot.domain.administration.revisions import ProgrammeState, Revision, parts_between
from bot.domain.asking.language_menu import language_chosen, language_menu
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Membership, Person, Roster
from bot.domain.programme.diff import roster_changes
from bot.domain.texts import languages
from bot.flows.inbox.batch import InboxBatch
from bot.ports import Entropy


class ChooseLanguage:
    """The language stands on the list, so this is a revision like any other, and whoever runs Rounds can see it.

    Nobody else's row is read for it: many people may choose on the same day, and each holds the inbox up meanwhile.
    """

    def __init__(self, *, entropy: Entropy) -> None:
        self._entropy = entropy

    async def __call__(self, batch: InboxBatch, person: Person, wish: str) -> Message:
        """A wish for a language that there is none of leads back to the choice."""
        await batch.flush()
        if wish not in languages():
            _, locale = await batch.zone_and_locale(person)
            return language_menu(locale)
        if person.locale != wish:
            await self._revise(batch, person, wish)
            batch.rename(replace(person, locale=wish))
        return language_chosen(wish)

    async def _revise(self, batch: InboxBatch, person: Person, wish: str) -> None:
        work, programme = batch.work, batch.programme
        await work.revisions.claim()
        held = [
            Membership(person=person.id, unit=team.unit, role=role)
            for team in batch.members.get(person.id, ())
            for role in team.roles
        ]
        old, new = (
            Roster(people={person.id: each}, memberships=frozenset(held))
            for each in (person, replace(person, locale=wish))
        )
        before = ProgrammeState(programme=programme, roster=old, number=await work.revisions.newest())
        await work.programmes.save(programme, at=batch.now)
        await work.own_data.set_locale(person.id, wish)
        after = ProgrammeState(programme=programme, roster=new, number=await work.revisions.newest())
        author = Author(who=Actor.person(person.id), source=Source.CHAT)
        revision = Revision(number=after.number, at=batch.now, author=author, based_on=before.number)
        await work.revisions.add(revision, parts_between(before, after), token=self._entropy.token)
        entries = [
            LogEntry(
                at=batch.now,
                act=AdministrationAct.ROSTER,
                author=author,
                words=LogWords.of(change),
                about=Actor.person(person.id),
                revision=revision.number,
            )
            for change in roster_changes(old, new)
        ]
        await work.administration_log.add(entries, token=self._entropy.token)
