### The words of this topic: the digest. Roles, never names; tenths and words, never counts; nobody is blamed.

digest-title = { $unit }: week to Sunday { $date }

## the line that says whether anything is needed

digest-nothing = Nothing needs you this week.
digest-nothing_overdue = Nothing needs you this week, apart from an open action that is past its date.
digest-nothing_beyond = Nothing needs you this week, beyond the conversation we suggested on { $date }.
digest-nothing_too_few = Nothing needs you this week: too few answers to say. This is neither good nor bad news.
digest-nothing_learning = Nothing needs you yet: week { $number } of 8, learning what is usual for you.
digest-nothing_quiet = Nothing needs you this week: no question was asked.
digest-nothing_quiet_reason = Nothing needs you this week: no question was asked ({ $reason }).
digest-worth = Worth a conversation this week: { $kinds }.
digest-kind-fewer_voices = fewer voices
digest-kind-lower_score = lower score
digest-kind-both = fewer voices and lower score

## in place of a digest

digest-passed = No digest for this week: Rounds was restored from a backup.

## heard

digest-heard = HEARD { $share } of those we could ask, over four weeks.{ $usual }
digest-heard_too_few = HEARD Too few within reach to show anything without pointing at people.
digest-heard_same = That is not clearly fewer than these people’s habits would give.
digest-tenths = About { $tenths } in 10
digest-part-few = A few
digest-part-third = About a third
digest-part-half = About half
digest-part-two_thirds = About two thirds
digest-part-most = Most
digest-usual-usual = { " " }Usual for you.
digest-usual-lower = { " " }Lower than usual for you.
digest-usual-higher = { " " }Higher than usual for you.
digest-usual-unknown = { "" }
digest-expected = From the same people’s habits we would expect about { $tenths } in 10.
digest-expected_more = From the same people’s habits we would expect more.
digest-building = Building up for { $weeks }. Leave, nights and the hospital’s own dips are taken out.
digest-weeks_one = about a week
digest-weeks = about { $weeks } weeks
digest-not_asked = { $share } of the team could not be asked (leave, nights, not joined, opted out).
digest-joined = JOINED { $share } of the team list.
digest-number-1 = one
digest-number-2 = two
digest-number-3 = three
digest-number-4 = four
digest-number-5 = five
digest-number-6 = six
digest-number-7 = seven
digest-number-8 = eight
digest-number-9 = nine
digest-number-10 = ten
digest-number-11 = eleven
digest-number-12 = twelve

## said

digest-said = SAID { $agreement } ({ $period }, { $people } people).{ $change }
digest-period = { $weeks } weeks to { $date }
digest-people = { $low } to { $high }
digest-people_about = about { $count }
digest-agreement-strongly_agree = Strongly agree
digest-agreement-mostly_agree = Mostly agree
digest-agreement-mixed = Mixed
digest-agreement-mostly_disagree = Mostly disagree
digest-agreement-strongly_disagree = Strongly disagree
digest-change-steady = { " " }No clear change.
digest-change-lower = { " " }Lower than the time before.
digest-change-higher = { " " }Higher than the time before.
digest-change-unknown = { "" }
digest-said_lower = Since then, answers are lower than these same people’s habit.
digest-said_habit = SAID Lower than these same people’s habit. The score itself comes when enough have answered.
digest-said_first = SAID First figures { $date }, if at least { $minimum } people besides this page’s readers answer.
digest-said_too_few = SAID Not shown: too few people answered. Their answers can still count in the figures above you.
digest-next = Next figures: { $date }.
digest-small_team = In a team this size we would see only a large change; your own ears matter more.
digest-sure = SURE? Not certain. A steady team gets this message by chance about { $often }.
digest-often-months = once in { $months } months
digest-often-year = once a year
digest-often-years = once in { $years } years
digest-not_who = This does not say who or why. Please do not ask who, and do not ask people to answer more.
digest-ask = Ask what we have gone quiet on.
digest-ask_lower = Ask what has become harder lately.

## earlier flag, actions

digest-earlier_open = EARLIER { $date }: { $kinds }. No lead has replied yet.
digest-earlier_reply = EARLIER { $date }: { $kinds }. The { $role } has taken it.
digest-earlier_reason = EARLIER { $date }: { $kinds }. A known reason was given.
digest-earlier_not_recognised = EARLIER { $date }: { $kinds }. Not recognised by the { $role }.
digest-earlier_help = EARLIER { $date }: { $kinds }. Help from above was asked for.
digest-open = OPEN { $words } Owner: { $owner }. { $age }{ $told }
digest-open_nobody = nobody yet
digest-open_waiting = { $owner } (asked)
digest-age_of = Day { $age } of { $days }.
digest-age_past = Day { $age }; it was meant for day { $days }.
digest-age = Day { $age }.
digest-told = { " " }Team told { $date }.
digest-not_told = { " " }Team not told yet.
digest-more_open = and { $count } more open, the oldest on day { $age }.
digest-closed = CLOSED { $words } Done { $date }.

