"""A ward whose people are reached on Telegram and on Slack, in the whole bot: real libraries, real HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.slack.socket import PART
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from storage.database import Database
from tests.support.boards import is_well
from tests.support.channels import unpaced
from tests.support.delivery_states import delivery_states
from tests.support.patience import PATIENCE, until, until_seen
from tests.support.slack.people import Person as SlackPerson
from tests.support.slack.people import labels
from tests.support.slack.records import Call, Posted
from tests.support.slack.server import SlackServer
from tests.support.telegram.records import Sent
from tests.support.telegram.server import TelegramServer
from tests.support.weeks import FIRST, MEDICINE, WARD, the_programme, the_roster

ON_TELEGRAM, ON_SLACK = PersonId("ward-m0"), PersonId("ward-m1")
"""They answer nothing: seven of nine are heard, or eight with one of them, which is the same band."""
RUNS_IT = PersonId("administrator")
TAPS_AT_MOST = 5
LOOKS = ("help", "team", "why", "privacy")
_CHANCE = re.compile(
    r"auto\d+|\b[VhrDF]\d{10}\b|\d{10}\.(?:\d{6}|1\.U\w+)|w~[\w-]{12}(?=~)|n:\w+:[0-9a-f]{32}|/signin/[\w-]{22}"
)
"""Ids and moments that the platform gives, keys that are made of these, and links to sign in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    app: App
    clock: ShiftedClock
    telegram: TelegramServer
    slack: SlackServer
    chats: dict[PersonId, int]
    users: dict[PersonId, str]
    forms: list[str] = field(default_factory=list)
    """What was answered at once, or opened beside the chat, for those who looked."""

    async def at(self, week: int, day: int, hour: int, minute: int = 0) -> None:
        moment = (FIRST + week).monday() + timedelta(days=day)
        self.clock.jump(datetime.combine(moment, time(hour, minute), tzinfo=UTC))
        await self.app.tick()
        await self.settled()

    async def settled(self) -> None:
        async def nothing_waits() -> bool:
            async with self.app.world.storage.reading() as work:
                if await work.inbox.pending(limit=1) or {"sending", "unsure"} & set(await delivery_states(work)):
                    return False
                due = [await work.deliveries.next_due_at(each.id) for each in (TELEGRAM, SLACK)]
            return not any(each is not None and each <= self.clock.now() for each in due)

        await until_seen(nothing_waits)

    async def everybody_answers(self) -> None:
        for person, chat in self.chats.items():
            question = self.telegram.shown_in(chat)[-1] if self.telegram.shown_in(chat) else None
            if person != ON_TELEGRAM and question is not None and "Agree" in sum(question.rows, ()):
                self.telegram.tap(chat, question.data("Agree"), question.message_id)
                await _until_recorded(question)
        for person, user in self.users.items():
            slack = self.slack.person(user)
            if person != ON_SLACK and slack.inbox and "Strongly agree" in str(slack.inbox[-1].blocks):
                asked = slack.inbox[-1]
                await pressed(slack, "Agree", on=asked)
                await _until_recorded(asked)
        await self.settled()

    async def everybody_looks(self) -> None:
        """All but the two look at what changes nothing; whoever runs Rounds looks at everything in their menu."""
        for person in self.chats.keys() - {ON_TELEGRAM}:
            for command in LOOKS:
                await self.asked_on_telegram(self.chats[person], command)
        for person in self.users.keys() - {ON_SLACK}:
            slack = self.slack.person(self.users[person])
            await slack.opens_home()
            await self.slack.until(partial(self.slack.homes.get, slack.user))
            for command in LOOKS:
                await self.commands_on_slack(slack, command)
        await self._looks_at_menu(self.slack.person(self.users[RUNS_IT]))

    async def asked_on_telegram(self, chat: int, command: str) -> None:
        before = len(self.telegram.shown_in(chat))
        self.telegram.say(chat, f"/{command}")
        await until(lambda: len(self.telegram.shown_in(chat)) > before)

    async def _looks_at_menu(self, slack: SlackPerson) -> None:
        looked_at: set[str] = set()
        while left := [
            each for each in labels((await self.commands_on_slack(slack, "admin")).blocks) if each not in looked_at
        ]:
            looked_at.add(left[0])
            await self._looks_behind(slack, left[0])
            self.clock.jump(self.clock.now() + timedelta(seconds=10))

    async def _looks_behind(self, slack: SlackPerson, label: str) -> None:
        """What comes as a message, in the place of the menu, or as a form beside it."""
        menu = slack.inbox[-1]
        before = len(slack.inbox), len(menu.edits)
        await pressed(slack, label, on=menu)
        await self.slack.until(lambda: slack.modal or (len(slack.inbox), len(menu.edits)) != before)
        self.forms.append(self._told(self.slack.open_views.pop(slack.user, None)))

    async def commands_on_slack(self, slack: SlackPerson, command: str) -> Posted:
        before = len(slack.inbox)
        self.forms.append(self._told((await slack.command(command)).payload))
        await self.slack.until(lambda: len(slack.inbox) > before)
        return slack.inbox[-1]

    def given(self, *, but: PersonId) -> dict[PersonId, list[str]]:
        """Every message of each other person as it was sent and as it stands now, what they found when they looked, and
        every call for them in its order; without the platforms' numbers."""
        found = {
            person: [
                *(
                    repr((each.text, each.markup, each.entities, each.silent, [edit.text for edit in each.edits]))
                    for each in self.telegram.shown_in(chat)
                ),
                *(each.method for each in self.telegram.calls if str(each.params.get("chat_id")) == str(chat)),
            ]
            for person, chat in self.chats.items()
        }
        for person, user in self.users.items():
            shown = [
                (each.text, each.blocks, [(edit.by, edit.text, edit.blocks) for edit in each.edits])
                for each in self.slack.person(user).inbox
            ]
            whispers = [text for to, text in self.slack.ephemerals if to == user]
            calls = [(each.method, each.arguments) for each in self.slack.calls if self._is_for(each, user)]
            found[person] = [self._told(each) for each in (*shown, *whispers, *self.slack.homes.get(user, ()), *calls)]
        found[RUNS_IT] = sorted([*found[RUNS_IT], *self.forms])  # alerts that are due at one moment have no order
        return {person: messages for person, messages in found.items() if person != but}

    def _is_for(self, call: Call, user: str) -> bool:
        named = {str(call.arguments.get(name, "")) for name in ("channel", "user_id", "users")}
        trigger = str(call.arguments.get("trigger_id", ""))
        return not named.isdisjoint({user, self.slack.channel_of(user)}) or trigger.endswith(f".{user}")

    @staticmethod
    def _told(what: object) -> str:
        return _CHANCE.sub("", repr(what))


