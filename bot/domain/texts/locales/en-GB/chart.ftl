### The chart of a digest, and its words for those who cannot see it.

chart-heard = Heard, of ten colleagues
chart-said = Said
chart-range = usual
chart-target = aim
chart-none_said = Nothing shown yet
chart-week = Week to
chart-beside = Also
chart-flagged = a conversation was suggested
chart-begun = a new usual range began
chart-step_note = New usual range from { $date }.
chart-alt = Chart from { $first } to { $last }: about { $now } in 10 are heard now.
chart-alt_range = Usual are { $low } to { $high } in 10.
chart-alt_flag = A conversation was suggested for the week to { $date }.
chart-alt_said = Said last: { $agreement }.
