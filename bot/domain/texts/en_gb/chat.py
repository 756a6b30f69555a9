"""The words of this topic: controls that a chat program draws itself, and what it says when it cannot save."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    "title": "Rounds",
    "write": "Write",
    "send": "Send",
    "cancel": "Cancel",
    "your_words": "Your words",
    "not_saved": "Not saved yet. Please tap again.",
    "not_saved_words": "Not saved yet. Your words are still here: please send them again.",
    "box_failed": "The box did not open. Please tap again, or write your words here.",
    "answer_in_direct_message": "The answer is in your direct messages with Rounds.",
    "nothing_here": "Nothing here yet. Your settings show up here once you are on a team list.",
    "sent_in_chat": "What you wrote is still in this chat. Please delete it here, too.",
    "menu_help": "What Rounds is and what you can do",
    "menu_pause": "No questions for a while",
    "menu_resume": "Ask me again",
    "menu_stop": "No more questions",
    "menu_privacy": "What is stored and who sees it",
    "menu_why": "Why I was asked this",
}
