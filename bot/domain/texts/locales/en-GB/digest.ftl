### The words of this topic: the digest. Roles, never names; tenths and words, never counts; nobody is blamed.

## the title, which says whether anything is needed; a locked screen shows the same

digest-title-conversation = { $unit }: worth a conversation
digest-title-needs_you = { $unit }: something needs you
digest-title-watch = { $unit }: have a look
digest-title-nothing = { $unit }: nothing needs you
digest-heading-details = { $unit }: details
digest-heading-team = { $unit }: your week
digest-heading-week = { $unit }: week to { $date }

digest-context = Four weeks to { $date }, for all leads and champions
digest-window = Four weeks to { $date }
digest-week = Week to { $date }
digest-details_none = There is nothing more to show for this week.

## the kinds of flags

digest-kind-fewer_voices = fewer voices
digest-kind-lower_score = lower score
digest-kind-both = fewer voices and lower score
digest-kind-room_from_above = room from above

## a steady week, in one line

digest-steady_parts = { $first } · { $second }
digest-steady_tenths = about { $tenths } in 10 heard
digest-steady_part-few = a few heard
digest-steady_part-half = about half heard
digest-steady_part-most = most heard
digest-steady_notes = { $heard } ({ $notes })
digest-steady_together = { digest-number } teams together
digest-steady_too_few = too few to show, which is neither good nor bad news
digest-steady_quiet = no question was asked
digest-steady_quiet_reason = no question was asked ({ $reason })
digest-steady_said-strongly_agree = strongly agree
digest-steady_said-agree = mostly agree
digest-steady_said-mixed = mixed answers
digest-steady_flags =
    { $count ->
        [0] no team was flagged
        [one] one team was flagged; its leads have it
       *[other] { $count } teams were flagged; their leads have it
    }
digest-learning = Week { $number } of 8: Rounds is learning what is usual for you. It is too early to conclude anything.

## in place of a digest

digest-passed = No digest for this week: Rounds was restored from a backup.

## heard

digest-heard_label = Heard
digest-heard = { $share } colleagues
digest-heard_part-few = A few colleagues
digest-heard_part-half = About half of colleagues
digest-heard_part-most = Most colleagues
digest-heard_too_few = Too few to show
digest-heard_too_few_note = too few people could be asked, or too few messages arrived
digest-heard_together = { $teams } together
digest-tenths = About { $tenths } in 10
digest-part-few = A few
digest-part-half = About half
digest-part-most = Most
digest-usual-usual = usual for you
digest-usual-lower = lower than usual for you
digest-usual-higher = higher than usual for you
digest-usual_above-usual = usual here
digest-usual_above-lower = lower than usual here
digest-usual_above-higher = higher than usual here
digest-building_label = Building up
digest-building = Since about { $month }
digest-building_note = leave, nights and hospital-wide changes are taken out
digest-number =
    { $count ->
        [1] one
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
        [7] seven
        [8] eight
        [9] nine
        [10] ten
        [11] eleven
        [12] twelve
       *[other] { $count }
    }

digest-room_label = Above
digest-room = { $above } reads it as a count, without your team’s name
digest-room_note = “Need help from above” tells them that it is you
digest-grown_label = Team list
digest-grown = At least a third longer than four weeks ago
digest-grown_note = newcomers are counted after four weeks or more

## notes one after the other

digest-notes = { $first }; { $second }

## said

digest-said_label = Said
digest-said_competency = { $name }: { $agreement }
digest-said_wide = people here see things very differently from one another
digest-period =
    { $count ->
        [one] one week to { $date }
       *[other] { digest-number } weeks to { $date }
    }
digest-changed_label = Did it change anything?
digest-changed-strongly_agree = Yes
digest-changed-agree = Mostly yes
digest-changed-mixed = Partly
digest-changed-disagree = Mostly no
digest-changed-strongly_disagree = No
digest-agreement-strongly_agree = Strongly agree
digest-agreement-agree = Agree
digest-agreement-mixed = Mixed
digest-agreement-disagree = Disagree
digest-agreement-strongly_disagree = Strongly disagree
digest-change-lower = lower than before
digest-change-higher = higher than before
digest-lowest_label = Lowest
digest-asked_label = Asked
digest-asked_quiet = No question this week
digest-asked = “{ $question }”
digest-asked_more =
    { $count ->
        [one] and one more
       *[other] and { digest-number } more
    }
