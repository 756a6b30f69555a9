"""What the catalogues of texts hold, and what the code asks of them."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from babel import Locale
from fluent.syntax import FluentParser
from fluent.syntax.ast import (
    Identifier,
    Junk,
    Message,
    MessageReference,
    SelectExpression,
    Term,
    VariableReference,
)
from fluent.syntax.serializer import serialize_pattern
from fluent.syntax.visitor import Visitor

import bot
from bot.domain import texts
from bot.domain.texts.languages import DEFAULT_LOCALE

CODE = Path(bot.__file__ or "").parent
LOCALES = Path(texts.__file__ or "").parent / "locales"


class _References(Visitor):
    """Collects the variables of a text, in each of its variants, and the other texts it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.texts: set[str] = set()
        self.choices: set[Choice] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - Fluent's own name
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: MessageReference) -> None:  # noqa: N802 - Fluent's own name
        self.texts.add(node.id.name)

    def visit_SelectExpression(self, node: SelectExpression) -> None:  # noqa: N802 - Fluent's own name
        keys = (each.key.name if isinstance(each.key, Identifier) else each.key.value for each in node.variants)
        if isinstance(node.selector, VariableReference):
            self.choices.add(Choice(by=node.selector.id.name, forms=frozenset(keys)))
        self.generic_visit(node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several wordings by what a variable holds."""

    by: str
    forms: frozenset[str]
    """Plural forms by their names, and single values."""

    @property
    def is_by_plural(self) -> bool:
        return bool(self.forms & {"zero", "one", "two", "few", "many"})

    def lacks(self, locale: str) -> Sequence[str]:
        """The plural forms of a language that are not there. A number stands for its form where the form is no other
        number's."""
        form_of = Locale.parse(locale, sep="-").plural_form
        numbers = [(form_of(number), str(number)) for number in range(200)]
        needed = {form: [each for held, each in numbers if held == form] for form in form_of.tags | {"other"}}
        return sorted(
            form for form, held in needed.items() if not self.forms & {form, *(held if len(held) == 1 else ())}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    words: str
    variables: frozenset[str]
    parts: frozenset[str]
    """Other texts that stand in it, with the same variables."""
    choices: frozenset[Choice] = frozenset()


def read_catalogue(source: str) -> dict[str, Text]:
    """The texts of one Fluent source; a line that is no Fluent, or a name given twice, is a fault."""
    found: dict[str, Text] = {}
    for entry in FluentParser().parse(source).body:
        assert not isinstance(entry, Junk | Term), entry.content if isinstance(entry, Junk) else entry.id.name
        if isinstance(entry, Message):
            assert entry.value is not None, entry.id.name
            assert entry.id.name not in found, entry.id.name
            seen = _References()
            seen.visit(entry.value)
            words = serialize_pattern(entry.value).strip()
            found[entry.id.name] = Text(
                words=words,
                variables=frozenset(seen.variables),
                parts=frozenset(seen.texts),
                choices=frozenset(seen.choices),
            )
    return found


def _with_variables_of_parts(texts: Mapping[str, Text]) -> dict[str, Text]:
    return {name: replace(text, variables=_with_parts(text, texts)) for name, text in texts.items()}


def _with_parts(text: Text, texts: Mapping[str, Text]) -> frozenset[str]:
    return text.variables.union(*(_with_parts(texts[part], texts) for part in text.parts))


@cache
def topics(locale: str) -> Mapping[str, Mapping[str, Text]]:
    """Each file of a language by its name. A text may be made of texts of another file."""
    files = {path.stem: read_catalogue(path.read_text("utf-8")) for path in (LOCALES / locale).glob("*.ftl")}
    whole = _with_variables_of_parts({name: text for texts_of in files.values() for name, text in texts_of.items()})
    return {topic: {name: whole[name] for name in texts_of} for topic, texts_of in files.items()}


@cache  # reading them takes seconds
def catalogue(locale: str) -> Mapping[str, Text]:
    return {name: text for texts_of in topics(locale).values() for name, text in texts_of.items()}


def english() -> Mapping[str, Text]:
    """What every other language is held against."""
    return catalogue(DEFAULT_LOCALE)


def differences(model: Mapping[str, Text], other: Mapping[str, Text]) -> list[str]:
    """What a translation lacks, has too much, or fills in with other variables than the model."""
    found = [f"{name}: missing" for name in sorted(model.keys() - other.keys())]
    found += [f"{name}: unknown" for name in sorted(other.keys() - model.keys())]
    for name in sorted(model.keys() & other.keys()):
        if model[name].variables != other[name].variables:
            found.append(f"{name}: variables {sorted(other[name].variables)}, not {sorted(model[name].variables)}")
    return found


def lacking_forms(locale: str, model: Mapping[str, Text], texts: Mapping[str, Text]) -> list[str]:
    """Where a translation chooses by a number and lacks a plural form of its language, or does not choose at all."""
    found = [
        f"{name}: by {each.by} without {', '.join(each.lacks(locale))}"
        for name, text in sorted(texts.items())
        for each in sorted(text.choices, key=lambda choice: choice.by)
        if each.is_by_plural and each.lacks(locale)
    ]
    for name in sorted(model.keys() & texts.keys()):
        chosen = {each.by for each in texts[name].choices}
        missed = {each.by for each in model[name].choices if each.is_by_plural} - chosen
        found += [f"{name}: no forms by {each}" for each in sorted(missed)]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A name of a text as it stands in code: a pattern, since a part of it may be known only when the code runs."""

    where: str
    name: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of `say` that names its text, or one of several, and all that is filled in."""

    where: str
    names: tuple[re.Pattern[str], ...]
    variables: frozenset[str]


def calls() -> Iterator[Call]:
    """Every call of `say` with a name that can be read off, but for the command line, which speaks English."""
    for path, tree in _trees():
        for node in ast.walk(tree) if path.parent.name != "cli" else ():
            if not isinstance(node, ast.Call) or not node.args or _called(node) != "say":
                continue
            names = [_pattern(name) for name in _alternatives(node.args[0])]
            given = [each.arg for each in node.keywords]
            if all(names) and None not in given:
                where = f"{path.relative_to(CODE.parent)}:{node.lineno}"
                of_unit = {"unit"} if isinstance(node.func, ast.Attribute) else set()
                variables = frozenset(filter(None, given)) | of_unit
                yield Call(where=where, names=tuple(map(re.compile, names)), variables=variables)


@cache
def _trees() -> Sequence[tuple[Path, ast.Module]]:
    """All code, parsed once."""
    rooms = (CODE, CODE.parent / "config")
    return [(path, ast.parse(path.read_text("utf-8"))) for room in rooms for path in sorted(room.rglob("*.py"))]


def named_by(pattern: re.Pattern[str], names: Collection[str]) -> Collection[str]:
    """Those of the names that a pattern means; most patterns are a name themselves."""
    if re.fullmatch(r"[\w-]+", pattern.pattern):
        return [pattern.pattern] if pattern.pattern in names else []
    return [name for name in names if pattern.fullmatch(name)]


@cache
def uses(topics_: frozenset[str]) -> Sequence[Use]:
    """Every string in the code and the templates that names a text of these topics."""
    return list(_uses(topics_))


def _uses(topics_: frozenset[str]) -> Iterator[Use]:
    is_name = re.compile(rf"(?:{'|'.join(sorted(topics_))})-[\w.*-]+")
    for path, tree in _trees():
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            pattern = _pattern(node) if id(node) not in inside else ""
            if is_name.fullmatch(pattern):
                yield Use(
                    where=f"{path.relative_to(CODE.parent)}:{getattr(node, 'lineno', 0)}", name=re.compile(pattern)
                )
    for path in sorted(CODE.rglob("templates/*")):
        for quoted in re.findall(r"""["']([\w-]+(?=["'])(?:["'] [+~])?)""", path.read_text("utf-8")):
            pattern = re.sub(r"[\"'] [+~]$", ".+", quoted)
            if is_name.fullmatch(pattern.replace("+", "*")):
                yield Use(where=str(path.relative_to(CODE.parent)), name=re.compile(pattern))


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _alternatives(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [*_alternatives(node.body), *_alternatives(node.orelse)]
    return [node]


def _pattern(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if re.fullmatch(r"[\w-]+", node.value) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else ".*" for part in node.values)
    return ""
