"""The keys under which the inbox keeps what people did until it is filed: one a week, destroyed soon after."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.domain.answers.epochs import EpochKey
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.retention.tables import INBOX_KEYS
from bot.flows.epochs.unknown_keys import outlived_unknown
from bot.ports import KeyStore, Sealer, Storage, UnitOfWork
from bot.repositories.inbox import InboxKey

log = structlog.get_logger()

INBOX = EpochId("inbox")
"""What an administrator calls all keys of the inbox together."""


class InboxKeys:
    """Updates mostly wait for less than a second, so their keys live for a week and the one after it.

    - Apart from the keys of answers: people join and write before the first round, and where a quarter's key is lost,
      what they do meanwhile is still taken in and waits.
    - The database keeps each key's fingerprint. While anything waits under a key that is missing or is another one,
      nothing is filed. New updates go under a fresh key, of another name: the lost one may still be put back.
    """

    def __init__(self, *, keys: KeyStore, sealer: Sealer) -> None:
        """`keys` holds the inbox's own."""
        self._keys, self._sealer = keys, sealer
        self._running: tuple[IsoWeek, InboxKey] | None = None
        """In which week which key was found to be the one to seal under."""
        self._left_out: set[IsoWeek] = set()

    async def running(self, work: UnitOfWork, *, now: datetime) -> tuple[IsoWeek, EpochKey]:
        """The key to seal under now, made at need: that of the week, or the first after it that is not lost.

        One of a later week that a wrong clock made is passed over: it would live for as long as the clock was ahead.
        Raises `KeyUnavailable`.
        """
        week = IsoWeek.of(now.date())
        if self._running is not None and self._running[0] == week:
            key = self._running[1]
            if (held := self._loaded(key)) is not None:
                return key.week, held
        known = {key.week: key for key in await work.inbox.keys()}
        name = week
        while (here := known.get(name)) is not None:
            if (held := self._loaded(here)) is not None:
                self._running = week, here
                return name, held
            name += 1
        made = self._keys.create(EpochId(str(name)))
        await work.inbox.put_key(InboxKey(week=name, fingerprint=self._sealer.fingerprint(made)))
        self._running = None  # read again at the next call: this one may be rolled back
        return name, made

    async def of(self, work: UnitOfWork, week: IsoWeek) -> EpochKey:
        """The key that updates were sealed under. Raises `KeyUnavailable`."""
        running = None if self._running is None else self._running[1]
        known = [running] if running is not None and running.week == week else await work.inbox.keys()
        for key in known:
            if key.week == week and (held := self._loaded(key)) is not None:
                return held
        raise KeyUnavailable(_missing(week))

    async def others(self, work: UnitOfWork, week: IsoWeek) -> Sequence[EpochKey]:
        """Other keys that are still there. What was taken in under a lost one is not known if it is brought again."""
        held: list[EpochKey] = []
        for known in await work.inbox.keys():
            if known.week == week:
                continue
            if (key := self._loaded(known)) is not None:
                held.append(key)
            elif known.week not in self._left_out:
                self._left_out.add(known.week)
                log.warning("older_inbox_key_missing", key=str(known.week))
        return held

    async def lost(self, work: UnitOfWork) -> list[InboxKey]:
        """Keys that are missing or are other ones while updates wait under them."""
        gone = [key for key in await work.inbox.keys() if not self._loaded(key)]
        return [key for key in gone if await work.inbox.count_sealed(key)]

    async def give_up_lost(self, work: UnitOfWork, *, now: datetime) -> int:
        """Empty what waits under lost keys, when an administrator says so; says how many updates there were."""
        given_up = 0
        for key in await self.lost(work):
            given_up += await work.inbox.give_up(key, on=now.date())
            await work.inbox.forget_key(key)
        return given_up

    async def destroy_old(self, storage: Storage, *, now: datetime) -> None:
        """Those from before last week, also the newest, where nobody has done anything since: another one is made at
        need. What still waits under one could not be filed for a week or longer. With the first that is older than
        last week go those of later weeks than this, which a wrong clock has made; one of next week mostly stays.

        One that is missing while anything waits under it may only lie elsewhere, as after a standstill with another
        folder: it stays known, and what waits stays, until it is put back or an administrator gives it up.

        So go those that the database knows nothing of since a restore.
        """
        async with storage.reading() as work:
            all_known = await work.inbox.keys()
            known = self._outlived(all_known, now=now)
            waits = {key.week for key in known if await work.inbox.count_sealed(key)}
        for key in known:
            # Under one of a later week what waits can still be filed, and it may be this clock that is wrong.
            if key.week in waits and (key.week > IsoWeek.of(now.date()) or not self._is_there(key)):
                continue
            async with storage.writing() as work:
                given_up = await work.inbox.give_up(key, on=now.date())
            if given_up:  # how much people pressed is nobody's to read
                log.error("updates_given_up", key=str(key.week))
            # Only now: were the process killed with the file gone and updates still waiting, the key would be a lost
            # one, and nothing would be filed until an administrator gave it up.
            self._keys.destroy(EpochId(str(key.week)))
            async with storage.writing() as work:
                await work.inbox.forget_key(key)

        named = {EpochId(str(key.week)) for key in all_known}
        for name in outlived_unknown(self._keys, named, through=INBOX_KEYS.week(now) - 1):
            self._keys.destroy(name)

    def _outlived(self, known: Sequence[InboxKey], *, now: datetime) -> Sequence[InboxKey]:
        week = IsoWeek.of(now.date())
        old = [key for key in known if key.week < INBOX_KEYS.week(now)]
        until_now = [key for key in known if key.week <= week]
        is_lost = any(key.week == week and not self._is_there(key) for key in known)
        if is_lost or (until_now and not old):  # a key of next week stands in for a lost one
            return old
        return [*old, *(key for key in known if key.week > week)]

    def _is_there(self, known: InboxKey) -> bool:
        try:
            return self._loaded(known) is not None
        except KeyUnavailable:
            return False

    def _loaded(self, known: InboxKey) -> EpochKey | None:
        key = self._keys.load(EpochId(str(known.week)))
        return None if key is None or self._sealer.fingerprint(key) != known.fingerprint else key


def _missing(week: IsoWeek) -> str:
    return f"the key for what people did in {week} is missing from the keys folder, or is another one"
