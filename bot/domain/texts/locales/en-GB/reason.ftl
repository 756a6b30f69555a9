### Why a digest has its title, in one sentence. Nobody is blamed.

reason-new_flag-fewer_voices = Fewer voices since about { $month }: fewer of the same people answer.
reason-new_flag-lower_score = Lower score since about { $month }: the same people agree less.
reason-new_flag-both = Fewer voices and lower score since about { $month }, among the same people.
reason-room_from_above = What limits this team seems to lie above it. { $above } is told so, without your team’s name.
reason-unanswered_flag = We suggested a conversation on { $date }: { $kinds }. No lead has replied yet.
reason-action_late = An open action is past its date: “{ $words }”.
reason-still_low = A conversation was suggested on { $date }, and the figures are still lower than usual.
reason-fewer_heard = Fewer colleagues were heard than is usual for you.
reason-word_lower = On average, people agree less than before.
reason-word_disagrees = On average, people disagree.
reason-team_waits =
    { $count ->
        [one] A team has waited 28 days for an answer.
       *[other] { $count } teams have waited 28 days for an answer.
    }
reason-help_asked =
    { $count ->
        [one] A team asks for help from above.
       *[other] { $count } teams ask for help from above.
    }
reason-room_needed =
    { $count ->
        [one] What limits one team seems to lie above it: it needs more room.
       *[other] What limits { $count } teams seems to lie above them: they need more room.
    }
reason-organisation_low = Fewer people than usual answered this week, over all teams. No team is flagged for that.
reason-fewer_heard_above = Fewer colleagues were heard than is usual here.

## the same again in a later week: still so, and since when

reason-still-unanswered_flag = Still open since { $date }: { $kinds }. No lead has replied yet.
reason-still-action_late = Still open, { $days } days past its date: “{ $words }”.
reason-still-fewer_heard = Still fewer colleagues heard than is usual for you, since the week to { $date }.
reason-still-fewer_heard_above = Still fewer colleagues heard than is usual here, since the week to { $date }.
reason-still-word_lower = Since { $date } the average still agrees less.
reason-still-word_disagrees = Since { $date } the average still disagrees.
reason-still-team_waits =
    { $count ->
        [one] A team still waits for an answer, flagged on { $date }.
       *[other] { $count } teams still wait for an answer, the first flagged on { $date }.
    }
reason-still-help_asked =
    { $count ->
        [one] A team still asks for help from above, since { $date }.
       *[other] { $count } teams still ask for help from above, the first since { $date }.
    }
reason-still-organisation_low = Over all teams, still fewer people than usual answer, since the week to { $date }. No team is flagged for that.

## what changed it afterwards

reason-answered_flag = We suggested a conversation on { $date }: { $kinds }.
reason-action_done = The action that was past its date is done.
reason-action_cannot = The action that was past its date cannot be done; the team was told why.
reason-action_not_late = No action is past its date any more.
reason-help_answered = Whoever asked for help from above has an answer.
