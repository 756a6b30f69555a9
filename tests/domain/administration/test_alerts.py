"""What administrators are told without asking, and what nobody is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.administration.alerts import (
    ABOUT_THE_MACHINE,
    Alert,
    AlertFacts,
    AlertKind,
    alert_message,
    alerts_for,
)
from bot.domain.health.parts import Part, PartKind
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.messaging.messages import MessageKind
from bot.domain.organisation.people import Channel
from bot.domain.organisation.unit_tree import UnitTree
from tests.support.builders import ICU, T0, a_programme, after
from tests.support.messages import words_of

MEDICINE, WARD = UnitId("medicine"), UnitId("ward")
TREE = UnitTree.of(a_programme(units=[("icu", "Intensive care"), ("ward", "Acute ward")]).organisation)
ALL = frozenset(TREE.parents)
PLANNING = Part(kind=PartKind.PLANNING)
WELL = AlertFacts(now=T0, last_backup=after(days=-1))
TEN = {PersonId(f"p{number}"): frozenset({ICU}) for number in range(10)}

CASES = {
    AlertKind.CHANNEL_REFUSED: replace(WELL, refused=frozenset({Channel("slack")})),
    AlertKind.KEY_MISSING: replace(WELL, is_key_missing=True),
    AlertKind.NOT_WELL: replace(WELL, red_since={PLANNING: after(minutes=-10)}),
    AlertKind.OVERDUE: replace(WELL, overdue=frozenset({"inbox", "prompts"})),
    AlertKind.LOG_SPOILT: replace(WELL, is_log_spoilt=True),
    AlertKind.NO_BACKUP: replace(WELL, last_backup=after(days=-8)),
    AlertKind.ANSWERING_LOW: replace(WELL, is_answering_low=True),
    AlertKind.NO_LEAD: replace(WELL, without_lead=frozenset({ICU})),
    AlertKind.NO_QUESTION: replace(WELL, without_question={ScheduleId("weekly-pulse"): (ICU,)}),
    AlertKind.INVITATIONS_END: replace(WELL, ending=TEN),
}
OF_EVERYBODY = ABOUT_THE_MACHINE | {AlertKind.ANSWERING_LOW}


def kinds(facts: AlertFacts, own: frozenset[UnitId] = ALL) -> list[AlertKind]:
    return [each.kind for each in alerts_for(facts, own, TREE)]


def test_all_is_well_says_nothing() -> None:
    assert kinds(WELL) == []
    assert set(CASES) == set(AlertKind)


@pytest.mark.parametrize("kind", AlertKind)
def test_each_is_told_to_those_it_concerns(kind: AlertKind) -> None:
    facts = CASES[kind]
    assert kinds(facts) == [kind]
    assert kinds(facts, frozenset({ICU})) == ([] if kind in OF_EVERYBODY else [kind])
    assert kinds(facts, frozenset({WARD})) == [], "of the units of others nothing is told"


@pytest.mark.parametrize("kind", AlertKind)
def test_in_a_halt_only_the_machine_is_told_of(kind: AlertKind) -> None:
    halted = replace(CASES[kind], halted=ALL)
    assert kinds(halted) == ([kind] if kind in ABOUT_THE_MACHINE else [])


def test_a_halt_elsewhere_silences_nothing_here() -> None:
    assert kinds(replace(CASES[AlertKind.NO_LEAD], halted=frozenset({WARD}))) == [AlertKind.NO_LEAD]


def test_what_lasts_for_less_and_what_is_fewer_is_no_alert() -> None:
    nearly = timedelta(seconds=1)
    assert kinds(replace(WELL, red_since={PLANNING: after(minutes=-10) + nearly})) == []
    assert kinds(replace(WELL, last_backup=after(days=-8) + nearly)) == []
    assert kinds(replace(WELL, ending=dict(list(TEN.items())[:9]))) == []
    spread = {person: frozenset({ICU if number else WARD}) for number, person in enumerate(TEN)}
    assert kinds(replace(WELL, ending=spread)) == [AlertKind.INVITATIONS_END], "ten in all that this one administers"
    assert kinds(replace(WELL, ending=spread), frozenset({ICU})) == []


def test_who_never_had_a_backup_is_told_eight_days_after_the_beginning() -> None:
    assert kinds(replace(WELL, last_backup=None, began=after(days=-7))) == []
    assert kinds(replace(WELL, last_backup=None, began=after(days=-8))) == [AlertKind.NO_BACKUP]


def test_one_day_or_for_slow_matters_one_week_has_one_of_a_kind() -> None:
    tuesday, wednesday, next_tuesday = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 10)
    quick, slow = Alert(kind=AlertKind.NO_BACKUP), Alert(kind=AlertKind.NO_LEAD)
    assert quick.told_once_in(tuesday) != quick.told_once_in(wednesday)
    assert slow.told_once_in(tuesday) == slow.told_once_in(wednesday) != slow.told_once_in(next_tuesday)


@pytest.mark.parametrize("kind", AlertKind)
def test_each_is_said_in_words_by_its_kind(kind: AlertKind) -> None:
    (alert,) = alerts_for(CASES[kind], ALL, TREE)
    message = alert_message(alert, "en-GB")
    wanted = MessageKind.MACHINE_ALERT if kind in ABOUT_THE_MACHINE else MessageKind.ALERT
    assert message.kind is wanted
    for name in alert.about:
        assert name in words_of(message)


def test_a_message_names_a_few_and_counts_the_rest() -> None:
    many = Alert(kind=AlertKind.NO_LEAD, about=tuple(f"Team {number}" for number in range(10)), count=10)
    words = words_of(alert_message(many, "en-GB"))
    assert "10 teams have no lead on the list" in words
    assert "Team 7" in words
    assert "Team 8" not in words
    assert "And 2 more." in words
