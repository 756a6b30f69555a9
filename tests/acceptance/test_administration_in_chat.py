"""Administration from a chat: the real libraries against loopback platforms, a real database, and what the console does
beside it."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.domain.administration.revisions import RevisionParts
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Channel
from bot.domain.programme.programme import Programme
from bot.programme_rules import EditRefused, Plain
from config.edits import FileRules
from storage.database import Database
from tests.support.administrators import CHATS, Wards, wards
from tests.support.channels import SLACK, TELEGRAM
from tests.support.consoles import ROLES, a_hospital
from tests.support.databases import sqlite_copy
from tests.support.patience import until
from tests.support.slack.blockkit import visible_text
from tests.support.slack.people import labels

POLITE = "This is for those who run Rounds."
NEW = "/admin/new-schedule"
FIELDS = {
    "id": "second",
    "units": ["icu", "ward"],
    "questions": ["core"],
    "days": ["Wed", "Fri"],
    "at": "11:15",
    "questions_per_round": "1",
    "every_weeks": "2",
    "open_hours": "48",
    "remind_after_hours": "",
}
CHANGE = "schedule added: second (core to icu, ward, Wed, Fri at 11:15 every 2 weeks)"


async def programme_of(storage: Database) -> Programme:
    async with storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    return programme


async def made(storage: Database) -> tuple[tuple[str, str], RevisionParts]:
    """The newest revision: by whom and from where, and all that it changed."""
    async with storage.reading() as work:
        revision = (await work.revisions.recorded())[-1]
        parts = await work.revisions.parts(revision.number)
    assert parts is not None
    return (revision.author.who.name, revision.author.source.value), parts


async def by_steps(at: Wards, who: str = "ada") -> None:
    """The schedule of `FIELDS` on Telegram, up to the look at it."""
    await at.says(who, "/admin")
    await at.taps(who, "Schedules")
    await at.taps(who, "New schedule")
    await at.reads(who, "Name of the schedule (1 of 9)")
    await at.says(who, "second", replying=True)
    await at.reads(who, "Who is asked (2 of 9)")
    await at.taps(who, "Intensive care")
    await at.taps(who, "Willow Ward")
    await at.shows(who, "✓ Willow Ward")
    await at.taps(who, "OK")
    await at.reads(who, "What is asked (3 of 9)")
    assert ("✓ All questions tagged core",) in at.chat(who)[-1].rows
    await at.taps(who, "OK")
    await at.reads(who, "On which days (4 of 9)")
    await at.taps(who, "Wednesday")
    await at.taps(who, "Friday")
    await at.shows(who, "✓ Friday")
    await at.taps(who, "OK")
    await at.reads(who, "At what time (5 of 9)")
    await at.taps(who, "Something else")
    await until(lambda: (at.chat(who)[-1].markup or {}).get("force_reply"))
    await at.says(who, "11:15", replying=True)
    await at.reads(who, "Questions at a time (6 of 9)")
    await at.taps(who, "✓ 1")
    await at.reads(who, "Every how many weeks (7 of 9)")
    await at.taps(who, "Something else")
    await until(lambda: (at.chat(who)[-1].markup or {}).get("force_reply"))
    await at.says(who, "2", replying=True)
    await at.reads(who, "Hours for answering (8 of 9)")
    await at.taps(who, "Something else")
    await until(lambda: "(8 of 9)" in at.chat(who)[-1].text and (at.chat(who)[-1].markup or {}).get("force_reply"))
    await at.says(who, "48", replying=True)
    await at.reads(who, "Hours until the one reminder (9 of 9)")
    await at.taps(who, "Leave empty")
    await at.reads(who, CHANGE)


async def by_modal(at: Wards, who: str = "ada") -> None:
    """The same on Slack."""
    await at.orders(who)
    await at.presses(who, "Schedules")
    await at.presses(who, "New schedule")
    await until(lambda: at.person(who).modal is not None)
    await at.person(who).submit(
        {
            "Name of the schedule": "second",
            "Who is asked": ["Intensive care", "Willow Ward"],
            "On which days": ["Wednesday", "Friday"],
            "At what time": "11:15",
            "Every how many weeks": "2",
            "Hours for answering": "48",
            "Hours until the one reminder": "",
        }
    )
    assert CHANGE in at.modal_says(who)


@pytest.mark.drill
async def test_the_same_schedule_made_everywhere_differs_in_its_source_alone(
    sqlite_template: Path, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("slack", "telegram", "console")]
    for folder in folders:
        folder.mkdir()
    async with sqlite_copy(sqlite_template, folders[0]) as storage, wards(storage, folders[0], SLACK) as at:
        await by_modal(at)
        assert "second" not in str(await programme_of(storage)), "only looked at"
        await at.person("ada").submit({})
        assert "Saved as revision 2." in at.modal_says("ada")
        on_slack = await made(storage), await programme_of(storage)
        assert await at.log() == [("ada", "chat", "schedule added")]
    async with sqlite_copy(sqlite_template, folders[1]) as storage, wards(storage, folders[1], TELEGRAM) as at:
        await by_steps(at)
        assert "second" not in str(await programme_of(storage)), "only looked at"
        await at.taps("ada", "Save")
        await at.reads("ada", "Saved as revision 2.")
        on_telegram = await made(storage), await programme_of(storage)
    async with sqlite_copy(sqlite_template, folders[2]) as storage, a_hospital(storage, folders[2]) as hospital:
        async with hospital.browser("ada") as ada:
            await ada.get(NEW)
            await ada.post(NEW, {**FIELDS, "step": "look"})
            await ada.post(NEW, {**ada.hidden_all(), "step": "save"})
        on_console = await made(storage), await programme_of(storage)
    (of_slack, slack_parts), slack_programme = on_slack
    (of_telegram, telegram_parts), telegram_programme = on_telegram
    (of_console, console_parts), console_programme = on_console
    assert (of_slack, of_telegram, of_console) == (("ada", "chat"), ("ada", "chat"), ("ada", "console"))
    assert slack_parts == telegram_parts == console_parts
    assert slack_programme == telegram_programme == console_programme
    assert [each.id for each in slack_programme.schedules] == ["weekly-pulse", "theatre-pulse", "second"]


@pytest.mark.drill
@pytest.mark.parametrize("channel", [TELEGRAM, SLACK])
async def test_only_administrators_see_anything(sqlite_storage: Database, tmp_path: Path, channel: Channel) -> None:
    administrators = {"ada", "ivy", "sid"}
    async with wards(sqlite_storage, tmp_path, channel) as at:
        for who in ROLES:
            if at.telegram is not None:
                await at.says(who, "/admin")
                await until(partial(at.chat, who))
                words, rows = at.chat(who)[-1].text, at.chat(who)[-1].rows
            else:
                await at.orders(who)
                words = visible_text(at.person(who).inbox[-1].blocks)
                rows = ()
            assert (POLITE in words) == (who not in administrators), who
            assert ("What would you like to do?" in words) == (who in administrators), who
            assert not rows or who in administrators
        if at.telegram is not None:  # whoever gets hold of a button of somebody else gains nothing by it
            data = at.chat("ada")[-1].data("Pause everything")
            tap = at.telegram.tap_stale(CHATS["leo"], data, at.chat("leo")[-1].message_id)
            answered = at.telegram.answered_queries
            await until(lambda: tap.query_id in answered)
            await at.says("leo", "/help")
            await at.reads("leo", "Rounds asks")
            assert not any("Pause everything" in row for sent in at.chat("leo") for row in sent.rows)
        assert await at.log() == []


@pytest.mark.drill
async def test_an_administrator_of_a_unit_reaches_no_other(sqlite_storage: Database, tmp_path: Path) -> None:
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        assert at.telegram is not None
        await at.says("ada", "/admin")
        await at.taps("ada", "Schedules")
        await at.taps("ada", "weekly-pulse")
        await until(lambda: any("Stop it" in row for row in at.chat("ada")[-1].rows))
        stop = at.chat("ada")[-1].data("Stop it")
        await at.says("ivy", "/admin")
        await at.taps("ivy", "Schedules")
        await at.reads("ivy", "No schedule asks your units alone.")
        message = at.chat("ivy")[-1]
        at.telegram.tap_stale(CHATS["ivy"], stop, message.message_id)
        await at.reads("ivy", "This is over, or somebody has changed it.")
        await at.says("ivy", "/admin")
        await at.taps("ivy", "Pause everything")
        await at.reads("ivy", "Where (1 of 4)")
        assert "The whole organisation" not in str(at.chat("ivy")[-1].rows)
        assert ("✓ Intensive care",) in at.chat("ivy")[-1].rows
        await at.says("ivy", "/admin")
        await at.taps("ivy", "Why no question?")
        await at.reads("ivy", "Name or id (1 of 1)")
        offered = {label for row in at.chat("ivy")[-1].rows for label in row}
        assert {"Mem (mem)", "Leo (leo)"} <= offered
        assert not any("(tom)" in label or "(wim)" in label for label in offered)
        assert await at.log() == []


@pytest.mark.drill
async def test_the_second_of_two_is_shown_the_change_of_the_first(sqlite_storage: Database, tmp_path: Path) -> None:
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        async with at.storage.writing() as work:  # one more who administers medicine
            roster = await work.rosters.current()
            held = {each for each in roster.memberships if each.person != "ivy"}
            held |= {
                type(each)(person=PersonId("ivy"), unit=each.unit, role=each.role)
                for each in held
                if each.person == "ada"
            }
            await work.rosters.save(type(roster)(people=roster.people, memberships=frozenset(held)), at=at.clock.now())
        for who, taken in (("ada", "Monday"), ("ivy", "Thursday")):
            await at.says(who, "/admin")
            await at.taps(who, "Schedules")
            await at.taps(who, "weekly-pulse")
            await at.taps(who, "Day and time")
            await at.reads(who, "On which days (1 of 2)")
            await at.taps(who, "✓ Tuesday")
            await at.taps(who, taken)
            await at.shows(who, f"✓ {taken}")
            await at.taps(who, "OK")
            await at.reads(who, "At what time (2 of 2)")
            await at.taps(who, "✓ 10:00")
            await at.reads(who, "schedule weekly-pulse cadence: Tue at 10:00 every week -> ")
        await at.taps("ada", "Save")
        await at.reads("ada", "Saved as revision")
        await at.taps("ivy", "Save")
        await at.reads("ivy", "Somebody has changed something meanwhile.")
        assert "Mon at 10:00 every week -> Thu at 10:00 every week" in at.chat("ivy")[-1].text
        await at.taps("ivy", "Save")
        await at.reads("ivy", "Saved as revision")
        assert [(who, what) for who, _, what in await at.log()] == [
            ("ada", "schedule weekly-pulse cadence"),
            ("ivy", "schedule weekly-pulse cadence"),
        ]


async def test_faults_are_those_of_the_files_and_stand_at_their_fields(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with wards(sqlite_storage, tmp_path, SLACK) as at:
        await at.orders("ada")
        await at.presses("ada", "Schedules")
        await at.presses("ada", "New schedule")
        await until(lambda: at.person("ada").modal is not None)
        filled = {
            "Name of the schedule": "weekly-pulse",
            "Who is asked": ["Medicine"],
            "On which days": ["Monday"],
            "At what time": "02:15",
        }
        receipt = await at.person("ada").submit(filled)
        assert receipt.payload["response_action"] == "errors"
        assert receipt.payload["errors"] == {"rounds:field:id": '"weekly-pulse" is there already; choose another one'}
        receipt = await at.person("ada").submit({**filled, "Name of the schedule": "second"})
        entry: dict[str, Plain | None] = {
            "id": "second",
            "units": ["medicine"],
            "questions": ["core"],
            "days": ["Mon"],
            "at": "02:15",
        }
        rules = FileRules(recurrence=CronRecurrence(), channels=CHANNELS)
        with pytest.raises(EditRefused) as by_files:
            rules.with_entry(await programme_of(at.storage), "schedule", None, entry)
        (fault,) = by_files.value.faults
        assert receipt.payload["errors"] == {f"rounds:field:{fault.key}": str(fault.what)}
        assert "schedule" not in str(await at.log())


async def test_what_is_written_into_a_form_goes_nowhere_else_and_is_kept_sealed(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        await at.says("ada", "/admin")
        await at.taps("ada", "Pause everything")
        await at.reads("ada", "Where (1 of 4)")
        await at.taps("ada", "Willow Ward")
        await at.reads("ada", "Why (2 of 4)")
        await at.says("ada", "Flooding after a storm")  # not a reply, so nobody knows yet what it is for
        await at.reads("ada", "your words for the form “Pause everything”")
        await at.taps("ada", "Yes")
        await at.reads("ada", "Goes on by itself on this day (3 of 4)")
        assert b"Flooding" not in await kept_bytes(at, tmp_path)
        box = [each for each in at.chat("ada") if (each.markup or {}).get("force_reply")][-1]
        assert at.telegram is not None
        at.telegram.say(CHATS["ada"], "something else", reply_to=box.message_id)  # to the step before
        await at.reads("ada", "Nothing more can be written to that message")
        await at.taps("ada", "Leave empty")
        await at.reads("ada", "Tell everybody whom it concerns (4 of 4)")
        await at.taps("ada", "No")
        await at.reads("ada", "Paused: Willow Ward (Flooding after a storm)")
        assert await at.log() == []
        await at.taps("ada", "Save")
        await at.reads("ada", "Paused. Nothing more goes out there.")
        assert await at.log() == [("ada", "chat", "everything paused")]


@pytest.mark.drill
async def test_a_form_ends_after_an_hour_and_by_cancel(sqlite_storage: Database, tmp_path: Path) -> None:
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        await at.says("ada", "/admin")
        await at.taps("ada", "Schedules")
        await at.taps("ada", "New schedule")
        await at.reads("ada", "Name of the schedule (1 of 9)")
        at.clock.jump(at.clock.now() + timedelta(minutes=61))
        await at.says("ada", "second", replying=True)
        await at.reads("ada", "This is over, or somebody has changed it.")
        await at.taps("ada", "Menu")
        await at.taps("ada", "Why no question?")
        await at.reads("ada", "Name or id (1 of 1)")
        await at.says("ada", "/cancel")
        await at.reads("ada", "Cancelled.")
        async with at.storage.reading() as work:
            assert await work.prompts.open_of(PersonId("ada"), now=at.clock.now()) == []


@pytest.mark.drill
async def test_why_and_invitations_say_what_the_console_says(sqlite_storage: Database, tmp_path: Path) -> None:
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        await at.says("ada", "/admin")
        await at.taps("ada", "Why no question?")
        await at.reads("ada", "Name or id (1 of 1)")
        await at.taps("ada", "Spo (spo)")
        await at.reads("ada", "No schedule asks them.")
        async with at.storage.writing() as work:
            await work.rosters.revoke(PersonId("mem"))
        await at.taps("ada", "Menu")
        await at.taps("ada", "Invite somebody")
        await at.reads("ada", "Name or id (1 of 1)")
        await at.taps("ada", "Mem (mem)")
        await at.reads("ada", "A new invitation for Mem (mem)")
        await at.taps("ada", "Save")
        code = (await at.reads("ada", "Code: ")).split("Code: ")[1].split()[0]
        assert code.encode() not in await kept_bytes(at, tmp_path), "it is sealed, as all that answers a press"
        assert at.telegram is not None
        at.telegram.known.add(999)
        at.telegram.say(999, code)
        await until(lambda: at.telegram is not None and at.telegram.shown_in(999))
        async with at.storage.reading() as work:
            assert (await work.rosters.address_of(PersonId("mem"))) is not None


@pytest.mark.drill
async def test_the_command_stands_in_the_menus_of_administrators_alone(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        assert at.telegram is not None
        commands = at.telegram.commands
        await until(lambda: {f"chat {CHATS[who]}" for who in ("ada", "ivy", "sid")} <= {scope for scope, _ in commands})
        for (scope, _), listed in commands.items():
            names = {each["command"] for each in listed}
            assert ({"admin", "console"} <= names) == scope.startswith("chat "), scope
        assert not any(str(CHATS["leo"]) in scope for scope, _ in commands)


async def test_a_spent_trigger_leads_to_steps_on_slack_too(sqlite_storage: Database, tmp_path: Path) -> None:
    async with wards(sqlite_storage, tmp_path, SLACK) as at:
        await at.orders("ada")
        message = at.person("ada").inbox[-1]
        assert (await at.person("ada").press("Quiet week", on=message, trigger_id="1.spent")).acked
        await at.sees("ada", "Which week (1 of 3)")
        await at.presses("ada", "Week of 9 March")
        await at.sees("ada", "Who is asked (2 of 3)")
        await at.presses("ada", "Willow Ward")
        await until(lambda: "✓ Willow Ward" in labels(at.person("ada").inbox[-1].blocks))
        await at.presses("ada", "OK")
        await until(lambda: "Why (3 of 3)" in visible_text(at.person("ada").inbox[-1].blocks))
        await at.presses("ada", "Write")
        await until(lambda: at.person("ada").modal is not None)
        await at.person("ada").submit({"Your words": "Staff survey"})
        await until(lambda: "quiet week" in visible_text(at.person("ada").inbox[-1].blocks))
        await at.presses("ada", "Save")
        await at.sees("ada", "Saved as revision 2.")
    programme = await programme_of(sqlite_storage)
    assert [(str(each.week), each.units, each.reason) for each in programme.quiet_weeks] == [
        ("2026-W11", ("ward",), "Staff survey")
    ]


async def kept_bytes(at: Wards, folder: Path) -> bytes:
    """All that the database has on its disk."""
    async with at.storage.writing():
        pass
    return b"".join(each.read_bytes() for each in sorted(folder.glob("rounds.db*")))  # noqa: ASYNC240 - small files
