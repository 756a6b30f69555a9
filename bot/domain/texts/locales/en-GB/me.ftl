### Somebody’s own page in the browser: what is theirs, and what they can do with it.

me-help = Help for you: { $text }
me-yours = This page is opened for you alone. What stands on your hospital’s list is seen by others, too. No page shows the rest to anybody else, and no list says that you were here.

## how somebody is asked

me-asking = How you are asked
me-often = { $weeks ->
    [one] You are asked at the usual pace.
   *[other] You are asked at most every { $weeks } weeks.
}
me-paused = You have paused until the end of { $day }.
me-on_nights = You are on nights until the end of { $day }. No question comes before that.
me-stopped = You have stopped. No question comes until you start again.
me-teams = Where you are listed
me-channel = Where questions come
me-hours_title = When questions come
me-hours = Between { $first } and { $last } on your clock
me-timezone = Time zone
me-timezone_help = As in Europe/London. Empty: the one of your unit.
me-language = Language
me-language_unread = { $language } (not yet read by a native speaker)
me-facts_note = These come from your hospital’s list. For another channel, ask those who run Rounds for an invitation. The hours are the same for everybody.
me-details = Change your time zone
me-details_help = Your time zone stands on your hospital’s list. So those who run Rounds can see a change of it. The next list from your hospital may change it again.
me-until_title = Pause until a day
me-until = The last day of your pause
me-until_help = From tomorrow on, up to half a year.
me-until_submit = Pause
me-until_wrong = Please choose a day from tomorrow on, within half a year. If it is longer, you can stop and start again.

## what somebody was asked and said

me-asked = What you were asked
me-asked_count = { $count ->
    [one] One question
   *[other] The last { $count } questions
}
me-asked_nothing = Nothing is kept of what you were asked.
me-standing-open = It is still open.
me-standing-changeable = Answered. You can change it in your chat until it closes.
me-standing-heard = Answered or skipped.
me-standing-unheard = It closed without an answer. That is fine.
me-since = The page begins with what you were asked from { $date } on. This chat was not linked to you before. Whoever else may have come by the chat is shown nothing of that time.
me-answers = Your answers
me-answers_show = Show my answers
me-answers_note = Have a look round first: whoever sees your screen can read them.
me-answers_words = These are opened for you now, and no copy of this page is kept. An answer stays until its key is destroyed. After that nobody can find it, and neither can you.
me-answers_none = No answer is kept: it was skipped, or it has been destroyed.
me-answers_nothing = You have not answered anything that is still kept.
me-answers_no_key = Your answers cannot be opened at the moment. Please try again later; nothing is lost by it.
me-answers_hide = Hide my answers

## a file of it all

