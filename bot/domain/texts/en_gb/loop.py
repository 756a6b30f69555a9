"""The words of this topic: loop. What leads and teams read about flags, actions and what was told back."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    "stale": "This button has had its day; nothing was changed.",
    "not_yours": "Only the leads and champions of {unit} can do this. Nothing was changed.",
    # flags
    "reply_taken": "The {role} has already taken this for {unit}. You can still start an action.",
    "reply_thanks": "Thank you: you have taken it, and the other leads see that.\n\n"
    "Write what the team should read with the page, or leave it; two sentences are plenty.",
    "reply_words_kept": "Thank you. The team reads your words with the page.",
    "reason_thanks": "Noted for {unit}; the other leads see it. No new flag for at most eight weeks, and nothing that "
    "we take as usual for the team changes.\n\nPlease write the reason in a few words (no names).",
    "reason_words_kept": "Thank you. The reason is kept with the flag.",
    "not_recognised_thanks": "Thank you, noted for {unit}. It tells us how often such a message is right. The page "
    "may still be worth a minute at the next meeting of the leads.",
    "help_thanks": "Sent for {unit} to those above you: {roles}. They see your team’s name and that you ask for help.",
    "help_nobody": "Noted for {unit}. Nobody above your team is on the list yet; your administrator can add a sponsor.",
    "help_asked": "{unit} asks for help from above. Last week’s page said: {kinds}. Please speak to its leads this "
    "week and ask what they cannot change at their level.",
    "others_replying": "{unit}: the {role} will reply to the team about the page to {date} ({kinds}).",
    "others_known_reason": "{unit}: the {role} gave a known reason for the page to {date} ({kinds}).",
    "others_not_recognised": "{unit}: the {role} does not recognise the page to {date} ({kinds}).",
    "others_help_from_above": "{unit}: the {role} has asked for help from above about the page to {date} ({kinds}).",
    # actions
    "ask_action": "{unit}: what will be done? One sentence that starts with a verb, no names of people.",
    "ask_owner": "“{words}”\n\nWho will own it?",
    "ask_due": "“{words}”\n\nOwner: {role}. By when?",
    "no_owner": "There is nobody with the role {role} in {unit} now. Please choose another.",
    "due_1": "In 1 week",
    "due_2": "In 2 weeks",
    "due_4": "In 4 weeks",
    "action_proposed": "“{words}”\n\nThe {role} is asked to own it, by {date}. It is on the page from now on.",
    "action_asked": "{unit}: the {by} asks you to own this action, by {date}.\n\n“{words}”",
    "action_open": "“{words}”\n\nYours, by {date}. The page shows its age until it is closed.",
    "action_open_others": "{unit}: the {role} owns “{words}”, by {date}.",
    "action_declined": "“{words}”\n\nThe {role} cannot take it. Who else will own it?",
    "decline_thanks": "Thank you for saying so. The one who asked will choose somebody else.",
    "action_closed": "“{words}”\n\nClosed on day {age}. Telling the team is what makes it count.",
    "action_closed_others": "{unit}: “{words}” is done.",
    "action_still_open": "“{words}”\n\nIt stays open, day {age}.",
    "action_late": "{unit}: an action of yours is past its date ({date}, day {age}).\n\n“{words}”",
    "button.take": "I take this",
    "button.cannot": "Cannot",
    "button.tell": "Tell the team",
    "button.done": "It is done",
    "button.still_open": "Still open",
    # telling the team
    "ask_team_words": "{unit}: what should the team read? Say what was heard and what you do about it; a plain “not "
    "now, because …” counts, too.",
    "told_thanks": "Sent to those of {unit} who can be reached, in their waking hours.",
    "told_action": "{unit}. You said, we did.\n\n{words}",
    "told_plain": "{unit}, from the {role}:\n\n{words}",
    "empty_words": "There were no words in that. Please write again.",
    # explanations
    "why_no_figures": "{unit}: figures are shown only when at least {minimum} people other than this page’s readers "
    "stand behind them, and never so that two pages together point at fewer. Answers of small teams are kept and can "
    "still count in the figures of the units above.",
    "team_list": "{unit} has {listed} people on its list. Please compare it with who works here now: leavers and "
    "people on long leave make a team look quieter than it is. Your administrator can correct it.",
    "handover": "For the next handover, in your own words:\n\n“You will get one question a week, one tap. I cannot see "
    "what you answer or whether you answer. You will see the same results as me.”",
}
