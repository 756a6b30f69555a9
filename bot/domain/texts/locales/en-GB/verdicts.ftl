### The words of this topic: what administrators are told of flags and of what leads said to them.

verdicts-title = How leads judged our flags, { $weeks } weeks to { $date }
verdicts-kind = { $kind }: of { $flags } flags, { $answered } answered, { $recognised } recognised{ $reason }.
verdicts-kind_few = { $kind }: of { $flags } flags, { $answered } answered, too few to say how many were recognised.
verdicts-reason = { " " }({ $count } of them with a known reason)
verdicts-all = All kinds together
verdicts-about = A kind that is seldom recognised asks for a fresh look at its threshold: rounds backtest with your own steady weeks, or false_flags_per_team_year in programme.toml.
verdicts-footer = Kinds with under { $flags } flags, or flags from under { $teams } teams, are left out. No team is named, and nothing here is for appraisal.
