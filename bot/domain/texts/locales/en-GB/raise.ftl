### The words of this topic: raise. Raising something in confidence: before, while and after it is written.
### "Leads" are the co-leads of one team; a guardian stands outside the teams.

raise-button = Raise something
raise-help = Help for you: { $text } { $link }
raise-title = Raise something in confidence
raise-not_for = Nobody reads this at once. If somebody is at risk now, use your hospital’s incident system or call for help.
raise-how = You choose who reads it, and you see their names before you write. They get your words without your name, at a chance moment at least 2 hours later. They may still guess who wrote it, for instance from how you write.
raise-exception = Everything else in Rounds is shown only for groups. This is an exception: single words reach single people. You can write to each other without names, at most { $replies } times. Rounds destroys all that it keeps of it { $days } days after the last word has arrived. What has come to somebody’s Slack or Telegram stays there.
raise-no_leads = Your team has no other lead who can be reached here.
raise-no_chat = You have no chat with Rounds yet, so no answer can reach you.
raise-choose = Who is to read it?
raise-nobody = Nobody can get it at the moment: your team has no other lead who can be reached, and no guardian is named. Nothing can be written here until there is somebody. Your administrator can name a guardian.
raise-to_leads = The leads of { $unit }
raise-to_guardian = { $names }, guardian
raise-named = { $name } ({ $role })
raise-who_reads = It is read by: { $names }.
raise-then_guardian = If nobody answers in { $days } days, it goes to a guardian. They see that it was not answered.
raise-then_nobody = If nobody answers in { $days } days, you are told. There is no guardian whom it could go to then.
raise-write = Please write it in your own words. Leave out whatever could tell who a patient is.
raise-limits = At most { $longest } characters. It is shown to you before it goes anywhere.
raise-goes_to = This goes to { $to }:
raise-readers = { $names }
raise-writer = whoever raised it, whose name you are not told
raise-names_colleague = This names a colleague. Send it to { $to }?
raise-more = What you write next is added to it, until you send it.
raise-goes_on = It goes on below.
raise-too_long_together = With this it would have { $length } characters, and { $longest } fit. What you wrote before is kept as it was; this was not added:
raise-when = It arrives without your name, 2 hours after you send it or later, mostly within 20. It comes when its readers may be written to.
raise-sent = Sent. It arrives in 2 hours or later, mostly within 20. If somebody answers, it comes to your own chat. Please delete what you wrote here if others can see your chat.
raise-sent_reply = Sent. It arrives in 2 hours or later, mostly within 20.
raise-gone = Nothing more can be written about this. It may have gone to somebody else, been closed, or been destroyed. Nothing was sent or stored.
raise-not_there = These readers are not there any more. Please begin again. Nothing was sent or stored.
raise-write_reply = Please write your answer. It goes to whoever raised it, without your name, and to the other readers.
raise-write_back = Please write your answer. It goes to those who read what you raised, without your name.
raise-what_note = what you want to raise
raise-what_reply = your answer about what was raised
raise-reply = Answer
raise-open = “{ $words }”

raise-letter-raised = Somebody in { $unit } has raised this with you in confidence:
raise-letter-passed_on = Somebody in { $unit } raised this with the team’s leads. It was not answered in { $days } days, so it comes to you:
raise-letter-reply = About what was raised in confidence in { $unit }, one of its readers answers:
raise-letter-back = Whoever raised something in { $unit } writes:
raise-letter-moved = What you raised in { $unit } was not answered in { $days } days. It has gone to a guardian now.
raise-letter-unanswered = What you raised in { $unit } was not answered, and there is nobody else it could go to. You may want to speak to somebody you trust.
raise-for_readers = Rounds does not tell who it is. Please do not try to find out, and do not ask who. You can answer at most { $replies } times between you. Rounds destroys it { $days } days after the last word has arrived. On Slack and Telegram this message stays.
raise-about = About: “{ $words }”
raise-closed = That was the last of { $replies } answers. Nothing more can be written here.

raise-page_words = What you want to raise
raise-page_look = Look at it before it is sent
raise-page_change = Change it
raise-page_send = Send it
raise-page_who = Who is to read it
raise-page_colleague = This names a colleague. Send it all the same
raise-page_ask_colleague = Please say whether it is to be sent although it names a colleague
raise-page_sent = Sent
