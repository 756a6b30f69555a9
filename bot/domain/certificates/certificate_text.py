"""What somebody who may read a page is told of its certificate, in words.

It tells no more than the page and the rules that are published: no band, no number of people, and of units above teams
not which teams had a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.certificates.certificate import Certificate
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Context, Fact, Facts, Paragraph, Section, Title
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateTold:
    """Which group figures a page was made of, when, and under which hash."""

    made_at: datetime
    document: str
    shares: Sequence[tuple[IsoWeek, int]]
    """How many participation cells it was made of, by week."""
    scores_of: date | None
    """The last day of the block whose words it tells."""

    @classmethod
    def of(cls, certificate: Certificate) -> "CertificateTold":
        weeks = sorted({IsoWeek.parse(cell.week) for cell in certificate.cells})
        return cls(
            made_at=certificate.made_at,
            document=certificate.document,
            shares=[(at, sum(cell.week == str(at) for cell in certificate.cells)) for at in weeks],
            scores_of=_block_told(certificate),
        )


def certificate_lines(told: CertificateTold, locale: str) -> Sequence[tuple[str, str]]:
    """Pairs of a name and words; the hash stands last."""
    weeks = [
        say("certificate-week", locale, count=count, date=day_and_year(week.sunday(), locale))
        for week, count in told.shares
    ]
    ended = "" if told.scores_of is None else day_and_year(told.scores_of, locale)
    answered = listed(weeks, locale) if weeks else say("certificate-none", locale)
    said = say("certificate-block", locale, date=ended) if ended else say("certificate-none", locale)
    return (
        (say("certificate-answered_label", locale), answered),
        (say("certificate-said_label", locale), said),
        (say("certificate-cut_label", locale), say("certificate-cut", locale)),
        (say("certificate-made_label", locale), day_and_year(told.made_at.date(), locale)),
        (say("certificate-check_label", locale), say("certificate-check", locale)),
        (say("certificate-hash_label", locale), told.document),
    )


def certificate_message(
    told: CertificateTold | None, *, unit_name: str, week: IsoWeek, address: str, locale: str
) -> tuple[Section, ...]:
    """The answer in a chat: two sentences, and where all of it stands; all of it where there is no such `address`.
    None for a page that is older than certificates."""
    of = say("unit-week", locale, date=day_and_year(week.sunday(), locale))
    heading = Title(words=say("certificate-title", locale)), Context(words=f"{unit_name} · {of}")
    if told is None:
        return (*heading, Paragraph(words=say("certificate-older", locale)))
    claim = Paragraph(words=f"{say('certificate-made_only', locale)} {say('certificate-again', locale)}")
    if address:
        return (*heading, claim, Paragraph(words=say("certificate-link", locale)), Paragraph(words=address))
    lines = (Fact(label=label, value=words) for label, words in certificate_lines(told, locale))
    return (*heading, claim, Facts(facts=tuple(lines)))


def _block_told(certificate: Certificate) -> date | None:
    match certificate.facts.get("said"):
        case {"last": str(last)}:
            return IsoWeek.parse(last).sunday()
        case _:  # it is what was kept
            return None
