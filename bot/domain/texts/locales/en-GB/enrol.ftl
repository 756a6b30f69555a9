### The words of this topic: joining by a link or a code.

enrol-stranger = Hello, this is Rounds. You are not on a team list here now, so nothing you wrote was stored. To join, open the link or send the code that your administrator gave you.
enrol-joined = Welcome. You have joined { $units }. Your first question comes when it is due. Until then there is nothing to do.
enrol-joined_confidential = Answers are confidential. Each is destroyed at most { $weeks } weeks after you gave it. What remains are figures of whole groups, and words that your team was shown.
enrol-joined_confidential_quarter = Answers are confidential. Those to questions that close by { $last } are destroyed by { $date }. Later ones are destroyed at most { $weeks } weeks after you gave them. What remains are figures of whole groups, and words that your team was shown.
enrol-joined_help =
    { $command ->
        [menu] You can pause or stop at any time: open the menu.
       *[typed] You can pause or stop at any time: send “{ $command }”.
    }
enrol-joined_reader = Welcome. You have joined { $units }. You will get the digest when there is one. Until then there is nothing to do.
enrol-joined_reader_digests =
    { $command ->
        [menu] No digest shows what a person answered, or whether they did. Open the menu to see what you can do.
       *[typed] No digest shows what a person answered, or whether they did. Send “{ $command }” to see what you can do.
    }
enrol-joined_already = You have joined already. There is nothing to do.
enrol-code_not_valid = This code does not work. It may be old, or it was used before. Please ask your administrator for a new one.
enrol-too_many_tries = There were too many tries. Please wait an hour, or ask your administrator for a new code.
enrol-taken = This chat belongs to somebody on the list of { $units } already. Your code is for another person. If you change it, the person of your code is asked here from now on. Whoever was asked here before is not. Do you want to change it?
enrol-taken_yes = Yes, change it
enrol-taken_no = No, leave it
enrol-taken_over = Whoever was asked in this chat before is not asked here any more. If that was you, please ask your administrator for a new code.
enrol-kept = All right. Nothing has changed, and the code still works.
