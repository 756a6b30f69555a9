### The words of this topic: caution. What `rounds check` and the console find worth telling, although it stops nothing.
### Ids, roles and days stand as the files have them.

caution-nobody = names nobody, so nobody is asked; add your people below the first line
caution-alike = { $later } and { $earlier } differ only by capitals or leading zeros; are they two people?
caution-fixed_zone = { $zone } never changes to summer time; if clocks there do, name a place like "Europe/London"
caution-never_asked = no schedule asks { $unit }, so it is never heard
caution-closes_later = { $schedule } opens on { $opens } and closes on { $closes } of a later week, for which its answers count
caution-paused = { $schedule } is paused, so it asks nobody until somebody lets it go on
caution-runs_out = { $schedule } has { $bank } questions for { $count } at a time: they run out, and rounds ask the same
caution-same_question = { $schedule } has one question alone: it runs out at once, and every round asks the same
caution-asks_nobody = the questions of { $schedule } are for nobody on the list, so nobody is ever asked
caution-no_room = on { $days } no room is left for { $schedule }: earlier questions have used up the { $room } a week
caution-in_quiet_hours = { $schedule } starts at { $time }, in the quiet hours, { $wait }
caution-quiet_waits = so nothing goes out before { $ends }
caution-quiet_never = and closes before they end at { $ends }, so nobody is ever asked
caution-no_role = no { $role }
caution-no_leads = { $unit } has { $roles }
caution-no_leads_unread = { $unit } has { $roles }; nobody reads its digest
caution-no_members = { $unit } has no members
caution-no_guardian = names nobody, so what is raised and not answered can go to nobody else; add a [[guardian]]
caution-no_guardian_of = names nobody for { $units }, so what is not answered there can go to nobody outside the team
caution-guardian_of_nothing = { $person } has the role guardian, and no [[guardian]] of programme.toml names them, so nothing goes to them
caution-too_few = { $unit }: colleagues left after readers: { $left }; figures need at least { $least }
caution-pooled = { $unit }: colleagues left after readers: { $left }, pooled with { $others }
caution-wording-short = { $question } has { $words } characters; { $longest } fit on a phone
caution-wording-easy_to_read = { $question } needs { $words } years of schooling to read; use shorter words, or two sentences (6 is plain)
caution-wording-no_negation = { $question } says { $words }: nobody should have to agree to a "not"; say it the other way round
caution-wording-one_thing = { $question } says { $words }: an answer can only be to one thing; make it two questions
caution-wording-no_mood = { $question } says { $words }: Rounds asks about running the service, not about mood
