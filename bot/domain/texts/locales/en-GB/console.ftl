### The console: the pages of those who run Rounds.

console-title = { $page } – Rounds
console-skip = Go to the content
console-menu = Pages
console-signed_in = Signed in as { $name }
console-sign_out = Sign out
console-sign_out_everywhere = Sign out everywhere
console-page-home = Start
console-page-overview = Overview
console-home_nothing = Your roles have no page here yet. Your questions and messages are in your own chat, as always.

console-sign_in_title = Sign in
console-sign_in_words = This link signs you in to the console of Rounds, in this browser.
console-sign_in_note = It works once. Sign out when you leave a computer that others use.
console-continue = Continue
console-alone-link_over_title = This link does not work
console-alone-link_over_words = It may be older than ten minutes, or it was used before. Ask for a new one where you got it.
console-too_many_tries = There were too many tries. Please wait ten minutes.
console-alone-needed_title = Please sign in
console-alone-needed_words = You are not signed in, or it was too long ago. A new link comes from whoever runs the server of Rounds.
console-alone-missing_title = This page is not here
console-alone-missing_words = It may have moved, or it is not for your roles.
console-alone-not_sent_title = Nothing was changed
console-alone-not_sent_words = The form came from an old page or from elsewhere. Go back, load the page again, and send it once more.
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
}, { $joined } of them have joined.
console-people_now = People
console-people_listed = On the list
console-people_joined = Joined
console-people_not_joined = Not joined yet
console-people_refused = Cannot be reached
console-people_refused_note = Their address has refused several times. Ask them whether it is still theirs.
console-version = Version { $version }
