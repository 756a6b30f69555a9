"""The words of a person's own page in a chat program (Slack's App Home)."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    "title": "Your settings at {organisation}",
    "teams": "You are on the list of: {teams}.",
    "asked": "You are asked at most once a week by each schedule.",
    "asked_less": "You are asked at most every {weeks} weeks, as you wished.",
    "paused": "No questions until {until}.",
    "stopped": "You have stopped. You get no questions, and no list shows anyone who has stopped.",
    "confidential": "Answers are confidential. No lead or administrator sees what you answer, or whether you do.",
    "less_often": "Ask me less often",
    "weekly_again": "Weekly again",
    "pause": "Pause",
    "resume": "Ask me again",
    "stop": "Stop",
    "privacy": "Who sees what?",
}
