### The console: the pages of those who run Rounds.

console-title = { $page } – Rounds
console-skip = Go to the content
console-menu = Pages
console-signed_in = Signed in as { $name }
console-sign_out = Sign out
console-sign_out_everywhere = Sign out everywhere
console-page-overview = Overview

console-sign_in_title = Sign in
console-sign_in_words = This link signs you in to the console of Rounds, in this browser.
console-sign_in_note = It works once. Sign out when you leave a computer that others use.
console-continue = Continue
console-account_words = You sign in with the account that you have at your hospital.
console-account_start = Sign in
console-account_note = Sign out when you leave a computer that others use.
console-account_sign_out = Sign out of your hospital’s account, too
console-alone-account_needed_title = Please sign in
console-alone-account_needed_words = You are not signed in, or it was too long ago.
console-alone-account_again_title = Signing in did not work
console-alone-account_again_words = Please start again. It has to begin and end in the same browser, within ten minutes.
console-alone-account_unknown_title = There is no page for you here
console-alone-account_unknown_words = You have signed in at your hospital, and there is nothing for you in Rounds. If there should be, ask those who run it.
console-alone-account_away_title = The sign-in of your hospital does not answer
console-alone-account_away_words = Please try again in a few minutes.
console-alone-link_over_title = This link does not work
console-alone-link_over_words = It may be older than ten minutes, or it was used before. Ask for a new one where you got it.
console-too_many_tries = There were too many tries. Please wait ten minutes.
console-alone-needed_title = Please sign in
console-alone-needed_words = You are not signed in, or it was too long ago. For a new link, send /console on Telegram or /rounds console on Slack. On the web, press the button in your chat.
console-alone-missing_title = This page is not here
console-alone-missing_words = It may have moved, or it is not for your roles.
console-alone-not_sent_title = Nothing was changed
console-alone-not_sent_words = The form came from an old page or from elsewhere. Go back, load the page again, and send it once more.
console-alone-too_large_title = This file is too large
console-alone-too_large_words = Up to 6 MB are read. Go back, and bring a file without the columns that Rounds does not need.
console-alone-too_long_title = This is too much at once
console-alone-too_long_words = Up to 64 kB are read of what is filled in, and nothing was changed. Go back, and send less at once.
console-alone-too_many_title = This was too much in one minute
console-alone-too_many_words = Nothing was changed. Go back, and send it again in a minute.
console-alone-not_own_title = Your own page is closed here
console-alone-not_own_words = Somebody else asked for the link that you came by, and could have used it. So ask for one yourself, in your own chat. Send /console on Telegram or /rounds console on Slack. On the web, press the button in your chat. An account of your hospital opens it, too, where that is set up.
console-alone-forgotten_title = You are forgotten
console-alone-forgotten_words = Rounds sends you nothing until you are invited again and join. You are signed out; you can close this page.
console-alone-not_raised_title = Not sent yet
console-alone-not_raised_words = Something in Rounds is not well at the moment, so nothing was sent or stored. Please go back and try again later.
console-alone-not_forgotten_title = You are not forgotten yet
console-alone-not_forgotten_words = Something in Rounds is not well at the moment. You are not forgotten yet. Some of it may be gone already. Please try again later.
console-alone-file_comes_title = Your file is still on its way
console-alone-file_comes_words = The file of your data is still on its way to your chat. Please wait for it, and ask to be forgotten after that. Nothing was changed.
console-alone-signed_out_title = You are signed out
console-alone-signed_out_words = You can close this page.

console-well = All is well
console-not_well = { $count ->
    [one] One part needs you
   *[other] { $count } parts need you
}
console-next_rounds = Next rounds
console-no_rounds = No schedule asks anybody in the next two months.
console-reaches = { $listed ->
    [one] One person is listed
   *[other] { $listed } people are listed
}, { $joined ->
    [0] nobody has joined.
    [one] one has joined.
   *[other] { $joined } have joined.
}
console-people_now = People
console-people_listed = On the list
console-people_joined = Joined
console-people_not_joined = Not joined yet
console-people_refused = Cannot be reached
console-people_refused_note = Their address has refused several times. Ask them whether it is still theirs.
console-last_backup = Last backup: { $at }
console-no_backup = Last backup: none yet
console-version = Version { $version }

