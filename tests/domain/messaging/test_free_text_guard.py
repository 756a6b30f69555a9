"""The guard on a labelled table, on disguises of numbers, and on texts built to be slow."""

from collections.abc import Collection
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.messaging.free_text_guard import (
    LONGEST_TEXT,
    Clean,
    Suspicious,
    passes_mod_11,
    screen,
)
from bot.domain.messaging.suspicions import Suspicion
from bot.domain.organisation.colleagues import as_mention
from tests.domain.messaging.guard_cases import ALLOWED, REFUSED
from tests.domain.messaging.ward_talk import NAMES, TALK
from tests.support.working_time import seconds_of

HARD = frozenset(kind for kind in Suspicion if kind.is_certain)
TRIES = 5
SLOW = (
    "1 ",
    "1",
    "a",
    "@",
    "a@",
    "@ab ",
    "@a",
    "@a.",
    "@a_",
    "@ward-",
    "t.me/",
    "t.me/a",
    "wa.me/",
    "Mr ",
    "1/2/",
    "(at)",
    "+4 ",
    "3 march ",
    "'a",
    "AB12 3",
    "1/2/ a@ Mr ",
    "ﷺ",
    "bed ",
    "00 (",
    "1.",
    "Sister ",
    "Miss A ",
    "MISS ",
    "may ",
    "a1234567",
    "O'",
    "Will Brown ",
    "Mr de ",
    "Mr de la ",
    "dr okafor ",
    "dr de ",
    "a.b at ",
    "a.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa at ",
    "a at b dot ",
    "bed 1 is ",
    "bed 1 is always a new ",
    "o1",
)


@pytest.mark.parametrize(("kind", "text"), [case for case in REFUSED if case[0] in HARD])
def test_every_hard_identifier_is_refused_and_named(kind: Suspicion, text: str) -> None:
    assert screen(text, "en-GB") == Suspicious(kind)


@pytest.mark.parametrize("kind", [Suspicion.NAME, Suspicion.BED])
def test_names_and_beds_are_mostly_refused(kind: Suspicion) -> None:
    soft = [text for each, text in REFUSED if each is kind]
    missed = [text for text in soft if isinstance(screen(text, "en-GB"), Clean)]
    assert len(soft) >= 14
    assert len(missed) <= 0.1 * len(soft), missed


def test_ordinary_talk_is_left_alone() -> None:
    talk = dict.fromkeys([*ALLOWED, *TALK])
    alarms = [text for text in talk if isinstance(screen(text, "en-GB", names=NAMES), Suspicious)]
    assert len(talk) >= 400
    assert len(alarms) <= 0.02 * len(talk), alarms


@pytest.mark.parametrize(
    "text",
    [
        "NHS 111 - too many referrals at weekends",
        "NHS 2024-25 planning guidance",
        "Ms Teams crashes all day",
        "babies born in 12 hours",
        "bed 24/7",
        "PAS 2000 is slow",
        "Patient name boards are old",
        "Miss Having time to think",
    ],
)
def test_a_label_or_a_title_alone_says_nothing(text: str) -> None:
    assert screen(text, "en-GB") == Clean(text)


NAMED = """
    Oluwaseun keeps leaving early
    oluwaseun adeyemi shouts
    ask Adeyemi about it
    Adeyemi’s rota is unfair
    Priya does all the work
    so priya raman and I stayed
    I saw Siobhan cry
    Kelly never answers
    we were told by Grace that we may not
    Grace Okafor is rude
    Okafor again
    OKAFOR SHOUTS
    it was Will who forgot
    Will Brown is always late
    the lead, Rose Young, does not listen
    when Rose is here it works
    Hope Ndlovu is great
    ndlovu should lead
    Nowak, Hassan and I
    José is tired
    Garcia y García
    Ahmed cannot cope
    talk to Mark
    mark park was late
    thanks to May Chen
    Chen left us alone
    Tom is off
    tom baker is off
    Aleksandra went home
    Sarah and Ben fight
""".strip().split("\n")


def test_people_of_the_team_are_found_by_name() -> None:
    missed = [text for text in NAMED if isinstance(screen(text, "en-GB", names=NAMES), Clean)]
    assert len(missed) <= 0.1 * len(NAMED), missed
    assert screen("Oluwaseun keeps leaving early", "en-GB") == Clean("Oluwaseun keeps leaving early")


