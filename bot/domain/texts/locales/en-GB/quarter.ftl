### The words of this topic: bands, special kinds, coupling, and the organisation's own line.

## the organisation as a whole

quarter-moved_lower = The whole organisation answered less than usual this week; this is not about your team.
quarter-moved_higher = The whole organisation answered more than usual this week; this is not about your team.
quarter-moved_above_lower = The whole organisation answered less than usual this week; this is not about these teams.
quarter-moved_above_higher = The whole organisation answered more than usual this week; this is not about these teams.
quarter-organisation = WHOLE ORGANISATION { $share } questions were answered this week.
quarter-no_range = A usual range needs twelve weeks.
quarter-range = Usual: { $low } to { $high } in 10.
quarter-range_one = Usual: about { $low } in 10.
quarter-swing_steady = Nothing out of the ordinary.
quarter-swing_lower = Lower than its usual range; no team is flagged for what all share.
quarter-swing_higher = Higher than its usual range.
quarter-swing_lower_lasting = Below its own mean for seven weeks or more; no team is flagged for what all share.
quarter-swing_higher_lasting = Above its own mean for seven weeks or more.
quarter-organisation_said = All teams together say: { $agreement }.{ $change }

## bands

quarter-bands = STANDING { $words } ({ $period }). { $lowest }
quarter-overall = STANDING { $band }, all questions together ({ $period }).
quarter-or = or
quarter-band-low = low
quarter-band-moderate = moderate
quarter-band-high = high
quarter-competency-personal = own part (personal)
quarter-competency-supervisory = team leadership (supervisory)
quarter-competency-strategic = direction (strategic)
quarter-competency = { $name } { $band }
quarter-all_alike = { $band } for { $first }, { $second } and { $third }
quarter-lowest = Lowest: { $name }.
quarter-lowest_just = Lowest, if only just: { $name }.

## special kinds, over a quarter

quarter-kinds = LAST QUARTER { $words }.
quarter-kinds_of = { $agreement }: { $kinds }
quarter-kind-influence = raising something changes things (from those who raised something)
quarter-kind-two_way = we hear back
quarter-kind-advocacy = we speak up for this service
quarter-kind-followership = we work with our leads
quarter-loop = LOOP Over half a year { $owned } of { $actions } actions had an owner within 14 days; { $told } of { $tellable } were told back within 30.
quarter-wide = People here see things very differently from one another: a middle answer may stand for two groups.

## coupling, over a quarter

quarter-leads = LEADS AND TEAMS { $words }.
quarter-together-closely = co-leads of one team see things alike
quarter-together-mostly = co-leads of one team mostly see things alike
quarter-together-differ = co-leads of one team see things differently
quarter-gap-alike = co-leads and their teams see what matters alike
quarter-gap-leads_rosier = co-leads see it rosier than their teams do
quarter-gap-members_rosier = teams see it rosier than their co-leads do
quarter-fit = plans fit the means: { $agreement }
