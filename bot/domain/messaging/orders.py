"""Orders that people type: a command, or a code to join with. Whatever else they type is words."""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.messaging.inbound import Command, Commanded, Started
from bot.domain.texts.languages import fallbacks

CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS: Final = f"23456789{CODE_LETTERS}"
"""What codes are made of: no sign that looks like another."""
CODE_LENGTH: Final = 12
_GROUP: Final = 4
_SHORT: Final = 8
"""As long as codes were before."""
_CODE: Final = re.compile(
    rf"(?=.*\d)(?!(?:[A-Z]*\d){{6}})[{CODE_LETTERS}](?:[{CODE_SIGNS}]{{7}}|[{CODE_SIGNS}]{{11}})", re.ASCII
)
_BETWEEN: Final = r"[\s_.\-\u2010-\u2015]{0,3}"
_SPACED: Final = re.compile(
    rf"[A-Za-z0-9](?:{_BETWEEN}[A-Za-z0-9]){{7}}|[A-Za-z0-9]{{4}}(?:{_BETWEEN}[A-Za-z0-9]{{4}}){{2}}"
)
"""Twelve signs may be parted only where they are shown parted: words of twelve letters are many."""
_LONG_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{21}", re.ASCII)
"""As the first codes were, which still work."""
_MEANT_AS_CODE: Final = re.compile(r"(?!(?:[A-Za-z_-]*\d){6})[A-Za-z0-9_-]{1,64}", re.ASCII)
"""A mistyped code, which gets an answer; a number of six digits or more is somebody's, and goes by the guard."""
_TO_JOIN: Final = frozenset({"start", "join"})
_START = "start"
_IN_LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "cy": {
        "cymorth": Command.HELP,
        "help": Command.HELP,
        "saib": Command.PAUSE,
        "oedi": Command.PAUSE,
        "ailddechrau": Command.RESUME,
        "stopio": Command.STOP,
        "stop": Command.STOP,
        "preifatrwydd": Command.PRIVACY,
        "pam": Command.WHY,
        "canslo": Command.CANCEL,
        "tîm": Command.TEAM,
        "tim": Command.TEAM,
        "awgrym": Command.NUDGE,
        "codi": Command.RAISE,
        "fynata": Command.MYDATA,
        "anghofio": Command.FORGET,
        "consol": Command.CONSOLE,
        "gweinyddu": Command.ADMIN,
        "dechrau": _START,
        "ymuno": "join",
    }
}
"""What a language says for the commands, which are English and always known. A word alone counts for whoever is written
to in that language: to somebody else it may be a name."""
_ALL_LANGUAGES: Final = {word: meant for words in _IN_LANGUAGES.values() for word, meant in words.items()}
_ENDS: Final = ".!?"


def code_in(text: str) -> str:
    """The enrolment code that this is, however it was typed: in small letters, with spaces or dashes; else empty.

    A letter, then eleven letters and digits with at least one digit among them; seven in codes of before. The form
    alone: it may be no code of ours.
    """
    text = text.strip()
    if _LONG_CODE.fullmatch(text):
        return text
    if not _SPACED.fullmatch(text):
        return ""
    code = "".join(sign for sign in text if sign.isalnum()).upper()
    return code if _CODE.fullmatch(code) else ""


def grouped(code: str) -> str:
    """A code as people read it and type it: ABCD-2345-EFGH. Links carry it without the hyphens."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def can_be_guessed(code: str) -> bool:
    """Whether a code, as `code_in` reads it, is so short that whoever tries without end finds one: it had 38 bits."""
    return len(code) <= _SHORT


def ordered(text: str) -> Started | Commanded | None:
    """What somebody orders who gives a command of the platform (its words without the slash); None for other words.

    A command that we do not have is a question what there is.
    """
    name, rest = _parted(text)
    name = _ALL_LANGUAGES.get(name, name)
    if name in _TO_JOIN:
        code = code_in(rest)
        if code:
            return Started(code=code)
        together = "".join(rest.split())
        is_one = together == rest or any(
            sign.isdigit() for sign in rest
        )  # "/start ABCD 2345 EFGH", and not "/start late"
        return Started(code=together) if is_one and (not rest or _MEANT_AS_CODE.fullmatch(together)) else None
    return Commanded(command=Command(name) if name in set(Command) else Command.HELP)


def typed_order(text: str, locale: str) -> Started | Commanded | None:
    """The same for words: only a command alone, or a code behind "start" or "join". The locale is the writer's.

    Everything else, however it begins, is words, and goes by the guard; also a code alone, which may be a word.
    """
    text = text.strip().removeprefix("/")
    name, rest = _parted(text)
    name = _meant(name, locale) or name
    if _LONG_CODE.fullmatch(text):
        return Started(code=text)
    if name in _TO_JOIN and code_in(rest):
        return Started(code=code_in(rest))
    alone = "" if rest else name.rstrip(_ENDS)
    alone = _meant(alone, locale) or alone
    if alone == _START:
        return Started(code="")
    return Commanded(command=Command(alone)) if alone in set(Command) else None


def _meant(word: str, locale: str) -> str:
    return next((words[word] for each in fallbacks(locale) if word in (words := _IN_LANGUAGES.get(each, {}))), "")


def _parted(text: str) -> tuple[str, str]:
    name, *rest = text.split(maxsplit=1) or [""]
    return name.lower(), "".join(rest).strip()
