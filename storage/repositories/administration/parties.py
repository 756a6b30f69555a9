"""The random numbers by which the log names people, and the one table that says whose they are."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from bot.domain.administration.log import ERASED, Actor, ActorKind
from bot.domain.identifiers import PersonId
from bot.domain.proof.chain import number_of_name
from bot.repositories.administration_log import Token
from storage.codecs.revisions import SALT_LENGTH
from storage.repositories.queries.members import KNOWN
from storage.schema.tables import log_people
from storage.sql.statements import add_missing, among
from storage.sql.transaction import Transaction


async def gone_of(transaction: Transaction, actors: Collection[Actor]) -> frozenset[Actor]:
    """Those whom nothing knows any more: erased since they, or somebody for them, began what is entered now. Erasing
    keeps its turn at the log to its end, so whoever has the turn sees it."""
    people = {PersonId(each.name): each for each in actors if each.kind is ActorKind.PERSON}
    rows = await transaction.rows(KNOWN, {"people": list(people)}) if people else []
    return frozenset(people.values()) - {people[row.id] for row in rows}


async def numbers_of(
    transaction: Transaction, actors: Collection[Actor], *, token: Token, gone: Collection[Actor] = ()
) -> Mapping[Actor, str]:
    """The number of each, given now to those who have none; of those who are gone a number that is nobody's."""
    nobody = {each: str(_row(each, token(SALT_LENGTH))["number"]) for each in gone}
    return {**await _named(transaction, [each for each in actors if each not in nobody], token=token), **nobody}


async def _named(transaction: Transaction, actors: Collection[Actor], *, token: Token) -> Mapping[Actor, str]:
    named = [actor for actor in actors if actor != ERASED]
    known = await _known(transaction, named)
    if missing := [actor for actor in named if actor not in known]:
        rows = [_row(actor, token(SALT_LENGTH)) for actor in missing]
        await transaction.write(add_missing(log_people, transaction.dialect), rows)
        known = await _known(transaction, named)
    return known


async def actors_by_number(transaction: Transaction, numbers: Iterable[str | None]) -> Mapping[str, Actor]:
    """Whoever is not there was erased; None is nobody's number."""
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    rows = await transaction.rows(select(log_people).where(among(log_people.c.number, wanted)))
    return {row.number: Actor(kind=ActorKind(row.kind), name=row.name) for row in rows}


async def _known(transaction: Transaction, actors: Collection[Actor]) -> Mapping[Actor, str]:
    names, kinds = {actor.name for actor in actors}, {actor.kind.value for actor in actors}
    of_them = among(log_people.c.kind, kinds), among(log_people.c.name, names)
    rows = await transaction.rows(select(log_people).where(*of_them))
    return {Actor(kind=ActorKind(row.kind), name=row.name): row.number for row in rows}


def _row(actor: Actor, salt: bytes) -> dict[str, object]:
    kind, name = actor.kind.value, actor.name
    return {"number": number_of_name(salt, kind, name), "kind": kind, "name": name, "salt": salt}
