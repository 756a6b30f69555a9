"""Whatever is sent to the console is answered, and what is saved is whole."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.recurrence import CronRecurrence
from bot.domain.administration.revisions import PersonRow, ProgrammeState, rows_of
from bot.domain.identifiers import PersonId
from bot.flows.administration.state import newest_state, state_at
from config.written import faults_as_files
from tests.support.consoles import Hospital
from tests.support.wandering import Wanderer


@pytest.mark.drill
async def test_whatever_is_sent_is_answered_and_what_is_saved_is_whole(hospital: Hospital) -> None:
    await wander(hospital, posts=60, seed=1)


def rows_but_languages(state: ProgrammeState) -> Mapping[PersonId, PersonRow]:
    """A language is a wish of one's own, which no revision holds."""
    rows = rows_of(state.roster)
    return {each: replace(row, person=replace(row.person, locale=None)) for each, row in rows.items()}


async def wander(hospital: Hospital, *, posts: int, seed: int) -> Wanderer:
    """No answer is a fault of ours; the files can say all that was saved; and what each revision changed leads back to
    how everything was before."""
    async with hospital.storage.reading() as work:
        before = await newest_state(work)
    wanderer = Wanderer(hospital=hospital, chance=Random(seed))
    await wanderer.wander(posts=posts)
    async with hospital.storage.reading() as work:
        after = await newest_state(work)
        back = await state_at(work, before.number, newest=after)
    assert after.programme is not None
    assert not faults_as_files(after.programme, after.roster, recurrence=CronRecurrence(), channels=CHANNELS)
    assert back is not None
    assert (back.programme, rows_but_languages(back)) == (before.programme, rows_but_languages(before))
    return wanderer
