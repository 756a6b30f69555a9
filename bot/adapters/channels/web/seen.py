"""How a page without a script says that a person has it before their eyes: by a picture that nobody sees.

The picture is asked for as soon as the page is touched or has a focus, or when it was in sight for ten seconds, which
is what its script tells otherwise. A browser loads it only then, and draws nothing while a page is out of sight.
"""

from typing import Final

from starlette.requests import Request

from bot.domain.organisation.people import Address
from bot.ports import Timer

NOTED_FOR: Final = 60.0
"""Seconds in which the same page is noted as seen once."""
STYLE: Final = """
body:active main, body:focus-within main { background-image: url("seen"); }
main { animation: in-sight 1s steps(1) 9s forwards; }
@keyframes in-sight { from { background-image: none; } to { background-image: url("seen"); } }
"""


def is_in_sight(request: Request) -> bool:
    """Whether a browser asks for the picture to draw it on our own page. Previews, scanners and programs that follow
    links, whoever looks ahead, and whoever only wants heads, do not."""
    headers = request.headers
    return (
        request.method == "GET"
        and headers.get("sec-fetch-dest") == "image"
        and headers.get("sec-fetch-site") == "same-origin"
        and not headers.get("sec-purpose")
    )


class SeenLately:
    """Which chats were noted as seen within the minute: to say it again and again writes nothing. What has come to a
    chat since then is noted at once."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._noted: dict[Address, tuple[float, int]] = {}
        """When, and the newest change that was there."""

    def is_to_be_noted(self, chat: Address, *, newest: int) -> bool:
        """Whether that somebody has it before their eyes is news; from now on it is none."""
        now = self._timer.monotonic()
        while self._noted and next(iter(self._noted.values()))[0] <= now - NOTED_FOR:
            del self._noted[next(iter(self._noted))]
        if chat in self._noted and newest <= self._noted[chat][1]:
            return False
        self._noted.pop(chat, None)
        self._noted[chat] = now, newest  # whoever was noted last stands last
        return True

    def forget(self, chat: Address) -> None:
        """It could not be written, so that it is to be noted the next time."""
        self._noted.pop(chat, None)
