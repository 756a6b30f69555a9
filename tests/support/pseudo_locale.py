"""A language made from the British English: `Send` becomes `⟦Šéñð⟧`, so that whatever is not in a catalogue shows."""

from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.ast import Message, Pattern, Resource, TextElement
from fluent.syntax.visitor import Transformer

from bot.domain.texts.languages import DEFAULT_LOCALE
from tests.support.catalogues import LOCALES

PSEUDO = "en-XA"
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçďéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÀƁÇĎÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)


class _Accents(Transformer):
    def visit_TextElement(self, node: TextElement) -> TextElement:  # noqa: N802 - Fluent's own name
        node.value = node.value.translate(_ACCENTS)
        return node


def pseudo(source: str) -> str:
    """A Fluent source with accents on every letter and brackets around every text."""
    resource = FluentParser().parse(source)
    _Accents().visit(resource)
    for entry in resource.body:
        if isinstance(entry, Message) and entry.value is not None:
            entry.value = Pattern([TextElement("⟦"), *entry.value.elements, TextElement("⟧")])
    assert isinstance(resource, Resource)
    return FluentSerializer().serialize(resource)


def write_pseudo_locale(folder: Path) -> None:
    """Put the language into a folder of languages."""
    (folder / PSEUDO).mkdir()
    for path in (LOCALES / DEFAULT_LOCALE).glob("*.ftl"):
        (folder / PSEUDO / path.name).write_text(pseudo(path.read_text("utf-8")), "utf-8")
