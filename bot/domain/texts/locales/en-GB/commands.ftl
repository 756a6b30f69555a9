### The words of this topic: what people ask of Rounds, and what they may change about being asked.

commands-help = Rounds asks { $units } one short question from time to time. One tap answers it. Your leads see figures of the whole team, never who answered.
commands-help_choices = You can answer, change your answer until the question closes, or leave it. You can also do this:

## less often

commands-less_often = How often would suit you?
commands-every_weeks =
    { $weeks ->
        [one] Every week
       *[other] Every { $weeks } weeks
    }
commands-weekly_again = Weekly again
commands-asked_less = All right. From now on you get a question at most { $weeks ->
        [one] every week
       *[other] every { $weeks } weeks
    }.
commands-asked_weekly = All right. From now on you get questions at the usual pace again.
commands-asked_less_after_silence = The last { $count } questions had no answer, and that is all right. From now on we ask only { $weeks ->
        [one] every week
       *[other] every { $weeks } weeks
    }. Nobody is told.

## nights, pause

commands-on_nights = Noted: you are on nights. No question until the end of { $day }. You need not answer the open one.
commands-pause = How long would you like to pause?
commands-for_weeks =
    { $weeks ->
        [one] { $weeks } week
       *[other] { $weeks } weeks
    }
commands-paused = Paused until the end of { $day }. No list shows anyone who has paused.
commands-still_silent = Until the end of { $day } you still get none, as you wished.
commands-resume = Start again
commands-resumed = Welcome back. Your next question comes as usual.
commands-not_paused = You are not paused. Your next question comes as usual.

## everything paused, by an administrator

commands-everything_paused = There are no questions for now: { $reason }.
commands-everything_paused_in = There are no questions in { $where } for now: { $reason }.
commands-everything_paused_until = They come again from { $date } on.
commands-everything_paused_note = You need not do anything. A question that you already have can still be answered.

## stop

commands-stop = Do you want no more questions at all? A pause is possible, too.
commands-stop_now = Stop
commands-keep = Keep
commands-pause_instead = Pause instead
commands-stopped = Done. You will get no more questions. No list shows anyone who has stopped. If one comes all the same, perhaps after Rounds was restored from a backup, please stop again.
commands-has_stopped = You have stopped, so you get no questions. You can start again at any time.
commands-kept = All right, nothing has changed.

## how somebody is asked, and what they said

commands-me_button = Me and my answers
commands-me = How you are asked
commands-me_hours = Questions come between { $first } and { $last } on your clock ({ $zone }).
commands-me_channel = They come here: { $channel }.
commands-me_note = This is for you alone, and Rounds shows it to nobody else. To notice changes in teams, Rounds works out how each person usually answers. No digest, list or log shows that. For a pause until a day you choose, or for your shifts, send “console”.
commands-me_answers_show = Show my answers
commands-me_asked = { $day }, { $unit }:
commands-me_answers_none = You have given no answer in the last five weeks that is still kept.
commands-me_answers_note = These are your newest of the last five weeks. They stay in this chat, so look who can see it.

## one’s own data, and being forgotten

commands-mydata_button = My data as a file
commands-mydata = You can have what Rounds keeps under your id as one file. The file says what is not in it. Your own answers stand in it in words.
commands-mydata_destroyed = Answers whose key is destroyed are in no file. Nobody can find them any more, and neither can you.
commands-mydata_here = A file that is sent here stays in this chat until you delete it. Whoever provides or runs the chat may be able to read it.
commands-mydata_here_for_good = A file that is sent here stays in this chat, and you cannot delete it. Only those who run the chat can. They may be able to read it, and so may its provider.
commands-mydata_page = You can download it in your browser:
commands-mydata_send = Send it here
commands-mydata_coming = Your file comes in a moment. If it does not come, please ask for it again. Wait for it before you ask to be forgotten.
commands-mydata_file = This is what Rounds keeps about you. No copy of the file stays with Rounds. Once you have saved it, you can delete it here.
commands-mydata_file_for_good = This is what Rounds keeps about you. No copy of the file stays with Rounds. It stays in this chat. Only those who run the chat can delete it here.
commands-mydata_failed = The file may not have arrived. Please ask for it again later. Or send “console” for a link, and download it in your browser.
commands-forget_keep = Keep everything
commands-forget_page = You can do this in your browser, under “Forget me”:
commands-forgotten = It is done: you are forgotten. Rounds sends you nothing more until you are invited again and join. What stands in this chat stays. You can delete it where your chat allows that.
commands-forget_moved = This is no longer the chat in which Rounds writes to you, so nothing was forgotten. Please ask for it in that one.
commands-forget_nothing_kept = Nobody has joined from this chat at the moment, so there is nothing to keep. If you would like to join again, ask your administrator for an invitation.

