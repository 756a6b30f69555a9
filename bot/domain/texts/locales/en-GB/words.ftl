### The words of this topic: what is said when somebody types, and it is not plain what for.

words-without_prompt = I cannot tell what this is for, so nothing was sent or stored. Please reply to the message that asked for it.
words-not_asked_here = Nothing more can be written to that message, so nothing was sent or stored.
words-given_back = This is what you wrote:
words-cancelled = Cancelled. Nothing was sent or stored.
words-nothing_to_cancel = Nothing was waiting for your words.
words-asked_back = { $messages ->
        [one] Is this for { $about }?
       *[other] Are these { $messages } messages for { $about }?
    }
words-your_answer = the question to { $unit }, as your answer
words-button-yes = Yes
words-button-no = No
words-placed = All right. Your words go there.
words-change_noted = Your change is noted. I still need to know what your words are for.
words-change_not_kept = That message is not kept here any more, or never was. Your change was not stored.
words-nobody_asked = Nobody asked for these words, so they were not stored, and nobody reads them. Rounds takes words as an answer to a question that asks for them.
words-none = Rounds takes words only. What you sent was not stored, and nobody sees it here. If words stood with it, please send them alone.
words-at_risk = If somebody is at risk, please use your hospital’s incident system. Nobody reads this straight away.
words-contact = If Rounds itself does not work: { $name }, { $address }.
words-help =
    { $command ->
        [menu] To see what you can do, open the menu.
       *[typed] To see what you can do, send “{ $command }”.
    }
words-let_go = All right. Nothing was sent or stored.
words-not_held = Your words are not kept any more, so nothing was sent or stored. Please reply to the message that asked for them.
