### The words of this topic: split. One team becomes several, in the console.

split-title = Split { $unit }
split-words = Whoever is ticked goes to the new team, as the member, champion or lead that they are. Everybody else stays. All that names { $unit }, such as schedules, names the new team, too. The figures of both start again in that week.
split-listed = Only the first { $count } by name are shown. Move others later, by a list from HR.
split-one_more = Into one more team
split-field-id = Short name of new team { $number }
split-field-name = Name of new team { $number }
split-field-people = Who goes to new team { $number }
split-field-medical_lead = Medical lead of new team { $number }
split-field-nursing_lead = Nursing lead of new team { $number }
split-field-operational_lead = Operational lead of new team { $number }
split-help-lead = Whoever is ticked and leads already goes on leading there.
split-person = { $name } ({ $id }): { $roles }
split-of_team = { $team }: { $caution }
split-asked = { $count ->
    [one] One person moves
   *[other] { $count } people move
}
split-moves = { $name } ({ $id }) to { $team }
