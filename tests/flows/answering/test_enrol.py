"""Enrolment codes: issued once, claimed once, and kind to whoever mistypes."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from hashlib import scrypt, sha256
from itertools import count
from math import comb, log2
from pathlib import Path

import pytest

from bot.adapters.channels.registry import name_command
from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.errors import UnknownPerson
from bot.domain.identifiers import DeliveryKey, HeldWordsId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import Message, SealedWords
from bot.domain.messaging.orders import CODE_LENGTH, CODE_LETTERS, CODE_SIGNS, code_in, grouped
from bot.domain.organisation.people import (
    Address,
    Membership,
    Role,
    Roster,
    joined_by,
)
from bot.domain.texts.dates import full_date
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.answering.enrol import (
    IssueCodes,
    IssuedCode,
    LinksMissing,
    RedeemCode,
    RedeemOnPage,
    StillGood,
    digest_of,
    new_code,
)
from bot.ports import NewWebMessage, UnitOfWork
from bot.repositories.prompts import HeldWords
from storage.database import Database
from tests.support.builders import a_programme, a_roster, a_whole_quarter, no_faults, no_notes
from tests.support.channels import TELEGRAM, WEB
from tests.support.clocks import StillClock
from tests.support.messages import words_of

HERE = Address(channel=TELEGRAM, value="4711")
ELSEWHERE = Address(channel=TELEGRAM, value="4712")


class CountedEntropy:
    """Bytes that count up; the first would make a code that starts like a formula."""

    def __init__(self) -> None:
        self._numbers = count()

    def token(self, size: int) -> bytes:
        return bytes([0xFB - next(self._numbers) % 200]) * size


ROOT = Author(who=Actor.user("root"), source=RevisionSource.FILES)


def bytes_of_the_database(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("rounds.db*"))


async def a_hospital(storage: Database, roster: Roster, clock: StillClock) -> None:
    revise = ReviseProgramme(storage=storage, clock=clock, entropy=SystemEntropy(), links=[WEB], fits=no_faults)
    await revise(a_programme(), roster, author=ROOT)


async def issue(
    storage: Database,
    clock: StillClock,
    entropy: CountedEntropy | None = None,
    *,
    person: str | None = None,
    renew: bool = False,
) -> Sequence[IssuedCode]:
    flow = IssueCodes(
        storage=storage,
        clock=clock,
        entropy=entropy or CountedEntropy(),
        links={channel: partial("https://join/{}/{}".format, channel) for channel in (TELEGRAM, WEB)},
    )
    return (await flow(person, renew=renew, author=ROOT)).codes


async def given_a_short_code(storage: Database, person: str, clock: StillClock) -> None:
    """As codes were before, with what was stored of them."""
    digest = scrypt(b"KXQ4RT7B", salt=b"rounds code 2", n=2**11, r=8, p=1, dklen=32)
    async with storage.writing() as work:
        await work.codes.replace(PersonId(person), digest, expires_at=clock.now() + timedelta(days=1))


async def redeem(storage: Database, code: str, address: Address, clock: StillClock) -> str:
    async with storage.writing() as work:
        message = await RedeemCode(name_command=name_command, part_from_notes=no_notes)(
            work, address, code, now=clock.now()
        )
    assert isinstance(message, Message)
    return words_of(message)


async def test_everybody_without_an_address_gets_a_code_of_twelve_letters_and_digits(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster({"ada": "1"}), clock)
    await a_hospital(sqlite_storage, a_roster(["ada", "ben", "cleo"]), clock)
    issued = await issue(sqlite_storage, clock)
    assert [each.person.id for each in issued] == ["ben", "cleo"]
    for each in issued:
        assert code_in(each.code) == each.code
        assert len(each.code) == 12
        assert not set(each.code) & set("01ILOU")
        assert each.link == f"https://join/telegram/{each.code}"
        assert each.expires_at == clock.now() + timedelta(days=14)


async def test_a_code_that_is_still_good_is_kept_until_it_is_renewed_or_runs_out(sqlite_storage: Database) -> None:
    clock, entropy = StillClock(), CountedEntropy()
    await a_hospital(sqlite_storage, a_roster(["ada", "ben"]), clock)
    first = {each.person.id: each.code for each in await issue(sqlite_storage, clock, entropy)}
    assert await issue(sqlite_storage, clock, entropy) == ()
    with pytest.raises(StillGood):
        await issue(sqlite_storage, clock, entropy, person="ada")
    (renewed,) = await issue(sqlite_storage, clock, entropy, person="ada", renew=True)
    assert "Intensive care" not in await redeem(sqlite_storage, first[PersonId("ada")], HERE, clock)
    assert "Intensive care" in await redeem(sqlite_storage, first[PersonId("ben")], ELSEWHERE, clock)
    clock.at += timedelta(days=14)
    (again,) = await issue(sqlite_storage, clock, entropy)
    assert again.person.id == renewed.person.id


async def test_who_has_lost_their_address_gets_a_code_and_keeps_the_old_one_until_it_is_taken(
    sqlite_storage: Database,
) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster({"ada": "4711"}), clock)
    (issued,) = await issue(sqlite_storage, clock, person="ada")
    assert issued.units == ("icu",)
    async with sqlite_storage.reading() as work:
        assert await work.rosters.address_of(PersonId("ada")) == HERE
    assert "Intensive care" in await redeem(sqlite_storage, issued.code, ELSEWHERE, clock)
    async with sqlite_storage.reading() as work:
        assert await work.rosters.address_of(PersonId("ada")) == ELSEWHERE
        assert await work.rosters.at_address(HERE) is None
    with pytest.raises(UnknownPerson):
        await issue(sqlite_storage, clock, person="zoe")


async def test_no_code_is_spent_where_its_link_cannot_be_made(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada", "ben"]), clock)
    flow = IssueCodes(storage=sqlite_storage, clock=clock, entropy=CountedEntropy(), links={WEB: str})
    with pytest.raises(LinksMissing) as missing:
        await flow(author=ROOT)
    assert missing.value.people == {TELEGRAM: 2}
    async with sqlite_storage.reading() as work:
        assert await work.codes.waiting(at=clock.now()) == {}


def test_no_code_is_taken_for_a_number_or_a_formula() -> None:
    codes = [new_code(SystemEntropy()) for _ in range(300)]
    assert all(code[0].isalpha() for code in codes)
    assert len(set(codes)) == 300


def test_codes_have_at_least_57_bits() -> None:
    """Counted from the signs and the rule which of them make a code; each sign is as likely as any other."""
    places, letters, digits = CODE_LENGTH - 1, len(CODE_LETTERS), len(CODE_SIGNS) - len(CODE_LETTERS)
    of_digits = {n: comb(places, n) * digits**n * letters ** (places - n) for n in range(places + 1)}
    allowed = {n for n in of_digits if code_in("A" + "2" * n + "B" * (places - n))}
    bits = log2(letters * sum(of_digits[n] for n in allowed))
    assert 57 < bits < 59
    codes = [new_code(SystemEntropy()) for _ in range(300)]
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert all(len({code[at] for code in codes}) > letters / 2 for at in range(CODE_LENGTH))


async def test_a_code_enrols_the_address_and_names_the_team_not_the_person(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    words = await redeem(sqlite_storage, f" {issued.code}\n", HERE, clock)
    assert "Intensive care" in words
    assert "Ada" not in words
    assert "confidential" in words
    async with sqlite_storage.reading() as work:
        assert await work.rosters.address_of(PersonId("ada")) == HERE
        assert (await work.rosters.consent(PersonId("ada"))).joined_at == joined_by(clock.now())
    assert await issue(sqlite_storage, clock) == ()


async def test_the_welcome_tells_the_rule_that_holds_in_a_quarter_begun_before_blocks_had_keys(
    sqlite_storage: Database,
) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ana"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    running = IsoWeek.of(clock.now().date())
    async with sqlite_storage.writing() as work:
        await work.epochs.save(a_whole_quarter(running - 3))
    words = await redeem(sqlite_storage, issued.code, HERE, clock)
    assert f"questions that close by {full_date((running + 9).sunday(), 'en-GB')} are destroyed by" in words
    assert "Later ones are destroyed at most 14 weeks after you gave them" in words


async def test_a_code_works_once_and_a_second_press_by_the_same_person_is_no_mistake(
    sqlite_storage: Database,
) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    await redeem(sqlite_storage, issued.code, HERE, clock)
    assert (await redeem(sqlite_storage, issued.code, HERE, clock)).startswith("You have joined already")
    assert (await redeem(sqlite_storage, issued.code, ELSEWHERE, clock)).startswith("This code does not work")
    async with sqlite_storage.reading() as work:
        assert await work.rosters.at_address(ELSEWHERE) is None


async def test_a_code_is_taken_however_it_is_typed(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    typed = grouped(issued.code).lower().replace("-", " - ", 1)
    assert (await redeem(sqlite_storage, typed, HERE, clock)).startswith("Welcome")


async def test_a_code_of_eight_signs_that_was_given_out_still_works(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    await given_a_short_code(sqlite_storage, "ada", clock)
    assert (await redeem(sqlite_storage, "kxq4-rt7b", HERE, clock)).startswith("Welcome")


async def test_a_long_code_of_an_earlier_version_still_works(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    async with sqlite_storage.writing() as work:
        expires_at = clock.now() + timedelta(days=1)
        await work.codes.replace(PersonId("ada"), sha256(b"a" * 22).digest(), expires_at=expires_at)
    assert (await redeem(sqlite_storage, "a" * 22, HERE, clock)).startswith("Welcome")


async def test_who_is_asked_at_an_address_decides_before_it_becomes_another_persons(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster({"ada": HERE.value}), clock)
    await a_hospital(sqlite_storage, a_roster(["ada", "ben"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    asked = await redeem(sqlite_storage, issued.code, HERE, clock)
    assert "This chat belongs to somebody on the list of Intensive care already" in asked
    assert not {"Ada", "Ben"} & set(asked.split())
    async with sqlite_storage.reading() as work:
        assert await work.rosters.address_of(PersonId("ada")) == HERE
    async with sqlite_storage.writing() as work:
        join = RedeemCode(name_command=name_command, part_from_notes=no_notes)
        message = await join(work, HERE, issued.code, now=clock.now(), is_sure=True)
    assert "Whoever was asked in this chat before is not asked here any more" in words_of(message)
    async with sqlite_storage.reading() as work:
        assert await work.rosters.address_of(PersonId("ben")) == HERE
        assert [each.id for each in await work.codes.without_address()] == ["ada"], "who can be given a new code"


async def test_a_new_code_replaces_the_earlier_one_and_an_old_one_expires(sqlite_storage: Database) -> None:
    clock, entropy = StillClock(), CountedEntropy()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (first,) = await issue(sqlite_storage, clock, entropy)
    (second,) = await issue(sqlite_storage, clock, entropy, renew=True)
    assert first.code != second.code
    assert (await redeem(sqlite_storage, first.code, HERE, clock)).startswith("This code does not work")
    clock.advance(days=14)
    assert (await redeem(sqlite_storage, second.code, HERE, clock)).startswith("This code does not work")


async def test_whoever_left_the_list_cannot_join_with_an_old_code(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    await a_hospital(sqlite_storage, a_roster(["ben"]), clock)
    assert (await redeem(sqlite_storage, issued.code, HERE, clock)).startswith("This code does not work")


async def test_a_sponsor_is_welcomed_to_the_digest_and_promised_no_question(sqlite_storage: Database) -> None:
    clock = StillClock()
    roster = a_roster(["ada"])
    sponsor = Membership(person=PersonId("ada"), unit=UnitId("medicine"), role=Role.SPONSOR)
    await a_hospital(sqlite_storage, Roster(people=roster.people, memberships=frozenset({sponsor})), clock)
    (issued,) = await issue(sqlite_storage, clock)
    words = await redeem(sqlite_storage, issued.code, HERE, clock)
    assert "Medicine" in words
    assert "digest" in words
    assert "question" not in words


async def test_a_web_page_says_nothing_when_it_worked_and_why_when_it_did_not(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"], channel=WEB), clock)
    (issued,) = await issue(sqlite_storage, clock)
    join = RedeemOnPage(storage=sqlite_storage, clock=clock, name_command=name_command, part_from_notes=no_notes)
    assert (await join("wrong", Address(channel=WEB, value="a"))).startswith("This code does not work")
    assert await join(issued.code, Address(channel=WEB, value="b")) == ""


async def test_a_wrong_code_on_a_page_writes_nothing(sqlite_storage: Database, tmp_path: Path) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"], channel=WEB), clock)
    join = RedeemOnPage(storage=sqlite_storage, clock=clock, name_command=name_command, part_from_notes=no_notes)
    kept = [tmp_path / "rounds.db", tmp_path / "rounds.db-wal"]
    before = [file.read_bytes() for file in kept]
    for number in range(20):
        assert await join(f"wrong-{number:016}", Address(channel=WEB, value=f"{number}"))
    assert [file.read_bytes() for file in kept] == before


async def test_the_code_itself_is_stored_nowhere(sqlite_storage: Database, tmp_path: Path) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    written = bytes_of_the_database(tmp_path)
    assert digest_of(issued.code) in written
    assert issued.code.encode() not in written


async def test_another_address_finds_nothing_of_what_was_said_before(sqlite_storage: Database) -> None:
    """Whoever may invite can redeem the code themselves; the same chat again keeps what stands in it."""
    clock, ada, forgotten = StillClock(), PersonId("ada"), list[PersonId]()
    await a_hospital(sqlite_storage, a_roster(["ada"], channel=WEB), clock)

    async def part_from_notes(_work: UnitOfWork, people: Collection[PersonId]) -> None:
        forgotten.extend(people)

    join = RedeemOnPage(storage=sqlite_storage, clock=clock, name_command=name_command, part_from_notes=part_from_notes)
    first, other = (Address(channel=WEB, value=name) for name in ("first", "other"))
    sealed = SealedWords(key=IsoWeek.parse("2026-W10"), body=b"sealed")
    (issued,) = await issue(sqlite_storage, clock)
    assert await join(issued.code, first) == ""
    for address, kept in ((first, ["answer"]), (other, [])):
        forgotten.clear()
        async with sqlite_storage.writing() as work:
            answer = NewWebMessage(person=ada, words=sealed, key=DeliveryKey("answer"))
            await work.web_chats.post_many([answer], token=SystemEntropy().token)
            await work.prompts.hold(HeldWords(id=HeldWordsId("h"), person=ada, sealed=sealed, asked_at=clock.now()))
        (issued,) = await issue(sqlite_storage, clock, person="ada", renew=True)
        assert await join(issued.code, address) == ""
        async with sqlite_storage.reading() as work:
            assert [each.key for each in await work.web_chats.since(ada, 0, limit=9)] == kept
            assert (await work.prompts.held(ada) is not None) is bool(kept)
        assert forgotten == ([] if kept else [ada])