digest-asked_many = and many more
digest-said_first = First figures on { $date }
digest-said_first_note = if at least { $minimum } people answer, not counting those who read this digest or one above
digest-said_too_few = Too few to show
digest-said_skipped = Not shown: Rounds was restored from a backup
digest-said_too_few_note = it takes enough different people, not counting those who read this digest or one above
digest-next_label = Next figures
digest-often-months =
    { $count ->
        [one] once a month
       *[other] once in { $count } months
    }
digest-often-years =
    { $count ->
        [one] once a year
       *[other] once in { digest-number } years
    }

## earlier flag, actions

digest-earlier_label = Earlier
digest-earlier = { $date }: { $kinds }
digest-earlier-unanswered = no lead has replied yet
digest-earlier-replying = the { $role } has taken it
digest-earlier-known_reason = a known reason was given
digest-earlier-not_recognised = not recognised by the { $role }
digest-earlier-help_from_above = help from above was asked for
digest-open_label = Open
digest-open =
    { $count ->
        [0] No open actions
        [one] One action
       *[other] { $count } actions
    }
digest-open_steady =
    { $count ->
        [0] no open actions
        [one] one open action
       *[other] { $count } open actions
    }
digest-open_oldest =
    { $age ->
        [0] all begun today
        [one] the oldest is a day old
       *[other] the oldest is { $age } days old
    }
digest-open_late_only = past its date
digest-open_late =
    { $count ->
        [one] one past its date
       *[other] { $count } past their date
    }
digest-closed_note = done on { $date }
digest-cannot_note = cannot be done; the team was told why on { $date }
digest-open_owner = owner: { $owner }
digest-open_nobody = nobody yet
digest-open_waiting = { $owner } (asked)
digest-age =
    { $age ->
        [0] begun today
        [one] a day old
       *[other] { $age } days old
    }
digest-age_of = { digest-age }, to be done within { $days } days
digest-age_past = { digest-age }, it was to be done within { $days } days
digest-age_undated = { digest-age }, no date is set
digest-told = the team was told on { $date }
digest-not_told = the team has not been told yet
digest-closed_label = Closed

## what to do

digest-one_thing = One thing this week
digest-more_ideas = Other ideas
digest-what_asked = What was asked
digest-late_step = Ask what is in its way. Then close it, or tell the team that it takes longer.
digest-late_step_of = Ask what is in the way of “{ $words }”. Then close it, or tell the team that it takes longer.
digest-learning_step = Choose one small problem. Say who solves it, and by when.
digest-low_step = Ask two leads what made this week hard for everybody. Tell them by Friday what you will take up.
digest-ask_nobody = Nobody is told who answered; please do not ask.
digest-sure_label = How sure is this?
digest-sure = A steady team gets this message by chance about { $often }.
digest-sure_room = It is made of words that stand here, too: what you said of your leads, and what leads said together. It knows no more than they do.
digest-not_who = It does not say who or why. Please do not ask who, and do not ask people to answer more.
digest-team_sees = The team gets a digest of its own on { $weekday }, with what its leads write.
digest-team_not = The team gets no digest of its own while it is new or has no figures.
digest-small = In a small team only a large change can be seen. What you hear yourself matters more.

## the team's own page

digest-team_heard = { $share } of you
digest-team_flag = Rounds suggested a conversation to your leads: { $kinds }.
digest-team_flag_room = What limits your team seems to lie above it. Those above read it without your team’s name.
digest-team_hand_label = In hand
digest-team_hand_none = Nothing yet
digest-team_words = From the { $role }
digest-team_footer = Nobody is told who answered, and nobody should ask. Your leads saw these figures two days ago, with more detail.

