### The words of this topic: fault. What is wrong in the administrator's files, a form or an uploaded list, and the mend.
### Ids, keys, kinds and examples stand as the files have them.

fault-like = , like { $example }
fault-did_you_mean = ; did you mean { $meant }?
fault-one_of = { $first } or { $last }
fault-all_of = { $first } and { $last }
fault-some_of = { $first } and { $more } more
fault-choose = ; choose { $known }
fault-write_like = ; write it like { $example }
fault-missing = missing; write { $example }
fault-missing_days = missing; write { $example } with an at, or a cron
fault-missing_or_vacant = missing; write { $example }, or vacant = true
fault-missing_table = missing; write a table [{ $name }]
fault-missing_tables = missing; write at least one [[{ $name }]]
fault-missing_units = missing; write at least one [[unit]] with an id and a name
fault-missing_core = missing; a core question needs { $example }, others a kind = "..."
fault-one_table = must be one table, written [{ $name }]
fault-list_of_tables = must be a list of tables, each written [[{ $name }]] with two brackets
fault-a_table = must be a table, written [[{ $name }]]
fault-unknown_table = unknown table{ $mend }
fault-known_tables = ; known tables are { $known }
fault-unknown_key = unknown key{ $mend }
fault-known_keys = ; known keys are { $known }
fault-above_tables = ; it stands above every [table], so it belongs to none
fault-kind-text = must be text in quotes{ $like }
fault-kind-time = must be a time in quotes{ $like }
fault-kind-date = must be a date in quotes{ $like }
fault-kind-whole = must be a whole number{ $like }
fault-kind-number = must be a number{ $like }
fault-kind-finite = must be a finite number{ $like }
fault-kind-truth = must be true or false{ $like }
fault-kind-list = must be a list in brackets{ $like }
fault-kind-table = must be a table{ $like }
fault-kind-other = { $value } cannot be used here{ $like }
fault-at_least = must be at least { $least }
fault-at_most = must be at most { $most }
fault-between = must lie between { $least } and { $most }
fault-either = must be { $one } or { $other }
fault-never_lowered = may be raised above { $least }, never lowered
fault-paused_until = only says when a schedule goes on that has paused = true
fault-reminder = must be 0 (never) or less than open_hours
fault-small_hours = a slot between 00:00 and 03:00 can fall out or come twice when clocks change; choose a later time
fault-weekdays = need at least one weekday, each once
fault-too_early = lies before { $year }; correct the year
fault-reason = a reason is one line of at most { $most } characters
fault-id = { $id } is no id; use up to { $most } letters, digits, dots, hyphens or underscores, starting with a letter or digit
fault-person_id = { $id } is no id; use up to { $most } letters, digits and . _ - @ +, starting with a letter or digit
fault-id_twice = { $id } is the id of another { $what } on line { $line }; give each its own
fault-question_twice = { $id } is the id of another question on line { $line }; keep only the newest version
fault-zone = { $zone } is no IANA time zone{ $mend }
fault-locale = { $locale } is no locale; write it like "en-GB"
fault-empty = is empty; write some words
fault-empty_list = is empty; name at least one
fault-empty_label = is empty; write some words or leave it out
fault-empty_id = is empty; give each person an id that never changes
fault-empty_name = is empty; write the person's name
fault-two_lines = holds a line break or another control character; keep it on one line
fault-semicolon = holds a semicolon, at which some spreadsheets part cells; leave it out
fault-too_long = has { $length } characters; use at most { $most }
fault-time_unquoted = needs quotes around it, like "10:00"
fault-time = { $time } is no time of day; write { $mend }
fault-time_like = it like "10:00"
fault-date_unquoted = needs quotes around it, like "2024-09-01"
fault-date = { $date } is no date{ $mend }
fault-week_as_date = is a date; write its week in quotes, "{ $week }"
fault-week = { $week } is no ISO week{ $mend }
fault-unknown = { $value } is not known here{ $mend }
fault-twice = names { $what } twice; name it once
fault-unknown_unit = { $unit } is no unit of the programme{ $mend }
fault-known_units = ; known units are { $known }
fault-no_units_yet = ; it has none yet
fault-unknown_question = { $question } matches no question{ $mend }
fault-question_names = ; use an id or a tag of questions.toml, or core
fault-unknown_role = { $role } is no role{ $mend }
fault-ring = makes a ring ({ $ring }); a unit cannot be below itself
fault-too_deep = lies more than { $most } levels below the top; make the tree flatter
fault-members_below = { $unit } has units below it, and members belong to a microsystem; choose { $below }
fault-no_units_below = one without units below it
fault-not_agreed = { $value } differs from { $other } on line { $line } for { $person }; make the rows of one person agree
fault-not_agreed_in = { $columns } differ from line { $line } for { $person }; make the rows of one person agree
fault-shifted = its columns are shifted; count the commas, or the cells, from the left
fault-same_role = is the same person, unit and role as line { $line }; keep one
fault-same_address = is the address of another person on line { $line }; leave one of the two empty
fault-slack_address = { $value } is no Slack user id like U024BE7LH; copy it from the profile or { $instead }
fault-telegram_address = { $value } is no numeric chat id of a person; { $instead }
fault-web_address = a web address comes from enrolment; { $instead }
fault-enrol_instead = leave it empty and let the person enrol with a code (`rounds enrol`)
fault-ends_first = { $ends } lies before the start on { $starts }; correct one of the two
fault-old_name = is the old name of { $name }; keep one of the two
fault-core_only = belongs to core questions only; leave it out or make the kind { $kind }
fault-no_wording = has no wording; add one, like en-GB = "..."
fault-label_each = needs one label for each language: a table [question.none_label] with en-GB = ...
fault-core_text = a text question has no score, so it cannot be core; choose a kind or "likert4"
fault-label_of_text = a text question has no buttons; leave it out
fault-cron_alone = belongs to days, not to cron; keep either days with at, or cron
fault-cron_parts = { $expression } needs five parts (minute, hour, day, month, weekday), like "0 10 * * tue"
fault-cron_numbered = the weekday { $weekday } has a number, which means different days elsewhere; use names, like tue
fault-cron_two_days = day of the month and weekday together can be read in two ways; keep one and write * for the other
fault-cron_unread = the { $part } { $field } cannot be read; a whole expression looks like "0 10 * * tue"
fault-cron_part-minute = minute
fault-cron_part-hour = hour
fault-cron_part-day = day of the month
fault-cron_part-month = month
fault-cron_part-weekday = weekday
fault-cron_often = asks { $times } times a day; name one minute and at most { $most } hours
fault-cron_never = never comes; there is no such day in any year
fault-week_or_month = needs either week = "2026-W32" or, every year, month = "August"
fault-beside_week = stands beside week; { $mend }
fault-once = is for what comes back every year ({ $yearly }); give a { $kind } its week
fault-beside_vacant = stands beside vacant = true; take one of the two out
fault-host = { $host } is no server; write its name alone, like "rota.example.org"

fault-shift_no_column = there is no column of this name
fault-shift_over_years = the rows reach from { $first } to { $last }, which is more than a year; correct the odd ones
fault-shift_no_id = is empty; write the person's id
fault-shift_nobody = nobody on the list has the id "{ $id }"
fault-shift_no_kind = "{ $kind }" is no kind of shift; write one of { $words }
fault-shift_kind_empty = is empty; write one of { $words }
fault-shift_not_after = { $ends } is not after { $starts }
fault-shift_too_long = a shift of { $hours } hours is too long
fault-shift_moment_empty = is empty; write it like { $example }
fault-shift_no_moment = "{ $moment }" is no moment; write it like { $example }
fault-shift_year = { $day } cannot be; correct the year

fault-link = must begin with https:// or http:// or mailto: or tel:
fault-not_listed = { $person } is not on the roster{ $mend }
fault-guardian_row = ; write a row for them, with the role guardian
