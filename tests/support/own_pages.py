"""Somebody with an own page: what they were asked and said, and where their name stands."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.adapters.channels.web.links import address_of
from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import AnswerBody, pack
from bot.domain.asking.pulses import PulseState, Round
from bot.domain.identifiers import AnswerCode, PersonId
from bot.domain.organisation.people import Consent
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.ports import SealedAnswer
from storage.database import Database
from storage.schema.tables import metadata
from tests.support.builders import QUESTION, a_pulse, a_round
from tests.support.consoles import ICU, Browser, Hospital

MEM, LEO = PersonId("mem"), PersonId("leo")
PAGES = ("/me", "/me/pause", "/me/details", "/me/forget", "/me/raise")
ACTS = ("/me/asking", "/me/answers", "/me/file", "/me/forget", "/me/pause", "/me/raise")
AGREE, STRONGLY = "Agree", "Strongly agree"
ENTROPY = SystemEntropy()
SEALER = AesSealer(entropy=ENTROPY)


def open_epoch_with(folder: Path) -> OpenEpoch:
    """By the keys of a hospital that is served from this folder."""
    return OpenEpoch(keys=FileKeys(folder / "keys", entropy=ENTROPY), sealer=SEALER)


async def says(hospital: Hospital, folder: Path, person: PersonId, code: str, *, round_: Round | None = None) -> bytes:
    """Somebody was asked and has answered; under which id the answer lies."""
    around, open_epoch = round_ or a_round(), open_epoch_with(folder)
    pulse = a_pulse(person, identity=f"{person}-{around.opens_at:%d%m}", round_=around)
    pulse = replace(pulse, state=PulseState.ANSWERED, sent_at=around.opens_at)
    async with hospital.storage.writing() as work:
        programme = await work.programmes.current()
        assert programme is not None
        await work.rounds.claim_many([around])
        await work.pulses.add([pulse])
        held = await open_epoch(work, around.week, programme=programme)
        assert held is not None
        identity = SEALER.answer_id(held.key, person=person, round_id=around.id, question=QUESTION)
        body = AnswerBody(
            person=person, round=around.id, question=pulse.question, week=around.week, code=AnswerCode(code)
        )
        sealed = SEALER.seal(held.key, body=pack(body), bound_to=identity)
        await work.answers.put_many([SealedAnswer(id=identity, epoch=held.epoch.id, unit=ICU, body=sealed)])
    return identity


async def link_chat(hospital: Hospital, person: PersonId, token: str, *, at: datetime) -> None:
    async with hospital.storage.writing() as work:
        await work.rosters.enrol(person, address_of(token * 8), at=at)


async def consent(hospital: Hospital, person: PersonId = MEM) -> Consent:
    async with hospital.storage.reading() as work:
        return await work.rosters.consent(person)


@asynccontextmanager
async def opened_anew(path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{path}")
    await database.migrate()
    try:
        yield database
    finally:
        await database.close()


def in_every_row(path: Path, person: PersonId) -> dict[str, int]:
    """How many rows of each table name a person anywhere, as a word of its own."""
    named = re.compile(rb"(?<![a-z])" + person.encode() + rb"(?![a-z])")
    found: dict[str, int] = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in metadata.tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name of ours
                cells = (each if isinstance(each, bytes) else str(each).encode() for each in row)
                if any(named.search(each) for each in cells):
                    found[table] = found.get(table, 0) + 1
    return found


async def presses(browser: Browser, what: str) -> None:
    await browser.get("/me")
    assert (await browser.post("/me/asking", {"what": what})).status_code == 200
