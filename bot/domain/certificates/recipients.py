"""Recipients in a certificate: digests under a salt of each person's own.

The salts stand in a table of their own. When a person is erased their salt goes, and a number takes their place in
pages that are frozen: the certificate, which is never changed, still says how many recipients there were, and of those
who are not erased who they were.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from bot.domain.certificates.canonical import length_prefixed
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek

Salts = Mapping[PersonId, bytes]
PageSalts = Mapping[UnitId, bytes]
"""Of the pages of a week: under them their words are hashed."""
READER, MEMBER = "reader", "member"
SALT_LENGTH = 16


def recipient_digests(
    people: Iterable[PersonId], role: str, unit: UnitId, week: IsoWeek, salts: Salts
) -> tuple[str, ...]:
    """In the order of the digests, which says nothing of the people."""
    page = _page(role, unit, week)
    return tuple(sorted(_digest(person, salts[person], page) for person in people))


def recipients_differ(
    recipients: Recipients,
    *,
    readers: Collection[str],
    members: Collection[str],
    unit: UnitId,
    week: IsoWeek,
    salts: Salts,
    named: Collection[PersonId] = frozenset(),
) -> bool:
    """Whether these are others than those of a certificate: all whose salt is there have to be in it, those whose salt
    is gone fill the rest, and nobody whose salt is there is missing. Whoever is `named` was not erased, so they have
    a salt."""
    if any(person in named and person not in salts for person in recipients.everybody):
        return True
    return any(
        _differ(people, role, digests, unit, week, salts)
        for people, role, digests in (
            (recipients.readers, READER, readers),
            (recipients.members, MEMBER, members),
        )
    )


def _differ(
    people: Collection[PersonId], role: str, digests: Collection[str], unit: UnitId, week: IsoWeek, salts: Salts
) -> bool:
    left, page = Counter(digests), _page(role, unit, week)
    erased = 0
    for person in people:
        if person not in salts:
            erased += 1
            continue
        digest = _digest(person, salts[person], page)
        if not left[digest]:
            return True
        left[digest] -= 1
    missing = +left
    if missing.total() != erased:
        return True
    return bool(missing) and any(_digest(each, salt, page) in missing for each, salt in salts.items())


def _digest(person: PersonId, salt: bytes, page: bytes) -> str:
    return hashlib.sha256(length_prefixed([salt, person.encode()]) + page).hexdigest()


def _page(role: str, unit: UnitId, week: IsoWeek) -> bytes:
    """What the digests of all who read one page end with before they are hashed."""
    return length_prefixed([role.encode(), unit.encode(), str(week).encode()])
