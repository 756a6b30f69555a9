"""What administrators look at from their chat: a menu, and what stands behind its buttons that changes nothing."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.domain.administration.programme_forms import WHOLE, Administered, cadence_words, named_pause, paused_words
from bot.domain.batches import batches
from bot.domain.health.words import in_words
from bot.domain.identifiers import about_unit
from bot.domain.messaging.buttons import AdministrationPress, OnAdministration
from bot.domain.messaging.documents import Lead, Section
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.programme.programme import OnDays, Schedule
from bot.domain.texts import say
from bot.domain.texts.dates import listed, moment
from bot.flows.administration.in_chat.open_work import OpenWork
from bot.flows.administration.in_chat.tasks import about_schedule
from bot.flows.administration.in_chat.words import halt_words
from bot.flows.administration.overview import NextRound, ReadOverview
from bot.flows.operations.check_readiness import Readiness
from bot.flows.operations.pause_everything import halts_now
from bot.ports import Clock, Recurrence, UnitOfWork
from bot.repositories.directory import JoinState, PeopleSearch

NAMES_AT_MOST: Final = 20
SCHEDULES_AT_MOST: Final = 20
"""On one message; the console has all of them."""
_MENU: Final = (
    OnAdministration.STATUS,
    OnAdministration.JOINED,
    OnAdministration.ROUNDS,
    OnAdministration.SCHEDULES,
    OnAdministration.INVITE,
    OnAdministration.WHY,
    OnAdministration.QUIET_WEEK,
    OnAdministration.TEST,
    OnAdministration.PAUSE,
    OnAdministration.PAUSES,
    OnAdministration.CONSOLE,
)


class ChatMenu:
    """Of the units that somebody administers, and of no others."""

    def __init__(self, *, check: Callable[[], Awaitable[Readiness]], recurrence: Recurrence, clock: Clock) -> None:
        self._check, self._recurrence, self._clock = check, recurrence, clock

    @staticmethod
    def menu(administered: Administered) -> Message:
        locale = administered.locale
        buttons = [_press(each, locale) for each in _MENU]
        rows = tuple(tuple(row) for row in batches(buttons, 2))
        return message_of(MessageKind.ANSWER, locale, say("administer-menu", locale), buttons=rows)

    async def status(self, work: UnitOfWork, administered: Administered) -> Message:
        """Whether all is well, what is paused, how many have joined, and the last backup."""
        locale = administered.locale
        overview = await self._overview(work)(administered.programme, administered.units)
        said: list[Section | str] = []
        if overview.troubles:
            said.append(Lead(words=say("console-not_well", locale, count=len(overview.troubles))))
            said += [f"{part}: {why}" for part, why in in_words(overview.troubles, locale).items()]
        else:
            said.append(Lead(words=say("console-well", locale)))
        said += [halt_words(halt, administered) for halt in overview.halts]
        said += [named_pause(each, locale, today=administered.today(overview.now)) for each in overview.paused]
        said.append(say("administer-people", locale, listed=overview.people.listed, joined=overview.people.joined))
        said += [_round(each, administered, self._clock) for each in overview.rounds[:1]]
        if overview.last_backup is None:
            said.append(say("console-no_backup", locale))
        else:
            when = moment(overview.last_backup, now=overview.now, zone=administered.zone, locale=locale)
            said.append(say("administer-backup", locale, when=when))
        return _answer(said, locale)

    async def rounds(self, work: UnitOfWork, administered: Administered) -> Message:
        locale = administered.locale
        overview = await self._overview(work)(administered.programme, administered.units)
        said: list[Section | str] = [Lead(words=say("console-next_rounds", locale))]
        said += [_round(each, administered, self._clock) for each in overview.rounds[:SCHEDULES_AT_MOST]]
        if not overview.rounds:
            said.append(say("console-no_rounds", locale))
        return _answer(said, locale)

    async def joined(self, work: UnitOfWork, administered: Administered) -> Message:
        """How many, and the names of those who have not: whether somebody has joined is theirs to know who invite."""
        locale, now = administered.locale, self._clock.now()
        count = await work.directory.count(administered.units)
        said: list[Section | str] = [say("administer-people", locale, listed=count.listed, joined=count.joined)]
        missing: list[str] = []
        for joining in (JoinState.INVITED, JoinState.NOT_INVITED):
            search = PeopleSearch(units=administered.units, joining=joining, at_most=NAMES_AT_MOST)
            missing += [each.person.name for each in await work.directory.find(search, at=now)]
        if missing:
            said.append(say("administer-not_yet", locale, people=listed(missing[:NAMES_AT_MOST], locale)))
        more = count.listed - count.joined - len(missing[:NAMES_AT_MOST])
        if missing and more > 0:
            said.append(say("administer-not_yet_more", locale, count=more))
        return _answer(said, locale, OnAdministration.INVITE)

    @staticmethod
    def schedules(administered: Administered) -> Message:
        locale = administered.locale
        rows: list[tuple[Button, ...]] = [
            (Button(label=each.id, intent=_of_schedule(OnAdministration.SCHEDULE, each)),)
            for each in administered.schedules[:SCHEDULES_AT_MOST]
        ]
        rows.append((_press(OnAdministration.NEW_SCHEDULE, locale), _press(OnAdministration.MENU, locale)))
        said = say("administer-schedules" if len(rows) > 1 else "console-schedules_none", locale)
        return message_of(MessageKind.ANSWER, locale, said, buttons=tuple(rows))

    async def schedule(self, work: UnitOfWork, administered: Administered, schedule: Schedule) -> Message:
        """What it asks of whom, and when it asks next."""
        locale, names = administered.locale, administered.tree.names
        overview = await self._overview(work)(administered.programme, administered.units)
        following = next((each for each in overview.rounds if each.schedule.id == schedule.id), None)
        asks = say(
            "console-schedule_asks",
            locale,
            questions=listed(schedule.questions, locale),
            units=listed([names.get(unit, unit) for unit in schedule.units], locale),
        )
        paused = paused_words(schedule, locale, today=administered.today(self._clock.now()))
        changes = [OnAdministration.CHANGE_SCHEDULE] if isinstance(schedule.cadence, OnDays) else []
        pauses = OnAdministration.RESUME_SCHEDULE if paused else OnAdministration.PAUSE_SCHEDULE
        presses = [*changes, pauses, OnAdministration.STOP_SCHEDULE, OnAdministration.TEST]
        buttons = tuple(
            Button(label=say(f"administer-button-{each}", locale), intent=_of_schedule(each, schedule))
            for each in presses
        )
        coming = say("administer-nothing_coming", locale)
        if following is not None:
            when = moment(following.opens_at, now=overview.now, zone=following.zone, locale=locale)
            people = following.people
            coming = say("administer-schedule_next", locale, when=when, listed=people.listed, joined=people.joined)
        when = cadence_words(schedule, locale)
        said = (Lead(words=schedule.id), asks, when, *((paused,) if paused else ()), coming)
        rows = (buttons, (_press(OnAdministration.SCHEDULES, locale), _press(OnAdministration.MENU, locale)))
        return message_of(MessageKind.ANSWER, locale, said, buttons=rows)

    async def pauses(self, work: UnitOfWork, administered: Administered) -> Message:
        """What is paused of their units, each to be resumed by a button."""
        locale = administered.locale
        halts = [
            halt
            for halt in await halts_now(work, now=self._clock.now())
            if (administered.is_whole if halt.unit is None else halt.unit in administered.units)
        ]
        if not halts:
            return _answer([say("administer-not_paused", locale)], locale)
        rows = tuple(
            (Button(label=halt_words(halt, administered), intent=_go_on(halt.unit or WHOLE)),) for halt in halts
        )
        return message_of(
            MessageKind.ANSWER,
            locale,
            say("administer-pauses", locale),
            buttons=(*rows, (_press(OnAdministration.MENU, locale),)),
        )

    def _overview(self, work: UnitOfWork) -> ReadOverview:
        return ReadOverview(storage=OpenWork(work), clock=self._clock, check=self._check, recurrence=self._recurrence)


def _round(each: NextRound, administered: Administered, clock: Clock) -> str:
    locale = administered.locale
    when = moment(each.opens_at, now=clock.now(), zone=each.zone, locale=locale)
    return say("administer-round", locale, when=when, schedule=each.schedule.id)


def _answer(said: Sequence[Section | str], locale: str, *presses: OnAdministration) -> Message:
    row = tuple(_press(each, locale) for each in (*presses, OnAdministration.MENU))
    return message_of(MessageKind.ANSWER, locale, tuple(said), buttons=(row,))


def menu_button(locale: str) -> Button:
    """The way back."""
    return _press(OnAdministration.MENU, locale)


def _press(what: OnAdministration, locale: str) -> Button:
    return Button(label=say(f"administer-button-{what}", locale), intent=AdministrationPress(what=what))


def _of_schedule(what: OnAdministration, schedule: Schedule) -> AdministrationPress:
    return AdministrationPress(what=what, about=about_schedule(schedule.id))


def _go_on(unit: str) -> AdministrationPress:
    return AdministrationPress(what=OnAdministration.GO_ON, about=about_unit(unit))