async def _until_recorded(message: Sent | Posted) -> None:
    await until(lambda: "Recorded" in (message.text if isinstance(message, Sent) else str(message.blocks)))


async def pressed(person: SlackPerson, label: str, *, on: Posted) -> None:
    """Press, and again if told "Not saved yet. Please tap again", as a busy machine may say."""
    for _ in range(TAPS_AT_MOST):
        if (await person.press(label, on=on)).acked:
            return
    raise AssertionError(f"{label} was never taken")


@asynccontextmanager
async def hospital(database: Database, folder: Path) -> AsyncIterator[Hospital]:
    clock = ShiftedClock(start=datetime.combine(FIRST.monday(), time(8), tzinfo=UTC), speed=0)
    app = App(World(storage=database, keys_folder=folder / "keys", clock=clock, told_within=PATIENCE))
    listed = _with_administrator(the_roster({WARD: 9}))
    others = sorted(listed.people.keys() - {ON_TELEGRAM, ON_SLACK, RUNS_IT})
    chats = {person: 101 + at for at, person in enumerate([ON_TELEGRAM, *others[::2]])}
    users = {person: f"U0P{at}" for at, person in enumerate([ON_SLACK, RUNS_IT, *others[1::2]])}
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramServer())
        slack = await stack.enter_async_context(SlackServer())
        await app.open_channel(
            unpaced(TELEGRAM), TelegramSettings(token=SecretStr(telegram.token), api_url=telegram.root, rate=200), stack
        )
        settings = SlackSettings(
            bot_token=SecretStr(slack.bot_token),
            app_token=SecretStr(slack.app_token),
            api_url=slack.api_url,
            rate=200,
        )
        await app.open_channel(unpaced(SLACK), settings, stack)
        async with database.writing() as work:
            await work.programmes.save(the_programme(), at=clock.now() - timedelta(days=7))
            await work.rosters.save(_at_home(listed, chats, users), at=clock.now() - timedelta(days=7))
        await stack.enter_async_context(app.running(tick_every=3600))
        # Time jumps afterwards, and who runs Rounds would be told that it has been away for so long.
        await until(lambda: PART in app.world.health.parts and is_well(app.world.health))
        yield Hospital(app=app, clock=clock, telegram=telegram, slack=slack, chats=chats, users=users)


def _with_administrator(listed: Roster) -> Roster:
    runs = Membership(person=RUNS_IT, unit=MEDICINE, role=Role.ADMINISTRATOR)
    person = Person(id=RUNS_IT, name=RUNS_IT, channel=SLACK.id)
    return replace(listed, people={**listed.people, RUNS_IT: person}, memberships=listed.memberships | {runs})


def _at_home(listed: Roster, chats: dict[PersonId, int], users: dict[PersonId, str]) -> Roster:
    people = {
        person: replace(each, channel=TELEGRAM.id if person in chats else SLACK.id)
        for person, each in listed.people.items()
    }
    addresses = {person: Address(channel=TELEGRAM.id, value=str(chat)) for person, chat in chats.items()}
    addresses |= {person: Address(channel=SLACK.id, value=user) for person, user in users.items()}
    return replace(listed, people=people, addresses=addresses)
