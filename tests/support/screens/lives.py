"""What people are told of how long answers live: by the rule of blocks, and in a quarter that was begun before it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from bot.adapters.channels.registry import name_command
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import OnDigest
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.inbound import Command, Commanded
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.flows.answering.enrol import RedeemCode, digest_of
from bot.flows.epochs.tell_life import TellNewRule
from tests.support.builders import T0, a_delivery, a_pulse, a_roster, a_whole_quarter, no_notes
from tests.support.channels import TELEGRAM
from tests.support.leads import NURSE, Leads
from tests.support.memory import MemoryStorage
from tests.support.screens.asking import programme_in
from tests.support.screens.leading import programme_of_leads
from tests.support.ward import TEAM, Ward

CODE = "w" * 22


async def life_messages(locale: str, folder: Path) -> AsyncIterator[Message]:
    for whole in (False, True):
        async for message in _asked(locale, folder / f"whole-{whole}", whole=whole):
            yield message
    leads = Leads(MemoryStorage())
    await leads.furnish(programme=programme_of_leads(locale))
    async with leads.storage.writing() as work:
        await work.epochs.save(a_whole_quarter(IsoWeek.of(leads.now.date())))
    for delivery in await leads.on_digest(NURSE, OnDigest.WHY_NO_FIGURES):
        if delivery.message is not None:
            yield delivery.message


async def _asked(locale: str, folder: Path, *, whole: bool) -> AsyncIterator[Message]:
    """A first question, a welcome, the page about privacy, and what is told once of the new rule."""
    ward = Ward(MemoryStorage(), folder)
    people = (*TEAM, "new", "invited")
    await ward.furnish(programme=programme_in(locale), roster=a_roster({name: f"at-{name}" for name in people}))
    first = replace(a_delivery("new", kind=DeliveryKind.QUESTION, key="first"), message=None)
    async with ward.storage.writing() as work:
        await work.pulses.add([a_pulse("new")])
        await work.codes.replace(PersonId("invited"), digest_of(CODE), expires_at=T0.replace(year=2027))
        if whole:
            await work.epochs.save(a_whole_quarter(a_pulse("new").week))
    async with ward.storage.reading() as work:
        question = (await ward.compose(work, [first]))[DeliveryKey("first")]
    async with ward.storage.writing() as work:
        here = Address(channel=TELEGRAM, value="at-invited-now")
        welcome = await RedeemCode(name_command=name_command, part_from_notes=no_notes)(
            work, here, CODE, now=ward.clock.now()
        )
    assert question is not None
    yield question
    yield welcome
    await ward.do(ward.update("ana", Commanded(command=Command.PRIVACY)))
    await TellNewRule(storage=ward.storage)(now=ward.clock.now())
    for delivery in (await ward.deliveries()).values():
        if delivery.message is not None:
            yield delivery.message