## roll-up
digest-other_language = This was made before you chose your language, so it is in this one: { $language }. The next one is in yours.
digest-up_flags_label = Flags
digest-up_flags_kinds = Fewer voices { $fewer }, lower score { $lower }, both { $both }
digest-up_flags_room = { $counts }, room from above { $room }
digest-up_flags_note = over eight weeks, of { $teams } teams
digest-up_flags_none = None
digest-up_flags_few = Counted only for three teams or more
digest-room_about = Co-leads say that they lack the means for what they plan. Teams do not agree that their leads have room. No team is named; please do not look for one.
digest-room_ideas = What gives room
digest-up_actions_label = Open actions
digest-up_actions_none = None
digest-up_help_label = Help
digest-up_help_note = asked on { $date }: { $kinds }
digest-up_speak_to = speak to the { $roles }
digest-will_speak_to = I will speak to { $team }
digest-not_now_to = Not now: { $team }
digest-up_waiting_label = Waiting
digest-up_waiting_note = flagged on { $date }: { $kinds }; no answer in 28 days
digest-up_not_named_label = Not named here
digest-up_not_named =
    { $count ->
        [one] one more team that asks for help or waits
       *[other] { $count } more teams that ask for help or wait
    }
digest-up_shown_label = Shown
digest-up_shown = { $count } of { $teams } teams
digest-up_shown_note = large enough for their own figures
digest-up_footer = No team is named before 28 days without an answer, unless it asks. Nothing is ever ranked.

## what followed, on the digest itself; $day is a weekday or a date

digest-answer-replying = ✓ The { $role } has taken this on { $day }.
digest-answer-known_reason = ✓ The { $role } gave a known reason on { $day }.
digest-answer-not_recognised = ✓ The { $role } said on { $day } that they do not recognise this.
digest-answer-help_from_above = ✓ The { $role } asked for help from above on { $day }.
digest-answer-will_speak = ✓ The { $role } said on { $day } that they will speak to the leads.
digest-answer-not_now = ✓ The { $role } said on { $day } that they cannot help now.
digest-since-of_team = { $team }: { $line }
digest-since-quoted = { $line } “{ $words }”
digest-since_dated-proposed = ✓ Proposed to the { $role }, by { $date }: “{ $words }”.
digest-since_undated-proposed = ✓ Proposed to the { $role }: “{ $words }” (no date).
digest-since_dated-opened = ✓ Action: “{ $words }” ({ $role }, by { $date }).
digest-since_undated-opened = ✓ Action: “{ $words }” ({ $role }, no date).
digest-since-cannot = ✓ Cannot be done, told to the team on { $day }: “{ $words }”.
digest-since-closed = ✓ Done on { $day }: “{ $words }”.
digest-since-more =
    { $count ->
        [one] One more in the details.
       *[other] { $count } more in the details.
    }
digest-since-superseded_steady = A newer digest has come.
digest-since-superseded = A newer digest has come. This one takes no answers any more.
digest-team_had = The team has had its own digest. What its leads write now goes to it at once.

## buttons

digest-button-write = Write what the team reads
digest-button-write_now = Write to the team now
digest-button-will_speak = I will speak to them
digest-button-not_now = Not now, because …
digest-button-start = Start an action
digest-button-reply = I will reply to the team
digest-button-more = More
digest-button-details = Details
digest-button-comments = Read what people wrote
digest-button-details_chart = Details and chart
digest-button-done = It is done
digest-button-still_open = Still open
digest-button-tell = Tell the team
digest-button-help = Need help from above
digest-button-reason = There is a known reason
digest-button-not_recognised = I do not recognise this
digest-button-list = Check the team list
digest-button-name = Name somebody
digest-button-why = Why no figures?
digest-button-handover = What to say at handover
digest-button-know = How do I know?

## roles

digest-role-member = team member
digest-role-champion = champion
digest-role-medical_lead = medical lead
digest-role-nursing_lead = nursing lead
digest-role-operational_lead = operational lead
digest-role-sponsor = sponsor
digest-role-administrator = administrator
digest-role-auditor = auditor
digest-role-guardian = guardian

## what others tried, in plain counts

digest-helped_label = Tried elsewhere
digest-helped = “{ $step }” ({ $kinds })
digest-helped_note = tried by { $tried } teams, { $back } came back; of { $untried } that tried nothing, { $alone }
digest-helped_about = Counts of the last ten months, within eight weeks of a flag. Most teams come back from a low by themselves. Nobody drew lots who tries what.
