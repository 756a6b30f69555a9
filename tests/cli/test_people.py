"""`rounds people` names whose address refuses, `rounds health` counts them; `rounds revoke` ends a link for good."""

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.clock import SystemEntropy
from bot.cli.ending import CommandFailed, exit_code_of
from bot.cli.people import run_people, run_revoke
from bot.cli.run import run_health
from bot.cli.signin import run_signin
from bot.cli.system_user import by_user, system_user
from bot.cli.why import run_why, words_of_why
from bot.domain.administration.log import Actor, RevisionSource
from bot.domain.administration.sign_in import SignInOrigin, SignInSession
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address
from bot.flows.administration.revoke import RevokePerson
from bot.flows.asking.explain_unasked import ExplainUnasked, UnaskedRule, Why
from config.settings import load_settings
from storage.database import Database
from tests.flows.asking.planning import NoCron, a_hospital, members
from tests.support.builders import T0, a_programme, a_roster, after
from tests.support.channels import SLACK
from tests.support.clocks import StillClock
from tests.support.consoles import seen_in_the_log
from tests.support.ports import reserved_port


async def furnish(storage: Database) -> None:
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"ann": "U1", "bob": "U2", "cas": "U3"}, channel=SLACK), at=T0)
        for hours in (0, 1, 7):
            await work.rosters.note_refused(Address(channel=SLACK, value="U1"), at=after(hours=hours))
        await work.rosters.note_refused(Address(channel=SLACK, value="U2"), at=T0)
        for value in ("U1", "U3"):  # the third has shut the bot out, which is their own business
            await work.rosters.mark_unreachable(Address(channel=SLACK, value=value), at=after(hours=7))


def revoking(storage: Database) -> RevokePerson:
    return RevokePerson(storage=storage, clock=StillClock(), entropy=SystemEntropy())


async def listed(storage: Database, *, unreachable: bool) -> str:
    out = StringIO()
    await run_people(unreachable=unreachable, database=storage, out=Console(file=out, width=200))
    return out.getvalue()


async def test_those_whose_address_refuses_are_named(sqlite_storage: Database) -> None:
    await furnish(sqlite_storage)
    (line,) = (await listed(sqlite_storage, unreachable=True)).splitlines()
    assert line.startswith("ann  ")
    assert line.endswith("slack  refused 3 times, last 2026-03-03 17:00 UTC")
    assert len((await listed(sqlite_storage, unreachable=False)).splitlines()) == 3
    async with sqlite_storage.writing() as work:
        await work.rosters.mark_reachable(Address(channel=SLACK, value="U1"))
    assert await listed(sqlite_storage, unreachable=True) == "everybody who has joined can be reached\n"


async def test_a_revoked_link_is_no_address_any_more(sqlite_storage: Database) -> None:
    await furnish(sqlite_storage)
    async with sqlite_storage.writing() as work:
        session = SignInSession(person=PersonId("ann"), as_administrator=True, seen_at=T0, origin=SignInOrigin.CHAT)
        await work.sign_ins.begin(b"session", session)
    out = StringIO()
    for _ in range(2):
        await run_revoke("ann", revoke=revoking(sqlite_storage), database=sqlite_storage, out=Console(file=out))
    first, second = out.getvalue().splitlines()
    assert first == (
        "ann: their link, address and codes are ended, and they are signed out of the console;"
        " for a new code run: rounds enrol --out FILE --person ann"
    )
    assert "there was no link" in second
    assert await seen_in_the_log(sqlite_storage) == [(system_user(), "shell", "link, address and codes ended: ann")] * 2
    async with sqlite_storage.reading() as work:
        assert await work.rosters.at_address(Address(channel=SLACK, value="U1")) is None
        assert await work.sign_ins.session(b"session") is None
        assert [each.id for each in await work.codes.without_address()] == [PersonId("ann")]


async def test_whoever_has_left_is_promised_no_new_code(sqlite_storage: Database) -> None:
    await furnish(sqlite_storage)
    async with sqlite_storage.writing() as work:
        await work.rosters.save(a_roster(["bob", "cas"], channel=SLACK), at=after(hours=8))
    out = StringIO()
    await run_revoke("ann", revoke=revoking(sqlite_storage), database=sqlite_storage, out=Console(file=out))
    assert out.getvalue().endswith("; they are not on the list any more\n")


async def test_nobody_is_revoked_by_a_wrong_id(sqlite_storage: Database) -> None:
    await furnish(sqlite_storage)
    err = StringIO()
    command = run_revoke("zed", revoke=revoking(sqlite_storage), database=sqlite_storage, out=Console(file=StringIO()))
    assert await exit_code_of(command, err=Console(file=err)) == 2
    assert err.getvalue() == 'PERSON: nobody has the id "zed"; see: rounds people\n'


