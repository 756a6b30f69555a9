"""Somebody's name in words that stand in the open, whoever wrote them."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, and_, delete, or_, select, update

from bot.domain.administration.log import NAMES_NOBODY
from bot.domain.identifiers import PersonId
from storage.schema.tables import (
    administration_log,
    atoms,
    certificate_lists,
    log_people,
    log_words,
    metadata,
    organisation_releases,
    page_certificates,
    participation_cells,
    people,
    releases,
    revision_people,
    revision_programmes,
    revision_rows,
    revisions,
)

SOMEBODY: Final = "(somebody)"
"""What stands in words instead of the name."""
_WITH_A_DIGEST: Final = (log_words, revision_programmes, revision_rows)
"""What a digest in the log stands for is left as it is or goes as a whole: changed words would look forged."""
_NAMING: Final = {
    log_words: (
        log_words.c.entry.in_(
            select(administration_log.c.id).where(administration_log.c.act.not_in(sorted(NAMES_NOBODY)))
        ),
    )
}
"""Of which rows an id is one, and no number that looks like it."""
_OF_FIGURES: Final = (atoms, participation_cells, releases, organisation_releases, page_certificates, certificate_lists)
"""They hold names of units, and nobody's."""
_NOT_LOOKED_AT: Final = frozenset(
    {administration_log, revisions, revision_people, people, log_people, *_WITH_A_DIGEST, *_OF_FIGURES}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBy:
    """What leads to one person in words."""

    person: PersonId
    name: str
    """Empty where somebody on the list has the same: their words are not touched."""


def take_out_of_words(connection: Connection, who: NamedBy) -> None:
    for table in _WITH_A_DIGEST:
        for found in rows_with(connection, table, who.person, who.name):
            connection.execute(delete(table).where(found, *_NAMING.get(table, ())))
    if not who.name:
        return
    for table in metadata.sorted_tables:
        if table not in _NOT_LOOKED_AT:
            _take_out(connection, table, who.name)


def is_said(words: str, text: str) -> bool:
    """As words of their own."""
    return _as_word(words).search(text) is not None


def _take_out(connection: Connection, table: Table, name: str) -> None:
    keys = list(table.primary_key.columns)
    for column in _texts(table):
        for spelt in _spellings(name):
            holding = select(*keys, column.label("was")).where(column.contains(spelt, autoescape=True))
            for row in connection.execute(holding).all():
                now = _as_word(spelt).sub(SOMEBODY, row.was)
                if now != row.was:
                    found = and_(*(key == value for key, value in zip(keys, row, strict=False)))
                    connection.execute(update(table).where(found).values({column.name: now}))


def rows_with(connection: Connection, table: Table, *sought: str) -> list[ColumnElement[bool]]:
    """Which rows hold any of these as words of their own."""
    keys, texts = list(table.primary_key.columns), _texts(table)
    spelt = {each for words in sought if words for each in _spellings(words)}
    holding = select(table).where(or_(*(text.contains(each, autoescape=True) for text in texts for each in spelt)))
    return [
        and_(*(key == getattr(row, key.name) for key in keys))
        for row in connection.execute(holding).all()
        if any(_as_word(each).search(getattr(row, text.name) or "") for text in texts for each in spelt)
    ]


def _texts(table: Table) -> list[Column[Any]]:
    return [each for each in table.columns if type(each.type) is Text and not each.primary_key]


def _spellings(words: str) -> set[str]:
    """As they are, and as they stand in JSON."""
    return {words, json.dumps(words, ensure_ascii=False)[1:-1], json.dumps(words)[1:-1]}


def _as_word(spelt: str) -> re.Pattern[str]:
    """Not inside a longer word or id."""
    return re.compile(rf"(?<![\w-]){re.escape(spelt)}(?![\w-])")
