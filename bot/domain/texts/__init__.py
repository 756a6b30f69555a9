"""Every word that people read, by locale and name: one folder a language, in Mozilla's Fluent format.

The catalogues are part of this package, like its modules: `locales/en-GB/pulse.ftl` holds the texts called `pulse-...`.
Each language is read once, when somebody first needs it.
"""

from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

DEFAULT_LOCALE = "en-GB"


def say(name: str, locale: str = DEFAULT_LOCALE, /, **values: object) -> str:
    """The text of this name in a locale (or in British English), with its variables filled in."""
    for language in (locale, DEFAULT_LOCALE):
        bundle = _bundle(language)
        if bundle is not None and bundle.has_message(name):
            return _format(bundle, name, values)
    raise KeyError(name)


def _format(bundle: FluentBundle, name: str, values: dict[str, object]) -> str:
    pattern = bundle.get_message(name).value
    if pattern is None:
        raise KeyError(name)
    text, faults = bundle.format_pattern(pattern, values)
    if faults:
        raise ValueError(f"{name}: {faults[0]}")
    return str(text)


@cache
def _bundle(locale: str) -> FluentBundle | None:
    folder = files(__name__) / "locales" / locale
    if not folder.is_dir():
        return None
    # No isolation marks: they would stand in the way of whoever copies or searches a text, and no language here needs
    # them yet.
    bundle = FluentBundle([locale], use_isolating=False)
    for topic in sorted(folder.iterdir(), key=lambda each: each.name):
        bundle.add_resource(FluentResource(topic.read_text(encoding="utf-8")))
    return bundle
