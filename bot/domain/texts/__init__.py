"""Every word that people read, by locale and name: one folder a language, in Mozilla's Fluent format.

The catalogues are part of this package, like its modules: `locales/en-GB/pulse.ftl` holds the texts called `pulse-...`.
Each language is read once, when somebody first needs it.
"""

from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Pattern, Placeable, TextElement, VariableReference

from bot.domain.texts.languages import DEFAULT_LOCALE, fallbacks

LONGEST_VALUE = 2400
"""Characters that are filled in for one variable; the library allows 2,500."""
_FOLDERS: list[Traversable] = []


def look_in(folder: Traversable) -> None:
    """Speak the languages of a folder, too: one folder a language, named by its locale."""
    _FOLDERS.append(folder)
    _bundle.cache_clear()
    _parts.cache_clear()
    _unvaried.cache_clear()


def say(name: str, locale: str, /, **values: object) -> str:
    """The text of this name in a locale, with its variables filled in."""
    return _filled_in(name, locale, values) if values else _unvaried(name, locale)


@lru_cache(maxsize=4096)  # most of a digest's words are the same on every page
def _unvaried(name: str, locale: str) -> str:
    return _filled_in(name, locale, {})


def _filled_in(name: str, locale: str, values: dict[str, object]) -> str:
    for language in fallbacks(locale):
        bundle = _bundle(language)
        if bundle is not None and bundle.has_message(name):
            return _put_in(language, name, values) or _format(bundle, name, values)
    raise KeyError(name)


def _put_in(language: str, name: str, values: dict[str, object]) -> str:
    """A text of mere words and variables with texts put in, as Fluent would do it, in a tenth of the time: of a list
    the same is said of thousands of people. Empty for every other text."""
    parts = _parts(language, name)
    texts = {each: value for each, value in values.items() if isinstance(value, str) and len(value) <= LONGEST_VALUE}
    if parts is None or not texts.keys() >= set(parts[1::2]):
        return ""
    return "".join(texts[each] if number % 2 else each for number, each in enumerate(parts))


@cache
def _parts(language: str, name: str) -> tuple[str, ...] | None:
    """Words, a variable, words, and so on; None where more than that is in the text."""
    bundle = _bundle(language)
    pattern: object = None if bundle is None else bundle.get_message(name).value
    parts = [""]
    for element in pattern.elements if isinstance(pattern, Pattern) else [pattern]:
        if isinstance(element, TextElement):
            parts[-1] += element.value
        elif isinstance(element, Placeable) and isinstance(element.expression, VariableReference):
            parts += [element.expression.id.name, ""]
        else:
            return None
    return tuple(parts)


def choose(*wishes: str | None) -> str:
    """The first wish for a language that Rounds speaks, in whatever regional form, else British English."""
    return next((wish for wish in wishes if wish and _is_spoken(wish)), DEFAULT_LOCALE)


def languages() -> tuple[str, ...]:
    """The locales that there are texts for."""
    return tuple(sorted({each.name for folder in _FOLDERS for each in folder.iterdir() if each.is_dir()}))


@cache
def _is_spoken(locale: str) -> bool:
    is_english = locale.split("-")[0] == DEFAULT_LOCALE.split("-")[0]
    return is_english or any(_bundle(each) for each in fallbacks(locale) if each != DEFAULT_LOCALE)


def _format(bundle: FluentBundle, name: str, values: dict[str, object]) -> str:
    pattern = bundle.get_message(name).value
    if pattern is None:
        raise KeyError(name)
    text, faults = bundle.format_pattern(pattern, {each: _within_limit(value) for each, value in values.items()})
    if faults:
        raise ValueError(f"{name}: {faults[0]}")
    return str(text)


def _within_limit(value: object) -> object:
    """Long words, as of somebody who is on hundreds of lists, lose their end: Fluent refuses them altogether."""
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"{value[: LONGEST_VALUE - 1]}…"
    return value


@cache
def _bundle(locale: str) -> FluentBundle | None:
    folder = next((each / locale for each in _FOLDERS if (each / locale).is_dir()), None)
    if folder is None:
        return None
    # Without marks around what is filled in: whoever copies or searches a text would stumble over them, and so far no
    # language here is written from right to left.
    bundle = FluentBundle([locale], use_isolating=False)
    for topic in sorted(folder.iterdir(), key=lambda each: each.name):
        bundle.add_resource(FluentResource(topic.read_text(encoding="utf-8")))
    return bundle


look_in(files(__name__) / "locales")