## what to do

digest-try = TRY ONE THIS WEEK
digest-step = { $number }. { $step }
digest-step_overdue = Give the open action below a date, or close it and say why.
digest-five_minutes = IF YOU HAVE FIVE MINUTES { $step }
digest-small_help = WHAT HELPS A SMALL TEAM
digest-small_step_1 = Ask in person: “What should we change first?” Start an action from the answer.
digest-small_step_2 = Check the team list: leavers and people on long leave make a team look quieter than it is.
digest-small_step_3 = You can report together with a sister team: ask your administrator. The team is told first.
digest-learning_do = DO NOW One visible change in month one does more than any reminder: pick a nuisance, say who will mend it, say when it is mended.
digest-learning_note = Nothing to read into yet. Answering always falls after the first weeks; we allow for that.
digest-leads_share = All leads and champions have this page; the first to reply takes it and the others see that.
digest-team_thursday = The team sees it on { $weekday }, with your words if you add some. Nobody can see who answered, and nobody should ask.
digest-team_sees = The team sees this page too. Nobody can see who answered, and nobody should ask.
digest-learning_footer = Only this page’s readers see it in the first eight weeks. Nobody can see who answered.
digest-readers_only = Only this page’s readers see it while there are no figures. Nobody can see who answered.
digest-team_intro = This is the page that the leads of { $unit } read on { $date }.
digest-team_words = From the { $role }: { $words }

## roll-up

digest-up_flags = Nothing needs you this week. { $count } of { $teams } teams were told a conversation is worth having; their own leads have it.
digest-up_worth = Worth a conversation this week: { $reasons }.
digest-up_help = a team asks for help from above
digest-up_help_many = { $count } teams ask for help from above
digest-up_waiting = a team has waited 28 days for an answer
digest-up_waiting_many = { $count } teams have waited 28 days for an answer
digest-up_flag_line = FLAGS Over eight weeks, of { $teams } teams: fewer voices { $fewer }, lower score { $lower }, both { $both }.
digest-up_flag_none = FLAGS None over eight weeks, of { $teams } teams.
digest-up_flag_few = FLAGS Counts are shown from three teams on.
digest-up_actions = OPEN Actions open: { $count }. The oldest is on day { $age }. Past their date: { $overdue }.
digest-up_actions_none = OPEN No open actions.
digest-up_help_line = HELP { $unit }: asked on { $date } ({ $kinds }).
digest-up_waiting_line = WAITING { $unit }: flagged on { $date } ({ $kinds }), no answer since.
digest-up_shown = SHOWN { $count } of { $teams } teams are large enough for their own figures.
digest-up_step = TRY { $step }
digest-up_footer = No team is named before 28 days without an answer, unless it asks; nothing is ever ranked.

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
    Of ten people we could ask, how many answered
    (each point covers four weeks)
digest-chart_said = What they said (one dot for each release)
digest-chart_mean = mean
digest-chart_range = usual range
digest-chart_flag = conversation suggested
digest-chart_outside = outside the range
digest-chart_none_said = No score has been shown yet
digest-chart_no_range = A usual range needs three separate four-week figures.
digest-chart_few_points = The range is provisional: fewer than 12 separate four-week figures.
digest-chart_locked = The range is fixed, from its first 12 separate four-week figures.
digest-chart_target = aim
digest-variation_common = As usual
digest-variation_high = Higher than usual
digest-variation_low = Lower than usual
digest-assurance_pass = Can be counted on to reach { $target } of 10
digest-assurance_fail = { $target } of 10 is out of reach as things are
digest-assurance_inconsistent = Reaches { $target } of 10 at times
digest-chart_step = new range begins
digest-chart_step_note = New range from { $date }: { $reason }.
digest-alt = Chart of { $unit }, four-week figures from { $first } to { $last }. Of ten people we could ask, about { $now } answer now; lowest { $low }, highest { $high }.
digest-alt_range = The usual range is { $low } to { $high } in 10, the mean { $mean }.
digest-alt_outside = { $count } points lie outside it, the newest to { $date }.
digest-alt_outside_one = One point lies outside it, to { $date }.
digest-alt_inside = No point lies outside it.
digest-alt_flags = A conversation was suggested for the weeks to { $dates }.
digest-alt_said = Scores: { $scores }.
digest-alt_said_one = { $agreement } to { $date }
digest-alt_said_none = No score has been shown yet.
digest-chart_none = Too little has been shown for this unit yet to draw a chart.
