"""Who could read what somebody raises, and what its writer is told of that."""

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Consent, Role, TeamMember
from bot.domain.raising.choices import reader_choices
from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.raising.screens import Raiser, who_reads
from tests.support.builders import ICU, T0, a_person, a_programme
from tests.support.channels import TELEGRAM

LEADS_TOO = say("raise-you_lead", DEFAULT_LOCALE)


def a_member(name: str, role: Role) -> TeamMember:
    return TeamMember(
        person=a_person(name),
        unit=ICU,
        roles=frozenset({role}),
        address=Address(channel=TELEGRAM, value=name),
        consent=Consent(joined_at=T0),
        since=T0,
    )


@pytest.mark.parametrize(("role", "is_told"), [(Role.MEMBER, False), (Role.CHAMPION, False), (Role.NURSING_LEAD, True)])
def test_a_writer_who_leads_is_told_that_the_others_may_notice(role: Role, *, is_told: bool) -> None:
    programme, writer = a_programme(), a_person("ana")
    team = [a_member("ana", role), a_member("ben", Role.MEDICAL_LEAD)]
    choices = reader_choices(programme, PersonId("ana"), {ICU: team}, {})
    raiser = Raiser(person=writer, programme=programme, locale=DEFAULT_LOCALE, choices=choices, has_chat=True)
    assert (LEADS_TOO in who_reads(raiser, choices[0])) is is_told
