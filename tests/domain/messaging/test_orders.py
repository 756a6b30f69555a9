"""What is an order and what is words: nothing goes round the guard because of how it begins."""

import pytest

from bot.domain.messaging.inbound import Command, Commanded, Started
from bot.domain.messaging.orders import is_code, ordered, typed_order

CODE = "AbC_-9abcdefghijklmnop"


@pytest.mark.parametrize("text", [CODE, f"start {CODE}", f"JOIN  {CODE} ", f"/join {CODE}", f"\n{CODE}\n"])
def test_a_code_is_known_by_its_form(text: str) -> None:
    assert typed_order(text) == Started(code=CODE)


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
    assert typed_order(text) is None


@pytest.mark.parametrize(
    ("text", "command"), [("stop", "stop"), ("STOP.", "stop"), (" Help! ", "help"), ("/why", "why")]
)
def test_a_bare_command_is_a_command(text: str, command: str) -> None:
    assert typed_order(text) == Commanded(command=Command(command))


@pytest.mark.parametrize("text", ["start", "/start", "Start!"])
def test_starting_needs_no_code(text: str) -> None:
    assert typed_order(text) == Started(code="")


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


def test_codes_have_22_characters() -> None:
    assert [is_code(each) for each in (CODE, CODE[:-1], f"{CODE}a", f"-{CODE[1:]}", "é" * 22)] == [
        True,
        False,
        False,
        False,
        False,
    ]
