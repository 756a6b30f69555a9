### The words of this topic: pulse questions, what follows a tap on one, and how times and dates are written.

## the question

pulse-introduction = Hello, this is Rounds. From time to time you get one short question about running your service. Your team sees what comes of the answers.
pulse-introduction_confidential = Answers are confidential. Each is destroyed at most { $weeks } weeks after you gave it. What remains are figures of whole groups, and words that your team was shown.
pulse-introduction_confidential_quarter = Answers are confidential. Those to questions that close by { $last } are destroyed by { $date }. Later ones are destroyed at most { $weeks } weeks after you gave them. What remains are figures of whole groups, and words that your team was shown.
pulse-introduction_help =
    { $command ->
        [menu] You can pause or stop under More, or in the menu.
       *[typed] You can pause or stop under More, or send “{ $command }”.
    }
pulse-heading = { $unit }. One question, one tap.
pulse-heading_words = { $unit }. One question, in your own words.
pulse-no_patients = Please write nothing that could identify a patient or a colleague. At most { $longest } characters, in one message or in several.
pulse-words_read = When these weeks end, your team and the readers of its digest read all words together. They stand without names, in an order of chance. This needs { $people } people who write. If fewer do, nobody reads them. Words of whoever reads a digest above, lately did, or administers Rounds are left out.
pulse-words_unread = Nobody reads these words: your team is too small to show them, or you read its digest.
pulse-open_until = Open until { $until }. No lead or administrator is shown your answer, or whether you gave one.
pulse-open_until_words = Open until { $until }. No lead or administrator is shown which words are yours, or whether you wrote any.
pulse-reminder = Still open until { $until } if you want to answer. This is the only reminder.
pulse-again = Here it is again, as you asked. Open until { $until }.

## the question as a test, for administrators

pulse-test_heading = This is a test. Next question of “{ $schedule }”: { $when }.
pulse-test_words = People answer this one in their own words. They are told who reads them.
pulse-test_note = You asked for this test to try your channel. Nothing is stored, whatever you press.
pulse-test_pressed = This was a test. Nothing is stored.

## buttons

pulse-likert4-4 = Strongly agree
pulse-likert4-3 = Agree
pulse-likert4-2 = Disagree
pulse-likert4-1 = Strongly disagree
pulse-change_question = About four weeks ago this was done in your team. Did it change anything?
pulse-changed-y = Yes
pulse-changed-l = A little
pulse-changed-n = No
pulse-yes = Yes
pulse-no = No
pulse-cant_say = Can't say
pulse-not_now = Not now
pulse-more = More
pulse-change = Change
pulse-answer_now = Answer now
pulse-add_words = Add words
pulse-back = Back to the question

## after a tap

pulse-recorded = Thank you. Recorded for { $unit }. You can change it until { $until }.
pulse-writing = Got it for { $unit }. More messages belong to the same answer until you say that is all. It counts already, and you can change it until { $until }.
pulse-done = That is all
pulse-start_again = Start again
pulse-add_to_it = Add them to my answer
pulse-put_in_place = Put them in its place
pulse-leave_it = Leave my answer as it is
pulse-replace_asked = You have answered this for { $unit } already. Where do these words belong?
pulse-too_much = With this your answer would have { $length } characters, and { $longest } fit. These words were not added. Your answer stays as it was. Please shorten them and send them again:
pulse-change_too_long = With this change your answer would have { $length } characters, and { $longest } fit. Your answer stays as it was.
pulse-edit_counts = Your change counts: it is in your answer for { $unit } now.
pulse-taken_out = Your words are taken out of your answer for { $unit }. You can write another until { $until }.
pulse-below = This question stands again further down. Please answer it there, until { $until }.
pulse-below_heard = Your answer for { $unit } counts. It stands further down now, and you can change it there until { $until }.
pulse-news = Since you last answered
pulse-skipped = Skipped, and that is fine. You can still answer until { $until }.
pulse-snooze = No problem. When shall we ask again?
pulse-would_pass = this question has closed by then, so it passes
pulse-after_shift = After my shift
pulse-tomorrow = Tomorrow
pulse-next_week = Next week
pulse-skip = Skip this one
pulse-snoozed = We will ask again on { $when }. The question stays open until { $until }.
pulse-passed = All right, you need not answer this one. Your next question comes another week.
pulse-more_menu = What would you like?
pulse-less_often = Ask me less often
pulse-on_nights = I am on nights this week
pulse-pause = Pause
pulse-stop = Stop
pulse-team_button = Who is on our list?
pulse-why_button = Why am I asked?
pulse-privacy_button = Who sees what?
pulse-why = You are on the list of { $unit }. Everybody there gets the same question. It is about running the service, not about your mood or your performance.
pulse-why_not_scored = “Can’t say” and “Skip this one” are answers, too. Neither is scored.

## when nothing can be recorded

pulse-closed = This question has closed, so nothing was recorded. There is nothing more to do.
pulse-closed_kept = This question has closed, so nothing was changed. Your earlier answer still counts.
pulse-left_team = You are no longer on the list of { $unit }, so nothing was recorded.
pulse-not_here = This question was for somebody else, or it is no longer stored, so nothing was recorded.
pulse-use_buttons = Please tap one of the buttons under the question. Words are not stored here.

## words beside an answer

pulse-add_words_ask = What would you like to add to your answer for { $unit }?
pulse-add_nothing = No words
pulse-add_first = Please press “Add words” under your answer first, and write then. These words were not kept:

## free text that was not let in

pulse-refused = This may identify a patient ({ $what }). Nothing has been saved. Please take it out and send it again. If somebody is at risk, please use your hospital’s incident system instead. Nobody reads this straight away.
pulse-given_back = This may name somebody or say where they are ({ $what }), so nothing has been saved. Your words stay here. Please change them and send them again. If somebody is at risk, please use your hospital’s incident system instead.
pulse-refused-health_number = a ten-digit number
pulse-refused-phone = a telephone number
pulse-refused-email = an e-mail address
pulse-refused-date = a full date
pulse-refused-record_number = a hospital number
pulse-refused-insurance_number = a National Insurance number
pulse-refused-postcode = a postcode
pulse-refused-name = somebody's name
pulse-refused-bed = a bed or a room
pulse-refused-colleague = the name of somebody in your team
pulse-too_long = That is longer than { $longest } characters, so nothing has been saved. Please shorten it and send it again.

## times

pulse-when_near = { $weekday } { $time }
pulse-when_far = { $date }, { $time }
