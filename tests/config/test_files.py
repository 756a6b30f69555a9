"""Texts are files that stand nowhere: held to the same rules, and written on no disk."""

import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.domain.administration.revisions import ProgrammeState
from bot.domain.identifiers import QuestionId, UnitId
from bot.domain.organisation.people import Address, Channel, Role, Roster
from bot.domain.organisation.units import Unit
from bot.domain.programme.programme import Guardian, Programme
from config.folder import read_folder
from config.written import faults_as_files, faults_of_change

STARTER = Path(__file__).parents[2] / "config" / "starter"


def faults(programme: Programme, roster: Roster) -> list[str]:
    return [str(each) for each in faults_as_files(programme, roster, recurrence=CronRecurrence(), channels=CHANNELS)]


@pytest.fixture
def programme() -> Programme:
    return read_folder(STARTER, recurrence=CronRecurrence(), channels=CHANNELS).programme


@pytest.fixture
def roster() -> Roster:
    return read_folder(STARTER, recurrence=CronRecurrence(), channels=CHANNELS).roster


def test_people_who_are_checked_are_written_on_no_disk(programme: Programme, roster: Roster) -> None:
    assert faults(programme, roster) == []  # whatever is loaded at first use is loaded now
    written: list[object] = []
    here, is_watched = threading.get_ident(), True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if not is_watched or threading.get_ident() != here:
            return
        flags = arguments[2] if event == "open" and isinstance(arguments[2], int) else 0
        if event == "os.mkdir" or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(arguments[0])

    sys.addaudithook(watch)  # stays for good, so it is switched off
    try:
        assert faults(programme, roster) == []
    finally:
        is_watched = False
    assert written == []


@pytest.mark.drill
def test_what_would_be_too_large_a_file_is_too_large_a_text(programme: Programme, roster: Roster) -> None:
    question = next(iter(programme.questions.values()))
    ids = [QuestionId(f"q{number}") for number in range(2000)]
    copies = {each: replace(question, id=each) for each in ids}
    large = replace(programme, questions={**programme.questions, **copies})
    assert faults(large, roster) == ["file: is larger than 256 KB, the most that is read; is it the right file?"]


def of_change(before: tuple[Programme, Roster], programme: Programme, roster: Roster) -> list[str]:
    """What is said to a change; to the whole the same is said."""
    state = ProgrammeState(programme=before[0], roster=before[1], number=1)
    found = faults_of_change(state, programme, roster, recurrence=CronRecurrence(), channels=CHANNELS)
    assert [str(each) for each in found] == faults(programme, roster)
    return [str(each) for each in found]


@pytest.mark.drill
def test_a_change_is_refused_for_what_it_does_to_those_whom_it_does_not_name(
    programme: Programme, roster: Roster
) -> None:
    named, other = [*roster.people][:2]
    on_slack = {each: replace(roster.people[each], channel=Channel("slack")) for each in (named, other)}
    address = Address(channel=Channel("slack"), value="U0123456789")
    here = replace(roster, people={**roster.people, **on_slack}, addresses={named: address})
    assert of_change((programme, here), programme, here) == []
    assert of_change((programme, here), programme, replace(here, addresses={named: address, other: address}))
    team = next(each.unit for each in roster.memberships if each.role is Role.MEMBER)
    below = Unit(id=UnitId("below"), name="Below", parent=team)
    deeper = replace(programme.organisation, units=(*programme.organisation.units, below))
    assert of_change((programme, roster), replace(programme, organisation=deeper), roster)
    guarded = replace(programme, guardians=(Guardian(person=other, units=(team,)),))
    assert of_change((programme, roster), guarded, roster) == []
    held = frozenset(each for each in roster.memberships if each.person != other)
    fewer = Roster(people={each: who for each, who in roster.people.items() if each != other}, memberships=held)
    assert of_change((guarded, roster), guarded, fewer)
    assert of_change((programme, roster), programme, fewer) == []
