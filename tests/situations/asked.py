"""What members are asked on a first day, and in two teams: planned pulses as the flows compose them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.adapters.channels.registry import longest_text, name_command
from bot.domain.identifiers import DeliveryKey, PersonId, PulseId, UnitId
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Channel, Membership, Role, Roster
from bot.domain.programme.programme import Programme
from bot.flows.answering.enrol import RedeemCode, digest_of
from bot.flows.asking.compose_pulse import ComposePulse
from tests.support.builders import T0, a_delivery, a_programme, a_pulse, a_question, a_roster, a_round, no_notes
from tests.support.channels import ALL, TELEGRAM
from tests.support.clocks import StillClock
from tests.support.memory import MemoryStorage

CODE = "KQ7M4TXB2WEN"
STATEMENT = "I have a say in how we organise our work"
ANA = PersonId("ana")


async def first_day(channels: Sequence[str]) -> tuple[Mapping[str, Message], Mapping[str, Message]]:
    """On each channel the welcome after a code was redeemed there, and the first question of all."""
    unit = UnitId("acute-medical-unit")
    programme, roster = _programme(["Acute medical unit"]), a_roster(["ana"], unit=unit)
    storage, welcomes, questions = await _storage(programme, roster), {}, {}
    for channel in channels:
        async with storage.writing() as work:
            await work.codes.replace(ANA, digest_of(CODE), expires_at=T0.replace(year=2027))
            at = Address(channel=Channel(channel), value="at-ana")
            welcomes[channel] = await RedeemCode(name_command=name_command, part_from_notes=no_notes)(
                work, at, CODE, now=T0
            )
        asked_of = await _storage(programme, roster)
        (questions[channel],) = await _asked(asked_of, [unit], channels=(), on=Channel(channel))
    return welcomes, questions


async def two_teams(names: Sequence[str]) -> Sequence[Message]:
    """The question of each team to somebody who has been asked before."""
    units = [UnitId(name.lower()) for name in names]
    roster = a_roster({"ana": "at-ana"}, unit=units[0])
    also = {Membership(person=ANA, unit=unit, role=Role.MEMBER) for unit in units[1:]}
    storage = await _storage(_programme(names), replace(roster, memberships=roster.memberships | also))
    return await _asked(storage, units, channels=ALL)


def _programme(names: Sequence[str]) -> Programme:
    units = [(name.lower().replace(" ", "-"), name) for name in names]
    return a_programme(units=units, questions=[a_question(text={"en-GB": STATEMENT})])


async def _storage(programme: Programme, roster: Roster) -> MemoryStorage:
    storage = MemoryStorage()
    async with storage.writing() as work:
        await work.programmes.save(programme, at=T0)
        await work.rosters.save(roster, at=T0)
        consent = await work.rosters.consent(ANA)
        await work.rosters.set_consent(ANA, replace(consent, joined_at=T0))
    return storage


async def _asked(
    storage: MemoryStorage, units: Sequence[UnitId], *, channels: Sequence[Channel], on: Channel = TELEGRAM
) -> Sequence[Message]:
    """One pulse for each unit. `channels`: those on which there was an earlier one, so that these introduce nothing."""
    earlier = a_pulse("ana", identity="earlier", round_=a_round(unit=units[0]))
    pulses = [a_pulse("ana", identity=f"p-{unit}", round_=a_round(unit=unit)) for unit in units]
    deliveries = [
        replace(
            a_delivery("ana", kind=DeliveryKind.QUESTION, key=each.id),
            pulse=PulseId(each.id),
            message=None,
            channel=on,
        )
        for each in pulses
    ]
    async with storage.writing() as work:
        await work.pulses.add([earlier, *pulses])
        for channel in channels:
            await work.pulses.mark_sent([earlier.id], channel=channel, at=T0)
    async with storage.reading() as work:
        compose = ComposePulse(clock=StillClock(T0), longest_text=longest_text, name_command=name_command)
        composed = await compose(work, deliveries)
    said = [composed[DeliveryKey(each.id)] for each in pulses]
    return [each for each in said if each is not None]
