"""A restore sends nothing twice, and leaves open what may still be answered."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.asking.pulses import Pulse, PulseState, Round, RoundState
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.verdict import Verdict
from bot.domain.identifiers import MessageRef, PulseId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Lead, Title, document
from bot.domain.programme.wall_clock import week_of
from bot.flows.operations.restore_backup import Expired
from bot.ports import Storage
from storage.database import Database
from tests.support import channels
from tests.support.backups import backup, restore
from tests.support.builders import ICU, T0, a_delivery, a_programme, a_pulse, a_roster, a_round, after
from tests.support.channels import TELEGRAM
from tests.support.databases import POSTGRES_BY_DRILLS
from tests.support.delivery_states import delivery_states
from tests.support.freezing import freeze

Opener = Callable[[], AbstractAsyncContextManager[Database]]
DIGEST = FrozenDigest(
    unit=ICU,
    week=IsoWeek.parse("2026-W09"),
    document=document(Title(words="Intensive care"), Lead(words="Nothing needs you.")),
    verdict=Verdict.NOTHING,
    team_page=document(Title(words="Your week")),
    made_at=T0,
)


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite database that has no file yet."""
    database = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    yield database
    await database.close()


def asked(person: str, identity: str, round_: Round, *, remind_at: datetime | None = None) -> Pulse:
    return replace(a_pulse(person, identity=identity, round_=round_), remind_at=remind_at)


async def furnish(storage: Storage, over: Round, standing: Round) -> None:
    """One round that ends before the restore and one that does not, and a delivery in every state."""
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({each: each for each in ("ann", "bob", "cas", "dee")}), at=T0)
        await work.rounds.claim_many([over, standing])
        await work.rounds.set_horizon(standing.schedule, [ICU], after(hours=1))
        await work.pulses.add(
            [
                asked("ann", "over", over),
                asked("ann", "reminded", standing, remind_at=after(hours=48)),
                asked("bob", "to remind", standing, remind_at=after(hours=60)),
                asked("cas", "planned", standing),
            ]
        )
        ids = [PulseId(each) for each in ("over", "reminded", "to remind")]
        await work.pulses.mark_sent(ids, channel=TELEGRAM, at=T0)
        await freeze(work, [DIGEST])
        await work.deliveries.add([a_delivery(person) for person in ("ann", "bob", "cas")])
        claims = await work.deliveries.lease(TELEGRAM, owner="worker", now=T0, lease_until=after(hours=1), limit=9)
        sent, sending, unsure = claims
        await work.deliveries.mark_sent(sent, MessageRef("1"), at=T0)
        assert await work.deliveries.mark_sending(sending, at=T0)
        assert await work.deliveries.mark_unsure(unsure, at=T0)
        await work.deliveries.add([a_delivery("dee")])


@pytest.mark.drill
@POSTGRES_BY_DRILLS
async def test_a_restore_sends_nothing_that_may_have_been_sent(
    open_database: Opener, tmp_path: Path, fresh: Database
) -> None:
    now, over, standing = after(hours=50), a_round(opens_at=after(days=-6)), a_round()
    async with open_database() as database:
        await furnish(database, over, standing)
        backup(database, tmp_path / "b")
    expired = restore(fresh, tmp_path / "b", at=now).expired
    assert expired == Expired(deliveries=3, pulses=1, reminders=1, rounds=1, digests=1)
    async with fresh.reading() as work:
        assert await delivery_states(work) == {"expired": 3, "sent": 1}
        assert [await work.deliveries.next_due_at(channel) for channel in channels.ALL] == [None] * len(channels.ALL)
        assert await work.pulses.to_remind(now=now, limit=9) == []
        assert await work.pulses.to_expire(now=now, limit=9) == []
        assert await work.rounds.to_close(now=now) == []
        assert await work.rounds.horizons(standing.schedule) == {ICU: now}
        assert await work.weeks.undelivered_digests(since=DIGEST.week) == []
        assert await work.weeks.digest(DIGEST.unit, DIGEST.week) == DIGEST, "it can still be read"


async def test_a_restore_passes_over_the_week_in_which_an_open_round_ends(tmp_path: Path, fresh: Database) -> None:
    """It was asked on Thursday and ends on Tuesday: who answered it after the backup was not silent."""
    across = a_round(opens_at=after(hours=48))
    later = a_round(opens_at=after(days=14))
    await fresh.migrate()
    async with fresh.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rounds.claim_many([across, later])
    backup(fresh, tmp_path / "b")
    restored = Database(f"sqlite:///{tmp_path / 'restored.db'}")
    try:
        skipped = restore(restored, tmp_path / "b", at=after(hours=50)).skipped_weeks
    finally:
        await restored.close()
    assert across.week > week_of(after(hours=50), "Europe/London"), "it ends in another week than it was asked in"
    assert skipped[-1] == across.week


@pytest.mark.drill
@POSTGRES_BY_DRILLS
async def test_a_restore_leaves_open_what_may_still_be_answered(
    open_database: Opener, tmp_path: Path, fresh: Database
) -> None:
    over, standing = a_round(opens_at=after(days=-6)), a_round()
    await fresh.migrate()
    await furnish(fresh, over, standing)
    backup(fresh, tmp_path / "b")
    async with open_database() as database:
        restore(database, tmp_path / "b", at=after(hours=50))
        async with database.reading() as work:
            rounds = await work.rounds.closing_in(standing.week, [ICU])
            pulses = {pulse.id: pulse for pulse in await work.pulses.of_rounds([over.id, standing.id])}
            to_remind = await work.pulses.to_remind(now=after(hours=61), limit=9)
    assert rounds == [replace(over, state=RoundState.CLOSED), standing]
    assert pulses[PulseId("over")].state is PulseState.EXPIRED
    assert not pulses[PulseId("over")].reached, "it may have been answered after the backup"
    assert pulses[PulseId("planned")].state is PulseState.PLANNED, "it may have been sent after the backup"
    assert [pulse.id for pulse in to_remind] == ["to remind"]
