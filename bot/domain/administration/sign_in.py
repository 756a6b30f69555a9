"""Signing in to the console: how long a link and a session live, and what ends one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Role

LINK_LIVES: Final = timedelta(minutes=10)
IDLE: Final = timedelta(hours=8)
IDLE_OF_ADMINISTRATORS: Final = timedelta(minutes=30)
NOTED_EVERY: Final = timedelta(hours=1)
"""How exactly it is noted that a session is in use: when somebody looks at their own page is theirs alone."""
NOTED_EVERY_OF_ADMINISTRATORS: Final = timedelta(minutes=1)
"""Theirs ends after half an hour; a page with its style sheet is not written down twice."""


def noted_use(at: datetime, *, as_administrator: bool) -> datetime:
    """What is kept of the moment of a use: the hour that it was in, but for administrators."""
    return at if as_administrator else at.replace(minute=0, second=0, microsecond=0)


class SignInOrigin(StrEnum):
    """Who had to do with it that somebody is signed in."""

    SHELL = "shell"
    """Somebody else asked for the link, who could have used it."""
    CHAT = "chat"
    """The person asked for it in their own chat."""
    ACCOUNT = "account"
    """The hospital vouches for the person."""

    @property
    def is_own(self) -> bool:
        """Whether nobody but the person has had the way in."""
        return self is not SignInOrigin.SHELL


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSession:
    """One browser that somebody is signed in with."""

    person: PersonId
    as_administrator: bool
    """Whether they were one when they signed in."""
    seen_at: datetime
    """As it was noted."""
    origin: SignInOrigin

    def goes_on(self, roles: Collection[Role], *, now: datetime) -> bool:
        """Whether it still holds for somebody who has these roles now; who has left has none."""
        is_administrator = Role.ADMINISTRATOR in roles
        if not roles or (self.as_administrator and not is_administrator):
            return False
        idle = IDLE_OF_ADMINISTRATORS if is_administrator else IDLE
        return now < self.seen_at + idle

    def is_to_be_noted(self, roles: Collection[Role], *, now: datetime) -> bool:
        """Whether its use is to be written down again."""
        is_administrators = self.is_administrators(roles)
        return now >= self.seen_at + (NOTED_EVERY_OF_ADMINISTRATORS if is_administrators else NOTED_EVERY)

    def is_administrators(self, roles: Collection[Role]) -> bool:
        """Whether its use is noted as that of an administrator: also of who became one since they signed in, for then
        it ends as early."""
        return self.as_administrator or Role.ADMINISTRATOR in roles
