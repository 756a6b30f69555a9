### What those who run Rounds are told without asking. Nothing here says what anybody chose, answered or left unanswered.

alerts-said-channel_refused = { $count ->
    [one] { $what } refuses the account of Rounds, so nothing arrives there.
   *[other] { $what } refuse the accounts of Rounds, so nothing arrives there.
}
alerts-do-channel_refused = Please have its token and its permissions checked on the server.
alerts-said-key_missing = A key that seals answers is missing, so answers wait and are not filed.
alerts-do-key_missing = Please have the folder of keys put back on the server. Overview in the console says which key.
alerts-said-not_well = { $count ->
    [one] One part of Rounds has not been well for ten minutes: { $what }.
   *[other] { $count } parts of Rounds have not been well for ten minutes: { $what }.
}
alerts-do-not_well = What is wrong stands in the console, under Overview.
alerts-said-no_backup = There has been no backup for eight days.
alerts-do-no_backup = Please have one taken on the server, and see why there was none.
alerts-said-overdue = { $count ->
    [one] In one table, something that should have been deleted by now is still there: { $what }.
   *[other] In { $count } tables, something that should have been deleted by now is still there: { $what }.
}
alerts-do-overdue = Please have the log of the server looked at. Overview in the console says which job it is.
alerts-said-log_spoilt = The log of who changed what is not as it was written.
alerts-do-log_spoilt = Please have “rounds verify” run on the server: it names each entry. Keep the database and the folder of keys as they are until then.
alerts-said-answering_low = All teams together answered less than usual last week.
alerts-do-answering_low = Please look for something that they all share: holidays, a new shift pattern, a channel that was down.
alerts-said-no_lead = { $count ->
    [one] One team has no lead on the list: { $what }.
   *[other] { $count } teams have no lead on the list: { $what }.
}
alerts-do-no_lead = Nobody answers for what such a team says. Leads are added in the console, under People.
alerts-said-no_question = { $count ->
    [one] One schedule has no question to ask: { $what }.
   *[other] { $count } schedules have no question to ask: { $what }.
}
alerts-do-no_question = Please choose other questions for it, or stop it.
alerts-said-invitations_end = { $count ->
    [one] One invitation runs out tomorrow.
   *[other] { $count } invitations run out tomorrow.
}
alerts-do-invitations_end = Whoever has not joined by then needs a new one. They stand in the console, under People.
alerts-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
