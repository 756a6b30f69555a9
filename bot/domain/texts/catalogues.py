"""The catalogues as they lie on disk: one folder a language, in it one file a topic, in Mozilla's Fluent format.

A file is read when somebody first needs one of its texts: reading is slow, and a command says only a few of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable

from fluent.runtime import FluentBundle, FluentResource

_SUFFIX = ".ftl"
_ELSEWHERE = re.compile(r"\{\s*([a-z]+)-")
"""A text that stands in another one: its name begins with its topic."""
_FOLDERS: list[Traversable] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    bundle: FluentBundle
    topics: Mapping[str, Traversable]
    read: set[str] = field(default_factory=set)

    def having(self, name: str) -> FluentBundle | None:
        """The bundle, if this text is in it."""
        self._read(name.partition("-")[0])
        return self.bundle if self.bundle.has_message(name) else None

    def _read(self, topic: str) -> None:
        """The topic, and those that its texts name; two may name each other."""
        reading: set[str] = set()
        waiting = {topic}
        while waiting := (waiting & self.topics.keys()) - self.read - reading:
            each = waiting.pop()
            text = self.topics[each].read_text(encoding="utf-8")
            self.bundle.add_resource(FluentResource(text))
            reading.add(each)
            waiting.update(_ELSEWHERE.findall(text))
        self.read.update(reading)  # last: a thread that comes meanwhile reads them once more, which changes nothing


def add_folder(folder: Traversable) -> None:
    _FOLDERS.append(folder)
    _language.cache_clear()


def locales() -> tuple[str, ...]:
    """The locales that there are texts for."""
    return tuple(sorted({each.name for folder in _FOLDERS for each in folder.iterdir() if each.is_dir()}))


def is_there(locale: str) -> bool:
    return _language(locale) is not None


def bundle_having(name: str, locale: str) -> FluentBundle | None:
    """The texts of this very locale, if this one is among them."""
    language = _language(locale)
    return None if language is None else language.having(name)


@cache
def _language(locale: str) -> _Language | None:
    folder = next((each / locale for each in _FOLDERS if (each / locale).is_dir()), None)
    if folder is None:
        return None
    topics = {each.name.removesuffix(_SUFFIX): each for each in folder.iterdir() if each.name.endswith(_SUFFIX)}
    # Without marks around what is filled in: whoever copies or searches a text would stumble over them, and so far no
    # language here is written from right to left.
    return _Language(bundle=FluentBundle([locale], use_isolating=False), topics=topics)
