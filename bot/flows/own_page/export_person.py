"""What is kept of somebody as one file, for a hospital that has to hand it to them."""

import json
from typing import Final

from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords
from bot.domain.identifiers import PersonId
from bot.domain.texts import say
from bot.flows.own_page.write_own_file import described
from bot.ports import Clock, Entropy, Storage

_NOTES: Final = ("sealed", "sums", "list", "raised")


class ExportPerson:
    """Every row under the person's id, as on their own page; of rows about many, only what finds each.

    Their answers stay sealed: whoever runs this is not the person, and nobody else is ever shown an answer. The person
    has them opened themselves, in their chat or on their own page.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(self, person: PersonId, *, author: Author) -> bytes | None:
        """JSON in UTF-8; None where nobody has this id. It stands in the log, also before it is written."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            who = await work.rosters.person(person)
            programme = await work.programmes.current()
            if who is None or programme is None:
                return None
            units = [each.unit for each in await work.rosters.memberships_of(person)]
            locale = programme.organisation.locale_for(who, units)
            entry = LogEntry(
                at=now,
                act=AdministrationAct.EXPORTED,
                author=author,
                words=LogWords(what=f"what is kept of a person exported: {person}", units=frozenset(units)),
                about=Actor.person(person),
            )
            await work.administration_log.add([entry], token=self._entropy.token)
            kept = await work.own_data.rows_of(person, since=None)
        written = {
            "title": say("me-file_title", locale, name=who.name),
            "organisation": programme.organisation.name,
            "made_at": now.isoformat(timespec="seconds"),
            "notes": [say(f"me-note-{each}", locale) for each in _NOTES],
            "kept": [described(name, table, locale) for name, table in kept.items()],
        }
        return json.dumps(written, ensure_ascii=False, indent=2).encode()
