"""The one table of what is pictured: whose chat, which message, drawn by which channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.demo.hospital import LEAD, SPONSOR, YOU
from bot.domain.identifiers import PersonId

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PHONE = 390
"""Pixels across."""
LARGEST = 80_000
"""Bytes of one picture."""
DEMO = "demo.png"
"""The demo's page as a newcomer finds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    file: str
    person: PersonId
    says: str
    """The newest message with these words is pictured."""
    channel: str = "web"
    presses: str = ""
    """A button of that message that is pressed before."""
    then: str = ""
    """The message that is pictured after the press."""


def _lead(unit: str, role: str = "nursing") -> PersonId:
    return PersonId(f"{unit}-lead-{role}")


SITUATIONS: Sequence[Situation] = (
    Situation(file="question-web.png", person=YOU, says="One question, one tap"),
    Situation(file="question-slack.png", person=YOU, says="One question, one tap", channel="slack"),
    Situation(file="question-telegram.png", person=YOU, says="One question, one tap", channel="telegram"),
    Situation(file="fewer-voices-web.png", person=LEAD, says="worth a conversation"),
    Situation(file="fewer-voices-slack.png", person=LEAD, says="worth a conversation", channel="slack"),
    Situation(file="fewer-voices-telegram.png", person=LEAD, says="worth a conversation", channel="telegram"),
    Situation(file="lower-score-web.png", person=_lead("older-people", "medical"), says="worth a conversation"),
    Situation(file="steady-web.png", person=_lead("acute-medicine"), says="nothing needs you"),
    Situation(file="watch-web.png", person=_lead("theatres"), says="have a look"),
    Situation(file="learning-web.png", person=_lead("paediatrics"), says="nothing needs you"),
    Situation(file="too-few-web.png", person=_lead("diabetes-nurses"), says="nothing needs you"),
    Situation(file="action-late-web.png", person=_lead("intensive-care"), says="past its date"),
    Situation(file="organisation-low-web.png", person=SPONSOR, says="All teams together answered less than usual"),
    Situation(file="team-page-web.png", person=YOU, says="your week"),
    # Last, since it changes the chat.
    Situation(
        file="answered-web.png", person=YOU, says="One question, one tap", presses="Agree", then="Thank you. Recorded"
    ),
)
