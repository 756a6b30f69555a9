"""What is pictured: messages of the demo's hospital as it runs, and screens of the table that are rare in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.demo.hospital import LEAD, YOU
from bot.domain.identifiers import PersonId

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PHONE = 390
"""Pixels across."""
LARGEST = 80_000
"""Bytes of one picture."""
DEMO = "demo.png"
"""The demo's page as a newcomer finds it."""
CONSOLE = "console.png"
"""The first page of the console, on a telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A message of the hospital: whose chat, which message, drawn by which channel."""

    file: str
    situation: str
    """Of the table in `tests/situations`; empty for what belongs to none."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTable:
    """A screen of the table."""

    file: str
    situation: str
    screen: str
    channel: str = "web"


LIVED: Sequence[Lived] = (
    Lived(file="question-web.png", situation="", person=YOU, says="One question, one tap"),
    Lived(file="question-slack.png", situation="", person=YOU, says="One question, one tap", channel="slack"),
    Lived(file="question-telegram.png", situation="", person=YOU, says="One question, one tap", channel="telegram"),
    Lived(file="fewer-voices-web.png", situation="flagged, fewer voices", person=LEAD, says=": worth a conversation"),
    Lived(
        file="fewer-voices-slack.png",
        situation="flagged, fewer voices",
        person=LEAD,
        says=": worth a conversation",
        channel="slack",
    ),
    Lived(
        file="fewer-voices-telegram.png",
        situation="flagged, fewer voices",
        person=LEAD,
        says=": worth a conversation",
        channel="telegram",
    ),
    Lived(
        file="lower-score-web.png",
        situation="flagged, lower score",
        person=_lead("older-people", "medical"),
        says=": worth a conversation",
    ),
    Lived(file="steady-web.png", situation="steady", person=_lead("acute-medicine"), says="nothing needs you"),
    Lived(file="learning-web.png", situation="learning", person=_lead("paediatrics"), says="nothing needs you"),
    Lived(file="too-few-web.png", situation="too few", person=_lead("diabetes-nurses"), says="nothing needs you"),
    Lived(file="team-page-web.png", situation="steady", person=YOU, says="your week"),
    # Last, since it changes the chat.
    Lived(
        file="answered-web.png",
        situation="",
        person=YOU,
        says="One question, one tap",
        presses="Agree",
        then="Thank you. Recorded",
    ),
)
OF_TABLE: Sequence[OfTable] = (
    # In the hospital newer digests have followed these three, which then take no answers any more.
    OfTable(file="watch-web.png", situation="watch", screen="lead"),
    OfTable(file="action-late-web.png", situation="action late", screen="lead once it is done"),
    OfTable(file="organisation-low-web.png", situation="organisation low", screen="sponsor"),
    OfTable(file="nudge-web.png", situation="nudge", screen="champion new"),
    OfTable(file="leads-asked-web.png", situation="leads asked", screen="lead talk"),
    OfTable(file="both-web.png", situation="flagged, both", screen="lead"),
    OfTable(file="room-from-above-web.png", situation="flagged, room from above", screen="lead"),
    OfTable(file="pooled-web.png", situation="pooled team", screen="lead with a lower word"),
    OfTable(file="quiet-web.png", situation="quiet week", screen="lead"),
    OfTable(file="restored-web.png", situation="restored", screen="lead"),
    OfTable(file="help-asked-lead-web.png", situation="help asked", screen="lead"),
    OfTable(file="help-asked-sponsor-web.png", situation="help asked", screen="sponsor"),
    OfTable(file="help-asked-slack.png", situation="help asked", screen="sponsor at once", channel="slack"),
    OfTable(
        file="first-day-welcome-telegram.png",
        situation="first day",
        screen="member welcome on telegram",
        channel="telegram",
    ),
    OfTable(file="first-day-question-web.png", situation="first day", screen="member first question on web"),
    OfTable(file="first-day-lead-web.png", situation="first day", screen="lead"),
    OfTable(file="two-teams-question-web.png", situation="two teams", screen="member of theatres"),
    OfTable(
        file="two-teams-question-telegram.png", situation="two teams", screen="member of recovery", channel="telegram"
    ),
)
