"""How do I know? Asked in a chat about a page, with and without pages in a browser, and about several under privacy."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.domain.certificates.certificate import Certificate, History, Recorded, UsedCell
from bot.domain.certificates.certificate_text import CertificateTold, certificate_message
from bot.domain.digests.digest_buttons import how_known_buttons
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.messages import Message, MessageKind, message_of
from tests.support.builders import ICU, T0
from tests.support.screens.asking import NAME

WEEK = IsoWeek.parse("2026-W10")
ADDRESS = "⟨⟩"
"""Of the page in a browser, in no letters of any language."""
CERTIFICATE = Certificate(
    unit=ICU,
    week=WEEK,
    made_at=T0,
    document="0123456789",
    facts={"said": {"last": str(WEEK)}},
    cells=tuple(UsedCell(team=ICU, week=str(WEEK - back), n=9, low=0, high=2) for back in (0, 0, 1)),
    recorded=Recorded(),
    history=History(),
    readers=(),
    members=(),
)


async def certificates_told(locale: str) -> AsyncIterator[Message]:
    bare = replace(CERTIFICATE, cells=(), facts={})
    for told, at in ((CERTIFICATE, ""), (bare, ""), (CERTIFICATE, ADDRESS), (None, ADDRESS)):
        sections = certificate_message(
            None if told is None else CertificateTold.of(told), unit_name=NAME, week=WEEK, address=at, locale=locale
        )
        yield message_of(MessageKind.ANSWER, locale, sections)
    for pages in ((WEEK,), (WEEK, WEEK - 1)):
        buttons = how_known_buttons({DigestRef(unit=ICU, week=each): NAME for each in pages}, locale)
        yield message_of(MessageKind.PRIVACY, locale, NAME, buttons=buttons)
