### The words of this topic: what a locked screen may show of a message. No figure, no question, no name.

notification-question = One quick question
notification-conversation_suggested = { digest-title-conversation }
notification-readers_needed = { digest-title-needs_you }
notification-worth_a_look = { digest-title-watch }
notification-nothing_needed = { digest-title-nothing }
notification-team_page = { $unit }: your team’s weekly digest
notification-chart = { $unit }: the chart
notification-flag_news = { $unit }: a lead has replied
notification-help_asked = { loop-help_title }
notification-help_answered = { $unit }: an answer from above
notification-action_proposed = An action was proposed to you
notification-action_news = News of an action
notification-action_late = An action of yours is past its date
notification-told_back = You said, we did
notification-flag_precision = How often flags were recognised
notification-welcome = Welcome to Rounds
notification-help = What Rounds is and what you can do
notification-privacy = What is stored and who sees it
notification-settings = Your settings
notification-everything_paused = No questions for now
notification-alert = Something needs you
notification-machine_alert = Rounds itself needs you
notification-prompt = Your words, please
notification-answer = An answer from Rounds
notification-nudge = Five minutes this week
notification-lead_asked = A short question to you as a lead