me-data = Your data
me-file_note = What Rounds keeps under your id, with your answers, as one file. The file says what is not in it. No copy stays here.
me-file_get = Download my data
me-file_title = What Rounds keeps about { $name }
me-note-answers = Your answers are kept sealed. They were opened for this file. Any others are destroyed, or were never given.
me-note-no_key = Your answers are kept sealed, and could not be opened when this file was made. Please try again later.
me-note-sealed = Your answers are kept sealed, and are not in this file: somebody else has made it, and nobody but you is shown an answer. You can have them opened yourself, on your own page, or in your chat under help.
me-note-left_out = Somebody else has made this file. So it leaves out what you were asked, and whether you answered, paused or stopped. Your shifts, your messages and what the warning of drift remembers are not in it either. You get these yourself, by “mydata” in your chat or on your own page. A new chat tells nothing of before. If you need that, or have no chat, ask your hospital for a whole copy.
me-note-sums = Sealed sums of your teams hold, under your id, what you said to each kind of question. They stay until their keys are destroyed. The warning of drift remembers how often you answered, and in which of the last twelve weeks. No page shows that to anybody else. Your numbers in it go at the latest 16 months after you leave the list. Time in which Rounds asks nobody is added. How often everybody together answered stays as a sum.
me-note-list = Your name, roles, channel, time zone and language come from your hospital’s list. To put them right, ask your hospital.
me-note-log = You may have written lines of the log about others. What they say is not in a file that was sent into a chat. It stands in the file from your own page.
me-note-raised = What you may have raised in confidence is not in this file: no row of the database tells of it, so nobody can look it up by your id. Rounds destroys all that it keeps of it 30 days after the last word has arrived. “Forget me” does so at once. What its readers were given stays with them: for up to two weeks on the web, with no end on Slack or Telegram.
me-file_since = What you were asked and said before { $date } is not in this file. This chat was not linked to you before. Ask those who run Rounds for what is still kept of that time.
me-kept_among = These rows are about many people and name you among them. They say who may read a page, or whose answers were counted together. Only what finds each row is here, because the rest is about others.
me-answer_with_words = { $answer }. You added: { $words }
me-kept-people = Your entry on the list. Also when you joined or stopped, how long you pause, and how often you are asked.
me-kept-memberships = Which roles you have, or had, in which units, and since when
me-kept-addresses = Where you are reached
me-kept-codes = An invitation that you have not used; the code itself is kept nowhere
me-kept-code_attempts = Codes that were tried in your chat and did not work, of the last hour
me-kept-own_calendars = Your own calendar: its link is sealed, and not in this file
me-kept-rotas = Your shifts, in UTC, mostly from two weeks ago on
me-kept-introductions = On which channels you have had a question
me-kept-forgotten = That you asked to be forgotten, until the weeks that run are closed
me-kept-pulses = Which questions you were asked, and whether you answered
me-kept-pulse_messages = Which messages showed you a question
me-kept-shadow_plans = Rounds that would have asked you, had you not paused, stopped or been asked less often
me-kept-unit_states = What the warning of drift remembers of you, by team, after each of the two newest weeks. In which of the last twelve weeks you were reached and heard. Your first and newest week on the list. When you were last reached, and when you were last heard. How you usually answer, as log odds, and how much that rests on. How likely it is that you have not stopped answering. Teams are judged by it, and no page shows it.
me-kept-deliveries = Messages to you of the last days; what answers you lies sealed
me-kept-attention = What counted in your last weeks: nudges, questions to leads, and a reminder until its week is closed
me-kept-nudges = Nudges that you got in the last weeks, and what you pressed
me-kept-nudge_days = On which day you want your nudge
me-kept-web_chats = How often your chat on the web has changed
me-kept-web_messages = Messages in your chat on the web; what answers you lies sealed
me-kept-bells = Browsers that you asked to tell you of news
me-kept-flag_replies = What you said to a flag as a lead, for others to read
me-kept-help_replies = What you said when leads asked for help, for others to read
me-kept-loop_actions = Actions that you began, or that you own
me-kept-told_shown = What was told back to your team and you were shown
me-kept-prompts = What you were asked to write, and your draft, sealed
me-kept-held_words = What you wrote without replying to anything, sealed, for a quarter of an hour
me-kept-sign_in_links = A link to these pages that waits for you
me-kept-console_sessions = Browsers that you are signed in with
me-kept-administration_log = Lines of the log of administration that you wrote, or that are about you
me-kept-log_people = The random number by which that log names you
me-kept-log_words = What these lines say
me-kept-recipient_salts = A number of chance. Under it, certificates of pages say that you may read them.
me-kept-revisions = Changes of the programme or the list that you made
me-kept-revision_people = Changes of the list that were about you
me-kept-revision_rows = Your entry on the list before and after such a change

## forgetting somebody

me-forget = Forget me
me-forget_goes = What goes
me-forget_address = Where you are reached, your invitation, and your chat on the web. You are signed out of every browser.
me-forget_answers = Your answers that are still kept, also those that you gave to a question that is open.
me-forget_part = Whether you were asked, reached and heard, apart from what is named below.
me-forget_wishes = When you joined, your pauses, how often you are asked, and messages that have not been sent.
me-forget_stays = What stays
me-forget_list = Your place on the list. It belongs to your hospital; ask there if you should not be on it.
me-forget_sums = Sums that were made already. Sealed ones hold your part under your id until their key is destroyed.
me-forget_memory = What the warning of drift remembers: how often you answered, and in which of the last twelve weeks. No page shows it to anybody else. Your numbers fade with every week. They go at the latest 16 months after you leave the list. Time in which Rounds asks nobody is added. How often everybody together answered stays as a sum.
me-forget_open = That you took part in a week that is not closed, mostly until the next Monday. So no figure tells that you went.
me-forget_words = What you told your team or your leads for others to read. What the log says of changes of the list.
me-forget_platform = What you see in your own chat on Slack or Telegram. On Telegram you can delete it there. On Slack only those who run it can.
me-forget_backups = Copies in backups, until these are deleted. When one is brought back, you are forgotten again if the key folder is still there.
me-forget_after = Afterwards Rounds sends you nothing until you are invited again and join. A new list does not change that. Those who run it see that you have not joined. They see the same of anybody who never has. Whoever raises something may notice it if you are a guardian, or nobody else can be reached. So may a lead who asks those above for help. Where lists give addresses, they can notice that yours is not taken.
me-forget_now = Forget me now
