"""Messages and their documents as JSON text and back, with a number for the form they are written in."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar

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

from bot.domain.messaging.documents import (
    Context,
    Document,
    Facts,
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

_TAGS: dict[type[Section], str] = {
    Title: "title",
    Context: "context",
    Lead: "lead",
    Paragraph: "paragraph",
    Facts: "facts",
    Picture: "picture",
    Quote: "quote",
    Steps: "steps",
    Fold: "fold",
    SmallPrint: "small_print",
}


def _write_section(section: Section, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
    return {"is": _TAGS[type(section)], **plain(section)}


_WITH_TAG = WrapSerializer(_write_section)


def _tag_of(section: Any) -> str | None:
    return section.get("is") if isinstance(section, dict) else _TAGS.get(type(section))


def _write_picture(picture: Picture) -> dict[str, str]:
    return {"is": "picture", "alt": picture.alt, "png": b64encode(picture.png).decode()}


def _read_picture(plain: Any) -> Any:
    return {**plain, "png": b64decode(plain["png"])} if isinstance(plain, dict) else plain


_Section = Annotated[
    Annotated[Title, _WITH_TAG, Tag("title")]
    | Annotated[Context, _WITH_TAG, Tag("context")]
    | Annotated[Lead, _WITH_TAG, Tag("lead")]
    | Annotated[Paragraph, _WITH_TAG, Tag("paragraph")]
    | Annotated[Facts, _WITH_TAG, Tag("facts")]
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
