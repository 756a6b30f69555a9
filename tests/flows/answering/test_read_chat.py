"""What stands where on a person's page, and who is shown what is one tap away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.channels.web.pages import show_message
from bot.adapters.clock import SystemEntropy
from bot.domain.asking.pulse_messages import Setting, View, compose_pulse
from bot.domain.digests.frozen_digest import Recipients, digest_message
from bot.domain.digests.team_text import write_page
from bot.domain.follow_up.prompts import Prompt, TeamWords
from bot.domain.identifiers import ActionId, DeliveryKey, PersonId, PromptId, UnitId
from bot.domain.messaging.buttons import ActionPress, DigestRef, OnAction, OnPrompt, PromptPress
from bot.domain.messaging.documents import Lead
from bot.domain.messaging.messages import Button, Message, MessageKind, SealedWords, message_of
from bot.domain.organisation.people import Address, Membership, Role
from bot.flows.answering.read_chat import Chat, Place, ReadChat
from bot.flows.follow_up.digest_now import digest_now, digests_now
from bot.ports import NewWebMessage, Storage
from tests.support.builders import ICU, T0, a_delivery, a_programme, a_pulse, a_question, a_roster, a_round
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.freezing import freeze
from tests.support.messages import a_message, words_of
from tests.support.pages import AT, CHART, a_flagged_page
from tests.support.sealing import seal_messages

ANN = PersonId("ann")
LINK = Address(channel=WEB, value="link")


class Page:
    def __init__(self, storage: Storage) -> None:
        self.storage, self.clock, self._posted = storage, StillClock(T0), 0
        self.messages = seal_messages()
        self.read = ReadChat(storage=storage, messages=self.messages, clock=self.clock, digests_now=digests_now)

    async def enlist(self, *roles: Role) -> None:
        listed = a_roster(["ann"], channel=WEB)
        held = frozenset(Membership(person=ANN, unit=ICU, role=role) for role in roles)
        async with self.storage.writing() as work:
            await work.programmes.save(a_programme(), at=T0)
            await work.rosters.save(replace(listed, memberships=held), at=T0)
            await work.rosters.enrol(ANN, LINK, at=T0)

    async def put(self, message: Message | SealedWords, digest: DigestRef | None = None) -> int:
        self._posted += 1
        key = DeliveryKey(f"k{self._posted}")
        posted_at = None if isinstance(message, SealedWords) else self.clock.now()
        new = NewWebMessage(person=ANN, words=message, key=key, posted_at=posted_at, digest=digest)
        async with self.storage.writing() as work:
            (number,) = await work.web_chats.post_many([new], token=SystemEntropy().token)
        return number

    async def ask(self, view: View = View.QUESTION) -> int:
        pulse = a_pulse(ANN, identity=f"p{self._posted}", round_=a_round(opens_at=self.clock.now()))
        async with self.storage.writing() as work:
            await work.pulses.add([pulse])
        setting = Setting(unit_name="ICU", locale="en-GB", zone="Europe/London", now=self.clock.now())
        return await self.put(compose_pulse(view, pulse, a_question(), setting))

    async def shown(self) -> Chat:
        chat = await self.read(LINK)
        assert chat is not None
        return chat

    async def numbers(self) -> dict[Place, list[int]]:
        found = (await self.shown()).in_order()
        return {place: [each.message.id for each in found if each.place is place] for place in Place}


@pytest.fixture
async def page(storage: Storage) -> Page:
    page = Page(storage)
    await page.enlist(Role.MEMBER)
    return page


async def test_what_waits_comes_first_then_the_newest_and_past_questions_are_folded(page: Page) -> None:
    closed = await page.ask()
    page.clock.advance(days=6)
    old_news = await page.put(a_message("News.", kind=MessageKind.TOLD_BACK))
    page.clock.advance(days=15)
    opened = await page.ask()
    recorded = await page.ask(View.RECORDED)
    news = await page.put(a_message("More news.", kind=MessageKind.TOLD_BACK))
    prompt = await page.put(a_message("Your words?", kind=MessageKind.PROMPT, asks_reply=True))
    assert await page.numbers() == {
        Place.FIRST: [prompt, opened],
        Place.IN_SIGHT: [news],
        Place.EARLIER: [recorded, old_news, closed],
    }
    over = {each.message.id: each.is_over for each in (await page.shown()).page}
    assert [number for number, is_over in over.items() if is_over] == [closed]
    assert (await page.shown()).has_answered


@pytest.mark.parametrize("view", [View.MORE, View.WHY, View.SNOOZE])
async def test_an_open_question_behind_its_menu_still_waits(page: Page, view: View) -> None:
    asked = await page.ask(view)
    await page.put(a_message("News.", kind=MessageKind.TOLD_BACK))
    assert (await page.numbers())[Place.FIRST] == [asked]
    page.clock.advance(days=6)
    assert (await page.numbers())[Place.FIRST] == []


async def test_what_no_longer_opens_is_left_out_and_each_message_keeps_its_place(page: Page) -> None:
    written = [a_delivery(ANN, text="One."), a_delivery("ben", text="Ben's."), a_delivery(ANN, text="Two.")]
    async with page.storage.writing() as work:
        kept = await page.messages(work, written, now=page.clock.now())
    open_first = await page.put(a_message("In the open.", kind=MessageKind.TOLD_BACK))
    numbers = [await page.put(each.sealed) for each in kept if each.sealed]
    said = {each.message.id: words_of(each.message.message) for each in (await page.shown()).page}
    assert said == {open_first: "In the open.", numbers[0]: "One.", numbers[2]: "Two."}


async def test_a_question_that_was_put_off_does_not_wait(page: Page) -> None:
    await page.ask(View.PASSED)
    await page.put(a_message("News.", kind=MessageKind.TOLD_BACK))
    assert (await page.numbers())[Place.FIRST] == []


@pytest.mark.parametrize("kind", [MessageKind.SETTINGS, MessageKind.HELP, MessageKind.PRIVACY, MessageKind.ANSWER])
async def test_what_was_so_before_is_folded(page: Page, kind: MessageKind) -> None:
    stopped, again = [await page.put(a_message(words, kind=kind)) for words in ("You have stopped.", "Welcome back.")]
    news = await page.put(a_message("News.", kind=MessageKind.TOLD_BACK))
    numbers = await page.numbers()
    assert (numbers[Place.IN_SIGHT], numbers[Place.EARLIER]) == ([news, again], [stopped])
    (folded,) = [each for each in (await page.shown()).page if each.place is Place.EARLIER]
    line = show_message(folded, locale="en-GB", path="/c").split("<summary>")[1].split("</summary>")[0]
    assert ("You have stopped." in line) == (kind is MessageKind.ANSWER)


@pytest.mark.parametrize("kind", [MessageKind.FLAG_NEWS, MessageKind.HELP_ANSWERED, MessageKind.ACTION_NEWS])
async def test_of_news_of_one_unit_the_newest_stays_and_what_can_still_be_pressed(
    page: Page, kind: MessageKind
) -> None:
    def news(words: str, unit: str = "Ward 8", *rows: tuple[Button, ...]) -> Message:
        return message_of(kind, "en-GB", words, buttons=rows, unit_name=unit)

    tell = Button(label="Tell the team", intent=ActionPress(action=ActionId("a"), what=OnAction.TELL))
    said = (news("Done.", "Ward 8", (tell,)), news("Not now."), news("Of another unit.", "Ward 9"), news("They will."))
    done, not_now, other, will = [await page.put(each) for each in said]
    numbers = await page.numbers()
    assert (numbers[Place.IN_SIGHT], numbers[Place.EARLIER]) == ([will, other, done], [not_now])
    (folded,) = [each for each in (await page.shown()).page if each.place is Place.EARLIER]
    line = show_message(folded, locale="en-GB", path="/c").split("<summary>")[1].split("</summary>")[0]
    assert "Not now." in line


async def test_who_sees_what_is_folded_under_its_own_name_and_not_its_first_heading(page: Page) -> None:
    kept = message_of(MessageKind.PRIVACY, "en-GB", (Lead(words="What is kept"), "Your name."))
    for _ in range(2):
        await page.put(kept)
    (folded,) = [each for each in (await page.shown()).page if each.place is Place.EARLIER]
    html = show_message(folded, locale="en-GB", path="/c")
    assert "What is stored and who sees it</span></summary>" in html


async def test_an_answer_that_leaves_something_to_press_stays(page: Page) -> None:
    press = ActionPress(action=ActionId("a"), what=OnAction.CLOSE)
    left = a_message("You own this.", kind=MessageKind.ANSWER, buttons=((Button(label="It is done", intent=press),),))
    numbers = [await page.put(each) for each in (left, left, a_message("News.", kind=MessageKind.TOLD_BACK))]
    assert (await page.numbers())[Place.IN_SIGHT] == numbers[::-1]


async def test_a_question_moves_when_its_round_closes(page: Page) -> None:
    number = await page.ask()
    await page.put(a_message("News."))
    assert (await page.numbers())[Place.FIRST] == [number]
    page.clock.advance(days=5)
    assert (await page.numbers())[Place.EARLIER] == [number]


async def test_boxes_that_take_no_more_words_are_left_out_and_words_not_sent_lose_their_buttons(page: Page) -> None:
    prompts = [
        Prompt(id=PromptId(name), person=ANN, subject=TeamWords(unit=ICU), shown_in=DeliveryKey(name), asked_at=T0)
        for name in ("box", "draft")
    ]
    for prompt in prompts:
        async with page.storage.writing() as work:
            await work.prompts.open(prompt)
    box, draft = (
        replace(
            a_message("Words.", kind=MessageKind.PROMPT, asks_reply=prompt.id == "box"),
            buttons=((Button(label="Cancel", intent=PromptPress(prompt=prompt.id, what=OnPrompt.CANCEL)),),),
        )
        for prompt in prompts
    )
    numbers = [await page.put(box), await page.put(draft)]
    assert (await page.numbers())[Place.FIRST] == numbers[::-1]
    page.clock.advance(days=3)
    (shown,) = (await page.shown()).page
    assert (shown.message.id, shown.is_over) == (numbers[1], True)
    html = show_message(shown, locale="en-GB", path="/c/x")
    assert ("This was not sent." in html, "<button" in html) == (True, False)


async def test_the_newest_digest_stays_in_sight_and_earlier_ones_do_not(page: Page) -> None:
    digests = []
    for _ in range(3):
        digests.append(await page.put(digest_of()))
        page.clock.advance(days=7)
    page.clock.advance(days=30)
    assert await page.numbers() == {Place.FIRST: [], Place.IN_SIGHT: [digests[2]], Place.EARLIER: digests[1::-1]}


async def test_a_nudge_stays_in_sight_until_the_next_one(page: Page) -> None:
    first = await page.put(message_of(MessageKind.NUDGE, "en-GB", "Five minutes"))
    digest = await page.put(digest_of())
    assert (await page.numbers())[Place.IN_SIGHT] == [digest, first]
    second = await page.put(message_of(MessageKind.NUDGE, "en-GB", "Five minutes"))
    assert await page.numbers() == {Place.FIRST: [], Place.IN_SIGHT: [second, digest], Place.EARLIER: [first]}


async def test_digests_of_several_units_do_not_hide_each_other(page: Page) -> None:
    """As a sponsor of three divisions gets them, one after the other."""
    before = await page.put(digest_of(), DigestRef(unit=UnitId("surgery"), week=FROZEN.week - 1))
    page.clock.advance(days=7)
    units = [UnitId(name) for name in ("medicine", "women", "surgery")]
    digests = [await page.put(digest_of(), DigestRef(unit=unit, week=FROZEN.week)) for unit in units]
    news = await page.put(a_message("News.", kind=MessageKind.TOLD_BACK))
    assert await page.numbers() == {Place.FIRST: [], Place.IN_SIGHT: [news, *digests[::-1]], Place.EARLIER: [before]}


async def test_days_are_those_of_the_reader(page: Page) -> None:
    page.clock.at = T0.replace(month=7, hour=23, minute=30)  # half past midnight in London
    await page.put(a_message("News."))
    (shown,) = (await page.shown()).page
    assert shown.day == page.clock.now().date() + timedelta(days=1)


async def test_nothing_is_read_anew_where_nothing_has_changed(page: Page) -> None:
    await page.put(a_message("One."))
    await page.put(a_message("Two."))
    newest = (await page.shown()).newest_change
    unchanged = await page.read(LINK, after=newest)
    assert unchanged is not None
    assert (unchanged.messages, unchanged.newest_change) == ([], newest)
    changed = await page.read(LINK, after=newest - 1)
    assert changed is not None
    assert len(changed.messages) == 2, "the whole page"


@pytest.mark.parametrize(
    ("roles", "reads"), [([Role.NURSING_LEAD], True), ([Role.MEMBER, Role.CHAMPION], True), ([Role.MEMBER], False)]
)
async def test_only_who_reads_digests_of_the_unit_now_is_shown_details_and_chart(
    storage: Storage, roles: Sequence[Role], reads: bool
) -> None:
    page = Page(storage)
    await page.enlist(*roles)
    async with storage.writing() as work:
        await freeze(work, [FROZEN])
    await page.put(digest_of())
    (shown,) = (await page.shown()).page
    async with storage.reading() as work:
        programme = await work.programmes.current()
        assert programme is not None
        now = await digest_now(work, programme, FROZEN, ANN, now=page.clock.now())
    assert shown.digest == (now if reads else None)
    assert (shown.chart is not None) == reads


FROZEN = replace(
    write_page(a_flagged_page(unit=ICU), at=AT, chart=CHART),
    unit=ICU,
    recipients=Recipients(readers=frozenset({ANN}), members=frozenset({ANN})),
)


def digest_of() -> Message:
    return digest_message(FROZEN, unit_name="ICU", locale="en-GB")


async def test_whose_chat_it_is_and_when_its_newest_message_came_is_known_without_opening_one(page: Page) -> None:
    await page.ask()
    await page.put(a_message("News.", kind=MessageKind.TOLD_BACK))
    whole, without = await page.shown(), await page.read(LINK, limit=0)
    assert without is not None
    assert (without.person, without.locale, without.newest_change) == (ANN, "en-GB", whole.newest_change)
    assert (len(whole.messages), len(without.messages)) == (2, 0)
    assert await page.read(Address(channel=WEB, value="another link"), limit=0) is None
