"""What is an order and what is words: nothing goes round the guard because of how it begins."""

import pytest

from bot.domain.messaging.inbound import Command, Commanded, Started
from bot.domain.messaging.orders import can_be_guessed, code_in, grouped, ordered, typed_order

CODE = "AbC_-9abcdefghijklmnop"


@pytest.mark.parametrize("text", [CODE, f"start {CODE}", f"JOIN  {CODE} ", f"/join {CODE}", f"\n{CODE}\n"])
def test_a_code_is_known_by_its_form(text: str) -> None:
    assert typed_order(text, "en-GB") == Started(code=CODE)


@pytest.mark.parametrize(
    "text",
    [
        "start of the late shift is chaos",
        "join the two handovers",
        "Start earlier",
        "join 9990000018",
        "start K1234567",
        f"{CODE} please",
        "stop asking about the rota",
        "help at the weekend",
        "",
        "/",
    ],
)
def test_words_stay_words_however_they_begin(text: str) -> None:
    assert typed_order(text, "en-GB") is None


@pytest.mark.parametrize(
    ("text", "command"), [("stop", "stop"), ("STOP.", "stop"), (" Help! ", "help"), ("/why", "why")]
)
def test_a_bare_command_is_a_command(text: str, command: str) -> None:
    assert typed_order(text, "en-GB") == Commanded(command=Command(command))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("stopio", Commanded(command=Command.STOP)),
        ("Cymorth!", Commanded(command=Command.HELP)),
        ("Tîm", Commanded(command=Command.TEAM)),
        ("dechrau", Started(code="")),
        ("ymuno KXQ4-RT7B", Started(code="KXQ4RT7B")),
        ("pam", Commanded(command=Command.WHY)),
        ("saib hir, os gwelwch yn dda", None),
    ],
)
def test_a_command_has_a_word_in_welsh_for_whoever_reads_welsh(text: str, order: object) -> None:
    assert typed_order(text, "cy") == typed_order(text, "cy-GB") == order
    assert typed_order(text, "en-GB") is None, "Pam is a name"
    assert typed_order("stop", "cy") == Commanded(command=Command.STOP)


def test_a_command_of_the_platform_may_be_given_in_any_language() -> None:
    assert ordered("stopio") == Commanded(command=Command.STOP)
    assert ordered("ymuno KXQ4RT7B") == Started(code="KXQ4RT7B")


@pytest.mark.parametrize("text", ["start", "/start", "Start!"])
def test_starting_needs_no_code(text: str) -> None:
    assert typed_order(text, "en-GB") == Started(code="")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("start abc", Started(code="abc")),
        ("join", Started(code="")),
        ("pause", Commanded(command=Command.PAUSE)),
        ("privacy please", Commanded(command=Command.PRIVACY)),
        ("settings", Commanded(command=Command.HELP)),
        ("", Commanded(command=Command.HELP)),
        ("start the late round earlier", None),
        ("join 9990000018", None),
        ("start K1234567", None),
    ],
)
def test_a_command_of_the_platform_asks_for_help_where_it_is_not_ours(text: str, order: object) -> None:
    assert ordered(text) == order


@pytest.mark.parametrize(
    "text", ["KXQ4RT7B", "kxq4rt7b", "KXQ4-RT7B", "kxq4 rt7b", "KX Q4 RT 7B", " k-x-q-4-r-t-7-b ", "KXQ4\u2013RT7B"]
)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert code_in(text) == "KXQ4RT7B"
    assert ordered(f"join {text}") == ordered(f"start {text}") == Started(code="KXQ4RT7B")
    assert typed_order(f"join {text}", "en-GB") == Started(code="KXQ4RT7B")
    assert typed_order(text, "en-GB") is None, "it may be a word; whoever is at no address is taken at it"


@pytest.mark.parametrize(
    "text", ["absences", "the rest", "23456789", "K2345678", "KXQ4RT7", "KXQ4RT7BB", "KXQ4RT7O", ""]
)
def test_words_and_numbers_of_people_are_no_codes(text: str) -> None:
    assert code_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "KXQ4RT7BMN2P",
        "KXQ4-RT7B-MN2P",
        "kxq4 rt7b mn2p",
        " Kxq4rt7b - MN2P\n",
        "KXQ4_RT7B.MN2P",
        "KXQ4\u2013RT7B\u2013MN2P",
    ],
)
def test_a_code_of_twelve_signs_is_read_however_it_is_typed(text: str) -> None:
    assert code_in(text) == "KXQ4RT7BMN2P"
    assert ordered(f"join {text}") == ordered(f"start {text}") == Started(code="KXQ4RT7BMN2P")
    assert typed_order(f"join {text}", "en-GB") == Started(code="KXQ4RT7BMN2P")
    assert typed_order(text, "en-GB") is None, "it may be words; whoever is at no address is taken at it"


@pytest.mark.parametrize(
    "text",
    [
        "needs a chat 4",  # a word's letters and a number, with twelve signs and no blank where a code has one
        "Anna had bed 4",
        "23456789ABCD",
        "KXQ4RT7BMNP",
        "K23456789AB",
        "K2345678QRST",
        "KXQ4RT7BMN2O",
        "KXQARTZBMNRP",
        "KXQ4-RT7B-MN2P please",
    ],
)
def test_what_has_twelve_signs_is_no_code_for_that(text: str) -> None:
    assert code_in(text) == ""


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert [grouped(each) for each in ("KXQ4RT7BMN2P", "KXQ4RT7B")] == ["KXQ4-RT7B-MN2P", "KXQ4-RT7B"]


def test_only_a_short_code_can_be_guessed() -> None:
    assert [can_be_guessed(each) for each in ("", "KXQ4RT7B", "KXQ4RT7BMN2P", CODE)] == [True, True, False, False]


def test_a_wrong_code_with_a_blank_in_it_is_answered_as_one() -> None:
    assert ordered("join KXQ4 RT7O") == Started(code="KXQ4RT7O")
    assert ordered("join KXQ4 RT7B MN2O") == Started(code="KXQ4RT7BMN2O")


def test_long_codes_of_earlier_versions_still_work() -> None:
    assert [code_in(each) for each in (CODE, CODE[:-1], f"{CODE}a", f"-{CODE[1:]}", "é" * 22)] == [CODE, "", "", "", ""]
