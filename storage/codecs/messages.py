"""Messages and their documents as JSON text and back, with a number for the form they are written in."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar, assert_never

from pydantic import (
    BeforeValidator,
    Discriminator,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    Tag,
    TypeAdapter,
    WrapSerializer,
)
from pydantic_core import from_json

from bot.domain.identifiers import ActionId, FlagId
from bot.domain.messaging.documents import (
    ActionCountSubject,
    ActionSubject,
    Context,
    Document,
    ElsewhereSubject,
    Facts,
    FactSubject,
    FlagSubject,
    Fold,
    Lead,
    Paragraph,
    Picture,
    Quote,
    Section,
    SmallPrint,
    Steps,
    Title,
    paragraphs,
)
from bot.domain.messaging.free_text_guard import LONGEST_TEXT
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.texts.languages import DEFAULT_LOCALE
from storage.codecs.buttons import PlainRows, button_rows, plain_rows

FORM: Final = 2
"""The first form was one text; its rows are still read."""


def _write_section(section: Section, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
    return {"is": _tag(section), **plain(section)}


_WITH_TAG = WrapSerializer(_write_section)


def _tag_of(section: Any) -> str | None:
    return section.get("is") if isinstance(section, dict) else _tag(section)


def _tag(section: Section) -> str:
    match section:
        case Title():
            return "title"
        case Context():
            return "context"
        case Lead():
            return "lead"
        case Paragraph():
            return "paragraph"
        case Facts():
            return "facts"
        case Picture():
            return "picture"
        case Quote():
            return "quote"
        case Steps():
            return "steps"
        case Fold():
            return "fold"
        case SmallPrint():
            return "small_print"
        case _:
            assert_never(section)


def _write_facts(section: Facts, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
    written = _write_section(section, plain)
    for fact, row in zip(section.facts, written["facts"], strict=True):
        if fact.about is not None:
            row["about"] = _plain_subject(fact.about)
    return written


def _plain_subject(about: FactSubject) -> list[str]:
    match about:
        case ActionSubject(action=action):
            return ["open_action", action]
        case ActionCountSubject():
            return ["open_count"]
        case FlagSubject(flag=flag):
            return ["unanswered_flag", flag]
        case ElsewhereSubject(component=component):
            return ["tried_elsewhere", component]
        case _:
            assert_never(about)


def _read_facts(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    return {**plain, "facts": [_read_fact(each) for each in plain.get("facts", ())]}


def _read_fact(plain: dict[str, Any]) -> dict[str, Any]:
    """Earlier versions kept nothing of what a fact is about."""
    return {**plain, "about": _subject(plain["about"])} if "about" in plain else plain


def _subject(plain: list[str]) -> FactSubject:
    match plain:
        case ["open_action", str(action)]:
            return ActionSubject(action=ActionId(action))
        case ["open_count"]:
            return ActionCountSubject()
        case ["unanswered_flag", str(flag)]:
            return FlagSubject(flag=FlagId(flag))
        case ["tried_elsewhere", str(component)]:
            return ElsewhereSubject(component=component)
        case _:
            raise ValueError(f"no fact is about {plain!r}")


def _write_picture(picture: Picture) -> dict[str, str]:
    return {"is": "picture", "alt": picture.alt, "png": b64encode(picture.png).decode()}


def _read_picture(plain: Any) -> Any:
    return {**plain, "png": b64decode(plain["png"])} if isinstance(plain, dict) else plain


_Section = Annotated[
    Annotated[Title, _WITH_TAG, Tag("title")]
    | Annotated[Context, _WITH_TAG, Tag("context")]
    | Annotated[Lead, _WITH_TAG, Tag("lead")]
    | Annotated[Paragraph, _WITH_TAG, Tag("paragraph")]
    | Annotated[Facts, WrapSerializer(_write_facts), BeforeValidator(_read_facts), Tag("facts")]
    | Annotated[Picture, PlainSerializer(_write_picture), BeforeValidator(_read_picture), Tag("picture")]
    | Annotated[Quote, _WITH_TAG, Tag("quote")]
    | Annotated[Steps, _WITH_TAG, Tag("steps")]
    | Annotated[Fold, _WITH_TAG, Tag("fold")]
    | Annotated[SmallPrint, _WITH_TAG, Tag("small_print")],
    Discriminator(_tag_of),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WrittenDocument:
    form: Literal[2]
    sections: tuple[_Section, ...]
    is_spaced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _WrittenMessage:
    form: Literal[2]
    kind: MessageKind
    locale: str
    sections: tuple[_Section, ...]
    is_spaced: bool = True
    unit_name: str = ""
    buttons: PlainRows = ()
    asks_reply: bool = False
    longest_reply: int = LONGEST_TEXT


_Written = TypeVar("_Written", _WrittenDocument, _WrittenMessage)
_documents = TypeAdapter(_WrittenDocument)
_messages = TypeAdapter(_WrittenMessage)


def encode_document(document: Document) -> str:
    written = _WrittenDocument(form=FORM, sections=document.sections, is_spaced=document.is_spaced)
    return _text(_documents, written)


def decode_document(text: str) -> Document:
    written = _documents.validate_json(text)
    return Document(sections=written.sections, is_spaced=written.is_spaced)


def encode_message(message: Message) -> str:
    written = _WrittenMessage(
        form=FORM,
        kind=message.kind,
        locale=message.locale,
        sections=message.document.sections,
        is_spaced=message.document.is_spaced,
        unit_name=message.unit_name,
        buttons=plain_rows(message.buttons),
        asks_reply=message.asks_reply,
        longest_reply=message.longest_reply,
    )
    return _text(_messages, written)


def decode_message(text: str) -> Message:
    plain = from_json(text)
    if "form" not in plain:
        return _message_of_text(plain)
    written = _messages.validate_python(plain)
    return Message(
        kind=written.kind,
        locale=written.locale,
        document=Document(sections=written.sections, is_spaced=written.is_spaced),
        unit_name=written.unit_name,
        buttons=button_rows(written.buttons),
        asks_reply=written.asks_reply,
        longest_reply=written.longest_reply,
    )


def _message_of_text(plain: Mapping[str, Any]) -> Message:
    """A message of the first form, whose words were one text, all in the only language there was."""
    picture, text = plain.get("picture"), plain["text"]
    sections: tuple[Section, ...] = paragraphs(text)
    if picture:
        drawn = Picture(alt=picture["alt"], png=b64decode(picture["png"]))
        sections = (drawn,) if picture["alt"] in text else (*sections, drawn)
    return Message(
        kind=MessageKind.ANSWER,
        locale=DEFAULT_LOCALE,
        document=Document(sections=sections),
        buttons=button_rows(plain.get("buttons", ())),
        asks_reply=plain.get("asks_reply", False),
    )


def _text(adapter: TypeAdapter[_Written], written: _Written) -> str:
    return adapter.dump_json(written, exclude_defaults=True).decode()
