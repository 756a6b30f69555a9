### Geiriau’r pwnc hwn: yr hyn a ddywedir wrth weinyddwyr am faneri ac am yr hyn a ddywedodd arweinwyr wrthynt.

verdicts-title = Sut y barnodd arweinwyr ein baneri, { $weeks ->
        [zero] { $weeks } wythnos
        [one] { $weeks } wythnos
        [two] { $weeks } wythnos
        [few] { $weeks } wythnos
        [many] { $weeks } wythnos
       *[other] { $weeks } wythnos
    } hyd at { $date }
verdicts-kind = o { $flags } baner, atebwyd { $answered }, adnabuwyd { $recognised }
verdicts-kind_few = o { $flags } baner, atebwyd { $answered }
verdicts-kind_few_note = rhy ychydig i ddweud faint a adnabuwyd
verdicts-reason = { $count } ohonynt â rheswm hysbys
verdicts-label-fewer_voices = Llai o leisiau
verdicts-label-lower_score = Sgôr is
verdicts-label-both = Llai o leisiau a sgôr is
verdicts-label-room_from_above = Lle i weithredu oddi uchod
verdicts-label-all = Pob math gyda’i gilydd
verdicts-about = Os anaml yr adnabyddir math, gwiriwch ei drothwy. Defnyddiwch rounds backtest gyda’ch wythnosau sefydlog eich hun, neu false_flags_per_team_year yn programme.toml.
verdicts-footer = Mae mathau â llai na { $flags } baner, neu faneri o lai na { $teams } tîm, wedi’u gadael allan. Ni chaiff unrhyw dîm ei enwi. Nid oes dim yma ar gyfer arfarnu.
