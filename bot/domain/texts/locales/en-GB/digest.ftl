### The words of this topic: the digest. Roles, never names; tenths and words, never counts; nobody is blamed.

digest-title = { $unit }: week to Sunday { $date }

## the line that says whether anything is needed

digest-nothing = Nothing needs you this week.
digest-nothing_overdue = Nothing needs you this week, apart from an open action that is past its date.
digest-nothing_beyond = Nothing needs you this week, beyond the conversation we suggested on { $date }.
digest-nothing_too_few = Nothing needs you this week: there are too few figures to say. This is neither good nor bad news.
digest-nothing_learning = Nothing needs you yet: in week { $number } of 8 we learn what is usual for you.
digest-nothing_quiet = Nothing needs you this week: no question was asked.
digest-nothing_quiet_reason = Nothing needs you this week: no question was asked ({ $reason }).
digest-worth = Worth a conversation this week: { $kinds }.
digest-kind-fewer_voices = fewer voices
digest-kind-lower_score = lower score
digest-kind-both = fewer voices and lower score

## in place of a digest

digest-passed = No digest for this week: Rounds was restored from a backup.

## heard

digest-heard_label = Heard
digest-heard = { $share } of colleagues, over four weeks
digest-heard_together = { $teams } together
digest-heard_too_few = Not shown: too few people could be asked, or too few messages arrived
digest-heard_same = not clearly fewer than usual for the same people
digest-tenths = About { $tenths } in 10
digest-part-few = A few
digest-part-half = About half
digest-part-most = Most
digest-usual-usual = usual for you
digest-usual-lower = lower than usual for you
digest-usual-higher = higher than usual for you
digest-expected_more = from the same people we would expect more
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

digest-grown_label = Team list
digest-grown = Longer by a third or more than four weeks ago
digest-grown_note = newcomers are counted after four weeks or more

## notes one after the other, and words as a sentence

digest-notes = { $first }; { $second }
digest-sentence = { $words }.

## said

digest-said_label = Said
digest-said_competency = { $name }: { $agreement }
digest-said_wide = people here see things very differently from one another
digest-period =
    { $count ->
        [one] one week to { $date }
       *[other] { digest-number } weeks to { $date }
    }
digest-agreement-strongly_agree = Strongly agree
digest-agreement-agree = Agree
digest-agreement-mixed = Mixed
digest-agreement-disagree = Disagree
digest-agreement-strongly_disagree = Strongly disagree
digest-change-lower = lower than the time before
digest-change-higher = higher than the time before
digest-said_lower = since then, answers are lower than usual for the same people
digest-said_habit = Lower than usual for the same people
digest-said_habit_note = the score itself comes when enough have answered
digest-said_first = First figures { $date }
digest-said_first_note = if at least { $minimum } people answer, not counting the readers of this digest
digest-said_too_few = Not shown: too few people answered in the weeks that count
digest-said_skipped = Not shown for these weeks: Rounds was restored from a backup
digest-said_too_few_note = it takes enough different people, not counting the readers of this digest
digest-next_label = Next figures
digest-small_team = in a team this size we can see only a large change; what you hear yourself matters more
digest-sure_label = How sure
digest-sure = Not certain
digest-sure_note = a steady team gets this message by chance about { $often }
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
digest-not_who = This does not say who or why. Please do not ask who, and do not ask people to answer more.
digest-ask = Ask what we no longer talk about.
digest-ask_lower = Ask what has become harder lately.

## earlier flag, actions

digest-earlier_label = Earlier
digest-earlier = { $date }: { $kinds }
digest-earlier-unanswered = no lead has replied yet
digest-earlier-replying = the { $role } has taken it
digest-earlier-known_reason = a known reason was given
digest-earlier-not_recognised = not recognised by the { $role }
digest-earlier-help_from_above = help from above was asked for
digest-open_label = Open
digest-open_owner = owner: { $owner }
digest-open_nobody = nobody yet
digest-open_waiting = { $owner } (asked)
digest-age_of = day { $age } of { $days }
digest-age_past = day { $age }, it was meant for day { $days }
digest-age = day { $age }
digest-told = team told { $date }
digest-not_told = team not told yet
digest-more_open = { $count } more
digest-more_open_note = the oldest on day { $age }
digest-closed_label = Closed
digest-closed_note = done { $date }

## what to do

