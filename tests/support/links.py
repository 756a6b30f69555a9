"""Somebody who holds a raw copy of a database's files, and guesses whose sealed answer is whose by where bytes lie."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import erfc, sqrt
from pathlib import Path
from random import Random

import psycopg

from bot.domain.identifiers import EpochId, QuestionId
from bot.ports import Storage
from storage.database import Database
from tests.support.builders import QUESTION, a_pulse, a_round
from tests.support.databases import PostgresServer
from tests.support.ward import TEAM, Ward

ROUNDS_A_WEEK = 5
"""Between two mixings."""
_PRESSES_APART_S = 1
"""Of one address no more than thirty presses a minute are taken in."""
_FILES = (
    "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND relname LIKE %s ORDER BY 1"
)

Reader = Callable[[], tuple[bytes, bytes]]
"""The bytes in which people's questions are looked for, and those for answers."""
Order = Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One round of the team: its questions and answers in the order in which people pressed."""

    pulses: Sequence[bytes]
    answers: Sequence[bytes]


def files_of(database: Database, server: PostgresServer | None) -> Reader:
    if database.file is not None:
        file = database.file
        return lambda: (file.read_bytes(),) * 2
    assert server is not None
    folder, write_out = server.folder, server.write_out

    def read() -> tuple[bytes, bytes]:
        write_out()
        with psycopg.connect(database.url.render_as_string(hide_password=False)) as connection:
            people, answers = (
                [str(row[0]) for row in connection.execute(_FILES, [name]).fetchall()]
                for name in ("%pulses%", "%answers%")
            )
        return _together(folder, people), _together(folder, answers)

    return read


def _together(folder: Path, paths: Sequence[str]) -> bytes:
    return b"".join((folder / path).read_bytes() for path in paths)


async def right_guesses(
    ward: Ward, database: Database, read: Reader, *, rounds: int, seed: int, unlinked: bool
) -> dict[str, int]:
    """Of each way to guess, how many people it found in so many rounds of one team, looked at after each mixing."""
    chance, found = Random(seed), dict[str, int]()
    for first in range(0, rounds, ROUNDS_A_WEEK):
        asked = [await _press(ward, chance, number) for number in range(first, first + ROUNDS_A_WEEK)]
        if unlinked:
            await database.rewrite_answers()
        await database.forget_deleted()
        of_people, of_answers = read()
        for around in asked:
            for way, right in _guesses(of_people, of_answers, around):
                found[way] = found.get(way, 0) + right
    return found


async def _press(ward: Ward, chance: Random, number: int) -> _Asked:
    around = replace(a_round(), slot=f"{number // 60:02}:{number % 60:02}")
    pulses = {name: a_pulse(name, identity=f"{chance.randrange(10**11):011}-{name}", round_=around) for name in TEAM}
    await ward.ask(around, list(pulses.values()))
    order = chance.sample(TEAM, len(TEAM))
    for name in order:
        ward.clock.advance(seconds=_PRESSES_APART_S)
        await ward.do(ward.tap(name, chance.choice("1234"), pulse=pulses[name].id))
    key = ward.keys.load(next(iter(await _epochs(ward.storage))))
    assert key is not None
    ids = ward.sealer.answer_ids(key, [(pulses[name].person, around.id, QuestionId(QUESTION)) for name in order])
    return _Asked(pulses=[pulses[name].id.encode() for name in order], answers=ids)


async def _epochs(storage: Storage) -> Sequence[EpochId]:
    async with storage.reading() as work:
        return [epoch.id for epoch in await work.epochs.not_closed()]


def _guesses(of_people: bytes, of_answers: bytes, asked: _Asked) -> Iterator[tuple[str, int]]:
    """The n-th person gave the n-th answer, from the front or from the back; how many of these guesses are right."""
    people = _orders(of_people, asked.pulses)
    people["as pressed"] = range(len(asked.pulses))  # as what Rounds said back to them is numbered, for four days
    for (person, by_person), (answer, by_answer), forwards in product(
        people.items(), _orders(of_answers, asked.answers).items(), (True, False)
    ):
        guessed = zip(by_person, by_answer if forwards else by_answer[::-1], strict=True)
        yield f"{person}, {answer}, {'along' if forwards else 'against'}", sum(a == b for a, b in guessed)


def _orders(content: bytes, wanted: Sequence[bytes]) -> dict[str, Order]:
    def by(find: Callable[[bytes], int]) -> Order:
        places = [find(each) for each in wanted]
        assert -1 not in places, "nothing can be guessed of what is not there"
        return sorted(range(len(wanted)), key=places.__getitem__)

    return {"first": by(content.find), "last": by(content.rfind)}


def chance_of(found: int, *, rounds: int) -> float:
    """How likely so many right guesses are if every order is as likely: one a round, with a variance of one."""
    return erfc((found - 0.5 - rounds) / sqrt(2 * rounds)) / 2


def least_likely(found: Mapping[str, int], *, rounds: int) -> float:
    """Of the best way to guess, how likely its success is by chance, all ways considered."""
    return min(1.0, len(found) * min(chance_of(each, rounds=rounds) for each in found.values()))