async def test_who_has_no_address_is_listed(sqlite_storage: Database) -> None:
    async with sqlite_storage.writing() as work:
        await work.rosters.save(a_roster({"ada": "U1"}, channel=SLACK), at=T0)
        await work.rosters.save(a_roster(["ada", "ben"], channel=SLACK), at=T0)
    out = StringIO()
    await run_people(unreachable=False, not_joined=True, database=sqlite_storage, out=Console(file=out, width=200))
    (line,) = out.getvalue().splitlines()
    assert line.startswith("ben  Ben")
    assert line.endswith("has not joined")


async def test_a_link_to_the_console_is_printed_for_people_on_the_list_alone(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    await furnish(sqlite_storage)
    settings = load_settings({"ROUNDS_WEB_URL": "https://rounds.example.org"}, tmp_path, channels=CHANNELS)
    out, err = StringIO(), StringIO()

    async def signin(person: str) -> int:
        to, errors = Console(file=out, width=200), Console(file=err, width=200)
        command = run_signin(person, settings, database=sqlite_storage, clock=StillClock(), out=to, err=errors)
        return await exit_code_of(command, err=errors)

    assert await signin("ann") == 0
    assert re.fullmatch(r"https://rounds\.example\.org/signin/[A-Za-z0-9_-]{22}\n", out.getvalue())
    assert "10 minutes" in err.getvalue()
    assert await signin("zed") == 2
    assert err.getvalue().endswith('\nPERSON: nobody has the id "zed"; see: rounds people\n')
    async with sqlite_storage.reading() as work:
        (entry,) = await work.administration_log.entries()
    assert (entry.author, entry.about) == (by_user(RevisionSource.SHELL), Actor.person(PersonId("ann")))
    assert str(entry.words) == "link to sign in made: ann"


async def test_a_unit_is_listed_with_all_below_it(sqlite_storage: Database) -> None:
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_hospital("icu", "ward"), at=T0)
        await work.rosters.save(members({"icu": ["ada"], "ward": ["ben"], "medicine": ["cem"]}), at=T0)

    async def of(unit: str) -> list[str]:
        out = StringIO()
        await run_people(unreachable=False, unit=unit, database=sqlite_storage, out=Console(file=out, width=200))
        return [line.split("  ")[0] for line in out.getvalue().splitlines()]

    assert await of("icu") == ["ada"]
    assert await of("medicine") == ["ada", "ben", "cem"]
    err = StringIO()
    wrong = run_people(unreachable=False, unit="icy", database=sqlite_storage, out=Console(file=StringIO()))
    assert await exit_code_of(wrong, err=Console(file=err)) == 2
    assert err.getvalue().startswith('--unit: there is no unit "icy"')


async def test_why_is_one_line_and_names_no_choice(sqlite_storage: Database) -> None:
    await furnish(sqlite_storage)
    explain = ExplainUnasked(storage=sqlite_storage, recurrence=NoCron(), clock=StillClock(T0))
    out, err = StringIO(), StringIO()
    await run_why("ann", explain=explain, database=sqlite_storage, out=Console(file=out, width=40))
    assert out.getvalue() == (
        "ann: cannot be reached any more; for a new code run: rounds enrol --out FILE --person ann\n"
    )
    command = run_why("zed", explain=explain, database=sqlite_storage, out=Console(file=out))
    assert await exit_code_of(command, err=Console(file=err, width=200)) == 2


def test_every_rule_has_words() -> None:
    said = {words_of_why(Why(rule=rule), "ann") for rule in UnaskedRule}
    assert len(said) == len(UnaskedRule)
    assert not any(word in line for line in said for word in ("stopped", "nights", "less often", "blocked"))


@pytest.mark.drill
async def test_health_counts_who_cannot_be_written_to_and_names_nobody(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    await furnish(sqlite_storage)
    async with sqlite_storage.writing() as work:
        await work.rosters.revoke(PersonId("bob"))
    out = StringIO()
    with reserved_port() as port:
        settings = load_settings({"ROUNDS_WEB_PORT": str(port)}, tmp_path, channels=CHANNELS)
        with pytest.raises(CommandFailed):  # nothing runs there
            await run_health(settings, sqlite_storage, console=Console(file=out, width=200))
    assert "backup: none yet; run: rounds backup FILE" in out.getvalue().splitlines()
    assert [line for line in out.getvalue().splitlines() if line.startswith("people: ")] == [
        "people: 1 address refuses messages; see: rounds people --unreachable",
        "people: 1 person who had joined cannot be written to any more; see: rounds people --not-joined",
    ]
