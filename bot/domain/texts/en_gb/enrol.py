"""The words of this topic: joining by a link or a code."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    "stranger": "Hello, this is Rounds. You are not on a team list here at the moment, so nothing was stored. To join,"
    " please open the link or send the code that your administrator gave you.",
    "joined": "Welcome. You have joined {units}. Your first question comes in its turn; until then there is nothing to"
    " do.\n\n"
    "Answers are confidential while the quarter is open; after it closes only counts remain. You can pause or stop at"
    " any time: send /help.",
    "joined_reader": "Welcome. You have joined {units}. You will get the digest when there is one; until then there is"
    " nothing to do.\n\n"
    "No digest shows what a person answered, or whether they did. Send /help for what you can do.",
    "joined_already": "You have joined already. Your next question comes in its turn.",
    "code_not_valid": "This code is not in use: it may be an old one, or it was used before. Please ask your"
    " administrator for a new one.",
    "too_many_tries": "That was one try too many. Please wait an hour, or ask your administrator for a new code.",
}