@pytest.mark.parametrize("names", [(), NAMES])
@pytest.mark.parametrize(
    "text",
    [
        "@U07QK2XBP shouted at me again",
        "ask @mary_brown",
        "thanks to @Mary.",
        "(@Mary) is rude",
        "_@mary_ again",
        "we waited for \uff20mary",
        "so @\u200bmary again",
        "<@U07QK2XBP> shouted",
        "@colleague Jo shouted",
        "@jsmith never answers",
        "thanks to @Anna",
        "ask @dr.patel",
        "@anna-b again",
        "@rose left early",
        "@ward_anna shouted",
        "@Night is rude",
        "@lunch with @jsmith",
        "see t.me/jsmith",
        "https://t.me/anna_b",
        "http://www.t.me/Anna_B?x=1",
        "telegram.me/jsmith said so",
        "wa.me/447700900123",
        "https://wa.me/447700900123?text=hi",
        "linkedin.com/in/anna-b",
        "<https://www.linkedin.com/in/j-smith-1a2b/>",
        "LinkedIn.com/in/J%C3%B3",
    ],
)
def test_a_mention_names_a_colleague_whoever_is_on_the_lists(text: str, names: Collection[str]) -> None:
    assert screen(text, "en-GB", names=names) == Suspicious(Suspicion.COLLEAGUE)
    assert isinstance(screen(text, "en-GB", names=None), Clean), "in what is raised they may be named"


@pytest.mark.parametrize(
    "text",
    [
        "meet @ 5.30",
        "tea@3",
        "from @0730 on",
        "late @ work",
        "two of us @A&E",
        "tea@three",
        "nobody @lunch",
        "@ward: no beds",
        "two of us @night.",
        "@ward-7 and @night_shift",
        "meet @9",
        "bloods @ 6",
        "@all please read",
        "our leaflet is at t.me/share/url",
        "ask t.me/RoundsWardBot?start=KXQ4RT7BMN2P",
        "linkedin.com is blocked here",
        "contact.me/anna",
    ],
)
def test_not_every_at_is_a_mention(text: str) -> None:
    assert screen(text, "en-GB", names=NAMES) == Clean(text)


@given(st.text(max_size=12), st.text(max_size=8), st.text(max_size=8))
@example("\u00b900", "", "")
@example("night", "", "")
@example("nigh", "", "t")
@example("war\uff44", "", "")
def test_every_mention_that_a_chat_hands_over_is_found(name: str, before: str, after: str) -> None:
    assert isinstance(screen(f"{before} {as_mention(name)}{after}", "en-GB"), Suspicious)


def test_only_what_surely_identifies_somebody_is_taken_back() -> None:
    assert {kind for kind in Suspicion if not kind.is_certain} == {Suspicion.NAME, Suspicion.BED, Suspicion.COLLEAGUE}


@pytest.mark.parametrize("locale", ["de-AT", "pl", "en-IE"])
def test_english_words_count_in_every_language(locale: str) -> None:
    assert screen("Mrs Okafor in bed 7", locale) == Suspicious(Suspicion.NAME)
    assert screen("02/03/1961", locale) == Suspicious(Suspicion.DATE)


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(REFUSED) >= 120
    assert len(ALLOWED) >= 100
    assert len({text for _, text in REFUSED} | set(ALLOWED)) == len(REFUSED) + len(ALLOWED)


@given(serial=st.integers(0, 999_999), groups=st.sampled_from([(10,), (3, 3, 4), (5, 5), (6, 4), (2,) * 5, (1,) * 10]))
@settings(max_examples=100)
def test_no_spacing_hides_a_health_number(serial: int, groups: tuple[int, ...]) -> None:
    number = next(n for n in (f"999{serial:06d}{check}" for check in range(10)) if passes_mod_11(n) or n[-1] == "9")
    if not passes_mod_11(number):
        return  # one serial in eleven has no check digit
    places = [sum(groups[:count]) for count in range(len(groups) + 1)]
    for mark in (" ", "-", ".", "\u2009", "\u2013", "\u200c", "\u200d", "\u2060", "\ufe0f"):
        spaced = mark.join(number[start:end] for start, end in pairwise(places))
        assert screen(f"so {spaced}, sadly", "en-GB") == Suspicious(Suspicion.HEALTH_NUMBER)


@pytest.mark.parametrize("words", ["می\u200cخواهم", "thanks ❤️\u200d🩹", "it was a 9️⃣"])
def test_what_joins_letters_and_emoji_is_kept(words: str) -> None:
    assert screen(f" {words} ", "en-GB") == Clean(words)


@pytest.mark.parametrize("piece", SLOW)
def test_no_text_makes_the_guard_slow(piece: str) -> None:
    """Eight times as long a text takes about eight times as long; 64 times, if a pattern tried all pairs of places."""
    whole = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    part = whole[: LONGEST_TEXT // 8]
    assert min(_seconds(whole) for _ in range(TRIES)) < 32 * min(_seconds(part) for _ in range(TRIES))


@given(text=st.text(max_size=200))
@settings(max_examples=150)
def test_what_passes_can_be_stored_and_passes_again(text: str) -> None:
    screening = screen(text, "en-GB")
    if isinstance(screening, Clean):
        screening.text.encode()
        assert not set(screening.text) & set("\u200b\u202e\u2066\x00\ufeff")
        assert screen(screening.text, "en-GB") == screening


def test_a_refusal_keeps_nothing_of_the_text() -> None:
    assert "9990000018" not in repr(screen("NHS 9990000018", "en-GB"))


def _seconds(text: str) -> float:
    return seconds_of(lambda: screen(text, "en-GB", names=NAMES))[0]
