"""That a new rule follows the quarter which is open is told to those who are here, once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.flows.epochs.tell_life import TellNewRule
from bot.ports import Storage
from tests.support.builders import a_pulse, a_roster, a_whole_quarter
from tests.support.ward import Ward


@pytest.mark.drill
async def test_nobody_is_written_to_after_their_last_day(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    roster, today = a_roster({name: f"at-{name}" for name in ("ana", "ben", "cas")}), ward.clock.now().date()
    ends = {PersonId("ben"): today, PersonId("cas"): today - timedelta(days=1)}
    people = {each: replace(person, ends=ends.get(each)) for each, person in roster.people.items()}
    await ward.furnish(roster=replace(roster, people=people))
    async with storage.writing() as work:
        await work.epochs.save(a_whole_quarter(a_pulse("ana").week))
    for _ in range(2):
        await TellNewRule(storage=storage)(now=ward.clock.now())
    told = [each.person for each in (await ward.deliveries()).values() if each.key.startswith("n:rule:")]
    assert sorted(told) == ["ana", "ben"]
