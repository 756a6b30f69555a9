### The console: a list of people uploaded from the hospital's own files.

upload-title = Upload from HR
upload-words = Bring the list as HR or a spreadsheet gives it, with a row for each person. You choose which column is what, and look at what would change. Only then you save.
upload-file = File with the list
upload-help-file = CSV, or Excel (XLSX). The first row names the columns.
upload-send = Read the file
upload-held = The file is kept for you alone, sealed, for half an hour at most. Once you save or give up, nothing of it is left.
upload-give_up = Give up and delete the file
upload-another = Another file

upload-refused-too_large = This file is too large. Up to 6 MB are read; leave out the columns that Rounds does not need.
upload-refused-empty = There is nothing in it. Please choose a file with a list.
upload-refused-old_excel = This is a file of an old Excel. Save it as XLSX or CSV, then choose that one.
upload-refused-locked = This file is locked with a password. Save it without one, or as CSV.
upload-refused-no_list = This cannot be read as a list. Save it as XLSX or CSV, then choose that one.
upload-refused-no_columns = No row names the columns. Put their names into the first row.
upload-refused-no_rows = There are names of columns and nobody below them.
upload-refused-too_many_rows = There are more than 30,000 rows. Please bring them in parts.
upload-refused-too_many_columns = There are more than 60 columns. Leave out those that Rounds does not need.

upload-columns_title = Which column is what?
upload-columns_words = { $rows ->
    [one] One row was read.
   *[other] { $rows } rows were read.
} Columns that you leave open are not used. What the file has no column for stays as it is.
upload-no_heading = Column { $number }, without a name
upload-examples = For example: { $words }
upload-no_examples = This column is empty.
upload-column-person_id = Staff number or id
upload-column-name = Name
upload-column-first_name = First name
upload-column-last_name = Last name
upload-column-unit = Unit
upload-column-role = Role in Rounds
upload-column-channel = Channel
upload-column-group = Professional group
upload-column-timezone = Time zone
upload-column-locale = Language
upload-column-starts = First day on the list
upload-column-ends = Last day on the list
upload-field-unit = Unit, where no column says it
upload-field_help-unit = For a list of one team. Leave it open and people stay where they are.
upload-field-role = Role, where no column says it
upload-field_help-role = People who have a role in the unit of their row keep it.
upload-field-channel = Channel of new people, where no column says it
upload-field_help-channel = On which channel they will join.
upload-field-leave_out = Leave out rows with units that are not here
upload-field_help-leave_out = For a list of the whole hospital where Rounds runs in a part of it.
upload-field-missing_leave = People who are not in this file leave
upload-field_help-missing_leave = Only of the units that the file names, and never administrators or auditors. Without a tick everybody stays.
upload-column_twice = “{ $heading }” is the same already; choose one of the two.
upload-needs_id = Choose the column with the staff number or id: by it people are known again.
upload-name_twice = Choose the name, or first and last name, but not both.
upload-outside_yours = { $id } is on the list already, outside your units; who administers both can move them
upload-not_yours_to_give = administrator and auditor are roles that only who administers everything gives
upload-cause = { $count ->
    [one] Line { $lines }
   *[other] { $count } lines ({ $lines })
}: { $column }: { $what }
upload-more_causes = { $count ->
    [one] One more thing is not shown.
   *[other] { $count } more things are not shown.
}
upload-read_until = So much is wrong that nothing was looked for behind line { $line }. Mend this first, and bring the file again.
upload-download_faults = Download the lines for IT
upload-download_note = { $count ->
    [one] One place is wrong
   *[other] { $count } places are wrong
}. The download tells line and column of each, and no name.
upload-download_note_more = At least { $count } places are wrong. The download tells line and column of each of these, and no name.

upload-questions_title = Are these the same people?
upload-questions_words = Spreadsheets lose the zeros in front of a number, and capitals come and go. Please say what is meant, so that nobody is on the list twice.
upload-ask-same_named = { $count ->
    [one] One id is written differently, with the same name
   *[other] { $count } ids are written differently, with the same names
}
upload-ask-same_renamed = { $count ->
    [one] One id is written differently, and so is the name
   *[other] { $count } ids are written differently, and so are the names
}
upload-alike = { $given } ({ $given_name }) in the file; { $known } ({ $known_name }) on the list or further up
upload-and_more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
upload-same_yes = The same; keep the id that was there first
upload-same_no = Different people
upload-answer_each = Please choose an answer for each question.

upload-plan_title = What this file changes
upload-count-leaves = Leave
upload-count-joins = Join
upload-count-returns = Come back
upload-count-moves = Move
upload-count-roles = Roles
upload-count-names = Names
upload-count-details = Other details
upload-count-unchanged = Unchanged
upload-kind-leaves = { $count ->
    [one] One person leaves
   *[other] { $count } people leave
}
upload-kind-joins = { $count ->
    [one] One person joins
   *[other] { $count } people join
}
upload-kind-returns = { $count ->
    [one] One person comes back; their time in the team goes on
   *[other] { $count } people come back; their time in the team goes on
}
upload-kind-moves = { $count ->
    [one] One person moves
   *[other] { $count } people move
}
upload-kind-roles = { $count ->
    [one] One person has other roles
   *[other] { $count } people have other roles
}
upload-kind-names = { $count ->
    [one] One person has another name
   *[other] { $count } people have another name
}
upload-kind-details = { $count ->
    [one] One person has other details
   *[other] { $count } people have other details
}
upload-all_of_kind = Show all { $count }
upload-missing_stay = { $count ->
    [one] One person of these units is not in the file and stays.
   *[other] { $count } people of these units are not in the file and stay.
}
upload-missing_leave_told = { $count ->
    [one] One person of these units is not in the file; their roles there end.
   *[other] { $count } people of these units are not in the file; their roles there end.
}
upload-left_out = { $count ->
    [one] One row was left out, with the unit
   *[other] { $count } rows were left out, with the units
} { $units }.
upload-kept = { $count ->
    [one] One person belongs to units of others, too, and keeps
   *[other] { $count } people belong to units of others, too, and keep
} name, dates and channel.
upload-leave_number = How many people leave?
upload-help-leave_number = { $count ->
    [one] One person would leave, or come back as somebody new. Type 1 if that is meant.
   *[other] { $count } people would leave. Type { $count } if that is meant.
}
upload-type_number = { $count ->
    [one] Type 1 below if it is meant that one person leaves.
   *[other] Type { $count } below if it is meant that so many people leave.
}
upload-save_note = Saving thousands of people takes some seconds; you see how far it is. Pressing twice does no harm.
upload-saving_title = The list is being saved
upload-saving_words = What you see here is brought up to date every few seconds. You may close it: saving goes on. The list is saved as a whole or not at all.
upload-saving_count = { $count ->
    [one] One change of a person is on its way.
   *[other] { $count } changes of people are on their way.
}
upload-saving_again = Look now
upload-step-comparing = Compare the list with the people of now
upload-step-waiting = Wait for whatever else is being written
upload-step-checking = Check everything by the rules
upload-step-writing = Write it down
upload-step_done = done
upload-step_now = now
upload-step_later = still to come
upload-interrupted_title = Saving was interrupted
upload-interrupted = Rounds was stopped meanwhile, and nothing of the list was saved. It is still here: look at the changes and save again.
upload-interrupted_again = Look at the changes
upload-saved_title = The list is saved
upload-saved = Saved as revision { $number }.
upload-saved_words = The file is deleted here. Whoever is new has no invitation yet.
