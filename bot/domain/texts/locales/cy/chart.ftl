### Siart crynodeb, a’i eiriau i’r rhai na allant ei weld.

chart-heard = Clywyd, o ddeg cydweithiwr
chart-said = Dywedwyd
chart-range = arferol
chart-target = nod
chart-none_said = Dim i’w ddangos eto
chart-week = Wythnos hyd at
chart-beside = Hefyd
chart-flagged = awgrymwyd sgwrs
chart-begun = dechreuodd amrediad arferol newydd
chart-step_note = Amrediad arferol newydd o { $date } ymlaen.
chart-alt = Siart o { $first } i { $last }: mae tua { $now } o bob 10 yn cael eu clywed nawr.
chart-alt_range = Yr arfer yw { $low } i { $high } o bob 10.
chart-alt_flag = Awgrymwyd sgwrs ar gyfer yr wythnos hyd at { $date }.
chart-alt_said = Dywedwyd ddiwethaf: { $agreement }.