digest-try = Try one this week
digest-step_overdue = Give the open action below a date, or close it and say why.
digest-five_minutes = If you have five minutes
digest-small_help = What helps a small team
digest-small_step-1 = Ask in person: “What should we change first?” Start an action from the answer.
digest-small_step-2 = Check the team list. Leavers and people on long leave make a team look quieter than it is.
digest-small_step-3 = You can report together with a sister team: ask your administrator. The team is told first.
digest-learning_do_label = Do now
digest-learning_do = One visible change in the first month does more than any reminder. Choose a small problem, say who will solve it, and say when it is solved.
digest-learning_note = It is too early to conclude anything. Fewer people always answer after the first weeks, and we allow for that.
digest-leads_share = All leads and champions have this digest. The first to reply takes it, and the others see that.
digest-team_thursday = The team sees it on { $weekday }, with your words if you add some. Nobody can see who answered, and nobody should ask.
digest-team_sees = The team sees this digest too. Nobody can see who answered, and nobody should ask.
digest-learning_footer = Only its readers see this digest in the first eight weeks. Nobody can see who answered.
digest-readers_only = Only its readers see this digest while there are no figures. Nobody can see who answered.
digest-team_intro = This is the digest that the leads of { $unit } read on { $date }.
digest-team_words = From the { $role }

## roll-up

digest-up_flags = Nothing needs you this week. { $count ->
        [one] { $count } of { $teams } teams was told that a conversation is worth having.
       *[other] { $count } of { $teams } teams were told that a conversation is worth having.
    } Their own leads have it.
digest-up_worth = Worth a conversation this week: { $reasons }.
digest-up_help =
    { $count ->
        [one] a team asks for help from above
       *[other] { $count } teams ask for help from above
    }
digest-up_waiting =
    { $count ->
        [one] a team has waited 28 days for an answer
       *[other] { $count } teams have waited 28 days for an answer
    }
digest-up_flags_label = Flags
digest-up_flags_kinds = Fewer voices { $fewer }, lower score { $lower }, both { $both }
digest-up_flags_note = over eight weeks, of { $teams } teams
digest-up_flags_none = None
digest-up_flags_few = Counts are shown from three teams on
digest-up_actions_label = Open actions
digest-up_actions_note = the oldest on day { $age }; past their date: { $overdue }
digest-up_actions_none = None
digest-up_help_label = Help
digest-up_help_note = asked on { $date }: { $kinds }
digest-up_waiting_label = Waiting
digest-up_waiting_note = flagged on { $date }: { $kinds }; no answer since
digest-up_shown_label = Shown
digest-up_shown = { $count } of { $teams } teams
digest-up_shown_note = large enough for their own figures
digest-up_try = Try
digest-up_footer = No team is named before 28 days without an answer, unless it asks. Nothing is ever ranked.

## buttons

digest-button-start = Start an action
digest-button-tell = Tell the team
digest-button-chart = Chart
digest-button-reply = I will reply to the team
digest-button-help = Need help from above
digest-button-reason = There is a known reason
digest-button-not_recognised = I do not recognise this
digest-button-list = Check the team list
digest-button-why = Why no figures?
digest-button-handover = What to say at handover

## roles

digest-role-member = member
digest-role-champion = champion
digest-role-medical_lead = medical lead
digest-role-nursing_lead = nursing lead
digest-role-operational_lead = operational lead
digest-role-sponsor = sponsor
digest-role-administrator = administrator

## chart

digest-chart_subtitle = Heard and said, to { $date }
digest-chart_heard =
    Of ten colleagues, how many answered
    (each point covers four weeks)
digest-chart_said = What they said (one dot for each figure)
digest-chart_mean = mean
digest-chart_range = usual range
digest-chart_flag = conversation suggested
digest-chart_outside = outside the range
digest-chart_none_said = No score has been shown yet
digest-chart_no_range = A usual range needs three separate four-week figures.
digest-chart_few_points = The range is provisional: it comes from fewer than 12 separate four-week figures.
digest-chart_locked = The range is fixed, from its first 12 separate four-week figures.
digest-chart_target = aim
digest-variation_common = As usual
digest-variation_high = Higher than usual
digest-variation_low = Lower than usual
digest-assurance_pass = Can be expected to reach { $target } of 10
digest-assurance_fail = Cannot reach { $target } of 10 as things are now
digest-assurance_inconsistent = Reaches { $target } of 10 sometimes
digest-chart_step = new range begins
digest-chart_step_note = New range from { $date }: { $reason }.
digest-alt = Chart of { $unit }, four-week figures from { $first } to { $last }. Of ten colleagues, about { $now } answer now. Lowest { $low }, highest { $high }.
digest-alt_range = The usual range is { $low } to { $high } in 10, the mean { $mean }.
digest-alt_outside =
    { $count ->
        [one] One point lies outside it, to { $date }.
       *[other] { $count } points lie outside it, the newest to { $date }.
    }
digest-alt_inside = No point lies outside it.
digest-alt_flags = A conversation was suggested for the weeks to { $dates }.
digest-alt_said = Scores: { $scores }.
digest-alt_said_one = “{ $agreement }” to { $date }
digest-alt_said_none = No score has been shown yet.
digest-chart_none = Too little has been shown for this unit yet to draw a chart.