console-page-schedules = Schedules
console-page-calendar = Calendar
console-saved = Saved.
console-look = Show what changes
console-save = Save
console-cancel = Cancel
console-back = Back
console-change_more = Change more
console-optional = may be left empty
console-choose = Choose
console-faults = { $count ->
    [one] One thing needs another look
   *[other] { $count } things need another look
}
console-plan_changes = What will change
console-plan_cautions = Good to know
console-plan_nothing = Nothing would change.
console-plan_moved = Somebody has changed something meanwhile. This is what would change now; please look again.

console-asked_count = How many, to make sure
console-asked_count_wrong = Nothing was saved yet. Please write the number { $count } first.

console-pieces = More units
console-pieces_shown = Units { $first } to { $last } of { $count }
console-pieces_earlier = Earlier units
console-pieces_later = Next units
console-schedules_none = No schedule asks your units alone. One that asks others, too, is changed by those who administer all of them.
console-schedule_new = New schedule
console-schedule_change = Change { $schedule }
console-schedule_stop = Stop { $schedule }
console-schedule_pause = Pause { $schedule }
console-schedule_resume = Let { $schedule } go on
console-schedule_pause_words = It asks nothing new while it is paused, and nothing of that time is made up for. Questions that are out may still be answered, and are reminded of once. “Pause everything” stops reminders, too.
console-schedule_paused_until = Goes on by itself on this day
console-schedule_help-paused_until = Leave it empty to pause it until somebody lets it go on.
console-schedule_is_paused = Paused until somebody lets it go on.
console-schedule_is_paused_until = Paused until { $date }.
console-schedule_named = { $schedule }: { $what }
console-test_send = Send me a test
console-test-sent = A test is on its way to your own chat.
console-test-not_listed = Nothing was sent: nobody on the list has this id.
console-test-not_administrator = Nothing was sent: only administrators get a test, each on their own channel.
console-test-not_joined = Nothing was sent: there is no chat yet, or its address refuses. Join first; then try again.
console-test-no_schedule = Nothing was sent: there is no such schedule for those units.
console-test-no_question = Nothing was sent: nothing is asked there in the next twelve weeks.
console-schedule_asks = { $questions }; for { $units }
console-schedule_on = { $days } at { $time }{ $weeks ->
    [one] {""}
   *[other] , every { $weeks } weeks
}
console-schedule_on_cron = By the expression { $expression }
console-schedule_tag = All questions tagged { $tag }
console-schedule-id = Name of the schedule
console-schedule-units = Who is asked
console-schedule-questions = What is asked
console-schedule-days = On which days
console-schedule-at = At what time
console-schedule-cron = Cron expression
console-schedule-questions_per_round = Questions at a time
console-schedule-every_weeks = Every how many weeks
console-schedule-open_hours = Hours for answering
console-schedule-remind_after_hours = Hours until the one reminder
console-schedule_help-id = Letters, digits and hyphens. It stays for good.
console-schedule_help-units = A unit stands for every team below it.
console-schedule_help-questions = Of all that are chosen, one after the other is asked.
console-schedule_help-days = Each day is a round of its own.
console-schedule_help-at = By the clock where each team is.
console-schedule_help-cron = Instead of days and a time.
console-schedule_help-questions_per_round = One is best, three are the most.
console-schedule_help-every_weeks = 1 is every week.
console-schedule_help-open_hours = 120 hours are five days.
console-schedule_help-remind_after_hours = 0 means no reminder.

