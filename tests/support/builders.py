"""Small valid values for tests, so that a test names only what it is about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.administration.revisions import ProgrammeState
from bot.domain.answers.epochs import Epoch
from bot.domain.asking.pulses import Pulse, Round
from bot.domain.identifiers import ActionId, DeliveryKey, MessageRef, PersonId, PulseId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import ActionPress, OnAction
from bot.domain.messaging.deliveries import (
    Delivery,
    DeliveryKind,
    Priority,
)
from bot.domain.messaging.messages import Button, MessageKind
from bot.domain.organisation.people import (
    Address,
    Channel,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import (
    OnDays,
    Programme,
    Schedule,
    Weekday,
)
from bot.domain.programme.quarters import Quarter
from bot.domain.programme.questions import (
    Competency,
    Facet,
    Polarity,
    Question,
    QuestionRef,
    Scale,
)
from bot.ports import UnitOfWork
from bot.repositories.inbox import SealedUpdate
from tests.support.channels import TELEGRAM
from tests.support.messages import a_message

T0 = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
FAR = T0.replace(year=2100)
"""A Tuesday at 10:00 in London (which is UTC in March)."""
ICU = UnitId("icu")
QUESTION = QuestionId("pers-int-1")


def after(**parts: float) -> datetime:
    """T0 and so much."""
    return T0 + timedelta(**parts)


def no_faults(_before: ProgrammeState, _programme: Programme, _roster: Roster) -> Sequence[str]:
    """Whatever is written about is taken to fit."""
    return ()


async def no_notes(_work: UnitOfWork, _people: Collection[PersonId]) -> None:
    """Nobody has begun to raise anything."""


def a_question(identity: str = QUESTION, **changes: object) -> Question:
    values: dict[str, object] = {
        "id": QuestionId(identity),
        "version": 1,
        "scale": Scale.LIKERT4,
        "polarity": Polarity.POSITIVE,
        "text": {"en-GB": f"Wording of {identity}."},
        "competency": Competency.PERSONAL,
        "facet": Facet.INTELLECTUAL,
        "tags": frozenset({"core"}),
        **changes,
    }
    return Question(**values)  # type: ignore[arg-type]


def a_programme(
    *, units: Iterable[tuple[str, str]] = (("icu", "Intensive care"),), questions: Iterable[Question] = ()
) -> Programme:
    """Leaves under one division; a weekly schedule on Tuesdays at 10:00 over all of them."""
    division = Unit(id=UnitId("medicine"), name="Medicine")
    leaves = tuple(Unit(id=UnitId(unit), name=name, parent=division.id) for unit, name in units)
    bank = tuple(questions) or (a_question(),)
    return Programme(
        organisation=Organisation(
            name="Riverside", timezone="Europe/London", locale="en-GB", units=(division, *leaves)
        ),
        questions={question.id: question for question in bank},
        schedules=(
            Schedule(
                id=ScheduleId("weekly-pulse"),
                units=(division.id,),
                questions=tuple(question.id for question in bank),
                cadence=OnDays(days=(Weekday.TUE,), at=time(10)),
            ),
        ),
    )


def a_person(identity: str, *, channel: Channel = TELEGRAM, name: str = "") -> Person:
    return Person(id=PersonId(identity), name=name or identity.title(), channel=channel)


def a_roster(people: Mapping[str, str] | Iterable[str], *, unit: UnitId = ICU, channel: Channel = TELEGRAM) -> Roster:
    """Members of one unit. A mapping gives each person's address; a plain list gives none."""
    names = list(people)
    given = people if isinstance(people, Mapping) else {}
    return Roster(
        people={PersonId(name): a_person(name, channel=channel) for name in names},
        memberships=frozenset(Membership(person=PersonId(name), unit=unit, role=Role.MEMBER) for name in names),
        addresses={PersonId(name): Address(channel=channel, value=value) for name, value in given.items()},
    )


def a_whole_quarter(first: IsoWeek, *, weeks: int = 13, fingerprint: str = "") -> Epoch:
    """An epoch from before every block had a key of its own."""
    quarter = Quarter(first=first, weeks=weeks)
    return Epoch(
        first=first,
        weeks=weeks,
        quarter=quarter,
        number=0,
        lives_through=quarter.last,
        weeks_of_life=14,
        fingerprint=fingerprint,
    )


def a_round(*, unit: UnitId = ICU, opens_at: datetime = T0, open_hours: int = 120) -> Round:
    closes_at = opens_at + timedelta(hours=open_hours)
    return Round(
        schedule=ScheduleId("weekly-pulse"),
        unit=unit,
        local_date=opens_at.date(),
        slot="10:00",
        opens_at=opens_at,
        closes_at=closes_at,
        week=IsoWeek.of(closes_at.date()),
        questions=(QuestionRef(id=QUESTION, version=1),),
    )


def a_pulse(person: str, *, identity: str = "", round_: Round | None = None) -> Pulse:
    around = round_ or a_round()
    return Pulse(
        id=PulseId(identity or f"pulse-{person}"),
        round=around.id,
        unit=around.unit,
        person=PersonId(person),
        question=QuestionRef(id=QUESTION, version=1),
        due_at=around.opens_at,
        closes_at=around.closes_at,
        week=around.week,
    )


def a_sealed_update(identity: str, *, channel: Channel = TELEGRAM) -> SealedUpdate:
    return SealedUpdate(
        channel=channel, update_id=identity, key=a_round().week, body=b"sealed \0 \xff " + identity.encode()
    )


def a_delivery(
    person: str,
    *,
    key: str = "",
    channel: Channel = TELEGRAM,
    kind: DeliveryKind = DeliveryKind.NOTICE,
    text: str = "Hello.",
    due_at: datetime = T0,
    edits: str = "",
    priority: Priority = Priority.BULK,
) -> Delivery:
    return Delivery(
        key=DeliveryKey(key or f"n:{person}"),
        person=PersonId(person),
        channel=channel,
        kind=kind,
        pulse=None if kind is DeliveryKind.NOTICE else PulseId(f"pulse-{person}"),
        message=a_message(text),
        edits=MessageRef(edits) if edits else None,
        due_at=due_at,
        expires_at=due_at + timedelta(days=5),
        priority=priority,
    )


def asks_to_own(person: str, *, channel: Channel = TELEGRAM) -> Delivery:
    """An action that there is no more."""
    take = Button(label="I will do it", intent=ActionPress(action=ActionId("gone"), what=OnAction.ACCEPT))
    message = replace(a_message("Will you?", kind=MessageKind.ACTION_PROPOSED), buttons=((take,),))
    return replace(a_delivery(person, channel=channel), message=message)
