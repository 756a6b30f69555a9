"""The guard on Welsh words: behind the locale of whoever writes, and beside the English words."""

import pytest

from bot.domain.messaging.free_text_guard import LONGEST_TEXT, Clean, Suspicious, screen
from bot.domain.messaging.suspicions import Suspicion
from tests.domain.messaging.welsh_talk import REFUSED, TALK
from tests.support.working_time import seconds_of


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_what_may_identify_a_patient_is_refused_and_named(kind: Suspicion, text: str) -> None:
    assert screen(text, "cy") == Suspicious(kind)


def test_ordinary_talk_is_left_alone() -> None:
    alarms = [text for text in TALK if isinstance(screen(text, "cy"), Suspicious)]
    assert len(set(TALK)) >= 100
    assert alarms == []


@pytest.mark.parametrize("text", ["y claf o'r enw Gwilym", "gwely 12 eto", "rhif ysbyty 1234567", "2il o Fai 1961"])
def test_welsh_words_count_for_whoever_writes_in_welsh(text: str) -> None:
    assert isinstance(screen(text, "cy-GB"), Suspicious)
    assert screen(text, "en-GB") == Clean(text)


@pytest.mark.parametrize(
    "piece", ["gwely ", "Nyrs ", "12fed o ", "rhif ysbyty ", "y claf o'r enw ", "GIG 1", "mae ", "ŵ"]
)
def test_no_text_makes_it_slow(piece: str) -> None:
    whole = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    part = whole[: LONGEST_TEXT // 8]
    assert min(_seconds(whole) for _ in range(5)) < 32 * min(_seconds(part) for _ in range(5))


def _seconds(text: str) -> float:
    return seconds_of(lambda: screen(text, "cy"))[0]
