"""One language for everybody, where a test is about something else."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address


@dataclass(frozen=True, slots=True)
class OneLocale:
    """Meets the port `LocaleOf`."""

    locale: str = "en-GB"

    async def __call__(self, address: Address | None = None, /) -> str:  # noqa: ARG002
        return self.locale

    def last_known(self, address: Address, /) -> str:  # noqa: ARG002
        return self.locale


async def nobody(_address: Address) -> Collection[str]:
    """For a sender who works with nobody whose name would matter."""
    return ()


async def nobody_is_listed(_person: PersonId) -> None:
    """For a site without pages beside the chats."""
