"""The budget of attention: what Rounds starts by itself, counted for each person and ISO week.

Counted are questions, reminders, follow-up asks and nudges. Nothing else is, and nothing else is ever dropped: digests,
the page of a team, answers to what somebody raised or proposed, requests to own an action, and what people have to know
of their answers, their own settings or an outage. What answers something that a person just did is free.

What does not fit is dropped and not kept for later. Of the four kinds each leaves room for those before it, so that a
nudge on Monday never takes the place of Tuesday's question.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.organisation.people import CO_LEADS, READERS, Role

IN_ALL = 4
"""Of everybody who reads a digest."""


class Counted(StrEnum):
    """What counts, the most important first."""

    QUESTION = "question"
    REMINDER = "reminder"
    ASK = "ask"
    """What became of a flag, an action or a conversation: asked of those who answer for it."""
    NUDGE = "nudge"


Used = Mapping[Counted, int]
"""How much of a week's budget is used, kind by kind; a kind that is missing is not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekAllowance:
    """What one person may get in a week: `questions` of a round, and `in_all` of everything together."""

    questions: int
    in_all: int

    def __post_init__(self) -> None:
        if not 0 <= self.questions <= self.in_all:
            raise ValueError("the questions are a part of all")

    @classmethod
    def of(cls, roles: Collection[Role], *, questions_per_week: int, is_owner: bool = False) -> "WeekAllowance":
        """By all roles that somebody holds anywhere: members get questions and one reminder, readers of a digest
        `IN_ALL`. Whoever is asked more by the programme's budget gets that much, one reminder and nothing else.
        A member who owns an action may get as much as who reads a digest where it is about that action.
        """
        is_asked = Role.MEMBER in roles or bool(CO_LEADS.intersection(roles))
        questions = questions_per_week if is_asked else 0
        asked = questions + 1 if is_asked else 0
        return cls(questions=questions, in_all=max(asked, IN_ALL) if is_owner or READERS.intersection(roles) else asked)

    def reserved(self, kind: Counted) -> int:
        """How many of a kind those after it leave room for."""
        match kind:
            case Counted.QUESTION:
                return self.questions
            case Counted.REMINDER:
                return min(self.questions, 1)
            case Counted.ASK | Counted.NUDGE:
                return 0

    def at_most(self, kind: Counted) -> int:
        """How many of one kind there may be in a week, however empty it is."""
        match kind:
            case Counted.QUESTION:
                return self.questions
            case Counted.REMINDER:
                return min(self.questions, 1)
            case Counted.NUDGE:
                return 1
            case Counted.ASK:
                return self.in_all


def admit(kind: Counted, used: Used, allowance: WeekAllowance) -> bool:
    """Whether the week has room for one more of a kind.

    Whatever is offered in whatever order: if this was asked of all of it, there is never more than the allowance, and
    its questions and their reminder always fit.
    """
    if used.get(kind, 0) >= allowance.at_most(kind):
        return False
    order = list(Counted)
    before = set(order[: order.index(kind)])
    taken = sum(max(used.get(each, 0), allowance.reserved(each) if each in before else 0) for each in order)
    return taken < allowance.in_all
