"""What was made ready before anybody waited to write is what is kept, in every storage."""

from dataclasses import replace

from bot.domain.certificates.certificate import WeekLists
from bot.domain.certificates.recipients import PageSalts
from bot.domain.identifiers import UnitId
from bot.ports import Storage
from storage.schema.tables import IN_WORDS
from tests.support.builders import ICU
from tests.support.leads import a_digest
from tests.support.screens.certifying import CERTIFICATE
from tests.support.weeks import the_programme

WARD = UnitId("ward")
SALTS: PageSalts = {ICU: b"one", WARD: b"other"}


async def test_the_hash_of_a_page_is_known_before_it_is_frozen(storage: Storage) -> None:
    first = replace(a_digest(the_programme().organisation), unit=ICU)
    pages = [first, replace(first, unit=WARD, written_in="cy")]
    async with storage.writing() as work:
        ready = await work.weeks.ready_digests(pages)
        assert set(await work.certificates.documents(ready, {ICU: b"one"})) == {ICU}
        before = await work.certificates.documents(ready, {ICU: b"", WARD: b""})  # as of a page without a certificate
        assert await work.weeks.add_digests(ready) == {ICU, WARD}
        assert await work.weeks.add_digests(ready) == frozenset()
        frozen = (await work.certificates.kept(first.week, [ICU, WARD])).pages
        assert before == {unit: page.document for unit, page in frozen.items()}
        assert await work.weeks.digest(WARD) == pages[1]


async def test_only_pages_that_were_frozen_get_their_certificates(storage: Storage) -> None:
    week = CERTIFICATE.week
    made = [replace(CERTIFICATE, unit=ICU), replace(CERTIFICATE, unit=WARD)]
    async with storage.writing() as work:
        ready = await work.certificates.ready(made)
        await work.certificates.add(WeekLists(week=week, parents={ICU: None, WARD: None}), ready, {ICU: b"one"})
        assert await work.certificates.certificate(ICU, week) == made[0]
        assert await work.certificates.certificate(WARD, week) is None
        await work.certificates.add(None, ready, SALTS)
        assert await work.certificates.certificate(WARD, week) == made[1]
        assert set(await work.certificates.lists(week, week)) == {week}


def test_the_index_of_answers_in_words_is_the_one_that_migrations_make() -> None:
    assert str(IN_WORDS) == "length(body) > 1024", "as migration 0062 has it; else no query would use it"
