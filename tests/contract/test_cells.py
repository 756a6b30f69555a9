"""What every storage promises about atoms and cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.disclosure.atoms import BlockAtoms, kept_atom
from bot.domain.disclosure.bands import Band, band_of
from bot.domain.disclosure.cells import CellDecision, kept_cell
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.organisation.people import CO_LEADS, Address, Membership, Role, Roster
from bot.ports import Storage
from tests.support.builders import ICU, T0, a_delivery, a_pulse, a_roster, after
from tests.support.channels import TELEGRAM

W10 = IsoWeek.parse("2026-W10")
WARD, PAIN = UnitId("ward"), UnitId("pain")
PEOPLE = [PersonId(f"p{number}") for number in range(9)]
SMALL = kept_atom([PAIN, WARD], PEOPLE[:7], ["Pain team", "Ward 7"])
LARGE = kept_atom([ICU], PEOPLE, ["Intensive care"])
ATOMS = BlockAtoms(since=W10, atoms=[LARGE, SMALL])


async def test_atoms_count_until_they_are_cut_anew(storage: Storage) -> None:
    later = BlockAtoms(since=W10 + 4, atoms=[])
    async with storage.writing() as work:
        assert await work.cells.atoms(W10) is None
        assert await work.cells.launched() is None
        await work.cells.add_atoms(await work.cells.ready_atoms(ATOMS))
        await work.cells.add_atoms(await work.cells.ready_atoms(later))
        await work.cells.add_atoms(await work.cells.ready_atoms(replace(ATOMS, atoms=[LARGE])))
    async with storage.reading() as work:
        assert await work.cells.atoms(W10 - 1) is None
        assert await work.cells.atoms(W10) == await work.cells.atoms(W10 + 3) == ATOMS
        assert await work.cells.atoms(W10 + 9) == later
        assert await work.cells.launched() == W10


async def test_a_cell_once_made_is_never_made_again(storage: Storage) -> None:
    insiders = frozenset([PersonId("lead")])
    cell = kept_cell(LARGE, W10, n=9, band=Band(low=3, high=4), insiders=insiders)
    made: dict[UnitId, CellDecision] = {ICU: cell, PAIN: Withheld(because=Withholding.TOO_FEW)}
    async with storage.writing() as work:
        await work.cells.add_atoms(await work.cells.ready_atoms(ATOMS))
        assert await work.cells.of_week(W10, ATOMS) == {}
        await work.cells.add(W10, made)
        other = kept_cell(LARGE, W10, n=8, band=Band(low=6, high=8), insiders=insiders)
        await work.cells.add(W10, {ICU: other, PAIN: other})
        await work.cells.add(W10 + 1, {})
    async with storage.reading() as work:
        assert await work.cells.of_week(W10, ATOMS) == made
        assert await work.cells.of_week(W10 + 1, ATOMS) == {}


async def test_how_many_were_within_reach_is_told_of_weeks_with_a_cell(storage: Storage) -> None:
    def cell(week: IsoWeek, n: int) -> CellDecision:
        return kept_cell(LARGE, week, n=n, band=band_of(n, n), insiders=())

    async with storage.writing() as work:
        await work.cells.add_atoms(await work.cells.ready_atoms(ATOMS))
        for week, n in ((W10 + 1, 7), (W10, 9), (W10 + 3, 8)):
            await work.cells.add(week, {ICU: cell(week, n)})
        await work.cells.add(W10 + 2, {ICU: Withheld(because=Withholding.TOO_FEW)})
    async with storage.reading() as work:
        assert list((await work.cells.reach_of(ICU, W10, W10 + 2)).items()) == [(W10, 9), (W10 + 1, 7)]
        assert await work.cells.reach_of(PAIN, W10, W10 + 2) == {}


async def test_whoever_held_a_role_lately_is_found(storage: Storage) -> None:
    roster = a_roster({"ann": "1", "bob": "2"})
    lead = Membership(person=PersonId("ann"), unit=ICU, role=Role.MEDICAL_LEAD)

    async def saved(kept: Roster, hours: int) -> None:
        async with storage.writing() as work:
            await work.rosters.save(kept, at=after(hours=hours))

    await saved(replace(roster, memberships=roster.memberships | {lead}), 0)
    await saved(roster, 5)
    async with storage.reading() as work:
        assert await work.rosters.holders_since(CO_LEADS, after(hours=4)) == {ICU: {"ann"}}
        assert await work.rosters.holders_since(CO_LEADS, after(hours=5)) == {}
        assert await work.rosters.holders_since({Role.MEMBER}, after(hours=9)) == {ICU: {"ann", "bob"}}
        assert await work.rosters.holders_since({Role.SPONSOR}, T0) == {}


async def test_a_question_is_untaken_if_it_was_not_known_to_have_gone_out(storage: Storage) -> None:
    states = [
        ("sent", DeliveryState.SENT, 1), ("unsure", DeliveryState.UNSURE, 1), ("given-up", DeliveryState.EXPIRED, 3),
        ("never-tried", DeliveryState.EXPIRED, 0), ("waits", DeliveryState.DUE, 0), ("again", DeliveryState.DUE, 2),
    ]  # fmt: skip
    pulses = {name: a_pulse("ann", identity=name) for name, _, _ in states}
    async with storage.writing() as work:
        await work.deliveries.add(
            [
                replace(
                    a_delivery("ann", key=question_key(pulses[name].id), kind=DeliveryKind.QUESTION),
                    pulse=pulses[name].id,
                    state=state,
                    attempts=attempts,
                )
                for name, state, attempts in states
            ]
        )
    async with storage.reading() as work:
        found = await work.deliveries.untaken([pulse.id for pulse in pulses.values()])
        assert found == {pulses[name].id for name, state, _ in states if state is not DeliveryState.SENT}
        assert await work.deliveries.untaken([]) == frozenset()


async def test_what_a_person_does_makes_no_question_untaken_and_what_the_channel_does_makes_it(
    storage: Storage,
) -> None:
    """The newest try counts: refused by the address, or not carried by the channel."""
    here = Address(channel=TELEGRAM, value="1")
    tries: Mapping[str, Sequence[bool]] = {
        "blocked": (True,), "down": (False,), "down, then blocked": (False, True), "blocked, then down": (True, False),
    }  # fmt: skip
    async with storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1"}), at=T0)
        for name, refusals in tries.items():
            pulse = a_pulse("ann", identity=name)
            question = a_delivery("ann", key=question_key(pulse.id), kind=DeliveryKind.QUESTION)
            await work.deliveries.add([replace(question, pulse=pulse.id)])
            for refused in refusals:
                (lease,) = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=T0, limit=9)
                assert await work.deliveries.mark_sending(lease, at=T0)
                await work.rosters.note_refused(here, at=T0)
                assert await work.deliveries.put_back(lease, due_at=T0, refused=refused)
            (lease,) = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=T0, limit=9)
            await work.deliveries.put_back(lease, due_at=after(weeks=1), refused=refusals[-1])
        await work.rosters.mark_reachable(here)  # who comes back leaves no other trace than who never went
        pulses = [PulseId(name) for name in tries]
        untaken = {"down", "blocked, then down"}
        assert await work.deliveries.untaken(pulses) == untaken
        await work.deliveries.expire_keys([question_key(PulseId("blocked"))])
        await work.deliveries.expire_keys([question_key(PulseId("blocked, then down"))])
        assert await work.deliveries.untaken(pulses) == untaken
        await work.deliveries.expire_keys([question_key(PulseId("down"))], withdrawn=True)
        assert await work.deliveries.untaken(pulses) == {"blocked, then down"}
