"""How do I know? Asked in a chat, about one page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.domain.certificates.certificate_text import CertificateTold, certificate_message
from bot.domain.digests.frozen_digest import FrozenDigest, may_read, team_page_at
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.documents import Paragraph, Section
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date, week_of
from bot.domain.texts import say
from bot.flows.digests.read_unit import WEEKS_SHOWN
from bot.ports import UnitOfWork

WEEKS_BACK: Final = 5
"""So far back the newest page of a unit is looked for."""


class TellCertificate:
    """For those for whom the page was made, as far as they may read it still: the same who may open it in a browser.

    The address has no secret in it. Whoever opens it signs in, and is asked there again whether it is theirs to read.
    """

    def __init__(self, *, address: Callable[[DigestRef], str] | None) -> None:
        """`address`: where the certificate of a page stands; None where people have no such pages."""
        self._address = address

    async def __call__(
        self, work: UnitOfWork, programme: Programme, page: DigestRef, person: PersonId, *, now: datetime, locale: str
    ) -> Sequence[Section] | None:
        """None for a page that was not made for them, or has not come to them, and for one that there is not."""
        organisation = programme.organisation
        if page.unit not in organisation:
            return None
        zone = organisation.zone_of(page.unit)
        digest = await work.weeks.digest(page.unit, page.week)
        memberships = await work.rosters.memberships_of(person)
        today = local_date(now, zone)
        roles = next((each.roles_on(today) for each in memberships if each.unit == page.unit), ())
        if digest is None or digest.week != page.week:
            return None
        is_old = page.week < week_of(now, zone) - WEEKS_SHOWN
        if is_old or not may_read(digest, person, roles, programme, now=now):
            had_it = _was_made_for(digest, person, programme, now=now)
            return (Paragraph(words=say("certificate-not_now", locale)),) if had_it else None
        certificate = await work.certificates.certificate(page.unit, page.week)
        return certificate_message(
            None if certificate is None else CertificateTold.of(certificate),
            unit_name=organisation.unit(page.unit).name,
            week=page.week,
            address="" if self._address is None else self._address(page),
            locale=locale,
        )

    async def newest(
        self, work: UnitOfWork, programme: Programme, person: PersonId, *, now: datetime
    ) -> Sequence[DigestRef]:
        """Of each of their units the newest page that this person may read."""
        found: list[DigestRef] = []
        for each in await work.rosters.memberships_of(person):
            if each.unit not in programme.organisation:
                continue
            zone = programme.organisation.zone_of(each.unit)
            roles = each.roles_on(local_date(now, zone))
            pages = await work.weeks.digests(each.unit, since=week_of(now, zone) - WEEKS_BACK)
            theirs = [page.ref for page in pages if may_read(page, person, roles, programme, now=now)]
            found += sorted(theirs, key=lambda page: page.week)[-1:]
        return found


def _was_made_for(digest: FrozenDigest, person: PersonId, programme: Programme, *, now: datetime) -> bool:
    """Whoever may have this page in their chat, whatever they may read now; its readers had it before the team."""
    if digest.is_for_readers and person in digest.recipients.readers:
        return True
    has_come = now >= team_page_at(digest.week, programme.digest, programme.organisation.zone_of(digest.unit))
    return digest.team_page is not None and person in digest.recipients.members and has_come
