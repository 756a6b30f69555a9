"""Every word that people read, by locale and name, so that a translator finds them in one folder.

Each module here holds one topic as `EN_GB: Mapping[str, str]`, names to `str.format` templates. Another language is
another mapping with the same names and the same placeholders; a test holds them to it.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

TOPICS = (
    "pulse",
    "digest",
    "commands",
    "loop",
    "web",
    "enrol",
    "chat",
    "home",
    "library",
    "structure",
    "quarter",
    "verdicts",
)
DEFAULT_LOCALE = "en-GB"


def say(name: str, locale: str = DEFAULT_LOCALE, /, **values: object) -> str:
    """The text called `topic.name` in a locale (or in British English), with its placeholders filled in."""
    catalogue = _catalogue(locale) or _catalogue(DEFAULT_LOCALE)
    template = catalogue.get(name) or _catalogue(DEFAULT_LOCALE)[name]
    return template.format(**values)


@cache
def _catalogue(locale: str) -> Mapping[str, str]:
    wanted = locale.replace("-", "_").upper()
    texts: dict[str, str] = {}
    for topic in TOPICS:
        module = import_module(f"bot.domain.texts.en_gb.{topic}")
        texts.update({f"{topic}.{name}": text for name, text in getattr(module, wanted, {}).items()})
    return texts
