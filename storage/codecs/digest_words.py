"""What a digest says in further languages, as JSON text and back."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.digests.frozen_digest import DigestWords, ReasonTold
from bot.domain.digests.verdict import Reason
from bot.domain.identifiers import ActionId
from bot.domain.messaging.documents import Document
from storage.codecs.buttons import button_rows, plain_rows
from storage.codecs.json_text import dumps, loads
from storage.codecs.messages import decode_document, encode_document


def encode_translations(translations: Mapping[str, DigestWords]) -> str:
    return dumps(
        {
            locale: {
                "document": encode_document(words.document),
                "reasons": plain_reasons(words.reasons),
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
            reasons=reasons_of(words["reasons"]),
            details=decode_optional(words["details"]),
            team_page=decode_optional(words["team_page"]),
            buttons=button_rows(words["buttons"]),
            further_buttons=button_rows(words["further_buttons"]),
        )
        for locale, words in loads(text).items()
    }


def plain_reasons(reasons: Iterable[ReasonTold]) -> Sequence[Sequence[str]]:
    """Pairs; with the action that is late, threes."""
    return [[told.reason.value, told.words, *([] if told.action is None else [told.action])] for told in reasons]


def reasons_of(plain: Iterable[Sequence[str]]) -> tuple[ReasonTold, ...]:
    return tuple(_reason(*each) for each in plain)


def _reason(reason: str, words: str, action: str | None = None) -> ReasonTold:
    """Earlier versions kept no action."""
    return ReasonTold(reason=Reason(reason), words=words, action=None if action is None else ActionId(action))


def encode_optional(document: Document | None) -> str:
    return "" if document is None else encode_document(document)


def decode_optional(text: str) -> Document | None:
    return decode_document(text) if text else None
