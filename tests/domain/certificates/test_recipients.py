"""Salted digests of recipients: who is erased is not missed, and nobody else can be exchanged."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.certificates.recipients import MEMBER, READER, recipient_digests, recipients_differ
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek

UNIT, WEEK = UnitId("icu"), IsoWeek.parse("2026-W10")
EVERYBODY = [PersonId(f"p{number}") for number in range(8)]
SALTS = {person: person.encode() * 4 for person in EVERYBODY}
PEOPLE = st.frozensets(st.sampled_from(EVERYBODY))


def differ(frozen: Recipients, now: Recipients, erased: frozenset[PersonId]) -> bool:
    return recipients_differ(
        now,
        readers=recipient_digests(frozen.readers, READER, UNIT, WEEK, SALTS),
        members=recipient_digests(frozen.members, MEMBER, UNIT, WEEK, SALTS),
        unit=UNIT,
        week=WEEK,
        salts={person: salt for person, salt in SALTS.items() if person not in erased},
    )


def renamed(people: frozenset[PersonId], erased: frozenset[PersonId]) -> frozenset[PersonId]:
    return frozenset(PersonId(f"number {hash(each)}") if each in erased else each for each in people)


@given(PEOPLE, PEOPLE, PEOPLE)
def test_whoever_is_erased_the_certificate_holds(
    readers: frozenset[PersonId], members: frozenset[PersonId], erased: frozenset[PersonId]
) -> None:
    frozen = Recipients(readers=readers, members=members)
    now = Recipients(readers=renamed(readers, erased), members=renamed(members, erased))
    assert not differ(frozen, now, erased)


@given(PEOPLE, PEOPLE, PEOPLE, st.data())
def test_anybody_else_who_comes_goes_or_is_exchanged_is_found(
    readers: frozenset[PersonId], members: frozenset[PersonId], erased: frozenset[PersonId], data: st.DataObject
) -> None:
    frozen = Recipients(readers=readers, members=members)
    living = frozenset(EVERYBODY) - erased
    others = data.draw(st.frozensets(st.sampled_from([*EVERYBODY, PersonId("unknown")])))
    if others & living != readers & living or len(others - living) != len(readers - living):
        assert differ(frozen, Recipients(readers=others, members=renamed(members, erased)), erased)


def test_the_same_person_reads_otherwise_in_each_week_and_role() -> None:
    one = frozenset({EVERYBODY[0]})
    digests = {
        recipient_digests(one, role, UNIT, week, SALTS) for role in (READER, MEMBER) for week in (WEEK, WEEK + 1)
    }
    assert len(digests) == 4
