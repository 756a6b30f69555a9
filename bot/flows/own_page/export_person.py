"""What is kept of somebody as one file, for a hospital that has to hand it to them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.delivery_keys import whole_copy_key
from bot.domain.messaging.documents import Lead
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import Address
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year
from bot.flows.epochs.put_out import put_out
from bot.flows.own_page.write_own_file import described
from bot.ports import Clock, Entropy, Storage
from bot.repositories.own_data import KeptTable

_NOTES: Final = ("sealed", "sums", "list", "raised")

_TOLD_WITHIN: Final = timedelta(weeks=4)
"""How long the message of a whole copy waits for a platform that is down."""
_KNOWN: Final = "what is kept of a person exported"
_WHOLE: Final = "all that is kept of a person exported, also whether they answered"
"""How each of the two files is called in the log."""

_TOLD_WHOLE: Final = frozenset(
    {"memberships", "codes", "flag_replies", "help_replies", "loop_actions", "administration_log", "log_people"}
    | {"log_words", "revisions", "revision_people", "revision_rows"}
)
"""The list, what leads write for others to read, and what stands in the log of administration."""
_TOLD_IN_PART: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({"id", "name", "channel", "profession", "timezone", "locale", "starts", "ends", "left_at"}),
    "addresses": frozenset({"person", "channel", "value", "since"}),
}
"""Without joining, pauses and stops, how often somebody is asked, and whether their chat takes messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPerson:
    file: bytes
    """JSON in UTF-8."""
    has_chat: bool
    """Whether somebody on the list is reached at all, so that they can be told of it, or get the rest there."""


class ExportPerson:
    """What an administrator may know of somebody, or every row under their id.

    - Nobody but a person learns whether they answer, pause or stop. So the file leaves out what would tell it: they get
      that in their own chat or on their own page.
    - A whole copy is for whoever has neither. It tells all of that; so it has a name of its own in the log, and the
      person gets a message.
    - Answers stay sealed in both: whoever runs this is not the person, and nobody else is ever shown an answer.
    """

    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(self, person: PersonId, *, author: Author, is_whole: bool = False) -> ExportedPerson | None:
        """None where nobody has this id. It stands in the log, also before it is written."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            who = await work.rosters.person(person)
            programme = await work.programmes.current()
            if who is None or programme is None or not await work.rosters.hold([person]):
                return None
            units = [each.unit for each in await work.rosters.memberships_of(person)]
            locale = programme.organisation.locale_for(who, units)
            entry = LogEntry(
                at=now,
                act=AdministrationAct.EXPORTED,
                author=author,
                words=LogWords(what=f"{_WHOLE if is_whole else _KNOWN}: {person}", units=frozenset(units)),
                about=Actor.person(person),
            )
            await work.administration_log.add([entry], token=self._entropy.token)
            chat = await work.rosters.address_of(person) if units else None  # nothing is sent to who left the list
            if is_whole and chat is not None:
                zone = who.timezone or programme.organisation.timezone
                message = whole_copy_told(locale, date=day_and_year(local_date(now, zone), locale))
                due_at = next_allowed(now, programme.quiet, zone)
                await put_out(work, [_notice(person, chat, message, at=now, due_at=due_at)])
            kept = await work.own_data.rows_of(person, since=None)
        notes = _NOTES if is_whole else (*_NOTES, "left_out")
        told = kept if is_whole else _known_anyway(kept)
        written = {
            "title": say("me-file_title", locale, name=who.name),
            "organisation": programme.organisation.name,
            "made_at": now.isoformat(timespec="seconds"),
            "notes": [say(f"me-note-{each}", locale) for each in notes],
            "kept": [described(name, table, locale) for name, table in told.items()],
        }
        return ExportedPerson(
            file=json.dumps(written, ensure_ascii=False, indent=2).encode(), has_chat=chat is not None
        )


def _known_anyway(kept: Mapping[str, KeptTable]) -> Mapping[str, KeptTable]:
    """What administrators may know. A new table is left out until it is named here; in rows about many, where somebody
    stands may follow from what they did."""
    found = {}
    for name, table in kept.items():
        columns = _TOLD_IN_PART.get(name)
        if not table.is_own or (columns is None and name not in _TOLD_WHOLE):
            continue
        rows = [{key: value for key, value in row.items() if columns is None or key in columns} for row in table.rows]
        found[name] = replace(table, rows=sorted(rows, key=json.dumps))
    return found


def _notice(person: PersonId, chat: Address, message: Message, *, at: datetime, due_at: datetime) -> Delivery:
    """Also to whoever paused or stopped: it is about what is kept of them, and no question."""
    return Delivery(
        key=whole_copy_key(person, at),
        person=person,
        channel=chat.channel,
        kind=DeliveryKind.NOTICE,
        message=message,
        due_at=due_at,
        expires_at=due_at + _TOLD_WITHIN,
    )


def whole_copy_told(locale: str, *, date: str) -> Message:
    """What their person is told of a copy that somebody else has made."""
    return message_of(
        MessageKind.PRIVACY,
        locale,
        (
            Lead(words=say("commands-whole_copy_title", locale)),
            say("commands-whole_copy", locale, date=date),
        ),
        buttons=((Button(label=say("pulse-privacy_button", locale), intent=SelfPress(what=OnSelf.PRIVACY)),),),
    )
