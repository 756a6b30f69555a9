"""Another id in everything that names people beside a column `person`: lists, keys, and what is kept packed."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from sqlalchemy import Column, Connection, and_, select, update

from bot.domain.identifiers import PersonId
from storage.codecs.json_text import dumps, loads
from storage.codecs.pending_releases import renamed_in_pending_releases, renamed_in_shown
from storage.codecs.unit_states import renamed_in_state
from storage.schema.tables import (
    atoms,
    attention,
    deliveries,
    digests,
    loop_actions,
    organisation_releases,
    organisation_states,
    participation_cells,
    pending_releases,
    programmes,
    prompts,
    releases,
    unit_states,
    web_messages,
)

OF_ONE: Final = (loop_actions.c.raised_by, loop_actions.c.owner)
"""Columns that name one person, and are not called `person`."""
OF_MANY: Final = (
    *(atoms.c.colleagues, participation_cells.c.insiders, digests.c.recipients),
    *(releases.c.people, organisation_releases.c.people),
)
"""Columns with lists of people as JSON."""
SHOWN: Final = (releases.c.shown, organisation_releases.c.shown)
"""What the ledger keeps of figures, as JSON: those of scores say whose answers they leave out."""
KEYS: Final = (deliveries.c.key, web_messages.c.key, attention.c.about, prompts.c.shown_in)
"""Columns with keys that may hold the id of a person between colons."""
PACKED: Final[dict[Any, Callable[[bytes, str, str], bytes]]] = {
    unit_states.c.state: renamed_in_state,
    organisation_states.c.state: renamed_in_state,
    pending_releases.c.body: renamed_in_pending_releases,
}
"""Columns with bytes that hold people among other things."""


def rename(connection: Connection, old: PersonId, new: PersonId) -> None:
    for column in OF_ONE:
        connection.execute(update(column.table).where(column == old).values({column.name: new}))
    for column in OF_MANY:
        _rewrite(connection, column, lambda text: _in_lists(text, old, new), where=dumps(old))
    for column in SHOWN:
        _rewrite(connection, column, lambda text: _in_shown(text, old, new), where=dumps(old))
    for column in KEYS:
        _rewrite(connection, column, lambda key: in_key(key, old, new), where=old)
    for column in PACKED:
        _rewrite(connection, column, partial(_renamed_in, column, old=old, new=new))
    _rewrite(connection, programmes.c.body, lambda body: _without_guardian(body, old), where=dumps(old))


def _renamed_in(column: Any, kept: bytes, *, old: str, new: str) -> bytes:
    return PACKED[column](bytes(kept), old, new)


def in_key(key: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![^:]){re.escape(old)}(?![^:])", lambda _: new, key)


def _in_lists(text: str, old: str, new: str) -> str:
    """Sorted anew: the place in a list would tell how the id began."""
    plain = loads(text)
    if isinstance(plain, dict):
        return dumps({name: _renamed(people, old, new) for name, people in plain.items()})
    return dumps(_renamed(plain, old, new))


def _in_shown(text: str, old: str, new: str) -> str:
    return dumps(renamed_in_shown(loads(text), old, new))


def _renamed(people: list[str], old: str, new: str) -> list[str]:
    return sorted(new if each == old else each for each in people)


def _without_guardian(body: str, old: str) -> str:
    """In a database that was just filled from a backup; otherwise a revision has ended it."""
    plain = loads(body)
    guardians = [each for each in plain.get("guardians", ()) if each.get("person") != old]
    return body if guardians == plain.get("guardians", []) else dumps({**plain, "guardians": guardians})


def _rewrite(connection: Connection, column: Column[Any], change: Callable[[Any], Any], *, where: str = "") -> None:
    """`where`: what a text must hold to be looked at."""
    keys = list(column.table.primary_key.columns)
    query = select(*keys, column.label("was"))
    if where:
        query = query.where(column.contains(where, autoescape=True))
    for row in connection.execute(query).all():
        now = change(row.was)
        if now != row.was:
            found = and_(*(key == value for key, value in zip(keys, row, strict=False)))
            connection.execute(update(column.table).where(found).values({column.name: now}))
