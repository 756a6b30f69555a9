"""What every storage promises about signing in."""

import asyncio

from bot.domain.administration.sign_in import SignInOrigin, SignInSession
from bot.domain.identifiers import PersonId
from bot.ports import Storage
from tests.support.builders import T0, a_roster, after

ANN, BOB, CHAT = PersonId("ann"), PersonId("bob"), SignInOrigin.CHAT


async def on_the_list(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["ann", "bob"]), at=T0)


async def test_a_link_is_taken_once_and_not_after_its_time(storage: Storage) -> None:
    await on_the_list(storage)
    async with storage.writing() as work:
        await work.sign_ins.offer(b"one", ANN, expires_at=after(minutes=10), origin=CHAT)
        await work.sign_ins.offer(b"two", BOB, expires_at=after(minutes=10), origin=CHAT)
        await work.sign_ins.offer(b"three", BOB, expires_at=after(minutes=10), origin=CHAT)
    async with storage.writing() as work:
        assert await work.sign_ins.take(b"one", at=after(minutes=10)) is None
        assert await work.sign_ins.take(b"two", at=T0) is None, "a newer link has replaced it"
        assert await work.sign_ins.take(b"one", at=T0) == (ANN, CHAT)
        assert await work.sign_ins.take(b"one", at=T0) is None
        assert await work.sign_ins.take(b"three", at=T0) == (BOB, CHAT)


async def test_of_many_at_once_exactly_one_takes_a_link(storage: Storage) -> None:
    await on_the_list(storage)
    async with storage.writing() as work:
        await work.sign_ins.offer(b"one", ANN, expires_at=after(minutes=10), origin=CHAT)

    async def take() -> PersonId | None:
        async with storage.writing() as work:
            taken = await work.sign_ins.take(b"one", at=T0)
            return None if taken is None else taken[0]

    assert sorted(map(str, await asyncio.gather(*(take() for _ in range(4))))) == ["None", "None", "None", "ann"]


async def test_a_session_comes_back_is_noted_and_ends(storage: Storage) -> None:
    await on_the_list(storage)
    session = SignInSession(person=ANN, as_administrator=True, seen_at=T0, origin=CHAT)
    others = SignInSession(person=BOB, as_administrator=False, seen_at=T0, origin=CHAT)
    async with storage.writing() as work:
        for digest, each in ((b"a", session), (b"b", session), (b"c", others)):
            await work.sign_ins.begin(digest, each)
        await work.sign_ins.offer(b"link", ANN, expires_at=after(minutes=10), origin=CHAT)
        await work.sign_ins.note_seen(b"a", at=after(minutes=5))
    async with storage.reading() as work:
        noted = SignInSession(person=ANN, as_administrator=True, seen_at=after(minutes=5), origin=CHAT)
        assert await work.sign_ins.session(b"a") == noted
        assert await work.sign_ins.session(b"c") == others
        assert await work.sign_ins.session(b"d") is None
    async with storage.writing() as work:
        await work.sign_ins.end(b"a")
        assert await work.sign_ins.session(b"a") is None
        await work.sign_ins.end_all(ANN)
        assert await work.sign_ins.session(b"b") is None
        assert await work.sign_ins.take(b"link", at=T0) is None
        assert await work.sign_ins.session(b"c") == others


async def test_what_has_run_out_is_forgotten(storage: Storage) -> None:
    await on_the_list(storage)
    async with storage.writing() as work:
        for digest, person, minutes in ((b"old", ANN, 10), (b"new", BOB, 11)):
            await work.sign_ins.offer(digest, person, expires_at=after(minutes=minutes), origin=CHAT)
            session = SignInSession(person=person, as_administrator=False, seen_at=after(minutes=minutes), origin=CHAT)
            await work.sign_ins.begin(digest, session)
    async with storage.writing() as work:
        await work.sign_ins.forget(links_until=after(minutes=10), unseen_since=after(minutes=10))
    async with storage.writing() as work:
        assert await work.sign_ins.session(b"old") is None
        assert await work.sign_ins.session(b"new") is not None
        assert await work.sign_ins.take(b"old", at=T0) is None
        assert await work.sign_ins.take(b"new", at=T0) == (BOB, CHAT)
