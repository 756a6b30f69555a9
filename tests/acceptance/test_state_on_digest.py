"""One lead takes a flag and the copies of the others change; help is asked for above, answered, and heard of."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.channels.web.links import address_of, new_token
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Address, Channel, Membership, Person, Role, Roster
from storage.database import Database
from tests.support.callers import a_caller
from tests.support.channels import WEB, unpaced
from tests.support.freezing import freeze
from tests.support.leads import FLAG, MONDAY, WEEK, a_digest
from tests.support.patience import PATIENCE, until_seen
from tests.support.phones import Phone, SlackPhone, TelegramPhone, WebPhone
from tests.support.ports import reserved_port
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer
from tests.support.weeks import MEDICINE, WARD, the_programme

DIGEST = datetime(2026, 3, 10, 13, tzinfo=UTC)
TOKENS = [new_token(bytes([number] * 16)) for number in (1, 2)]
LEADS = {
    "nell": (TELEGRAM.id, "201", Role.NURSING_LEAD, WARD),
    "mo": (SLACK.id, "U0MO", Role.MEDICAL_LEAD, WARD),
    "wren": (WEB, address_of(TOKENS[0]).value, Role.OPERATIONAL_LEAD, WARD),
}
SPONSORS = {TELEGRAM.id: "301", SLACK.id: "U0BOSS", WEB: address_of(TOKENS[1]).value}


@dataclass(frozen=True, kw_only=True)
class Hospital:
    app: App
    phones: Mapping[str, Phone]

    async def press(self, who: str, label: str) -> None:
        """As soon as the button is there."""

        async def there() -> bool:
            try:
                await self.phones[who].look_at(label)
            except (LookupError, StopIteration, RuntimeError):
                return False
            return True

        await until_seen(there)
        await self.phones[who].press_it()

    async def sees(self, who: str, *words: str, without: str = "") -> None:
        """Wait until one message of this person says all of this, and none has the button any more."""

        async def seen() -> bool:
            shown = await self.phones[who].shows()
            return any(all(each in text for each in words) for text in shown) and not (
                without and any(without in text for text in shown)
            )

        await until_seen(seen)


@pytest.fixture(params=["telegram", "slack", "web"])
async def hospital(
    request: pytest.FixtureRequest, sqlite_storage: Database, tmp_path: Path
) -> AsyncIterator[tuple[Hospital, str]]:
    """With the name of the lead who acts first; the sponsor has the same channel. The others act on theirs."""
    acts = {TELEGRAM.id: "nell", SLACK.id: "mo", WEB: "wren"}
    channel = next(each for each in acts if each == request.param)
    async with AsyncExitStack() as stack:
        port = stack.enter_context(reserved_port())
        root = f"http://127.0.0.1:{port}"
        telegram = await stack.enter_async_context(TelegramServer())
        slack = await stack.enter_async_context(SlackServer())
        app = App(
            World(
                storage=sqlite_storage,
                keys_folder=tmp_path / "keys",
                clock=ShiftedClock(start=DIGEST),
                told_within=PATIENCE,
            )
        )
        bot = TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200)
        await app.open_channel(unpaced(TELEGRAM), bot, stack)
        tokens = {"bot_token": SecretStr(slack.bot_token), "app_token": SecretStr(slack.app_token)}
        await app.open_channel(unpaced(SLACK), SlackSettings(**tokens, api_url=slack.api_url, rate=200), stack)
        await _furnish(sqlite_storage, {**LEADS, "ada": (channel, SPONSORS[channel], Role.SPONSOR, MEDICINE)})
        await stack.enter_async_context(serving(app.graph.web_server().application(), host="127.0.0.1", port=port))
        await stack.enter_async_context(app.running(tick_every=3600))
        browser = await stack.enter_async_context(a_caller(root))
        above: Mapping[str, Phone] = {
            TELEGRAM.id: TelegramPhone(telegram, 301),
            SLACK.id: SlackPhone(slack, "U0BOSS"),
            WEB: WebPhone(browser, TOKENS[1]),
        }
        phones: Mapping[str, Phone] = {
            "nell": TelegramPhone(telegram, 201),
            "mo": SlackPhone(slack, "U0MO"),
            "wren": WebPhone(browser, TOKENS[0]),
            "ada": above[channel],
        }
        yield Hospital(app=app, phones=phones), acts[channel]


async def _furnish(storage: Database, people: Mapping[str, tuple[Channel, str, Role, UnitId]]) -> None:
    """A flagged digest waits for its three leads; the week is closed."""
    programme = the_programme()
    roster = Roster(
        people={PersonId(name): Person(id=PersonId(name), name=name, channel=at[0]) for name, at in people.items()},
        memberships=frozenset(Membership(person=PersonId(name), unit=at[3], role=at[2]) for name, at in people.items()),
        addresses={PersonId(name): Address(channel=at[0], value=at[1]) for name, at in people.items()},
    )
    digest = a_digest(programme.organisation)
    digest = replace(digest, recipients=Recipients(readers=frozenset(PersonId(name) for name in LEADS)))
    async with storage.writing() as work:
        await work.programmes.save(programme, at=MONDAY)
        await work.rosters.save(roster, at=MONDAY)
        await work.loop.add_flag(FLAG)
        await freeze(work, [digest])
        await work.weeks.claim(WEEK, at=MONDAY)
        await work.weeks.finish(WEEK)


@pytest.mark.drill
async def test_what_one_lead_does_is_seen_by_all_and_help_from_above_is_answered(
    hospital: tuple[Hospital, str],
) -> None:
    ward, who = hospital
    others = [name for name in LEADS if name != who]
    role = LEADS[who][2].value.replace("_", " ")
    take, reason = "I will reply to the team", "There is a known reason"
    await ward.app.tick()
    for name in LEADS:
        await ward.sees(name, "worth a conversation", take)

    for name in LEADS:
        await ward.phones[name].look_at(take)
    await ward.phones[who].press_it()
    for name in LEADS:
        await ward.sees(name, "worth a conversation", f"✓ The {role} has taken this on Tuesday.", without=take)
    await ward.sees(who, "worth a conversation", "Write what the team reads", "Start an action")
    for name in others:  # on screens that were out of date
        await ward.phones[name].press_it()
        await ward.sees(name, f"The {role} has already taken this")

    late = others[0]
    await ward.press(late, "More")
    await ward.press(late, reason)
    await ward.sees(late, "Please write the reason")
    await ward.phones[late].write("Half the team moved")
    await ward.press(late, "Send")
    for name in LEADS:
        await ward.sees(name, "worth a conversation", "gave a known reason on Tuesday. “Half the team moved”")

    await ward.press(who, "More")
    await ward.sees(who, "Acute medical unit: details", "Need help from above")
    await ward.press(who, "Need help from above")
    await ward.sees("ada", "asks for help from above", f"You can speak to: {role}", "I will speak to them")
    await ward.press("ada", "Not now, because …")
    await ward.sees("ada", "Acute medical unit: why not now?")
    await ward.phones["ada"].write("The board meets on Friday")
    await ward.sees("ada", "This goes to the leads who asked for help")
    await ward.press("ada", "Send")
    await ward.sees(who, "the sponsor above you cannot help now", "The board meets on Friday")
    await ward.sees("ada", "asks for help from above", "cannot help now", without="Not now, because …")
    await ward.press("ada", "I will speak to them")
    await ward.sees(who, "the sponsor above you will speak to you. They said so on Tuesday.")
    for name in LEADS:
        await ward.sees(name, "worth a conversation", "The sponsor said on Tuesday that they will speak to the leads.")
    await ward.phones["ada"].press_it()
    await ward.sees("ada", "You said on Tuesday that you will speak to the leads. They have been told.")
