"""Fields of settings that more than one part has: what they accept, and the words in which they refuse."""

import re
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError

from bot.domain.texts.characters import is_joiner
from bot.domain.texts.sentences import Wording

_LONGEST_SHOWN: Final = 60


class SettingsGroup(BaseModel):
    """The settings of one part: frozen, nothing unknown, and no value in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def wrong(what: Wording) -> PydanticCustomError:
    """What a checked field raises: the refusal of a value in words for the administrator."""
    return PydanticCustomError("in_words", "{what}", {"what": what})


def said_by(error: PydanticCustomError) -> Wording:
    """The words of such a refusal."""
    what: Wording = (error.context or {})["what"]
    return what


def shown(value: object) -> str:
    """A value as a refusal quotes it: in quotes, on one line, cut when it is long."""
    text = str(value)
    return f'"{one_line(text[:_LONGEST_SHOWN])}{"..." if len(text) > _LONGEST_SHOWN else ""}"'


def one_line(text: str) -> str:
    return "".join(
        letter
        if letter.isprintable() or is_joiner(letter)
        else letter.encode("unicode_escape", "backslashreplace").decode()
        for letter in text
    )


def secret_like(pattern: re.Pattern[str], looks: str) -> AfterValidator:
    """A secret of a known shape; the refusal says how it looks and never quotes it."""

    def check(secret: SecretStr) -> SecretStr:
        if not pattern.fullmatch(secret.get_secret_value()):
            raise wrong(f"does not look right; {looks}")
        return secret

    return AfterValidator(check)


def web_address(text: str) -> str:
    """An http or https address without a query, and without a slash at its end."""
    refusal = wrong(f'{shown(text)} is no web address; write it like "https://rounds.example.org"')
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise refusal from None
    if not usable or any(letter.isspace() for letter in text):
        raise refusal
    if parts.query or parts.fragment or parts.username or parts.password:
        raise wrong("must be an address alone, without a user, a question mark or a #")
    return text.rstrip("/")


LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe_way(address: str) -> bool:
    """Whether nobody on the way can read or change what is said: https, or this machine alone."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


WebAddress = Annotated[str, AfterValidator(web_address)]
MessagesPerSecond = Annotated[float, Field(ge=0.1, le=1000, allow_inf_nan=False)]
