"""Orders that people type: a command, or a code to join with. Whatever else they type is words."""

import re
from typing import Final

from bot.domain.messaging.inbound import Command, Commanded, Started

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{21}", re.ASCII)
_MEANT_AS_CODE: Final = re.compile(r"(?!(?:[A-Za-z_-]*\d){6})[A-Za-z0-9_-]{1,64}", re.ASCII)
"""A mistyped code, which gets an answer; a number of six digits or more is somebody's, and goes by the guard."""
_TO_JOIN: Final = frozenset({"start", "join"})
_START = "start"
_ENDS: Final = ".!?"


def is_code(text: str) -> bool:
    """Whether this has the form of an enrolment code: 22 characters of base64url."""
    return _CODE.fullmatch(text) is not None


def ordered(text: str) -> Started | Commanded | None:
    """What somebody orders who gives a command of the platform (its words without the slash); None for other words.

    A command that we do not have is a question what there is.
    """
    name, rest = _parted(text)
    if name in _TO_JOIN:
        meant = not rest or is_code(rest) or _MEANT_AS_CODE.fullmatch(rest) is not None
        return Started(code=rest) if meant else None
    return Commanded(command=Command(name) if name in set(Command) else Command.HELP)


def typed_order(text: str) -> Started | Commanded | None:
    """The same for words: only a command alone, or a code, with or without "start" or "join".

    Everything else, however it begins, is words, and goes by the guard.
    """
    text = text.strip().removeprefix("/")
    name, rest = _parted(text)
    if is_code(text):
        return Started(code=text)
    if name in _TO_JOIN and is_code(rest):
        return Started(code=rest)
    alone = "" if rest else name.rstrip(_ENDS)
    if alone == _START:
        return Started(code="")
    return Commanded(command=Command(alone)) if alone in set(Command) else None


def _parted(text: str) -> tuple[str, str]:
    name, *rest = text.split(maxsplit=1) or [""]
    return name.lower(), "".join(rest).strip()
