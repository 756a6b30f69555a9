### The words of this topic: what administrators are told of flags and of what leads said to them.

verdicts-title = How leads judged our flags, { $weeks ->
        [one] { $weeks } week
       *[other] { $weeks } weeks
    } to { $date }
verdicts-kind = of { $flags } flags, { $answered } answered, { $recognised } recognised
verdicts-kind_few = of { $flags } flags, { $answered } answered
verdicts-kind_few_note = too few to say how many were recognised
verdicts-reason = { $count } of them with a known reason
verdicts-label-fewer_voices = Fewer voices
verdicts-label-lower_score = Lower score
verdicts-label-both = Fewer voices and lower score
verdicts-label-room_from_above = Room from above
verdicts-label-all = All kinds together
verdicts-about = If a kind is seldom recognised, check its threshold. Use rounds backtest with your own steady weeks, or false_flags_per_team_year in programme.toml.
verdicts-footer = Kinds with under { $flags } flags, or flags from under { $teams } teams, are left out. No team is named. Nothing here is for appraisal.
