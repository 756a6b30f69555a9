"""Everything that somebody can open who holds a copy of the database and the keys that live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import AnswerBody, unpack
from bot.domain.answers.epochs import Epoch, EpochKey
from bot.domain.answers.workings import (
    OrganisationHabits,
    QuestionSums,
    TeamBlock,
    TeamQuarter,
    Working,
    as_written,
    bound_to,
)
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId, UnitId
from tests.support.backups import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """What lies in a SQLite file, by the key that opens it, and how much no key opens."""

    answers: Sequence[tuple[EpochId, AnswerBody]]
    workings: Mapping[tuple[EpochId, Working], bytes]
    shut: int


def opened_file(path: Path, keys_folder: Path, epochs: Sequence[Epoch]) -> OpenedFile:
    """Every sealed row against every key in the folder, whatever the row says of itself."""
    files = FileKeys(keys_folder, entropy=SystemEntropy())
    keys = {EpochId(each.stem): files.load(EpochId(each.stem)) for each in sorted(keys_folder.glob("*.key"))}
    held = {name: key for name, key in keys.items() if key is not None}
    answers: list[tuple[EpochId, AnswerBody]] = []
    workings: dict[tuple[EpochId, Working], bytes] = {}
    shut = 0
    for identity, body in ask(path, "SELECT id, body FROM answers"):
        found = _opened(held, body, [identity])
        shut += found is None
        if found is not None:
            answers.append((found[0], unpack(found[1])))
    rows = ask(path, "SELECT kind, unit, sealed FROM team_workings")
    rows += ask(path, "SELECT kind, '', sealed FROM organisation_workings")
    for kind, unit, body in rows:
        working = _working(str(kind), UnitId(str(unit)))
        found = _opened(held, body, [bound_to(epoch, working) for epoch in epochs])
        shut += found is None
        if found is not None:
            workings[found[0], working] = as_written(found[1])
    return OpenedFile(answers=answers, workings=workings, shut=shut)


def _opened(keys: Mapping[EpochId, EpochKey], body: object, bound: Sequence[object]) -> tuple[EpochId, bytes] | None:
    sealer = AesSealer(entropy=SystemEntropy())
    assert isinstance(body, bytes)
    for name, key in keys.items():
        for to in bound:
            assert isinstance(to, bytes)
            try:
                return name, sealer.unseal(key, sealed=body, bound_to=to)
            except KeyUnavailable:
                continue
    return None


def _working(kind: str, unit: UnitId) -> Working:
    of_kind: Mapping[str, Working] = {
        "block": TeamBlock(unit=unit),
        "quarter": TeamQuarter(unit=unit),
        "habits": OrganisationHabits(),
        "questions": QuestionSums(),
    }
    return of_kind[kind]
