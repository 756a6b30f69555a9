"""Whatever is written as JSON comes back equal."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import MessageRef, QuestionId, ScheduleId, UnitId
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
)
from bot.domain.organisation.people import Address
from bot.domain.programme.programme import (
    OnCron,
    OnDays,
    Schedule,
    Weekday,
)
from bot.domain.programme.questions import (
    Audience,
    Competency,
    Facet,
    Kind,
    Polarity,
    Question,
    QuestionRef,
    Scale,
)
from storage.codecs import domain_values, posts
from tests.support import channels
from tests.support.presses import INTENTS

WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
IDS = st.from_regex(r"[a-z0-9|/-]{1,20}", fullmatch=True)
REFS = st.none() | IDS.map(MessageRef)
EVENTS = st.one_of(
    st.builds(Pressed, intent=INTENTS),
    st.builds(Typed, text=st.text(max_size=40), reply_to=REFS, refused=st.sampled_from(["", "phone number"])),
    st.builds(Commanded, command=st.sampled_from(Command)),
    st.builds(Started, code=st.text(max_size=22)),
    st.just(Blocked()),
    st.just(Returned()),
    st.just(Opened()),
)
UPDATES = st.builds(
    Inbound,
    sender=st.builds(Address, channel=st.sampled_from(channels.ALL), value=IDS),
    update_id=IDS,
    sequence=st.integers(0, 2**62),
    event=EVENTS,
    message=REFS,
    reply_via=st.text(max_size=40),
)
LOCALES = st.dictionaries(st.sampled_from(["en-GB", "de", "fr"]), WORDS, min_size=1)
CORE = st.builds(
    Question,
    id=IDS.map(QuestionId),
    version=st.integers(1, 99),
    scale=st.sampled_from([Scale.LIKERT4, Scale.YES_NO, Scale.RATING10]),
    polarity=st.sampled_from(Polarity),
    text=LOCALES,
    audience=st.sampled_from(Audience),
    competency=st.sampled_from(Competency),
    facet=st.sampled_from(Facet),
    tags=st.frozensets(IDS, max_size=3),
    none_label=st.none() | LOCALES,
)
SPECIAL = st.builds(
    Question,
    id=IDS.map(QuestionId),
    version=st.integers(1, 99),
    scale=st.sampled_from(Scale),
    polarity=st.sampled_from(Polarity),
    text=LOCALES,
    kind=st.sampled_from([kind for kind in Kind if kind is not Kind.CORE]),
)
CADENCES = st.one_of(
    st.builds(OnCron, expression=WORDS),
    st.builds(
        OnDays,
        days=st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True).map(tuple),
        at=st.times(min_value=time(3)).map(lambda at: at.replace(microsecond=0)),
        every_weeks=st.integers(1, 52),
    ),
)
SCHEDULES = st.builds(
    Schedule,
    id=IDS.map(ScheduleId),
    units=st.lists(IDS.map(UnitId), min_size=1, max_size=3).map(tuple),
    questions=st.lists(IDS, min_size=1, max_size=3).map(tuple),
    cadence=CADENCES,
    questions_per_round=st.integers(1, 3),
    open_hours=st.integers(49, 672),
    remind_after_hours=st.integers(0, 48),
)


@settings(max_examples=60)
@given(UPDATES)
def test_an_update_comes_back_as_it_was_written(update: Inbound) -> None:
    text = domain_values.encode_inbound(update)
    assert domain_values.decode_inbound(update.sender.channel, update.update_id, text) == update


@settings(max_examples=60)
@given(CORE | SPECIAL)
def test_a_question_comes_back_as_it_was_written(question: Question) -> None:
    text = domain_values.encode_question(question)
    assert domain_values.decode_question(question.id, question.version, text) == question


@settings(max_examples=60)
@given(SCHEDULES)
def test_a_schedule_comes_back_as_it_was_written(schedule: Schedule) -> None:
    assert domain_values.decode_schedule(schedule.id, domain_values.encode_schedule(schedule)) == schedule


@given(st.lists(st.builds(QuestionRef, id=IDS.map(QuestionId), version=st.integers(1, 9)), max_size=3).map(tuple))
def test_references_come_back_as_they_were_written(refs: tuple[QuestionRef, ...]) -> None:
    assert domain_values.decode_refs(domain_values.encode_refs(refs)) == refs


def test_an_update_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        domain_values.decode_inbound("telegram", "1", '{"from":"1","sequence":1,"event":"danced"}')


def test_a_programme_saved_before_there_was_a_register_is_read_without_one() -> None:
    for read in (posts.change_overs, posts.leadership_roles, posts.governance_seats):
        assert read({"organisation": {}}) == ()
