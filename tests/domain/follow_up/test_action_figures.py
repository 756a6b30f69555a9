"""The loop's figures rate leads' own doing, over half a year, and say nothing of one action or two."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.digests.page import ReleasedNotes
from bot.domain.digests.quarterly.quarter_text import note_facts
from bot.domain.follow_up.action_figures import ActionFigures, action_figures
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.messaging.plain_text import fact_line

ON, START = date(2026, 7, 7), datetime(2026, 5, 4, 10, tzinfo=UTC)


def an_action(number: int, *, owned: int | None = 1, told: int | None = None, days_ago: int = 0) -> Action:
    raised = START - timedelta(days=days_ago)
    return Action(
        id=ActionId(f"a{number}"),
        unit=UnitId("ward"),
        raised_by=PersonId("ann"),
        raised_at=raised,
        state=ActionState.PROPOSED if owned is None else ActionState.OPEN,
        owned_at=None if owned is None else raised + timedelta(days=owned),
        told_at=None if told is None else raised + timedelta(days=told),
        first_told_at=None if told is None else raised + timedelta(days=told),
    )


def figures(*actions: Action) -> ActionFigures | None:
    return action_figures(actions, on=ON, zone="Europe/London")


def test_owned_and_told_back_in_time_are_counted_in_words() -> None:
    found = figures(an_action(1, told=9), an_action(2, owned=20), an_action(3, owned=None, told=40))
    assert found is not None
    assert (found.owned.hits, found.owned.trials, found.told.hits, found.told.trials) == (1, 3, 1, 3)
    (fact,) = note_facts(ReleasedNotes(loop=found), "en-GB")
    assert fact_line(fact) == (
        "Follow-up: In half a year 1 of 3 actions had an owner within 14 days (1 of 3 were told back within 30 days)"
    )


def test_two_actions_or_those_of_last_year_make_no_figure() -> None:
    assert figures(an_action(1), an_action(2)) is None
    assert figures(an_action(1), an_action(2), an_action(3, days_ago=150)) is None


def test_an_action_owned_before_the_date_was_kept_does_not_count_as_unowned() -> None:
    old = Action(
        id=ActionId("old"), unit=UnitId("ward"), raised_by=PersonId("ann"), raised_at=START, state=ActionState.OPEN
    )
    found = figures(old, an_action(1), an_action(2), an_action(3))
    assert found is not None
    assert found.owned.trials == 3


def test_what_cannot_be_done_counts_as_told_back_and_needed_no_owner() -> None:
    refused = [
        replace(an_action(number, owned=None, told=5), state=ActionState.CLOSED, closed_at=START, cannot=True)
        for number in (4, 5)
    ]
    found = figures(an_action(1), an_action(2), an_action(3), *refused)
    assert found is not None
    assert (found.owned.trials, found.told.hits, found.told.trials) == (3, 2, 5)
