"""Pacing: never faster than the rate, never a burst at the start, always recovering."""

from collections import deque
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.messaging.rate_limit import SLOWEST, Pace


def send_times(pace: Pace, count: int, *, chats: list[str], lateness: list[float]) -> list[float]:
    """When messages leave if the sender sleeps as told, but wakes up `lateness` seconds too late each time."""
    now, times = 100.0, []
    for number in range(count):
        chat = chats[number % len(chats)]
        while (seconds := max(pace.wait_for_turn(now=now), pace.wait_for_chat(chat, now=now))) > 0:
            now += seconds + lateness[number % len(lateness)]
        pace.took(chat, now=now)
        pace.answered(now=now)
        times.append(now)
    return times


def most_in_any_second(times: list[float]) -> int:
    most, window = 0, deque[float]()
    for moment in times:
        window.append(moment)
        while window[0] <= moment - 1:
            window.popleft()
        most = max(most, len(window))
    return most


@settings(max_examples=60)
@given(rate=st.integers(1, 60), lateness=st.lists(st.floats(0, 0.2), min_size=1, max_size=5))
def test_no_second_carries_more_than_the_rate_and_one(rate: int, lateness: list[float]) -> None:
    pace = Pace(ceiling=rate, per_chat=0)
    times = send_times(pace, 4 * rate, chats=["a"], lateness=lateness)
    assert most_in_any_second(times) <= rate + 1


@settings(max_examples=200)
@given(rate=st.integers(2, 60), stalls=st.dictionaries(st.integers(0, 90), st.floats(0.0, 0.5), max_size=3))
@example(rate=25, stalls={30: 0.3})
@example(rate=3, stalls={81: 0.3723861331420046})
def test_the_platform_counts_no_more_either_when_calls_stall_on_their_way(rate: int, stalls: dict[int, float]) -> None:
    pace, now, arrivals = Pace(ceiling=rate, per_chat=0), 100.0, list[float]()
    for number in range(100):
        while (seconds := pace.wait_for_turn(now=now)) > 0:
            now += seconds
        pace.took("a", now=now)
        now += stalls.get(number, 0.0)
        pace.answered(now=now)
        arrivals.append(now)
    assert most_in_any_second(arrivals) <= rate + 1


def test_usual_answer_times_cost_no_throughput() -> None:
    pace, now, times = Pace(ceiling=25, per_chat=0), 100.0, list[float]()
    for _ in range(500):
        now += pace.wait_for_turn(now=now)
        pace.took("a", now=now)
        times.append(now)
        now += 0.035
        pace.answered(now=now)
    assert (len(times) - 1) / (times[-1] - times[0]) >= 0.99 * 25


def test_small_delays_of_waking_cost_no_throughput() -> None:
    times = send_times(Pace(ceiling=25, per_chat=0), 500, chats=["a"], lateness=[0.002, 0.01, 0.0])
    assert (len(times) - 1) / (times[-1] - times[0]) >= 0.97 * 25


@given(chats=st.lists(st.sampled_from("abcd"), min_size=1, max_size=6))
def test_one_chat_gets_one_message_a_second(chats: list[str]) -> None:
    pace = Pace(ceiling=30)
    times = send_times(pace, 20, chats=chats, lateness=[0.0])
    for chat in set(chats):
        own = [moment for number, moment in enumerate(times) if chats[number % len(chats)] == chat]
        assert all(later - earlier >= 0.999 for earlier, later in pairwise(own))


def test_a_refusal_halves_the_pace_and_seconds_of_sending_restore_it() -> None:
    pace = Pace(ceiling=20, per_chat=0)
    pace.refused(now=100)
    assert pace.rate == 10
    now = 100.0
    while now < 105:
        now += 1 / pace.rate
        pace.took("a", now=now)
    assert pace.rate == pytest.approx(15, abs=0.2), "a twentieth of the ceiling for each second"
    while now < 111:
        now += 1 / pace.rate
        pace.took("a", now=now)
    assert pace.rate == 20


def test_a_rest_restores_nothing() -> None:
    pace = Pace(ceiling=20, per_chat=0)
    pace.refused(now=0)
    pace.took("a", now=3600)
    assert pace.rate == pytest.approx(10, abs=0.2), "an hour of silence does not prove that the platform is well"


@given(refusals=st.integers(1, 40))
def test_however_often_refused_it_still_tries_now_and_then(refusals: int) -> None:
    pace = Pace(ceiling=25)
    for _ in range(refusals):
        pace.refused(now=0)
    assert pace.rate >= SLOWEST
