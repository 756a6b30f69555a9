"""The question that Rounds asks by itself: in no programme and no schedule, and worded by the catalogues."""

from collections.abc import Mapping
from functools import cache

from bot.domain.identifiers import QuestionId
from bot.domain.programme.questions import Kind, Polarity, Question, QuestionRef, Scale
from bot.domain.texts import languages, say


@cache
def own_questions() -> Mapping[QuestionRef, Question]:
    """By its version, like those of a programme: a changed wording is a new one."""
    return {each.ref: each for each in (change_question(),)}


@cache
def change_question() -> Question:
    """Whether what was done changed anything; the message that asks says what that was."""
    return Question(
        id=QuestionId("rounds:change"),
        version=1,
        scale=Scale.YES_LITTLE_NO,
        polarity=Polarity.POSITIVE,
        kind=Kind.CHANGE,
        text={locale: say("pulse-change_question", locale) for locale in languages()},
    )
