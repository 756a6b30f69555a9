"""How long somebody stays signed in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.administration.sign_in import (
    IDLE,
    IDLE_OF_ADMINISTRATORS,
    NOTED_EVERY,
    NOTED_EVERY_OF_ADMINISTRATORS,
    SignInOrigin,
    SignInSession,
    noted_use,
)
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Role
from tests.support.builders import T0

MOMENT = timedelta(microseconds=1)


def session(*, as_administrator: bool) -> SignInSession:
    return SignInSession(
        person=PersonId("ada"), as_administrator=as_administrator, seen_at=T0, origin=SignInOrigin.CHAT
    )


@pytest.mark.parametrize("role", Role)
def test_a_session_ends_when_it_is_not_used(role: Role) -> None:
    is_administrator = role is Role.ADMINISTRATOR
    idle = IDLE_OF_ADMINISTRATORS if is_administrator else IDLE
    own = session(as_administrator=is_administrator)
    assert own.goes_on({role}, now=T0 + idle - MOMENT)
    assert not own.goes_on({role}, now=T0 + idle)


def test_whoever_left_or_lost_the_role_is_signed_out() -> None:
    assert not session(as_administrator=False).goes_on((), now=T0)
    assert not session(as_administrator=True).goes_on({Role.MEMBER}, now=T0)


def test_who_becomes_an_administrator_has_their_shorter_time_at_once() -> None:
    now = T0 + IDLE_OF_ADMINISTRATORS
    assert not session(as_administrator=False).goes_on({Role.ADMINISTRATOR}, now=now)


@pytest.mark.parametrize(("as_administrator", "every"), [(True, NOTED_EVERY_OF_ADMINISTRATORS), (False, NOTED_EVERY)])
def test_use_is_noted_once_a_minute_or_of_others_once_an_hour(as_administrator: bool, every: timedelta) -> None:
    own, roles = session(as_administrator=as_administrator), {Role.MEMBER}
    assert not own.is_to_be_noted(roles, now=T0 + every - MOMENT)
    assert own.is_to_be_noted(roles, now=T0 + every)


def test_who_becomes_an_administrator_stays_signed_in_as_long_as_they_use_it() -> None:
    own, roles, now = session(as_administrator=False), {Role.MEMBER, Role.ADMINISTRATOR}, T0
    for _ in range(20):
        now += timedelta(minutes=25)
        assert own.goes_on(roles, now=now), "used within the half hour"
        if own.is_to_be_noted(roles, now=now):
            own = replace(own, seen_at=noted_use(now, as_administrator=own.is_administrators(roles)))
    assert not own.goes_on(roles, now=now + IDLE_OF_ADMINISTRATORS)


def test_of_a_use_by_others_the_hour_is_noted_and_no_minute() -> None:
    at = T0.replace(hour=9, minute=47, second=12, microsecond=345)
    assert noted_use(at, as_administrator=True) == at
    assert noted_use(at, as_administrator=False) == T0.replace(hour=9, minute=0, second=0, microsecond=0)
