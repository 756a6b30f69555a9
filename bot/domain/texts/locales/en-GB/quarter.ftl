### The words of this topic: levels, special kinds, coupling, and the organisation's own line.

## the organisation as a whole

quarter-organisation_label = Whole organisation
quarter-moved-lower = Answered less than usual this week
quarter-moved-higher = Answered more than usual this week
quarter-not_about_team = this is not about your team
quarter-not_about_teams = this is not about these teams
quarter-organisation = { $share } colleagues were heard this week
quarter-no_range = a usual range needs twelve weeks
quarter-range = usual: { $low } to { $high } in 10
quarter-range_one = usual: about { $low } in 10
quarter-swing-steady = nothing unusual
quarter-swing-lower = lower than its usual range; no team is flagged for that
quarter-swing-higher = higher than its usual range
quarter-swing-lower_lasting = below its own mean for seven weeks or more; no team is flagged for that
quarter-swing-higher_lasting = above its own mean for seven weeks or more
quarter-organisation_said_label = All teams together say

## levels, over a quarter

quarter-levels_label = Level
quarter-overall_note = all questions together
quarter-level-low = Low
quarter-level-moderate = Moderate
quarter-level-high = High
quarter-competency-personal = Own part (personal)
quarter-competency-supervisory = Team leadership (supervisory)
quarter-competency-strategic = Direction (strategic)
quarter-competency = { $name }: { $level }
quarter-all_alike = { $level }: { $names }
quarter-lowest = lowest: { $name }
quarter-of_quarter = last quarter

## special kinds, over a quarter

quarter-kinds_label = Last quarter
quarter-kinds_of = { $agreement }: { $kinds }.
quarter-kind-influence = raising something changes things (from those who raised something)
quarter-kind-two_way = we hear back
quarter-kind-advocacy = we speak up for this service
quarter-kind-followership = we work with our leads
quarter-kind-change = what was done changed something (from those who were asked four weeks later)
quarter-loop_label = Follow-up
quarter-loop = In half a year { $owned } of { $actions } actions had an owner within 14 days
quarter-loop_note = { $told } of { $tellable } were told back within 30 days

## coupling, over a quarter

quarter-leads_label = Leads and teams
quarter-leads_of = of all teams of { $unit } together, yours among them
quarter-kind-coupling_strategic = co-leads of one team pull together
quarter-kind-coupling_organisational = what co-leads work on matters to staff
quarter-kind-coupling_environmental = plans are possible with the means they have
quarter-gap-alike = Co-leads and their teams see what matters alike.
quarter-gap-leads_higher = Co-leads see it more positively than their teams do.
quarter-gap-members_higher = Teams see it more positively than their co-leads do.
