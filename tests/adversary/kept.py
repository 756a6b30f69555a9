"""A played history as storage keeps it: atoms, cells, ledger, pages and certificates."""

from bot.domain.certificates.certify import finished
from bot.domain.certificates.recipients import Salts
from bot.ports import Storage
from tests.adversary.histories import FIRST
from tests.adversary.play import Played


async def keep(played: Played, storage: Storage) -> None:
    """All that a restore has not taken back."""
    weeks = [number for number in sorted(played.lists) if played.is_remembered(number, played.history.weeks)]
    everybody = {spell.person for spell in played.history.spells}
    salts: Salts = {person: f"salt of {person}".encode() for person in everybody}
    async with storage.writing() as work:
        await work.certificates.add_salts(salts)
        for number in weeks:
            week = FIRST + number
            await work.cells.add_atoms(await work.cells.ready_atoms(played.atoms[number]))
            cells = {cell.atom.teams[0]: cell for (_, at), cell in played.cells.items() if at == number}
            await work.cells.add(week, cells)
            await work.weeks.add_releases([row for row in played.rows if row.week == week])
            pages = [page for (_, at), page in played.pages.items() if at == number]
            ready = await work.weeks.ready_digests(pages)
            of_pages = dict.fromkeys(await work.weeks.add_digests(ready), b"of this page")
            documents = await work.certificates.documents(ready, of_pages)
            certificates = [
                finished(
                    played.certificates[page.unit, number],
                    page.recipients,
                    document=documents[page.unit],
                    salts=salts,
                )
                for page in pages
            ]
            await work.certificates.add(played.lists[number], await work.certificates.ready(certificates), of_pages)
