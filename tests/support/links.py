"""Somebody who holds a raw copy of a database's files, and guesses whose sealed answer is whose by where bytes lie."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import erfc, sqrt
from random import Random

from bot.domain.identifiers import EpochId, QuestionId
from bot.ports import Storage
from storage.database import Database
from tests.support.builders import QUESTION, a_pulse, a_round
from tests.support.ward import TEAM, Ward

Place = Callable[[bytes, bytes], int]
PLACES: Sequence[Place] = (bytes.find, bytes.rfind)


async def right_guesses(ward: Ward, database: Database, *, rounds: int, seed: int, unlinked: bool) -> dict[str, int]:
    """Of each way to guess, how many people it found in so many rounds of one team, looked at after each."""
    chance, found = Random(seed), dict[str, int]()
    for number in range(rounds):
        around = replace(a_round(), slot=f"{number // 60:02}:{number % 60:02}")
        pulses = {
            name: a_pulse(name, identity=f"{chance.randrange(10**11):011}-{name}", round_=around) for name in TEAM
        }
        await ward.ask(around, list(pulses.values()))
        for name in chance.sample(TEAM, len(TEAM)):
            await ward.do(ward.tap(name, chance.choice("1234"), pulse=pulses[name].id))
        if unlinked:
            await database.rewrite_answers()
        await database.forget_deleted()
        key = ward.keys.load(next(iter(await _epochs(ward.storage))))
        assert key is not None
        assert database.file is not None
        content = database.file.read_bytes()
        ids = {
            name: ward.sealer.answer_id(key, person=pulse.person, round_id=around.id, question=QuestionId(QUESTION))
            for name, pulse in pulses.items()
        }
        for way, guessed in _guesses(content, [pulse.id.encode() for pulse in pulses.values()], list(ids.values())):
            found[way] = found.get(way, 0) + sum(a == b for a, b in guessed)
    return found


async def _epochs(storage: Storage) -> Sequence[EpochId]:
    async with storage.reading() as work:
        return [epoch.id for epoch in await work.epochs.not_closed()]


def _guesses(
    content: bytes, people: Sequence[bytes], answers: Sequence[bytes]
) -> Iterator[tuple[str, Sequence[tuple[int, int]]]]:
    """By order of places: the n-th person in the file gave the n-th answer, from the front or from the back."""
    for (number, of_person), (other, of_answer), forwards in product(
        enumerate(PLACES), enumerate(PLACES), (True, False)
    ):
        by_person = sorted(range(len(people)), key=lambda at: of_person(content, people[at]))
        by_answer = sorted(range(len(answers)), key=lambda at: of_answer(content, answers[at]))
        yield (
            f"{number}{other}{forwards}",
            list(zip(by_person, by_answer if forwards else by_answer[::-1], strict=True)),
        )


def chance_of(found: int, *, rounds: int) -> float:
    """How likely so many right guesses are if every order is as likely: one a round, with a variance of one."""
    return erfc((found - 0.5 - rounds) / sqrt(2 * rounds)) / 2
