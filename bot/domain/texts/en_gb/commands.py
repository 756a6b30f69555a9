"""The words of this topic: what people ask of Rounds, and what they may change about being asked."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    "help": "Rounds asks {units} one short question now and then. One tap answers it, and your leads see only figures"
    " of the whole team.\n\n"
    "You can answer, change your answer until the question closes, or let it pass. Here is what else you can do:",
    "help_button": "Help",
    # less often
    "less_often": "How often would suit you?",
    "every_2_weeks": "Every 2 weeks",
    "every_4_weeks": "Every 4 weeks",
    "weekly_again": "Weekly again",
    "asked_less": "All right. From now on you get a question at most every {weeks} weeks.",
    "asked_weekly": "All right. From now on you get questions at the usual pace again.",
    "asked_less_after_silence": "The last {count} questions did not suit, so we will ask only every {weeks} weeks from"
    " now. Nobody is told.",
    # nights, pause
    "on_nights": "Good nights. No question until {until}; the open one does not count as unanswered.",
    "pause": "How long would you like to pause?",
    "weeks_1": "1 week",
    "weeks_2": "2 weeks",
    "weeks_4": "4 weeks",
    "paused": "Paused until {until}. No list shows anyone who has paused.",
    "resume": "Start again",
    "resumed": "Welcome back. Your next question comes in its turn.",
    "not_paused": "You are not paused. Your next question comes in its turn.",
    # stop
    "stop": "Do you want no more questions at all? A pause is possible, too.",
    "stop_now": "Stop",
    "keep": "Keep",
    "pause_instead": "Pause instead",
    "stopped": "Done. You will get no more questions. No list shows anyone who has stopped.",
    "kept": "All right, nothing has changed.",
    # why, privacy
    "why": "You are on the list of {units}. Everybody on a list gets the same question in the same round. It is about"
    " running the service, not about your mood or your performance.",
    "privacy": "What is kept\n"
    "Whether you were asked and whether you answered. Your answers are sealed under a key that is"
    " kept apart from the database, so that you can change them and the team's figures can be counted.\n\n"
    "Who sees it\n"
    "No person is shown your answer, or whether you gave one: no lead, no sponsor, no administrator. Figures are shown"
    " for a team only if at least {minimum} people other than the readers stand behind them, written comments only"
    " from {minimum_comments} people. Your team sees the same page as its leads.\n\n"
    "When it goes\n"
    "{closing} Then only counts remain, and nobody can link them to you. The numbers of your taps, which keep a tap"
    " from counting twice, go after 48 hours.\n\n"
    "What we cannot promise\n"
    "While the quarter is open your answers are confidential, yet whoever runs the system and holds the key could link"
    " them to you. Your chat provider can see that a button was pressed, and words you type stay in the chat until you"
    " delete them.",
    "privacy_closing": "The present quarter ends on {date}. Two days later, once its last week is counted, its answers"
    " are deleted and its key is destroyed.",
    "privacy_no_quarter": "Answers are deleted and their key is destroyed soon after each quarter of {weeks} weeks.",
}
