"""What stands in place of a digest for a week that was skipped."""

from datetime import datetime

from bot.domain.digests.digest_facts import week_title
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.verdict import Verdict
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Lead, document
from bot.domain.texts import languages, say


def skipped_week_page(unit: UnitId, name: str, week: IsoWeek, locale: str, *, at: datetime) -> FrozenDigest:
    """What stands in place of the digest, in every language: why there is none, and no figure."""

    def written(spoken: str) -> FrozenDigest:
        return FrozenDigest(
            unit=unit,
            week=week,
            document=document(week_title(name, week, spoken), Lead(words=say("digest-passed", spoken))),
            verdict=Verdict.NOTHING,
            made_at=at,
            written_in=spoken,
        )

    return written(locale).translated({each: written(each) for each in languages() if each != locale})
