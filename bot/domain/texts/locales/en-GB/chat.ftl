### The words of this topic: controls that a chat program draws itself, and what it says when it cannot save.

chat-title = Rounds
chat-write = Write
chat-send = Send
chat-cancel = Cancel
chat-back = Back
chat-choose = OK
chat-your_choice = Your choice
chat-your_words = Your words
chat-not_saved = Not saved yet. Please tap again.
chat-too_many = Rounds can take only so much in one minute. This one is not saved: please try again in a minute.
chat-not_saved_words = Not saved yet. Your words are still here: please send them again.
chat-box_failed = The box did not open. Please tap again, or write your words here.
chat-answer_in_direct_message = The answer is in your direct messages with Rounds.
chat-nothing_here = Nothing here yet. Your settings show up here once you are on a team list.
chat-sent_in_chat = What you wrote is still in this chat. Please delete it here, too.
chat-taken_out = I have deleted your message from this chat, too. I keep no copy, so please write it again.
chat-menu-help = What Rounds is and what you can do
chat-menu-pause = No questions for a while
chat-menu-resume = Ask me again
chat-menu-stop = No more questions
chat-menu-privacy = What is stored and who sees it
chat-menu-cancel = Send nothing of what I was asked to write
chat-menu-team = Who is on my team’s list
chat-menu-why = Why I was asked this
chat-menu-admin = Run Rounds from this chat
chat-menu-console = Open the console
