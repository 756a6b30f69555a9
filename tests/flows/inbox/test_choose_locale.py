"""The language of what is said outside any message."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from bot.domain.errors import StorageUnavailable
from bot.domain.organisation.people import Address
from bot.flows.inbox.choose_locale import ChooseLocale
from bot.ports import Storage, UnitOfWork
from tests.support.builders import T0, a_programme, a_roster
from tests.support.channels import TELEGRAM
from tests.support.memory import MemoryStorage

ANN, BOB, STRANGER = (Address(channel=TELEGRAM, value=value) for value in ("1", "2", "3"))


class Breakable:
    """A storage that can be switched off."""

    def __init__(self, storage: Storage) -> None:
        self._storage, self.is_broken = storage, False

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        if self.is_broken:
            raise StorageUnavailable("the disk is full")
        return self._storage.reading()

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._storage.writing()


async def set_up(storage: Storage) -> None:
    programme = a_programme()
    organisation = replace(programme.organisation, locale="de-AT")
    roster = a_roster({"ann": ANN.value, "bob": BOB.value})
    people = {person.id: person for person in roster.people.values()}
    people |= {each.id: replace(each, locale="en-IE") for each in people.values() if each.id == "ann"}
    async with storage.writing() as work:
        await work.programmes.save(replace(programme, organisation=organisation), at=T0)
        await work.rosters.save(replace(roster, people=people), at=T0)


async def test_people_have_their_own_language_and_strangers_the_organisations(storage: Storage) -> None:
    locale_of = ChooseLocale(storage=storage)
    assert await locale_of() == "en-GB", "before there is a programme"
    await set_up(storage)
    assert [await locale_of(address) for address in (ANN, BOB, STRANGER, None)] == ["en-IE", "de-AT", "de-AT", "de-AT"]


async def test_what_was_known_last_is_used_while_the_database_cannot_be_read(memory_storage: MemoryStorage) -> None:
    breakable = Breakable(memory_storage)
    locale_of = ChooseLocale(storage=breakable)
    await set_up(memory_storage)
    assert locale_of.last_known(ANN) == "en-GB"
    assert await locale_of(ANN) == "en-IE"
    breakable.is_broken = True
    assert await locale_of(ANN) == locale_of.last_known(ANN) == "en-IE"
    assert await locale_of(BOB) == locale_of.last_known(BOB) == await locale_of() == "de-AT"
