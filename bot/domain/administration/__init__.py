"""What those who run Rounds may do and have done: rights and sign-ins, revisions, and the log of all acts."""
