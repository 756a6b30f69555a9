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


def pseudo(source: str, numbers: Mapping[str, int]) -> str:
    """A Fluent source with accents on every letter, and brackets and a number around every text."""
    resource = FluentParser().parse(source)
    _Accents().visit(resource)
    for entry in resource.body:
        if isinstance(entry, Message) and entry.value is not None:
            entry.value = Pattern([TextElement(f"⟦{numbers[entry.id.name]}|"), *entry.value.elements, TextElement("⟧")])
    assert isinstance(resource, Resource)
    return FluentSerializer().serialize(resource)


def write_pseudo_locale(folder: Path) -> None:
    """Put the language into a folder of languages."""
    (folder / PSEUDO).mkdir()
    numbers = {name: number for number, name in enumerate(text_names())}
    for path in (LOCALES / DEFAULT_LOCALE).glob("*.ftl"):
        (folder / PSEUDO / path.name).write_text(pseudo(path.read_text("utf-8"), numbers), "utf-8")
