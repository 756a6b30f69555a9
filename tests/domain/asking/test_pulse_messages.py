"""The message of a pulse in each of its views, on every scale."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from bot.callback_text import encode
from bot.domain.asking.pulse_messages import (
    Setting,
    View,
    compose_pulse,
    view_of,
)
from bot.domain.asking.pulses import PulseState
from bot.domain.messaging.buttons import Answer, OnPulse, PulsePress, SelfPress
from bot.domain.messaging.messages import Message
from bot.domain.programme.questions import (
    Kind,
    Question,
    Scale,
)
from tests.support.builders import T0, a_pulse, a_question
from tests.support.messages import words_of

PULSE = replace(a_pulse("ana", identity="dLm0a1b2C3-_"), closes_at=datetime(2026, 3, 8, 20, tzinfo=UTC))
SETTING = Setting(unit_name="Acute medical unit", locale="en-GB", zone="Europe/London", now=T0)
SPECIAL: dict[str, Any] = {"kind": Kind.INFLUENCE, "competency": None, "facet": None}
SCALES = {
    Scale.LIKERT4: a_question(),
    Scale.YES_NO: a_question(scale=Scale.YES_NO, none_label={"en-GB": "I raised nothing"}, **SPECIAL),
    Scale.RATING10: a_question(scale=Scale.RATING10, **SPECIAL),
    Scale.TEXT: a_question(scale=Scale.TEXT, **SPECIAL),
}


def compose(view: View, question: Question = SCALES[Scale.LIKERT4], **changes: object) -> Message:
    again = {OnPulse.TOMORROW: T0 + timedelta(days=1)}
    setting = replace(SETTING, again=again, **changes)  # type: ignore[arg-type]
    return compose_pulse(view, PULSE, question, setting)


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.buttons]


OTHER = ["Can't say", "Not now", "More"]


@pytest.mark.parametrize(
    ("scale", "rows"),
    [
        (Scale.LIKERT4, [["Strongly agree"], ["Agree"], ["Disagree"], ["Strongly disagree"], OTHER]),
        (Scale.YES_NO, [["Yes"], ["No"], ["I raised nothing"], OTHER]),
        (Scale.RATING10, [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"], OTHER]),
        (Scale.TEXT, [OTHER]),
    ],
)
def test_answers_come_first_in_scale_order(scale: Scale, rows: list[list[str]]) -> None:
    message = compose(View.QUESTION, SCALES[scale])
    assert labels(message) == rows
    assert message.asks_reply is (scale is Scale.TEXT)


@pytest.mark.parametrize(("words_from", "of_answer"), [(0, True), (10, False)])
def test_where_words_are_read_nothing_says_that_nobody_can_see_them(words_from: int, of_answer: bool) -> None:
    text = words_of(compose(View.QUESTION, SCALES[Scale.TEXT], words_from=words_from))
    assert ("is shown your answer" in text) is of_answer
    assert ("is shown which words are yours" in text) is not of_answer


def test_every_button_means_its_label() -> None:
    for question in SCALES.values():
        pressed = [button.intent for row in compose(View.QUESTION, question).buttons for button in row]
        codes = [intent.code for intent in pressed if isinstance(intent, Answer)]
        assert codes == [*question.codes, "cs"]


def test_every_button_of_every_view_fits_the_tightest_channel() -> None:
    for view, question in product(View, SCALES.values()):
        for row in compose(view, question).buttons:
            for button in row:
                assert encode(button.intent)


def test_the_first_message_introduces_itself_in_two_lines_and_keeps_its_answers() -> None:
    first, usual = compose(View.QUESTION, introduction="Hello.\nAnswers are confidential."), compose(View.QUESTION)
    assert first.buttons == usual.buttons
    introduction = words_of(first).removesuffix(words_of(usual)).strip()
    assert len(introduction.splitlines()) == 2
    assert "confidential" in introduction


def test_times_are_the_persons_own() -> None:
    assert "until Sunday 20:00" in words_of(compose(View.QUESTION))
    assert "until Monday 01:30" in words_of(compose(View.QUESTION, zone="Asia/Kolkata"))
    assert "until Sunday 8 March, 20:00" in words_of(compose(View.RECORDED, now=T0 - timedelta(weeks=2)))


def test_what_was_recorded_is_never_said() -> None:
    message = compose(View.RECORDED, news="The second trolley arrives on Monday.")
    assert words_of(message).endswith("\nSince you last answered: “The second trolley arrives on Monday.”")
    assert labels(message) == [["Change"]]
    assert "agree" not in words_of(message).lower()


def test_more_offers_every_way_out() -> None:
    intents = [button.intent for row in compose(View.MORE).buttons for button in row]
    wishes = [intent.what.name for intent in intents if isinstance(intent, SelfPress)]
    assert wishes == ["LESS_OFTEN", "ON_NIGHTS", "PAUSE", "STOP", "TEAM", "PRIVACY"]
    assert [intent.what for intent in intents if isinstance(intent, PulsePress)] == [OnPulse.WHY, OnPulse.BACK]


@pytest.mark.parametrize(
    ("state", "view"),
    [
        (PulseState.PLANNED, View.QUESTION),
        (PulseState.SENT, View.QUESTION),
        (PulseState.ANSWERED, View.RECORDED),
        (PulseState.SKIPPED, View.SKIPPED),
        (PulseState.EXPIRED, View.CLOSED),
    ],
)
def test_the_state_decides_what_is_shown_until_the_close(state: PulseState, view: View) -> None:
    pulse = replace(PULSE, state=state)
    assert view_of(pulse, now=T0) is view
    assert view_of(pulse, now=PULSE.closes_at) is View.CLOSED


def test_a_closed_question_says_what_became_of_an_earlier_answer() -> None:
    answered = compose_pulse(View.CLOSED, replace(PULSE, state=PulseState.ANSWERED), a_question(), SETTING)
    assert "Your earlier answer still counts" in words_of(answered)
    assert "nothing was recorded" in words_of(compose(View.CLOSED))
    assert not answered.buttons
