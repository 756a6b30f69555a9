### What those who run Rounds read in their own chat. Nothing here says what anybody chose, answered or left unanswered.

administer-others = This is for those who run Rounds. Send help to see what you can do here.
administer-menu = What would you like to do?
administer-button-status = Status
administer-button-joined = Who has joined
administer-button-rounds = Next rounds
administer-button-schedules = Schedules
administer-button-quiet_week = Quiet week
administer-button-pause = Pause everything
administer-button-pauses = Go on
administer-button-invite = Invite somebody
administer-button-why = Why no question?
administer-button-test = Send me a test
administer-button-console = Console
administer-button-menu = Menu
administer-button-new_schedule = New schedule
administer-button-change_schedule = Day and time
administer-button-pause_schedule = Pause it
administer-button-resume_schedule = Let it go on
administer-button-stop_schedule = Stop it
administer-over = This is over, or somebody has changed it. Please begin again from the menu.
administer-too_long = This takes more than fits a chat. Please do it in the console:
administer-on_cron = This schedule goes by a cron expression. Please change it in the console:
administer-schedules = Which schedule?
administer-schedule_next = Next: { $when }. In its teams { $listed ->
    [one] one person is listed
   *[other] { $listed } people are listed
}, { $joined ->
    [one] one has joined.
   *[other] { $joined } have joined.
}
administer-nothing_coming = It asks nobody in the next two months.
administer-pauses = What shall go on?
administer-not_paused = Nothing of yours is paused there.
administer-would_go_on = Ends now – { $what }
administer-goes_on = Everything there goes on. What fell due meanwhile is not sent.
administer-pause_begun = Paused. Nothing more goes out there.
administer-pause_told = Everybody whom it concerns is told once, with your reason.
administer-pause_replaced = This takes the place of – { $what }
administer-saved = Saved as revision { $revision }.
administer-quiet_week = Quiet week
administer-quiet_week_words = Nobody is asked or reminded in that week.
administer-quiet_week_which = Which week
administer-invite = Invite somebody
administer-person_help = The id is best. A name is taken only in a window of its own.
administer-would_invite = A new invitation for { $name } ({ $person })
administer-has_joined = They have joined already. To end their old chat or link, use the console.
administer-code = Code: { $code } (on { $channel })
administer-several_people = More than one person fits. Please write the id: { $people }
administer-not_yet = Not joined yet: { $people }
administer-not_yet_more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
administer-people = { $listed ->
    [one] One person is listed
   *[other] { $listed } people are listed
}, { $joined ->
    [one] one has joined.
   *[other] { $joined } have joined.
}
administer-round = { $when }: { $schedule }
administer-step = { $label } ({ $place } of { $count })
administer-is_chosen = ✓ { $label }
administer-optional = May be left empty.
administer-write_it = Please reply to this message. To leave the form, press Cancel.
administer-not_written = Please press one of the buttons, or leave the form with Cancel.
administer-about = your words for the form “{ $form }”
administer-on_form-next = OK
administer-on_form-earlier = Earlier ones
administer-on_form-later = More
administer-on_form-write = Something else
administer-on_form-empty = Leave empty
administer-on_form-back = Back
administer-on_form-cancel = Cancel
administer-on_form-save = Save
administer-form_cancelled = Nothing was changed.
administer-form_title = Administration
administer-close = Close
administer-too_much = This is too much for one form here. Please choose fewer, or use the console.

## why somebody got no question this week

administer-why = Why no question?
administer-why-left = They are not on the list any more.
administer-why-not_yet = They begin on { $date }, as the list says.
administer-why-ended = They ended on { $date }, as the list says.
administer-why-not_asked = No schedule asks them. Questions go to members and leads of teams that a schedule names.
administer-why-not_joined = They have not joined yet. You can invite them.
administer-why-unreachable = They cannot be reached any more. They need a new invitation, from the console.
administer-why-nothing_due = Nothing is due this week.
administer-why-paused = Its schedule is paused.
administer-why-halted = Everything was paused when it was due.
administer-why-quiet = It was a quiet week or a quiet day.
administer-why-missed = Rounds did not run while it could have been sent.
administer-why-not_opened = The schedule was paused when it was due, or set up later, or the team was.
administer-why-came_later = They joined, or came to the team, after it had opened.
administer-why-other_audience = It was not for people in their role.
administer-why-no_time_left = Their quiet hours lasted until it closed.
administer-why-off_shift = The rota that was imported has no time at work for it while it was open.
administer-why-other_team = They are in several teams, and another one had its turn this week.
administer-why-budget = Their budget for the week was used up by other questions.
administer-why-still_to_come = It is still to come.
administer-why-nothing_in_the_way = Nothing is in the way: they are within the plan. Whether it was answered is shown to nobody.
administer-why_round = { $schedule }, { $unit }: { $when }

## others

administer-backup = Last backup: { $when }
