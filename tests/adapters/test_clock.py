"""A clock that jumps is not followed at once, and nothing irrevocable happens meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.adapters.clock import ShiftedClock, SteadyClock
from bot.flows.operations.health import HealthBoard
from tests.support.boards import said
from tests.support.builders import T0
from tests.support.clocks import StillClock
from tests.support.patience import until

JUMPS = (timedelta(days=400), timedelta(days=30), timedelta(days=-1), timedelta(days=-400))


@dataclass
class Machine:
    """A machine whose clock can be set; time passes on it whatever the clock says."""

    clock: StillClock
    seconds: float = 0.0

    def passes(self, **parts: float) -> None:
        step = timedelta(**parts)
        self.seconds += step.total_seconds()
        self.clock.at += step

    def elapsed(self) -> float:
        return self.seconds


class Case:
    def __init__(self) -> None:
        self.machine, self.health = Machine(StillClock()), HealthBoard()
        self.steady = SteadyClock(health=self.health, clock=self.machine.clock, elapsed=self.machine.elapsed)

    @property
    def trouble(self) -> str:
        return said(self.health).get("clock", "")

    def right_time(self) -> datetime:
        return T0 + timedelta(seconds=self.machine.seconds)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_jump_is_said_and_not_followed_and_forgotten_when_the_clock_is_mended(jump: timedelta) -> None:
    case = Case()
    case.machine.passes(minutes=5)
    assert case.steady.now() == case.right_time()
    case.machine.clock.at += jump
    for _ in range(10):
        case.machine.passes(minutes=5)
        assert case.steady.now() == case.right_time()
        assert f"jumped by {jump.days:+.1f} days" in case.trouble
    case.machine.clock.at -= jump
    assert case.steady.now() == case.right_time()
    assert case.trouble == ""


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_stays_where_it_jumped_to_is_believed_after_an_hour(jump: timedelta) -> None:
    case = Case()
    case.machine.clock.at += jump
    case.machine.passes(minutes=1)
    assert case.steady.now() == case.right_time()
    case.machine.passes(minutes=59)
    assert case.steady.now() == case.right_time()
    case.machine.passes(minutes=1)
    assert case.steady.now() == case.machine.clock.at
    assert case.trouble == ""
    case.machine.passes(days=3)
    assert case.steady.now() == case.machine.clock.at, "a quiet weekend is no jump"


def test_a_clock_that_jumps_about_is_not_believed_however_long() -> None:
    case = Case()
    for number in range(40):
        case.machine.clock.at += timedelta(days=400) * (1 if number % 2 == 0 else -1) + timedelta(hours=2)
        case.machine.clock.at += timedelta(days=20)
        case.machine.passes(minutes=10)
        assert case.steady.now() == case.right_time()


@pytest.mark.parametrize(
    "step", [timedelta(seconds=-2), timedelta(minutes=50), timedelta(days=3), timedelta(minutes=-59)]
)
def test_what_setting_a_clock_or_pausing_a_machine_does_is_followed_at_once(step: timedelta) -> None:
    case = Case()
    case.machine.clock.at += step
    assert case.steady.now() == case.machine.clock.at
    assert case.trouble == ""


async def test_a_shifted_clock_stands_at_the_moment_it_may_go_to_and_goes_on_from_there() -> None:
    clock = ShiftedClock(start=T0, speed=10**6)
    limit = T0 + timedelta(hours=5)
    clock.go_on_until(limit)
    await until(lambda: clock.now() >= limit)
    assert clock.now() == limit
    clock.go_on_until(limit - timedelta(hours=1))
    assert clock.now() == limit
    clock.go_on_until(limit + timedelta(hours=1))
    await until(lambda: clock.now() > limit)
    assert clock.now() <= limit + timedelta(hours=1)
    clock.jump(T0)
    await until(lambda: clock.now() > limit + timedelta(hours=1))
