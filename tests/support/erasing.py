"""A ward that somebody belongs to, and what is done with their data: erased, forgotten, exported; and their return."""

from dataclasses import replace
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.adapters.tombstones import FileTombstones
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role, Roster
from bot.domain.programme.programme import Guardian, Programme
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.administration.rights.erase_person import ErasePerson
from bot.flows.administration.rights.erased_ids import ErasedIds
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.own_page.export_person import ExportPerson
from bot.flows.own_page.forget_own import ForgetOwn
from config.writers import programme_toml
from storage.database import Database
from tests.support.builders import ICU, a_pulse, a_roster, no_faults
from tests.support.channels import TELEGRAM
from tests.support.everywhere import (
    CANARY,
    NAME,
    ZOE,
)
from tests.support.ward import Ward

ROOT = Author(who=Actor.user("root"), source=RevisionSource.SHELL)
BEN = PersonId("ben")


class Rights:
    """A ward that somebody belongs to, and what is done with their data."""

    def __init__(self, storage: Database, folder: Path) -> None:
        self.storage, self.folder, self.ward = storage, folder, Ward(storage, folder)
        self.clock, entropy = self.ward.clock, SystemEntropy()
        self.stones = FileTombstones(folder / "keys", entropy=entropy)
        self.revise = ReviseProgramme(
            storage=storage,
            clock=self.clock,
            entropy=entropy,
            links=[],
            fits=no_faults,
            erased=ErasedIds(tombstones=self.stones),
        )
        answers = LivingAnswers(open_epoch=self.ward.open_epoch, sealer=self.ward.sealer)
        self.forget = ForgetOwn(
            storage=storage,
            clock=self.clock,
            tombstones=self.stones,
            answers=answers,
            destroy_notes=self.ward.notes.destroy_of,
            awaits_file=lambda _: False,
        )
        self.erase = ErasePerson(
            storage=storage,
            clock=self.clock,
            entropy=entropy,
            tombstones=self.stones,
            answers=answers,
            destroy_notes=self.ward.notes.destroy_of,
            revise=self.revise,
            written=programme_toml,
            clean_files=storage.forget_all_deleted,
        )
        self.export = ExportPerson(storage=storage, clock=self.clock, entropy=entropy)

    async def furnish(self, *, programme: Programme | None = None) -> None:
        """She has joined, answered in words of her own, and was once made the guardian of the ward."""
        roster = self.roster()
        await self.ward.furnish([], roster=roster)
        await self.ward.ask(self.ward.round, [a_pulse(BEN), a_pulse(ZOE, identity="pulse-hers")])
        async with self.storage.reading() as work:
            now = await work.programmes.current()
        assert now is not None
        guarded = replace(programme or now, guardians=(Guardian(person=ZOE, units=(ICU,)),))
        await self.revise(guarded, roster, author=ROOT)
        renamed = replace(roster.people[ZOE], locale="cy")
        await self.revise(guarded, replace(roster, people={**roster.people, ZOE: renamed}), author=ROOT)
        await self.ward.do(self.ward.tap(ZOE, "4", pulse="pulse-hers"), self.ward.tap("ben", "3"))
        await self.ward.do(self.ward.words(ZOE, f"{CANARY} in confidence", reply_to="m-hers"))

    @staticmethod
    def roster() -> Roster:
        plain = a_roster({"ben": "at-ben", ZOE: f"at-{ZOE}"}, channel=TELEGRAM)
        runs = Membership(person=BEN, unit=ICU, role=Role.ADMINISTRATOR)
        named = {**plain.people, ZOE: replace(plain.people[ZOE], name=NAME)}
        return replace(plain, people=named, memberships=plain.memberships | {runs})

    async def now(self) -> tuple[Programme, Roster]:
        async with self.storage.reading() as work:
            programme, roster = await work.programmes.current(), await work.rosters.current()
        assert programme is not None
        return programme, roster
