### How do I know? What a page of a unit was made of.

certificate-title = How do I know?
certificate-made_only = Every share and every word of this week’s digest was made of figures of groups. Whether a conversation is suggested is not: that comes mostly from how each person usually answers.
certificate-again = Whoever has the database can work the figures out again, without a key to the answers.
certificate-answered_label = How many answered
certificate-week =
    { $count ->
        [one] one group in the week to { $date }
       *[other] { $count } groups in the week to { $date }
    }
certificate-said_label = What was said
certificate-block = words of groups, of the weeks to { $date }
certificate-none = nothing is told
certificate-cut_label = How it was cut
certificate-cut = Each group has at least seven people. Its count was made coarse once, so that it proves of nobody whether they answered.
certificate-made_label = Frozen
certificate-check_label = How to check
certificate-check = Whoever runs the server runs “rounds verify”. It compares every digest with its certificate and with the figures of groups.
certificate-hash_label = Hash of the digest
certificate-older = This digest is older than certificates, so it has none.
certificate-back = Back to this week
certificate-link = All of it stands here: which groups, how they were cut, and when. You sign in to read it:
certificate-not_for_you = This is for those for whom the digest was made.
certificate-not_now = How this digest was made is not told here now.
