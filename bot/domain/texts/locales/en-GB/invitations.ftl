### The console: invitations, on paper and as a list.

invitations-count-joined = Joined
invitations-count-open = Invited
invitations-count-run_out = Invitation run out
invitations-count-none = Not invited
invitations-make = Make invitations
invitations-make_words = For people who have not joined yet. Each works once, for 14 days. You see the codes only when they are made, so print or save them then.
invitations-for = For whom
invitations-everybody = Everybody who has not joined
invitations-renew = Replace invitations that are still good, too
invitations-renew_note = The slips that these people have stop working. Without this, whoever has a good invitation keeps it.
invitations-slips = Slips to print
invitations-list = List as a file
invitations-choose = Choose people one by one
invitations-choose_title = Invitations for single people
invitations-choose_legend = Who gets an invitation?
invitations-more = A poster and a letter
invitations-poster = Show the poster
invitations-poster_for = Poster for
invitations-poster_all = The whole organisation
invitations-letter = Text for a letter
invitations-by_unit = Units

invitations-nobody_title = No invitation was made
invitations-nobody = Nobody is left who needs one.
invitations-kept = { $count ->
    [one] One person has an invitation that is still good, and keeps it.
   *[other] { $count } people have an invitation that is still good, and keep it.
}
invitations-rest = { $count ->
    [one] One more person waits
   *[other] { $count } more people wait
}. Go back and make the next ones.
invitations-off = { $count ->
    [one] One person is on a channel that is off, and got none.
   *[other] { $count } people are on a channel that is off, and got none.
}
invitations-others = { $count ->
    [one] One person belongs to units of others, too, or administers Rounds. Ask whoever administers everything.
   *[other] { $count } people belong to units of others, too, or administer Rounds. Ask whoever administers everything.
}

invitations-slips_title = { $count ->
    [one] One slip
   *[other] { $count } slips
}
invitations-slips_words = Print this now, on A4, at full size: you see it only once. Cut along the lines and hand each slip over in private. Each works once, until { $date }.
invitations-square = A square to scan, with the same link as below
invitations-step_scan = Scan the square with your phone, or open the link.
invitations-step_press = Press the one button.
invitations-step_find = Open { $channel } and look for Rounds.
invitations-step_send = Send it the code { $code }
invitations-step_wait = That is all. The first question comes by itself.
invitations-until = For you alone. Works once, until { $date }.

invitations-poster_title = Rounds asks how work is going
invitations-poster_what = Once or twice a week Rounds asks our team one short question, in the chat you use.
invitations-poster_short = It takes one tap.
invitations-poster_confidential = Answers are confidential. They are sealed, and destroyed after { $weeks } weeks at most. Nobody is told who said what.
invitations-poster_back = The team reads the main figures, too, and what becomes of them.
invitations-poster_free = You can pause or stop at any time. Nobody is told.
invitations-poster_join = How to join
invitations-poster_ask = Ask for your invitation. It is yours alone, and joining takes a minute.
invitations-poster_name = Whom to ask:

invitations-letter_title = Text for a letter
invitations-letter_words = Copy this into a letter. The words in «marks» are the names of the columns of the list. A mail merge fills them in.
invitations-letter_dear = Dear { $name },
invitations-letter_how = To join, open { $link } and press the one button that you see. If there is no link, open your chat, look for Rounds, and send it the code { $code }
invitations-letter_until = Your invitation is for you alone. It works once, until { $date }.
