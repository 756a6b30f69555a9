### The words of the web chat's own pages.

web-title = Rounds at { $organisation }
web-menu = Menu
web-command-help = Help
web-command-pause = Pause
web-command-resume = Ask me again
web-command-stop = Stop
web-command-privacy = Who sees what?
web-command-why = Why am I asked?
web-messages = Messages from Rounds
web-nothing_yet = Nothing here yet. Your first question will appear on this page.
web-your_words = Your words
web-send = Send
web-sending = Sending
web-offline = No connection. This page tries again by itself.
web-not_saved = Not saved yet. Please tap again.
web-refused = Nothing was saved, because the text may identify a patient. Please take that out and send it again.
web-join_title = Join Rounds
web-join_words = One short question a week about running your service. One tap answers it.
web-join_button = Join
web-join_note = You get a page of your own. Keep its address to yourself: whoever has it answers as you.
web-unknown_title = This link is not in use
web-unknown_words = It may be an old one. Ask your administrator for a new code. Nothing you said is lost.
web-later_title = This page cannot be shown now
web-later_words = Nothing is lost. Please try again in a minute.
web-home_title = Rounds is running
web-home_words = Open your personal link to see your messages. If you have none, ask your administrator for a code.
