"""A thousand people of a hospital: where they are reached, their habits, and what they do with a message. Seeded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from bot.adapters.channels.web.links import address_of
from bot.demo.run import demo_programme
from bot.domain.identifiers import PersonId, PulseId, UnitId
from bot.domain.messaging.buttons import (
    ActionPress,
    Answer,
    DigestPress,
    FlagPress,
    Intent,
    OnDigest,
    OnPrompt,
    OnPulse,
    OnSelf,
    PromptPress,
    PulsePress,
    SelfPress,
)
from bot.domain.messaging.inbound import (
    Event,
    Pressed,
    Typed,
)
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import (
    Address,
    Channel,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import Programme
from tests.support.channels import SLACK, TELEGRAM, WEB

TEAM = 25
"""People of a team; three of them lead it."""
LEADS = (Role.MEDICAL_LEAD, Role.NURSING_LEAD, Role.OPERATIONAL_LEAD)
TEAMS_A_DIVISION = 5
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_CHANNELS = (TELEGRAM, WEB, SLACK, TELEGRAM, WEB)


@dataclass(slots=True, kw_only=True)
class Colleague:
    """One of the staff: habits, and what the drill knows of their consent."""

    id: PersonId
    unit: UnitId
    role: Role
    address: Address
    answering: float
    """Share of questions that they answer when they look."""
    hours: float
    """Mean time until they look."""
    came: datetime
    left: bool = False
    stopped: bool = False
    away_until: datetime = LONG_AGO
    changed: datetime = LONG_AGO
    """When they last changed anything about being asked."""
    seldom: bool = False
    """They wished, or were told, to be asked less often."""
    silent: int = 0
    """Questions in a row without a word."""
    last_asked: datetime = LONG_AGO

    @property
    def leads(self) -> bool:
        return self.role in LEADS

    def surely_asked_at(self, opens: datetime) -> bool:
        """Whether a question to the members that opened then had to be put to them, as far as the drill can say."""
        steady = self.changed < opens and self.away_until < opens and self.came < opens - timedelta(days=1)
        return steady and not (self.leads or self.left or self.stopped or self.seldom or self.silent > 3)

    def wants(self, what: OnSelf, *, now: datetime) -> None:
        """Their wish was acknowledged."""
        match what:
            case OnSelf.STOP_NOW:
                self.stopped = True
            case OnSelf.RESUME:
                self.stopped, self.away_until, self.silent = False, now, 0
            case OnSelf.PAUSE_1_WEEK | OnSelf.ON_NIGHTS:
                self.away_until = now + timedelta(days=8)
            case OnSelf.EVERY_2_WEEKS:
                self.seldom = True
            case OnSelf.WEEKLY_AGAIN:
                self.seldom, self.silent = False, 0
            case _:
                return
        self.changed = now


@dataclass(slots=True, kw_only=True)
class Staff:
    """Everybody who is or was on the list."""

    chance: Random
    teams: int
    people: dict[PersonId, Colleague] = field(default_factory=dict)
    at: dict[tuple[Channel, str], Colleague] = field(default_factory=dict)

    @property
    def wards(self) -> tuple[UnitId, ...]:
        return tuple(UnitId(f"ward-{number:02}") for number in range(self.teams))

    def programme(self, *, quarter_weeks: int) -> Programme:
        """The starter's questions and schedules, over this hospital."""
        divisions = [
            Unit(id=UnitId(f"division-{number}"), name=f"Division {number}")
            for number in range(-(-self.teams // TEAMS_A_DIVISION))
        ]
        wards = [
            Unit(id=ward, name=f"Ward {number}", parent=divisions[number // TEAMS_A_DIVISION].id)
            for number, ward in enumerate(self.wards)
        ]
        given = demo_programme()
        organisation = Organisation(
            name="Riverside", timezone="Europe/London", locale="en-GB", units=(*divisions, *wards)
        )
        units = tuple(unit.id for unit in divisions)
        schedules = tuple(replace(schedule, units=units) for schedule in given.schedules)
        privacy = replace(given.privacy, quarter_weeks=quarter_weeks)
        return replace(given, organisation=organisation, schedules=schedules, privacy=privacy)

    def hire(self, unit: UnitId, role: Role, *, now: datetime) -> Colleague:
        number = len(self.people)
        channel = _CHANNELS[number % len(_CHANNELS)]
        address = {
            TELEGRAM: Address(channel=TELEGRAM, value=str(10_000 + number)),
            SLACK: Address(channel=SLACK, value=f"U{number:08}"),
            WEB: address_of(f"the personal link of number {number}"),
        }[channel]
        colleague = Colleague(
            id=PersonId(f"p{number:05}"),
            unit=unit,
            role=role,
            address=address,
            answering=self.chance.betavariate(3, 1.6),
            hours=8 + 20 * self.chance.random(),
            came=now,
        )
        self.people[colleague.id] = self.at[channel, address.value] = colleague
        return colleague

    def present(self) -> Iterator[Colleague]:
        return (each for each in self.people.values() if not each.left)

    def roster(self) -> Roster:
        here = list(self.present())
        return Roster(
            people={
                each.id: Person(id=each.id, name=f"Nurse {each.id}", channel=each.address.channel) for each in here
            },
            memberships=frozenset(Membership(person=each.id, unit=each.unit, role=each.role) for each in here),
            addresses={each.id: each.address for each in here},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody does, after a while."""

    after: timedelta
    event: Event


def deeds_on_question(person: Colleague, pulse: PulseId, answers: Sequence[Answer], chance: Random) -> list[Deed]:
    """What somebody does who looks at an open question: mostly one tap, sometimes another later, sometimes a wish."""
    done: list[Deed] = []
    if chance.random() < person.answering:
        done.append(Deed(after=timedelta(0), event=Pressed(intent=chance.choice(answers))))
        if chance.random() < 0.08:  # they change their mind, now and then too late
            later = timedelta(hours=chance.expovariate(1 / 20))
            done.append(Deed(after=later, event=Pressed(intent=chance.choice(answers))))
        if chance.random() < 0.01:
            done.append(
                Deed(
                    after=timedelta(minutes=1),
                    event=Pressed(intent=PulsePress(pulse=pulse, what=OnPulse.SKIP)),
                )
            )
        return done
    wishes: tuple[tuple[float, Intent], ...] = (
        (0.05, PulsePress(pulse=pulse, what=OnPulse.SKIP)),
        (0.05, PulsePress(pulse=pulse, what=OnPulse.NOT_NOW)),
        (0.05, PulsePress(pulse=pulse, what=OnPulse.TOMORROW)),
        (0.02, PulsePress(pulse=pulse, what=OnPulse.MORE)),
        (0.02, SelfPress(what=OnSelf.ON_NIGHTS)),
        (0.015, SelfPress(what=OnSelf.PAUSE_1_WEEK)),
        (0.01, SelfPress(what=OnSelf.EVERY_2_WEEKS)),
        (0.006, SelfPress(what=OnSelf.STOP_NOW)),
    )
    drawn = chance.random()
    for share, intent in wishes:
        drawn -= share
        if drawn < 0:
            return [Deed(after=timedelta(0), event=Pressed(intent=intent))]
    return []


def deeds_on_other(person: Colleague, message: Message, chance: Random) -> list[Deed]:
    """What somebody does with any other message: undo what was slowed down; leads now and then act on a digest."""
    if message.asks_reply:
        return [Deed(after=timedelta(minutes=5), event=Typed(text="We will look at it together on Monday."))]
    intents = [button.intent for row in message.buttons for button in row]
    drafts = [each for each in intents if isinstance(each, PromptPress) and each.what is OnPrompt.SEND]
    if drafts:
        return [Deed(after=timedelta(minutes=1), event=Pressed(intent=drafts[0]))]
    again = [each for each in intents if each in (SelfPress(what=OnSelf.WEEKLY_AGAIN), SelfPress(what=OnSelf.RESUME))]
    if again and chance.random() < 0.5:
        later = timedelta(days=chance.uniform(0.2, 40))
        return [Deed(after=later, event=Pressed(intent=again[0]))]
    loop = [
        each
        for each in intents
        if isinstance(each, FlagPress | ActionPress | DigestPress)
        and (not isinstance(each, DigestPress) or each.what is not OnDigest.DETAILS or chance.random() < 0.1)
    ]
    if loop and person.leads and chance.random() < 0.2:
        later = timedelta(hours=chance.expovariate(1 / 20))
        return [Deed(after=later, event=Pressed(intent=chance.choice(loop)))]
    return []


def answers_in(message: Message) -> list[Answer]:
    return [button.intent for row in message.buttons for button in row if isinstance(button.intent, Answer)]
