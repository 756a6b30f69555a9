"""What somebody is shown of themselves, and nobody else is: what they were asked, and what they said to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.administration.sign_in import SignInOrigin
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Consent, Person, joined_by
from bot.domain.programme.wall_clock import local_date
from bot.flows.epochs.living_answers import LivingAnswers, answer_words
from bot.flows.inbox.batch import InboxBatch
from bot.flows.own_page.own_batch import OpenOwnBatch
from bot.ports import Clock, Storage, UnitOfWork

ASKED_AT_MOST = 60
"""Questions on the page; the file holds all."""


class Standing(StrEnum):
    """Where an own question stands."""

    OPEN = "open"
    """It can still be answered."""
    CHANGEABLE = "changeable"
    """It is answered, and the answer can still be changed."""
    HEARD = "heard"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    asked_on: date
    """In the person's own zone."""
    unit: str
    words: str
    standing: Standing
    closes_at: datetime
    answer: str = ""
    """In words; empty where it was not asked for, or none is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    consent: Consent
    zone: str
    asked: Sequence[OwnQuestion]
    """Newest first."""
    since: datetime | None
    """From when on it is told; None: all that is kept."""
    can_be_opened: bool = True
    """Whether the answers that live could be read."""


class ReadOwn:
    def __init__(self, *, storage: Storage, clock: Clock, batch: OpenOwnBatch, answers: LivingAnswers) -> None:
        self._storage, self._clock, self._batch, self._answers = storage, clock, batch, answers

    async def __call__(self, person: PersonId, origin: SignInOrigin, *, with_answers: bool = False) -> OwnPage | None:
        """None where nobody has this id, or somebody else had to do with the session."""
        async with self._storage.reading() as work:
            own = await begin_reading(work, person, origin, batch=self._batch, now=self._clock.now())
            if own is None:
                return None
            batch = own.batch
            zone, locale = await batch.zone_and_locale(own.person)
            asked = [each for each in own.pulses if _was_put(each)][:ASKED_AT_MOST]
            questions = await work.programmes.wordings({each.question for each in asked})
            opened = await self._answers.of(work, asked) if with_answers else {}
            said = {} if opened is None else opened
            return OwnPage(
                consent=await work.rosters.consent(person),
                zone=zone,
                asked=[
                    OwnQuestion(
                        asked_on=local_date(each.due_at, zone),
                        unit=(await batch.place(each.unit))[0],
                        words=questions[each.question].wording(locale),
                        standing=_standing(batch, each),
                        closes_at=each.closes_at,
                        answer=answer_words(questions[each.question], said.get(each.id), locale),
                    )
                    for each in asked
                    if each.question in questions
                ],
                since=own.since,
                can_be_opened=opened is not None,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReading:
    """What is kept of what somebody was asked, as far as they may read it."""

    person: Person
    batch: InboxBatch
    since: datetime | None
    """From when on; None: all of it."""
    pulses: Sequence[Pulse]
    """Newest first."""


async def begin_reading(
    work: UnitOfWork, person: PersonId, origin: SignInOrigin, *, batch: OpenOwnBatch, now: datetime
) -> OwnReading | None:
    """None where nobody has this id, or somebody else had to do with the session."""
    who = await work.rosters.person(person) if origin.is_own else None
    if who is None:
        return None
    since = await _seen_from(work, person, origin, now=now)
    pulses = [each for each in await work.own_data.pulses_of(person) if since is None or each.due_at >= since]
    return OwnReading(person=who, batch=await batch(work, who), since=since, pulses=pulses)


async def _seen_from(work: UnitOfWork, person: PersonId, origin: SignInOrigin, *, now: datetime) -> datetime | None:
    """From when on somebody is told what they were asked and said; None: all that is kept.

    Whoever holds a chat that is not the person's first may not be the person: an administrator can make the invitation
    that leads to it. So it tells nothing of before. A hospital that vouches for them does.
    """
    if origin is SignInOrigin.ACCOUNT:
        return None
    if await work.rosters.address_of(person) is None:
        return joined_by(now)  # the chat that the session comes from has ended
    return await work.own_data.chat_since(person)


def _was_put(pulse: Pulse) -> bool:
    """Whatever was answered was read, also where nobody knows whether it arrived."""
    return pulse.sent_at is not None or pulse.heard


def _standing(batch: InboxBatch, pulse: Pulse) -> Standing:
    if batch.is_closed(pulse):
        return Standing.HEARD if pulse.heard else Standing.UNHEARD
    return Standing.CHANGEABLE if pulse.state is PulseState.ANSWERED else Standing.OPEN
