"""The one verdict of a digest, over everything that its page holds: does anything need its readers?

Three levels: something needs them (`CONVERSATION` and `NEEDS_YOU`), something is worth a look (`WATCH`), nothing is.
"""

from enum import StrEnum

from bot.domain.digests.page import Page, RollUp, ScoreChange, Usual


class Verdict(StrEnum):
    """What a digest asks of its readers, the most pressing first."""

    CONVERSATION = "conversation"
    """A flag is new, or nobody has answered it."""
    NEEDS_YOU = "needs_you"
    WATCH = "watch"
    NOTHING = "nothing"


class Reason(StrEnum):
    """Why a digest has its verdict, the most pressing first: the first that holds is told, and none contradicts it."""

    NEW_FLAG = "new_flag"
    UNANSWERED_FLAG = "unanswered_flag"
    TEAM_WAITS = "team_waits"
    """A team below has had a flag for 28 days that nobody answered."""
    HELP_ASKED = "help_asked"
    """A team below asks for help from above."""
    ROOM_NEEDED = "room_needed"
    """Of teams below it is said in this week that their limit lies above them."""
    ORGANISATION_LOW = "organisation_low"
    """All teams together answer less than usual, which was not so in the week before."""
    ACTION_LATE = "action_late"
    STILL_LOW = "still_low"
    """The conversation was suggested and answered, and what was low still is."""
    ORGANISATION_STILL_LOW = "organisation_still_low"
    """They did in the week before as well, and what can be done was said then."""
    FEWER_HEARD = "fewer_heard"
    WORD_LOWER = "word_lower"
    WORD_DISAGREES = "word_disagrees"

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self]


_VERDICTS = {
    Reason.NEW_FLAG: Verdict.CONVERSATION,
    Reason.UNANSWERED_FLAG: Verdict.CONVERSATION,
    Reason.TEAM_WAITS: Verdict.CONVERSATION,
    Reason.HELP_ASKED: Verdict.NEEDS_YOU,
    Reason.ROOM_NEEDED: Verdict.NEEDS_YOU,
    Reason.ORGANISATION_LOW: Verdict.NEEDS_YOU,
    Reason.ACTION_LATE: Verdict.NEEDS_YOU,
    Reason.STILL_LOW: Verdict.WATCH,
    Reason.ORGANISATION_STILL_LOW: Verdict.WATCH,
    Reason.FEWER_HEARD: Verdict.WATCH,
    Reason.WORD_LOWER: Verdict.WATCH,
    Reason.WORD_DISAGREES: Verdict.WATCH,
}


def reasons_of(page: Page) -> tuple[Reason, ...]:
    """All that holds of a team's page, the most pressing first; empty when nothing needs anybody."""
    is_lower = page.asked and _is_lower(page)
    held = {
        Reason.NEW_FLAG: page.flag is not None,
        Reason.UNANSWERED_FLAG: page.flag is None and page.earlier is not None and page.earlier.response is None,
        Reason.ACTION_LATE: any(action.overdue for action in page.open_actions),
        Reason.STILL_LOW: page.earlier is not None
        and page.earlier.response is not None
        and page.earlier.kind.is_drift
        and is_lower,
        Reason.FEWER_HEARD: page.asked and page.usual is Usual.LOWER,
        Reason.WORD_LOWER: page.said is not None and page.said.change is ScoreChange.LOWER,
        Reason.WORD_DISAGREES: page.said is not None and page.said.score.figure.word.agreement.disagrees,
    }
    return tuple(reason for reason in Reason if held.get(reason))


def reasons_above(page: RollUp) -> tuple[Reason, ...]:
    """All that holds of the page of a unit above teams. Late actions are for those who own them."""
    held = {
        Reason.TEAM_WAITS: bool(page.waiting),
        Reason.HELP_ASKED: bool(page.asking_help),
        Reason.ROOM_NEEDED: page.lacking_room > 0,
        Reason.ORGANISATION_LOW: page.is_organisation_low and page.organisation_low_since is None,
        Reason.ORGANISATION_STILL_LOW: page.is_organisation_low and page.organisation_low_since is not None,
        Reason.FEWER_HEARD: page.participation is not None and page.usual is Usual.LOWER,
        Reason.WORD_LOWER: page.said is not None and page.said.change is ScoreChange.LOWER,
        Reason.WORD_DISAGREES: page.said is not None and page.said.score.figure.word.agreement.disagrees,
    }
    return tuple(reason for reason in Reason if held.get(reason))


def verdict_of(reasons: tuple[Reason, ...]) -> Verdict:
    return reasons[0].verdict if reasons else Verdict.NOTHING


def _is_lower(page: Page) -> bool:
    return page.usual is Usual.LOWER or (page.said is not None and page.said.change is ScoreChange.LOWER)
