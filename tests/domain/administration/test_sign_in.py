"""How long somebody stays signed in."""

from datetime import timedelta

import pytest

from bot.domain.administration.sign_in import IDLE, IDLE_OF_ADMINISTRATORS, NOTED_EVERY, SignInOrigin, SignInSession
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


def test_use_is_noted_once_a_minute() -> None:
    assert not session(as_administrator=True).is_to_be_noted(now=T0 + NOTED_EVERY - MOMENT)
    assert session(as_administrator=True).is_to_be_noted(now=T0 + NOTED_EVERY)
