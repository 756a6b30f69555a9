"""A language made from the British English: `Send` becomes `⟦17|Šéñð⟧`, so that whatever is in no catalogue shows.

The number tells which text it is, so that a walk over all screens can say which texts it has not seen.
"""

from collections.abc import Mapping
from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.ast import Message, Pattern, Resource, TextElement
from fluent.syntax.visitor import Transformer

from bot.domain.texts.languages import DEFAULT_LOCALE
from tests.support.catalogues import LOCALES, catalogue

PSEUDO = "en-XA"
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçďéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÀƁÇĎÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)


class _Accents(Transformer):
    def visit_TextElement(self, node: TextElement) -> TextElement:  # noqa: N802 - Fluent's own name
        node.value = node.value.translate(_ACCENTS)
        return node


def text_names() -> list[str]:
    """Every text, in the order of the numbers."""
    return sorted(catalogue(DEFAULT_LOCALE))


def pseudo(resource: Resource, numbers: Mapping[str, int]) -> str:
    """A Fluent source with accents on every letter, brackets and a number around every text; changes what it gets."""
    _Accents().visit(resource)
    for entry in resource.body:
        if isinstance(entry, Message) and entry.value is not None:
            entry.value = Pattern([TextElement(f"⟦{numbers[entry.id.name]}|"), *entry.value.elements, TextElement("⟧")])
    return FluentSerializer().serialize(resource)


def write_pseudo_locale(folder: Path) -> None:
    """Put the language into a folder of languages."""
    (folder / PSEUDO).mkdir()
    paths = (LOCALES / DEFAULT_LOCALE).glob("*.ftl")
    sources = {path.name: FluentParser().parse(path.read_text("utf-8")) for path in paths}
    names = {each.id.name for source in sources.values() for each in source.body if isinstance(each, Message)}
    numbers = {name: number for number, name in enumerate(sorted(names))}  # as `text_names` has them
    for name, source in sources.items():
        (folder / PSEUDO / name).write_text(pseudo(source, numbers), "utf-8")
