### The console: the hospital's rota. Somebody's own page: their own calendar.

rota-words = Bring shifts as a list with a row for each: the person’s id, start, end and kind. You look at what would change, and then save it.
rota-effect = Questions then come on worked shifts. They never come on leave, on call or on days off. Nor do they in the eleven hours after a night. Who has no time at work while a round is open is not part of it.
rota-file = File with the shifts
rota-help-file = CSV, or Excel (XLSX), with the columns person_id, starts, ends and kind. Kinds are day, late, night, on_call, leave, off and training. Usual words and codes such as LD, N and A/L are known, too.
rota-refused-no_columns = No row names the columns. The first row has to name person_id, starts, ends and kind.
rota-saved = { $count ->
    [0] Saved. It changed nobody’s shifts.
    [one] Saved. It changed the shifts of one person.
   *[other] Saved. It changed the shifts of { $count } people.
}
rota-plan_title = What this rota would change
rota-faults = { $count ->
    [one] One row cannot be read
   *[other] { $count } rows cannot be read
}
rota-faults_more = At least { $count } rows cannot be read
rota-fault = Line { $line }, { $column }: { $what }
rota-faults_words = Nothing can be saved as long as a row is wrong. Mend the file and bring it again.
rota-leave_out = Pass over rows of people who are not on your list
rota-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
rota-count-people = People
rota-count-shifts = Shifts
rota-count-days = Days
rota-days = { $first } to { $last }
rota-left_out = { $count ->
    [one] One row is passed over: its person is not on your list.
   *[other] { $count } rows are passed over: their people are not on your list.
}
rota-over = Nothing of it lies between yesterday and eight weeks ahead, so there is nothing to save.
rota-cut = Shifts are kept for eight weeks ahead. Bring the rest again by then.
rota-changed = { $count ->
    [one] Shifts of one person change
   *[other] Shifts of { $count } people change
}
rota-change = { $name } ({ $id }): { $come ->
    [one] one new shift
   *[other] { $come } new shifts
}, { $go ->
    [one] one taken out
   *[other] { $go } taken out
}
rota-own_title = People’s own calendars
rota-own_words = People may give a calendar of their own shifts. It decides only when a question comes to them. Nobody here sees whose it is, or what stands in it.
rota-hosts_title = Change these servers
rota-hosts_told = Servers inside your network that calendars may come from: { $hosts }.
rota-hosts_none = Calendars may come from public servers only.
rota-hosts = Servers inside your network
rota-hosts_help = Names alone, with commas between them, for example rota.example.org. Leave it empty for none.