## one’s own language

commands-language_button = Language
commands-language = Rounds writes to you in { $language }. Which language would you like?
commands-language_chosen = From now on Rounds writes to you in { $language }. Questions come in it, too, where your hospital has them.
commands-language_note = What you already have stays as it is. Your language stands on your hospital’s list, where those who run Rounds can see it. The next list from your hospital may change it again.

## why, privacy, the team’s list

commands-why = You are on the list of { $units }. Everybody on a list gets the same question. It is about running the service, not about your mood or your performance.
commands-team = On the list of { $unit }
commands-team_note = Everybody on this list can see it: names and roles, and nothing else. If somebody is missing or has left, please tell your administrator.
commands-console = Open Rounds in your browser:
commands-console_note = The link works once, for ten minutes. Whoever opens it is signed in as you: send it to nobody.
commands-privacy_kept_title = What is kept
commands-privacy_kept = Your name, profession, team and role, your language, and where you are reached. On which day you joined, and how often you are asked. Until when you pause, or on which day you stopped. Your shifts and leave, if Rounds has them. Whether you were asked and whether you answered. What you do as a lead or a champion, if you are one. Your answers are sealed under a key that is kept apart from the database. You can change one until its question closes.
commands-privacy_seen_title = Who sees it
commands-privacy_seen = Nobody but you is shown your answer, or whether you gave one: no lead, no sponsor, no administrator. Your team can see your name and role; administrators see your entry on the list, and whether you have joined. A score takes answers of at least { $minimum } people. How many answer is told coarsely, where five or more could be asked. Whoever reads a digest of the team or above, or administers Rounds, is counted in neither. Nor is whoever did in the last 26 weeks. That people see things very differently is said only where at least { $minimum_comments } people answered. Your team and the readers of its digest may read what you write, as is said before. It takes { $minimum_comments } people who wrote, of at least { $minimum_reach }. All words stand together then, without names. Where there are figures, your team gets the main ones, too, two days after its leads. That begins once its first weeks are over.
commands-privacy_known_title = How do I know?
commands-privacy_known = Every share of a digest, and what Rounds says about it, was made of figures of groups. Words and actions of leads stand there as the leads gave them. Whether a conversation is suggested is different: that comes mostly from how each person usually answers. Whoever has the database can work the figures out again, without a key to the answers.
commands-privacy_known_of = How do I know? { $unit }
commands-privacy_gone_title = When it is deleted
commands-privacy_destroyed = Each answer is destroyed at most { $weeks } weeks after you gave it. Its key is destroyed with it. What you answer to questions that close this week is destroyed by { $date }.
commands-privacy_destroyed_quarter = Answers to questions that close by { $last } are destroyed by { $date }. This was promised when the quarter began. Later answers are destroyed at most { $weeks } weeks after you gave them. Keys are destroyed with them.
commands-privacy_gone = Of what you said, only figures of whole groups remain then. Words that your team was shown stay in Rounds for about 26 weeks. On Slack and Telegram they stay. That you were asked, and whether you answered, goes at most { $weeks } weeks after that week. It may take two days more. What judges teams remembers how often you answered, and in which of the last twelve weeks. That goes at the latest 16 months after you leave the list. Time in which Rounds asks nobody is added. How often everybody together answered stays as a sum. Your name and your teams are kept until your hospital erases you. The number of your newest tap is deleted when its week is closed. So that no tap counts twice, a mark of it is kept for up to three days.
commands-privacy_limits_title = What we cannot promise
commands-privacy_limits = Until then your answers are confidential. Yet whoever runs the system and holds the key could read them and link them to you. Without a key they can read whether you answered, paused or stopped, and your shifts. A command on the server makes a whole copy of that. It tells you, while you are on the list. Backups hold it, too. While Rounds itself stands still, nothing is destroyed. On Slack and Telegram your chat provider can see which button you press, and so your answer. Words you type there stay at least until you delete them.

## a new rule for how long answers live

commands-new_rule_title = A new rule for your answers
commands-new_rule_quarter = Answers to questions that close by { $last } are destroyed by { $date }. This was promised when the quarter began.
commands-new_rule = For later questions a new rule holds. Each answer is destroyed at most { $weeks } weeks after you gave it. What remains are figures of whole groups, and words that your team was shown.

## a whole copy of what is kept of somebody was made on the server

commands-whole_copy_title = A copy of what is kept of you
commands-whole_copy = On { $date } a whole copy of what Rounds keeps of you was made on the server. It tells whether you answered, paused or stopped. Your answers stay sealed and are not in it. If you asked your hospital for it, all is well. If not, please ask your data protection officer.
