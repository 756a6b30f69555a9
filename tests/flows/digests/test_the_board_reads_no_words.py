"""Those above teams read ages and shares of actions, and never what anybody wrote about one."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.identifiers import ActionId, PersonId
from bot.domain.organisation.people import Role
from bot.flows.digests.read_unit import ReadUnit
from bot.flows.digests.send_digests import SendDigests
from bot.flows.follow_up.digest_now import ComposeDigest, digest_now
from tests.support.clocks import StillClock
from tests.support.memory import MemoryStorage
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Alarming, Weeks, monday_after

CANARY = "canary"
WEEKS = 10


async def test_on_no_page_nor_in_any_message_to_them(tmp_path: Path) -> None:
    weeks = Weeks(MemoryStorage(), tmp_path, detector=Alarming(FIRST + 8))
    await weeks.furnish({WARD: 14, CLINIC: 12})
    raised = monday_after(FIRST + 5)
    action = Action(
        id=ActionId("a"),
        unit=WARD,
        raised_by=PersonId("ward-nurse"),
        raised_at=raised,
        words=f"Mend the {CANARY}",
        owner=PersonId("ward-m1"),
        owner_role=Role.MEMBER,
        due=date(2026, 2, 18),
        state=ActionState.OPEN,
        told_at=raised,
        told_words=f"The {CANARY} comes",
        owned_at=raised,
        first_told_at=raised,
    )
    closed = replace(action, state=ActionState.CLOSED, closed_at=raised + timedelta(days=3))
    others = (
        replace(action, id=ActionId("b"), state=ActionState.PROPOSED, owned_at=None),
        replace(closed, id=ActionId("c")),
        replace(closed, id=ActionId("d"), cannot=True),
        replace(closed, id=ActionId("e"), unit=CLINIC, moved_from=(WARD,)),
    )
    async with weeks.storage.writing() as work:
        for each in (action, *others):
            await work.loop.save_action(each)
    await weeks.run(WEEKS)
    now = monday_after(FIRST + WEEKS - 1, hour=12) + timedelta(days=1, minutes=30)
    await SendDigests(storage=weeks.storage)(now=now)
    messages = [each for each in (await weeks.deliveries()).values() if each.person == "boss"]
    assert messages
    read = ReadUnit(storage=weeks.storage, clock=StillClock(now), digest_now=digest_now)
    shown: list[object] = [*messages]
    async with weeks.storage.reading() as work:
        programme = await work.programmes.current()
        assert programme is not None
        shown += [await ComposeDigest(clock=StillClock(now))(work, each) for each in messages]
        for back in range(WEEKS):
            digest = await work.weeks.digest(MEDICINE, FIRST + back)
            assert digest is not None
            shown += [digest, await digest_now(work, programme, digest, PersonId("boss"), now=now)]
    shown.append(await read(MEDICINE, PersonId("boss"), [Role.SPONSOR]))
    assert [each for each in shown if CANARY in repr(each)] == []
    counted = repr(await weeks.digest(MEDICINE))
    assert "past" in counted, "its age is told"
    own = await weeks.digest(WARD)
    assert CANARY in repr(own), "or nothing could be found above"
