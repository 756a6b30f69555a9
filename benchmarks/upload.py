"""How much work it is to bring a list of ten thousand people: `python -m benchmarks.upload [PEOPLE]`.

Seconds of processor time of the whole process, threads included, on a new SQLite database; first everybody is new, then
one in nine gets another name.
"""

import asyncio
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bot.adapters.clock import SystemEntropy
from bot.app.graph import Graph
from bot.app.world import World
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.administration.upload.columns import matched
from bot.domain.administration.upload.scope import UploadChoices, UploadPlan, UploadScope
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Role
from bot.flows.administration.upload.held import AlreadySaved
from storage.database import Database
from tests.support.builders import T0
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.consoles import a_hospital_s_programme, a_hospital_s_roster

UNITS = {UnitId("medicine"): "Medicine", UnitId("icu"): "Intensive care", UnitId("ward"): "Willow Ward"}
SCOPE = UploadScope(by=PersonId("ada"), units=UNITS, everything=False)
ADA = Author(who=Actor.person(PersonId("ada")), source=RevisionSource.CONSOLE)


async def bring(graph: Graph, session: str, text: str) -> list[float]:
    """Seconds of reading, looking and saving."""
    upload, at = graph.upload, [process_time()]
    await upload.begin(session, text.encode())
    at.append(process_time())
    table = await upload.table(session)
    assert table is not None
    choices = UploadChoices(
        columns=tuple(matched(table.headings)),
        unit=None,
        role=Role.MEMBER,
        channel=WEB,
        missing_leave=False,
        leave_out=False,
    )
    plan = await upload.look(session, choices, scope=SCOPE, locale="en-GB")
    assert isinstance(plan, UploadPlan)
    at.append(process_time())
    saved = await upload.save(session, seen=plan.fingerprint, leave=None, scope=SCOPE, locale="en-GB", author=ADA)
    assert isinstance(saved, AlreadySaved)
    at.append(process_time())
    return [after - before for before, after in pairwise(at)]


async def main(people: int) -> None:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rounds.db")
        await database.migrate()
        async with database.writing() as work:
            await work.programmes.save(a_hospital_s_programme(), at=T0)
            await work.rosters.save(a_hospital_s_roster(), at=T0)
        clock = StillClock(T0)
        world = World(
            storage=database, keys_folder=Path(folder) / "keys", clock=clock, real_clock=clock, entropy=SystemEntropy()
        )
        graph = Graph(world)
        rows = [f"p{n:05},Person {n},{'icu' if n % 2 else 'ward'},member\n" for n in range(people)]
        text = "person_id,name,unit,role\n" + "".join(rows)
        for what, given in (("all new", text), ("some renamed", text.replace("Person 1", "Another 1"))):
            reading, looking, saving = await bring(graph, what, given)
            print(f"{people} people, {what}: read {reading:.2f} s, look {looking:.2f} s, save {saving:.2f} s")
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
