"""What every storage promises about shifts and people's own calendars."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.asking.pulse_deliveries import question_of
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.rota.own_calendar import CalendarFault, OwnCalendar
from bot.domain.rota.shifts import PersonRota, Rota, RotaSource, Shift, ShiftKind, Span
from bot.ports import Storage
from tests.support.builders import T0, a_programme, a_pulse, a_roster, after
from tests.support.channels import TELEGRAM

ANN, BEN, CLEO = PersonId("ann"), PersonId("ben"), PersonId("cleo")


def a_rota(*hours: int, kind: ShiftKind = ShiftKind.DAY, first: int = -48, last: int = 480) -> Rota:
    """Shifts of twelve hours that begin so many hours after T0."""
    shifts = [Shift(starts=after(hours=hour), ends=after(hours=hour + 12), kind=kind) for hour in hours]
    return Rota.of(shifts, [Span(starts=after(hours=first), ends=after(hours=last))])


async def on_the_list(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"ann": "1", "ben": "2", "cleo": "3"}), at=T0)


async def test_rotas_come_back_by_who_gave_them_with_the_wish_of_their_person(storage: Storage) -> None:
    await on_the_list(storage)
    imported, own = a_rota(0, 240), a_rota(24, kind=ShiftKind.NIGHT)
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {ANN: imported, BEN: imported})
        await work.rotas.put(RotaSource.OWN, {ANN: own})
        await work.rotas.put_calendar(OwnCalendar(person=ANN, wished_hour=14))
    async with storage.reading() as work:
        found = await work.rotas.of([ANN, BEN, CLEO], Span(starts=after(hours=2), ends=after(hours=122)))
        whole = await work.rotas.whole([ANN, BEN, CLEO], RotaSource.IMPORT)
        assert await work.rotas.of([], Span(starts=T0, ends=after(hours=1))) == {}
    near = replace(imported, shifts=imported.shifts[:1])
    assert found == {ANN: PersonRota(imported=near, own=own, wished_hour=14), BEN: PersonRota(imported=near)}
    assert whole == {ANN: imported, BEN: imported}


async def test_a_newer_rota_takes_the_place_of_one_and_an_empty_one_leaves_nothing(storage: Storage) -> None:
    await on_the_list(storage)
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {ANN: a_rota(0), BEN: a_rota(0)})
        await work.rotas.put(RotaSource.IMPORT, {ANN: a_rota(48), BEN: Rota()})
        assert await work.rotas.whole([ANN, BEN], RotaSource.IMPORT) == {ANN: a_rota(48)}


async def test_what_is_over_is_forgotten_of_so_many_people_at_once(storage: Storage) -> None:
    await on_the_list(storage)
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {ANN: a_rota(-40, 0), BEN: a_rota(-40, last=-20), CLEO: a_rota(400)})
        assert await work.rotas.forget_before(T0, limit=9) == 2
        assert await work.rotas.forget_before(T0, limit=9) == 0
        left = await work.rotas.whole([ANN, BEN, CLEO], RotaSource.IMPORT)
    assert left == {ANN: a_rota(0, first=0), CLEO: a_rota(400)}


async def test_calendars_are_read_when_their_time_has_come_and_end_with_their_shifts(storage: Storage) -> None:
    await on_the_list(storage)
    first = OwnCalendar(person=ANN, sealed_link=b"sealed", read_next=T0, fault=CalendarFault.UNREACHED)
    later = OwnCalendar(person=BEN, sealed_link=b"other", read_next=after(hours=6), read_at=T0)
    async with storage.writing() as work:
        for each in (later, first, OwnCalendar(person=CLEO, wished_hour=9)):
            await work.rotas.put_calendar(each)
        await work.rotas.put(RotaSource.OWN, {ANN: a_rota(0)})
        await work.rotas.put(RotaSource.IMPORT, {ANN: a_rota(0)})
    async with storage.writing() as work:
        assert await work.rotas.calendars_to_read(now=T0, limit=9) == [first]
        assert await work.rotas.calendars_to_read(now=after(hours=9), limit=9) == [first, later]
        assert await work.rotas.calendars_to_read(now=after(hours=9), limit=1) == [first]
        await work.rotas.end_calendar(ANN)
        assert await work.rotas.calendar(ANN) is None
        assert await work.rotas.calendar(BEN) == later
        assert await work.rotas.whole([ANN], RotaSource.OWN) == {}
        assert await work.rotas.whole([ANN], RotaSource.IMPORT) == {ANN: a_rota(0)}


async def test_a_question_that_waits_is_moved_out_of_the_hands_of_whoever_holds_it(storage: Storage) -> None:
    await on_the_list(storage)
    pulse = a_pulse("ann")
    key = question_key(pulse.id)
    delivery = question_of(pulse, TELEGRAM, due_at=T0)
    async with storage.writing() as work:
        await work.pulses.add([pulse])
        await work.deliveries.add([delivery])
        assert await work.pulses.unsent_of([ANN, BEN], now=T0) == [pulse]
        assert await work.pulses.unsent_of([ANN], now=pulse.closes_at) == []
        (lease,) = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
    async with storage.writing() as work:
        await work.deliveries.move({key: after(hours=24)})
        assert not await work.deliveries.mark_sending(lease, at=T0)
        assert await work.deliveries.next_due_at(TELEGRAM) == after(hours=24)
        again = await work.deliveries.lease(
            TELEGRAM, owner="me", now=after(hours=24), lease_until=after(hours=25), limit=9
        )
        assert [each.delivery.key for each in again] == [key]
        await work.pulses.mark_sent([pulse.id], channel=TELEGRAM, at=T0 + timedelta(hours=24))
        assert await work.pulses.unsent_of([ANN], now=T0) == []


async def test_what_is_being_sent_or_lies_in_a_chat_does_not_wait_any_more(storage: Storage) -> None:
    await on_the_list(storage)
    ann, ben, cleo = a_pulse("ann"), a_pulse("ben"), a_pulse("cleo")
    people = [ANN, BEN, CLEO]
    async with storage.writing() as work:
        await work.pulses.add([ann, ben, cleo])
        await work.deliveries.add([question_of(each, TELEGRAM, due_at=T0) for each in (ann, ben)])
        assert await work.pulses.unsent_of(people, now=T0) == [ann, ben], "nothing carries the third"
        await work.pulses.set_message(ben.id, MessageRef("1:1"))
        assert await work.pulses.unsent_of(people, now=T0) == [ann]
        leases = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
        (lease,) = [each for each in leases if each.delivery.pulse == ann.id]
        assert await work.pulses.unsent_of(people, now=T0) == [ann], "whoever holds it has not begun"
        assert await work.deliveries.mark_sending(lease, at=T0)
        assert await work.pulses.unsent_of(people, now=T0) == []
        assert await work.deliveries.mark_unsure(lease, at=T0)
        assert await work.pulses.unsent_of(people, now=T0) == []
        (lease,) = await work.deliveries.unsure(
            TELEGRAM, owner="me", now=after(hours=2), lease_until=after(hours=3), limit=9
        )
        assert await work.deliveries.put_back(lease, due_at=after(hours=2))
        assert await work.pulses.unsent_of(people, now=T0) == [ann]
        leases = await work.deliveries.lease(
            TELEGRAM, owner="me", now=after(hours=2), lease_until=after(hours=3), limit=9
        )
        (lease,) = [each for each in leases if each.delivery.pulse == ann.id]
        assert await work.deliveries.mark_sending(lease, at=after(hours=2))
        assert await work.deliveries.mark_sent(lease, MessageRef("1:2"), at=after(hours=2))
        assert await work.pulses.unsent_of(people, now=T0) == []
