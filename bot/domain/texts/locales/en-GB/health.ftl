# The page Health of the console, for those who administer everything. Nothing here is about a person or a team.

health-open = More about how Rounds is
health-words = Whoever runs the server sees the same. There is no name here, and nothing about a person or a team.
health-parts = Parts
health-well = Well
health-last = Last troubles since the start
health-last_words = { $why } (from { $since } to { $until })
health-last_none = None.
health-messages = Messages
health-messages_words = Of the messages that are kept, so many in ten are in each state. Counted once a day and told a day late; of fewer than thirty nothing is told.
health-messages_later = It is told from the second day after a start.
health-messages_few = There are too few.
health-channel-all = All channels
health-tenths = { $state } { $tenths } in 10
health-state-due = waiting
health-state-sending = being sent
health-state-sent = sent
health-state-failed = failed
health-state-unsure = not known whether they arrived
health-state-expired = out of date, not sent
health-times = Times and sizes
health-time-oldest = Oldest message that waits
health-oldest_none = Nothing has waited for ten minutes or more.
health-oldest_unknown = Not known while the database cannot be read.
health-oldest_minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
health-time-backup = Last backup
health-time-tick = Last look at what is due
health-tick_elsewhere = Another process does that, or it has not happened yet.
health-time-closed = Last week that is closed
health-none = None yet
health-time-size = Size of the database
health-size_later = Told a day late
health-size_megabytes = { $size } MB
health-versions = Versions
health-version = { $name } { $number }
health-download = Download for IT
health-download_words = A small file that says the same, without names, addresses or ids of people.
health-attention = How much people got from Rounds
health-attention_words = Questions, follow-up questions and nudges that were planned for one person in one week. Whether somebody has paused changes nothing here, and reminders are left out. Counts are rounded down to fives.
health-attention_week = Week of { $date }
health-attention-members = Members
health-attention-leads = Champions and co-leads
health-attention-sponsors = Sponsors
health-attention_count-exactly = { $count } for { $people ->
    [0] fewer than { $fewest } people
   *[other] { $people } people
}
health-attention_count-least = { $count } or more for { $people ->
    [0] fewer than { $fewest } people
   *[other] { $people } people
}
