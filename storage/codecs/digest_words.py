"""What a digest says in further languages, as JSON text and back."""

from collections.abc import Mapping

from bot.domain.digests.frozen_digest import DigestWords
from bot.domain.messaging.documents import Document
from storage.codecs.buttons import button_rows, plain_rows
from storage.codecs.json_text import dumps, loads
from storage.codecs.messages import decode_document, encode_document


def encode_translations(translations: Mapping[str, DigestWords]) -> str:
    return dumps(
        {
            locale: {
                "document": encode_document(words.document),
                "details": encode_optional(words.details),
                "team_page": encode_optional(words.team_page),
                "buttons": plain_rows(words.buttons),
                "further_buttons": plain_rows(words.further_buttons),
            }
            for locale, words in translations.items()
        }
    )


def decode_translations(text: str) -> Mapping[str, DigestWords]:
    return {
        locale: DigestWords(
            document=decode_document(words["document"]),
            details=decode_optional(words["details"]),
            team_page=decode_optional(words["team_page"]),
            buttons=button_rows(words["buttons"]),
            further_buttons=button_rows(words["further_buttons"]),
        )
        for locale, words in loads(text).items()
    }


def encode_optional(document: Document | None) -> str:
    return "" if document is None else encode_document(document)


def decode_optional(text: str) -> Document | None:
    return decode_document(text) if text else None
