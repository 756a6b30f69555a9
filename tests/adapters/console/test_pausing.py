"""Pausing everything from the overview."""

from dataclasses import replace
from datetime import date

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.flows.operations.pause_everything import PauseEverything
from tests.support.builders import T0
from tests.support.consoles import SURGERY, THEATRE, Hospital, seen_in_the_log
from tests.support.delivery_states import delivery_states

ROOT = Author(who=Actor.user("root"), source=RevisionSource.SHELL)


async def test_everything_is_paused_and_goes_on(hospital: Hospital) -> None:
    async with hospital.browser("ivy") as ivy, hospital.browser("sid") as sid:
        await ivy.get("/admin/pause")
        assert "The whole organisation" not in ivy.text
        await ivy.post("/admin/pause", {"unit": "icu", "reason": "", "until": ""})
        assert "Please fill this in" in ivy.text
        await ivy.post("/admin/pause", {"unit": "icu", "reason": "inspection", "until": "2026-03-01"})
        assert '<a href="#f-until">Goes on by itself on this day: 2026-03-01 is not in the future' in ivy.text
        await ivy.post("/admin/pause", {"unit": "icu", "reason": "x" * 81, "until": ""})
        assert '<a href="#f-reason">Why: a reason is one line of at most 80 characters' in ivy.text
        await ivy.post("/admin/pause", {"unit": "icu", "reason": "inspection", "until": "2026-03-20"})
        assert "Paused until 20 March 2026: Intensive care (inspection)" in ivy.text
        assert "Tuesday 24 March" in ivy.text
        await sid.get("/admin")
        assert "inspection" not in sid.text
        assert (await sid.post("/admin/resume", {"unit": "icu"})).status_code == 404
        await ivy.get("/admin")
        await ivy.post("/admin/resume", {"unit": "icu"})
        assert "Paused" not in ivy.text
        acts = ("everything paused", "everything goes on")
        assert await seen_in_the_log(hospital.storage) == [("ivy", "console", act) for act in acts]
        await ivy.post("/admin/resume", {"unit": "icu"})
        assert ivy.page.status_code == 200


async def test_people_are_told_where_it_is_ticked(hospital: Hospital) -> None:
    async with hospital.browser("ivy") as ivy:
        await ivy.get("/admin/pause")
        assert "Tell everybody whom it concerns" in ivy.text
        for fields in ({}, {"tell": "yes"}):
            await ivy.get("/admin/pause")
            await ivy.post("/admin/pause", {"unit": "icu", "reason": "inspection", "until": "", **fields})
            async with hospital.storage.reading() as work:
                counts = await delivery_states(work)
            assert sum(counts.values()) == len(fields), "one of intensive care has joined"


async def test_nobody_pauses_what_is_not_theirs(hospital: Hospital) -> None:
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/pause")
        for unit in ("theatre", "*", "nowhere"):
            await ada.post("/admin/pause", {"unit": unit, "reason": "inspection"})
            assert "Please choose from the list" in ada.text
        await ada.get("/admin")
        assert (await ada.post("/admin/resume", {"unit": "*"})).status_code == 404


async def test_what_was_retired_while_it_was_paused_is_seen_and_goes_on(hospital: Hospital) -> None:
    pause = PauseEverything(storage=hospital.storage, clock=hospital.clock, entropy=SystemEntropy())
    await pause(THEATRE, until=date(2026, 3, 20), reason="Flood", author=ROOT)
    async with hospital.storage.writing() as work:
        programme, roster = await work.programmes.current(), await work.rosters.current()
        assert programme is not None
        units = tuple(unit for unit in programme.organisation.units if unit.id not in (SURGERY, THEATRE))
        schedules = tuple(each for each in programme.schedules if SURGERY not in each.units)
        organisation = replace(programme.organisation, units=units)
        await work.programmes.save(replace(programme, organisation=organisation, schedules=schedules), at=T0)
        held = frozenset(each for each in roster.memberships if each.unit not in (SURGERY, THEATRE))
        await work.rosters.save(replace(roster, memberships=held), at=T0)
    async with hospital.browser("ada") as ada, hospital.browser("ivy") as ivy:
        await ivy.get("/admin")
        assert "Flood" not in ivy.text
        assert (await ivy.post("/admin/resume", {"unit": THEATRE})).status_code == 404
        await ada.get("/admin")
        assert "Paused until 20 March 2026: theatre (Flood)" in ada.text
        await ada.post("/admin/resume", {"unit": THEATRE})
        assert "Flood" not in ada.text
