"""Several sealed texts are opened at once: each by its own key, none in the place of another."""

from datetime import timedelta

import pytest

from bot.adapters.sealer import AesSealer
from bot.domain.answers.epochs import EpochKey
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import SealedWords
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.epochs.seal_text import SealText
from bot.ports import Storage
from tests.support.builders import T0
from tests.support.sealing import ENTROPY, MemoryKeys


class CountingKeys(MemoryKeys):
    def __init__(self) -> None:
        super().__init__()
        self.loads = 0

    def load(self, epoch: EpochId) -> EpochKey | None:
        self.loads += 1
        return super().load(epoch)


async def test_what_no_longer_opens_is_none_and_the_others_keep_their_places(storage: Storage) -> None:
    keys, sealer = CountingKeys(), AesSealer(entropy=ENTROPY)
    seal = SealText(keys=InboxKeys(keys=keys, sealer=sealer), sealer=sealer)
    async with storage.writing() as work:
        early = await seal.many(work, [("one", "ann"), ("two", "ann")], now=T0)
    async with storage.writing() as work:
        late = await seal.many(work, [("three", "ann"), ("four", "ben")], now=T0 + timedelta(weeks=1))
    moved = SealedWords(key=late[0].key, body=early[0].body)
    texts = [(each, "ann") for each in (early[0], late[0], moved, early[1], late[1])]
    keys.loads = 0
    async with storage.reading() as work:
        assert await seal.opened_many(work, texts) == ["one", "three", None, "two", None]
        assert keys.loads == len({early[0].key, late[0].key})
        keys.destroy(EpochId(str(IsoWeek.of(T0.date()))))
        assert await seal.opened_many(work, texts) == [None, "three", None, None, None]
        assert await seal.opened_many(work, []) == []


@pytest.mark.parametrize("letter", ["a", "\u0175", "\N{STETHOSCOPE}"])
async def test_bodies_are_as_long_in_any_script(storage: Storage, letter: str) -> None:
    sealer = AesSealer(entropy=ENTROPY)
    seal = SealText(keys=InboxKeys(keys=MemoryKeys(), sealer=sealer), sealer=sealer)
    async with storage.writing() as work:
        found = await seal.many(work, [("", "ann"), (letter * 500, "ann")], now=T0)
    assert len({len(each.body) for each in found}) == 1
