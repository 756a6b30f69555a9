"""The words of the web chat's own pages."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    "title": "Rounds at {organisation}",
    "menu": "Menu",
    "command_help": "Help",
    "command_pause": "Pause",
    "command_resume": "Ask me again",
    "command_stop": "Stop",
    "command_privacy": "Who sees what?",
    "command_why": "Why am I asked?",
    "messages": "Messages from Rounds",
    "nothing_yet": "Nothing here yet. Your first question will appear on this page.",
    "your_words": "Your words",
    "send": "Send",
    "sending": "Sending",
    "offline": "No connection. This page tries again by itself.",
    "not_saved": "Not saved yet. Please tap again.",
    "refused": "Nothing was saved, because the text may identify a patient. Please take that out and send it again.",
    "join_title": "Join Rounds",
    "join_words": "One short question a week about running your service. One tap answers it.",
    "join_button": "Join",
    "join_note": "You get a page of your own. Keep its address to yourself: whoever has it answers as you.",
    "unknown_title": "This link is not in use",
    "unknown_words": "It may be an old one. Ask your administrator for a new code; nothing you said is lost.",
    "later_title": "This page cannot be shown just now",
    "later_words": "Nothing is lost. Please try again in a minute.",
    "home_title": "Rounds is running",
    "home_words": "Open your personal link to see your messages. If you have none, ask your administrator for a code.",
}