console-page-people = People
console-page-rota = Rota
console-page-invitations = Invitations
console-joining-joined = has joined
console-joining-invited = invited
console-joining-not_invited = not invited
console-joining-refused = cannot be reached
console-invited_until = invited until { $date }
console-role_of = { $role }, { $unit }
console-people_search = Name or id
console-people_state = State
console-people_all = Everybody
console-people_find = Find
console-people_nobody = Nobody was found.
console-people_more = Show the next ones
console-person_new = Add somebody
console-person_role = Give { $name } a role
console-person_move = Move { $name }
console-person_end = Take { $name } off the list
console-invite = Make a new invitation
console-invite_note = An invitation from before stops working. Nobody else’s changes.
console-renew = Make a new invitation and end the old address
console-renew_note = For a lost telephone or a link in wrong hands: the old link or chat stops working at once.
console-channel_off = { $channel } (switched off)
console-invite_off = { $channel } is switched off here, so nobody can join there yet. Whoever runs the server can switch it on.
console-invitation_title = Invitation for { $name }
console-invitation_words = It works once, until { $date }. Hand it over in private. You see it only now.
console-invitation_code = Code
console-invitation_link = Link
console-group-doctor = doctor
console-group-nurse = nurse
console-group-ahp = allied health professional
console-group-other = other
console-person-person_id = Id
console-person-name = Name
console-person-unit = Unit
console-person-role = Role
console-person-channel = Channel
console-person-group = Profession
console-person-starts = First day
console-person-ends = Last day
console-person-invite = Make an invitation at once
console-person-from = Which role
console-person-to = To which unit
console-person_help-person_id = A staff number, for example. It never changes.
console-person_help-name = As colleagues know them.
console-person_help-unit = Members belong to a team, others to any unit.
console-person_help-role = More roles can be given later.
console-person_help-channel = Where their questions arrive.
console-person_help-group = Only for totals of large groups.
console-person_help-starts = Not asked before this day.
console-person_help-ends = Not asked after this day.
console-person_help-invite = You see the code once, on the next screen.
console-person_help-from = It ends where they are now.
console-person_help-to = It begins there today.

console-pause = Pause everything
console-pause_words = Questions, reminders and digests stop at once. What falls due meanwhile is never sent; open questions may still be answered.
console-pause_whole = The whole organisation
console-pause_unit = Where
console-pause_reason = Why
console-pause_told = A few words. The digest of the week says them.
console-pause_until = Goes on by itself on this day
console-pause_tell = Tell everybody whom it concerns
console-pause_tell_words = One message with your reason, outside their quiet hours.
console-paused = Paused: { $where } ({ $reason })
console-paused_until = Paused until { $date }: { $where } ({ $reason })
console-resume = Go on

console-page-log = Log
console-page-health = Health
console-page-units = Your units
console-page-me = Your own page
console-source-files = files
console-source-console = console
console-source-chat = chat
console-source-shell = command line
console-log_search = Words or id
console-log_since = From this day on
console-log_source = From where
console-log_anywhere = Anywhere
console-moment = { $date }, { $time }
console-log_by = { $who } ({ $source })
console-log_erased = somebody who was erased
console-log_no_words = What it said was erased.
console-log_revision = revision { $number }
console-log_undo = Undo revision { $number }
console-log_export = Download as a file
console-log_nothing = Nothing was found.
console-log_older = Show older entries
console-log_newest = Newest entry: number { $number }, { $hash }. Write this down elsewhere: it shows later that nothing up to it was changed.

console-calendar = The next twelve weeks
console-calendar_week = Week of { $date }
console-calendar_at = { $day }, { $time }
console-calendar_quiet = quiet, nobody is asked

