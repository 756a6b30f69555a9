"""What is found and forgotten of one person, where every table has rows of them and of others, on both databases."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
import structlog
from sqlalchemy import ColumnElement, Table, and_, make_url, select, true, update

from bot.domain.follow_up.prompts import Prompt, TeamWords
from bot.domain.identifiers import HeldWordsId, PersonId, PromptId, PulseId, UnitId
from bot.domain.indicators.packed_habits import PackedParticipationHabits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.messages import SealedWords
from bot.domain.organisation.people import Address, Consent
from bot.domain.texts import say
from bot.domain.week_close.unit_state import UnitState
from bot.ports import NewWebMessage
from bot.repositories.own_data import KeptTable
from bot.repositories.prompts import HeldWords
from storage.backup import table_copy
from storage.codecs.pending_releases import encode_pending_releases
from storage.codecs.unit_states import encode_unit_state
from storage.database import Database
from storage.repositories.erasing.renaming import PACKED
from storage.schema.tables import metadata, unit_states
from tests.support.builders import T0, a_delivery, a_pulse, a_roster, a_round, after
from tests.support.channels import WEB
from tests.support.filled import fill
from tests.support.messages import a_message
from tests.support.threads import Threads

ZOE = PersonId("Zoë's0")
"""Row 0 of a filled table of people, to whom row 0 of many others belongs."""
NAMED = {
    "atoms": "colleagues",
    "participation_cells": "insiders",
    "releases": "people",
    "organisation_releases": "people",
    "digests": "recipients",
    "programmes": "body",
}
"""Columns with the ids of many."""
WEEK = a_round().week
LAST_OF_ALL = IsoWeek.from_index(160_000)
ONLY_ADDED = {"administration_log", "revisions", "revision_people"}
BY_OTHERS = {"pulse_messages", "code_attempts", "log_words", "revision_rows"}
"""Found by what another row of the person says."""
OWN = {table.name for table in metadata.sorted_tables if "person" in table.c} | {"people", "loop_actions", "log_people"}


@pytest.fixture
async def empty(url_at_head: str) -> AsyncIterator[Database]:
    database = Database(url_at_head)
    yield database
    await database.close()


@pytest.fixture
async def full(empty: Database) -> Database:
    """Three rows in every table; the first of each that can be about somebody is about Zoë."""
    await asyncio.to_thread(fill, make_url(empty.url), rows=3)
    await asyncio.to_thread(_put_her_in, empty)
    return empty


def _put_her_in(storage: Database) -> None:
    with table_copy.loading(make_url(storage.url)) as connection:
        for column in PACKED:
            empty = encode_unit_state(UnitState(week=WEEK))
            if column.table.name == "pending_releases":
                empty = encode_pending_releases([])
            connection.execute(update(column.table).values({column.name: empty}))
        for table in metadata.sorted_tables:
            changed: dict[str, object] = {}
            if "person" in table.c and not table.c.person.foreign_keys:
                changed["person"] = ZOE
            if table.name in NAMED:
                changed[NAMED[table.name]] = json.dumps(["somebody", ZOE])
            if table.name == "loop_actions":
                changed["raised_by"] = ZOE
            if table.name == "log_people":
                changed |= {"kind": "person", "name": ZOE}
            if changed:
                keys = select(*table.primary_key.columns)
                hers_first = keys.order_by(table.c.person != ZOE) if "person" in changed else keys
                first = connection.execute(hers_first).first()
                assert first is not None
                connection.execute(update(table).where(_is(table, first)).values(changed))


def _is(table: Table, key: Any) -> ColumnElement[bool]:
    return and_(*(column == value for column, value in zip(table.primary_key.columns, key, strict=True)))


async def kept_of(storage: Database, person: PersonId) -> dict[str, KeptTable]:
    async with storage.reading() as work:
        return dict(await work.own_data.rows_of(person, since=None))


@pytest.mark.drill
async def test_every_table_that_is_about_somebody_is_found_and_has_words(full: Database) -> None:
    kept = await kept_of(full, ZOE)
    own = {name for name, table in kept.items() if table.is_own}
    assert OWN - own <= {"pulses", "bells"}, "made of other rows"
    assert {name for name, table in kept.items() if not table.is_own} == NAMED.keys()
    json.dumps({name: table.rows for name, table in kept.items()})
    for name in own | BY_OTHERS | ONLY_ADDED:
        assert say(f"me-kept-{name}", "en-GB")
    assert all("somebody" not in json.dumps(kept[name].rows) for name in NAMED), "of others there is nothing"
    assert await kept_of(full, PersonId("nobody")) == {}


async def test_of_what_the_detector_remembers_everybody_is_told_their_own_part(empty: Database) -> None:
    ann, ben = PersonId("ann"), PersonId("ben")
    seen = (WEEK - 9).index, WEEK.index, (WEEK - 1).index, (WEEK - 3).index
    members = {ann: [*seen, 3.0, 2.0, 0.8], ben: [WEEK.index, WEEK.index, -1, -1, 0.0, 0.0, 0.97]}
    state = UnitState(
        week=WEEK,
        reached={ann: 0b1010, ben: 0b1, PersonId("cat"): 0b1},
        heard={ann: 0b1000},
        habits=PackedParticipationHabits(json.dumps({"v": 1, "watched": 4.2, "members": members}).encode()),
    )
    async with empty.writing() as work:
        await work.weeks.put_unit_states({UnitId("icu"): state, UnitId("ward"): UnitState(week=WEEK)})
    kept = await kept_of(empty, ann)
    assert kept["unit_states"].is_own
    assert kept["unit_states"].rows == [
        {
            "unit": "icu",
            "week": str(WEEK),
            "weeks_reached": f"{WEEK - 3}, {WEEK - 1}",
            "weeks_heard": str(WEEK - 3),
            "first_week_on_the_list": str(WEEK - 9),
            "newest_week_on_the_list": str(WEEK),
            "newest_week_reached": str(WEEK - 1),
            "newest_week_heard": str(WEEK - 3),
            "usual_answering_as_log_odds": 1.5,
            "weight_of_what_is_usual": 2.0,
            "chance_of_not_having_stopped": 0.8,
        }
    ]
    [of_ben] = (await kept_of(empty, ben))["unit_states"].rows
    assert (of_ben["newest_week_heard"], of_ben["usual_answering_as_log_odds"]) == (None, None), "nothing is known"
    [of_cat] = (await kept_of(empty, PersonId("cat")))["unit_states"].rows
    assert of_cat == {"unit": "icu", "week": str(WEEK), "weeks_reached": str(WEEK), "weeks_heard": ""}
    assert "unit_states" not in await kept_of(empty, PersonId("dan"))


async def test_a_state_that_cannot_be_read_keeps_nobody_from_their_file(empty: Database) -> None:
    ann = PersonId("ann")
    state = UnitState(week=WEEK, reached={ann: 0b1})
    async with empty.writing() as work:
        await work.weeks.put_unit_states({UnitId(unit): state for unit in ("icu", "ward")})
    await asyncio.to_thread(_spoil, empty, unit_states, unit_states.c.unit == "icu")
    with structlog.testing.capture_logs() as logs:
        [of_ward] = (await kept_of(empty, ann))["unit_states"].rows
    assert of_ward["unit"] == "ward"
    told = [each for each in logs if each["event"] == "own_data_row_left_out"]
    assert [each["table"] for each in told] == ["unit_states"]
    assert "icu" not in str(told)


async def test_nor_does_anything_else_that_is_packed(full: Database) -> None:
    for column in PACKED:
        await asyncio.to_thread(_spoil, full, column.table, true())
    kept = await kept_of(full, ZOE)
    assert kept["people"].is_own
    assert not {column.table.name for column in PACKED} & kept.keys()


def _spoil(storage: Database, table: Table, which: ColumnElement[bool]) -> None:
    [column] = [each for each in PACKED if each.table is table]
    with table_copy.loading(make_url(storage.url)) as connection:
        connection.execute(update(table).where(which).values({column.name: b"not json"}))


async def test_states_are_read_one_by_one_and_beside_everything_else(empty: Database) -> None:
    """There is one for each unit, with all that the detector remembers of everybody in it."""
    ann, threads = PersonId("ann"), Threads()
    async with empty.writing() as work:
        await work.weeks.put_unit_states({UnitId(f"u{n}"): UnitState(week=WEEK, reached={ann: 1}) for n in range(5)})
    asyncio.get_running_loop().set_default_executor(threads)
    assert len((await kept_of(empty, ann))["unit_states"].rows) == 5
    assert threads.done == 5


@pytest.mark.drill
async def test_a_chat_that_may_be_another_s_is_told_nothing_of_before_by_it_either(empty: Database) -> None:
    ann = PersonId("ann")
    members = {ann: [WEEK.index, WEEK.index, WEEK.index, WEEK.index, 3.0, 2.0, 0.8]}
    habits = PackedParticipationHabits(json.dumps({"v": 1, "members": members}).encode())
    state = UnitState(week=WEEK, reached={ann: 0b111}, heard={ann: 0b111}, habits=habits)
    async with empty.writing() as work:
        await work.weeks.put_unit_states({UnitId("icu"): state})
        since = datetime.combine((WEEK - 1).monday(), time(8), tzinfo=UTC)
        [row] = (await work.own_data.rows_of(ann, since=since))["unit_states"].rows
    weeks = f"{WEEK - 1}, {WEEK}"
    assert row == {"unit": "icu", "week": str(WEEK), "weeks_reached": weeks, "weeks_heard": weeks}


@pytest.mark.drill
async def test_what_is_forgotten_is_that_of_one_person(full: Database) -> None:
    other = PersonId('a "quoted"\ttab1')
    before = await kept_of(full, other)
    async with full.writing() as work:
        await work.own_data.forget(ZOE, answers=[], closed_through=LAST_OF_ALL)
        assert await work.rosters.consent(ZOE) == Consent()
    left = {name for name, table in (await kept_of(full, ZOE)).items() if table.is_own}
    by_her = {"flag_replies", "help_replies", "loop_actions", "log_people"}
    of_the_log, of_pages = ONLY_ADDED | {"log_words", "revision_rows"}, {"recipient_salts"}
    assert left <= {"people", "memberships", "shadow_plans"} | by_her | of_the_log | of_pages
    assert {"people", "memberships"} | by_her <= left
    assert await kept_of(full, other) == before


async def test_of_open_weeks_it_goes_when_they_are_closed(empty: Database) -> None:
    ann, ben, week = PersonId("ann"), PersonId("ben"), a_round().week
    earlier = a_round(opens_at=after(days=-7))
    async with empty.writing() as work:
        await work.rosters.save(a_roster({"ann": "1", "ben": "2"}, channel=WEB), at=T0)
        await work.rounds.claim_many([a_round(), earlier])
        for person in (ann, ben):
            pulses = [a_pulse(person), a_pulse(person, identity=f"earlier-{person}", round_=earlier)]
            await work.pulses.add(pulses)
    async with empty.writing() as work:
        await work.own_data.forget(ann, answers=[], closed_through=week - 1)
        assert [each.week for each in await work.own_data.pulses_of(ann)] == [week]
        await work.rosters.enrol(ann, Address(channel=WEB, value="3"), at=T0)
        assert await work.own_data.chat_since(ann) == after(hours=14), "what is open was of before"
        await work.own_data.forget_participation(week - 1)
        assert [each.week for each in await work.own_data.pulses_of(ann)] == [week]
        await work.own_data.forget_participation(week)
        assert await work.own_data.pulses_of(ann) == []
        await work.rosters.enrol(ann, Address(channel=WEB, value="4"), at=T0)
        assert await work.own_data.chat_since(ann) == after(hours=14), "it was noted before that this is not the first"
        assert len(await work.own_data.pulses_of(ben)) == 2
    assert "forgotten" not in await kept_of(empty, ann)


async def test_the_first_address_is_as_old_as_the_joining_and_a_later_one_is_not(empty: Database) -> None:
    ann = PersonId("ann")
    async with empty.writing() as work:
        roster = a_roster({"ann": "1"}, channel=WEB)
        await work.rosters.save(roster, at=T0)
        assert await work.own_data.chat_since(ann) is None
        await work.rosters.save(roster, at=after(days=3))
        assert await work.own_data.chat_since(ann) is None, "the same address again"
        await work.rosters.save(a_roster({"ann": "2"}, channel=WEB), at=after(days=3))
        assert await work.own_data.chat_since(ann) == after(days=3, hours=14), "the midnight after"
        await work.rosters.revoke(ann)
        await work.rosters.save(roster, at=after(days=5))
        assert await work.own_data.chat_since(ann) == after(days=5, hours=14), "also where the first was revoked"


@pytest.mark.drill
async def test_nor_when_anything_was_put_out_or_shown_before(empty: Database) -> None:
    ann, since, earlier = PersonId("ann"), after(days=7), a_round()
    later = a_round(opens_at=after(days=8))
    sealed = SealedWords(key=WEEK, body=b"sealed")
    asked = {"before": earlier, "after": later}
    async with empty.writing() as work:
        await work.rosters.save(a_roster({"ann": "1"}, channel=WEB), at=T0)
        await work.rounds.claim_many([*asked.values()])
        for name, around in asked.items():
            at = around.opens_at
            pulse = replace(a_pulse(ann, identity=name, round_=around), sent_at=at)
            await work.pulses.add([pulse])
            question = a_delivery("ann", key=f"q:{name}", kind=DeliveryKind.QUESTION, due_at=at)
            redraw = a_delivery("ann", key=f"e:{name}", kind=DeliveryKind.REDRAW, edits="1", due_at=at)
            notice = a_delivery("ann", key=f"n:{name}:ann", due_at=at)
            await work.deliveries.add([replace(each, pulse=pulse.id) for each in (question, redraw)] + [notice])
            words = a_message("Asked.")
            shown = NewWebMessage(person=ann, words=words, key=question.key, posted_at=at, pulse=pulse.id)
            pressed = replace(sealed, key=WEEK if name == "before" else WEEK + 2)
            own = NewWebMessage(person=ann, words=pressed, key=redraw.key)
            await work.web_chats.post_many([shown, own], token=secrets.token_bytes)
            about = TeamWords(unit=UnitId("icu"))
            prompt = Prompt(id=PromptId(name), person=ann, subject=about, shown_in=notice.key, asked_at=at)
            await work.prompts.open(prompt)
        late = a_delivery("ann", key="r:before", kind=DeliveryKind.REMINDER, due_at=after(days=9))
        await work.deliveries.add([replace(late, pulse=PulseId("before"))])
        await work.prompts.hold(HeldWords(id=HeldWordsId("h"), person=ann, sealed=sealed, asked_at=T0))
        whole = await work.own_data.rows_of(ann, since=None)
        told = await work.own_data.rows_of(ann, since=since)
    assert {"held_words"} == whole.keys() - told.keys()
    assert [row["key"] for row in told["deliveries"].rows] == ["q:after", "e:after", "n:after:ann"]
    assert [row["key"] for row in told["web_messages"].rows] == ["q:after", "e:after"]
    assert [row["id"] for row in told["prompts"].rows] == ["after"]
    assert "before" not in json.dumps({name: table.rows for name, table in told.items()})


@pytest.mark.drill
async def test_what_such_a_chat_is_told_is_chosen_for_every_table(full: Database) -> None:
    """Whatever is not said to be of no question or cut at the day is left out, so that no new table is forgotten."""
    async with full.reading() as work:
        whole = await work.own_data.rows_of(ZOE, since=None)
        told = await work.own_data.rows_of(ZOE, since=datetime(9000, 1, 1, tzinfo=UTC))
    assert "unanswered" in whole["people"].rows[0]
    assert "unanswered" not in told["people"].rows[0]
    assert not any("id" in row for row in whole["administration_log"].rows), "a number for the whole hospital"
    assert not any("entry" in row for row in whole["log_words"].rows)
    own = {name for name, table in whole.items() if table.is_own}
    gone = {
        "deliveries",
        "web_messages",
        "prompts",
        "held_words",
        "attention",
        "nudges",
        "shadow_plans",
        "forgotten",
        "told_shown",
    }
    assert own - told.keys() - {"pulses", "pulse_messages", "unit_states"} == gone
