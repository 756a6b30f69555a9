"""Texts put together in a small part of the time that Fluent takes, letter by letter as Fluent does it.

The same is said of thousands of people, and each of ten thousand pages has a hundred texts. What Fluent makes of a text
depends on the numbers in it alone; words stand in it as they are. So Fluent is asked once for each set of numbers, with
gaps in the place of words.

This is the one place where texts with something in them are kept. What is filled in, people's names above all, is no
part of what is kept, nor of the key under which it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import Pattern
from fluent.syntax.ast import BaseNode, MessageReference, SelectExpression, VariableReference

from bot.domain.texts.catalogues import bundle_having
from bot.domain.texts.languages import fallbacks

LONGEST_VALUE = 2400
"""Characters that are filled in for one variable; the library allows 2,500."""
_GAP = "\ue001"
"""A sign that is no letter, around the name of a variable whose words are put in last."""
_KEPT = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """One text in the nearest language that has it."""

    bundle: FluentBundle
    pattern: Pattern
    variables: tuple[str, ...]
    choosing: frozenset[str]
    """Variables by which one of several forms is taken."""


@lru_cache(maxsize=_KEPT)  # most of a digest's words are the same on every page
def unvaried(name: str, locale: str) -> str:
    return _by_fluent(name, locale, {})


def filled_in(name: str, locale: str, values: Mapping[str, object]) -> str:
    text = _text(name, locale)
    numbers: list[int | None] = []
    words: dict[str, str] = {}
    for variable in text.variables:
        value = values.get(variable)
        if type(value) is int:  # no `bool`, which Fluent takes for a number, too
            numbers.append(value)
        elif isinstance(value, str) and len(value) <= LONGEST_VALUE and variable not in text.choosing:
            numbers.append(None)
            words[variable] = value
        else:
            return _by_fluent(name, locale, values)
    pieces = _pieces(name, locale, tuple(numbers))
    if len(pieces) == 1:
        return pieces[0]
    return "".join([words[each] if at % 2 else each for at, each in enumerate(pieces)])


def forget() -> None:
    for kept in (unvaried, _text, _pieces):
        kept.cache_clear()


@lru_cache(maxsize=_KEPT)
def _pieces(name: str, locale: str, numbers: tuple[int | None, ...]) -> tuple[str, ...]:
    """Words, a variable, words, and so on; each variable has its number, or None where a gap is left for words."""
    variables = _text(name, locale).variables
    gaps = zip(variables, numbers, strict=True)
    values = {each: f"{_GAP}{each}{_GAP}" if number is None else number for each, number in gaps}
    return tuple(_by_fluent(name, locale, values).split(_GAP))


@lru_cache(maxsize=_KEPT)
def _text(name: str, locale: str) -> _Text:
    for language in fallbacks(locale):
        bundle = bundle_having(name, language)
        if bundle is not None:
            pattern = bundle.get_message(name).value
            if pattern is None:
                break
            nodes = list(_within(pattern, bundle))
            choosing = [node.selector for node in nodes if isinstance(node, SelectExpression)]
            return _Text(
                bundle=bundle,
                pattern=pattern,
                variables=tuple(sorted({node.id.name for node in nodes if isinstance(node, VariableReference)})),
                choosing=frozenset(each.id.name for each in choosing if isinstance(each, VariableReference)),
            )
    raise KeyError(name)


def _within(node: object, bundle: FluentBundle) -> Iterator[BaseNode]:
    """All that a text is made of, in the texts that stand in it as well."""
    if isinstance(node, list):
        for each in node:
            yield from _within(each, bundle)
    elif isinstance(node, MessageReference):
        yield from _within(bundle.get_message(node.id.name), bundle)
    elif isinstance(node, BaseNode):
        yield node
        for part in vars(node).values():
            yield from _within(part, bundle)


def _by_fluent(name: str, locale: str, values: Mapping[str, object]) -> str:
    text = _text(name, locale)
    filled = {each: _within_limit(value) for each, value in values.items()}
    said, faults = text.bundle.format_pattern(text.pattern, filled)
    if faults:
        raise ValueError(f"{name}: {faults[0]}")
    return str(said)


def _within_limit(value: object) -> object:
    """Long words, as of somebody who is on hundreds of lists, lose their end: Fluent refuses them altogether."""
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"{value[: LONGEST_VALUE - 1]}…"
    return value
