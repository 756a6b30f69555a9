"""Every word that people read, by locale and name: one folder a language, in Mozilla's Fluent format.

The catalogues are part of this package, like its modules: `locales/en-GB/pulse.ftl` holds the texts called `pulse-...`.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.domain.texts.catalogues import add_folder, is_there, locales
from bot.domain.texts.languages import DEFAULT_LOCALE, fallbacks
from bot.domain.texts.patterns import LONGEST_VALUE, filled_in, forget, unvaried

__all__ = ["LONGEST_VALUE", "choose", "languages", "look_in", "say"]


def look_in(folder: Traversable) -> None:
    """Speak the languages of a folder, too: one folder a language, named by its locale."""
    add_folder(folder)
    forget()
    _is_spoken.cache_clear()


def say(name: str, locale: str, /, **values: object) -> str:
    """The text of this name in a locale, with its variables filled in."""
    return filled_in(name, locale, values) if values else unvaried(name, locale)


def languages() -> tuple[str, ...]:
    """The locales that there are texts for."""
    return locales()


def choose(*wishes: str | None) -> str:
    """The first wish for a language that Rounds speaks, in whatever regional form, else British English."""
    return next((wish for wish in wishes if wish and _is_spoken(wish)), DEFAULT_LOCALE)


@cache
def _is_spoken(locale: str) -> bool:
    is_english = locale.split("-")[0] == DEFAULT_LOCALE.split("-")[0]
    return is_english or any(is_there(each) for each in fallbacks(locale) if each != DEFAULT_LOCALE)


look_in(files(__name__) / "locales")