console-page-questions = Questions
console-questions_for_all = The bank is one for all units. Who administers everything can change it.
console-question_new = New question
console-question_change = Change { $question }
console-question_retire = Retire { $question }
console-question_version = Version { $version }
console-question_asked_by = Asked by { $schedules }
console-question_not_asked = No schedule asks it
console-question_look = As people see it ({ $language })
console-question_test = “Send me a test” at a schedule that asks it brings it to your own chat.
console-question-id = Short name
console-wording_in-text = Wording ({ $language })
console-question-language = One more language
console-question-wording = Wording in that language
console-question-scale = How it is answered
console-question-polarity = What agreeing means
console-question-kind = What it is for
console-question-competency = Competency
console-question-facet = Facet
console-question-audience = Who is asked
console-question-tags = Tags
console-wording_in-none_label = Button for “does not apply” ({ $language })
console-question-version = Version
console-question_help-id = Letters, digits and hyphens. It stays for good.
console-question_help-text = One short statement about running the service.
console-question_help-language = Its code, such as cy.
console-question_help-polarity = For a statement that is turned round, agreeing lowers the score.
console-question_help-kind = Only core questions count towards the score.
console-question_help-competency = For core questions, and needed there.
console-question_help-facet = For core questions, and needed there.
console-question_help-tags = Schedules can choose questions by tag. Separate them by commas.
console-question_help-none_label = Leave it empty for no such button.
console-question_help-version = Leave it. A changed wording gets the next version by itself and starts new figures.
console-question_scale-likert4 = Four steps, from strongly agree to strongly disagree
console-question_scale-yes_no = Yes or no
console-question_scale-rating10 = 0 to 10
console-question_scale-text = In one’s own words
console-question_polarity-positive = Agreeing is good
console-question_polarity-negative = Agreeing is not good
console-question_kind-core = Core: engagement
console-question_kind-influence = Influence
console-question_kind-advocacy = Speaking well of the place
console-question_kind-two_way = Two-way talk
console-question_kind-coupling_strategic = Link to the strategy
console-question_kind-coupling_organisational = Link to the organisation
console-question_kind-coupling_environmental = Link to what is around
console-question_kind-followership = Following one’s leads
console-question_competency-personal = Own part (personal)
console-question_competency-supervisory = Team leadership (supervisory)
console-question_competency-strategic = Direction (strategic)
console-question_facet-intellectual = Thinking (intellectual)
console-question_facet-emotional = Caring (emotional)
console-question_facet-interpersonal = Working together (interpersonal)
console-question_audience-members = Members of the team
console-question_audience-co_leads = Its leads
console-question_audience-both = Both

console-page-teams = Teams
console-team_new = New unit
console-team_change = Change { $unit }
console-team_merge = Merge { $unit } into another team
console-team_retire = Retire { $unit }
console-team_merge_words = Its people keep their roles in the other team. All that names it, such as schedules, then names the other one. The other team’s figures start again in that week.
console-team_nobody = Nobody is listed here
console-team_unread = Nobody reads its digest: it has no lead and no champion.
console-team_without = It has no { $roles }.
console-team_short = Figures of its own need at least { $minimum } members, leads not counted. Until then it is counted with its neighbours.
console-team_short_spread = That views lie far apart is said only of { $minimum } members or more, leads not counted.
console-team_count-member = { $count ->
    [one] one member
   *[other] { $count } members
}
console-team_count-champion = { $count ->
    [one] one champion
   *[other] { $count } champions
}
console-team_count-medical_lead = { $count ->
    [one] one medical lead
   *[other] { $count } medical leads
}
console-team_count-nursing_lead = { $count ->
    [one] one nursing lead
   *[other] { $count } nursing leads
}
console-team_count-operational_lead = { $count ->
    [one] one operational lead
   *[other] { $count } operational leads
}
console-team_count-sponsor = { $count ->
    [one] one sponsor
   *[other] { $count } sponsors
}
console-team_count-administrator = { $count ->
    [one] one administrator
   *[other] { $count } administrators
}
console-team_count-auditor = { $count ->
    [one] one auditor
   *[other] { $count } auditors
}
console-team_count-guardian = { $count ->
    [one] one guardian
   *[other] { $count } guardians
}
console-team-id = Short name
console-team-name = Name
console-team-parent = Part of
console-team-timezone = Time zone
console-team-locale = Language
console-team-into = Into which team
console-team-week = From which week on
console-team-reason = Reason
console-team_help-id = Letters, digits and hyphens. It stays for good.
console-team_help-parent = Teams are units with none below them: they are asked, and have figures.
console-team_help-timezone = Such as Europe/London. Left empty, it is that of the unit above.
console-team_help-locale = Such as en-GB. Left empty, it is that of the unit above.
console-team_help-week = Any day in it.
