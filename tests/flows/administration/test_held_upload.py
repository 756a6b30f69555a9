"""A list that waits between two pages comes back as it was; what another version sealed is gone."""

import json
import zlib
from dataclasses import asdict
from typing import Any

import pytest

from bot.adapters.clock import SystemEntropy
from bot.adapters.sealer import AesSealer
from bot.domain.administration.upload.columns import UploadColumn, UploadedRow, UploadedTable
from bot.domain.administration.upload.scope import UploadChoices, UploadPlan
from bot.domain.answers.epochs import EpochKey
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Role
from bot.flows.administration.upload.held import ComparedUpload, HeldUpload
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock
from tests.support.memory import MemoryStorage

TABLE = UploadedTable(
    headings=("Staff no", "Name"), rows=(UploadedRow(line=2, cells=("7", "Zoë")), UploadedRow(line=4, cells=("8", "")))
)
CHOICES = UploadChoices(
    columns=(UploadColumn.PERSON_ID, None), unit=UnitId("icu"), role=Role.MEMBER, channel=TELEGRAM, same_named=True
)
PLAN = UploadPlan(based_on=3, changes={"joined": [["Zoë", "7", "", "icu"]]}, cautions=["Many leave."], fingerprint="f")


class Wrote(AesSealer):
    """What another version would have sealed in place of each list and plan."""

    def __init__(self, changes: dict[str, Any]) -> None:
        super().__init__(entropy=SystemEntropy())
        self._changes = changes

    def seal(self, key: EpochKey, *, body: bytes, bound_to: bytes) -> bytes:
        plain = json.loads(zlib.decompress(body)) | self._changes
        kept = {name: value for name, value in plain.items() if value != "left out"}
        return super().seal(key, body=zlib.compress(json.dumps(kept).encode()), bound_to=bound_to)


async def read_back(sealer: AesSealer) -> tuple[UploadedTable | None, object]:
    storage, clock = MemoryStorage(), StillClock()
    written = HeldUpload("session", sealer=sealer, clock=clock)
    read = HeldUpload("session", sealer=AesSealer(entropy=SystemEntropy()), clock=clock)
    async with storage.writing() as work:
        await written.begin(work, written.sealed_table(TABLE))
        await written.note(work, ComparedUpload(choices=CHOICES, plan=PLAN))
        return await read.table(work), await read.looked(work)


async def test_a_list_and_what_it_would_do_come_back_as_they_were() -> None:
    table, looked = await read_back(Wrote({}))
    assert table == TABLE
    assert isinstance(looked, ComparedUpload)
    assert looked.choices == CHOICES
    assert json.dumps(asdict(looked.plan)) == json.dumps(asdict(PLAN))


@pytest.mark.parametrize("version", [2, "left out"])
async def test_what_another_version_sealed_is_gone(version: object) -> None:
    assert await read_back(Wrote({"v": version})) == (None, None)


@pytest.mark.parametrize("change", [{"role": "juggler"}, {"columns": ["shoe size"]}, {"unit": "left out"}, {"more": 1}])
async def test_a_plan_is_not_guessed_at(change: dict[str, Any]) -> None:
    table, looked = await read_back(Wrote(change))
    assert (table, looked) == (TABLE, None)
