### The words of this topic: what is said when somebody types, and it is not plain what for.

words-without_prompt = I cannot tell what this is for, so nothing was sent or stored. Please reply to the message that asked for it.
words-not_asked_here = That message takes no words any more, so nothing was sent or stored.
words-cancelled = Cancelled. Nothing was sent or stored.
words-nothing_to_cancel = Nothing was waiting for your words.
words-asked_back = Is this for { $about }?
words-your_answer = the question to { $unit }, as your answer
words-button-yes = Yes
words-button-no = No
words-let_go = All right. Nothing was sent or stored.
words-not_held = Your words are not kept any more, so nothing was sent or stored. Please reply to the message that asked for them.
