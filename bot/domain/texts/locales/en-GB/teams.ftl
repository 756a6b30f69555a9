### The page of teams in the console.

teams-new = New unit
teams-change = Change { $unit }
teams-merge = Merge { $unit } into another team
teams-retire = Retire { $unit }
teams-merge_words = Its people keep their roles in the other team. All that names it, such as schedules, then names the other one. The other team’s figures start again in that week.
teams-nobody = Nobody is listed here
teams-unread = Nobody reads its digest: it has no lead and no champion.
teams-without = It has no { $roles }.
teams-short = Figures of its own need at least { $minimum } members, leads not counted. Until then it is counted with its neighbours.
teams-short_spread = That views lie far apart is said only of { $minimum } members or more, leads not counted.
teams-count-member = { $count ->
    [one] one member
   *[other] { $count } members
}
teams-count-champion = { $count ->
    [one] one champion
   *[other] { $count } champions
}
teams-count-medical_lead = { $count ->
    [one] one medical lead
   *[other] { $count } medical leads
}
teams-count-nursing_lead = { $count ->
    [one] one nursing lead
   *[other] { $count } nursing leads
}
teams-count-operational_lead = { $count ->
    [one] one operational lead
   *[other] { $count } operational leads
}
teams-count-sponsor = { $count ->
    [one] one sponsor
   *[other] { $count } sponsors
}
teams-count-administrator = { $count ->
    [one] one administrator
   *[other] { $count } administrators
}
teams-count-auditor = { $count ->
    [one] one auditor
   *[other] { $count } auditors
}
teams-count-guardian = { $count ->
    [one] one guardian
   *[other] { $count } guardians
}
teams-field-id = Short name
teams-field-name = Name
teams-field-parent = Part of
teams-field-timezone = Time zone
teams-field-locale = Language
teams-field-into = Into which team
teams-field-week = From which week on
teams-field-reason = Reason
teams-help-id = Letters, digits and hyphens. It stays for good.
teams-help-parent = Teams are units with none below them: they are asked, and have figures.
teams-help-timezone = Such as Europe/London. Left empty, it is that of the unit above.
teams-help-locale = Such as en-GB. Left empty, it is that of the unit above.
teams-help-week = Any day in it.
